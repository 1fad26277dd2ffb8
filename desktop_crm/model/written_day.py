"""Days as people write them, in a sheet or into a form: 2026-03-12, 12/03/26, 12 Maret 2026, March 12, 2026."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

_MONTHS: Final = (
    ("jan", "januari", "january"),
    ("feb", "peb", "februari", "pebruari", "february"),
    ("mar", "mrt", "maret", "march"),
    ("apr", "april"),
    ("mei", "may"),
    ("jun", "juni", "june"),
    ("jul", "juli", "july"),
    ("agu", "ags", "agt", "aug", "agustus", "august"),
    ("sep", "sept", "september"),
    ("okt", "oct", "oktober", "october"),
    ("nov", "nop", "november", "nopember"),
    ("des", "dec", "desember", "december"),
)
_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_COMPACT: Final = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_NUMERIC: Final = re.compile(r"(\d{1,2})\s?[-/. ]\s?(\d{1,2})\s?[-/. ]\s?(\d{4}|\d{2})[/.]?(?:[ T]\d.*)?")
_WORDS: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-/. ]*([a-z]+)[-/., ]*(\d{4}|\d{2})(?:\s\d.*)?")
_MONTH_FIRST: Final = re.compile(r"([a-z]+)[-/. ]*(\d{1,2})(?:st|nd|rd|th)?,?[-/. ]+(\d{4})(?:\s\d.*)?")
_WEEKDAY: Final = re.compile(r"[^\W\d]+['’]?[^\W\d]*\s*,\s*(?=\d|[^\W\d]+\s+\d)")

_DAY_ZERO: Final = date(1899, 12, 30)  # of spreadsheets' day numbers
_SERIALS: Final = range(7306, 73051)  # 1920 to 2099
_LONGEST: Final = 100  # characters of a date with its weekday, time and zone
_CENTURY: Final = 70  # two digits from here on are of the 20th century


def month_first(texts: Iterable[str]) -> bool:
    """Whether this column writes 03/12/2026 for 12 March: only if some date can't be read otherwise and none is against."""
    found = False
    for text in texts:
        parts = _NUMERIC.fullmatch(text.strip())
        if parts and int(parts[1]) > 12:
            return False
        found = found or bool(parts and int(parts[2]) > 12)
    return found


def parse_date(text: str, *, american: bool = False) -> date | None:
    """The date, or None when it is none; `american` puts the month before the day in 03/12/2026."""
    bare = text.strip().casefold()
    if len(bare) > _LONGEST:
        return None
    if parts := _ISO.fullmatch(bare) or _COMPACT.fullmatch(bare):
        return real_day(int(parts[1]), int(parts[2]), int(parts[3]))
    if parts := _NUMERIC.fullmatch(bare):
        day, month = (parts[2], parts[1]) if american else (parts[1], parts[2])
        return real_day(year_of(parts[3]), int(month), int(day))
    bare = _WEEKDAY.sub("", bare, count=1)
    if parts := _WORDS.fullmatch(bare):
        return real_day(year_of(parts[3]), month_of(parts[2]), int(parts[1]))
    if parts := _MONTH_FIRST.fullmatch(bare):
        return real_day(int(parts[3]), month_of(parts[1]), int(parts[2]))
    return None


def month_of(word: str) -> int:
    """1 to 12 by its name or at least three letters of it, in either language; 0 for none."""
    found = [at for at, names in enumerate(_MONTHS, 1) if any(name.startswith(word) for name in names)]
    return found[0] if len(word) >= 3 and found else 0


def from_serial(number: int) -> date | None:
    """The date behind a spreadsheet's day number whose format was lost, if it is a likely one."""
    return _DAY_ZERO + timedelta(days=number) if number in _SERIALS else None


def year_of(text: str) -> int:
    """A year of four digits, or of two: from 70 on of the 20th century."""
    year = int(text)
    return year if len(text) == 4 else year + (1900 if year >= _CENTURY else 2000)


def real_day(year: int, month: int, day: int) -> date | None:
    """The day, None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
