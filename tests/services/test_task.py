"""Tasks: of a client or one's own, done, put off, made again; each in one action that is taken back as one."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from desktop_crm.model.check_item import CheckItem
from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Filter, Query
from desktop_crm.model.moments import moment_from_written
from desktop_crm.model.task import Group, Task
from desktop_crm.services import activity, client, contract, order, search, task
from desktop_crm.services import contact as contacts
from desktop_crm.services.clock import today
from desktop_crm.services.past import trash
from desktop_crm.services.safety.check import check
from desktop_crm.services.who import known
from desktop_crm.storage.lists.listing import SqlListing
from desktop_crm.storage.task import TASKS
from tests.office import Office

DAY = date(2026, 3, 12)  # a Thursday


def added(office: Office, title: str = "Kirim harga", **values: Any) -> Task:
    return office.do(lambda s: task.save(s, None, {"title": title, **values}))


def every(office: Office) -> list[tuple[str, date | None, bool]]:
    with office.workspace.read() as session:
        found = session.query(Task).order_by(Task.id)
        return [(each.title, each.due, each.is_open) for each in found]


def test_it_may_be_ones_own_or_about_a_paper_whose_client_it_has(office: Office) -> None:
    own = added(office)
    made = office.confirmed()
    paper = office.do(lambda s: contract.make(s, made.id))
    of_order, of_paper = added(office, order_id=made.id), added(office, contract_id=paper.id)
    assert [each.client_id for each in (own, of_order, of_paper)] == [None, office.client, office.client]
    other = office.do(lambda s: client.save(s, None, {"name": "Toko Lain"}))
    with pytest.raises(UserError, match="another client's"):
        added(office, order_id=made.id, client_id=other.id)
    with pytest.raises(UserError, match="belongs to another client"):
        added(office, client_id=other.id, contact_id=office.contact)
    assert check(office.workspace) == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"time": "25:00", "due": DAY}, "time"),
        ({"time": "10:00"}, "due"),
        ({"repeats": "1 week"}, "due"),
        ({"repeats": "now and then", "due": DAY}, "repeats"),
        ({"remind_before": 30}, "due"),
    ],
)
def test_what_says_nothing_is_refused_by_its_field(office: Office, values: dict[str, Any], field: str) -> None:
    with pytest.raises(UserError) as refused:
        added(office, **values)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert every(office) == []


def test_one_that_repeats_is_followed_by_the_next_in_the_same_action(office: Office) -> None:
    lines = (CheckItem("Angka", "x"), CheckItem("Usulan"))
    first = added(office, "Laporan", due=date(2026, 1, 31), repeats="1 month", checklist=lines, client_id=office.client)
    follows = office.do(lambda s: task.finish(s, first.id))
    assert follows.due is not None
    assert follows.due >= today()
    assert (follows.client_id, follows.series_id, follows.series_start) == (office.client, first.id, date(2026, 1, 31))
    assert [(item.text, item.is_done) for item in follows.checklist] == [("Angka", False), ("Usulan", False)]
    assert office.do(lambda s: task.finish(s, first.id)) is None, "done is done"
    office.workspace.undo()
    assert every(office) == [("Laporan", date(2026, 1, 31), True)]
    office.workspace.redo()
    assert every(office) == [("Laporan", date(2026, 1, 31), False), ("Laporan", follows.due, True)]
    assert check(office.workspace) == []


def test_putting_off_does_not_move_its_series_and_another_day_does(office: Office) -> None:
    first = added(office, due=date(2026, 1, 31), repeats="1 month")
    office.do(lambda s: task.put_off(s, first.id, date(2026, 2, 3)))
    office.do(lambda s: task.save(s, first.id, {"title": "Kirim laporan", "due": date(2026, 2, 3)}))
    assert office.see(lambda s: task.get(s, first.id)).series_start == date(2026, 1, 31)
    office.do(lambda s: task.save(s, first.id, {"due": date(2026, 2, 5)}))
    assert office.see(lambda s: task.get(s, first.id)).series_start == date(2026, 2, 5)


def test_several_at_once_are_one_action(office: Office) -> None:
    ids = [added(office, f"Langkah {n}", due=DAY).id for n in range(3)]
    office.do(lambda s: task.finish(s, ids[0]))
    assert office.do(lambda s: task.put_off_all(s, ids, DAY + timedelta(days=1))) == 2
    assert office.do(lambda s: task.finish_all(s, ids)) == 2
    office.workspace.undo()
    assert [is_open for _, _, is_open in every(office)] == [False, True, True]
    assert office.do(lambda s: task.delete_all(s, ids)) == 3
    assert every(office) == []
    office.workspace.undo()
    assert len(every(office)) == 3
    assert check(office.workspace) == []


def test_a_line_of_the_checklist_is_done_by_itself(office: Office) -> None:
    made = added(office, checklist=(CheckItem("Satu"), CheckItem("Dua")))
    office.do(lambda s: task.tick(s, made.id, 1, done=True))
    assert [item.is_done for item in office.see(lambda s: task.get(s, made.id)).checklist] == [False, True]
    with pytest.raises(UserError, match="is gone"):
        office.do(lambda s: task.tick(s, made.id, 2, done=True))


@pytest.mark.parametrize(
    ("values", "rings"),
    [
        ({"remind_at": moment_from_written("2026-03-11T16:00")}, "2026-03-11T16:00"),
        ({"time": "10:30", "remind_before": 45}, "2026-03-12T09:45"),
        ({"remind_before": 0}, "2026-03-12T08:00"),
        ({"remind_before": 1440, "time": "00:15"}, "2026-03-11T00:15"),
    ],
)
def test_it_rings_at_the_hour_of_whichever_clock_until_it_was_told(
    office: Office, values: dict[str, Any], rings: str
) -> None:
    made = added(office, due=DAY, **values)
    with office.workspace.driver_connection() as connection:
        assert connection.execute("SELECT rings_at FROM tasks").fetchone() == (rings,)

    def ringing(at: str) -> list[int]:
        return [each.id for each in office.see(lambda s: task.ringing(s, moment_from_written(at)))]

    assert (ringing("2026-03-11T00:00"), ringing(rings)) == ([], [made.id])
    office.do(lambda s: task.snooze(s, made.id, moment_from_written("2026-03-13T07:00")))
    assert (ringing(rings), ringing("2026-03-13T07:00")) == ([], [made.id])
    office.do(lambda s: task.finish(s, made.id))
    assert ringing("2026-03-14T07:00") == []


def test_the_list_stands_in_groups_the_latest_done_last(office: Office) -> None:
    of = {
        "kemarin": DAY - timedelta(days=1),
        "hari ini": DAY,
        "Minggu": date(2026, 3, 15),
        "Senin": date(2026, 3, 16),
        "kapan-kapan": None,
    }
    for title, due in reversed(of.items()):
        added(office, title, due=due)
    added(office, "pagi", due=DAY, time="08:00")
    for title in ("selesai dulu", "selesai baru"):
        made = added(office, title, due=DAY)
        office.do(lambda s, made=made: task.finish(s, made.id))
    listing = SqlListing(office.workspace, TASKS, today=lambda: DAY)
    names = [column.id for column in listing.columns]
    rows = [dict(zip(names, row[1:], strict=True)) for row in listing.page(Query(), 0, 20)]
    assert [(row["title"], row["group"]) for row in rows[:6]] == [
        ("kemarin", Group.OVERDUE),
        ("hari ini", Group.TODAY),
        ("pagi", Group.TODAY),
        ("Minggu", Group.WEEK),
        ("Senin", Group.LATER),
        ("kapan-kapan", Group.UNDATED),
    ]
    assert [row["title"] for row in rows[6:]] == ["selesai baru", "selesai dulu"]
    assert [row["state"] for row in rows] == ["late", *["open"] * 5, "done", "done"]
    counts = {group: listing.count(Query(filters=(Filter("group", (group,)),))) for group in Group}
    assert counts == {Group.OVERDUE: 1, Group.TODAY: 2, Group.WEEK: 1, Group.LATER: 1, Group.UNDATED: 1, Group.DONE: 2}


@pytest.mark.parametrize("gone", ["client", "order", "contract", "activity"])
def test_it_goes_and_comes_back_with_what_it_is_about(office: Office, gone: str) -> None:
    made = office.order()
    paper = office.do(lambda s: contract.make(s, made.id))
    office.do(
        lambda s: activity.capture(s, known(office.workspace, office.client), {"text": "x", "next_step": "Telepon"})
    )
    said = office.see(lambda s: activity.last(s, office.client))[0]
    added(office, "Pesanan", order_id=made.id)
    added(office, "Kontrak", contract_id=paper.id, checklist=(CheckItem("Meterai"),))
    added(office, "Sendiri")
    before = every(office)
    ways: dict[str, Callable[[Any], object]] = {
        "client": lambda s: client.delete(s, office.client, with_papers=True),
        "order": lambda s: order.delete(s, made.id, with_papers=True),
        "contract": lambda s: contract.delete(s, paper.id),
        "activity": lambda s: activity.delete(s, said.id),
    }
    office.do(ways[gone])
    left = {"client": {"Sendiri"}, "order": {"Telepon", "Sendiri"}, "contract": {"Telepon", "Pesanan", "Sendiri"}}
    assert {title for title, _, _ in every(office)} == left.get(gone, {"Pesanan", "Kontrak", "Sendiri"})
    listing = trash.listing(office.workspace)
    (row,) = listing.page(Query(), 0, 10)
    with office.workspace.write(trash.message(listing, [row[0]])) as session:
        trash.restore(session, [row[0]])
    assert every(office) == before
    assert check(office.workspace) == []


def test_it_stays_when_a_contact_goes_and_follows_names(office: Office) -> None:
    made = added(office, "Zirkon", client_id=office.client, contact_id=office.contact)
    office.do(lambda s: client.save(s, office.client, {"name": "Bahari Jaya"}))
    assert [hit.id for hit in search.find(office.workspace, "zirkon bahari") if hit.noun == "task"] == [made.id]
    office.do(lambda s: contacts.delete(s, office.contact))
    assert office.see(lambda s: task.get(s, made.id)).contact is None
    assert check(office.workspace) == []


def test_what_came_of_a_call_follows_it_to_another_client(office: Office) -> None:
    of = known(office.workspace, office.client, office.contact)
    call = office.do(lambda s: activity.capture(s, of, {"text": "x", "next_step": "Kirim", "due": DAY}))
    other = office.do(lambda s: client.save(s, None, {"name": "Toko Lain"}))
    office.do(lambda s: activity.save(s, call.id, {"client_id": other.id, "contact_id": None}))
    (step,) = office.see(lambda s: task.open_of(s, other.id))
    assert (step.title, step.contact) == ("Kirim", None)
    assert office.see(lambda s: task.open_of(s, office.client)) == []


def test_the_reminder_of_a_moment_moves_with_the_next_of_its_series(office: Office) -> None:
    at = moment_from_written("2026-03-11T16:00")
    made = added(office, due=DAY, repeats="1 week", remind_at=at)
    follows = office.do(lambda s: task.finish(s, made.id))
    assert follows.due - follows.remind_at.date() == timedelta(days=1)
    assert isinstance(follows.remind_at, datetime)
