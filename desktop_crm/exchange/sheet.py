"""Foreign sheets (xlsx, xlsb, xls, ods, csv) as plain rows. Nothing about a file's name is believed, only its content."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from desktop_crm.exchange import apart, archive, delimited, no_records, strangers
from desktop_crm.exchange.beside import Beside, Note
from desktop_crm.exchange.bounds import MAX_BYTES, MAX_COLUMNS
from desktop_crm.exchange.cells import Cell
from desktop_crm.exchange.header import find_header
from desktop_crm.model.errors import UserError, WorldError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.os_errors import reason

_LOOK: Final = 100  # rows
_SAMPLE: Final = 200  # cells


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: `rows` are as long as `header`; row n of the list is row `first_row_number + n` in the file.

    Blank rows between others are kept, so that the numbers stay true. `left` are rows that are no records (they have
    become blank) and why; `hidden` are columns that nobody sees, which are matched by hand alone.
    """

    name: str
    header: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    first_row_number: int
    left: Mapping[int, Message] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    notes: tuple[Note, ...] = ()
    encoding: str = ""  # of a text that is no Unicode: guessed, or chosen

    def numbered(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """The rows that aren't blank, each with its number in the file."""
        for number, row in enumerate(self.rows, self.first_row_number):
            if any(cell is not None for cell in row):
                yield number, row

    def sample(self, column: int) -> list[Cell]:
        """The first cells of a column that aren't blank."""
        return list(islice((cell for row in self.rows if (cell := row[column]) is not None), _SAMPLE))


def read_sheets(path: Path, known: AbstractSet[str] = frozenset(), encoding: str = "") -> tuple[Sheet, ...]:
    """The visible sheets that hold something, in their order; at least one.

    `known` are folded column names that make the header row certain; `encoding` is that of a text, where the user has
    chosen it. UserError when the file is no sheet, is damaged,
    empty, too large or has a password; WorldError when it can't be read at all.
    """
    tables = _tables(path, encoding)
    sheets = tuple(sheet for name, rows, start, beside in tables if (sheet := _sheet(name, rows, start, beside, known)))
    if not sheets:
        raise UserError(msg("{file} is empty.", file=path.name))
    return sheets


def read_sheet(path: Path, name: str = "", known: AbstractSet[str] = frozenset()) -> Sheet:
    """The sheet called `name`, or the first one; errors as in `read_sheets`."""
    sheets = read_sheets(path, known)
    if not name:
        return sheets[0]
    for sheet in sheets:
        if sheet.name == name:
            return sheet
    names = ", ".join(sheet.name for sheet in sheets)
    raise UserError(msg("{file} has no sheet {sheet}, only {names}.", file=path.name, sheet=name, names=names))


def _tables(path: Path, encoding: str) -> Iterator[apart.Table]:
    """Each sheet's name, rows, the number of its first row, and what is beside them."""
    try:
        yield from _tables_by_kind(path, encoding)
    except OSError as error:
        raise WorldError(msg("{file} can't be read: {reason}", file=path.name, reason=reason(error))) from error


def _tables_by_kind(path: Path, encoding: str) -> Iterator[apart.Table]:
    size = path.stat().st_size
    if not path.is_file() and not path.is_dir():
        raise archive.no_sheet(path)  # a pipe or a device, which may never end
    with path.open("rb") as file:
        head = file.read(4096)
    if not size:
        raise UserError(msg("{file} is empty.", file=path.name))
    if size > MAX_BYTES:
        raise archive.too_large(path)
    if (stranger := strangers.told(head, path.name)) is not None:
        raise UserError(stranger)
    match archive.kind_of(head):
        case archive.Kind.WORKBOOK:
            yield from apart.workbook(path)
        case archive.Kind.TEXT:
            rows, beside = delimited.read(path, encoding)
            yield path.stem, rows, 1, beside
        case archive.Kind.PAGE:
            raise UserError(msg("{file} is a web page. Open it in Excel and save it as xlsx.", file=path.name))
        case archive.Kind.OTHER:
            raise archive.no_sheet(path)


def _sheet(
    name: str, rows: list[tuple[Cell, ...]], start: int, beside: Beside, known: AbstractSet[str]
) -> Sheet | None:
    left = no_records.hidden(rows, start, beside)
    while rows and all(cell is None for cell in rows[-1]):
        rows.pop()
    if not rows:
        return None
    if any(sum(cell is not None for cell in row) > MAX_COLUMNS for row in rows[:_LOOK]):
        raise UserError(msg("Sheet {sheet} has too many columns.", sheet=name))
    found = find_header(rows, known)
    body = rows[found.rows_above :]
    first = start + found.rows_above
    left |= no_records.left_out(found.titles, body, first, beside)
    used = [at for at in range(len(found.titles)) if found.named[at] or any(row[at] is not None for row in body)]
    if len(used) > MAX_COLUMNS:
        raise UserError(msg("Sheet {sheet} has too many columns.", sheet=name))
    header = tuple(found.titles[at] for at in used)
    hidden = frozenset(place for place, at in enumerate(used) if at in beside.hidden_columns)
    if len(used) != len(found.titles):
        body = [tuple(row[at] for at in used) for row in body]
    return Sheet(name, header, body, first, left, hidden, beside.notes, beside.encoding)
