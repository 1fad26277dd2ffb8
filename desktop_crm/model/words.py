"""Numbers, money and days in words, as they are written on papers that are signed.

Written here because it is quicker than loading a library for all languages (a third of a second at the first paper),
and because two languages are few enough to be exact about: no `and` inside English numbers, `se-` for one in
Indonesian, `kuadriliun` above the trillions.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Final

from desktop_crm.model.calendar import MONTHS, WEEKDAYS
from desktop_crm.model.money import MAX_MINOR, Money, digits

_UNITS_ID: Final = (
    "",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
)
_SCALES_ID: Final = ("", "ribu", "juta", "miliar", "triliun", "kuadriliun")
_UNITS_EN: Final = (
    *(
        "",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
    ),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS_EN: Final = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES_EN: Final = ("", "thousand", "million", "billion", "trillion", "quadrillion")
_ORDINALS_EN: Final = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
    "twenty": "twentieth",
    "thirty": "thirtieth",
}

#: Currency → (whole, hundredth) in Indonesian, which has no plural.
_NAMES_ID: Final = {
    "IDR": ("rupiah", "sen"),
    "USD": ("dolar Amerika Serikat", "sen"),
    "EUR": ("euro", "sen"),
    "SGD": ("dolar Singapura", "sen"),
    "CNY": ("yuan Tiongkok", "fen"),
    "JPY": ("yen Jepang", "sen"),
    "MYR": ("ringgit Malaysia", "sen"),
    "AUD": ("dolar Australia", "sen"),
    "GBP": ("pound sterling", "penny"),
}

#: Currency → (one whole, many whole, one hundredth, many hundredths) in English.
_NAMES_EN: Final = {
    "IDR": ("rupiah", "rupiah", "sen", "sen"),
    "USD": ("US dollar", "US dollars", "cent", "cents"),
    "EUR": ("euro", "euros", "cent", "cents"),
    "SGD": ("Singapore dollar", "Singapore dollars", "cent", "cents"),
    "CNY": ("Chinese yuan", "Chinese yuan", "fen", "fen"),
    "JPY": ("Japanese yen", "Japanese yen", "sen", "sen"),
    "MYR": ("Malaysian ringgit", "Malaysian ringgit", "sen", "sen"),
    "AUD": ("Australian dollar", "Australian dollars", "cent", "cents"),
    "GBP": ("pound sterling", "pounds sterling", "penny", "pence"),
}


def amount_in_words(money: Money, language_code: str) -> str:
    """`satu juta dua ratus ribu rupiah`; rounds to the currency first.

    ValueError for a negative amount or one above what the program keeps, KeyError for an unknown currency.
    """
    places = digits(money.currency)
    minor = money.minor
    if minor < 0:
        raise ValueError("a negative amount is not written in words")
    if minor > MAX_MINOR:
        raise ValueError("the amount is too large")
    whole, part = divmod(minor, 10**places)
    text = (
        f"{integer_in_words(whole, language_code)} {_currency_name(money.currency, whole, language_code, part=False)}"
    )
    if not part:
        return text
    name = _currency_name(money.currency, part, language_code, part=True)
    joint = "and" if language_code == "en" else "dan"
    return f"{text} {joint} {integer_in_words(part, language_code)} {name}"


def number_in_words(value: Decimal | int, language_code: str) -> str:
    """A number of at least 0 with its decimals read one by one: `nol koma satu`, `twelve point five`."""
    whole, _, rest = f"{Decimal(value):f}".partition(".")
    words = integer_in_words(int(whole), language_code)
    rest = rest.rstrip("0")
    if not rest:
        return words
    point = "point" if language_code == "en" else "koma"
    return " ".join((words, point, *(integer_in_words(int(digit), language_code) for digit in rest)))


def integer_in_words(value: int, language_code: str) -> str:
    """A whole number from 0 to `MAX_MINOR`; ValueError for any other."""
    if not 0 <= value <= MAX_MINOR:
        raise ValueError(f"{value} is not written in words")
    if language_code == "en":
        return _by_scale(value, _below_thousand_en, _SCALES_EN) or "zero"
    return _by_scale(value, _below_thousand_id, _SCALES_ID) or "nol"


def day_in_words(day: date, language_code: str, *, month_named: bool = True) -> str:
    """`hari Senin tanggal tiga bulan Agustus tahun dua ribu …`, `Monday, the third of August, two thousand …`.

    Without `month_named` as papers of earlier versions said it.
    """
    weekday, month = WEEKDAYS[language_code][day.weekday()], MONTHS[language_code][day.month - 1]
    year = integer_in_words(day.year, language_code)
    if language_code == "en":
        return f"{weekday}, the {_ordinal_en(day.day)} of {month}, {year}"
    named = f"bulan {month}" if month_named else month
    return f"hari {weekday} tanggal {integer_in_words(day.day, 'id')} {named} tahun {year}"


def _by_scale(value: int, below_thousand: Callable[[int], str], scales: tuple[str, ...]) -> str:
    """Groups of three digits, each with its scale, largest first; empty for zero."""
    words: list[str] = []
    for scale in scales:
        value, group = divmod(value, 1000)
        if group == 1 and scale == "ribu":
            words.insert(0, "seribu")
        elif group:
            words.insert(0, f"{below_thousand(group)} {scale}".rstrip())
    return " ".join(words)


def _below_thousand_id(value: int) -> str:
    hundreds, rest = divmod(value, 100)
    words = [] if not hundreds else ["seratus"] if hundreds == 1 else [_UNITS_ID[hundreds], "ratus"]
    if rest >= 20:
        words += [_UNITS_ID[rest // 10], "puluh", _UNITS_ID[rest % 10]]
    elif rest >= 12:
        words += [_UNITS_ID[rest - 10], "belas"]
    else:
        words.append(_UNITS_ID[rest])
    return " ".join(word for word in words if word)


def _below_thousand_en(value: int) -> str:
    hundreds, rest = divmod(value, 100)
    words = [_UNITS_EN[hundreds], "hundred"] if hundreds else []
    if rest >= 20:
        words.append("-".join(word for word in (_TENS_EN[rest // 10], _UNITS_EN[rest % 10]) if word))
    else:
        words.append(_UNITS_EN[rest])
    return " ".join(word for word in words if word)


def _ordinal_en(day: int) -> str:
    """Of a day of the month."""
    head, dash, last = integer_in_words(day, "en").rpartition("-")
    return f"{head}{dash}{_ORDINALS_EN.get(last, last + 'th')}"


def _currency_name(currency: str, value: int, language_code: str, *, part: bool) -> str:
    if language_code != "en":
        return _NAMES_ID[currency][part]
    one, many, one_part, many_parts = _NAMES_EN[currency]
    return (one_part if value == 1 else many_parts) if part else (one if value == 1 else many)
