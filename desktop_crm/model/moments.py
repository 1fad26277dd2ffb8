"""Moments as the file keeps them, and on this machine's clock; also those that Windows' own calendar does not reach.

Python asks the system about time zones, and Windows knows nothing before 1970 and after 3000: it raises OSError.
"""

import time
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

_BEGIN: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)

#: The milliseconds of the calendar's first and last seconds: what lies beyond is no moment.
FIRST: Final = (datetime(1, 1, 1, tzinfo=UTC) - _BEGIN) // _MILLISECOND
LAST: Final = (datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC) - _BEGIN) // _MILLISECOND


def moment_to_int(value: datetime) -> int:
    """Milliseconds since 1970; ValueError for a datetime without zone."""
    if value.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return round((value - _BEGIN) / _MILLISECOND)


def moment_from_int(value: int) -> datetime:
    """An aware datetime in UTC; ValueError beyond the years 1 to 9999."""
    try:
        return _BEGIN + timedelta(milliseconds=value)
    except OverflowError as error:
        raise ValueError("no calendar reaches so far") from error


def moment_of_seconds(value: float) -> datetime:
    """The same of what the system says of a file; where that is no moment at all, the beginning."""
    try:
        return _BEGIN + timedelta(seconds=value)
    except OverflowError:
        return _BEGIN


def on_this_clock(value: datetime) -> datetime:
    """A moment in this machine's zone; without a zone it is taken for one of this machine's clock."""
    try:
        return value.astimezone()
    except (OSError, OverflowError, ValueError):
        pass
    zone = timezone(timedelta(seconds=-time.timezone))
    try:
        return value.replace(tzinfo=zone) if value.tzinfo is None else value.astimezone(zone)
    except OverflowError:  # in the calendar's first or last hours
        return value.replace(tzinfo=value.tzinfo or UTC)


def written_from_moment(value: datetime) -> str:
    """`2026-03-12T10:42`, as this machine's clock shows it; ValueError for a datetime without zone."""
    if value.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return on_this_clock(value).replace(tzinfo=None).isoformat(timespec="minutes")


def moment_from_written(value: str) -> datetime:
    """The moment that was written down so, on this machine's clock; ValueError for what is none."""
    written = datetime.fromisoformat(value)
    if written.tzinfo is not None:
        raise ValueError("what is written down has no zone")
    return on_this_clock(written)
