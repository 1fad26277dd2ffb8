"""Days as people type them: 12/3 · 12 mar · 12.3.26 · +7 · +2 minggu · besok · fri · 12."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from desktop_crm.model.written_day import month_of, parse_date, real_day, year_of

_WEEKDAYS: Final = (
    "monday senin",
    "tuesday selasa",
    "wednesday rabu",
    "thursday kamis",
    "friday jumat jum'at",
    "saturday sabtu",
    "sunday minggu ahad",
)
_WORDS: Final = {
    "today": 0,
    "now": 0,
    "hari ini": 0,
    "tomorrow": 1,
    "besok": 1,
    "lusa": 2,
    "yesterday": -1,
    "kemarin": -1,
}
_STEP: Final = re.compile(r"([+-])\s*(\d{1,4})\s*([a-z]*)")
#: Without a year; digits alone.
_SHORT: Final = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})[/.]?")
_SHORT_NAMED: Final = re.compile(r"(\d{1,2})[-/. ]*([a-z]{3,9})\.?")
_SHORT_NAMED_FIRST: Final = re.compile(r"([a-z]{3,9})\.?\s*(\d{1,2})")
_DIGITS: Final = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
#: What people call a day, a week, a month, a year in either language.
UNITS: Final = {
    "": "day", "d": "day", "day": "day", "days": "day", "h": "day", "hari": "day",
    "w": "week", "week": "week", "weeks": "week", "mg": "week", "minggu": "week",
    "m": "month", "month": "month", "months": "month", "b": "month", "bln": "month", "bulan": "month",
    "y": "year", "year": "year", "years": "year", "th": "year", "thn": "year", "tahun": "year",
}  # fmt: skip


def read_day(text: str, now: date) -> date | None:
    """The day typed, None when it is none. Without a year it is the nearest such day, past or coming."""
    bare = " ".join(text.casefold().split())
    if bare in _WORDS:
        return shifted(now, _WORDS[bare], "day")
    if step := _STEP.fullmatch(bare):
        unit = UNITS.get(step[3])
        return shifted(now, int(step[1] + step[2]), unit) if unit else None
    if bare.isdecimal() and len(bare) <= 2:
        return _nearest(now, lambda years: real_day(now.year, now.month, int(bare)) if not years else None)
    return _written(bare, now) or weekday_of(bare, now)


def _written(bare: str, now: date) -> date | None:
    if whole := parse_date(bare):
        return whole
    if found := _DIGITS.fullmatch(bare):
        return real_day(year_of(found[3]), int(found[2]), int(found[1]))
    if found := _SHORT.fullmatch(bare):
        return _this_year(now, int(found[1]), int(found[2]))
    if found := _SHORT_NAMED.fullmatch(bare):
        return _this_year(now, int(found[1]), month_of(found[2]))
    if found := _SHORT_NAMED_FIRST.fullmatch(bare):
        return _this_year(now, int(found[2]), month_of(found[1]))
    return None


def _this_year(now: date, day: int, month: int) -> date | None:
    return _nearest(now, lambda years: real_day(now.year + years, month, day))


def _nearest(now: date, of: Callable[[int], date | None]) -> date | None:
    found = [day for day in (of(1), of(0), of(-1)) if day is not None]
    return min(found, key=lambda day: abs(day - now), default=None)


def weekday_of(bare: str, now: date) -> date | None:
    """The next one after today, by its name or the first three letters of it."""
    for at, names in enumerate(_WEEKDAYS):
        if any(bare == name or (len(bare) >= 3 and name.startswith(bare)) for name in names.split()):
            return now + timedelta(days=(at - now.weekday() - 1) % 7 + 1)
    return None


def shifted(now: date, count: int, unit: str) -> date | None:
    """So many days, weeks, months or years later; None where the calendar has an end."""
    try:
        if unit in {"day", "week"}:
            return now + timedelta(days=count * (7 if unit == "week" else 1))
        months = now.year * 12 + now.month - 1 + count * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(now.day, monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError):
        return None
