"""Workbooks (xlsx, xlsb, xls, ods) as cells. Runs in a process of its own: see `apart`.

The library that reads them trusts what a file says of itself. It makes room for whole rectangles, for a number of
strings that is only claimed, and goes round for ever in tags that don't close.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

import python_calamine as calamine

from desktop_crm.exchange import archive
from desktop_crm.exchange.beside import Beside, Note
from desktop_crm.exchange.bounds import MAX_AREA
from desktop_crm.exchange.cells import Cell, clean_row
from desktop_crm.exchange.marks import Marks, marked, marks_of
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg

#: The names' endings that the library believes, whatever is in the file.
_BELIEVED: Final = frozenset({".xls", ".xla", ".xlsx", ".xlsm", ".xlam", ".xlsb", ".ods"})


_UNTOLD: Final = msg(
    "Of this kind of workbook currencies in formats, faults (#N/A) and hidden rows are not seen; save it as xlsx to be sure"
)

#: A sheet's name, the number of its first row in the file, what is known beside its rows, and these.
Table = tuple[str, int, Beside, Iterator[tuple[Cell, ...]]]


def tables(path: Path) -> Iterator[Table]:
    """The visible sheets in their order; UserError when the file is damaged, too large, no sheet or has a password."""
    archive.refuse(path)
    moved = archive.repacked(path)
    marks = marks_of(moved or path)
    with _opened(path, moved) as book:
        for meta in book.sheets_metadata:
            if meta.typ == calamine.SheetTypeEnum.WorkSheet and meta.visible == calamine.SheetVisibleEnum.Visible:
                yield _table(book, meta.name, path, marks.get(meta.name))


def _opened(path: Path, moved: IO[bytes] | None) -> Any:
    try:
        if moved is not None:
            moved.seek(0)
            return calamine.CalamineWorkbook.from_filelike(moved)
        if path.suffix in _BELIEVED and path.suffix not in archive.endings(path):
            with path.open("rb") as file:
                return calamine.CalamineWorkbook.from_filelike(file)
        return calamine.CalamineWorkbook.from_path(path)
    except calamine.PasswordError as error:
        raise archive.locked(path) from error
    except BaseException as error:
        if not _is_readers(error):
            raise
        raise archive.locked(path) if archive.is_encrypted(path) else archive.damaged(path) from error


def _table(book: Any, name: str, path: Path, known: Marks | None) -> Table:
    try:
        sheet = book.get_sheet_by_name(name)
    except BaseException as error:
        if not _is_readers(error):
            raise
        raise UserError(msg("Sheet {sheet} of {file} is damaged.", sheet=name, file=path.name)) from error
    start = sheet.start
    if start is None:
        return name, 1, Beside(), iter(())
    if sheet.height * sheet.width > MAX_AREA:
        archive.refuse_far_cells(path)
        raise UserError(msg("Sheet {sheet} of {file} is too large. Split it.", sheet=name, file=path.name))
    marks = known or Marks()
    if not marks.merged:
        marks.merged = [(*first, *last) for first, last in _merged(sheet)]
    rows = map(clean_row, islice(sheet.iter_rows(), start[0], None))
    beside = Beside(
        frozenset(row + 1 for row in marks.hidden_rows),
        frozenset(marks.hidden_columns),
        frozenset(row + 1 for row in marks.total_rows),
        frozenset(row + 1 for row in marks.bars()),
        () if known else (Note(0, _UNTOLD),),
    )
    return name, start[0] + 1, beside, _as_meant(rows, start[0], marks)


def _merged(sheet: Any) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Cells that are joined, of kinds of workbooks whose marks aren't read."""
    try:
        return list(sheet.merged_cell_ranges or ())
    except BaseException as error:
        if not _is_readers(error):
            raise
        return []


def _as_meant(rows: Iterator[tuple[Cell, ...]], start: int, marks: Marks) -> Iterator[tuple[Cell, ...]]:
    """The values as the sheet shows them: with their formats, and in each of the rows that a joined cell stands for."""
    joined = marks.joined()
    wanted = {(top, column) for columns in joined.values() for column, top in columns.items()}
    of_row: dict[int, list[int]] = {}
    for top, column in wanted:
        of_row.setdefault(top, []).append(column)
    kept: dict[tuple[int, int], Cell] = {}
    for number, row in enumerate(rows, start):
        meant = _changed(
            row, {at: marked(row[at], mark) for at, mark in marks.cells.get(number, {}).items() if at < len(row)}
        )
        kept.update({(number, at): meant[at] for at in of_row.get(number, ()) if at < len(row)})
        yield _changed(meant, {at: kept.get((top, at)) for at, top in joined.get(number, {}).items() if at < len(row)})


def _changed(row: tuple[Cell, ...], cells: dict[int, Cell]) -> tuple[Cell, ...]:
    if not cells:
        return row
    changed = list(row)
    for at, cell in cells.items():
        changed[at] = cell
    return tuple(changed)


def _is_readers(error: BaseException) -> bool:
    """The reader's own mistakes come as PanicException, which is no Exception and has no public name."""
    told = (calamine.CalamineError, OSError, ValueError)
    return isinstance(error, told) or type(error).__name__ == "PanicException"
