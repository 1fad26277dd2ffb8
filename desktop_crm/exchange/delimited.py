"""Text with separators (csv, tsv): its encoding and its separator are found out."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from desktop_crm.exchange import archive
from desktop_crm.exchange.bounds import MAX_CELLS
from desktop_crm.exchange.cells import Cell, clean_row
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg

_SEPARATORS: Final = ",;\t|"
_SAMPLE: Final = 2**18  # characters
_SAMPLE_LINES: Final = 50
_MAX_FIELD: Final = 2**20
_MAX_LINE: Final = 2**22
_CHUNK: Final = 2**20


def read(path: Path) -> list[tuple[Cell, ...]]:
    """All rows, equally long; UserError when the text can't be read as a table or is too large."""
    csv.field_size_limit(_MAX_FIELD)
    if _line_ends(path) > MAX_CELLS:
        raise archive.too_large(path)
    rows: list[tuple[Cell, ...]] = []
    cells = 0
    for row in _rows(path):
        rows.append(clean_row(row) if row else ())
        cells += len(row) or 1
        if cells > MAX_CELLS:
            raise archive.too_large(path)
    width = max(map(len, rows), default=0)
    if width * len(rows) > MAX_CELLS:
        raise archive.too_large(path)
    return [row if len(row) == width else row + (None,) * (width - len(row)) for row in rows]


def _rows(path: Path) -> Iterator[list[str]]:
    """Row by row, so that never more of the text is kept than a line."""
    with path.open(encoding=encoding_of(path), errors="replace", newline="") as text:
        head = text.read(_SAMPLE)
        text.seek(0)
        separator = _announced(head)
        reader = csv.reader(_lines(text, path), delimiter=separator or sniff(head))
        if separator and next(reader, None):
            yield []  # the announcement has a number, too
        try:
            yield from reader
        except csv.Error as error:
            raise UserError(msg("{file} is damaged at line {line}", file=path.name, line=reader.line_num)) from error


def _lines(text: IO[str], path: Path) -> Iterator[str]:
    while line := text.readline(_MAX_LINE):
        if len(line) == _MAX_LINE:
            raise archive.too_large(path)
        yield line


def _line_ends(path: Path) -> int:
    with path.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(_CHUNK), b""))


def encoding_of(path: Path) -> str:
    """UTF-8 or UTF-16 by their marks or by their look, else Windows' western code page, which reads anything."""
    with path.open("rb") as file:
        head = file.read(4096)
        if head.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
        if b"\0" in head:
            return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def sniff(text: str) -> str:
    """The separator that cuts the first lines most evenly; a comma when none does."""
    sample = "\n".join(text.splitlines()[:_SAMPLE_LINES])
    return max(_SEPARATORS, key=lambda separator: _evenness(sample, separator))


def _evenness(sample: str, separator: str) -> tuple[float, int]:
    try:
        widths = Counter(len(row) for row in csv.reader(io.StringIO(sample), delimiter=separator) if row)
    except csv.Error:
        return 0.0, 0
    cut = {width: count for width, count in widths.items() if width > 1}
    if not cut:
        return 0.0, 0
    width, count = max(cut.items(), key=lambda item: (item[1], item[0]))
    return count / sum(widths.values()), width


def _announced(text: str) -> str:
    """The separator of Excel's own first line `sep=;`, or nothing."""
    first = text.partition("\n")[0]
    return first[4] if first.lower().startswith("sep=") and len(first.strip("\r")) == 5 else ""
