"""Giving, changing and taking off the password in the real window, and the recovery key on paper."""

import threading
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_crm.model.errors import WorldError, WrongPasswordError
from desktop_crm.model.message import msg
from desktop_crm.services import workspace as workspaces
from desktop_crm.services.safety import present_password
from desktop_crm.services.workspace import is_protected
from desktop_crm.storage.opening import open_workspace
from desktop_crm.ui.desk.narrow import NarrowDialog
from desktop_crm.ui.form.problem_label import ProblemLabel
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.password.after import AfterDialog
from desktop_crm.ui.password.dialog import PasswordDialog
from desktop_crm.ui.password.new_workspace import NewWorkspaceDialog
from desktop_crm.ui.password.recovery_dialog import RecoveryDialog
from desktop_crm.ui.program.program import Program
from desktop_crm.ui.screens.welcome.welcome import Welcome
from tests.ui.lock.conftest import PASSWORD, Ring

pytestmark = pytest.mark.in_turn

K = Qt.Key
NEW = "sepeda hijau makan soto"


@pytest.fixture
def plain(program: Program, rest: Callable[..., Any], tmp_path: Path) -> Program:
    """A workspace without a password."""
    program.create(tmp_path / "Usaha.crm")
    rest()
    return program


@pytest.fixture
def ask(program: Program, rest: Callable[..., Any]) -> Callable[..., Any]:
    """Open the dialog by its command."""

    def run() -> Any:
        program.shell.actions_.run("workspace.password")
        rest()
        return program.shell.findChildren(PasswordDialog)[-1]

    return run


def type_new(dialog: Any, first: Any, again: Any = None) -> None:
    QTest.keyClicks(dialog.page.new.first.editor, first)
    QTest.keyClicks(dialog.page.new.again.editor, first if again is None else again)


def notes(program: Program) -> Any:
    return [note.text for note in program.shell.notify.stack.notes()]


def words(dialog: Any) -> Any:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def test_password_is_given_by_keys_alone(
    plain: Program, ask: Callable[..., Any], rest: Callable[..., Any], qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = ask()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.page.new.first.editor.hasFocus)
    QTest.keyClicks(QApplication.focusWidget(), NEW)
    QTest.keyClick(QApplication.focusWidget(), K.Key_Return)
    assert dialog.page.new.again.editor.hasFocus()
    QTest.keyClicks(QApplication.focusWidget(), NEW)
    QTest.keyClick(QApplication.focusWidget(), K.Key_Return)
    rest()
    assert plain.workspace.protected
    assert is_protected(tmp_path / "Usaha.crm")
    assert "The workspace is protected" in words(dialog)
    assert any("stay readable" in text for text in words(dialog))
    assert any("It opens with the password only." in note for note in notes(plain))
    assert plain.shell.actions_.qaction("workspace.recovery").isEnabled()
    assert NEW not in (dialog.page.new.first.text(), dialog.page.new_typed), "nothing of it stays in the dialog"
    dialog.reject()
    plain.shell.close()
    open_workspace(tmp_path / "Usaha.crm", NEW).close()


def test_strength_is_told_in_words_while_one_types(
    plain: Program, ask: Callable[..., Any], rest: Callable[..., Any], qtbot: QtBot
) -> None:
    dialog = ask()
    meter = dialog.page.new.meter
    before = dialog.height(), dialog.page.new.again.y()
    QTest.keyClicks(dialog.page.new.first.editor, "12345")
    qtbot.waitUntil(lambda: meter.word.text().startswith("Very weak"), timeout=20_000)
    assert len(meter.hints.text().splitlines()) == 2
    assert (dialog.height(), dialog.page.new.again.y()) == before, "nothing moves below the finger when hints come"
    QTest.keyClicks(dialog.page.new.first.editor, NEW)
    qtbot.waitUntil(lambda: meter.word.text() == "Strong")
    assert not meter.hints.text().strip()
    dialog.page.new.first.editor.clear()
    dialog.page.new.first.edited.emit()
    assert meter.word.text() == ""
    dialog.reject()


def test_name_of_the_company_is_no_strong_password(
    plain: Program, ask: Callable[..., Any], rest: Callable[..., Any], qtbot: QtBot
) -> None:
    from desktop_crm.services import settings

    with plain.workspace.write(msg("Set up the company")) as session:
        settings.save_company(session, {"name": "Karyasentosa", "manager": "Budiwibowo"})
    dialog = ask()
    QTest.keyClicks(dialog.page.new.first.editor, "karyasentosa")
    qtbot.waitUntil(lambda: bool(dialog.page.new.meter.word.text()), timeout=20_000)
    assert dialog.page.new.meter.word.text().startswith(("Very weak", "Weak"))
    dialog.reject()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("", ""), "Type a password"),
        ((NEW, "sepeda hijau"), "passwords differ"),
        (("password", "password"), "too easy to guess"),
    ],
)
def test_what_cannot_be_taken_is_told_beside_the_field(
    plain: Program, ask: Callable[..., Any], rest: Callable[..., Any], typed: str, told: str
) -> None:
    dialog = ask()
    type_new(dialog, *typed)
    dialog.go.click()
    rest()
    assert told in dialog.page.new.problem.text()
    assert not plain.workspace.protected
    dialog.reject()


def test_difference_is_told_while_one_types(plain: Program, ask: Callable[..., Any]) -> None:
    dialog = ask()
    type_new(dialog, NEW, "sepeda")
    assert dialog.page.new.problem.text() == ""
    QTest.keyClicks(dialog.page.new.again.editor, "x")
    assert dialog.page.new.problem.text() == "The passwords differ."
    dialog.reject()


def test_password_is_changed(opened: Any, ask: Callable[..., Any], rest: Callable[..., Any], file: Path) -> None:
    before = opened.workspace.recovery_key
    dialog = ask()
    assert dialog.page.present.field.editor.hasFocus() or not dialog.isActiveWindow()
    QTest.keyClicks(dialog.page.present.field.editor, PASSWORD)
    type_new(dialog, NEW)
    dialog.go.click()
    rest()
    assert opened.workspace.recovery_key != before
    assert any("tear it up" in text for text in words(dialog))
    dialog.reject()
    opened.shell.close()
    with pytest.raises(WrongPasswordError):
        open_workspace(file, PASSWORD)
    open_workspace(file, NEW).close()


def test_wrong_present_password_changes_nothing(opened: Any, ask: Callable[..., Any], rest: Callable[..., Any]) -> None:
    before = opened.workspace.recovery_key
    dialog = ask()
    for _ in range(3):
        dialog.page.present.field.editor.setText("salah")
        dialog.page.new.clear()
        type_new(dialog, NEW)
        dialog.go.click()
        rest()
    assert "3 wrong tries" in dialog.page.present.tries.text()
    assert "again in" in dialog.page.present.tries.text()
    assert opened.workspace.recovery_key == before
    dialog.go.click()
    assert opened.shell.jobs.running() == ()
    dialog.reject()


def test_recovery_key_serves_as_the_present_password(
    opened: Any, ask: Callable[..., Any], rest: Callable[..., Any]
) -> None:
    dialog = ask()
    dialog.page.present.field.editor.setText(opened.workspace.recovery_key)
    type_new(dialog, NEW)
    dialog.go.click()
    rest()
    present_password.refuse_wrong(opened.workspace, NEW)
    dialog.reject()


def test_password_is_taken_off_after_saying_what_that_means(
    opened: Program, ask: Callable[..., Any], rest: Callable[..., Any], file: Path
) -> None:
    dialog = ask()
    dialog.page.take_off.click()
    assert "no longer be encrypted" in dialog.page.meaning.text()
    assert not dialog.page.new.isVisible()
    assert dialog.go.text() == "Remove the password"
    dialog.go.click()
    assert "Type the current password" in dialog.page.present.tries.text()
    QTest.keyClicks(dialog.page.present.field.editor, PASSWORD)
    QTest.keyClick(dialog.page.present.field.editor, K.Key_Return)
    rest()
    assert not opened.workspace.protected
    assert not is_protected(file)
    assert any("Whoever has the file can read it" in note for note in notes(opened))
    assert not opened.shell.actions_.qaction("workspace.recovery").isEnabled()


def test_writing_anew_is_shown_and_can_be_cancelled(
    plain: Program, ask: Callable[..., Any], rest: Callable[..., Any], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work, go = threading.Event(), threading.Event()

    def protect(_password: object, progress: Any) -> None:
        progress(1, 4)
        at_work.set()
        go.wait(20)
        progress(2, 4)

    monkeypatch.setattr(plain.workspace, "protect", protect)
    dialog = ask()
    type_new(dialog, NEW)
    dialog.go.click()
    assert at_work.wait(20)
    qtbot.waitUntil(lambda: dialog.bar.maximum() == 4)
    assert dialog.bar.isVisible()
    assert not dialog.go.isEnabled()
    dialog.stop.click()
    assert dialog.isVisible()
    go.set()
    rest()
    assert dialog.says.text() == "Cancelled. The workspace is as it was."
    assert dialog.go.isEnabled()
    assert not plain.workspace.protected
    dialog.reject()


def test_full_disk_is_told_in_the_dialog(
    plain: Program, ask: Callable[..., Any], rest: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def protect(_password: object, _progress: object) -> None:
        raise WorldError(msg("The disk is full. Nothing was changed."))

    monkeypatch.setattr(plain.workspace, "protect", protect)
    dialog = ask()
    type_new(dialog, NEW)
    dialog.go.click()
    rest()
    assert dialog.says.text() == "The disk is full. Nothing was changed."
    assert dialog.page.new.first.text() == NEW
    dialog.reject()


def test_remembered_password_follows_a_change_and_can_be_forgotten(
    opened: Program, ask: Callable[..., Any], rest: Callable[..., Any], ring: Ring, file: Path
) -> None:
    ring.set_password("Desktop CRM", str(file), PASSWORD)
    dialog = ask()
    QTest.keyClicks(dialog.page.present.field.editor, PASSWORD)
    type_new(dialog, NEW)
    dialog.go.click()
    rest()
    assert list(ring.kept.values()) == [NEW]
    dialog.reject()
    dialog = ask()
    assert dialog.page.forget.isVisible()
    dialog.page.forget.click()
    rest()
    assert ring.kept == {}
    assert not dialog.page.forget.isVisible()
    dialog.reject()


def test_recovery_key_is_saved_only_after_the_password(
    opened: Program, rest: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    target = tmp_path / "key.pdf"
    asked = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: asked.append(1) or (str(target), ""))
    opened.shell.actions_.run("workspace.recovery")
    (dialog,) = opened.shell.findChildren(RecoveryDialog)
    dialog.offer.save.click()
    assert "Type the current password" in dialog.present.tries.text()
    QTest.keyClicks(dialog.present.field.editor, "salah")
    dialog.offer.save.click()
    rest()
    assert asked == []
    assert "neither the password" in dialog.present.tries.text()
    before = set(tmp_path.iterdir())
    dialog.present.field.editor.setText(PASSWORD)
    dialog.offer.save.click()
    rest()
    assert target.read_bytes().startswith(b"%PDF")
    assert set(tmp_path.iterdir()) - before == {target}
    dialog.reject()


def test_password_commands_need_a_workspace(program: Program) -> None:
    program.start(None)
    assert not any(
        program.shell.actions_.run(name) for name in ("workspace.password", "workspace.recovery", "workspace.lock")
    )


# Making a workspace


def test_new_workspace_is_protected_from_its_first_byte(
    plain: Program, rest: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "Rahasia"), ""))
    plain.shell.actions_.run("file.new")
    (dialog,) = plain.shell.findChildren(NewWorkspaceDialog)
    assert not dialog.optional.new.isVisible()
    dialog.optional.wanted.click()
    QTest.keyClicks(dialog.optional.new.first.editor, NEW)
    QTest.keyClicks(dialog.optional.new.again.editor, NEW)
    QTest.keyClick(dialog.optional.new.again.editor, K.Key_Return)
    rest()
    assert plain.workspace.path == tmp_path / "Rahasia.crm"
    assert plain.workspace.protected
    (after,) = plain.shell.findChildren(AfterDialog)
    assert after.isVisible()
    after.accept()


def test_new_workspace_with_a_weak_password_is_not_made(
    plain: Program, rest: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "Rahasia.crm"), ""))
    plain.shell.actions_.run("file.new")
    (dialog,) = plain.shell.findChildren(NewWorkspaceDialog)
    dialog.optional.wanted.click()
    QTest.keyClicks(dialog.optional.new.first.editor, "password")
    QTest.keyClicks(dialog.optional.new.again.editor, "password")
    dialog.go.click()
    rest()
    assert "too easy to guess" in dialog.problem.text()
    assert not Path(tmp_path / "Rahasia.crm").exists()
    assert dialog.go.isEnabled()
    dialog.reject()


def test_a_new_workspace_that_is_stopped_by_another_one_holds_nobody(
    plain: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that was asked for before comes, and ends all that is under way: a dialog that nobody can leave stayed."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "Baru.crm"), ""))
    plain.shell.actions_.run("file.new")
    (dialog,) = plain.shell.findChildren(NewWorkspaceDialog)
    made, create = Event(), workspaces.create
    monkeypatch.setattr(workspaces, "create", lambda path, **given: made.wait(30) and create(path, **given))
    dialog.go.click()
    dialog.reject()
    assert dialog.isVisible()
    for job in plain.shell.jobs.running():
        job.cancel()
    made.set()
    assert plain.shell.jobs.rest()
    assert dialog.go.isEnabled()
    dialog.reject()
    assert not dialog.isVisible()


def test_company_is_set_up_with_a_password(
    program: Program, rest: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.start(None)
    (welcome,) = program.shell.findChildren(Welcome)
    QTest.keyClicks(program.shell.focusWidget(), "Karya Baru")
    monkeypatch.setattr(welcome.page, "chosen_path", tmp_path / "Karya Baru.crm")
    optional = welcome.page.optional
    optional.wanted.click()
    optional.new.first.editor.setText(NEW)
    welcome.page.start.click()
    assert "passwords differ" in optional.new.problem.text()
    assert not program.shell.jobs.running()
    optional.new.again.editor.setText(NEW)
    welcome.page.start.click()
    rest()
    assert program.workspace.protected
    (after,) = program.shell.findChildren(AfterDialog)
    assert {button.text() for button in after.findChildren(QPushButton)} >= {
        "Print recovery key…",
        "Save as PDF…",
        "Close",
    }
    after.accept()
    program.shell.close()
    open_workspace(tmp_path / "Karya Baru.crm", NEW).close()


def test_a_dialog_is_as_high_as_what_it_shows_before_anything_else_happens(qtbot: QtBot) -> None:
    dialog = NarrowDialog("Password")
    qtbot.addWidget(dialog)
    told, button = ProblemLabel(dialog), QPushButton("Cancel", dialog)
    dialog.lines.addWidget(PlainLabel("What it means, in more words than one line holds. " * 4, dialog, wrap=True))
    dialog.lines.addWidget(told)
    dialog.lines.addWidget(button)
    dialog.show()
    before = dialog.height()
    QApplication.processEvents()
    assert dialog.height() == before, "nor does it change once it is seen"
    told.show_text("What is wrong " * 30)
    QApplication.sendPostedEvents()
    assert dialog.rect().contains(button.geometry())
    assert dialog.height() > before
    told.show_text("")
    QApplication.sendPostedEvents()
    assert dialog.height() == before
