"""What lies over the window when that is left, built anew or closed."""

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QMessageBox, QPushButton

from desktop_crm.ui.desk import over
from desktop_crm.ui.program.program import Program, Wiring
from desktop_crm.ui.window.shell import Shell


def ask(shell, log):
    """A question, and what its asker does afterwards."""
    box = QMessageBox(shell)
    yes = box.addButton("Yes", QMessageBox.ButtonRole.AcceptRole)
    box.addButton("No", QMessageBox.ButtonRole.RejectRole)
    over.run(box)
    log.append("yes" if box.clickedButton() is yes else "no")
    box.deleteLater()


def while_asked(shell, log, do):
    QTimer.singleShot(0, do)
    ask(shell, log)


def test_a_question_is_ended_and_its_asker_goes_first(shell):
    log = []
    while_asked(shell, log, lambda: over.when_clear(shell, lambda: log.append("gone")))
    assert log == ["no"]
    QApplication.processEvents()
    assert log == ["no", "gone"]


def test_with_nothing_open_it_is_done_at_once(shell):
    log = []
    assert over.when_clear(shell, lambda: log.append("gone"))
    assert log == ["gone"]


def test_menus_are_closed_too(shell):
    log, menu = [], QMenu(shell)
    menu.addAction("Delete")
    QTimer.singleShot(0, lambda: over.when_clear(shell, lambda: log.append("gone")))
    over.run(menu, shell.mapToGlobal(shell.rect().center()))
    log.append("menu")
    QApplication.processEvents()
    assert log == ["menu", "gone"]


def test_who_is_destroyed_meanwhile_is_not_asked_back(shell, qtbot):
    log, owner = [], QPushButton(shell)

    def leave():
        over.when_clear(owner, lambda: log.append("never"))
        owner.deleteLater()

    while_asked(shell, log, leave)
    qtbot.wait(1)
    assert log == ["no"]


def test_another_language_waits_for_the_question(shell):
    log, registry = [], shell.actions_
    while_asked(shell, log, lambda: shell.set_language("id"))
    assert log == ["no"]
    assert shell.actions_ is registry
    QApplication.processEvents()
    QApplication.processEvents()
    assert shell.actions_ is not registry


def test_an_open_menu_runs_nothing_of_the_window_before(shell):
    """Its line is still there for a moment; the registry behind it is not."""
    before = shell.actions_
    narrow = shell.frame.rail.narrow
    shell.set_language("id")
    QApplication.processEvents()
    QApplication.processEvents()
    assert not before.run("view.rail")
    assert shell.frame.rail.narrow == narrow


def test_dialogs_that_were_left_open_go_with_what_they_are_about(shell, qtbot):
    dialog = QDialog(shell)
    dialog.open()
    shell.set_language("id")
    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_closing_under_a_question_ends_it_first(shell):
    log = []
    while_asked(shell, log, shell.close)
    assert log == ["no"]
    QApplication.processEvents()
    assert shell.gone


def test_a_closed_window_hears_nothing_more(shell, qtbot):
    registry = shell.actions_
    shell.close()
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
    assert shell.findChildren(type(shell._undo_keys)) == []


@pytest.fixture
def program(qtbot, settings, screens, workspace):
    kind = type(workspace)
    adopted = []
    wiring = Wiring(
        lambda path, _typed: kind(path),
        lambda path, _typed: kind(path),
        lambda _w: None,
        QDialog,
        adopted=adopted.append,
    )
    made = Program(Shell(settings), screens, wiring)
    made.adopted = adopted
    qtbot.addWidget(made.shell)
    made.shell.show()
    return made


def test_another_workspace_waits_until_who_asked_is_done_with_the_present_one(program):
    program.open(Path("one.crm"))
    one, log = program.workspace, []

    def left():
        program.open(Path("two.crm"))
        assert not one.closed
        log.append("asked for")

    while_asked(program.shell, log, left)
    assert log == ["asked for", "no"]
    QApplication.processEvents()
    assert one.closed
    assert program.workspace.path == Path("two.crm")


def test_what_works_on_the_present_one_has_ended_before_it_is_closed(program):
    program.open(Path("one.crm"))
    one, ended = program.workspace, []

    def work(job):
        while True:
            job.check_cancelled()
            assert not one.closed

    program.shell.jobs.run(None, "Printing", work, cancelled=lambda: ended.append(one.closed))
    program.open(Path("two.crm"))
    assert ended == [False]
    assert one.closed


def test_a_workspace_that_comes_while_the_window_closes_is_closed_too(program, workspace):
    program.open(Path("one.crm"))
    late = type(workspace)(Path("late.crm"))
    program.shell.leaving.connect(lambda: program.adopt(late))
    program.shell.close()
    assert late.closed
    assert program.workspace is None


def test_each_workspace_is_looked_after_from_the_first_moment_on(program):
    for name in ("one.crm", "two.crm"):
        program.open(Path(name))
        assert program.adopted[-1].workspace is program.workspace
