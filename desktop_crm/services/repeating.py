"""The day on which a task comes again. Working days leave out weekends, Indonesia's holidays and its days of joint leave."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Final

from desktop_crm.model.repeat import Repeat, Unit

#: Monday to Friday.
_WORKING_WEEK: Final = 5
#: Further ahead no holiday is known, and nobody plans.
_MOST_DAYS: Final = 3660

IsWorking = Callable[[date], bool]


def is_working(day: date) -> bool:
    """Whether people work on a day in Indonesia, as far as its holidays are known."""
    return day.weekday() < _WORKING_WEEK and day not in _holidays(day.year)


def prepare() -> None:
    """Load what working days are counted with: it takes half a second."""
    _holidays(date.today().year)  # noqa: DTZ011 - any year will do


def next_day(repeat: Repeat, start: date, due: date, done_on: date, *, works: IsWorking = is_working) -> date | None:
    """When it comes after the one that was due and is done now; None where the calendar ends.

    By the calendar that is the first day of the series, counted from its `start`, which comes after the day it was due and is
    not over when it is done: what was missed is not made up for. Otherwise it is counted from the day on which it was done.
    """
    try:
        if repeat.after_done:
            return _after(repeat, done_on, works)
        return _by_calendar(repeat, start, due, done_on, works)
    except (OverflowError, ValueError):
        return None


def _after(repeat: Repeat, day: date, works: IsWorking) -> date:
    if repeat.unit is Unit.WORKING_DAY:
        return _working_days_on(day, repeat.every, works)
    if repeat.unit is Unit.MONTH_END:
        first = _nth(repeat, day, 0)
        return first if first > day and repeat.every == 1 else _nth(repeat, day, 1)
    return _nth(repeat, day, 1)


def _by_calendar(repeat: Repeat, start: date, due: date, done_on: date, works: IsWorking) -> date:
    if repeat.unit is Unit.WORKING_DAY:
        day = _working_days_on(due, repeat.every, works)
        while day < done_on:
            day = _working_days_on(day, repeat.every, works)
        return day
    at = _at_least(repeat, start, max(due, done_on))
    while (day := _nth(repeat, start, at)) <= due or day < done_on:
        at += 1
    return day


def _at_least(repeat: Repeat, start: date, day: date) -> int:
    """A number of the series not above that of the wanted day, near it."""
    days = {Unit.DAY: 1, Unit.WEEK: 7, Unit.MONTH: 31, Unit.MONTH_END: 31, Unit.YEAR: 366}[repeat.unit]
    return max((day - start).days // (days * repeat.every) - 1, 0)


def _nth(repeat: Repeat, start: date, at: int) -> date:
    """The day of a series by its number; of a month without such a day its last."""
    from dateutil.relativedelta import relativedelta

    n = repeat.every * at
    match repeat.unit:
        case Unit.DAY:
            return start + timedelta(days=n)
        case Unit.WEEK:
            return start + timedelta(weeks=n)
        case Unit.MONTH:
            return start + relativedelta(months=n)
        case Unit.MONTH_END:
            return start + relativedelta(months=n, day=31)
        case Unit.YEAR:
            return start + relativedelta(years=n)
        case _:
            raise ValueError(f"working days have no {at}th")


def _working_days_on(day: date, count: int, works: IsWorking) -> date:
    for _ in range(_MOST_DAYS):
        day += timedelta(days=1)
        if works(day):
            count -= 1
        if count == 0:
            return day
    raise ValueError("so many working days are beyond any plan")


@cache
def _holidays(year: int) -> frozenset[date]:
    import holidays

    return frozenset(holidays.country_holidays("ID", years=year, categories=("public", "government")))
