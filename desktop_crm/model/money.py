"""Money: a Decimal amount with its currency. The database keeps integers in minor units; here is the only rounding."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

#: Digits after the point that are used in trade. ISO 4217 gives the rupiah two, but the sen has been out of use for
#: decades and Indonesian invoices carry whole rupiah.
CURRENCIES: Final[dict[str, int]] = {
    "IDR": 0,
    "USD": 2,
    "EUR": 2,
    "SGD": 2,
    "CNY": 2,
    "JPY": 0,
    "MYR": 2,
    "AUD": 2,
    "GBP": 2,
}
DEFAULT_CURRENCY: Final = "IDR"

#: The largest amount that is kept: fits a 64-bit integer with room for sums over a million rows.
MAX_MINOR: Final = 10**15


#: Room for whatever is typed, so that it can be refused in a sentence: the usual 28 digits would fail before.
_WIDE: Final = Context(prec=120)


def digits(currency: str) -> int:
    """Digits after the point of a currency's amounts; KeyError for a currency the program does not know."""
    return CURRENCIES[currency]


def rounded(amount: Decimal, currency: str) -> Decimal:
    """`amount` in whole minor units, halves away from zero (as Indonesian tax practice and people round)."""
    return amount.quantize(Decimal(1).scaleb(-digits(currency)), rounding=ROUND_HALF_UP, context=_WIDE)


def to_minor(amount: Decimal, currency: str) -> int:
    """The integer the database keeps; rounds first."""
    return int(rounded(amount, currency).scaleb(digits(currency)))


def from_minor(minor: int, currency: str) -> Decimal:
    """The amount behind the database's integer."""
    return Decimal(minor).scaleb(-digits(currency))


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount of one currency; arithmetic between two currencies is a programming error (ValueError)."""

    amount: Decimal
    currency: str = DEFAULT_CURRENCY

    @classmethod
    def of_minor(cls, minor: int, currency: str) -> "Money":
        """Money from the database's integer."""
        return cls(from_minor(minor, currency), currency)

    @property
    def minor(self) -> int:
        """The integer for the database."""
        return to_minor(self.amount, self.currency)

    def rounded(self) -> "Money":
        """In whole minor units."""
        return Money(rounded(self.amount, self.currency), self.currency)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __mul__(self, factor: Decimal | int) -> "Money":
        return Money(self.amount * factor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __bool__(self) -> bool:
        return self.amount != 0

    def _same(self, other: "Money") -> Decimal:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} can't be added")
        return other.amount
