"""Promises in a text: *@15 Des kirim daftar harga*. From the sign to the end of its line, the day first, in either language.

Whose word it is may be said before the day: *@mereka Jumat kirim PO*, *@they 3 Jan pay the rest*; unsaid it is ours. A sign
without a day behind it, or within a word as in an address, is none.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop_crm.model.planned import read_planned
from desktop_crm.model.task import Promise

#: Nobody promises more in one text; what follows is text.
_MOST: Final = 20
_SIGN: Final = re.compile(r"(?:^|(?<=[\s(;,.]))@ ?(?=\w)")
_WHOSE: Final = {
    **dict.fromkeys(("they", "them", "client", "customer", "mereka", "klien", "pelanggan", "beliau"), Promise.THEIRS),
    **dict.fromkeys(("we", "us", "i", "me", "kami", "kita", "saya"), Promise.OURS),
}
#: A day without its year is one only behind the sign; a bare number could as well be how many.
_SHORT: Final = re.compile(r"\d{1,2}[/.]\d{1,2}(?![\d/.])")
_SAID: Final = re.compile(rf"(?:{'|'.join(_WHOSE)})\b[ :]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Promised:
    """What is to be done by when, at `10:42` or on the whole day (empty), and who has said so."""

    what: str
    day: date
    at: str
    whose: Promise


def promises(text: str, now: date) -> list[Promised]:
    """All of a text, in its order; days are read as seen from `now`."""
    found = [read for line in text.splitlines() for part in _parts(line) if (read := _read(part, now)) is not None]
    return list(dict.fromkeys(found))[:_MOST]


def _parts(line: str) -> list[str]:
    """What stands behind each sign, up to the next or to the end of the line."""
    return [part.strip(" ,;") for part in _SIGN.split(line)[1:]]


def _read(part: str, now: date) -> Promised | None:
    said = _SAID.match(part)
    whose = _WHOSE[said[0].strip(" :").casefold()] if said else Promise.OURS
    rest = " ".join((part[said.end() :] if said else part).split())
    if not rest.count("("):
        rest = rest.rstrip(")")  # of the brackets that the sign stands in
    planned = read_planned(f"@{rest}" if _SHORT.match(rest) else rest, now)
    if planned.day is None or planned.what == rest or not rest.endswith(planned.what):
        return None  # the day stands somewhere else, or nothing but it
    return Promised(planned.what, planned.day, f"{planned.at:%H:%M}" if planned.at else "", whose)
