"""Spreadsheet cells as XML text, and the number formats behind them.

A cell object per value costs several times the writing itself, so rows are put together as text; everything around
them (styles, views, print settings) is openpyxl's.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

from desktop_crm.language import Language
from desktop_crm.model.listing import UNREADABLE, Column, Kind
from desktop_crm.model.message import Message
from desktop_crm.model.moments import on_this_clock
from desktop_crm.model.money import CURRENCIES, PRICE_PLACES, Money, Sums, decimals

#: Values of a column and the number of the first one's row → the XML of each cell, empty for a blank one.
Encoder = Callable[[Sequence[Any], int], list[str]]
_Cell = Callable[[Any, int], str]

MAX_ROWS: Final = 1_048_576
MAX_TEXT: Final = 32_767

_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PLAIN: Final = re.compile(r"[^\x00-\x1f&<>_\ud800-\udfff\ufffe\uffff]*")
_ESCAPED: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NO_NAME: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_BREAK: Final = "\n"
_QUOTED: Final = frozenset("=+-@0123456789\t\r")
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
    text = _text(letter, styles, language)
    unreadable = language.say(UNREADABLE)
    encode = _encoder(column, letter, styles, language, text)

    def encoded(values: Sequence[Any], row: int) -> list[str]:
        if id(UNREADABLE) not in map(id, values):  # equal to it is nothing else, and asking that takes longer
            return encode(values, row)
        sound = encode([None if value is UNREADABLE else value for value in values], row)
        return [
            text([unreadable], at)[0] if value is UNREADABLE else cell
            for at, (value, cell) in enumerate(zip(values, sound, strict=True), row)
        ]

    return encoded


def _encoder(column: Column, letter: str, styles: Mapping[str, int], language: Language, text: Encoder) -> Encoder:
    match column.kind:
        case Kind.MONEY:
            return _each(_money(letter, styles, lambda sums, row: text([language.value(sums)], row)[0]))
        case Kind.NUMBER:
            return _each(_number(letter, styles))
        case Kind.PERCENT:
            return _each(_percent(letter, styles))
        case Kind.DATE | Kind.MOMENT:
            return _each(_time(letter, styles, text))
        case Kind.STATE:
            words = {choice.code: language.say(choice.title) for choice in column.choices}
            return lambda values, row: text([words.get(value, value) for value in values], row)
        case Kind.FLAG:
            flags = {True: language.value(True), False: language.value(False), None: None}
            return lambda values, row: text([flags[None if value is None else bool(value)] for value in values], row)
        case _:
            return text


def _each(encode: _Cell) -> Encoder:
    """Cell by cell; blank ones need no thought."""
    return lambda values, row: ["" if value is None else encode(value, at) for at, value in enumerate(values, row)]


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

    def text(value: Any) -> str:
        if value is None or type(value) is str:
            return value or ""
        return language.say(value) if isinstance(value, Message) else str(value)

    def encode(values: Sequence[Any], row: int) -> list[str]:
        said = {id(value): text(value) for value in values if type(value) is not str}  # many rows say the same
        texts = [value if type(value) is str else said[id(value)] for value in values]
        safe = (
            texts if _PLAIN.fullmatch("".join(texts)) else list(map(text_xml, texts))
        )  # nearly all are: asked at once
        # Quoted is the mark of a leading apostrophe: such a text stays a text also when somebody edits the cell.
        return [
            f'<c r="{letter}{at}" s="{quoted if one[0] in _QUOTED else wrapped if _BREAK in one else plain}"'
            f' t="inlineStr"><is><t xml:space="preserve">{xml}</t></is></c>'
            if one
            else ""
            for at, (one, xml) in enumerate(zip(texts, safe, strict=True), row)
        ]

    return encode


def _money(letter: str, styles: Mapping[str, int], several: _Cell) -> _Cell:
    starts = {
        (code, places): f'" s="{styles[_finer(code, places)]}"><v>'
        for code, digits in CURRENCIES.items()
        for places in range(digits, PRICE_PLACES + 1)
    }

    def encode(value: Any, row: int) -> str:
        if isinstance(value, Sums):
            return several(value, row)
        code, amount = value.currency, value.amount
        places = max(CURRENCIES[code], min(decimals(amount), PRICE_PLACES))
        return f'<c r="{letter}{row}{starts[code, places]}{amount:f}</v></c>'

    return encode


def _number(letter: str, styles: Mapping[str, int]) -> _Cell:
    whole, broken = styles[WHOLE], styles[BROKEN]

    def encode(value: Any, row: int) -> str:
        style = whole if value == int(value) else broken
        return f'<c r="{letter}{row}" s="{style}"><v>{value:f}</v></c>'

    return _whole_first(letter, whole, encode)


def _finer(code: str, places: int) -> str:
    """The name of a currency's format with so many decimals: prices have more than amounts."""
    return code if places == CURRENCIES[code] else f"{code}.{places}"


def _whole_first(letter: str, whole: int, other: _Cell) -> _Cell:
    def encode(value: Any, row: int) -> str:
        if type(value) is int:
            return f'<c r="{letter}{row}" s="{whole}"><v>{value}</v></c>'
        return other(value, row)

    return encode


def _percent(letter: str, styles: Mapping[str, int]) -> _Cell:
    def encode(value: Any, row: int) -> str:
        style = styles[PERCENT if value == int(value) else PERCENT_BROKEN]
        return f'<c r="{letter}{row}" s="{style}"><v>{Decimal(value).scaleb(-2):f}</v></c>'

    return encode


def _time(letter: str, styles: Mapping[str, int], text: Encoder) -> _Cell:
    """Days, and moments on this machine's clock (spreadsheets know no time zones)."""
    day, moment = styles[DAY], styles[MOMENT]

    def encode(value: Any, row: int) -> str:
        if isinstance(value, datetime):
            local = on_this_clock(value).replace(tzinfo=None) if value.tzinfo else value
            seconds = local.hour * 3600 + local.minute * 60 + local.second
            serial: float = local.toordinal() - _DAY_ZERO + round(seconds / _SECONDS, 8)
            return f'<c r="{letter}{row}" s="{moment}"><v>{serial}</v></c>'
        if value < _FIRST_DAY:
            return text([value.isoformat()], row)[0]
        return f'<c r="{letter}{row}" s="{day}"><v>{value.toordinal() - _DAY_ZERO}</v></c>'

    return encode
