"""How urgent something is: money × days late, times what its client is worth. The one place that reckons it, and says why."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop_crm.model.money import CURRENCIES, DEFAULT_CURRENCY, MAX_MINOR, Money

#: How many times what concerns a key client counts.
KEY_WEIGHT: Final = 2
#: What a day of a call or a claim counts, in rupiah.
CALL_WEIGHT: Final = 50_000_000
#: The same in whole units of a currency that has larger ones.
_CALL_WEIGHTS: Final = {"IDR": CALL_WEIGHT, "JPY": 500_000}
_CALL_ABROAD: Final = 3_000
MOST_KEY: Final = 100
MOST_CALL: Final = 10**12


def usual_call_weight(currency: str) -> int:
    """What a day of a call counts in a new file."""
    return _CALL_WEIGHTS.get(currency, _CALL_ABROAD)


@dataclass(frozen=True, slots=True)
class Weights:
    """What the settings say: the file's own `currency`, how often a `key` client counts, what a day of a `call` counts in it.

    There is no rate between currencies. So what is in another one than the file's own counts as a call does, whatever it
    comes to: it is never lost under large numbers of rupiah, and is no more than a call in front of larger ones.
    """

    currency: str = DEFAULT_CURRENCY
    key: int = KEY_WEIGHT
    call: int = CALL_WEIGHT

    @property
    def call_minor(self) -> int:
        """What a day of a call counts, as the file keeps money."""
        return int(self.call * 10 ** CURRENCIES.get(self.currency, 0))

    def counts_money(self, currency: str) -> bool:
        """Whether sums in this currency are compared by what they come to."""
        return currency == self.currency


@dataclass(frozen=True, slots=True)
class Urgency:
    """`days` late (1 of what is not) × `minor` units of a `currency` × `times`; `stands_for_money`: what a call counts."""

    days: int
    minor: int
    times: int = 1
    stands_for_money: bool = False
    currency: str = DEFAULT_CURRENCY

    @property
    def worth(self) -> Money:
        """What a day of it counts."""
        return Money.of_minor(self.minor, self.currency)

    @property
    def weight(self) -> int:
        """By which it is ordered, the heaviest first."""
        return self.days * self.minor * self.times


def urgency(weights: Weights, days: int, minor: int, currency: str, *, is_key: bool) -> Urgency:
    """Of a record that comes to `minor` units of a currency; empty for one that has no money."""
    counts = weights.counts_money(currency)
    worth = minor if counts else weights.call_minor
    return Urgency(
        days, worth if abs(worth) <= MAX_MINOR else 0, weights.key if is_key else 1, not counts, weights.currency
    )


def days_late(day: date | None, today: date) -> int:
    """Since when it should have been done; 0 where that can't be read."""
    return 0 if day is None else max((today - day).days, 0)
