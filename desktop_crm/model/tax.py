"""Tax rules as data: a rate on a fraction of the base, included in the price or added to it, and perhaps a second tax."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, NamedTuple

from sqlalchemy import Integer, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.model.about import about
from desktop_crm.model.base import Fixed, Flag, Record, text_column
from desktop_crm.model.message import msg
from desktop_crm.model.money import digits, lies_between, rounded, to_places
from desktop_crm.model.problem import Problem

_HUNDRED: Final = Decimal(100)
_RATE_PLACES: Final = 4
_LARGEST_FRACTION: Final = 1000
#: The law allows up to this for luxury goods (UU PPN, article 8).
_HIGHEST_SECOND: Final = 200
#: How far the price without an included tax can be from where it divides, in units of the currency, the nearest first.
_NEAR: Final = (0, -1, 1, -2, 2)


class Due(NamedTuple):
    """What is taxed by one tax: the taxable base (DPP) and the tax, as the base says it."""

    tax: "Tax"
    base: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True, order=True)
class Tax:
    """A rule as an order line keeps it, so that later changes of the rule leave the order alone.

    `rate` in percent; the taxable base is `base_numerator / base_denominator` of the price. Indonesia's VAT since
    2025 is 12 % on 11/12 of the price for goods that are not luxuries (PMK 131 of 2024, article 3). A second tax (PPnBM)
    is on the whole price. `by_line`: what is due is rounded for each line by itself, not once for the paper.
    """

    code: str
    name: str
    rate: Decimal
    base_numerator: int = 1
    base_denominator: int = 1
    included: bool = False
    by_line: bool = False
    second_name: str = ""
    second_rate: Decimal = Decimal(0)

    def to_json(self) -> dict[str, Any]:
        """The plain form for the file."""
        return {**asdict(self), "rate": str(self.rate), "second_rate": str(self.second_rate)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Tax":
        """What `to_json` wrote, in this version or any before it."""
        rates = {name: Decimal(data[name]) for name in ("rate", "second_rate") if name in data}
        return cls(**{**data, **rates})

    @property
    def title(self) -> str:
        """What a person chooses it by."""
        return titled(self.name, self.second_name)

    @property
    def parts(self) -> tuple["Tax", ...]:
        """Each tax by itself, as papers name it."""
        if not self.second_name:
            return (self,)
        second = Tax(self.code, self.second_name, self.second_rate, included=self.included, by_line=self.by_line)
        return replace(self, second_name="", second_rate=Decimal(0)), second

    @property
    def effective(self) -> Fraction:
        """The share of the untaxed price: 12 % on 11/12 is 0.11."""
        return sum((part.share for part in self.parts), Fraction(0))

    @property
    def share(self) -> Fraction:
        """Of the first tax alone."""
        return Fraction(self.rate / _HUNDRED) * Fraction(self.base_numerator, self.base_denominator)

    def other_side(self, price: Decimal, places: int) -> Decimal:
        """A price with the tax when the rule adds it, without it when it is included, to so many decimals."""
        with_tax = 1 + self.effective
        factor = 1 / with_tax if self.included else with_tax
        return to_places(price * factor.numerator / factor.denominator, places)

    def split(self, amount: Decimal, currency: str) -> tuple[Decimal, tuple[Due, ...]]:
        """Of an amount after discounts: the price without tax, and for each of `parts` its base and what is due.

        An included tax leaves the price whose base comes nearest: at times no price and tax are together the amount, and a
        unit is left over.
        """
        if not self.included:
            return amount, self._due(amount, currency)
        share = self.effective
        about = rounded(amount * share.denominator / (share.denominator + share.numerator), currency)
        unit = Decimal(1).scaleb(-digits(currency))
        tried = [(about + unit * away, self._due(about + unit * away, currency)) for away in _NEAR]
        return min(tried, key=lambda found: abs(amount - found[0] - sum(due.amount for due in found[1])))

    def _due(self, price: Decimal, currency: str) -> tuple[Due, ...]:
        found = []
        for part in self.parts:
            base = rounded(price * part.base_numerator / part.base_denominator, currency)
            found.append(Due(part, base, rounded(base * part.rate / _HUNDRED, currency)))
        return tuple(found)


def titled(name: str, second_name: str) -> str:
    """Both taxes of a rule by name."""
    return " + ".join(filter(None, (name, second_name)))


class TaxRule(Record):
    """A rule the manager can choose for products and lines."""

    __tablename__ = "tax_rules"
    noun = "settings"
    one = msg("Tax rule")
    called = "name"

    code: Mapped[str] = mapped_column(Text, unique=True, default="", info=about(msg("Code")))
    name: Mapped[str] = text_column(info=about(msg("Name")))
    rate: Mapped[Decimal] = mapped_column(Fixed(_RATE_PLACES), default=Decimal(0), info=about(msg("Rate")))
    base_numerator: Mapped[int] = mapped_column(Integer, default=1, info=about(msg("Base: numerator")))
    base_denominator: Mapped[int] = mapped_column(Integer, default=1, info=about(msg("Base: denominator")))
    included: Mapped[bool] = mapped_column(Flag, default=False, info=about(msg("Included in the price")))
    active: Mapped[bool] = mapped_column(Flag, default=True, info=about(msg("Active")))
    by_line: Mapped[bool] = mapped_column(
        Flag, default=False, server_default=text("0"), sort_order=1, info=about(msg("Rounded line by line"))
    )
    second_name: Mapped[str] = text_column(server_default=text("''"), sort_order=1, info=about(msg("Second tax")))
    second_rate: Mapped[Decimal] = mapped_column(
        Fixed(_RATE_PLACES),
        default=Decimal(0),
        server_default=text("0"),
        sort_order=1,
        info=about(msg("Rate of the second tax")),
    )

    def tax(self) -> Tax:
        """The value an order line keeps."""
        return Tax(
            self.code,
            self.name,
            self.rate,
            self.base_numerator,
            self.base_denominator,
            self.included,
            self.by_line,
            self.second_name.strip(),
            self.second_rate,
        )

    @property
    def title(self) -> str:
        """What a person chooses it by."""
        return titled(self.name or self.code, self.second_name.strip())

    def problems(self) -> list[Problem]:
        """A code and a name; a rate from 0 to 100 %, of a second tax to 200 %; a base fraction above 0 and not over 1."""
        found: list[Problem] = []
        if not self.code.strip():
            found.append(Problem("code", msg("A tax rule needs a code")))
        if not self.name.strip():
            found.append(Problem("name", msg("A tax rule needs a name")))
        if not lies_between(self.rate, 0, 100):
            found.append(Problem("rate", msg("A rate lies between 0 and 100 percent")))
        elif round(self.rate, _RATE_PLACES) != self.rate:
            found.append(Problem("rate", msg("A rate has at most 4 decimals")))
        if not lies_between(self.second_rate, 0, _HIGHEST_SECOND):
            found.append(Problem("second_rate", msg("The rate of a second tax lies between 0 and 200 percent")))
        elif round(self.second_rate, _RATE_PLACES) != self.second_rate:
            found.append(Problem("second_rate", msg("A rate has at most 4 decimals")))
        elif self.second_rate and not self.second_name.strip():
            found.append(Problem("second_name", msg("A second tax needs a name")))
        if not 0 < self.base_numerator <= self.base_denominator <= _LARGEST_FRACTION:
            found.append(Problem("base_numerator", msg("The base is a fraction such as 11/12, at most 1")))
        return found
