"""What was reported of tasks, reminders and repeating in other programs, each as a small case with the right answer."""

from datetime import date, timedelta
from typing import Any

import pytest

from desktop_crm.model.check_item import CheckItem
from desktop_crm.model.listing import Query
from desktop_crm.model.moments import moment_from_written
from desktop_crm.model.repeat import Repeat
from desktop_crm.model.task import Group, Task
from desktop_crm.services import reminding, task
from desktop_crm.services.clock import today
from desktop_crm.services.repeating import next_day
from desktop_crm.storage.lists.listing import SqlListing
from desktop_crm.storage.task import TASKS
from tests.office import Office

DAY = date(2026, 3, 12)


def added(office: Office, **values: Any) -> Task:
    return office.do(lambda s: task.save(s, None, {"title": "Kirim harga", **values}))


def still_open(office: Office) -> list[Task]:
    with office.workspace.read() as session:
        return [each for each in session.query(Task).order_by(Task.due, Task.id) if each.is_open]


def ringing(office: Office, at: str) -> list[int]:
    return [each.id for each in office.see(lambda s: task.ringing(s, moment_from_written(at)))]


def shown(office: Office, at: str) -> None:
    """All that has come by then was told."""
    reminding.shown(office.workspace, office.see(lambda s: task.ringing(s, moment_from_written(at))))


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("1 month", ["2026-01-30", "2026-02-28", "2026-03-30"]),  # tasks/tasks 4135: February was skipped
        ("1 month", ["2026-10-31", "2026-11-30", "2026-12-31", "2027-01-31"]),  # simshaun/recurr 6: short months were
        (
            "1 month",
            ["2027-01-29", "2027-02-28", "2027-03-29", "2027-04-29"],
        ),  # taskwarrior 1698: it slipped to the 28th
        ("6 month", ["2025-08-31", "2026-02-28", "2026-08-31"]),  # obsidian-tasks 1087: it came once a year
        (
            "1 year",
            ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"],
        ),  # yuvomi 978: never again the 29th
        ("1 month_end", ["2026-02-28", "2026-03-31", "2026-04-30"]),  # simshaun/recurr 6: it stayed on the 28th
    ],
)
def test_no_month_is_skipped_and_no_day_slips(rule: str, days: list[str]) -> None:
    repeat, series = Repeat.of(rule), [date.fromisoformat(day) for day in days]
    assert repeat is not None
    found = [series[0]]
    while len(found) < len(series):
        follows = next_day(repeat, series[0], found[-1], found[-1])
        assert follows is not None
        found.append(follows)
    assert found == series


def test_three_months_after_it_was_done_end_in_february(office: Office) -> None:
    """tasks/tasks 4024: done on 29 November, it came on 29 May."""
    repeat = Repeat.of("3 month after")
    assert repeat is not None
    done = date(2025, 11, 29)
    assert next_day(repeat, done, done, done) == date(2026, 2, 28)


def test_one_that_is_put_off_comes_again_on_its_own_weekday(office: Office) -> None:
    """VladimirMarkelov/ttdl 117: a Saturday's task put off to a Sunday came on Sundays from then on."""
    saturday = today() + timedelta(days=(5 - today().weekday()) % 7)
    made = added(office, due=saturday, repeats="1 week")
    office.do(lambda s: task.put_off(s, made.id, saturday + timedelta(days=1)))
    follows = office.do(lambda s: task.finish(s, made.id))
    assert follows is not None
    assert follows.due == saturday + timedelta(days=7)


def test_done_again_after_it_was_opened_again_there_is_no_second_next_one(office: Office) -> None:
    """getting-things-gnome/gtg 636, obsidian-tasks 279, yuvomi 650."""
    made = added(office, due=today(), repeats="1 week")
    office.do(lambda s: task.finish(s, made.id))
    office.do(lambda s: task.reopen(s, made.id))
    office.do(lambda s: task.finish(s, made.id))
    assert [each.due for each in still_open(office)] == [today() + timedelta(days=7)]


def test_a_series_goes_on_however_often_it_is_done(office: Office) -> None:
    """gtg 1339: the next one no longer repeated. nextcloud/tasks 3227: doing one did all that were to come."""
    added(office, due=today(), repeats="1 week")
    for _ in range(4):
        (one,) = still_open(office)
        office.do(lambda s, one=one: task.finish(s, one.id))
    (left,) = still_open(office)
    assert (left.due, left.repeats) == (today() + timedelta(weeks=4), "1 week")


def test_one_undo_takes_back_that_it_is_done_and_the_next_one(office: Office) -> None:
    """abstractspoon/ToDoList 33 and taskwarrior 160: it took two."""
    made = added(office, due=today(), repeats="1 day")
    office.do(lambda s: task.finish(s, made.id))
    office.workspace.undo()
    assert [each.id for each in still_open(office)] == [made.id]


def test_the_checklist_of_the_next_one_begins_anew(office: Office) -> None:
    """alainm23/planify 397 and 1438: what was ticked stayed so. chrisvel/tududi 301: it was gone."""
    lines = (CheckItem("Angka", "x"), CheckItem("Usulan", "x"))
    made = added(office, due=today(), repeats="1 month", checklist=lines)
    follows = office.do(lambda s: task.finish(s, made.id))
    assert follows is not None
    assert [(item.text, item.is_done) for item in follows.checklist] == [("Angka", False), ("Usulan", False)]


def test_what_is_done_reminds_nobody_and_the_next_of_its_series_does(office: Office) -> None:
    """planify 261, weektodo 184, super-productivity 1005; uphy/obsidian-reminder 27: the reminder stayed with the old day."""
    made = added(office, due=DAY, time="10:00", remind_before=30, repeats="1 week")
    follows = office.do(lambda s: task.finish(s, made.id))
    assert follows is not None
    assert ringing(office, "2026-03-12T10:00") == []
    assert ringing(office, f"{follows.due}T09:29") == []
    assert ringing(office, f"{follows.due}T09:30") == [follows.id]


def test_a_reminder_is_told_once_and_no_undo_tells_it_again(office: Office) -> None:
    """SuiteCRM 5308: it came back however often it was answered."""
    made = added(office, due=DAY, remind_before=0)
    assert ringing(office, "2026-03-12T08:00") == [made.id]
    before = office.workspace.undo_text()
    shown(office, "2026-03-12T08:00")
    assert ringing(office, "2026-03-12T09:00") == []
    assert office.workspace.undo_text() == before, "telling is no action of a person"
    office.do(lambda s: task.save(s, made.id, {"note": "gudang B"}))
    office.workspace.undo()
    assert ringing(office, "2026-03-12T09:00") == []


def test_on_another_day_it_reminds_anew_though_it_was_told_or_snoozed(office: Office) -> None:
    """EspoCRM 3704 and invoiceninja 7460: with another day the reminder was lost, or stayed on the old one."""
    made = added(office, due=DAY, time="17:00", remind_before=120)
    shown(office, "2026-03-12T15:00")
    office.do(lambda s: task.snooze(s, made.id, moment_from_written("2026-03-12T16:00")))
    office.do(lambda s: task.save(s, made.id, {"time": "13:00"}))
    assert ringing(office, "2026-03-12T12:10") == [made.id], "two hours before are over, and it is told all the same"
    shown(office, "2026-03-12T12:10")
    office.do(lambda s: task.save(s, made.id, {"due": DAY + timedelta(days=7)}))
    assert (ringing(office, "2026-03-19T10:59"), ringing(office, "2026-03-19T11:00")) == ([], [made.id])


def test_it_can_remind_without_a_time_and_is_not_late_before_its_day_is_over(office: Office) -> None:
    """EspoCRM 1164; marco308/mdone 81 and opentasks 90: a day without a time was over at midnight, or a day too soon."""
    added(office, due=DAY, remind_before=0)
    listing = SqlListing(office.workspace, TASKS, today=lambda: DAY)
    at = [column.id for column in listing.columns].index("group") + 1
    assert listing.page(Query(), 0, 1)[0][at] == Group.TODAY
    assert len(ringing(office, "2026-03-12T08:00")) == 1


def test_those_without_a_day_come_after_those_with_one_and_what_is_done_last(office: Office) -> None:
    """cinatic/taskwhisperer 39, MirakelX 7, jtxBoard 667."""
    added(office, title="kapan-kapan")
    done = added(office, title="selesai", due=DAY - timedelta(days=9))
    office.do(lambda s: task.finish(s, done.id))
    added(office, title="nanti", due=DAY + timedelta(days=900))
    added(office, title="terlambat", due=DAY - timedelta(days=1))
    rows = task.listing(office.workspace).page(Query(), 0, 9)
    assert [row[1] for row in rows] == ["terlambat", "nanti", "kapan-kapan", "selesai"]
