"""What lies over the window when that is left, built anew or closed."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop_crm.ui.desk import over
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.look.undo_keys import UndoKeys
from desktop_crm.ui.program.program import Program, Wiring
from desktop_crm.ui.window.shell import Shell
from tests.ui.conftest import FakeWorkspace


def ask(bare_shell: Shell, log: Any) -> None:
    """A question, and what its asker does afterwards."""
    box = QMessageBox(bare_shell)
    yes = box.addButton("Yes", QMessageBox.ButtonRole.AcceptRole)
    box.addButton("No", QMessageBox.ButtonRole.RejectRole)
    over.run(box)
    log.append("yes" if box.clickedButton() is yes else "no")
    box.deleteLater()


def while_asked(bare_shell: Shell, log: Any, do: Any) -> None:
    QTimer.singleShot(0, do)
    ask(bare_shell, log)


def test_a_question_is_ended_and_its_asker_goes_first(bare_shell: Shell) -> None:
    log: list[Any] = []
    while_asked(bare_shell, log, lambda: over.when_clear(bare_shell, lambda: log.append("gone")))
    assert log == ["no"]
    QApplication.processEvents()
    assert log == ["no", "gone"]


def test_with_nothing_open_it_is_done_at_once(bare_shell: Shell) -> None:
    log = []
    assert over.when_clear(bare_shell, lambda: log.append("gone"))
    assert log == ["gone"]


def test_menus_are_closed_too(bare_shell: Shell) -> None:
    log, menu = [], QMenu(bare_shell)
    menu.addAction("Delete")
    QTimer.singleShot(0, lambda: over.when_clear(bare_shell, lambda: log.append("gone")))
    over.run(menu, bare_shell.mapToGlobal(bare_shell.rect().center()))
    log.append("menu")
    QApplication.processEvents()
    assert log == ["menu", "gone"]


def test_who_is_destroyed_meanwhile_is_not_asked_back(bare_shell: Shell, qtbot: QtBot) -> None:
    log, owner = [], QPushButton(bare_shell)

    def leave() -> None:
        over.when_clear(owner, lambda: log.append("never"))
        owner.deleteLater()

    while_asked(bare_shell, log, leave)
    qtbot.wait(1)
    assert log == ["no"]


def test_another_language_waits_for_the_question(bare_shell: Shell) -> None:
    registry = bare_shell.actions_
    log: list[Any] = []
    while_asked(bare_shell, log, lambda: bare_shell.set_language("id"))
    assert log == ["no"]
    assert bare_shell.actions_ is registry
    QApplication.processEvents()
    QApplication.processEvents()
    assert bare_shell.actions_ is not registry


def test_an_open_menu_runs_nothing_of_the_window_before(bare_shell: Shell) -> None:
    """Its line is still there for a moment; the registry behind it is not."""
    before = bare_shell.actions_
    narrow = bare_shell.frame.rail.narrow
    bare_shell.set_language("id")
    QApplication.processEvents()
    QApplication.processEvents()
    assert not before.run("view.rail")
    assert bare_shell.frame.rail.narrow == narrow


def test_dialogs_that_were_left_open_go_with_what_they_are_about(bare_shell: Shell, qtbot: QtBot) -> None:
    dialog = QDialog(bare_shell)
    dialog.open()
    bare_shell.set_language("id")
    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_closing_under_a_question_ends_it_first(bare_shell: Shell) -> None:
    log: list[Any] = []
    while_asked(bare_shell, log, bare_shell.close)
    assert log == ["no"]
    QApplication.processEvents()
    assert bare_shell.gone


def test_a_closed_window_hears_nothing_more(bare_shell: Shell, qtbot: QtBot) -> None:
    registry = bare_shell.actions_
    assert bare_shell.findChild(UndoKeys) is not None
    bare_shell.close()
    QApplication.sendPostedEvents(None, 52)  # what is to be deleted
    asked = []
    other = QPushButton("other")
    qtbot.addWidget(other)
    registry.refresh = lambda: asked.append(1)
    other.show()
    other.activateWindow()
    other.setFocus()
    QApplication.processEvents()
    assert asked == []
    assert not registry.run("undo")
    assert bare_shell.findChild(UndoKeys) is None


@pytest.fixture
def wired(qtbot: QtBot, settings: Settings, demo_screens: Any, stand_in: FakeWorkspace) -> Program:
    kind = type(stand_in)
    adopted: list[Any] = []
    wiring = Wiring(
        lambda path, _typed: kind(path),
        lambda path, _typed: kind(path),
        lambda _w: None,
        QDialog,
        adopted=adopted.append,
    )
    made: Any = Program(Shell(settings), demo_screens, wiring)
    made.adopted = adopted
    qtbot.addWidget(made.shell)
    made.shell.show()
    return made


def test_another_workspace_waits_until_who_asked_is_done_with_the_present_one(wired: Any) -> None:
    wired.open(Path("one.crm"))
    one, log = wired.workspace, []

    def left() -> None:
        wired.open(Path("two.crm"))
        assert not one.closed
        log.append("asked for")

    while_asked(wired.shell, log, left)
    assert log == ["asked for", "no"]
    QApplication.processEvents()
    assert one.closed
    assert wired.workspace.path == Path("two.crm")


def test_what_works_on_the_present_one_has_ended_before_it_is_closed(wired: Any) -> None:
    wired.open(Path("one.crm"))
    one, ended = wired.workspace, []

    def work(job: Any) -> None:
        while True:
            job.check_cancelled()
            assert not one.closed

    wired.shell.jobs.run(None, "Printing", work, cancelled=lambda: ended.append(one.closed))
    wired.open(Path("two.crm"))
    assert ended == [False]
    assert one.closed


def test_a_workspace_that_comes_while_the_window_closes_is_closed_too(wired: Program, stand_in: FakeWorkspace) -> None:
    wired.open(Path("one.crm"))
    late = type(stand_in)(Path("late.crm"))
    wired.shell.leaving.connect(lambda: wired.adopt(late))
    wired.shell.close()
    assert late.closed
    assert wired.workspace is None


def test_each_workspace_is_looked_after_from_the_first_moment_on(wired: Any) -> None:
    for name in ("one.crm", "two.crm"):
        wired.open(Path(name))
        assert wired.adopted[-1].workspace is wired.workspace
