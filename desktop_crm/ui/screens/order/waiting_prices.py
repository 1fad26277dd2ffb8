"""The prices that lines had before their order got another currency, until somebody says what becomes of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from desktop_crm.model.money import unpriced
from desktop_crm.ui.form.grid_line import GridLine

Lines = Sequence[GridLine]


@dataclass(frozen=True, slots=True)
class WaitingPrices:
    """In which currency they were, line by line."""

    currency: str
    lines: tuple[GridLine, ...]

    def given(self, now: Lines, of: Callable[[Decimal], Decimal | None]) -> tuple[GridLine, ...]:
        """The lines as they are now, those that still wait with what `of` makes of their price."""
        left = [line for line in self.lines if line.unit_price]
        return tuple(self._given(line, left, of) for line in now)

    def waits(self, now: Lines) -> bool:
        """Whether any of them still has no price."""
        return self.given(now, lambda price: price) != tuple(now)

    @staticmethod
    def _given(line: GridLine, left: list[GridLine], of: Callable[[Decimal], Decimal | None]) -> GridLine:
        old = next((one for one in left if _is_same(one, line)), None)
        if old is None or old.unit_price is None:
            return line
        left.remove(old)
        return line if line.unit_price is not None else replace(line, unit_price=of(old.unit_price))

    def plain(self) -> dict[str, Any]:
        """For the draft: the currency and the prices."""
        return {"currency": self.currency, "prices": [_text(line.unit_price) for line in self.lines]}

    @classmethod
    def of_plain(cls, kept: dict[str, Any], now: Lines) -> "WaitingPrices":
        """What `plain` told."""
        prices = [None if price is None else Decimal(price) for price in kept["prices"]]
        return cls(
            kept["currency"],
            tuple(replace(line, unit_price=price) for line, price in zip(now, prices, strict=False)),
        )


def without_prices(lines: Lines) -> tuple[GridLine, ...]:
    """What is free stays free."""
    return tuple(replace(line, unit_price=unpriced(line.unit_price)) for line in lines)


def _is_same(one: GridLine, other: GridLine) -> bool:
    return (one.product_id, one.name, one.key) == (other.product_id, other.name, other.key)


def _text(price: Decimal | None) -> str | None:
    return None if price is None else str(price)
