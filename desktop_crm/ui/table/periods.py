"""Periods by name (`this_week`) and their first and last day, counted from today."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from desktop_crm.model.listing import Filter, Kind
from desktop_crm.model.message import Message, msg
from desktop_crm.model.moments import on_this_clock

#: Name → words, in the order of the menu.
PERIODS: Final[dict[str, Message]] = {
    "today": msg("Today"),
    "this_week": msg("This week"),
    "this_month": msg("This month"),
    "last_month": msg("Last month"),
    "this_year": msg("This year"),
    "overdue": msg("Before today"),
    "next_30": msg("Next 30 days"),
}

_DAY: Final = timedelta(days=1)


def bounds(period: str, today: date) -> tuple[date | None, date | None]:
    """First and last day of a period, None where it is open; KeyError for a name that is none."""
    month = today.replace(day=1)
    week = today - today.weekday() * _DAY
    return {
        "today": (today, today),
        "this_week": (week, week + 6 * _DAY),
        "this_month": (month, _next_month(month) - _DAY),
        "last_month": ((month - _DAY).replace(day=1), month - _DAY),
        "this_year": (today.replace(month=1, day=1), today.replace(month=12, day=31)),
        "overdue": (None, today - _DAY),
        "next_30": (today, today + 30 * _DAY),
    }[period]


def period_filter(column: str, kind: Kind, period: str) -> Filter:
    """The filter of a column by a period's name, counted from today on this machine's clock."""
    return day_filter(column, kind, *bounds(period, _today()), period=period)


def day_filter(column: str, kind: Kind, low: date | None, high: date | None, period: str = "") -> Filter:
    """From one day to another, both included; for moments from the first instant to the last."""
    return Filter(column, (), _bound(kind, low, time.min), _bound(kind, high, time.max), period)


def renewed(one: Filter, kind: Kind) -> Filter:
    """A filter kept from an earlier day: its period counted from today."""
    return period_filter(one.column, kind, one.period) if one.period in PERIODS else one


def _bound(kind: Kind, day: date | None, at: time) -> Any:
    if day is None or kind is not Kind.MOMENT:
        return day
    return on_this_clock(datetime.combine(day, at))


def _next_month(first: date) -> date:
    return (first + 31 * _DAY).replace(day=1)


def _today() -> date:
    return datetime.now().astimezone().date()
