"""What is urgent, over any orders there may be: the heaviest first, the rest folded, nothing lost, whatever order they lie in."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from typing import Any

import sqlcipher3.dbapi2 as driver
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.model.message import msg
from desktop_crm.model.urgency import Weights, urgency
from desktop_crm.services import today
from desktop_crm.services.today import LATE, Group, LatestChange

DAY = date(2026, 3, 12)
KEY, CALL = 3, 1_000

#: Days before or after the day, total, currency, whether the client is a key one.
Made = tuple[int, int, str, bool]

made = st.tuples(
    st.integers(-400, 6),
    st.one_of(st.integers(0, 5), st.integers(0, 10**12)),
    st.sampled_from(["IDR", "IDR", "USD"]),
    st.booleans(),
)

_TABLES = (
    "CREATE TABLE company (id INTEGER PRIMARY KEY, currency TEXT, key_weight INTEGER, call_weight INTEGER)",
    f"INSERT INTO company VALUES (1, 'IDR', {KEY}, {CALL})",
    "CREATE TABLE tasks (id INTEGER PRIMARY KEY, client_id INTEGER, title TEXT, due TEXT, done_at INTEGER)",
    "CREATE TABLE letters (id INTEGER PRIMARY KEY, number TEXT, client_id INTEGER, state TEXT, answer_due TEXT)",
    "CREATE TABLE clients (id INTEGER PRIMARY KEY, full_name TEXT, is_key INTEGER)",
    "INSERT INTO clients VALUES (1, 'PT Kunci', 1), (2, 'Toko Dua', 0)",
    (
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, number TEXT, client_id INTEGER, state TEXT, promised_on TEXT,"
        " currency TEXT, total_minor INTEGER)"
    ),
    (
        "CREATE TABLE contracts (id INTEGER PRIMARY KEY, number TEXT, client_id INTEGER, state TEXT, contract_date TEXT,"
        " valid_until TEXT, currency TEXT, total_minor INTEGER)"
    ),
)


def groups_of(orders: list[Made]) -> dict[str, Group]:
    with closing(driver.connect(":memory:")) as connection:
        for statement in _TABLES:
            connection.execute(statement)
        rows = [
            (f"SO/{at}", 1 if is_key else 2, (DAY + timedelta(days=days)).isoformat(), currency, total)
            for at, (days, total, currency, is_key) in enumerate(orders)
        ]
        connection.executemany(
            "INSERT INTO orders (number, client_id, state, promised_on, currency, total_minor)"
            " VALUES (?, ?, 'confirmed', ?, ?, ?)",
            rows,
        )
        return {group.id: group for group in today.urgent(connection, DAY)}


def weight(order: Made) -> int:
    days, total, currency, is_key = order
    return -days * (total if currency == "IDR" else CALL) * (KEY if is_key else 1)


@given(st.lists(made, max_size=40))
def test_no_heavier_one_stands_below_or_is_folded_under_a_lighter(orders: list[Made]) -> None:
    late = [order for order in orders if order[0] < 0]
    group = groups_of(orders).get(LATE)
    assert (group is None) == (not late)
    if group is not None:
        weights = sorted(map(weight, late), reverse=True)
        shown = [item.urgency.weight for item in group.items]
        assert shown == weights[: len(late) if len(late) <= 3 else 1]


@given(st.lists(made, max_size=25), st.randoms(use_true_random=False))
def test_how_they_lie_in_the_file_changes_nothing(orders: list[Made], chance: Any) -> None:
    other = list(orders)
    chance.shuffle(other)
    assert list(seen(groups_of(orders))) == list(seen(groups_of(other)))


def seen(groups: dict[str, Group]) -> Iterator[Any]:
    for group in groups.values():
        yield group.id, group.counts, sorted((item.urgency.weight, item.day, str(item.total)) for item in group.items)
        for fold in group.folds:
            yield fold.count, fold.first, fold.last, sorted(map(str, fold.sums))


@given(st.lists(made, max_size=40))
def test_what_is_shown_and_what_is_folded_is_all_there_is(orders: list[Made]) -> None:
    for group in groups_of(orders).values():
        first, last = {
            today.LATE: (-400, -1),
            today.TODAY: (0, 0),
            today.WEEK: (1, (today.week_end(DAY) - DAY).days),
        }[group.id]
        here = [order for order in orders if first <= order[0] <= last]
        assert group.count == len(here) == len(group.items) + sum(fold.count for fold in group.folds)
        minor: dict[str, int] = {}
        for money in (*(item.total for item in group.items if item.total), *(m for f in group.folds for m in f.sums)):
            minor[money.currency] = minor.get(money.currency, 0) + money.minor
        for currency in ("IDR", "USD"):
            assert minor.get(currency, 0) == sum(total for _, total, code, _ in here if code == currency)
        for fold in group.folds:
            assert fold.count > 0
            assert fold.first is not None
            assert fold.last is not None
            assert DAY + timedelta(days=first) <= fold.first <= fold.last <= DAY + timedelta(days=last)


@given(st.integers(1, 500), st.integers(0, 10**12), st.integers(0, 10**12))
def test_more_money_more_days_and_a_better_client_are_never_less_urgent(days: int, minor: int, more: int) -> None:
    weights = Weights("IDR", KEY, CALL)

    def reckoned(days: int, minor: int, currency: str = "IDR", *, is_key: bool = False) -> int:
        return urgency(weights, days, minor, currency, is_key=is_key).weight

    assert reckoned(days, minor + more) >= reckoned(days, minor)
    assert reckoned(days + 1, minor) >= reckoned(days, minor)
    assert reckoned(days, minor, is_key=True) >= reckoned(days, minor)
    assert reckoned(days, minor, "USD") == reckoned(days, more, "USD") == reckoned(days, more, "") == days * CALL


changes = st.builds(
    lambda kind, noun, card, entry: LatestChange(None, "", msg("Changed"), kind, noun, card, entry),
    st.sampled_from(["do", "do", "undo", "base"]),
    st.sampled_from(["order", "client"]),
    st.integers(1, 3),
    st.integers(1, 100),
)


@given(st.lists(changes))
def test_each_card_is_told_once_by_its_last_change_and_all_are_counted(done: list[LatestChange]) -> None:
    told = list(today.merged(done))
    cards = [("base",) if each.kind == "base" else (each.noun, each.id) for each in told]
    assert len(set(cards)) == len(cards)
    assert sum(each.count for each in told) == len(done)
    for card, each in zip(cards, told, strict=True):
        about = [one for one in done if (("base",) if one.kind == "base" else (one.noun, one.id)) == card]
        assert (each.entry, each.text, each.kind) == (about[0].entry, about[0].text, about[0].kind)
