"""Numbers as people write them, in a sheet or into a form: `Rp 1.250.000,50`, `1,250,000.50`, `(1.500)`, `1,5 juta`, `25k`."""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Final

_CURRENCIES: Final = {
    "rp": "IDR",
    "idr": "IDR",
    "rupiah": "IDR",
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
    "jp¥": "JPY",
    "¥": "JPY",
    "yen": "JPY",
    "yuan": "CNY",
    "元": "CNY",
    "円": "JPY",
    "rm": "MYR",
    "myr": "MYR",
    "a$": "AUD",
    "au$": "AUD",
    "aud": "AUD",
    "£": "GBP",
    "gbp": "GBP",
}
#: Signs that may stand for others, too.
_ALSO: Final = {"$": {"SGD", "AUD"}, "¥": {"CNY"}}
_SIGNS: Final = "|".join(re.escape(sign) for sign in sorted(_CURRENCIES, key=len, reverse=True))
_CURRENCY: Final = re.compile(rf"(?<![a-z])(?:{_SIGNS})(?![a-z])\.?", re.IGNORECASE)
_POWERS: Final = {
    **dict.fromkeys(("rb", "ribu", "k", "thousand"), 3),
    **dict.fromkeys(("jt", "juta", "mio", "million"), 6),
    **dict.fromkeys(("miliar", "milyar", "bn", "billion"), 9),
    **dict.fromkeys(("triliun", "trillion"), 12),
}
#: One letter, two meanings, which the decimal mark tells apart: miliar in Indonesian, million in English.
_LETTER_M: Final = {",": 9, ".": 6}
_POWER: Final = re.compile(rf"(?<=[0-9.,\s])(?:{'|'.join(_POWERS)}|m)\.?$", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[0-9][0-9.,]*|[.,][0-9]+")
_GROUPED: Final = {mark: re.compile(rf"[1-9][0-9]{{0,2}}(?:{re.escape(mark)}[0-9]{{3}})+") for mark in ".,"}
#: Codes of the currencies that are not known here (ISO 4217), without those that are words.
_FOREIGN: Final = re.compile(
    r"[A-Za-z]{1,3}\$|(?:"
    r"AED|AFN|AMD|AOA|ARS|AWG|AZN|BBD|BDT|BGN|BHD|BIF|BMD|BND|BOB|BRL|BSD|BTN|BWP|BYN|BZD|CAD|CDF|CHF"
    r"|CLP|COP|CRC|CVE|CZK|DJF|DKK|DOP|DZD|EGP|ERN|ETB|FJD|FKP|GHS|GIP|GMD|GNF|GTQ|GYD|HKD|HNL|HTG|HUF"
    r"|ILS|INR|IQD|IRR|ISK|JMD|JOD|KES|KGS|KHR|KMF|KPW|KRW|KWD|KYD|KZT|LAK|LBP|LKR|LRD|LSL|LYD|MDL|MGA"
    r"|MKD|MMK|MNT|MOP|MRU|MUR|MVR|MWK|MXN|MZN|NAD|NGN|NIO|NOK|NPR|NZD|OMR|PAB|PGK|PHP|PKR|PLN|PYG|QAR"
    r"|RON|RSD|RUB|RWF|SAR|SBD|SCR|SDG|SEK|SHP|SLE|SRD|SSP|SYP|SZL|THB|TJS|TMT|TND|TRY|TTD|TWD|TZS|UAH"
    r"|UGX|UYU|UZS|VES|VND|VUV|WST|XAF|XCD|XOF|XPF|YER|ZAR|ZMW"
    r")(?![A-Za-z])"
)
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
    bare, negative, power = _bare(text, mark)
    if power is None or not _NUMBER.fullmatch(bare):
        return None
    own = _told_by(bare)
    whole, decimals = _split(bare, mark or own)
    if whole is None and mark and own:  # a stranger in its column, but clear by itself
        whole, decimals = _split(bare, own)
    if whole is None or len(whole) + len(decimals) > _MAX_DIGITS:
        return None
    try:
        value = Decimal(f"{whole or '0'}.{decimals or '0'}").scaleb(power)
        value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
    except InvalidOperation:
        return None
    return -value if negative else value


def is_doubtful(text: str, mark: str = "") -> bool:
    """Whether a number reads as thousands only because nothing tells: `1.250` of dollars may be 1.25, and so `1,250`."""
    bare = _bare(text)[0] if len(text) <= _LONGEST else ""
    return not mark and bare.count(".") + bare.count(",") == 1 and not _told_by(bare)


def currency_of(text: str) -> str | None:
    """The ISO code of the currency that is written in the text, if one is."""
    found = _CURRENCY.search(text)
    return _CURRENCIES[found[0].lower().rstrip(".")] if found else None


def currencies_of(text: str) -> set[str]:
    """The ISO codes of all that the sign in the text may stand for; empty where there is none."""
    found = _CURRENCY.search(text)
    sign = found[0].lower().rstrip(".") if found else ""
    return {_CURRENCIES[sign], *_ALSO.get(sign, ())} if sign else set()


def foreign_sign(text: str) -> str | None:
    """The sign or code of a currency that is not known here, if one is written in the text."""
    if found := _FOREIGN.search(text):
        return found[0]
    return next((char for char in text if unicodedata.category(char) == "Sc"), None)


def _bare(text: str, mark: str = "") -> tuple[str, bool, int | None]:
    """Digits and marks alone; whether it was negative; the power of ten of a word behind it, None where that is not known."""
    bare = _CURRENCY.sub(" ", text).strip()
    negative = False
    if bare.startswith("(") and bare.endswith(")"):
        negative, bare = True, bare[1:-1].strip()
    bare = re.sub(r"[.,]\s*[-–]+$", "", bare)  # the dash instead of sen: 1.250.000,-
    if bare[:1] in {"-", "−", "+"} or bare[-1:] in {"-", "−"}:
        negative = negative or "+" not in bare[:1]
        bare = (bare[1:] if bare[:1] in {"-", "−", "+"} else bare[:-1]).strip()
    power: int | None = 0
    if word := _POWER.search(bare):
        said = word[0].lower().rstrip(".")
        power, bare = _LETTER_M.get(mark) if said == "m" else _POWERS[said], bare[: word.start()]
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
