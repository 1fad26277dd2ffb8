"""What the cells of a column look like, so that its title alone does not decide."""

import re
from collections.abc import Callable, Sequence
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Final

from desktop_crm.exchange.cells import Cell, Fault
from desktop_crm.model.fold import digits, fold
from desktop_crm.model.money import Money
from desktop_crm.model.written_number import parse_decimal

_MANY: Final = 3  # cells from which on they may contradict a title
_LONGEST: Final = 300
_SALUTATIONS: Final = frozenset(
    {"mr", "mrs", "ms", "dr", "bpk", "bapak", "ibu", "sdr", "sdri", "tn", "ny", "nn", "pak", "bu"}
)
_WEB: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_TICKS: Final = frozenset(
    {
        "ya",
        "y",
        "yes",
        "true",
        "benar",
        "x",
        "v",
        "ok",
        "aktif",
        "active",
        "tidak",
        "no",
        "n",
        "false",
        "salah",
        "0",
        "1",
    }
    | {"inactive", "nonaktif", "non aktif", "tidak aktif", "t", "bukan", "betul"}
)


class Look(StrEnum):
    """What the cells of a field must look like."""

    ANY = ""
    WORD = "word"
    PERSON = "person"
    EMAIL = "email"
    PHONE = "phone"
    TAX_NUMBER = "tax number"
    PRICE = "price"
    TICK = "tick"


#: A title that is nearly one of the field's is believed only where the cells themselves look so.
TELLING: Final = frozenset({Look.EMAIL, Look.PHONE, Look.TAX_NUMBER, Look.PRICE})


def share(cells: Sequence[Cell], look: Look) -> float:
    """How many of these cells, none of them blank, look so: 0 to 1."""
    fits = _FITS.get(look)
    if fits is None or not cells:
        return 1.0
    return sum(fits(cell) for cell in cells) / len(cells)


def contradict(cells: Sequence[Cell], look: Look) -> bool:
    """Whether the cells are something else, whatever the title says."""
    if look in {Look.WORD, Look.PERSON} and cells and all(_is_email(cell) or _is_phone(cell) for cell in cells):
        return True  # even one number is no name
    if len(cells) < _MANY or look in {Look.ANY, Look.PRICE}:
        return False
    fitting = share(cells, look)
    match look:
        case Look.PHONE:
            return fitting == 0 and all(_is_no_phone(cell) for cell in cells)
        case Look.EMAIL | Look.TAX_NUMBER:
            return fitting == 0 and not any(isinstance(cell, str) and any(map(str.isdigit, cell)) for cell in cells)
        case Look.TICK:
            return fitting * 2 < 1
        case _:
            return fitting * 5 < 1


def _is_email(cell: Cell) -> bool:
    return isinstance(cell, str) and "@" in cell[1:-1]


def _is_phone(cell: Cell) -> bool:
    if isinstance(cell, bool) or not isinstance(cell, str | int) or _is_email(cell):
        return False
    text = str(cell)[:_LONGEST]
    return len(digits(text)) >= 6 and not _WEB.match(text)


def _is_no_phone(cell: Cell) -> bool:
    if isinstance(cell, int):
        return cell < 100_000
    return not isinstance(cell, str) or not any(map(str.isdigit, cell)) or _is_email(cell)


def _is_tax_number(cell: Cell) -> bool:
    return isinstance(cell, str | int) and len(digits(str(cell)[:_LONGEST])) in range(13, 23)


def _is_price(cell: Cell) -> bool:
    if isinstance(cell, str):
        return parse_decimal(cell) is not None
    return isinstance(cell, int | Decimal | Money | Fault) and not isinstance(cell, bool)


def _is_tick(cell: Cell) -> bool:
    return isinstance(cell, bool | int) or (isinstance(cell, str) and (fold(cell) in _TICKS or len(cell) == 1))


def _is_word(cell: Cell) -> bool:
    if not isinstance(cell, str) or isinstance(cell, date | time):
        return False
    letters = sum(map(str.isalpha, cell[:_LONGEST]))
    return (
        bool(letters)
        and letters >= sum(map(str.isdigit, cell[:_LONGEST]))
        and not (_is_email(cell) or _WEB.match(cell))
    )


def _is_person(cell: Cell) -> bool:
    return _is_word(cell) and fold(str(cell)) not in _SALUTATIONS and fold(str(cell)) not in _TICKS


_FITS: Final[dict[Look, Callable[[Cell], bool]]] = {
    Look.WORD: _is_word,
    Look.PERSON: _is_person,
    Look.EMAIL: _is_email,
    Look.PHONE: _is_phone,
    Look.TAX_NUMBER: _is_tax_number,
    Look.PRICE: _is_price,
    Look.TICK: _is_tick,
}
