"""The one place where an order is added up: screen, sheet and paper all show what comes from here."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from typing import Final, Protocol

from desktop_crm.model.money import WIDE, Money, rounded
from desktop_crm.model.tax import Tax

_HUNDRED: Final = Decimal(100)

#: How each version of the program has added up. Whatever changes a figure gets a version of its own: what was agreed under an
#: older one keeps its figures for ever. The first had 28 digits on the way, which rounded the largest products before the
#: amount; since prices have four decimals, the way is exact.
_ARITHMETICS: Final = {1: Context(prec=28), 2: WIDE}
ARITHMETIC: Final = max(_ARITHMETICS)


class Priced(Protocol):
    """What of a line the sums need."""

    @property
    def quantity(self) -> Decimal:
        """How many units."""

    @property
    def price(self) -> Decimal | None:
        """Of one unit, in the order's currency; None while nobody has given one."""

    @property
    def discount(self) -> Decimal:
        """In percent of the line."""

    @property
    def tax(self) -> Tax | None:
        """The rule of the line."""


@dataclass(frozen=True, slots=True)
class TaxSum:
    """What is taxed by one rule: the taxable base (DPP) and the tax."""

    tax: Tax
    base: Money
    amount: Money


@dataclass(frozen=True, slots=True)
class Totals:
    """`lines` after line discounts, less `discount` of the whole order, plus taxes that are added, is `total`.

    `untaxed` is the total without any tax, `tax` all tax whether added or included.
    """

    lines: Money
    discount: Money
    untaxed: Money
    taxes: tuple[TaxSum, ...]
    tax: Money
    total: Money


def line_amount(
    quantity: Decimal, price: Decimal | None, discount: Decimal, currency: str, arithmetic: int = ARITHMETIC
) -> Decimal:
    """A line after its discount (percent), rounded once, to the currency; nothing while it has no price."""
    if price is None:
        return Decimal(0)
    with localcontext(_ARITHMETICS[arithmetic]):
        return rounded(quantity * price * (_HUNDRED - discount) / _HUNDRED, currency)


def order_totals(lines: Iterable[Priced], discount: Decimal, currency: str, arithmetic: int = ARITHMETIC) -> Totals:
    """Add up an order; the order's discount (percent) is spread over the taxes in proportion to their lines."""
    with localcontext(_ARITHMETICS[arithmetic]):
        return _added_up(lines, discount, currency, arithmetic)


def _added_up(lines: Iterable[Priced], discount: Decimal, currency: str, arithmetic: int) -> Totals:
    by_tax: dict[Tax | None, Decimal] = {}
    for line in lines:
        amount = line_amount(line.quantity, line.price, line.discount, currency, arithmetic)
        by_tax[line.tax] = by_tax.get(line.tax, Decimal(0)) + amount
    gross = sum(by_tax.values(), Decimal(0))
    untaxed = total = taken = Decimal(0)
    taxes = []
    for tax, amount in by_tax.items():
        reduction = rounded(amount * discount / _HUNDRED, currency)
        net = amount - reduction
        taken += reduction
        if tax is None:
            untaxed += net
            total += net
            continue
        without, base, due = tax.split(net, currency)
        untaxed += without
        total += without + due
        taxes.append(TaxSum(tax, Money(base, currency), Money(due, currency)))
    return Totals(
        lines=Money(gross, currency),
        discount=Money(taken, currency),
        untaxed=Money(untaxed, currency),
        taxes=tuple(sorted(taxes, key=lambda item: item.tax.code)),
        tax=Money(total - untaxed, currency),
        total=Money(total, currency),
    )
