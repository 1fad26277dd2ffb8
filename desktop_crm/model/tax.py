"""Tax rules as data: a rate on a fraction of the base, included in the price or added to it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from sqlalchemy import Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.model.base import Fixed, Flag, Record, text_column
from desktop_crm.model.message import msg
from desktop_crm.model.money import lies_between, rounded, to_places
from desktop_crm.model.problem import Problem

_HUNDRED: Final = Decimal(100)
_RATE_PLACES: Final = 4
_LARGEST_FRACTION: Final = 1000


@dataclass(frozen=True, slots=True)
class Tax:
    """A rule as an order line keeps it, so that later changes of the rule leave the order alone.

    `rate` in percent; the taxable base is `base_numerator / base_denominator` of the price. Indonesia's VAT since
    2025 is 12 % on 11/12 of the price for goods that are not luxuries (PMK 131 of 2024, article 3).
    """

    code: str
    name: str
    rate: Decimal
    base_numerator: int = 1
    base_denominator: int = 1
    included: bool = False

    def to_json(self) -> dict[str, Any]:
        """The plain form for the file."""
        return {**asdict(self), "rate": str(self.rate)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Tax":
        """What `to_json` wrote."""
        return cls(**{**data, "rate": Decimal(data["rate"])})

    @property
    def effective(self) -> Fraction:
        """The share of the untaxed price: 12 % on 11/12 is 0.11."""
        return Fraction(self.rate / _HUNDRED) * Fraction(self.base_numerator, self.base_denominator)

    def other_side(self, price: Decimal, places: int) -> Decimal:
        """A price with the tax when the rule adds it, without it when it is included, to so many decimals."""
        with_tax = 1 + self.effective
        factor = 1 / with_tax if self.included else with_tax
        return to_places(price * factor.numerator / factor.denominator, places)

    def split(self, amount: Decimal, currency: str) -> tuple[Decimal, Decimal, Decimal]:
        """Of an amount after discounts: the untaxed price, the taxable base (DPP), and the tax, each rounded."""
        share = self.effective
        if self.included:
            untaxed = rounded(amount * share.denominator / (share.denominator + share.numerator), currency)
            tax = rounded(amount, currency) - untaxed
        else:
            untaxed = rounded(amount, currency)
            tax = rounded(untaxed * share.numerator / share.denominator, currency)
        base = rounded(untaxed * self.base_numerator / self.base_denominator, currency)
        return untaxed, base, tax


class TaxRule(Record):
    """A rule the manager can choose for products and lines."""

    __tablename__ = "tax_rules"
    noun = "settings"
    called = "name"

    code: Mapped[str] = mapped_column(Text, unique=True, default="")
    name: Mapped[str] = text_column()
    rate: Mapped[Decimal] = mapped_column(Fixed(_RATE_PLACES), default=Decimal(0))
    base_numerator: Mapped[int] = mapped_column(Integer, default=1)
    base_denominator: Mapped[int] = mapped_column(Integer, default=1)
    included: Mapped[bool] = mapped_column(Flag, default=False)
    active: Mapped[bool] = mapped_column(Flag, default=True)

    def tax(self) -> Tax:
        """The value an order line keeps."""
        return Tax(self.code, self.name, self.rate, self.base_numerator, self.base_denominator, self.included)

    def problems(self) -> list[Problem]:
        """A code and a name; a rate from 0 to 100 %; a base fraction above 0 and not over 1."""
        found: list[Problem] = []
        if not self.code.strip():
            found.append(Problem("code", msg("A tax rule needs a code")))
        if not self.name.strip():
            found.append(Problem("name", msg("A tax rule needs a name")))
        if not lies_between(self.rate, 0, 100):
            found.append(Problem("rate", msg("A rate lies between 0 and 100 percent")))
        elif round(self.rate, _RATE_PLACES) != self.rate:
            found.append(Problem("rate", msg("A rate has at most 4 decimals")))
        if not 0 < self.base_numerator <= self.base_denominator <= _LARGEST_FRACTION:
            found.append(Problem("base_numerator", msg("The base is a fraction such as 11/12, at most 1")))
        return found
