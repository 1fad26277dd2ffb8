"""What a typesetter does to a text without being asked: quotes, minus and dashes, and spaces at which no line may end."""

import re
from functools import lru_cache
from typing import Final

from desktop_crm.model.calendar import MONTHS, SHORT_MONTHS

_OPENING: Final = {'"': "“", "'": "‘"}
_CLOSING: Final = {'"': "”", "'": "’"}
#: Inches and feet.
_PRIMES: Final = {'"': "″", "'": "′"}
_BEFORE_OPENING: Final = frozenset(" \n\xa0([{/“‘–—-")
_AFTER_CLOSING: Final = frozenset(" \n\xa0.,;:!?)]}/”’–—-")

_STRAIGHT: Final = re.compile("[\"']")
_MINUS: Final = re.compile(r"(?<![^\s(])-(?!0\d)(?=\d)")

_MONTHS: Final = frozenset(name for each in (MONTHS, SHORT_MONTHS) for names in each.values() for name in names) | {
    "Sept"
}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: What a figure is not parted from.
_OF_FIGURES: Final = _MONTHS | _words(
    "% ‰ °C hari bulan tahun jam day days month months year years hour hours kg g ml l mm cm m juta miliar million"
)
#: What is not parted from a figure.
_BEFORE_FIGURES: Final = _MONTHS | _words(
    "Nomor No. Pasal ayat huruf angka tanggal Article Articles Number Clause paragraph "
    "Rp US$ S$ A$ CN¥ ¥ € RM IDR USD EUR SGD CNY JPY MYR AUD"
)
#: What is not parted from a name.
_BEFORE_NAMES: Final = _words("PT CV UD PD Jl. Dr. Ir. Tn. Ny. Mr. Mrs. Ms.")
#: Each of these words with one of its own.
_BEFORE_WORDS: Final = {
    "PIHAK": _words("PERTAMA KEDUA"),
    "FIRST": _words("PARTY"),
    "SECOND": _words("PARTY"),
}
_LEADS: Final = _BEFORE_FIGURES | _BEFORE_NAMES | _BEFORE_WORDS.keys()
_BRACKETS: Final = frozenset("([“‘")
_STOPS: Final = ".,;:)]”’"


@lru_cache(maxsize=500)
def typeset(text: str) -> str:
    """A text as it is set on paper; it says the same."""
    if '"' in text or "'" in text:
        text = _STRAIGHT.sub(_quoted, text)
    if "-" in text:
        text = _MINUS.sub("−", text).replace(" - ", " – ")
    return _kept_together(text) if " " in text else text


def _quoted(straight: re.Match[str]) -> str:
    """The mark that a straight quote stands for, by what is on its sides; where that tells nothing, it stays."""
    text, at, mark = straight.string, straight.start(), straight[0]
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    opens = not before or before in _BEFORE_OPENING
    closes = not after or after in _AFTER_CLOSING
    if opens and closes and bool(before) == bool(after):
        return mark
    if opens and (before or not closes):
        return _CLOSING[mark] if mark == "'" and after.isdigit() else _OPENING[mark]
    if before.isdigit() and closes and not _is_open(text[:at], mark):
        return _PRIMES[mark]
    return _CLOSING[mark]


def _is_open(text: str, mark: str) -> bool:
    """Whether a quotation has begun and not ended."""
    return text.count(mark) % 2 == 1 or text.count(_OPENING[mark]) > text.count(_CLOSING[mark])


def _kept_together(text: str) -> str:
    words = text.split(" ")
    joined = [
        at
        for at, word in enumerate(words[:-1])
        if (word in _LEADS or word[-1:].isdigit() or word[:1] in _BRACKETS) and _belong(word, words[at + 1])
    ]
    for at in reversed(joined):
        words[at : at + 2] = [f"{words[at]}\xa0{words[at + 1]}"]
    return " ".join(words) if joined else text


def _belong(before: str, after: str) -> bool:
    """Whether two words stay on one line."""
    if before[-1:].isdigit():
        told = after[:1] == "(" and after[1:2].isalpha()  # in words
        return told or after[:1].isdigit() or after.rstrip(_STOPS) in _OF_FIGURES
    lead = before.lstrip("([“‘")
    if lead not in _LEADS:
        return False
    if lead in _BEFORE_FIGURES:
        return after.lstrip("(")[:1].isdigit()
    return after.lstrip("“‘")[:1].isalnum() if lead in _BEFORE_NAMES else after.rstrip(_STOPS) in _BEFORE_WORDS[lead]
