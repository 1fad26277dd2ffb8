"""What the editor of lines edits, and what it is told about products and taxes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from typing import Final, Protocol

from desktop_crm.model.lines import QUANTITY_PLACES
from desktop_crm.model.money import PERCENT_PLACES, PRICE_PLACES


@dataclass(frozen=True, slots=True)
class GridLine:
    """One line; `discount` in percent. Without a `unit_price` nobody has given one: 0 is free. A line of free text has no product. `key` is the saved line's id; `waiting` the price it had in another currency, until it is said what becomes of it.

    `below_reason` is why the price is below the product's limits.
    """

    product_id: int | None = None
    code: str = ""
    name: str = ""
    quantity: Decimal = Decimal(1)
    unit: str = ""
    unit_price: Decimal | None = None
    discount: Decimal = Decimal(0)
    tax_id: int | None = None
    note: str = ""
    key: int | None = None
    waiting: Decimal | None = None
    below_reason: str = ""


@dataclass(frozen=True, slots=True)
class HalfTyped:
    """What is typed into a cell that is still open; the line's `note`, or the `reason` of its price, instead of the product."""

    row: int
    column: int
    text: str
    note: bool = False
    reason: bool = False


@dataclass(frozen=True, slots=True)
class ProductChoice:
    """A product as a line takes it over."""

    id: int
    code: str
    name: str
    unit: str = ""
    unit_price: Decimal | None = None
    tax_id: int | None = None


@dataclass(frozen=True, slots=True)
class TaxChoice:
    """A tax rule; `title` is translated."""

    id: int
    title: str


class Catalogue(Protocol):
    """Where the grid finds products. `search` may be called from any thread."""

    def search(self, text: str) -> Sequence[ProductChoice]:
        """Products whose code begins with or whose name contains `text`, the likeliest first."""

    def by_codes(self, codes: Sequence[str]) -> Mapping[str, ProductChoice]:
        """Code as asked → product, without those that do not exist."""


class Col(IntEnum):
    """The columns, in order."""

    POSITION = 0
    PRODUCT = 1
    QUANTITY = 2
    UNIT = 3
    PRICE = 4
    DISCOUNT = 5
    TAX = 6
    AMOUNT = 7


#: A problem's field (`lines.3.price`) → the column it concerns.
COLUMN_OF: Final = {
    "product": Col.PRODUCT,
    "product_id": Col.PRODUCT,
    "code": Col.PRODUCT,
    "name": Col.PRODUCT,
    "name_id": Col.PRODUCT,
    "name_en": Col.PRODUCT,
    "quantity": Col.QUANTITY,
    "unit": Col.UNIT,
    "price": Col.PRICE,
    "unit_price": Col.PRICE,
    "discount": Col.DISCOUNT,
    "tax": Col.TAX,
    "tax_id": Col.TAX,
    "amount": Col.AMOUNT,
    "below_reason": Col.PRICE,
    "note": Col.PRODUCT,
}
#: What the privacy screen covers; beside the price the amount tells the discount.
SENSITIVE: Final = frozenset({Col.DISCOUNT, Col.AMOUNT})
EDITABLE: Final = (Col.PRODUCT, Col.QUANTITY, Col.UNIT, Col.PRICE, Col.DISCOUNT, Col.TAX)
NUMBERS: Final = {
    Col.QUANTITY: "quantity",
    Col.PRICE: "unit_price",
    Col.DISCOUNT: "discount",
}
#: What is read as a number.
FIGURES: Final = (*NUMBERS, Col.AMOUNT)
#: How many decimals the file keeps of them.
PLACES: Final = {Col.QUANTITY: QUANTITY_PLACES, Col.PRICE: PRICE_PLACES, Col.DISCOUNT: PERCENT_PLACES}
