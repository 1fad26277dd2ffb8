"""What a number format says of the cells it shows: a currency, a percentage, zeros in front."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from desktop_crm.model.written_number import currency_of, foreign_sign

#: Of the formats that a spreadsheet does not write down, those that say something. Its own currency (5 to 8, 42, 44)
#: is that of the machine which shows the sheet.
_BUILT_IN: Final = {2: "0.00", 9: "0%", 10: "0.00%"}
#: Dollars by the language they are written in; the others are nobody's that is known here.
_DOLLARS: Final = {"409": "USD", "4809": "SGD", "c09": "AUD", "": "USD"}
_YEN: Final = {"411": "JPY", "804": "CNY"}
_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|\[\$(?P<sign>[^\]-]*)(?:-(?P<language>[0-9A-Fa-f]*))?[^\]]*\]|\[[^\]]*\]'
    r"|[_*].|(?P<end>;)|(?P<digit>[0#?,.%])|(?P<other>.)",
    re.DOTALL,
)
_LONGEST: Final = 255  # characters of a format


@dataclass(frozen=True, slots=True)
class Shape:
    """What cells of a format have in common.

    `currency` is a code, or the sign of a currency that is not known here; `zeros` how a whole number is written, `places`
    how many decimals a broken one shows.
    """

    currency: str = ""
    percent: bool = False
    zeros: str = ""
    places: int = 0


@cache
def shape_of(code: str) -> Shape | None:
    """What a format (its first part: of positive numbers) says beside the value; None when nothing."""
    words, digits, zeros, told = "", "", "", ""
    for token in _TOKEN.finditer(code[:_LONGEST]):
        if token["end"]:
            break
        told = told or _told_by(token["sign"], token["language"])
        literal = token["quoted"] or token["escaped"] or token["sign"] or token["other"] or ""
        words += literal
        digits += token["digit"] or ""
        zeros += token["digit"] or (literal if token["sign"] is None else "")
    if "%" in digits:
        return Shape(percent=True)
    currency = told or (currency_of(words) or foreign_sign(words) or "")
    if currency:
        return Shape(currency=currency)
    if "." in digits:
        places = digits.partition(".")[2].count("0")
        return Shape(places=places) if places else None
    return Shape(zeros=zeros) if digits.strip("0") == "" and len(digits) > 1 else None


def built_in(number: int) -> str:
    """The code of a format that is known by its number alone."""
    return _BUILT_IN.get(number, "")


def filled(number: int, zeros: str) -> str:
    """A whole number as such a format shows it: 1010 by `00000` is 01010, by `"A-"000` A-1010."""
    places = zeros.count("0")
    digits = f"{number:0{places}}"
    text, rest = "", list(digits[len(digits) - places :])
    for char in zeros:
        text += rest.pop(0) if char == "0" else char
    at = zeros.index("0")
    return f"{text[:at]}{digits[: len(digits) - places]}{text[at:]}"


def _told_by(sign: str | None, language: str | None) -> str:
    """The currency of a sign that several countries use."""
    where = (language or "").lower().lstrip("0")
    if sign == "$":
        return _DOLLARS.get(where, f"$ ({where})")
    return _YEN.get(where, "") if sign in {"¥", "￥"} else ""
