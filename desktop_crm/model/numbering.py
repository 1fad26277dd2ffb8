"""Document numbers: a pattern filled with a sequence number of its kind, which begins anew every year, every month or never."""

import re
import string
import unicodedata
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Final

from sqlalchemy import Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.model.base import Base
from desktop_crm.model.listing import Choice
from desktop_crm.model.message import Message, msg

#: What is told as one.
_EXAMPLE: Final = "{seq:03}/PKS/{roman_month}/{year}"

_ROMAN_MONTHS: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_WIDTH: Final = re.compile(r"0?[0-9]?d?")  # anything else may cut numbers so that two are the same

#: What people read as one stroke, and as one dash, beside what Unicode calls a dash or a connector.
_STROKES: Final = frozenset("/\\|\u1735\u2041\u2044\u2215\u2216\u2571\u2572\u27cb\u27cd\u29f5\u29f8\u29f9")
_DASHES: Final = frozenset("\u02d7\u2043\u2212\u23af\u2500\u2501\u2574\u2576\u2796\u30fc")
#: What nobody sees, beside spaces, controls and formats: joiners, fillers, variation selectors, the blank of braille.
_UNSEEN: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)

_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
#: What stands at a place of a pattern; a year may have been written short by hand.
_SHAPES: Final = {
    "seq": r"\d+?",
    "year": r"(?:19|20)\d\d|\d\d",
    "year2": r"\d\d",
    "month": r"\d\d",
    "roman_month": "[IVX]{1,4}",
    "day": r"\d\d",
}
_YEARS: Final = frozenset({"year", "year2"})
_MONTHS: Final = frozenset({"month", "roman_month"})


class Anew(StrEnum):
    """When the numbers of a kind begin with 1 again."""

    YEAR = "year"
    MONTH = "month"
    NEVER = "never"


BEGINS_ANEW: Final = (
    Choice(Anew.YEAR, msg("every year")),
    Choice(Anew.MONTH, msg("every month")),
    Choice(Anew.NEVER, msg("never")),
)


def number_key(number: str) -> str:
    """A number as people read it: case, the kind of stroke or dash, spaces and invisible letters make no other number."""
    seen = unicodedata.normalize("NFKC", _UNSEEN.sub("", number))
    return unicodedata.normalize("NFKC", "".join(map(_as_read, _UNSEEN.sub("", seen)))).casefold()


@cache
def _as_read(letter: str) -> str:
    kind = unicodedata.category(letter)
    if letter in _STROKES:
        return "/"
    if letter in _DASHES or kind in {"Pd", "Pc"}:
        return "-"
    return "" if letter.isspace() or kind in {"Cf", "Cc"} else letter


def time_problem(number: str, day: date, pattern: str) -> Message | None:
    """That a number names another year or month than its paper; None when it names those or none.

    Read by the pattern of its kind when it has that shape, where a year may be short or stand close to other digits; in any
    other shape only a whole year is one.
    """
    plain = unicodedata.normalize("NFKC", number).strip()
    places = _places_by(pattern, plain)
    years = _YEAR.findall(plain) if places is None else [said for name, said in places if name in _YEARS]
    if years and not {str(day.year), f"{day.year % 100:02}"} & set(years):
        return msg("The number says {year}, the contract is of {day}", year=years[-1], day=day)
    months = [said for name, said in places or () if name in _MONTHS]
    if months and not {f"{day.month:02}", _ROMAN_MONTHS[day.month - 1]} & {each.upper() for each in months}:
        return msg("The number says month {month}, the contract is of {day}", month=months[-1].upper(), day=day)
    return None


def _places_by(pattern: str, number: str) -> list[tuple[str, str]] | None:
    """What stands at each place of a pattern; None when the number has another shape, or a place stands twice."""
    if pattern_problem(pattern, Anew.NEVER) is not None:
        return None
    parts = [(text, name) for text, name, _, _ in string.Formatter().parse(pattern)]
    names = [name for _, name in parts if name is not None]
    if len(set(names)) < len(names):
        return None
    shape = "".join(re.escape(text) + (f"({_SHAPES[name]})" if name else "") for text, name in parts)
    found = re.fullmatch(shape, number, re.IGNORECASE)
    return list(zip(names, found.groups(), strict=True)) if found else None


class NumberCounter(Base):
    """The last sequence number given in a month, whenever its kind begins anew; not part of Undo.

    The largest of a month, of a year or of all is where numbers go on that begin anew every month, every year or never. So none
    is given twice, however often one changes when they begin anew.
    """

    __tablename__ = "number_counters"
    __table_args__ = ({"sqlite_strict": True},)

    kind: Mapped[str] = mapped_column(Text, primary_key=True, doc="Of which papers.")
    year: Mapped[int] = mapped_column(Integer, primary_key=True, doc="In which year.")
    month: Mapped[int] = mapped_column(Integer, primary_key=True, doc="In which month of it, from 1.")
    last: Mapped[int] = mapped_column(Integer, doc="The last number that was given.")


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


def gives_numbers(pattern: str) -> bool:
    """Whether each sequence number gives one of its own; a spoiled pattern gives none, or always the same."""
    try:
        return number_of(pattern, 1, date(2026, 1, 1)) != number_of(pattern, 2, date(2026, 1, 1))
    except (ValueError, KeyError, IndexError, AttributeError):
        return False


def counted(pattern: str, anew: str) -> Anew:
    """How the numbers of a pattern are counted that shall begin anew so: never oftener than what the pattern names tells them apart."""
    places = _places(pattern)
    if not places & _YEARS or anew == Anew.NEVER:
        return Anew.NEVER
    return Anew.MONTH if anew == Anew.MONTH and places & _MONTHS else Anew.YEAR


def pattern_problem(pattern: str, anew: str = Anew.YEAR) -> Message | None:
    """Why a pattern can't be used: it needs {seq}, and the year and month in which its sequences begin anew."""
    try:
        parts = [part[1:] for part in string.Formatter().parse(pattern) if part[1] is not None]
        places = {name or "" for name, _, _ in parts}
        if unknown := places - _SHAPES.keys():
            return msg("{place} is not known here; use seq, year, year2, month, roman_month, day", place=min(unknown))
        if lacking := _lacking(places, anew):
            return lacking
        if any(conversion or not _WIDTH.fullmatch(width or "") for _, width, conversion in parts):
            return msg("Only a number of digits can follow a place, as in {example}", example="{seq:03}")
        sample = number_of(pattern, 7, date(2026, 3, 12))
    except (ValueError, KeyError, IndexError, AttributeError):
        return msg("This pattern can't be read; an example is {example}", example=_EXAMPLE)
    if len(sample) > 60 or any(ord(letter) < 32 for letter in sample):
        return msg("This pattern gives a number that is too long")
    return None


def _lacking(places: set[str], anew: str) -> Message | None:
    """What is not among the places of a pattern, and has to be."""
    has_year = bool(places & _YEARS)
    if anew == Anew.NEVER:
        return None if "seq" in places else msg("The pattern needs {seq}", seq="{seq}")
    if anew == Anew.MONTH and not ("seq" in places and has_year and places & _MONTHS):
        names = {"seq": "{seq}", "month": "{month}", "year": "{year}"}
        return msg("The pattern needs {seq}, {month} and {year}: numbers begin anew each month", **names)
    if not ("seq" in places and has_year):
        return msg("The pattern needs {seq} and {year}: numbers begin anew each year", seq="{seq}", year="{year}")
    return None


def _places(pattern: str) -> set[str]:
    """What is filled in; nothing where the pattern can't be read."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(pattern) if name}
    except ValueError:
        return set()
