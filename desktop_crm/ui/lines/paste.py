"""Lines from a spreadsheet's cells: code, quantity, price, discount; the last two may be missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from desktop_crm.model.money import MAX_PRICE, has_places
from desktop_crm.ui.form.numbers import read_number
from desktop_crm.ui.i18n import speak
from desktop_crm.ui.lines.line import PLACES, Catalogue, Col, GridLine, ProductChoice

_MOST_ROWS: Final = 5000
_MOST: Final = Decimal(10) ** 15


@dataclass(frozen=True)
class Pasted:
    """The lines, the codes nobody knows (their lines are free text), and the cells that are no numbers."""

    lines: Sequence[GridLine]
    unknown: Sequence[str]
    unreadable: Sequence[str]


def pasted_lines(text: str, catalogue: Catalogue, currency: str = "") -> Pasted:
    """Read the clipboard's text; rows without a first cell are left out."""
    rows = [[cell.strip() for cell in row.split("\t")] for row in text.splitlines()[:_MOST_ROWS]]
    rows = [row for row in rows if row[0]]
    products = catalogue.by_codes(list(dict.fromkeys(row[0] for row in rows)))
    if len(rows) > 1 and _is_head(rows[0], rows[1], known=rows[0][0] in products):
        rows = rows[1:]
    unreadable: list[str] = []
    lines = [_line(row, products.get(row[0]), currency, unreadable) for row in rows]
    unknown = [row[0] for row in rows if row[0] not in products]
    return Pasted(lines, list(dict.fromkeys(unknown)), unreadable)


def _line(row: Sequence[str], product: ProductChoice | None, currency: str, unreadable: list[str]) -> GridLine:
    cells = [*row[1:4], "", "", ""]
    quantity = _number(cells[0], Col.QUANTITY, Decimal(1), unreadable) or Decimal(0)
    price = _number(cells[1], Col.PRICE, product.unit_price if product else None, unreadable, currency)
    discount = _number(cells[2], Col.DISCOUNT, Decimal(0), unreadable) or Decimal(0)
    if product is None:
        return GridLine(name=row[0], quantity=quantity, unit_price=price, discount=discount)
    return GridLine(product.id, product.code, product.name, quantity, product.unit, price, discount, product.tax_id)


def _number(
    text: str, column: Col, otherwise: Decimal | None, unreadable: list[str], currency: str = ""
) -> Decimal | None:
    """A price that can't be kept as it stands there is no price, so that it is asked for."""
    if not text:
        return otherwise
    value = read_number(text, speak().code, currency)
    most = MAX_PRICE if column is Col.PRICE else _MOST
    if value is None or abs(value) > most or not has_places(value, PLACES[column]):
        unreadable.append(text)
        return None if column is Col.PRICE else otherwise
    return value


def _is_head(first: Sequence[str], second: Sequence[str], *, known: bool) -> bool:
    """The names of columns were copied along: no number where the next row has one."""
    pairs = zip(first[1:4], second[1:4], strict=False)
    code = speak().code
    return not known and any(
        bool(head) and read_number(head, code) is None and read_number(cell, code) is not None for head, cell in pairs
    )
