"""Document numbers: a pattern filled with a sequence number of its kind and year."""

import re
import string
import unicodedata
from datetime import date
from typing import Final

from sqlalchemy import Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.model.base import Base
from desktop_crm.model.message import Message, msg

DEFAULT_PATTERNS: Final = {
    "order": "SO/{year}/{seq:05}",
    "contract": "{seq:03}/PKS/{roman_month}/{year}",
}

_ROMAN_MONTHS: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_WIDTH: Final = re.compile(r"0?[0-9]?d?")  # anything else may cut numbers so that two are the same
_PLACES: Final = frozenset({"seq", "year", "year2", "month", "roman_month", "day"})


#: What people read as one stroke, and as one dash.
_ALIKE: Final = str.maketrans(dict.fromkeys("⁄∕／⧸\\＼∖｜|", "/") | dict.fromkeys("‐‑‒–—―−﹣－_＿", "-"))
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def number_key(number: str) -> str:
    """A number as people read it: case, the kind of stroke or dash, spaces and invisible letters make no other number."""
    plain = unicodedata.normalize("NFKC", number.translate(_ALIKE)).translate(_ALIKE).casefold()
    return "".join(
        letter for letter in plain if not letter.isspace() and unicodedata.category(letter) not in {"Cf", "Cc"}
    )


def year_problem(number: str, day: date) -> Message | None:
    """That a number names another year than its paper; None when it names that one or none."""
    years = _YEAR.findall(number)
    if not years or str(day.year) in years:
        return None
    return msg("The number says {year}, the contract is of {day}", year=years[-1], day=day)


class NumberCounter(Base):
    """The last sequence number given in a year; not part of Undo, so a number is never given twice."""

    __tablename__ = "number_counters"
    __table_args__ = ({"sqlite_strict": True},)

    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    last: Mapped[int] = mapped_column(Integer)


def number_of(pattern: str, seq: int, day: date) -> str:
    """The number a pattern gives; ValueError or KeyError for a pattern `pattern_problem` refuses."""
    return pattern.format(
        seq=seq,
        year=day.year,
        year2=f"{day.year % 100:02}",
        month=f"{day.month:02}",
        roman_month=_ROMAN_MONTHS[day.month - 1],
        day=f"{day.day:02}",
    )


def pattern_problem(pattern: str) -> Message | None:
    """Why a pattern can't be used; it needs {seq}, and {year} because sequences begin anew each year."""
    try:
        parts = [part[1:] for part in string.Formatter().parse(pattern) if part[1] is not None]
        places = {name or "" for name, _, _ in parts}
        if unknown := places - _PLACES:
            return msg("{place} is not known here; use seq, year, year2, month, roman_month, day", place=min(unknown))
        if "seq" not in places or not places & {"year", "year2"}:
            return msg("The pattern needs {seq} and {year}: numbers begin anew each year", seq="{seq}", year="{year}")
        if any(conversion or not _WIDTH.fullmatch(width or "") for _, width, conversion in parts):
            return msg("Only a number of digits can follow a place, as in {example}", example="{seq:03}")
        sample = number_of(pattern, 7, date(2026, 3, 12))
    except (ValueError, KeyError, IndexError, AttributeError):
        return msg("This pattern can't be read; an example is {example}", example=DEFAULT_PATTERNS["contract"])
    if len(sample) > 60 or any(ord(letter) < 32 for letter in sample):
        return msg("This pattern gives a number that is too long")
    return None
