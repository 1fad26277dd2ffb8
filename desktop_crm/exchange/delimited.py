"""Text with separators (csv, tsv): its encoding and its separator are found out, and its quotes forgiven."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Final, TypeVar

from desktop_crm.exchange import archive
from desktop_crm.exchange.beside import Beside, Note
from desktop_crm.exchange.bounds import MAX_AREA, MAX_CELLS
from desktop_crm.exchange.cells import Cell, clean_row
from desktop_crm.exchange.encoding import Encoding, encoding_of, named
from desktop_crm.model.message import msg

_SEPARATORS: Final = ",;\t|^~"
_SAMPLE: Final = 2**18  # characters
_SAMPLE_LINES: Final = 50
_MAX_FIELD: Final = 2**20
_MAX_LINE: Final = 2**22
_CHUNK: Final = 2**20
_LINES: Final = 100  # of one cell
_TOLD: Final = 20  # rows
_ENDS: Final = "\r\n"
_Row = TypeVar("_Row", list[str], tuple[Cell, ...])


def read(path: Path, encoding: str = "") -> tuple[list[tuple[Cell, ...]], Beside]:
    """All rows, equally long, and what must be told of them; UserError when they are too many.

    `encoding` is what the user has chosen, if that was needed.
    """
    csv.field_size_limit(_MAX_FIELD)
    if _line_ends(path) > MAX_CELLS:
        raise archive.too_large(path)
    written = named(encoding) if encoding else encoding_of(path)
    rows: list[tuple[Cell, ...]] = []
    notes = list(written.notes)
    cells = 0
    for row, is_open in _rows(path, written):
        cleaned = _ended(clean_row(_ended(row)))
        rows.append(cleaned)
        cells += len(cleaned) - cleaned.count(None) or 1
        if cells > MAX_CELLS:
            raise archive.too_large(path)
        if is_open and len(notes) < _TOLD:
            notes.append(Note(len(rows), msg("A quotation mark is not closed; the row is read without it")))
    width = max(map(len, rows), default=0)
    if width * len(rows) > MAX_AREA:
        raise archive.too_large(path)
    even = [row if len(row) == width else row + (None,) * (width - len(row)) for row in rows]
    unusual = encoding or ("" if written.name.startswith("utf") else written.name)
    return even, Beside(notes=tuple(notes), encoding=unusual)


def _ended(row: _Row) -> _Row:
    """Without the blank cells at its end."""
    end = len(row)
    while end and row[end - 1] in (None, ""):
        end -= 1
    return row[:end]


def _rows(path: Path, written: Encoding) -> Iterator[tuple[list[str], bool]]:
    """Row by row, so that never more of the text is kept than a line."""
    with path.open(encoding=written.name, errors=written.errors, newline="") as text:
        head = text.read(_SAMPLE)
        text.seek(0)
        separator = _announced(head)
        lines = _lines(text, path)
        if separator and next(lines, None) is not None:
            yield [], False  # the announcement has a number, too
        yield from records(lines, separator or sniff(head))


def _lines(text: IO[str], path: Path) -> Iterator[str]:
    while line := text.readline(_MAX_LINE):
        if len(line) == _MAX_LINE:
            raise archive.too_large(path)
        yield line


def _line_ends(path: Path) -> int:
    with path.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(_CHUNK), b""))


def records(lines: Iterable[str], separator: str) -> Iterator[tuple[list[str], bool]]:
    """The cells of each row, and whether one of its quotes was left open (it is then no quote)."""
    source = iter(lines)
    waiting: list[str] = []
    width = 0
    while True:
        line = waiting.pop() if waiting else next(source, "")
        if not line:
            return
        if '"' not in line:
            bare = line.rstrip(_ENDS)
            width = width or bare.count(separator) + 1
            yield (bare.split(separator) if bare else []), False
            continue
        block, cells = [line], _strict(line, separator)
        while cells == [] and len(block) < _LINES and (more := waiting.pop() if waiting else next(source, "")):
            block.append(more)
            cells = _strict("".join(block), separator)
        if cells and not (len(block) > 1 and _are_rows(block, separator, width)):
            width = width or len(cells)
            yield cells, False
        else:
            waiting += reversed(block[1:])
            yield _forgiving(line.rstrip(_ENDS), separator)


def _are_rows(block: list[str], separator: str, width: int) -> bool:
    """Whether each line of what a quote has put together has all cells of a row: then it was left open."""
    return width > 1 and all(len(_forgiving(line.rstrip(_ENDS), separator)[0]) == width for line in block)


def _strict(text: str, separator: str) -> list[str] | None:
    """The cells when the quotes are as they should be; an empty list while one is open, None when they are not."""
    reader = csv.reader(
        text.splitlines(keepends=True), delimiter=separator, strict=True, skipinitialspace=separator != "\t"
    )
    try:
        cells = next(reader, [])
        return cells if next(reader, None) is None else None
    except csv.Error as error:
        return [] if "unexpected end of data" in str(error) else None


def _forgiving(line: str, separator: str) -> tuple[list[str], bool]:
    """A quote ends a cell only where the cell ends: `"Toko "Maju" Jaya"`; one that nothing ends is a sign like others."""
    cells: list[str] = []
    at, is_open = 0, False
    while at <= len(line):
        start = at + len(line[at:]) - len(line[at:].lstrip(" "))
        end = _closing(line, start + 1, separator) if line[start : start + 1] == '"' else -1
        if end >= 0:
            cells.append(line[start + 1 : end].replace('""', '"'))
            at = line.find(separator, end) + 1 or len(line) + 1
            continue
        stop = line.find(separator, at)
        cell = line[at : stop if stop >= 0 else len(line)]
        if cell.lstrip().startswith('"'):
            is_open, cell = True, cell.lstrip()[1:]
        cells.append(cell)
        at = stop + 1 if stop >= 0 else len(line) + 1
    return cells, is_open


def _closing(line: str, start: int, separator: str) -> int:
    """The quote before a separator or the line's end; -1 when there is none."""
    at = start
    while (at := line.find('"', at)) >= 0:
        after = line[at + 1 :].lstrip(" ")
        if not after or after.startswith(separator):
            return at
        at += 2 if line[at + 1 : at + 2] == '"' else 1
    return -1


def sniff(text: str) -> str:
    """The separator that cuts the first lines most evenly; a comma when none does."""
    sample = text.splitlines(keepends=True)[:_SAMPLE_LINES]
    return max(_SEPARATORS, key=lambda separator: _evenness(sample, separator))


def _evenness(sample: list[str], separator: str) -> tuple[float, int]:
    widths = Counter(len(row) for row, _ in records(sample, separator) if row)
    cut = {width: count for width, count in widths.items() if width > 1}
    if not cut:
        return 0.0, 0
    width, count = max(cut.items(), key=lambda item: (item[1], item[0]))
    return count / sum(widths.values()), width


def _announced(text: str) -> str:
    """The separator of Excel's own first line `sep=;`, or nothing."""
    first = text.partition("\n")[0]
    return first[4] if first.lower().startswith("sep=") and len(first.strip("\r")) == 5 else ""
