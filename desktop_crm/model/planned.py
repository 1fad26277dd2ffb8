"""What is to be done and when, as one line says it: *besok telp*, *Jumat 10.00 kunjungan*, *in 3 days send the price list*.

The day stands at the beginning or the end, in either language, the time beside it or at the other end. What could as well
be a size, a price or a quantity (*3/4 inch*, *10.50 per kg*, *12 unit*) is none, and no day of the past is one.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any, Final

from desktop_crm.model.typed_day import UNITS, shifted, weekday_of
from desktop_crm.model.written_day import month_of, parse_date, real_day


@dataclass(frozen=True, slots=True)
class Planned:
    """What is left when day and time are taken out of the line; all of it where nothing else would be left."""

    what: str
    day: date | None = None
    at: time | None = None


_LONGEST: Final = 200  # characters that are looked at
_COUNTS: Final = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "satu": 1, "dua": 2, "tiga": 3}
_AHEAD: Final = {
    **dict.fromkeys(("the day after tomorrow", "day after tomorrow", "besok lusa", "lusa"), 2),
    **dict.fromkeys(("tomorrow", "besok", "bsk"), 1),
    **dict.fromkeys(("today", "hari ini"), 0),
}

# Three letters only where they mean nothing else: *sen* are cents, *RAB* is a budget.
_WEEKDAY: Final = (
    r"(?P<weekday>senin|selasa|rabu|kamis|jum['’]?at|sabtu|minggu|ahad|kam|jum|sab"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri)\.?"
)
_UNIT: Final = "(?P<unit>hari|days?|minggu|mg|weeks?|bulan|bln|months?|tahun|thn|years?)"
_MANY: Final = rf"(?P<count>\d{{1,3}}|{'|'.join(_COUNTS)}) {_UNIT}"
_ON: Final = r"(?:(?:on|pada|tgl\.?|tanggal|@) ?)"
_DATED: Final = r"(?P<dated>\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2}))"
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_MONTH: Final = r"(?P<month>[a-z]{3,9})\.?"
_YEAR: Final = r"(?:,? (?P<year>\d{4}))?"
_HOUR: Final = r"(?P<hour>[01]?\d|2[0-3])"
_MINUTE: Final = r"[.:](?P<minute>[0-5]\d)"
_HALF: Final = r"(?P<half>am|pm|pagi|siang|sore|malam)"
_ZONE: Final = "(?: wib| wita| wit)?"


class _Form:
    """One way to write a day or a time, at the beginning or the end of a line."""

    def __init__(self, pattern: str, read: Callable[[Mapping[str, str], date], date | time | None]) -> None:
        self._begins = re.compile(rf"(?:{pattern})(?!\w|[-/.,:]\w)", re.IGNORECASE)
        self._ends = re.compile(rf"(?<![\w@/.-])(?<!\bper )(?<!tiap )(?<!every )(?:{pattern})[.!]?$", re.IGNORECASE)
        self._read = read

    def taken(self, line: str, now: date, *, at_end: bool) -> tuple[int, str, date | time] | None:
        """How much of the line it is, the rest, and the day or time; None where it isn't there."""
        found = self._ends.search(line) if at_end else self._begins.match(line)
        value = (
            self._read({name: said.casefold() for name, said in found.groupdict().items() if said}, now)
            if found
            else None
        )
        if found is None or value is None:
            return None
        return len(found[0]), (line[: found.start()] + line[found.end() :]).strip(" ,;.:–-"), value


def read_planned(text: str, now: date) -> Planned:
    """Day, time and the rest of a line; a time without a day is of today."""
    line = " ".join(text.split())
    if len(line) > _LONGEST:
        return Planned(line)
    for at_end in (False, True):
        for first, beside in ((_DAYS, (*_TIMES, _BARE_TIME)), ((*_TIMES, _BARE_TIME), _DAYS)):
            rest, one = _taken(first, line, now, at_end=at_end)
            rest, two = _taken(beside, rest, now, at_end=at_end) if one is not None else (rest, None)
            if one is not None and two is not None:
                day, at = (one, two) if first is _DAYS else (two, one)
                return Planned(rest or line, day, at)
    rest, day = _anywhere(_DAYS, line, now)
    rest, at = _anywhere(_TIMES, rest, now)
    return Planned(rest or line, day if at is None else day or now, at)


def _taken(forms: Iterable[_Form], line: str, now: date, *, at_end: bool) -> tuple[str, Any]:
    """The rest of a line, and the longest of these forms at one end of it."""
    found = [taken for form in forms if (taken := form.taken(line, now, at_end=at_end))]
    _, rest, value = max(found, key=lambda each: each[0], default=(0, line, None))
    return rest, value


def _anywhere(forms: Iterable[_Form], line: str, now: date) -> tuple[str, Any]:
    rest, value = _taken(forms, line, now, at_end=False)
    return (rest, value) if value is not None else _taken(forms, line, now, at_end=True)


def _ahead(said: Mapping[str, str], now: date) -> date | None:
    return shifted(now, _AHEAD[said["word"]], "day")


def _many(said: Mapping[str, str], now: date) -> date | None:
    number = said.get("count", "1")
    return shifted(now, _COUNTS.get(number) or int(number), UNITS[said["unit"]])


def _weekday(said: Mapping[str, str], now: date) -> date | None:
    return weekday_of(said["weekday"].replace("’", "'"), now)


def _weekday_of_next_week(said: Mapping[str, str], now: date) -> date | None:
    day = _weekday(said, now)
    return day and shifted(_monday(now), day.weekday(), "day")


def _monday(now: date) -> date:
    """Of next week."""
    return now + timedelta(days=7 - now.weekday())


def _last_of_month(now: date) -> date:
    return now.replace(day=monthrange(now.year, now.month)[1])


def _month_ahead(_said: Mapping[str, str], now: date) -> date | None:
    following = shifted(now, 1, "month")
    return following and following.replace(day=1)


def _dated(said: Mapping[str, str], now: date) -> date | None:
    day = parse_date(said["dated"])
    return day if day is not None and day >= now else None


def _named(said: Mapping[str, str], now: date) -> date | None:
    month, day = month_of(said["month"]), int(said["day"])
    if "year" in said:
        return _dated({"dated": f"{said['year']}-{month}-{day}"}, now)
    return _in_year(month, day, now)


def _in_year(month: int, day: int, now: date) -> date | None:
    return _coming((real_day(now.year + years, month, day) for years in range(9)), now)  # 29 February may be far


def _numbered(said: Mapping[str, str], now: date) -> date | None:
    if "of" in said:
        return _in_year(int(said["of"]), int(said["day"]), now)
    months = (shifted(now.replace(day=1), ahead, "month") for ahead in range(13))
    return _coming((each and real_day(each.year, each.month, int(said["day"])) for each in months), now)


def _coming(days: Iterable[date | None], now: date) -> date | None:
    return next((day for day in days if day is not None and day >= now), None)


def _time(said: Mapping[str, str], _now: date) -> time | None:
    hour, half = int(said["hour"]), said.get("half")
    if half in {"am", "pm"}:
        hour = hour % 12 + (12 if half == "pm" else 0) if hour <= 12 else hour
    elif half in {"sore", "malam"} or (half == "siang" and hour < 10):
        hour += 12 if hour < 12 else 0
    return time(hour, int(said.get("minute", 0)))


_DAYS: Final = (
    _Form(rf"{_ON}?(?P<word>{'|'.join(_AHEAD)})", _ahead),
    _Form(rf"(?:in|within|dalam) {_MANY}(?: lagi)?", _many),
    _Form(rf"{_MANY} (?:lagi|from now)", _many),
    _Form("(?:dalam )?se(?P<unit>hari|minggu|bulan|tahun) lagi", _many),
    _Form("minggu depan|next week", lambda _said, now: _monday(now)),
    _Form("(?:awal )?bulan depan|next month", _month_ahead),
    _Form("akhir bulan(?: ini)?|(?:the )?end of (?:the |this )?month", lambda _said, now: _last_of_month(now)),
    _Form(rf"(?:on )?next {_WEEKDAY}", _weekday_of_next_week),
    _Form(rf"(?:hari )?{_WEEKDAY} (?:depan|minggu depan)", _weekday_of_next_week),
    _Form(rf"{_ON}?(?:this |hari )?{_WEEKDAY}(?: ini)?", _weekday),
    _Form(rf"{_ON}?{_DATED}", _dated),
    _Form(rf"{_ON}?{_DAY} ?{_MONTH}{_YEAR}", _named),
    _Form(rf"{_ON}?{_MONTH} {_DAY}{_YEAR}", _named),
    _Form(rf"(?:on the |{_ON}){_DAY}(?:[/.](?P<of>\d{{1,2}}))?", _numbered),
)
_AT: Final = r"(?:at |(?:jam|pukul|pkl\.?|@) ?)"
_TIMES: Final = (
    _Form(rf"{_AT}{_HOUR}(?:{_MINUTE})?(?: ?{_HALF})?{_ZONE}", _time),
    _Form(rf"{_HOUR}(?:{_MINUTE})? ?{_HALF}{_ZONE}", _time),
    _Form(rf"{_HOUR}:(?P<minute>[0-5]\d){_ZONE}", _time),
)
_BARE_TIME: Final = _Form(rf"{_HOUR}{_MINUTE}{_ZONE}", _time)
