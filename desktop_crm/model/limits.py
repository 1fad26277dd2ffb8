"""What a product may be sold for at least: told only as *within* or *below*, the figures are the manager's own."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from desktop_crm.model.tax import Tax

_HUNDRED: Final = 100


class Verdict(Enum):
    """How a price stands to the limits; OPEN while there is none to compare, or none that can be compared."""

    WITHIN = "within"
    BELOW = "below"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one product: its price, the lowest one, and the largest discount (percent); None where there is none.

    Prices hold the tax where `tax` is included in them.
    """

    currency: str
    price: Decimal | None
    lowest: Decimal | None
    largest: Decimal | None
    tax: "Tax | None"

    def __bool__(self) -> bool:
        return self.lowest is not None or self.largest is not None

    def verdict(self, price: Decimal | None, discount: Decimal, currency: str, tax: "Tax | None") -> Verdict:
        """Of a price of one unit less a discount (percent), in a currency, with or without its tax.

        A lower price counts as the discount that it is; where the currencies differ, only the discount can be compared.
        """
        if not self or price is None:
            return Verdict.OPEN
        left = 1 - Fraction(discount) / _HUNDRED
        if currency != self.currency:
            if self.largest is not None and left < self._least_share():
                return Verdict.BELOW
            return Verdict.WITHIN if self.lowest is None else Verdict.OPEN
        paid = _untaxed(price, tax) * left
        if self.lowest is not None and paid < _untaxed(self.lowest, self.tax):
            return Verdict.BELOW
        if self.largest is None:
            return Verdict.WITHIN
        whole = _untaxed(price if self.price is None else self.price, tax if self.price is None else self.tax)
        return Verdict.BELOW if paid < whole * self._least_share() else Verdict.WITHIN

    def _least_share(self) -> Fraction:
        return 1 - Fraction(self.largest or 0) / _HUNDRED


def both_discounts(one: Decimal, other: Decimal) -> Decimal:
    """A line's discount and its paper's, in percent, as one."""
    return _HUNDRED - (_HUNDRED - one) * (_HUNDRED - other) / _HUNDRED


def _untaxed(price: Decimal, tax: "Tax | None") -> Fraction:
    return Fraction(price) / (1 + tax.effective) if tax is not None and tax.included else Fraction(price)
