"""Numbers as people type them: 1.250.000 · 1250000,50 · 1,5 juta · 25rb · 25k · Rp 2,5jt."""

import re
from decimal import Decimal, InvalidOperation
from typing import Final

from desktop_crm.model.money import CURRENCIES

_THOUSAND, _MILLION, _BILLION, _TRILLION = (Decimal(10) ** power for power in (3, 6, 9, 12))
_SHORTHAND: Final = {
    "rb": _THOUSAND,
    "ribu": _THOUSAND,
    "k": _THOUSAND,
    "jt": _MILLION,
    "juta": _MILLION,
    "mio": _MILLION,
    "million": _MILLION,
    "miliar": _BILLION,
    "milyar": _BILLION,
    "bn": _BILLION,
    "billion": _BILLION,
    "triliun": _TRILLION,
}
#: One letter, two meanings: miliar in Indonesian, million in English.
_LETTER_M: Final = {"id": _BILLION, "en": _MILLION}
#: What may stand before a number, and the currencies it can be a sign of: an l or O there is a digit mistyped.
_SIGNS: Final = {
    "rp": {"IDR"},
    "$": {"USD", "SGD", "AUD"},
    "us$": {"USD"},
    "s$": {"SGD"},
    "a$": {"AUD"},
    "au$": {"AUD"},
    "rm": {"MYR"},
    "¥": {"JPY", "CNY"},
    "jp¥": {"JPY"},
    "cn¥": {"CNY"},
    "rmb": {"CNY"},
    "€": {"EUR"},
    "£": {"GBP"},
    **{code.casefold(): {code} for code in CURRENCIES},
}
_TYPED: Final = re.compile(r"(?:([^\d\s.,+-]{1,4})\.?)?([+-]?[\d.,]*\d[.,]?)%?([a-z]*)(?:,-|,–)?", re.IGNORECASE)
_MOST_DIGITS: Final = 30


def read_number(text: str, language_code: str, currency: str = "") -> Decimal | None:
    """The number typed, None when it is none; a separator that fits neither as group nor as point makes it none.

    So does the sign of another currency than `currency`, where it is one's amount.
    """
    bare = re.sub(r"[\s\xa0\u202f'’]", "", text).replace("−", "-")
    negative = bare.startswith("-")
    found = _TYPED.fullmatch(bare.removeprefix("-"))
    if found is None or (negative and found[2][0] in "+-") or not _is_sign(found[1] or "", currency):
        return None
    factor = _factor(found[3].casefold(), language_code)
    plain = _plain(found[2], "," if language_code == "id" else ".")
    if factor is None or plain is None or len(plain) > _MOST_DIGITS:
        return None
    try:
        value = Decimal(plain) * factor
    except InvalidOperation:
        return None
    return -value if negative else value


def typed_number(value: Decimal, language_code: str) -> str:
    """A number as one would type it: no groups, the language's decimal sign, no zeros at the end."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",") if language_code == "id" else text


def _is_sign(text: str, currency: str) -> bool:
    known = _SIGNS.get(text.casefold(), set[str]())
    return not text or (currency in known if currency else bool(known))


def _factor(word: str, language_code: str) -> Decimal | None:
    if not word:
        return Decimal(1)
    if word == "m":
        return _LETTER_M.get(language_code, _MILLION)
    return _SHORTHAND.get(word)


def _plain(text: str, point: str) -> str | None:
    """Without groups and with a decimal point."""
    text = text.rstrip(".,")
    group = "." if point == "," else ","
    if "." in text and "," in text:  # the last one is the decimal sign, whatever the language
        point = max(".", ",", key=text.rfind)
        group = "." if point == "," else ","
    elif group in text and not _grouped(text, group):
        point, group = group, point  # 1.5 typed by an Indonesian: no group has one digit
    whole, sign, rest = text.partition(point)
    if group in rest or point in rest:
        return None
    if group in whole and not _grouped(whole, group):
        return None
    return f"{whole.replace(group, '') or '0'}{'.' if sign else ''}{rest}"


def _grouped(text: str, group: str) -> bool:
    first, *others = text.lstrip("+-").split(group)
    return 1 <= len(first) <= 3 and first != "0" and all(len(part) == 3 for part in others)
