"""Ctrl+. puts off the step that is chosen, from Today, the list, the step's page and the client's: told in one line, and undone."""

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QMenu

from desktop_crm.model.message import msg
from desktop_crm.services import activity, task, who
from desktop_crm.services.clock import today
from desktop_crm.ui.i18n import speak
from tests.journeys.person import Person

pytestmark = pytest.mark.in_turn

STEP = "Zirkon: kirim harga"


@pytest.fixture
def step(demo: Person) -> Any:
    """Of somebody, due today: its id and the client's."""
    with demo.workspace.write(msg("Step")) as session:
        given = {"kind": "call_out", "text": "Tanya", "next_step": STEP, "due": today()}
        made = activity.capture(session, who.known(demo.workspace, 1), given)
    demo.rest()
    return made.id, made.client_id


def due(demo: Person, activity_id: int) -> Any:
    with demo.workspace.read() as session:
        (step,) = task.of_activity(session, activity_id)
        return step.due


def go(demo: Person, where: str, step: Any) -> None:
    """Where the step is chosen, by keys where there are any."""
    step_id, client_id = step
    match where:
        case "today":
            demo.keys("Ctrl+1")
            demo.rest()
            demo.type("Zirkon")
        case "list":
            demo.go_to("activity")
            demo.rest()
            demo.screen.table.select_id(step_id)
        case "page":
            demo.window.navigate("activity", step_id)
        case _:
            demo.window.navigate("client", client_id)
            demo.rest()
            story = demo.focus()
            at = next(at for at in range(story.model().rowCount()) if STEP in str(story.model().index(at, 0).data()))
            demo.keys(*["Down"] * (at + 1))
            assert story.entry().id == step_id
    demo.rest()


@pytest.mark.parametrize("where", ["today", "list", "page", "story"])
def test_the_chosen_step_is_put_off_told_and_brought_back(demo: Person, step: Any, where: str) -> None:
    go(demo, where, step)
    demo.keys("Ctrl+.")
    menu = demo.focus()
    assert isinstance(menu, QMenu)
    assert menu.activeAction().text() == "Tomorrow"
    demo.keys("Return")
    demo.rest()
    tomorrow = today() + timedelta(days=1)
    assert due(demo, step[0]) == tomorrow
    assert demo.notes()[-1] == f"Task “{STEP}” put off to {speak().day_soon(tomorrow)}."
    demo.keys("Ctrl+Z")
    demo.rest()
    assert due(demo, step[0]) == today()


def test_what_is_no_step_is_not_put_off_and_nobody_hints_at_it(demo: Person, step: Any) -> None:
    go(demo, "today", step)
    assert demo.window.actions_.qaction("today.later").isEnabled()
    demo.keys("Esc", "Home")
    demo.rest()
    assert not demo.screen.list.current().key.startswith("task:")
    assert not demo.window.actions_.qaction("today.later").isEnabled()
    assert "Ctrl+." not in [each.keys for each in demo.screen.key_hints()]
    with demo.workspace.write(msg("Done")) as session:
        for each in task.open_of(session, step[1]):
            task.finish(session, each.id)
    demo.window.navigate("client", step[1])
    demo.rest()
    demo.keys("Ctrl+.")
    assert demo.notes()[-1] == "Not put off: no task is open here."
    assert not isinstance(demo.focus(), QMenu)
