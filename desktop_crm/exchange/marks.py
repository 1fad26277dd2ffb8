"""What a workbook (xlsx, ods) tells of its cells beside their values: formats, faults, and what is hidden or joined."""

import html
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import IO, Final, TypeVar
from xml.parsers import expat

from desktop_crm.exchange.cells import Cell, Fault
from desktop_crm.exchange.formats import Shape, built_in, filled, shape_of
from desktop_crm.model.money import Money, has_places, to_places

#: What becomes of a cell's value.
Mark = Shape | Fault

_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_LEADING_ZEROS: Final = re.compile(r"0[0-9]+")
_CHUNK: Final = 2**20
_ANY_CELL: Final = re.compile(rb"<c[ >/\s]")
_USUAL_CELL: Final = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]+")?(?: t="[a-zA-Z]+")?/?>')
_PREFIX: Final = re.compile(rb"<[A-Za-z0-9]+:(?:c|row)[ >]")
_ERRORS: Final = re.compile(rb'<c r="([A-Z0-9]{2,10})"(?: s="[0-9]+")? t="e">(?:<f[^<]*(?:</f>)?)?<v>([^<]*)</v>')
_UNRECKONED: Final = re.compile(
    rb'<c r="([A-Z0-9]{2,10})"(?: s="[0-9]+")?(?: t="(?:n|b|e)")?><f[^>/]*(?:/>|>([^<]*)</f>)(?:<v ?/>|<v></v>)?</c>'
)
_HIDDEN_ROW: Final = re.compile(rb'<row [^>]*?\b(?:hidden="(?:1|true)"|ht="0")[^>]*>')
_ROW_NUMBER: Final = re.compile(rb'\br="([0-9]{1,7})"')
_COLUMN: Final = re.compile(rb"<col ([^>]*)>")
_ATTRIBUTE: Final = re.compile(rb'([A-Za-z]+)="([^"]*)"')
_MERGED: Final = re.compile(rb'<mergeCell ref="([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})"')
_TRUE: Final = frozenset({"1", "true"})
_MOST: Final = 100_000  # rows that one mark is for
_UNREADABLE: Final = (
    *(zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, KeyError, ValueError, OSError, RuntimeError),
    NotImplementedError,  # what zipfile raises for a way of packing that it lacks
)


@dataclass(slots=True)
class Marks:
    """Of one sheet; rows and columns are counted from 0."""

    cells: dict[int, dict[int, Mark]] = field(default_factory=lambda: defaultdict(dict))
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    total_rows: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # first row and column, last ones

    def bars(self) -> frozenset[int]:
        """Rows in which cells are joined across the sheet: titles of sections."""
        return frozenset(top for top, left, bottom, right in self.merged if top == bottom and right - left >= 2)

    def joined(self) -> dict[int, dict[int, int]]:
        """Row → column → the row above whose value it shows, of cells that are joined downwards."""
        found: dict[int, dict[int, int]] = defaultdict(dict)
        for top, left, bottom, _ in self.merged:
            for row in range(top + 1, min(bottom, top + _MOST) + 1):
                found[row][left] = top
        return found


def marked(cell: Cell, mark: Mark) -> Cell:
    """The value as it was meant."""
    if isinstance(mark, Fault):
        return mark
    if isinstance(cell, bool) or not isinstance(cell, int | Decimal):
        return cell
    if mark.percent:
        return f"{(Decimal(cell) * 100).normalize():f}%"
    if mark.currency:
        return Money(Decimal(cell), mark.currency)
    if isinstance(cell, Decimal):  # an article 12.10 is not 12.1
        return to_places(cell, mark.places) if has_places(cell, mark.places) else cell
    return filled(cell, mark.zeros) if mark.zeros and cell >= 0 else cell


def marks_of(path: Path | IO[bytes]) -> dict[str, Marks]:
    """By the sheets' names. What can't be made sense of is left to the one who reads the values."""
    try:
        with zipfile.ZipFile(path) as packed:
            if "content.xml" in packed.namelist():
                return _parsed(packed, "content.xml", _OpenDocument()).sheets
            return _of_package(packed)
    except _UNREADABLE:
        return {}


def _of_package(packed: zipfile.ZipFile) -> dict[str, Marks]:
    book = next(iter(_linked(packed, "", "officeDocument").values()), "xl/workbook.xml")
    styles = next(iter(_linked(packed, book, "styles").values()), "")
    shapes = _parsed(packed, styles, _Styles()).shapes() if styles else {}
    parts = _linked(packed, book, "worksheet")
    found: dict[str, Marks] = {}
    for name, link in _parsed(packed, book, _Book()).sheets:
        if link in parts:
            marks = found[name] = _of_sheet(packed, parts[link], shapes)
            for table in _linked(packed, parts[link], "table").values():
                marks.total_rows |= _parsed(packed, table, _Table()).totals
    return found


def _linked(packed: zipfile.ZipFile, part: str, kind: str) -> dict[str, str]:
    """Id → part, of the links of one kind that a part has."""
    place = PurePosixPath(part)
    links = str(place.parent / "_rels" / f"{place.name}.rels")
    if links not in packed.namelist():
        return {}
    found = _parsed(packed, links, _Links()).found
    return {name: _resolved(place.parent, target) for name, (what, target) in found.items() if what == kind}


def _resolved(folder: PurePosixPath, target: str) -> str:
    """A link's target as the package names it."""
    if target.startswith("/"):
        return target[1:]
    parts: list[str] = []
    for part in (folder / target).parts:
        if part == "..":
            parts = parts[:-1]
        else:
            parts.append(part)
    return "/".join(parts)


class _Handler:
    """Follows the elements of a part; prefixes don't count."""

    parser: expat.XMLParserType

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """It ends."""


_Some = TypeVar("_Some", bound=_Handler)


def _parsed(packed: zipfile.ZipFile, part: str, handler: _Some) -> _Some:
    parser = handler.parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: handler.start(name.rpartition(":")[2], attributes)
    if type(handler).end is not _Handler.end:
        parser.EndElementHandler = lambda name: handler.end(name.rpartition(":")[2])
    with packed.open(part) as file:
        parser.ParseFile(file)
    return handler


class _Links(_Handler):
    def __init__(self) -> None:
        self.found: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.found[attributes.get("Id", "")] = kind, attributes.get("Target", "")


class _Book(_Handler):
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            link = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            self.sheets.append((attributes.get("name", ""), link))


class _Styles(_Handler):
    """Of each cell style the format that numbers are shown by."""

    def __init__(self) -> None:
        self._codes: dict[int, str] = {}
        self._used: list[int] = []
        self._in_cells = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        match name:
            case "numFmt":
                self._codes[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
            case "cellXfs":
                self._in_cells = True
            case "cellStyles":
                self._in_cells = False
            case "xf" if self._in_cells:
                self._used.append(int(attributes.get("numFmtId", "0")))

    def shapes(self) -> dict[str, Shape]:
        """By the style's number, those that say something."""
        found = {str(at): shape_of(self._codes.get(code) or built_in(code)) for at, code in enumerate(self._used)}
        return {at: shape for at, shape in found.items() if shape}


class _Table(_Handler):
    """The rows of totals of a table."""

    def __init__(self) -> None:
        self.totals: set[int] = set()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        count = int(attributes.get("totalsRowCount", "0")) if name == "table" else 0
        last = _place(attributes.get("ref", "").partition(":")[2])
        if 0 < count < _MOST and last:
            self.totals |= set(range(last[0] - count + 1, last[0] + 1))


class _Sheet(_Handler):
    """A sheet's cells; one without its place stands right of the one before."""

    def __init__(self, shapes: Mapping[str, Shape]) -> None:
        self._shapes = shapes
        self._marks = Marks()
        self._row, self._column = -1, -1
        self._kind = self._formula = self._value = ""
        self._inside = ""

    def done(self) -> Marks:
        """What was found."""
        self._settle()
        return self._marks

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        match name:
            case "c":
                self._cell(attributes)
            case "v" | "f":
                self._inside = name
                if name == "f":
                    self._formula = "="
                    self.parser.CharacterDataHandler = self._text
            case "row":
                self._settle()
                told = attributes.get("r", "")
                self._row, self._column = int(told) - 1 if told else self._row + 1, -1
                if attributes.get("hidden") in _TRUE or attributes.get("ht") == "0":
                    self._marks.hidden_rows.add(self._row)
            case "col":
                self._marks.hidden_columns |= _hidden_columns(attributes)
            case "mergeCell":
                ends = [_place(end) for end in attributes.get("ref", "").split(":")]
                if len(ends) == 2 and ends[0] and ends[1]:
                    self._marks.merged.append((*ends[0], *ends[1]))

    def _cell(self, attributes: Mapping[str, str]) -> None:
        self._settle()
        place = _place(attributes.get("r", ""))
        self._row, self._column = place or (self._row, self._column + 1)
        self._kind = attributes.get("t", "n")
        if self._kind == "e":
            self.parser.CharacterDataHandler = self._text
        elif (shape := self._shapes.get(attributes.get("s", ""))) is not None and self._kind == "n":
            self._marks.cells[self._row][self._column] = shape

    def _settle(self) -> None:
        """The cell before is over: an error, or a formula that nobody has reckoned?"""
        if self._kind == "e" and self._value:
            self._marks.cells[self._row][self._column] = Fault(self._value.strip())
        elif self._formula and not self._value and self._kind != "str":
            self._marks.cells[self._row][self._column] = Fault(self._formula.strip())
        if self._formula or self._kind == "e":
            self.parser.CharacterDataHandler = None
        self._kind = self._formula = self._value = self._inside = ""

    def _text(self, text: str) -> None:
        if self._inside == "v":
            self._value += text.strip()
        elif self._inside == "f":
            self._formula += text


def _of_sheet(packed: zipfile.ZipFile, part: str, shapes: Mapping[str, Shape]) -> Marks:
    """What stands in a sheet as programs usually write it is looked for; anything else is followed tag by tag."""
    scan = _Scan(shapes)
    with packed.open(part) as file:
        for piece in _whole_rows(file):
            if not scan.take(piece):
                return _parsed(packed, part, _Sheet(shapes)).done()
    return scan.marks


def _whole_rows(file: IO[bytes]) -> Iterator[bytes]:
    """The part piece by piece, no piece ending within a row."""
    rest = b""
    while more := file.read(_CHUNK):
        rest += more
        cut = rest.rfind(b"</row>") + 6
        if cut > 6:
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


class _Scan:
    """Looks for the few cells and rows that say something, twenty times as fast as following all of them."""

    def __init__(self, shapes: Mapping[str, Shape]) -> None:
        self.marks = Marks()
        self._shapes = {style.encode(): shape for style, shape in shapes.items()}
        styles = b"|".join(re.escape(style) for style in self._shapes) or b"-"
        self._cells = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})" s="(' + styles + rb')"(?: t="n")?>')

    def take(self, piece: bytes) -> bool:
        """False when it is written in a way that can't be scanned."""
        if len(_ANY_CELL.findall(piece)) != len(_USUAL_CELL.findall(piece)) or b"='" in piece or _PREFIX.search(piece):
            return False
        cells = self.marks.cells
        for place, style in self._cells.findall(piece):
            row, column = _known_place(place)
            cells[row][column] = self._shapes[style]
        for place, value in _ERRORS.findall(piece):
            row, column = _known_place(place)
            cells[row][column] = Fault(_unescaped(value))
        for place, formula in _UNRECKONED.findall(piece):
            row, column = _known_place(place)
            cells[row][column] = Fault(f"={_unescaped(formula)}")
        self.marks.hidden_rows |= {
            int(number) - 1 for row in _HIDDEN_ROW.findall(piece) for number in _ROW_NUMBER.findall(row)
        }
        for tag in _COLUMN.findall(piece):
            said = {name.decode(): value.decode() for name, value in _ATTRIBUTE.findall(tag)}
            self.marks.hidden_columns |= _hidden_columns(said)
        for first, last in _MERGED.findall(piece):
            self.marks.merged.append((*_known_place(first), *_known_place(last)))
        return True


def _known_place(reference: bytes) -> tuple[int, int]:
    place = _place(reference.decode())
    assert place is not None
    return place


def _unescaped(value: bytes) -> str:
    return html.unescape(value.decode(errors="replace")).strip()


def _hidden_columns(said: Mapping[str, str]) -> set[int]:
    if said.get("hidden") not in _TRUE and said.get("width") != "0":
        return set()
    first, last = int(said.get("min", "0")), int(said.get("max", "0"))
    return set(range(first - 1, min(last, first + _MOST)))


class _OpenDocument(_Handler):
    """All sheets of an OpenDocument, whose rows, columns and cells may be repeated."""

    def __init__(self) -> None:
        self.sheets: dict[str, Marks] = {}
        self._marks = Marks()
        self._row = self._column = self._columns = 0
        self._rows = 1
        self._hidden = self._filled = False
        self._cell: Mapping[str, str] = {}
        self._shown = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        match name:
            case "table":
                self._marks = self.sheets.setdefault(plain.get("name", ""), Marks())
                self._row = self._columns = 0
            case "table-column":
                count = _count(plain, "number-columns-repeated")
                if plain.get("visibility", "visible") != "visible":
                    self._marks.hidden_columns |= set(range(self._columns, self._columns + min(count, _MOST)))
                self._columns += count
            case "table-row":
                self._rows = _count(plain, "number-rows-repeated")
                self._hidden = plain.get("visibility", "visible") != "visible"
                self._filled, self._column = False, 0
            case "table-cell" | "covered-table-cell":
                self._cell, self._shown = plain, ""
                self._filled = self._filled or "value-type" in plain
                if plain.get("value-type") == "float":
                    self.parser.CharacterDataHandler = self._text

    def end(self, name: str) -> None:
        match name:
            case "table-cell" | "covered-table-cell":
                self._take_cell()
                self._column += _count(self._cell, "number-columns-repeated")
                self.parser.CharacterDataHandler = None
            case "table-row":
                if self._hidden and self._filled:
                    self._marks.hidden_rows |= set(range(self._row, self._row + min(self._rows, _MOST)))
                self._row += self._rows

    def _take_cell(self) -> None:
        down, right = _count(self._cell, "number-rows-spanned"), _count(self._cell, "number-columns-spanned")
        if down > 1 or right > 1:
            self._marks.merged.append((self._row, self._column, self._row + down - 1, self._column + right - 1))
        if mark := self._mark():
            for row in range(self._row, self._row + min(self._rows, _MOST)):
                for column in range(self._column, self._column + min(self._repeated(), _MOST)):
                    self._marks.cells[row][column] = mark

    def _repeated(self) -> int:
        return _count(self._cell, "number-columns-repeated")

    def _mark(self) -> Mark | None:
        match self._cell.get("value-type"):
            case "currency" if self._cell.get("currency"):
                return Shape(currency=self._cell["currency"])
            case "percentage":
                return Shape(percent=True)
            case "float" if _LEADING_ZEROS.fullmatch(self._shown.strip()):
                return Shape(zeros="0" * len(self._shown.strip()))
        return None

    def _text(self, text: str) -> None:
        self._shown += text


def _count(attributes: Mapping[str, str], name: str) -> int:
    return max(1, int(attributes.get(name, "1")))


def _place(reference: str) -> tuple[int, int] | None:
    """`B3` → row 2, column 1."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1
