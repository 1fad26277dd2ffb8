"""Workbooks (xlsx, xlsb, xls, ods) as cells. Runs in a process of its own: see `apart`.

The library that reads them trusts what a file says of itself. It makes room for whole rectangles, for a number of
strings that is only claimed, and goes round for ever in tags that don't close.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

import python_calamine as calamine

from desktop_crm.exchange import archive
from desktop_crm.exchange.bounds import MAX_CELLS
from desktop_crm.exchange.cells import Cell, clean_row
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg

#: The names' endings that the library believes, whatever is in the file.
_BELIEVED: Final = frozenset({".xls", ".xla", ".xlsx", ".xlsm", ".xlam", ".xlsb", ".ods"})


#: A sheet's name, the number of its first row in the file, and its rows.
Table = tuple[str, int, Iterator[tuple[Cell, ...]]]


def tables(path: Path) -> Iterator[Table]:
    """The visible sheets in their order; UserError when the file is damaged, too large, no sheet or has a password."""
    archive.refuse(path)
    with _opened(path) as book:
        for meta in book.sheets_metadata:
            if meta.typ == calamine.SheetTypeEnum.WorkSheet and meta.visible == calamine.SheetVisibleEnum.Visible:
                yield _table(book, meta.name, path)


def _opened(path: Path) -> Any:
    try:
        if path.suffix in _BELIEVED and path.suffix not in archive.endings(path):
            with path.open("rb") as file:
                return calamine.CalamineWorkbook.from_filelike(file)
        return calamine.CalamineWorkbook.from_path(path)
    except calamine.PasswordError as error:
        raise _locked(path) from error
    except BaseException as error:
        if not _is_readers(error):
            raise
        raise _locked(path) if archive.is_encrypted(path) else archive.damaged(path) from error


def _table(book: Any, name: str, path: Path) -> Table:
    try:
        sheet = book.get_sheet_by_name(name)
    except BaseException as error:
        if not _is_readers(error):
            raise
        raise UserError(msg("Sheet {sheet} of {file} is damaged", sheet=name, file=path.name)) from error
    start = sheet.start
    if start is None:
        return name, 1, iter(())
    if sheet.height * sheet.width > MAX_CELLS:
        archive.refuse_far_cells(path)
        raise UserError(msg("Sheet {sheet} of {file} is too large; split it", sheet=name, file=path.name))
    return name, start[0] + 1, map(clean_row, islice(sheet.iter_rows(), start[0], None))


def _is_readers(error: BaseException) -> bool:
    """The reader's own mistakes come as PanicException, which is no Exception and has no public name."""
    told = (calamine.CalamineError, OSError, ValueError)
    return isinstance(error, told) or type(error).__name__ == "PanicException"


def _locked(path: Path) -> UserError:
    return UserError(msg("{file} has a password; save it without one", file=path.name))
