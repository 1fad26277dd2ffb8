"""The prices that lines had before their paper got another currency: each line keeps its own until somebody says what becomes of it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from desktop_crm.model.money import unpriced
from desktop_crm.ui.lines.line import GridLine

Lines = Sequence[GridLine]


def put_off(lines: Lines) -> tuple[GridLine, ...]:
    """Let all prices wait; what is free stays free."""
    return without_prices(replace(line, waiting=line.unit_price or None) for line in lines)


def without_prices(lines: Iterable[GridLine]) -> tuple[GridLine, ...]:
    """What waits goes on waiting; what is free stays free."""
    return tuple(replace(line, unit_price=unpriced(line.unit_price)) for line in lines)


def given(lines: Lines, of: Callable[[Decimal], Decimal | None]) -> tuple[GridLine, ...]:
    """The lines, those that still wait with what `of` makes of their price; where it makes nothing of it, it waits on."""
    return tuple(line if line.waiting is None else _given(line, line.waiting, of) for line in lines)


def any_waits(lines: Lines) -> bool:
    """Whether one of them has no price, and had one."""
    return any(line.unit_price is None and line.waiting is not None for line in lines)


def _given(line: GridLine, waiting: Decimal, of: Callable[[Decimal], Decimal | None]) -> GridLine:
    price = of(waiting) if line.unit_price is None else line.unit_price
    return line if price is None else replace(line, unit_price=price, waiting=None)
