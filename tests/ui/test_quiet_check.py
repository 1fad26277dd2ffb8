"""The whole check goes on while nobody works."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_crm.model.base import dump
from desktop_crm.model.message import msg
from desktop_crm.services import client
from desktop_crm.services.safety.check import Checking
from desktop_crm.services.workspace import Workspace
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.screen import ScreenDeclaration
from desktop_crm.ui.program import quiet_check
from desktop_crm.ui.program.quiet_check import QuietCheck


@pytest.fixture
def screens() -> Any:
    return (ScreenDeclaration("client", msg("Clients"), "users", "desktop_crm.ui.screens.client.screen:ClientScreen"),)


@pytest.fixture(autouse=True)
def _known(workspace: Workspace) -> None:
    with workspace.write(msg("Clients")) as session:
        client.save(session, None, {"name": "Sumber Makmur"})


class Rest:
    """How long nobody has touched anything."""

    seconds = 0.0

    def __call__(self) -> Any:
        return self.seconds


@pytest.fixture
def rest() -> Rest:
    return Rest()


@pytest.fixture
def quiet(desk: Desk, rest: Rest) -> QuietCheck:
    return QuietCheck(desk, rest)


def test_it_waits_until_nobody_works_then_looks_through_all(
    qtbot: QtBot, quiet: QuietCheck, rest: Rest, desk: Desk
) -> None:
    quiet.look()
    assert not desk.jobs.busy()
    rest.seconds = 60
    with qtbot.waitSignal(quiet.changed, timeout=20_000):
        quiet.look()
    qtbot.waitUntil(lambda: not quiet.is_due, timeout=20_000)
    assert quiet.found == []
    quiet.look()
    assert not desk.jobs.busy()


def test_what_it_found_is_told_and_known_after_the_next_start(
    qtbot: QtBot, quiet: QuietCheck, rest: Rest, desk: Desk, workspace: Workspace
) -> None:
    with workspace.driver_connection() as connection:
        connection.execute("UPDATE clients SET notes = 'paid'")
    rest.seconds = 60
    quiet.look()
    qtbot.waitUntil(lambda: not quiet.is_due, timeout=20_000)
    said = "Client Sumber Makmur: Notes was changed, but not by this program"
    assert [str(each) for each in quiet.found] == [said]
    assert any("found faults" in note.text for note in desk.notify.stack.notes())
    again = QuietCheck(desk, rest)
    assert [str(each) for each in again.found] == [said]
    assert not again.is_due


def test_it_stops_for_whoever_comes_back_and_goes_on_where_it_was(
    qtbot: QtBot, quiet: QuietCheck, rest: Rest, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = []
    go_on = Checking.go_on

    def watched(self: Any, look: Any) -> Any:
        steps.append(self.progress[0])
        if len(steps) == 5:
            rest.seconds = 0
        return go_on(self, look)

    monkeypatch.setattr(Checking, "go_on", watched)
    rest.seconds = 60
    quiet.look()
    qtbot.waitUntil(lambda: len(steps) == 5 and not desk.jobs.busy())
    assert quiet.is_due
    desk.keep_typed()
    assert '"step"' in desk.habits.get("check")
    rest.seconds = 60
    later = QuietCheck(desk, rest)
    later.look()
    qtbot.waitUntil(lambda: not later.is_due, timeout=20_000)
    assert steps[5:] == list(range(5, 5 + len(steps[5:])))


def test_a_locked_file_is_left_alone(
    qtbot: QtBot, quiet: QuietCheck, rest: Rest, desk: Desk, workspace: Workspace
) -> None:
    workspace.protect("kopi susu gula")
    workspace.lock()
    rest.seconds = 60
    quiet.look()
    assert not desk.jobs.busy()
    workspace.unlock("kopi susu gula")


@pytest.mark.parametrize(("days", "due"), [(1, False), (8, True), (-3, True)])
def test_it_is_due_after_a_week_and_never_trusts_a_day_to_come(desk: Desk, rest: Rest, days: int, due: bool) -> None:
    done = datetime.now(UTC) - timedelta(days=days)
    desk.habits.put("check", dump({"done": done.isoformat(), "found": []}))
    assert QuietCheck(desk, rest).is_due is due
    assert quiet_check.quiet_check_of(desk) is quiet_check.quiet_check_of(desk)
