"""How orders were added up up to the arithmetic of version 2: what was agreed under it keeps its figures for ever.

The discount of the order was rounded for the lines of each tax by itself, and a tax came from the price, not from its base.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from desktop_crm.model.money import rounded
from desktop_crm.model.tax import Due, Tax

_HUNDRED: Final = Decimal(100)


def reduced(
    lines: Iterable[tuple[Tax | None, Decimal]], discount: Decimal, currency: str
) -> dict[Tax | None, tuple[Decimal, Decimal]]:
    """For each tax the amount of its lines, and how much the order's discount (percent) takes from it."""
    by_tax: dict[Tax | None, Decimal] = {}
    for tax, amount in lines:
        by_tax[tax] = by_tax.get(tax, Decimal(0)) + amount
    return {tax: (amount, rounded(amount * discount / _HUNDRED, currency)) for tax, amount in by_tax.items()}


def split(tax: Tax, amount: Decimal, currency: str) -> tuple[Decimal, tuple[Due, ...]]:
    """Of an amount after discounts: the untaxed price, the taxable base and the tax, each rounded from the price."""
    share = tax.share
    if tax.included:
        untaxed = rounded(amount * share.denominator / (share.denominator + share.numerator), currency)
        due = rounded(amount, currency) - untaxed
    else:
        untaxed = rounded(amount, currency)
        due = rounded(untaxed * share.numerator / share.denominator, currency)
    base = rounded(untaxed * tax.base_numerator / tax.base_denominator, currency)
    return untaxed, (Due(tax, base, due),)
