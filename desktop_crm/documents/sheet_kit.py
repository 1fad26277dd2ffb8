"""Spreadsheet cells as XML text, and the number formats behind them.

A cell object per value costs several times the writing itself, so rows are put together as text; everything around
them (styles, views, print settings) is openpyxl's.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

from desktop_crm.language import Language
from desktop_crm.model.listing import Column, Kind
from desktop_crm.model.message import Message
from desktop_crm.model.moments import on_this_clock
from desktop_crm.model.money import CURRENCIES, PRICE_PLACES, Money, decimals

#: A value and its row number → the cell's XML, empty for a blank cell.
Encoder = Callable[[Any, int], str]

MAX_ROWS: Final = 1_048_576
MAX_TEXT: Final = 32_767

_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PLAIN: Final = re.compile(r"[^\x00-\x1f&<>_\ud800-\udfff\ufffe\uffff]*")
_ESCAPED: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NO_NAME: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_DAY_ZERO: Final = date(1899, 12, 30).toordinal()
_FIRST_DAY: Final = date(1900, 3, 1)  # before it spreadsheets disagree on the day
_SECONDS: Final = 86_400

#: Names of the formats that a sheet may use, before the currencies'.
PLAIN, QUOTED, WRAPPED = "plain", "quoted", "wrapped"
WHOLE, BROKEN, PERCENT, PERCENT_BROKEN, DAY, MOMENT = "whole", "broken", "%", "broken %", "day", "moment"
#: The formats that stand on the left.
LEFT: Final = frozenset({PLAIN, QUOTED, WRAPPED, DAY, MOMENT})


def number_formats(language: Language) -> dict[str, str]:
    """Each format's name (a currency's is its code) → how a spreadsheet writes it."""
    locale = "421" if language.code == "id" else "809"
    hours = "hh\\.mm" if language.code == "id" else "hh:mm"
    formats = {
        PLAIN: "General",
        QUOTED: "General",
        WRAPPED: "General",
        WHOLE: "#,##0",
        BROKEN: "#,##0.00##",
        PERCENT: "0%",
        PERCENT_BROKEN: "0.0#%",
        DAY: f"[$-{locale}]d\\ mmm\\ yyyy",
        MOMENT: f"[$-{locale}]d\\ mmm\\ yyyy\\ {hours}",
    }
    for code, digits in CURRENCIES.items():
        symbol = language.money(Money(Decimal(0), code)).partition("\xa0")[0]
        for places in range(digits, PRICE_PLACES + 1):
            number = "#,##0" + ("." + "0" * places if places else "")
            formats[_finer(code, places)] = f'"{symbol}"\\ {number};\\-"{symbol}"\\ {number}'
    return formats


def encoder(column: Column, letter: str, styles: Mapping[str, int], language: Language) -> Encoder:
    """How the cells of a column are written; `styles` are the numbers of the formats in this workbook."""
    match column.kind:
        case Kind.MONEY:
            return _money(letter, styles)
        case Kind.NUMBER:
            return _number(letter, styles)
        case Kind.PERCENT:
            return _percent(letter, styles)
        case Kind.DATE | Kind.MOMENT:
            return _time(letter, styles, language)
        case Kind.STATE:
            words = {choice.code: language.say(choice.title) for choice in column.choices}
            text = _text(letter, styles, language)
            return lambda value, row: text(words.get(value, value), row)
        case Kind.FLAG:
            text = _text(letter, styles, language)
            flags = {True: language.value(True), False: language.value(False)}
            return lambda value, row: "" if value is None else text(flags[bool(value)], row)
        case _:
            return _text(letter, styles, language)


def text_xml(text: str) -> str:
    """Text as a sheet may hold it: no control characters, not too long, nothing that Excel would unescape."""
    if _PLAIN.fullmatch(text) and len(text) <= MAX_TEXT:
        return text
    return escape(_ESCAPED.sub("_x005F_", _ILLEGAL.sub("", text)[:MAX_TEXT]))


def sheet_name(title: str, number: int = 1) -> str:
    """A name that every spreadsheet program accepts: 31 characters, some signs forbidden."""
    bare = _NO_NAME.sub(" ", title).strip(" '") or "Sheet"
    tail = "" if number == 1 else f" {number}"
    return f"{bare[: 31 - len(tail)].rstrip(chr(39))}{tail}"


def shown_length(value: Any, column: Column, language: Language) -> int:
    """About how many characters wide the value will stand."""
    if value is None:
        return 0
    if column.kind is Kind.STATE:
        return max((len(language.say(choice.title)) for choice in column.choices), default=8)
    if isinstance(value, datetime):
        return 18
    if isinstance(value, date):
        return 12
    if isinstance(value, str):
        return max(map(_columns, value.split("\n")), default=0)
    return len(language.value(value))


def _columns(line: str) -> int:
    """Letters of the East are twice as wide."""
    return len(line) if line.isascii() else sum(2 if east_asian_width(letter) in "WF" else 1 for letter in line)


def _text(letter: str, styles: Mapping[str, int], language: Language) -> Encoder:
    plain, quoted, wrapped = styles[PLAIN], styles[QUOTED], styles[WRAPPED]

    def encode(value: Any, row: int) -> str:
        if value is None or value == "":
            return ""
        text = value if type(value) is str else language.say(value) if isinstance(value, Message) else str(value)
        # Quoted is the mark of a leading apostrophe: such a text stays a text also when somebody edits the cell.
        style = quoted if text[0] in "=+-@0123456789\t\r" else wrapped if "\n" in text else plain
        return (
            f'<c r="{letter}{row}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text_xml(text)}</t></is></c>'
        )

    return encode


def _money(letter: str, styles: Mapping[str, int]) -> Encoder:
    starts = {
        (code, places): f'" s="{styles[_finer(code, places)]}"><v>'
        for code, digits in CURRENCIES.items()
        for places in range(digits, PRICE_PLACES + 1)
    }

    def encode(value: Any, row: int) -> str:
        if value is None:
            return ""
        code, amount = value.currency, value.amount
        places = max(CURRENCIES[code], min(decimals(amount), PRICE_PLACES))
        return f'<c r="{letter}{row}{starts[code, places]}{amount:f}</v></c>'

    return encode


def _number(letter: str, styles: Mapping[str, int]) -> Encoder:
    whole, broken = styles[WHOLE], styles[BROKEN]

    def encode(value: Any, row: int) -> str:
        if value is None:
            return ""
        style = whole if value == int(value) else broken
        return f'<c r="{letter}{row}" s="{style}"><v>{value:f}</v></c>'

    return _whole_first(letter, whole, encode)


def _finer(code: str, places: int) -> str:
    """The name of a currency's format with so many decimals: prices have more than amounts."""
    return code if places == CURRENCIES[code] else f"{code}.{places}"


def _whole_first(letter: str, whole: int, other: Encoder) -> Encoder:
    def encode(value: Any, row: int) -> str:
        if type(value) is int:
            return f'<c r="{letter}{row}" s="{whole}"><v>{value}</v></c>'
        return other(value, row)

    return encode


def _percent(letter: str, styles: Mapping[str, int]) -> Encoder:
    def encode(value: Any, row: int) -> str:
        if value is None:
            return ""
        style = styles[PERCENT if value == int(value) else PERCENT_BROKEN]
        return f'<c r="{letter}{row}" s="{style}"><v>{Decimal(value).scaleb(-2):f}</v></c>'

    return encode


def _time(letter: str, styles: Mapping[str, int], language: Language) -> Encoder:
    """Days, and moments on this machine's clock (spreadsheets know no time zones)."""
    day, moment = styles[DAY], styles[MOMENT]
    text = _text(letter, styles, language)

    def encode(value: Any, row: int) -> str:
        if value is None:
            return ""
        if isinstance(value, datetime):
            local = on_this_clock(value).replace(tzinfo=None) if value.tzinfo else value
            seconds = local.hour * 3600 + local.minute * 60 + local.second
            serial: float = local.toordinal() - _DAY_ZERO + round(seconds / _SECONDS, 8)
            return f'<c r="{letter}{row}" s="{moment}"><v>{serial}</v></c>'
        if value < _FIRST_DAY:
            return text(value.isoformat(), row)
        return f'<c r="{letter}{row}" s="{day}"><v>{value.toordinal() - _DAY_ZERO}</v></c>'

    return encode
