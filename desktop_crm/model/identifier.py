"""Official numbers of a company or person: NPWP, NITKU, NIB, NIK, those of other countries, and any kind by its own name.

Sources of the rules:

* NPWP. PMK 112/PMK.03/2022: 16 digits; for a resident person it is the NIK, for others who had an NPWP of 15 digits
  that number with a zero before it (articles 2–5); NITKU, the place of business, is 22 digits. The old 15 digits are
  written 99.999.999.9-999.999; their ninth is a check digit over the first eight (Luhn). The tax office never published
  that check, so it only raises a doubt.
* NIB. PP 24/2018 article 25: 13 digits (kept by PP 5/2021).
* NIK. PP 37/2007 article 37: 16 digits, of which 6 are the region, 6 the day of birth (a woman's day + 40), month and
  year, 4 a serial number.

Numbers of other countries have no rules here: each has its own, and they change.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from desktop_crm.model.fold import digits
from desktop_crm.model.listing import Choice
from desktop_crm.model.message import Message, msg

NPWP: Final = "npwp"
NITKU: Final = "nitku"
NIB: Final = "nib"
NIK: Final = "nik"
REGISTRATION: Final = "registration"
FOREIGN_TAX: Final = "tax"
PASSPORT: Final = "passport"

#: The kinds papers name; any other code is the user's own.
IDENTIFIER_KINDS: Final = (
    Choice(NPWP, msg("NPWP")),
    Choice(NITKU, msg("NITKU")),
    Choice(NIB, msg("NIB")),
    Choice(NIK, msg("NIK")),
    Choice(REGISTRATION, msg("Foreign registration")),
    Choice(FOREIGN_TAX, msg("Foreign tax no.")),
    Choice(PASSPORT, msg("Passport")),
)

_LENGTHS: Final[Mapping[str, tuple[int, ...]]] = MappingProxyType(
    {NPWP: (15, 16), NITKU: (22,), NIB: (13,), NIK: (16,)}
)
_TITLES: Final = {choice.code: choice.title for choice in IDENTIFIER_KINDS}
_DIGITS_APART: Final = re.compile(r"[0-9 .\-/\t\xa0\u2010-\u2013]*")
_DOUBLED: Final = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)  # the sum of the digits of twice a digit


@dataclass(frozen=True, slots=True)
class Identifier:
    """One official number: `kind` in lower case, `number` as `normalise_identifier` gives it."""

    kind: str
    number: str


def normalise_identifier(kind: str, text: str) -> Identifier:
    """As it is kept: kinds with rules as digits alone (unless something else is in it), others with single spaces."""
    code = kind.strip().lower()
    bare = " ".join(text.split())
    if code in _LENGTHS and _DIGITS_APART.fullmatch(bare):
        return Identifier(code, digits(bare) or bare)
    return Identifier(code, bare)


def identifier_problem(identifier: Identifier) -> Message | None:
    """Why this can't be such a number, or None when it can."""
    lengths = _LENGTHS.get(identifier.kind)
    if not identifier.number.strip():
        return msg("The number is missing")
    if lengths is None:
        return None
    number = identifier.number
    if not number.isdecimal():
        number = normalise_identifier(identifier.kind, number).number
    if not number.isdecimal():
        return msg("{kind} consists of digits", kind=_TITLES[identifier.kind])
    if len(number) not in lengths:
        return _wrong_length(identifier.kind, lengths, len(number))
    if not number.strip("0"):
        return msg("{kind} can't be all zeros", kind=_TITLES[identifier.kind])
    return (
        msg("The NIK has no day of birth in digits 7 to 12") if identifier.kind == NIK and not _born(number) else None
    )


def identifier_doubt(identifier: Identifier) -> Message | None:
    """What looks mistyped in a number that has no `identifier_problem`: a warning that may be overruled."""
    number = identifier.number
    if identifier.kind != NPWP or len(number) not in _LENGTHS[NPWP] or not number.isdecimal():
        return None
    old = number if len(number) == 15 else number[1:] if number.startswith("0") else None
    if old is None or _luhn(old[:9]):
        return None
    return msg("The check digit of this NPWP does not fit; compare it with the tax card")


def display_identifier(identifier: Identifier) -> str:
    """As it is written on paper: 01.234.567.8-901.000, 0012 3456 7890 1000; what has no rule stays as it is."""
    number = identifier.number
    if not number.isdecimal():
        return number
    if identifier.kind == NPWP and len(number) == 15:
        return f"{number[:2]}.{number[2:5]}.{number[5:8]}.{number[8]}-{number[9:12]}.{number[12:]}"
    if identifier.kind in (NPWP, NIK) and len(number) == 16:
        return " ".join(number[at : at + 4] for at in range(0, 16, 4))
    if identifier.kind == NITKU and len(number) == 22:
        return " ".join((*(number[at : at + 4] for at in range(0, 16, 4)), number[16:]))
    return number


def npwp_16(number: str) -> str:
    """The 16-digit form of an NPWP: the old 15 digits get a zero in front."""
    return f"0{number}" if len(number) == 15 and number.isdecimal() else number


def npwp_forms(number: str) -> tuple[str, ...]:
    """All ways to write one NPWP, that of 16 digits first: the old 15 digits and those they have become are one number."""
    new = npwp_16(number)
    return (new, new[1:]) if len(new) == 16 and new.startswith("0") else (new,)


def _wrong_length(kind: str, lengths: tuple[int, ...], found: int) -> Message:
    if len(lengths) == 1:
        return msg("{kind} has {right} digits, here are {found}", kind=_TITLES[kind], right=lengths[0], found=found)
    return msg("NPWP has 16 digits (the old one 15), here are {found}", found=found)


def _born(nik: str) -> bool:
    day, month = int(nik[6:8]), int(nik[8:10])
    return (1 <= day <= 31 or 41 <= day <= 71) and 1 <= month <= 12


def _luhn(number: str) -> bool:
    values = [int(char) for char in reversed(number)]
    return (sum(values[::2]) + sum(_DOUBLED[value] for value in values[1::2])) % 10 == 0
