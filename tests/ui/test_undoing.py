"""Undo of something large: in the background, behind a dialog, taken back as a whole or not at all."""

import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop_crm.model.client import Client
from desktop_crm.model.listing import Query
from desktop_crm.model.message import msg
from desktop_crm.model.now_true import ADDED, NowTrue, of
from desktop_crm.services import client
from desktop_crm.services.demo import demo
from desktop_crm.services.draft import Draft
from desktop_crm.services.workspace import Workspace
from desktop_crm.storage.opening import open_workspace
from desktop_crm.ui.desk import desk as desks
from desktop_crm.ui.desk.undoing import Undoing
from desktop_crm.ui.window.shell import Shell
from tests.office import screen_of

pytestmark = pytest.mark.in_turn

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Z = Qt.Key.Key_Z
MANY = 12


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Usaha.crm"
    demo.make(path, clients=3, orders=0, contracts=0).close()
    return path


@pytest.fixture(autouse=True)
def _imported(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last that was done, and too much to be undone at once."""
    monkeypatch.setattr(desks, "_AT_ONCE", MANY - 1)
    with workspace.write(msg("Import clients from {file}", file="tamu.xlsx")) as session:
        for number in range(MANY):
            client.save(session, None, {"name": f"Tamu {number}"})


@pytest.fixture
def slow(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Reversing waits, in its thread, until somebody lets it go on; then it does all but the end."""
    go_on, undo = threading.Event(), workspace.undo

    def waiting(progress: Any = lambda _done, _total: None, reason: str = "") -> Any:
        def told(done: Any, total: Any) -> None:
            assert go_on.wait(20)
            progress(done, total)

        return undo(told, reason=reason)

    monkeypatch.setattr(workspace, "undo", waiting)
    yield go_on
    go_on.set()


def rest(qtbot: QtBot, window: Any) -> None:
    qtbot.waitUntil(lambda: not window.jobs.busy(), timeout=20_000)


def count(workspace: Workspace) -> Any:
    return client.listing(workspace).count(Query())


def dialog(window: Any) -> Any:
    return next((each for each in window.findChildren(Undoing) if each.isVisible()), None)


def said(window: Any) -> Any:
    return [note.text for note in window.notify.stack.notes()]


def test_it_goes_on_behind_a_dialog_and_is_told(shell: Shell, qtbot: QtBot, workspace: Workspace, slow: Event) -> None:
    qtbot.keyClick(shell, Z, CTRL)
    shown = dialog(shell)
    assert shown.isModal()
    assert count(workspace) == MANY + 3
    slow.set()
    rest(qtbot, shell)
    assert dialog(shell) is None
    assert count(workspace) == 3
    assert said(shell) == ["Import clients from tamu.xlsx: undone."]
    shell.activateWindow()  # the system's business where there is one
    qtbot.waitUntil(shell.isActiveWindow)
    qtbot.keyClick(shell, Z, CTRL | SHIFT)
    assert dialog(shell) is not None
    rest(qtbot, shell)
    assert count(workspace) == MANY + 3
    assert said(shell)[-1] == "Import clients from tamu.xlsx: redone."


def test_a_small_one_is_done_at_once(shell: Shell, qtbot: QtBot, workspace: Workspace) -> None:
    with workspace.write(msg("Add")) as session:
        client.save(session, None, {"name": "One"})
    qtbot.keyClick(shell, Z, CTRL)
    assert dialog(shell) is None
    assert said(shell) == ["Add: undone."]


def test_cancelled_it_changes_nothing(shell: Shell, qtbot: QtBot, workspace: Workspace, slow: Event) -> None:
    qtbot.keyClick(shell, Z, CTRL)
    qtbot.keyClick(dialog(shell), Qt.Key.Key_Escape)
    slow.set()
    rest(qtbot, shell)
    assert dialog(shell) is None
    assert count(workspace) == MANY + 3
    assert said(shell) == ["Cancelled: nothing changed."]
    assert str(workspace.undo_text()) == "Import clients from tamu.xlsx"


def test_no_key_of_the_window_works_meanwhile(shell: Shell, qtbot: QtBot, workspace: Workspace, slow: Event) -> None:
    qtbot.keyClick(shell, Z, CTRL)
    for key, modifiers in ((Z, CTRL), (Qt.Key.Key_2, CTRL), (Qt.Key.Key_N, CTRL)):
        qtbot.keyClick(QApplication.focusWidget() or dialog(shell), key, modifiers)
    assert len(shell.jobs.running()) == 1
    assert shell.history.here.noun == "today"
    slow.set()
    rest(qtbot, shell)
    assert count(workspace) == 3


def test_the_window_that_closes_meanwhile_leaves_a_whole_file(
    shell: Shell, qtbot: QtBot, workspace: Workspace, slow: Event
) -> None:
    qtbot.keyClick(shell, Z, CTRL)
    slow.set()
    shell.close()
    workspace.close()
    again = open_workspace(workspace.path)
    assert count(again) in {3, MANY + 3}
    assert (count(again) == 3) == (again.redo_text() is not None)
    again.close()


def test_what_stands_in_the_way_is_told(shell: Shell, qtbot: QtBot, workspace: Workspace) -> None:
    entry = workspace.undo_text()
    with workspace.write(msg("Change")) as session:
        client.save(session, 5, {"short_name": "Other"})
    workspace.undo()
    with workspace.write(msg("Change again")) as session:
        client.save(session, 5, {"short_name": "Other"})
    shell.navigate("done")
    rest(qtbot, shell)
    screen = screen_of(shell, "done")
    row = next(row for row in range(5) if screen.table.model.data(screen.table.model.index(row, 1)) == str(entry))
    screen.table.view.go_to(row)
    rest(qtbot, shell)
    screen.take_back()
    assert dialog(shell) is not None
    rest(qtbot, shell)
    assert dialog(shell) is None
    assert count(workspace) == MANY + 3
    assert len(said(shell)) == 1


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "_AT_ONCE", 300)


def add(shell: Shell, name: Any) -> Any:
    """An action whose sentence is the same each time; the button of its note."""
    shell.desk.write(
        msg("Add"), lambda session: client.save(session, None, {"name": name}), note=NowTrue(msg("Added."))
    )
    return shell.notify.stack.notes()[-1].buttons[0]


def names(workspace: Workspace) -> Any:
    with workspace.read() as session:
        return set(session.scalars(select(Client.full_name))) & {"One", "Two"}


@pytest.mark.usefixtures("at_once")
def test_of_two_equal_actions_a_note_takes_back_its_own(shell: Shell, workspace: Workspace) -> None:
    first, second = add(shell, "One"), add(shell, "Two")
    first.click()
    assert names(workspace) == {"One", "Two"}
    assert "since" in said(shell)[-1]
    second.click()
    assert names(workspace) == {"One"}
    assert said(shell)[-1] == "Add: undone."
    second.click()
    assert names(workspace) == {"One"}, "once is enough"


@pytest.mark.usefixtures("at_once")
def test_the_same_done_with_several_is_one_note_that_takes_all_of_it_back(shell: Shell, workspace: Workspace) -> None:
    for name in ("One", "Two"):
        shell.desk.write(
            msg("Add"),
            partial(client.save, client_id=None, values={"name": name}),
            note=of("client", name, ADDED),
        )
    assert said(shell) == ["2 clients added."]
    shell.notify.stack.notes()[-1].buttons[-1].click()
    assert names(workspace) == set()
    assert said(shell) == ["2 actions undone."]


@pytest.mark.usefixtures("at_once")
def test_what_was_undone_can_be_done_again_from_its_note(shell: Shell, workspace: Workspace) -> None:
    add(shell, "One").click()
    assert names(workspace) == set()
    [redo] = shell.notify.stack.notes()[-1].buttons
    redo.click()
    assert names(workspace) == {"One"}
    assert said(shell) == ["Add: redone."]


@pytest.mark.usefixtures("at_once")
def test_a_note_takes_back_what_was_done_again(shell: Shell, workspace: Workspace) -> None:
    button = add(shell, "One")
    shell.desk.undo()
    shell.desk.redo()
    button.click()
    assert names(workspace) == set()


@pytest.mark.usefixtures("at_once")
def test_a_note_takes_back_its_action_though_something_typed_was_discarded_since(
    shell: Shell, workspace: Workspace
) -> None:
    button = add(shell, "One")
    shell.desk.discarded.add(Draft("slot", "client", typed={"name": "Typed"}), "Typed")
    button.click()
    assert names(workspace) == set()


@pytest.mark.usefixtures("at_once")
def test_what_changed_nothing_offers_nothing_to_take_back(shell: Shell, workspace: Workspace) -> None:
    shell.desk.write(msg("Add"), lambda session: client.save(session, None, {"name": "One"}))
    shell.desk.write(msg("Add"), lambda _session: None, note=NowTrue(msg("Added.")))
    assert shell.notify.stack.notes()[-1].buttons == []
    assert names(workspace) == {"One"}
