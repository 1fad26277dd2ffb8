"""Money: a Decimal amount with its currency. The database keeps integers in minor units; here is the only rounding."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from desktop_crm.model.message import Message, msg

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

#: Decimals of a price of one unit, in any currency: screws cost 12.50 rupiah. Only amounts are rounded to their currency.
PRICE_PLACES: Final = 4
#: Decimals of a discount in percent.
PERCENT_PLACES: Final = 2
#: The largest price that is kept: with its places it fits a 64-bit integer.
MAX_PRICE: Final = Decimal(10**14)


#: Room for whatever is typed, so that it can be refused in a sentence, and for exact products: the usual 28 digits would
#: fail or round before.
WIDE: Final = Context(prec=120)


def digits(currency: str) -> int:
    """Digits after the point of a currency's amounts; KeyError for a currency the program does not know."""
    return CURRENCIES[currency]


def rounded(amount: Decimal, currency: str) -> Decimal:
    """`amount` in whole minor units, halves away from zero (as Indonesian tax practice and people round)."""
    return to_places(amount, digits(currency))


def to_places(number: Decimal, places: int) -> Decimal:
    """With exactly so many decimals, halves away from zero."""
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=WIDE)


def decimals(number: Decimal) -> int:
    """How many decimals a number has, zeros at the end not counted."""
    exponent = number.normalize(WIDE).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def price_from_file(units: int, currency: str) -> "Money":
    """A price behind the database's integer, which counts ten-thousandths in any currency."""
    price = Decimal(units).scaleb(-PRICE_PLACES)
    return Money(to_places(price, max(digits(currency), decimals(price))), currency)


@dataclass(frozen=True, slots=True)
class Rate:
    """How much of `other` one `unit` is: people quote it so that the number is above 1, dollars in rupiah."""

    unit: str
    other: str

    @classmethod
    def between(cls, one: str, two: str) -> "Rate":
        """The way in which the rate between two currencies is quoted."""
        small = [code for code in ("IDR", "JPY") if code in {one, two}]
        return cls(two, one) if small[:1] == [one] else cls(one, two)

    def converted(self, price: Decimal, currency: str, rate: Decimal) -> Decimal | None:
        """A price in the other currency of the two; None for one that can't be kept.

        It gets the other currency's decimals where that changes it by less than a ten-thousandth, else four of its own.
        """
        exact = WIDE.multiply(price, rate) if currency == self.unit else WIDE.divide(price, rate)
        target = self.other if currency == self.unit else self.unit
        short = to_places(exact, digits(target))
        kept = short if abs(short - exact) * 10_000 < exact else to_places(exact, PRICE_PLACES)
        return kept if price_problem(kept) is None and kept else None


def unpriced(price: Decimal | None) -> Decimal | None:
    """What a price is in another currency before anybody has said: none; only what is free stays free."""
    return None if price else price


def price_to_file(price: "Money") -> int:
    """The nearest integer that the database could keep: what a filter compares with."""
    return int(to_places(price.amount, PRICE_PLACES).scaleb(PRICE_PLACES))


def price_problem(price: Decimal) -> Message | None:
    """Why a price can't be kept as it is; None when it can."""
    if not price.is_finite():
        return msg("This is not a number")
    if price < 0:
        return msg("A price can't be negative")
    if price > MAX_PRICE:
        return msg("The price is too large")
    return (
        None if has_places(price, PRICE_PLACES) else msg("A price has at most {places} decimals", places=PRICE_PLACES)
    )


def lies_between(value: Decimal, low: int, high: int) -> bool:
    """Whether a number is neither smaller nor larger; one that is none can't even be compared."""
    return not value.is_nan() and low <= value <= high


def has_places(value: Decimal, places: int) -> bool:
    """Whether a number can be kept exactly with so many decimals."""
    return value.is_finite() and decimals(value) <= places


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


@dataclass(frozen=True, slots=True)
class Sums:
    """Amounts of several currencies, which nobody adds to one another."""

    amounts: tuple[Money, ...]
