"""The start screen: what asks for attention today, the most urgent first, and how the month goes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from desktop_crm.model.listing import UNREADABLE, is_unreadable
from desktop_crm.model.message import Message
from desktop_crm.model.moments import moment_from_int
from desktop_crm.model.money import Money
from desktop_crm.model.urgency import Urgency, Weights, days_late, urgency
from desktop_crm.services.clock import today
from desktop_crm.storage import today as storage
from desktop_crm.storage.bare import one_moment
from desktop_crm.storage.file.decoding import value_of
from desktop_crm.storage.today import LATE, SOON, TODAY, WEEK, Bucket, Later, Rule, Span, Verb, rules, week_end

__all__ = ["GROUPS", "LATE", "SOON", "TODAY", "WEEK", "Later", "Rule", "Span", "Verb", "rules", "week_end"]

#: The groups from top to bottom.
GROUPS: Final = (LATE, TODAY, WEEK, SOON)
#: Of how many of a kind each is shown, and how many stand alone where there are more.
_FEW: Final = {LATE: (3, 1)}
_FEW_ELSE: Final = (5, 4)
#: So many of the last actions are looked at, which are about fewer records.
_LOOKED_AT: Final = 60


@dataclass(frozen=True, slots=True)
class Item:
    """A row that leads to its record; `total` is what it is worth. Of an unreadable one, what can be read is there."""

    rule: str
    noun: str
    id: int
    number: str
    client: str
    day: date | None
    total: Money | None
    state: str
    urgency: Urgency
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Fold:
    """The rest of a kind in a group: how many, from when to when, and what they come to."""

    rule: str
    span: Span
    count: int
    first: date | None
    last: date | None
    sums: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Its rows, the most urgent first, then what is folded; `count` is of all records, `counts` of each rule."""

    id: str
    items: tuple[Item, ...]
    folds: tuple[Fold, ...]
    counts: dict[str, int]

    @property
    def count(self) -> int:
        """Shown and folded."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class LatestChange:
    """The last action (do, undo or redo) about a card, and how many there were lately; `at` is None where that can't be read.

    `entry` is what *Undo* takes back; None where it can't be, or was.
    """

    at: datetime | None
    user: str
    text: Message
    kind: str
    noun: str
    id: int
    entry: int | None = None
    count: int = 1


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
    groups: tuple[Group, ...]  # those that have something
    latest: tuple[LatestChange, ...]
    this_month: MonthFigures
    last_month: MonthFigures
    set_up: dict[str, bool]  # what a file begins with → whether it is there
    demonstration: bool

    def group(self, name: str) -> Group:
        """One of them, empty when there is nothing."""
        return next((group for group in self.groups if group.id == name), Group(name, (), (), {}))


def overview(connection: Any, day: date | None = None) -> Today:
    """What the start screen shows on a day, asked on a workspace's `driver_connection`: the first screen needs no more."""
    day = day or today()
    with one_moment(connection):
        return _overview(connection, day)


def _overview(connection: Any, day: date) -> Today:
    first = day.replace(day=1)
    last_first = (first - timedelta(days=1)).replace(day=1)
    return Today(
        day=day,
        groups=tuple(urgent(connection, day)),
        latest=tuple(merged(_latest(connection))),
        this_month=_month(connection, first, day),
        last_month=_month(connection, last_first, min(last_first + (day - first), first - timedelta(days=1))),
        set_up=storage.set_up(connection),
        demonstration=storage.is_demonstration(connection),
    )


# What is urgent


def order_of(group: str, item: Item) -> tuple[Any, ...]:
    """Where it stands in its group: by weight, in days to come by the day first; then by money, then by age."""
    return (*_by_weight(group, item.day, item.urgency), -(item.total.minor if item.total else 0), item.rule, item.id)


def _by_weight(group: str, day: date | None, urgent: Urgency) -> tuple[Any, ...]:
    return (-urgent.weight,) if group in {LATE, TODAY} else (day or date.max, -urgent.weight)


def urgent(connection: Any, day: date) -> Iterator[Group]:
    """The groups that have something, from top to bottom."""
    weights = storage.weights(connection)
    found: dict[str, list[tuple[Rule, list[Item], Fold | None]]] = {name: [] for name in GROUPS}
    for rule in rules():
        for span in rule.spans(day):
            if beneath := storage.buckets(connection, rule, span):
                found[span.group].append((rule, *_shown(connection, rule, span, beneath, _Reckoning(weights, day))))
    for name, parts in found.items():
        if parts:
            items = sorted((item for _, items, _ in parts for item in items), key=lambda item: order_of(name, item))
            counts = {rule.id: len(items) + (fold.count if fold else 0) for rule, items, fold in parts}
            yield Group(name, tuple(items), tuple(fold for _, _, fold in parts if fold), counts)


@dataclass(frozen=True, slots=True)
class _Reckoning:
    weights: Weights
    today: date

    def urgency(self, group: str, day: date | None, minor: Any, currency: Any, *, is_key: bool) -> Urgency:
        days = days_late(day, self.today) if group == LATE else 1
        return urgency(self.weights, days, minor if isinstance(minor, int) else 0, currency, is_key=is_key)

    def at_best(self, group: str, bucket: Bucket) -> tuple[Any, ...]:
        """Where the first of a bucket could stand."""
        day = _or_none([bucket.day], date.fromisoformat)
        return _by_weight(group, day, self.urgency(group, day, bucket.most, bucket.currency, is_key=True))

    def first(self, connection: Any, rule: Rule, span: Span, beneath: Sequence[Bucket], wanted: int) -> list[Item]:
        """The heaviest: buckets are opened from the one that could hold it, until no other can."""
        group, found = span.group, list[Item]()
        for at_best, bucket in sorted(
            ((self.at_best(group, bucket), bucket) for bucket in beneath), key=lambda each: each[0]
        ):
            if len(found) == wanted and order_of(group, found[-1])[: len(at_best)] < at_best:
                break
            rows = storage.heaviest(connection, rule, bucket, self.weights, wanted)
            items = (_item(rule, group, row, self) for row in rows)
            found = sorted([*found, *items], key=lambda item: order_of(group, item))[:wanted]
        return found


def _shown(
    connection: Any, rule: Rule, span: Span, beneath: Sequence[Bucket], reckoning: _Reckoning
) -> tuple[list[Item], Fold | None]:
    """The first ones, and the rest of them folded."""
    count = sum(bucket.count for bucket in beneath)
    few, alone = _FEW.get(span.group, _FEW_ELSE)
    wanted = count if count <= few else alone
    items = reckoning.first(connection, rule, span, beneath, wanted)
    return items, None if count == len(items) else _fold(rule, span, beneath, items)


def _fold(rule: Rule, span: Span, beneath: Sequence[Bucket], shown: Sequence[Item]) -> Fold:
    """What is left of the buckets without what is shown."""
    days, sums = dict[date | None, int](), dict[Any, int]()
    for bucket in beneath:
        day = _or_none([bucket.day], date.fromisoformat)
        days[day] = days.get(day, 0) + bucket.count
        sums[bucket.currency] = sums.get(bucket.currency, 0) + bucket.total
    for item in shown:
        days[item.day] = days.get(item.day, 0) - 1
        if item.total is not None and item.total.currency in sums:
            sums[item.total.currency] -= item.total.minor
    left = [day for day, count in days.items() if day is not None and count > 0]
    money = _sums((currency, 0, minor) for currency, minor in sums.items() if minor)
    count = sum(bucket.count for bucket in beneath) - len(shown)
    return Fold(rule.id, span, count, min(left, default=None), max(left, default=None), money)


def _item(rule: Rule, group: str, row: storage.Row, reckoning: _Reckoning) -> Item:
    record_id, number, client, day, minor, currency, state, is_key = row
    values = [
        value_of([number]),
        UNREADABLE if client is None else value_of([client]),
        value_of([day], date.fromisoformat),
        value_of([minor, currency], Money.of_minor) if rule.money else None,
    ]
    number, client, when, total = (None if value is UNREADABLE else value for value in values)
    urgent = reckoning.urgency(group, when, minor, currency, is_key=bool(is_key))
    return Item(
        rule.id,
        rule.noun,
        record_id,
        number or "",
        client or "",
        when,
        total,
        _or_none([state]) or "",
        urgent,
        unreadable=is_unreadable(values),
    )


# What was done lately


def merged(changes: Iterable[LatestChange]) -> Iterator[LatestChange]:
    """One for each card, the last that happened there, counting the others; what a file began with is one, too."""
    kept: dict[object, LatestChange] = {}
    for change in changes:
        about: object = change.kind if change.kind == "base" else (change.noun, change.id)
        kept[about] = replace(kept[about], count=kept[about].count + 1) if about in kept else change
    yield from kept.values()


def _latest(connection: Any) -> Iterator[LatestChange]:
    for entry, at, user, sentence, kind, undoable, noun, card_id in storage.latest_changes(connection, _LOOKED_AT):
        said: Message = value_of([sentence], Message.from_text)
        moment = _or_none([at], moment_from_int)
        yield LatestChange(moment, _or_none([user]) or "", said, kind, noun, card_id, entry if undoable else None)


# How the month goes


def _or_none(parts: Sequence[Any], read: Callable[..., Any] | None = None) -> Any:
    """A value, None where it can't be read."""
    return None if (value := value_of(parts, read)) is UNREADABLE else value


def _sums(rows: Iterable[storage.Row]) -> tuple[Money, ...]:
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
