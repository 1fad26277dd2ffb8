"""What a cell may hold once a foreign sheet has been read."""

import math
import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

#: Numbers are exact (a whole one is an int, whatever the sheet made of it); a blank cell is None.
Cell = str | int | Decimal | bool | date | datetime | time | None

# Left-overs of other programs: zero-width characters and marks of order, control characters, Excel's escaped ones.
_INVISIBLE: Final = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
_SUSPECT: Final = re.compile("[^ -^`-~\xc0-\u024f]|_x")
_MAX_EXACT: Final = 10**17


def clean_row(row: Iterable[Any]) -> tuple[Cell, ...]:
    """A row as calamine or csv gives it, its cells cleaned."""
    return tuple([clean_text(cell) if type(cell) is str else _clean(cell) for cell in row])


def clean_text(text: str) -> str | None:
    """Without blanks around it and invisible characters in it; None when nothing is left."""
    if _SUSPECT.search(text):
        text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("_x000D_", "").replace("\xa0", " "))
    return text.strip() or None


def as_text(cell: Cell) -> str:
    """The cell as the text that was meant: 6281234567890 rather than 6.28E+12, a date as 2026-03-12."""
    match cell:
        case None:
            return ""
        case str():
            return cell
        case Decimal():
            return f"{cell:f}"
        case datetime():
            return cell.isoformat(" ", "minutes")
        case date():
            return cell.isoformat()
        case time():
            return cell.isoformat("minutes")
        case _:
            return str(cell)


def _clean(cell: Any) -> Cell:
    match cell:
        case float():
            return _number(cell)
        case datetime():
            # Date-only cells of xls and ods come with midnight.
            return cell.date() if cell.time() == time() else cell
        case timedelta():
            return _number(cell.total_seconds() / 86400)
        case None | bool() | int() | date() | time() | Decimal():
            return cell
        case _:
            return str(cell)


def _number(value: float) -> int | Decimal | None:
    """The number that the sheet showed: floats carry 15 digits that mean something."""
    if not math.isfinite(value):
        return None
    if value.is_integer() and abs(value) < _MAX_EXACT:
        return int(value)
    return Decimal(f"{value:.15g}")
