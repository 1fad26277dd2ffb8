"""Numbers as people write them: `Rp 1.250.000,50`, `1,250,000.50`, `(1.500)`, `1,5 juta`."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Final

_CURRENCIES: Final = {
    "rp": "IDR",
    "idr": "IDR",
    "us$": "USD",
    "usd": "USD",
    "$": "USD",
    "€": "EUR",
    "eur": "EUR",
    "euro": "EUR",
    "s$": "SGD",
    "sgd": "SGD",
    "cny": "CNY",
    "rmb": "CNY",
    "cn¥": "CNY",
    "jpy": "JPY",
    "¥": "JPY",
    "rm": "MYR",
    "myr": "MYR",
    "a$": "AUD",
    "aud": "AUD",
    "£": "GBP",
    "gbp": "GBP",
}
_SIGNS: Final = "|".join(re.escape(sign) for sign in sorted(_CURRENCIES, key=len, reverse=True))
_CURRENCY: Final = re.compile(rf"(?<![a-z])(?:{_SIGNS})(?![a-z])\.?", re.IGNORECASE)
_POWERS: Final = {"rb": 3, "ribu": 3, "jt": 6, "juta": 6, "million": 6, "miliar": 9, "milyar": 9, "billion": 9}
_POWER: Final = re.compile(rf"(?<=[0-9\s])(?:{'|'.join(_POWERS)})\.?$", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[0-9][0-9.,]*|[.,][0-9]+")
_GROUPED: Final = {mark: re.compile(rf"[0-9]{{1,3}}(?:{re.escape(mark)}[0-9]{{3}})+") for mark in ".,"}
_MAX_DIGITS: Final = 18
_LONGEST: Final = 100  # characters of a number with its currency


def decimal_mark(texts: Iterable[str]) -> str:
    """`,` or `.`: which one stands before the decimals in this column; empty when nothing in it tells.

    One text alone may be read both ways (1.250), so the column as a whole decides, by the majority of those that tell.
    """
    votes = {",": 0, ".": 0}
    for text in texts:
        if len(text) <= _LONGEST and (mark := _told_by(_bare(text)[0])):
            votes[mark] += 1
    if votes[","] == votes["."]:
        return "," if votes[","] else ""
    return max(votes, key=lambda mark: votes[mark])


def parse_decimal(text: str, mark: str = "") -> Decimal | None:
    """The number, or None when it is none under this decimal mark.

    With no mark known a single separator before exactly three digits groups thousands, as both conventions agree on
    far more often than not in prices.
    """
    if len(text) > _LONGEST:
        return None
    bare, negative, power = _bare(text)
    if not _NUMBER.fullmatch(bare):
        return None
    own = _told_by(bare)
    whole, decimals = _split(bare, mark or own)
    if whole is None and mark and own:  # a stranger in its column, but clear by itself
        whole, decimals = _split(bare, own)
    if whole is None or len(whole) + len(decimals) > _MAX_DIGITS:
        return None
    try:
        value = Decimal(f"{whole or '0'}.{decimals or '0'}").scaleb(power)
    except InvalidOperation:
        return None
    value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
    return -value if negative else value


def currency_of(text: str) -> str | None:
    """The ISO code of the currency that is written in the text, if one is."""
    found = _CURRENCY.search(text)
    return _CURRENCIES[found[0].lower().rstrip(".")] if found else None


def _bare(text: str) -> tuple[str, bool, int]:
    """Digits and marks alone; whether it was negative; the power of ten of a word behind it."""
    bare = _CURRENCY.sub(" ", text).strip()
    negative = False
    if bare.startswith("(") and bare.endswith(")"):
        negative, bare = True, bare[1:-1].strip()
    bare = re.sub(r"[.,]\s*[-–]+$", "", bare)  # the dash instead of sen: 1.250.000,-
    if bare[:1] in {"-", "−", "+"} or bare[-1:] in {"-", "−"}:
        negative = negative or "+" not in bare[:1]
        bare = bare.strip("-−+ ")
    power = 0
    if word := _POWER.search(bare):
        power, bare = _POWERS[word[0].lower().rstrip(".")], bare[: word.start()]
    return re.sub(r"(?<=[0-9])['’\s\xa0\u202f](?=[0-9]{3}(?![0-9]))", "", bare.strip()), negative, power


def _told_by(bare: str) -> str:
    """The decimal mark if this one number tells it."""
    dots, commas = bare.count("."), bare.count(",")
    if dots and commas:
        return "." if bare.rindex(".") > bare.rindex(",") else ","
    if not dots and not commas:
        return ""
    mark, other = (".", ",") if dots else (",", ".")
    if dots + commas > 1:
        return other
    before, _, after = bare.partition(mark)
    groups = len(after) == 3 and 1 <= len(before) <= 3 and not before.startswith("0")
    return "" if groups else mark


def _split(bare: str, mark: str) -> tuple[str | None, str]:
    """Digits before and after the decimal mark; None before it when the groups are not of three."""
    whole, decimals = bare, ""
    if mark:
        whole, _, decimals = bare.partition(mark)
        if mark in decimals or not (decimals or "0").isdigit():
            return None, ""
    for group in ".,":
        if group in whole and group != mark:
            return (whole.replace(group, ""), decimals) if _GROUPED[group].fullmatch(whole) else (None, "")
    return whole, decimals
