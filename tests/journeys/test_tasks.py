"""A morning with tasks, by keys alone: what waits, one written down, done, put off, several at once."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QMenu

from desktop_crm.model.check_item import DONE, CheckItem
from desktop_crm.model.message import msg
from desktop_crm.model.order import Order
from desktop_crm.model.task import Task
from desktop_crm.services import task
from desktop_crm.services.clock import now, today
from desktop_crm.ui.form.fact import Fact
from desktop_crm.ui.i18n import speak
from tests.journeys.person import Person

pytestmark = pytest.mark.in_turn

LATE = ("Zirkon satu", "Zirkon dua", "Zirkon tiga")


@pytest.fixture
def late(demo: Person) -> list[int]:
    """Three that should have been done yesterday, for a client each."""
    with demo.workspace.write(msg("Plan")) as session:
        values = [{"title": title, "due": today() - timedelta(days=1)} for title in LATE]
        made = [task.save(session, None, {**each, "client_id": at}).id for at, each in enumerate(values, 1)]
    demo.keys("Ctrl+1")
    demo.rest()
    demo.keys("Ctrl+Tab")
    demo.rest()
    assert demo.screen.noun == "task"
    return made


def of(demo: Person, task_id: int) -> Task:
    with demo.workspace.read() as session:
        return task.get(session, task_id)


def newest(demo: Person) -> Task:
    with demo.workspace.read() as session:
        found = session.query(Task).order_by(Task.id.desc()).first()
        assert found is not None
        return task.get(session, found.id)


def test_one_is_written_down_done_and_open_again(demo: Person, late: list[int]) -> None:
    demo.keys("Ctrl+N")
    demo.rest()
    demo.type("Bawa contoh kabel")
    demo.keys("Tab")
    demo.type("+1")
    demo.keys("Tab")
    demo.type("9.30")
    demo.keys("Ctrl+S")
    demo.rest()
    made = newest(demo)
    assert (made.title, made.due, made.time, made.client) == (
        "Bawa contoh kabel",
        today() + timedelta(days=1),
        "09:30",
        None,
    )
    demo.keys("Ctrl+Return")
    demo.rest()
    assert not of(demo, made.id).is_open
    assert demo.notes()[-1] == "Task “Bawa contoh kabel” done."
    demo.keys("Ctrl+Z")
    demo.rest()
    assert of(demo, made.id).is_open


@pytest.mark.parametrize("keys", [("Ctrl+Return",), ("Ctrl+.", "Return")])
def test_one_after_the_other_the_keyboard_stays_where_the_next_is(
    demo: Person, late: list[int], keys: tuple[str, ...]
) -> None:
    demo.choose_row(0)
    met = []
    for _ in late:
        met.append(demo.screen.table.current_id())
        demo.keys(*keys)
        demo.rest()
    assert met == late
    done = keys == ("Ctrl+Return",)
    assert [of(demo, each).is_open for each in late] == [not done] * 3
    assert demo.screen.table.current_id() not in late
    assert [hint.keys for hint in demo.screen.key_hints()].count("Ctrl+Enter") == 1


def test_many_are_done_behind_the_window(demo: Person, late: list[int]) -> None:
    with demo.workspace.write(msg("Plan")) as session:
        many = [
            task.save(session, None, {"title": f"Zirkon {at}", "due": today() - timedelta(days=9)}).id
            for at in range(40)
        ]
    demo.rest()
    demo.choose_row(0)
    demo.keys(*["Shift+Down"] * (len(many) - 1), "Ctrl+Return")
    demo.until(lambda: not any(of(demo, each).is_open for each in many), "all of them done")
    demo.rest()
    assert demo.notes()[-1] == "40 tasks done."
    assert demo.screen.table.current_id() == late[0]


def test_its_page_has_its_order_with_the_client_and_its_checklist_and_reminds_again(
    demo: Person, late: list[int]
) -> None:
    with demo.workspace.write(msg("Plan")) as session:
        paper = session.query(Order).order_by(Order.id).first()
        assert paper is not None
        number, client_id = paper.number, paper.client_id
        values = {"title": "Zirkon empat", "checklist": (CheckItem("Meterai", DONE), CheckItem("Cap"))}
        made = task.save(session, None, {**values, "due": today()}).id
    demo.window.navigate("task", made)
    demo.rest()
    assert any("✓ Meterai" in demo.name_of(each) for each in demo.all(Fact))
    demo.tab_to("Order")
    demo.type(number)
    demo.rest()
    demo.keys("Return", "Ctrl+S")
    demo.rest()
    kept = of(demo, made)
    assert (kept.order and kept.order.number, kept.client_id) == (number, client_id)
    demo.window.actions_.run("task.snooze")
    assert isinstance(demo.focus(), QMenu)
    demo.keys("Return")
    demo.rest()
    again = of(demo, made).snoozed_until
    assert again is not None
    assert again > now()
    assert of(demo, made).due == today()


def test_several_are_put_off_done_and_deleted_as_one(demo: Person, late: list[int]) -> None:
    demo.choose_row(0)
    demo.keys("Shift+Down", "Shift+Down")
    demo.rest()
    assert set(demo.screen.table.selected_ids()) == set(late)
    demo.keys("Ctrl+.")
    assert isinstance(demo.focus(), QMenu)
    demo.keys("Return")
    demo.rest()
    tomorrow = today() + timedelta(days=1)
    assert {of(demo, each).due for each in late} == {tomorrow}
    assert demo.notes()[-1] == f"3 tasks put off to {speak().day_soon(tomorrow)}."
    demo.keys("Ctrl+Z")
    demo.rest()
    demo.choose_row(0)
    demo.keys("Shift+Down", "Shift+Down", "Ctrl+Return")
    demo.rest()
    assert not any(of(demo, each).is_open for each in late)
    assert demo.notes()[-1] == "3 tasks done."
    demo.keys("Ctrl+Z")
    demo.rest()
    demo.choose_row(0)
    demo.answers = ("Delete",)
    demo.keys("Shift+Down", "Shift+Down", "Delete")
    demo.rest()
    with demo.workspace.read() as session:
        assert task.these(session, late) == []
    demo.keys("Ctrl+Z")
    demo.rest()
    with demo.workspace.read() as session:
        assert len(task.these(session, late)) == 3
