"""The start screen: what asks for attention today, and how the month goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from desktop_crm.model.money import Money
from desktop_crm.services import history
from desktop_crm.services.clock import today
from desktop_crm.storage import today as storage

#: A contract is told this long before its end.
ENDING_SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Item:
    """A line that leads to its record; `total` is what it is worth."""

    noun: str
    id: int
    number: str
    client: str
    day: date | None
    total: Money


@dataclass(frozen=True, slots=True)
class Group:
    """The first lines of a kind and how many there are in all."""

    items: tuple[Item, ...]
    count: int


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """One month up to the same day: orders that count (not draft or cancelled), signed contracts, new clients."""

    orders: int
    ordered: tuple[Money, ...]
    signed: int
    contracted: tuple[Money, ...]
    clients: int


@dataclass(frozen=True, slots=True)
class Today:
    """All that the start screen shows."""

    day: date
    overdue: Group
    due: Group
    to_sign: Group
    ending: Group
    latest: tuple[history.LatestChange, ...]
    this_month: MonthFigures
    last_month: MonthFigures


def overview(session: Session, day: date | None = None, limit: int = 6) -> Today:
    """What the start screen shows on a day."""
    day = day or today()
    week_end = day + timedelta(days=6 - day.weekday())
    first = day.replace(day=1)
    last_first = (first - timedelta(days=1)).replace(day=1)
    return Today(
        day=day,
        overdue=_group("order", *storage.orders_promised(session, None, day - timedelta(days=1), limit)),
        due=_group("order", *storage.orders_promised(session, day, week_end, limit)),
        to_sign=_group("contract", *storage.contracts_to_sign(session, limit)),
        ending=_group("contract", *storage.contracts_ending(session, day, day + ENDING_SOON, limit)),
        latest=tuple(history.latest(session)),
        this_month=_month(session, first, day),
        last_month=_month(
            session, last_first, min(last_first.replace(day=1) + (day - first), first - timedelta(days=1))
        ),
    )


def _group(noun: str, rows: Sequence[storage.Row], count: int) -> Group:
    items = (
        Item(noun, record_id, number, client, day, Money.of_minor(minor, currency))
        for record_id, number, client, day, minor, currency in rows
    )
    return Group(tuple(items), count)


def _month(session: Session, first: date, last: date) -> MonthFigures:
    ordered, signed = storage.ordered(session, first, last), storage.signed(session, first, last)
    return MonthFigures(
        orders=sum(count for _, count, _ in ordered),
        ordered=tuple(Money.of_minor(minor, currency) for currency, _, minor in ordered),
        signed=sum(count for _, count, _ in signed),
        contracted=tuple(Money.of_minor(minor, currency) for currency, _, minor in signed),
        clients=storage.new_clients(session, first, last),
    )
