"""The start screen's figures beside the same ones counted the slow way, in Python, over a whole demonstration."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from typing import Any

import pytest
import sqlcipher3.dbapi2 as driver
from sqlalchemy import select

from desktop_crm.model.client import Client
from desktop_crm.model.contract import Contract
from desktop_crm.model.journal import JournalChange, JournalEntry
from desktop_crm.model.message import Message
from desktop_crm.model.money import Money
from desktop_crm.model.order import Order
from desktop_crm.services import client, clock, contract, order, today
from desktop_crm.services.demo import demo
from desktop_crm.services.today import Group, MonthFigures, Today
from desktop_crm.storage.workspace import Workspace
from tests.office import Office
from tests.rounds import rounds

RANK = ["contract", "order", "product", "client"]
DAY = clock.today()
PROMISED = date(2020, 1, 2)
NUMBER, WORTH = "its number", "its sum"


def behind(office: Office, statement: str) -> None:
    """As another program does it, beside ours."""
    with closing(driver.connect(str(office.workspace.path), isolation_level=None)) as other:
        other.execute(statement)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    made = demo.make(
        tmp_path_factory.mktemp("today") / "Nusa.crm", clients=90, orders=rounds(350, 700), contracts=rounds(100, 250)
    )
    yield made
    made.close()


def everything(workspace: Workspace, mapped: Any) -> list[Any]:
    with workspace.read() as session:
        return list(session.scalars(select(mapped)))


def overview(workspace: Workspace, day: date) -> Today:
    with workspace.driver_connection() as connection:
        seen = today.overview(connection, day)
        assert not connection.in_transaction
    return seen


def shown(group: Group) -> tuple[list[tuple[int, str, date, Money]], int]:
    return [(item.id, item.number, item.day, item.total) for item in group.items], group.count


def expected(
    records: list[Any], day_of: Callable[..., Any], key: Callable[..., Any] | None = None
) -> tuple[list[tuple[int, str, date, Money]], int]:
    in_order = sorted(records, key=key or (lambda record: (day_of(record), record.id)))[:6]
    first = sorted(in_order, key=lambda record: (day_of(record), record.id))
    return [(each.id, each.number, day_of(each), each.total) for each in first], len(records)


@pytest.mark.parametrize("day", [DAY, DAY - timedelta(days=40), DAY + timedelta(days=25), date(2026, 3, 31)])
def test_groups_are_what_a_slow_count_finds(workspace: Workspace, day: date) -> None:
    seen = overview(workspace, day)
    orders, contracts = everything(workspace, Order), everything(workspace, Contract)
    still_open = [each for each in orders if each.state in {"confirmed", "in_delivery"} and each.promised_on]
    week_end = day + timedelta(days=7 if day.weekday() == 6 else 6 - day.weekday())
    late = [each for each in still_open if each.promised_on < day]
    due = [each for each in still_open if day <= each.promised_on <= week_end]
    unsigned = [each for each in contracts if each.state in {"draft", "sent"}]
    ending = [
        each
        for each in contracts
        if each.state == "signed" and each.valid_until and 0 <= (each.valid_until - day).days <= 30
    ]
    assert shown(seen.groups["overdue"]) == expected(late, lambda order: order.promised_on)
    assert shown(seen.groups["due"]) == expected(due, lambda order: order.promised_on)
    assert shown(seen.groups["to_sign"]) == expected(
        unsigned, lambda each: each.contract_date, key=lambda each: each.id
    )
    assert shown(seen.groups["ending"]) == expected(ending, lambda contract: contract.valid_until)


@pytest.mark.parametrize("day", [DAY, DAY.replace(day=1), date(2026, 3, 31), date(2026, 1, 15)])
def test_months_are_what_a_slow_sum_finds(workspace: Workspace, day: date) -> None:
    seen = overview(workspace, day)
    first = day.replace(day=1)
    before = (first - timedelta(days=1)).replace(day=1)
    to_that_day = min(before + (day - first), first - timedelta(days=1))
    for month, start, end in ((seen.this_month, first, day), (seen.last_month, before, to_that_day)):
        assert month == slow_month(workspace, start, end)


def slow_month(workspace: Workspace, start: date, end: date) -> MonthFigures:
    def within(day: date | None) -> bool:
        return day is not None and start <= day <= end

    orders = [
        each
        for each in everything(workspace, Order)
        if within(each.ordered_on) and each.state not in {"draft", "cancelled"}
    ]
    contracts = [each for each in everything(workspace, Contract) if within(each.signed_on)]
    new = [each for each in everything(workspace, Client) if within(each.created_at.astimezone().date())]
    return today.MonthFigures(len(orders), sums(orders), len(contracts), sums(contracts), len(new))


def sums(records: list[Any]) -> tuple[Money, ...]:
    found: Counter[Any] = Counter()
    for record in records:
        found[record.currency] += record.total_minor
    return tuple(Money.of_minor(found[currency], currency) for currency in sorted(found))


def test_latest_changes_name_the_card_each_was_about(workspace: Workspace) -> None:
    entries = sorted(everything(workspace, JournalEntry), key=lambda entry: -entry.id)[:12]
    changes = everything(workspace, JournalChange)
    wanted = []
    for entry in entries:
        own = [change for change in changes if change.entry_id == entry.id]
        about = min(own, key=lambda change: (RANK.index(change.noun) if change.noun in RANK else 4, change.id))
        text = Message.from_json(entry.sentence)
        wanted.append(today.LatestChange(entry.at, entry.user, text, entry.kind, about.noun, about.noun_id))
    assert list(overview(workspace, DAY).latest) == wanted


def test_an_empty_workspace_has_an_empty_day(office: Office) -> None:
    office.do(lambda s: client.delete(s, office.client))
    seen = overview(office.workspace, DAY)
    assert [group.items for group in seen.groups.values()] == [()] * 4
    assert (seen.this_month.ordered, seen.this_month.signed, seen.last_month.orders) == ((), 0, 0)


def test_each_question_walks_an_index(workspace: Workspace) -> None:
    """None reads a table from its beginning to its end: the file has a million rows one day."""
    asked: list[Any] = []
    with workspace.driver_connection() as connection:
        connection.set_trace_callback(asked.append)
        today.overview(connection)
        connection.set_trace_callback(None)
        for query in (each for each in asked if each.startswith("SELECT")):
            plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}")]
            scans = [
                step
                for step in plan
                if step.startswith("SCAN") and step.split()[1] in {"orders", "contracts", "clients"}
            ]
            assert scans == [], query
    assert len(asked) > 10


#: What was done to a value → what is left of an overdue order's line: number, client, day, total.
ORDER = {
    "UPDATE orders SET number = CAST(x'ff41' AS TEXT)": ("", "PT Sumber Makmur", PROMISED, WORTH),
    "UPDATE clients SET full_name = CAST(x'ff' AS TEXT)": (NUMBER, "", PROMISED, WORTH),
    "UPDATE orders SET promised_on = '2020-02-30'": (NUMBER, "PT Sumber Makmur", None, WORTH),
    "UPDATE orders SET promised_on = ''": (NUMBER, "PT Sumber Makmur", None, WORTH),
    "UPDATE orders SET currency = CAST(x'ff' AS TEXT)": (NUMBER, "PT Sumber Makmur", PROMISED, None),
}


@pytest.mark.parametrize("done", ORDER)
def test_a_line_that_can_not_be_read_is_one_line_and_the_others_are_whole(office: Office, done: str) -> None:
    made = office.confirmed(promised_on=date(2020, 1, 2))
    behind(office, f"{done} WHERE id = 1")
    other = office.do(lambda s: client.save(s, None, {"name": "Toko Dua"}))
    sound = office.do(
        lambda s: order.save(s, None, {**order.start(s, other.id), "promised_on": date(2020, 1, 3)}, [office.line()])
    )
    office.do(lambda s: order.step(s, sound.id, "confirmed"))
    seen = overview(office.workspace, DAY)
    torn, whole = sorted(seen.groups["overdue"].items, key=lambda item: item.id)
    wanted = ORDER[done]
    assert torn.unreadable
    assert (torn.number, torn.client, torn.day, torn.total) == (
        made.number if wanted[0] is NUMBER else "",
        wanted[1],
        wanted[2],
        made.total if wanted[3] is WORTH else None,
    )
    assert (whole.number, whole.client, whole.total, whole.unreadable) == (
        sound.number,
        "Toko Dua",
        sound.total,
        False,
    )
    assert seen.this_month.orders == 2
    assert sound.total.amount <= sum(money.amount for money in seen.this_month.ordered)


@pytest.mark.parametrize(
    "done", ["number = CAST(x'ff' AS TEXT)", "contract_date = '2026-13-01'", "currency = CAST(x'ff' AS TEXT)"]
)
def test_a_contract_that_can_not_be_read_is_a_line_too(office: Office, done: str) -> None:
    orders = [office.confirmed(), office.confirmed()]
    torn, sound = (office.do(lambda s, each=each: contract.make(s, each.id)) for each in orders)
    behind(office, f"UPDATE contracts SET {done} WHERE id = {torn.id}")
    seen = overview(office.workspace, DAY).groups["to_sign"].items
    assert {(item.id, item.unreadable) for item in seen} == {(torn.id, True), (sound.id, False)}


def test_sums_leave_out_what_nobody_can_have(office: Office) -> None:
    orders = [office.confirmed() for _ in range(3)]
    behind(office, f"UPDATE orders SET total_minor = {2**63 - 1} WHERE id < {orders[2].id}")
    month = overview(office.workspace, DAY).this_month
    assert (month.orders, month.ordered) == (3, (orders[2].total,))


@pytest.mark.parametrize("done", ["at = 9223372036854775807", "sentence = CAST(x'22ff22' AS TEXT)", "user = x'ff'"])
def test_an_action_that_can_not_be_read_is_one_line(office: Office, done: str) -> None:
    office.do(lambda s: client.save(s, office.client, {"notes": "x"}), "Last")
    done = done.replace("x'ff'", "CAST(x'ff' AS TEXT)")
    behind(office, f"UPDATE journal_entries SET {done} WHERE id = (SELECT max(id) FROM journal_entries)")
    office.do(lambda s: client.save(s, office.client, {"notes": "y"}), "After it")
    newest, torn, *_ = overview(office.workspace, DAY).latest
    assert str(newest.text) == "After it"
    assert (torn.noun, torn.id) == ("client", office.client)
    assert (torn.at is None) == done.startswith("at")
    assert (str(torn.text) == "Last") != done.startswith("sentence")
