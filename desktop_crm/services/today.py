"""The start screen: what asks for attention today, and how the month goes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from desktop_crm.model.listing import UNREADABLE, is_unreadable
from desktop_crm.model.message import Message
from desktop_crm.model.moments import moment_from_int
from desktop_crm.model.money import Money
from desktop_crm.services.clock import today
from desktop_crm.storage import today as storage
from desktop_crm.storage.bare import one_moment
from desktop_crm.storage.file.decoding import value_of
from desktop_crm.storage.today import Panel, panels

__all__ = ["Panel", "panels"]


@dataclass(frozen=True, slots=True)
class Item:
    """A line that leads to its record; `total` is what it is worth. Of an unreadable one, what can be read is there."""

    noun: str
    id: int
    number: str
    client: str
    day: date | None
    total: Money | None
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The first lines of a kind and how many there are in all."""

    items: tuple[Item, ...]
    count: int


@dataclass(frozen=True, slots=True)
class LatestChange:
    """One action (do, undo or redo) with the card it leads to; `at` is None where that can't be read."""

    at: datetime | None
    user: str
    text: Message
    kind: str
    noun: str
    id: int


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
    groups: Mapping[str, Group]  # of each panel, by its id
    latest: tuple[LatestChange, ...]
    this_month: MonthFigures
    last_month: MonthFigures


def overview(connection: Any, day: date | None = None, limit: int = 6) -> Today:
    """What the start screen shows on a day, asked on a workspace's `driver_connection`: the first screen needs no more."""
    day = day or today()
    with one_moment(connection):
        return _overview(connection, day, limit)


def _overview(connection: Any, day: date, limit: int) -> Today:
    first = day.replace(day=1)
    last_first = (first - timedelta(days=1)).replace(day=1)
    return Today(
        day=day,
        groups={panel.id: _group(panel.noun, *panel.ask(connection, day, limit)) for panel in panels()},
        latest=tuple(_latest(connection)),
        this_month=_month(connection, first, day),
        last_month=_month(connection, last_first, min(last_first + (day - first), first - timedelta(days=1))),
    )


def _latest(connection: Any, limit: int = 12) -> Iterator[LatestChange]:
    for at, user, sentence, kind, noun, card_id in storage.latest_changes(connection, limit):
        said: Message = value_of([sentence], Message.from_text)
        yield LatestChange(_or_none([at], moment_from_int), _or_none([user]) or "", said, kind, noun, card_id)


def _group(noun: str, rows: Sequence[storage.Row], count: int) -> Group:
    return Group(tuple(_item(noun, row) for row in rows), count)


def _item(noun: str, row: storage.Row) -> Item:
    record_id, number, client, day, minor, currency = row
    values = [
        value_of([number]),
        UNREADABLE if client is None else value_of([client]),
        value_of([day], date.fromisoformat),
        value_of([minor, currency], Money.of_minor),
    ]
    number, client, when, total = (None if value is UNREADABLE else value for value in values)
    return Item(noun, record_id, number or "", client or "", when, total, unreadable=is_unreadable(values))


def _or_none(parts: Sequence[Any], read: Callable[..., Any] | None = None) -> Any:
    """A value, None where it can't be read."""
    return None if (value := value_of(parts, read)) is UNREADABLE else value


def _sums(rows: Sequence[storage.Row]) -> tuple[Money, ...]:
    """A sum for each currency that can be read."""
    found = (_or_none([minor, currency], Money.of_minor) for currency, _, minor in rows)
    return tuple(money for money in found if money is not None)


def _month(connection: Any, first: date, last: date) -> MonthFigures:
    ordered, signed = storage.ordered(connection, first, last), storage.signed(connection, first, last)
    return MonthFigures(
        orders=sum(count for _, count, _ in ordered),
        ordered=_sums(ordered),
        signed=sum(count for _, count, _ in signed),
        contracted=_sums(signed),
        clients=storage.new_clients(connection, first, last),
    )
