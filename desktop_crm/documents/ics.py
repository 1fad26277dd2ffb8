"""Calendar files (iCalendar, RFC 5545) of whole days, which every calendar takes over."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from desktop_crm.documents.content_lines import escaped, line


@dataclass(frozen=True, slots=True)
class DayEvent:
    """Something that falls on a day, once or each year."""

    uid: str
    day: date
    title: str
    note: str = ""
    yearly: bool = False


def calendar(events: Iterable[DayEvent], made: datetime) -> bytes:
    """The file; the days are free for other things, so that nobody is shown as busy."""
    return b"".join(_lines(events, f"{made.astimezone(UTC):%Y%m%dT%H%M%SZ}"))


def _lines(events: Iterable[DayEvent], stamp: str) -> Iterator[bytes]:
    yield line("BEGIN", "VCALENDAR")
    yield line("VERSION", "2.0")
    yield line("PRODID", "-//Desktop CRM//EN")
    for event in events:
        yield from _event(event, stamp)
    yield line("END", "VCALENDAR")


def _event(event: DayEvent, stamp: str) -> Iterator[bytes]:
    yield line("BEGIN", "VEVENT")
    yield line("UID", escaped(event.uid))
    yield line("DTSTAMP", stamp)
    yield line("DTSTART;VALUE=DATE", _day(event.day))
    if event.day < date.max:
        yield line("DTEND;VALUE=DATE", _day(event.day + timedelta(days=1)))
    if event.yearly:
        yield line("RRULE", "FREQ=YEARLY")
    yield line("SUMMARY", escaped(event.title))
    if event.note:
        yield line("DESCRIPTION", escaped(event.note))
    yield line("TRANSP", "TRANSPARENT")
    yield line("END", "VEVENT")


def _day(day: date) -> str:
    return f"{day.year:04}{day:%m%d}"
