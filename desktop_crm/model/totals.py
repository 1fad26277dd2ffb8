"""The one place where a paper is added up, an order or another: screen, sheet and paper all show what comes from here."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from enum import Enum
from fractions import Fraction
from typing import Final, NamedTuple, Protocol

from desktop_crm.model import older_totals
from desktop_crm.model.money import WIDE, Money, from_minor, rounded, to_minor
from desktop_crm.model.tax import Due, Tax

_HUNDRED: Final = Decimal(100)

#: How this version of the program adds up; whatever changes a figure gets a version of its own in `ARITHMETICS`.
ARITHMETIC: Final = 3


class Priced(Protocol):
    """What of a line the sums need."""

    @property
    def quantity(self) -> Decimal:
        """How many units."""

    @property
    def price(self) -> Decimal | None:
        """Of one unit, in the paper's currency; None while nobody has given one."""

    @property
    def discount(self) -> Decimal:
        """In percent of the line."""

    @property
    def tax(self) -> Tax | None:
        """The rule of the line."""


@dataclass(frozen=True, slots=True)
class TaxSum:
    """What is taxed by one rule: the taxable base (DPP) and the tax; `second` of a rule that has two."""

    tax: Tax
    base: Money
    amount: Money
    second: bool = False


class Part(Enum):
    """What a printed sum is."""

    LINES = "lines"
    DISCOUNT = "discount"
    UNTAXED = "untaxed"
    BASE = "base"
    TAX = "tax"
    ROUNDING = "rounding"


class Sum(NamedTuple):
    """One sum above the total; a base and a tax with their rule."""

    part: Part
    amount: Money
    tax: Tax | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """`lines` after line discounts, less `discount` of the whole paper, plus taxes that are added, is `total`.

    `untaxed` is what the goods cost without any tax, `tax` all tax whether added or included.
    """

    lines: Money
    discount: Money
    untaxed: Money
    taxes: tuple[TaxSum, ...]
    tax: Money
    total: Money

    @property
    def rounding(self) -> Money:
        """What a price with its tax holds beside the price without it and the tax: mostly nothing, at times a unit."""
        return self.total - self.untaxed - self.tax

    @property
    def further(self) -> tuple[TaxSum, ...]:
        """The second taxes, such as PPnBM."""
        return tuple(item for item in self.taxes if item.second)

    @property
    def main_tax(self) -> Money:
        """All tax but that."""
        return sum((-item.amount for item in self.further), self.tax)

    @property
    def vat(self) -> bool:
        """Whether that is Indonesia's value added tax, by its name."""
        return all(item.tax.name.casefold().startswith(("ppn", "vat")) for item in self.taxes if not item.second)

    @property
    def zero_rated(self) -> bool:
        """Whether there are taxes and all have no rate."""
        return bool(self.taxes) and not any(item.tax.rate for item in self.taxes)

    @property
    def other_base(self) -> bool:
        """Whether a tax is on 11/12 of the price (PMK 131 of 2024)."""
        return any((item.tax.base_numerator, item.tax.base_denominator) == (11, 12) for item in self.taxes)

    def above(self) -> Iterator[Sum]:
        """The sums that stand above the total, on screen and paper, in their order; what is already there is not told twice.

        Lines less discount plus added taxes is the total; where taxes are included, so is untaxed plus taxes plus rounding.
        Taxes stand below their base, first those on the sum that is already told.
        """
        yield Sum(Part.LINES, self.lines)
        told = self.lines
        if self.discount:
            yield Sum(Part.DISCOUNT, -self.discount)
        if self.taxes and (self.discount or any(item.tax.included for item in self.taxes)):
            told = self.untaxed
            yield Sum(Part.UNTAXED, told)
        by_base: dict[tuple[Money, Fraction], list[TaxSum]] = {(told, Fraction(1)): []}
        for item in self.taxes:
            share = Fraction(item.tax.base_numerator, item.tax.base_denominator)
            by_base.setdefault((item.base, share), []).append(item)
        for at, ((base, _), items) in enumerate(by_base.items()):
            if at:
                yield Sum(Part.BASE, base, items[0].tax)
            yield from (Sum(Part.TAX, item.amount, item.tax) for item in items)
        if self.rounding:
            yield Sum(Part.ROUNDING, self.rounding)


def line_amount(
    quantity: Decimal, price: Decimal | None, discount: Decimal, currency: str, arithmetic: int = ARITHMETIC
) -> Decimal:
    """A line after its discount (percent), rounded once, to the currency; nothing while it has no price."""
    if price is None:
        return Decimal(0)
    with localcontext(ARITHMETICS[arithmetic].context):
        return rounded(quantity * price * (_HUNDRED - discount) / _HUNDRED, currency)


def paper_totals(lines: Iterable[Priced], discount: Decimal, currency: str, arithmetic: int = ARITHMETIC) -> Totals:
    """Add up a paper; its discount (percent) is taken once from the sum, and shared out among the taxes by their lines."""
    how = ARITHMETICS[arithmetic]
    with localcontext(how.context):
        amounts = [
            (line.tax, line_amount(line.quantity, line.price, line.discount, currency, arithmetic)) for line in lines
        ]
        return _added_up(how.groups(amounts, discount, currency), how.split, currency)


Amounts = Sequence[tuple[Tax | None, Decimal]]


class Group(NamedTuple):
    """The lines of one tax: what they come to, what of that the paper's discount takes, and each amount that is left."""

    tax: Tax | None
    amount: Decimal
    taken: Decimal
    left: Sequence[Decimal]


def shared_out(whole: int, weights: Sequence[int]) -> list[int]:
    """A number in parts by weight that add up to it: what is left over goes where most was cut off, then to who comes first."""
    total = sum(weights)
    if not total:
        return [0] * len(weights)
    parts = [whole * weight // total for weight in weights]
    cut = sorted(range(len(weights)), key=lambda at: -(whole * weights[at] % total))
    for at in cut[: whole - sum(parts)]:
        parts[at] += 1
    return parts


def _groups(amounts: Amounts, discount: Decimal, currency: str) -> list[Group]:
    by_tax: dict[Tax | None, list[int]] = {}
    for tax, amount in amounts:
        by_tax.setdefault(tax, []).append(to_minor(amount, currency))
    weights = {tax: sum(found) for tax, found in by_tax.items()}
    order = sorted(by_tax, key=lambda tax: (-weights[tax], tax is not None, tax))  # whatever the lines' order
    gross = sum(weights.values())
    whole = to_minor(from_minor(gross, currency) * discount / _HUNDRED, currency)
    shares = shared_out(whole, [weights[tax] for tax in order])
    return [
        Group(
            tax,
            from_minor(weights[tax], currency),
            from_minor(share, currency),
            [from_minor(one, currency) for one in _left(sorted(by_tax[tax], reverse=True), share, tax)],
        )
        for tax, share in zip(order, shares, strict=True)
    ]


def _left(amounts: Sequence[int], taken: int, tax: Tax | None) -> list[int]:
    """What is taxed: each line by itself where its tax is, else their sum."""
    if tax is None or not tax.by_line:
        return [sum(amounts) - taken]
    return [amount - share for amount, share in zip(amounts, shared_out(taken, amounts), strict=True)]


def _older_groups(amounts: Amounts, discount: Decimal, currency: str) -> list[Group]:
    return [
        Group(tax, amount, taken, [amount - taken])
        for tax, (amount, taken) in older_totals.reduced(amounts, discount, currency).items()
    ]


def _added_up(groups: Iterable[Group], split: "_Split", currency: str) -> Totals:
    gross = taken = untaxed = tax = added = Decimal(0)
    taxes: list[TaxSum] = []
    for group in groups:
        gross += group.amount
        taken += group.taken
        if group.tax is None:
            untaxed += sum(group.left)
            continue
        parts = [split(group.tax, amount, currency) for amount in group.left]
        untaxed += sum(price for price, _ in parts)
        for at, dues in enumerate(zip(*(dues for _, dues in parts), strict=True)):
            due = sum(one.amount for one in dues)
            tax += due
            added += 0 if group.tax.included else due
            base = sum(one.base for one in dues)
            taxes.append(TaxSum(dues[0].tax, Money(Decimal(base), currency), Money(Decimal(due), currency), at > 0))
    return Totals(
        lines=Money(gross, currency),
        discount=Money(taken, currency),
        untaxed=Money(untaxed, currency),
        taxes=tuple(sorted(taxes, key=lambda item: (item.tax.code, item.second))),
        tax=Money(tax, currency),
        total=Money(gross - taken + added, currency),
    )


_Split = Callable[[Tax, Decimal, str], tuple[Decimal, tuple[Due, ...]]]


class _Arithmetic(NamedTuple):
    context: Context
    groups: Callable[[Amounts, Decimal, str], Iterable[Group]]
    split: _Split


#: How each version has added up: what was agreed under an older one keeps its figures for ever. The first had 28 digits on the
#: way, which rounded the largest products before the amount; the second was exact; since the third the paper's discount is
#: computed once, and a tax from the base that is printed.
ARITHMETICS: Final[dict[int, _Arithmetic]] = {
    1: _Arithmetic(Context(prec=28), _older_groups, older_totals.split),
    2: _Arithmetic(WIDE, _older_groups, older_totals.split),
    3: _Arithmetic(WIDE, _groups, Tax.split),
}
