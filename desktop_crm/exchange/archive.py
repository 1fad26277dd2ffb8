"""What a file really is, and whether it can be unpacked without harm."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import Enum, auto
from functools import partial
from pathlib import Path
from typing import IO, Final
from xml.parsers import expat

from desktop_crm.exchange import strangers
from desktop_crm.exchange.bounds import MAX_AREA
from desktop_crm.exchange.header import column_letter
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg

MAX_UNPACKED: Final = 600 * 2**20
_CHUNK: Final = 2**20
#: No real sheet packs to so small a part of itself; what was made to burst does, to a thousandth.
_TIGHTEST: Final = 200
_SMALL: Final = 30 * 2**20

_PACKED: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SHEET_PARTS: Final = ("xl/workbook.xml", "xl/workbook.bin")
_WORKBOOK: Final = re.compile(r"(?:.*/)?workbook\.(xml|bin)", re.IGNORECASE)
_TARGET: Final = re.compile(rb'(Target=")([^"]*)(")')
#: The first records of a workbook (xls) with a password: its beginning, then how it is scrambled.
_SCRAMBLED: Final = re.compile(
    rb"\x09\x08[\x08-\x10]\x00\x00\x06\x05\x00.{4,12}\x2f\x00[\x04\x06\x36\x80-\xff]", re.DOTALL
)
_ENDINGS: Final = {
    "xl/workbook.xml": (".xlsx", ".xlsm", ".xlam"),
    "xl/workbook.bin": (".xlsb",),
    "content.xml": (".ods",),
}
_MARKUP: Final = (b"<!doctype html", b"<html", b"<table", b"<?xml", b"<head", b"<meta")
_BINARY: Final = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"SQLite",
)
_CELL: Final = re.compile(rb"<(?:[\w.-]+:)?c[\s/>]")
_USUAL: Final = re.compile(rb'<c r="([A-Z]+)([0-9]+)"(?:[^<>]*(/)>)?')
_REFERENCE: Final = re.compile(r"([A-Z]+)([0-9]+)")
#: What `zipfile` raises for a package that is torn, scrambled, or packed in a way it does not know.
_TORN: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
_NO_SHEETS: Final = ("xl/sharedStrings.xml", "xl/styles.xml", "xl/theme/", "docProps/")


class Kind(Enum):
    """What can be done with a file."""

    WORKBOOK = auto()
    TEXT = auto()
    PAGE = auto()  # HTML or XML that some portals hand out as .xls
    OTHER = auto()


def kind_of(head: bytes) -> Kind:
    """The kind by the file's first bytes."""
    if head.startswith((_PACKED, _OLE)):
        return Kind.WORKBOOK
    if head.startswith(_BINARY):
        return Kind.OTHER
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Kind.TEXT
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_MARKUP):
        return Kind.PAGE
    nuls = head.count(0)
    if not nuls:
        return Kind.TEXT
    # A NUL in every second place is UTF-16 without its mark; anywhere else it is no text.
    in_order = nuls in (head[::2].count(0), head[1::2].count(0))
    return Kind.TEXT if in_order and nuls * 5 > len(head) else Kind.OTHER


def is_encrypted(path: Path) -> bool:
    """Whether this is an Office file behind a password: an OLE container with a package or a workbook that is scrambled."""
    with path.open("rb") as file:
        if not file.read(8).startswith(_OLE):
            return False
        file.seek(0)
        content = file.read(64 * _CHUNK)
        return "EncryptedPackage".encode("utf-16-le") in content or bool(_SCRAMBLED.search(content))


def is_packed(path: Path) -> bool:
    """Whether this is a package (xlsx, xlsb, ods), not an OLE container."""
    with path.open("rb") as file:
        return file.read(4) == _PACKED


def endings(path: Path) -> tuple[str, ...]:
    """What the name of such a file would end with if it told the truth."""
    if not is_packed(path):
        return (".xls", ".xla")
    with _unpacked(path) as packed:
        return next((endings for part, endings in _ENDINGS.items() if part in packed.namelist()), ())


def refuse(path: Path) -> None:
    """UserError for a package that holds no sheets, would unpack to gigabytes, or would keep the reader for ever."""
    if not is_packed(path):
        return
    with _unpacked(path) as packed:
        names = packed.namelist()
        if _is_open_document(packed, names):
            if "META-INF/manifest.xml" in names and b"encryption-data" in packed.open("META-INF/manifest.xml").read(
                _CHUNK
            ):
                raise locked(path)
        elif not any(_WORKBOOK.fullmatch(_plain(name)) for name in names):
            raise UserError(strangers.told_of_package(names, path.name))
        size = sum(part.file_size for part in packed.infolist())
        if size > MAX_UNPACKED or size > max(_SMALL, _TIGHTEST * path.stat().st_size):
            raise too_large(path)
        if "content.xml" in names:
            _refuse_torn(packed, "content.xml")


def repacked(path: Path) -> IO[bytes] | None:
    """A workbook whose parts stand elsewhere, or under names with backslashes, as the reader wants it; None when it does."""
    if not is_packed(path):
        return None
    with _unpacked(path) as packed:
        names = packed.namelist()
        if any(name in names for name in (*_SHEET_PARTS, "content.xml")):
            return None
        book = next((plain for name in names if _WORKBOOK.fullmatch(plain := _plain(name))), "")
        if not book:
            return None
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w") as made:
            for plain, name in {_plain(name): name for name in names}.items():
                data = packed.read(name)
                if plain.endswith(".rels"):
                    data = _TARGET.sub(partial(_target, plain, book), data)
                made.writestr(_place(plain, book), data)
    whole.seek(0)
    return whole


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")


def _place(name: str, book: str) -> str:
    """Where a part belongs, of a workbook that is called `book`."""
    folder, _, file = book.rpartition("/")
    if name == book:
        return f"xl/{file.lower()}"
    if name == f"{folder}/_rels/{file}.rels".lstrip("/"):
        return f"xl/_rels/{file.lower()}.rels"
    if folder:
        return f"xl/{name.removeprefix(folder + '/')}" if name.startswith(f"{folder}/") else name
    return name if name.startswith(("_rels/", "docProps/", "[Content_Types]", "customXml/")) else f"xl/{name}"


def _target(links: str, book: str, found: re.Match[bytes]) -> bytes:
    """A link whose target has moved: one from the root, or one that begins there."""
    target = _plain(found[2].decode(errors="replace"))
    if "://" in target or not (links == "_rels/.rels" or found[0].startswith((b'Target="/', b'Target="\\'))):
        return found[1] + target.encode() + found[3]
    root = b"" if links == "_rels/.rels" else b"/"
    return found[1] + root + _place(target, book).encode() + found[3]


def refuse_far_cells(path: Path) -> None:
    """UserError naming the forgotten cell far below or to the right that makes a sheet (xlsx) too large."""
    if not is_packed(path):
        return
    with _unpacked(path) as packed:
        for part in packed.namelist():
            if part.startswith("xl/") and part.endswith(".xml") and not part.startswith(_NO_SHEETS):
                _check_extent(packed, part, path)


def locked(path: Path) -> UserError:
    """Nobody reads it without its password."""
    return UserError(msg("{file} is protected with a password. Save it without one.", file=path.name))


def damaged(path: Path) -> UserError:
    """The reader can't make sense of it."""
    return UserError(msg("{file} is damaged. Open it in Excel and save it anew.", file=path.name))


def too_large(path: Path) -> UserError:
    """It would take the machine's memory."""
    return UserError(msg("{file} is too large. Split it into smaller files.", file=path.name))


def no_sheet(path: Path) -> UserError:
    """It is some other file."""
    return UserError(msg("{file} is no sheet. Use xlsx, xls, ods or csv.", file=path.name))


@contextmanager
def _unpacked(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as packed:
            yield packed
    except _TORN as error:
        raise damaged(path) from error


def _is_open_document(packed: zipfile.ZipFile, names: Sequence[str]) -> bool:
    return "mimetype" in names and b"spreadsheet" in packed.open("mimetype").read(200)


def _refuse_torn(packed: zipfile.ZipFile, part: str) -> None:
    """The reader goes round for ever in an OpenDocument sheet whose tags don't close."""
    try:
        with packed.open(part) as file:
            expat.ParserCreate().ParseFile(file)
    except expat.ExpatError as error:
        raise zipfile.BadZipFile(str(error)) from error


def _check_extent(packed: zipfile.ZipFile, part: str, path: Path) -> None:
    columns, rows = _extent(packed, part)
    if columns * rows > MAX_AREA:
        corner = f"{column_letter(columns - 1)}{rows}"
        raise UserError(
            msg(
                "{file} reaches as far as cell {cell}. Delete what is far out, or split it.",
                file=path.name,
                cell=corner,
            )
        )


def _extent(packed: zipfile.ZipFile, part: str) -> tuple[int, int]:
    """The last column and row that hold something; what the sheet itself says of its size is not believed."""
    letters: set[bytes] = set()
    last_row = 0
    with packed.open(part) as file:
        for chunk in _whole_tags(file):
            cells = _USUAL.findall(chunk)
            if len(cells) != len(_CELL.findall(chunk)):
                return _unusual_extent(packed, part)
            filled = [cell for cell in cells if not cell[2]]
            letters.update(cell[0] for cell in filled)
            last_row = max(last_row, max((int(cell[1]) for cell in filled), default=0))
    return max(map(_index, letters), default=0), last_row


def _whole_tags(file: IO[bytes]) -> Iterator[bytes]:
    """The file piece by piece, no piece ending within a tag."""
    rest = b""
    while more := file.read(_CHUNK):
        chunk = rest + more
        cut = chunk.rfind(b"<")
        rest = chunk[cut:] if cut > 0 else b""
        yield chunk[:cut] if cut > 0 else chunk
    yield rest


def _unusual_extent(packed: zipfile.ZipFile, part: str) -> tuple[int, int]:
    """The same for XML that is written in another way: cells without their place, prefixes, other quotes."""
    extent = _Extent()
    parser = expat.ParserCreate()
    parser.StartElementHandler = extent.start
    try:
        with packed.open(part) as file:
            parser.ParseFile(file)
    except expat.ExpatError as error:
        raise zipfile.BadZipFile(str(error)) from error
    return extent.columns, extent.rows


class _Extent:
    """Follows a sheet's cells: one without its place stands right of the one before."""

    def __init__(self) -> None:
        self.columns = self.rows = 0
        self._row = self._column = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        match name.rpartition(":")[2]:
            case "row":
                told = attributes.get("r", "")
                self._row, self._column = int(told) if told.isdecimal() else self._row + 1, 0
            case "c":
                place = _REFERENCE.fullmatch(attributes.get("r", ""))
                self._column = _index(place[1].encode()) if place else self._column + 1
                self.columns = max(self.columns, self._column)
                self.rows = max(self.rows, int(place[2]) if place else self._row)


def _index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index
