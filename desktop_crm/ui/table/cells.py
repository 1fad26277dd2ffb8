"""Cells as text: one short line for the screen, the whole for a tooltip, and plain values for other programs."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from desktop_crm.language import language
from desktop_crm.model.listing import UNREADABLE, Choice, Column, Kind
from desktop_crm.model.message import Message
from desktop_crm.model.moments import on_this_clock
from desktop_crm.model.money import Money, Sums, digits
from desktop_crm.ui.i18n import say, speak

Row = tuple[Any, ...]

#: Kinds that are read from the right, figure under figure.
NUMERIC: Final = frozenset({Kind.NUMBER, Kind.MONEY, Kind.PERCENT})

_LINE: Final = 300  # letters of a cell that can ever be seen
_TIP: Final = 2000
_BREAKS: Final = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+ *")
_FORMULA: Final = ("=", "@", "+", "-")
_PHONE: Final = frozenset("0123456789 +-()./")


def text(column: Column, value: Any) -> str:
    """What a cell shows: one line, in the window's language; None is empty."""
    match value:
        case None:
            return ""
        case Message():
            return say(value)
        case str() if column.kind is not Kind.STATE:
            return one_line(value)
        case datetime() | date():
            return _day(speak().code, value)
        case Decimal() | int() if column.kind is Kind.PERCENT:
            return speak().percent(Decimal(value))
        case _ if column.kind is Kind.STATE:
            found = choice(column, value)
            return say(found.title) if found else str(value)
        case _:
            return speak().value(value)


def largest(sums: Sums) -> str:
    """The first of the amounts, and how many more there are: for a cell without room for all of them."""
    first, *others = sums.amounts
    return f"{speak().money(first)} +{len(others)}"


def one_line(value: str) -> str:
    """The visible beginning of a text, its line breaks and tabs as spaces."""
    return _BREAKS.sub(" ", value[:_LINE])


def tip(column: Column, value: Any) -> str:
    """The whole cell for a tooltip, within reason."""
    if not isinstance(value, str) or column.kind is Kind.STATE:
        return text(column, value)
    return value if len(value) <= _TIP else f"{value[:_TIP]}…"


def choice(column: Column, code: Any) -> Choice | None:
    """The choice of a STATE column that a code stands for."""
    return next((item for item in column.choices if item.code == code), None)


def prepare(columns: Sequence[Column], rows: Iterable[Row]) -> None:
    """Called in a worker: format the days ahead, as the first one of a language loads the calendar's names (100 ms)."""
    code = speak().code
    places = [number for number, column in enumerate(columns, 1) if column.kind in {Kind.DATE, Kind.MOMENT}]
    for row in rows if places else ():
        for place in places:
            if row[place] not in (None, UNREADABLE):
                _day(code, row[place])


def plain(column: Column, value: Any) -> str:
    """For the clipboard: numbers without grouping, days as 2026-03-12, so that a spreadsheet takes them for what they are."""
    match value:
        case None:
            return ""
        case Money():
            return f"{value.rounded().amount:.{digits(value.currency)}f}".replace(".", _point())
        case bool():
            return speak().value(value)
        case int() | Decimal():
            return f"{value:f}".replace(".", _point()) if isinstance(value, Decimal) else str(value)
        case datetime():
            local = on_this_clock(value if value.tzinfo else value.replace(tzinfo=UTC))
            return f"{local:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case str() if column.kind is not Kind.STATE:
            return value
        case _:
            return text(column, value)


def harmless(value: str) -> str:
    """A text that a spreadsheet would run as a formula, made into plain text; phone numbers stay as they are."""
    if not value.startswith(_FORMULA) or (value[0] in "+-" and _PHONE.issuperset(value)):
        return value
    return f"'{value}"


def _point() -> str:
    return "," if speak().code == "id" else "."


@lru_cache(maxsize=8192)
def _day(code: str, value: date) -> str:
    spoken = language(code)
    return spoken.moment(value) if isinstance(value, datetime) else spoken.day(value)
