"""The start screen's figures beside the same ones counted the slow way, in Python, over a whole demonstration."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import sqlcipher3.dbapi2 as driver
from sqlalchemy import select

from desktop_crm.model import urgency
from desktop_crm.model.client import Client
from desktop_crm.model.contract import Contract
from desktop_crm.model.journal import JournalChange, JournalEntry
from desktop_crm.model.letter import Letter
from desktop_crm.model.listing import Query
from desktop_crm.model.message import Message
from desktop_crm.model.money import Money
from desktop_crm.model.order import Order
from desktop_crm.model.task import Task
from desktop_crm.services import activity, client, clock, contract, letter, order, settings, today
from desktop_crm.services.demo import demo, making
from desktop_crm.services.today import MonthFigures, Today
from desktop_crm.storage import today as overviews
from desktop_crm.storage.workspace import Workspace
from tests.office import Office
from tests.rounds import rounds

RANK = ["task", "contract", "order", "product", "client"]
DAY = clock.today()  # of what is compared with another way of counting; what happened now is asked for by the day it is
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


def due(record: Any) -> Any:
    """The day that a rule looks at."""
    if isinstance(record, Order):
        return record.promised_on
    if isinstance(record, Task):
        return record.due
    if isinstance(record, Letter):
        return record.answer_due
    return record.valid_until if record.state == "signed" else record.contract_date


def money_of(record: Any) -> str:
    """The currency of what it comes to; empty of what has no money."""
    return "" if isinstance(record, Letter | Task) else str(record.currency)


def weight(record: Any, group: str, day: date, key_clients: set[int]) -> int:
    """Days late × money × what the client is worth; dollars count as a call."""
    minor = record.total_minor if money_of(record) == "IDR" else urgency.CALL_WEIGHT
    days = max((day - due(record)).days, 0) if group == today.LATE else 1
    return days * minor * (urgency.KEY_WEIGHT if record.client_id in key_clients else 1)


def expected(records: list[Any], group: str, day: date, key_clients: set[int]) -> list[Any]:
    """In their order, found the slow way."""

    def order_of(record: Any) -> Any:
        heavy = -weight(record, group, day, key_clients)
        first = (heavy,) if group in {today.LATE, today.TODAY} else (due(record), heavy)
        return (*first, -record.total_minor if money_of(record) else 0, record.id)

    return sorted(records, key=order_of)


def slow(workspace: Workspace, day: date) -> dict[tuple[str, str], list[Any]]:
    """Group and rule → all that belongs there."""
    week_end = day + timedelta(days=7 if day.weekday() == 6 else 6 - day.weekday())
    orders = [
        each
        for each in everything(workspace, Order)
        if each.state in {"confirmed", "in_delivery"} and each.promised_on and each.promised_on <= week_end
    ]
    contracts = everything(workspace, Contract)
    found: dict[tuple[str, str], list[Any]] = {}
    steps = [each for each in everything(workspace, Task) if each.is_open and each.due]
    due_letters = [each for each in everything(workspace, Letter) if each.answer_due and each.answer_due <= week_end]
    letters = {state: [each for each in due_letters if each.state == state] for state in ("received", "sent")}
    for rule, records in (
        ("deliver", orders),
        ("task", [each for each in steps if each.due <= week_end]),
        ("answer", letters["received"]),
        ("awaited", letters["sent"]),
    ):
        for each in records:
            late, now = due(each) < day, due(each) == day
            group = today.LATE if late else today.TODAY if now else today.WEEK
            found.setdefault((group, rule), []).append(each)
    for each in contracts:
        if each.state in {"draft", "sent"}:
            found.setdefault((today.TODAY, "sign"), []).append(each)
        elif each.state == "signed" and each.valid_until and 0 <= (each.valid_until - day).days <= 30:
            now, soon = each.valid_until == day, each.valid_until > week_end
            group = today.TODAY if now else today.SOON if soon else today.WEEK
            found.setdefault((group, "ending"), []).append(each)
    return found


@pytest.mark.parametrize("day", [DAY, DAY - timedelta(days=40), DAY + timedelta(days=25), date(2026, 3, 31)])
def test_rows_are_the_heaviest_that_a_slow_count_finds_and_the_rest_is_folded(workspace: Workspace, day: date) -> None:
    seen = overview(workspace, day)
    key_clients = {each.id for each in everything(workspace, Client) if each.is_key}
    every = slow(workspace, day)
    assert {(group.id, rule) for group in seen.groups for rule in group.counts} == set(every)
    for (name, rule), records in every.items():
        group = seen.group(name)
        few, alone = (3, 1) if name == today.LATE else (5, 4)
        shown = len(records) if len(records) <= few else alone
        in_order = expected(records, name, day, key_clients)
        assert [item.id for item in group.items if item.rule == rule] == [each.id for each in in_order[:shown]]
        assert group.counts[rule] == len(records)
        rest = in_order[shown:]
        folds = [fold for fold in group.folds if fold.rule == rule]
        assert [fold.count for fold in folds] == ([len(rest)] if rest else [])
        for fold in folds:
            assert (fold.first, fold.last) == (min(map(due, rest)), max(map(due, rest)))
            assert {money.currency: money for money in fold.sums} == {
                money.currency: money for money in sums([each for each in rest if money_of(each)])
            }


def test_what_is_folded_is_what_its_list_shows(workspace: Workspace) -> None:
    rules = {rule.id: rule for rule in today.rules()}
    lists = {
        "order": order.listing(workspace),
        "contract": contract.listing(workspace),
        "activity": activity.listing(workspace),
        "letter": letter.listing(workspace),
    }
    folds = [(group, fold) for group in overview(workspace, DAY).groups for fold in group.folds]
    assert folds
    for group, fold in folds:
        rule = rules[fold.rule]
        assert lists[rule.noun].count(Query(filters=rule.filters(fold.span))) == group.counts[rule.id]


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


def test_latest_changes_are_one_line_for_each_card(workspace: Workspace) -> None:
    entries = sorted(everything(workspace, JournalEntry), key=lambda entry: -entry.id)[:60]
    changes = everything(workspace, JournalChange)
    wanted: dict[object, today.LatestChange] = {}
    for entry in entries:
        own = [change for change in changes if change.entry_id == entry.id]
        about = min(own, key=lambda change: (RANK.index(change.noun) if change.noun in RANK else len(RANK), change.id))
        key: object = "base" if entry.kind == "base" else (about.noun, about.noun_id)
        if key in wanted:
            wanted[key] = replace(wanted[key], count=wanted[key].count + 1)
            continue
        undoable = entry.kind in {"do", "redo"} and entry.undone_by is None
        text = Message.from_json(entry.sentence)
        back = entry.id if undoable else None
        wanted[key] = today.LatestChange(entry.at, entry.user, text, entry.kind, about.noun, about.noun_id, back)
    told = overview(workspace, DAY).latest
    assert list(told) == list(wanted.values())
    assert [each.text for each in told if each.kind == "base"] == [making.DATA]
    assert making.DATA == overviews.DEMONSTRATION


def test_what_is_undone_offers_no_undo(office: Office) -> None:
    made = office.confirmed()
    (first, *_) = overview(office.workspace, clock.today()).latest
    assert (first.noun, first.id) == ("order", made.id)
    assert first.entry is not None
    office.workspace.take_back(first.entry)
    (undone, *_) = overview(office.workspace, clock.today()).latest
    assert (undone.kind, undone.noun, undone.id, undone.entry) == ("undo", "order", made.id, None)


@pytest.mark.parametrize(("call", "heavier"), [(0, "IDR"), (urgency.MOST_CALL, "USD")])
def test_weights_are_those_of_the_settings(office: Office, call: int, heavier: str) -> None:
    """A key client and a call count as the file says; what is in another currency than its own counts as a call."""
    day = date(2020, 1, 2)
    for currency in ("IDR", "USD"):
        office.confirmed(promised_on=day, currency=currency)
    office.do(lambda s: settings.save_company(s, {"call_weight": call, "key_weight": 7}))
    office.do(lambda s: client.save(s, office.client, {"is_key": True}))
    items = overview(office.workspace, date(2020, 1, 4)).group(today.LATE).items
    assert [item.total.currency for item in items if item.total] == [heavier, {"IDR": "USD", "USD": "IDR"}[heavier]]
    assert [(item.urgency.times, item.urgency.days) for item in items] == [(7, 2)] * 2
    assert {item.urgency.stands_for_money for item in items if item.total and item.total.currency == "USD"} == {True}


def test_a_new_file_tells_what_it_still_needs(office: Office) -> None:
    before = overview(office.workspace, clock.today()).set_up
    assert (before["bank"], before["client"], before["logo"]) == (True, True, False)
    office.do(lambda s: settings.save_company(s, {"bank_account": ""}))
    assert overview(office.workspace, clock.today()).set_up == {**before, "bank": False}


def test_only_a_demonstration_is_told_as_one(office: Office, workspace: Workspace) -> None:
    assert overview(workspace, DAY).demonstration
    assert not overview(office.workspace, clock.today()).demonstration


def test_an_empty_workspace_has_an_empty_day(office: Office) -> None:
    office.do(lambda s: client.delete(s, office.client))
    seen = overview(office.workspace, clock.today())
    assert seen.groups == ()
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
    seen = overview(office.workspace, clock.today())
    torn, whole = sorted(seen.group(today.LATE).items, key=lambda item: item.id)
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
    seen = overview(office.workspace, clock.today()).group(today.TODAY).items
    assert {(item.id, item.unreadable) for item in seen} == {(torn.id, True), (sound.id, False)}


def test_sums_leave_out_what_nobody_can_have(office: Office) -> None:
    orders = [office.confirmed() for _ in range(3)]
    behind(office, f"UPDATE orders SET total_minor = {2**63 - 1} WHERE id < {orders[2].id}")
    month = overview(office.workspace, clock.today()).this_month
    assert (month.orders, month.ordered) == (3, (orders[2].total,))


@pytest.mark.parametrize("done", ["at = 9223372036854775807", "sentence = CAST(x'22ff22' AS TEXT)", "user = x'ff'"])
def test_an_action_that_can_not_be_read_is_one_line(office: Office, done: str) -> None:
    office.do(lambda s: client.save(s, office.client, {"notes": "x"}), "Last")
    done = done.replace("x'ff'", "CAST(x'ff' AS TEXT)")
    behind(office, f"UPDATE journal_entries SET {done} WHERE id = (SELECT max(id) FROM journal_entries)")
    office.do(lambda s: client.save(s, None, {"name": "Toko Dua"}), "After it")
    newest, torn, *_ = overview(office.workspace, clock.today()).latest
    assert str(newest.text) == "After it"
    assert (torn.noun, torn.id) == ("client", office.client)
    assert (torn.at is None) == done.startswith("at")
    assert (str(torn.text) == "Last") != done.startswith("sentence")
