"""Opening a protected file: by the start, by the menu, by the welcome; by password, recovery key and key ring."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from desktop_crm.services.safety.protection import Attempts
from desktop_crm.services.workspace import create
from desktop_crm.storage.opening import open_workspace
from desktop_crm.ui.lock.page import PasswordPage, Words
from desktop_crm.ui.program.program import Program
from desktop_crm.ui.screens.welcome.welcome import Welcome
from tests.office import keyboard, workspace_of
from tests.ui.lock.conftest import PASSWORD, Ring, press, type_into
from tests.ui.reading import wrong
from tests.ui.windows import choose

pytestmark = pytest.mark.in_turn

K = Qt.Key


def page(program: Program) -> Any:
    return program.shell.cover.page


def test_start_asks_over_the_welcome_and_opens(program: Program, file: Path, rest: Callable[..., Any]) -> None:
    program.start(file)
    rest()
    assert program.workspace is None
    assert page(program).isVisible()
    assert page(program).geometry() == program.shell.rect()
    assert not program.shell.frame.isVisible()
    assert not program.shell.menuBar().isVisible()
    type_into(program.shell, PASSWORD)
    rest()
    assert workspace_of(program).name == "Usaha"
    assert page(program) is None
    assert program.shell.frame.rail.isVisible()
    assert program.shell.menuBar().isVisible()
    assert program.settings.recent()[0] == file


def test_escape_goes_back_to_the_welcome(program: Program, file: Path, rest: Callable[..., Any], qtbot: QtBot) -> None:
    program.start(file)
    rest()
    press(K.Key_Escape)
    (welcome,) = program.shell.findChildren(Welcome)
    assert welcome.isVisible()
    assert welcome.page.form.isAncestorOf(keyboard())
    assert program.workspace is None


def test_wrong_password_is_told_beside_the_field_counted_and_slowed_down(
    program: Program, file: Path, rest: Callable[..., Any], qtbot: QtBot
) -> None:
    program.start(file)
    rest()
    for _ in range(2):
        type_into(program.shell, "salah")
        rest()
    told = page(program).tries.text()
    assert told == "This is neither the password nor the recovery key. 2 wrong tries so far."
    field = page(program).field.editor
    assert field.selectedText()
    assert page(program).button.isEnabled()
    type_into(program.shell, "salah lagi")
    rest()
    assert "You can try again in 2 seconds." in page(program).tries.text()
    assert not page(program).button.isEnabled()
    QTest.keyClick(field, K.Key_Return)
    assert not program.shell.jobs.busy(), "nothing is tried while it counts"
    qtbot.waitUntil(page(program).button.isEnabled, timeout=10_000)
    assert "again in" not in page(program).tries.text()
    type_into(program.shell, PASSWORD)
    rest()
    assert program.workspace is not None


def test_going_away_does_not_make_wrong_tries_undone(program: Program, file: Path, rest: Callable[..., Any]) -> None:
    program.start(file)
    rest()
    for _ in range(3):
        type_into(program.shell, "salah")
        rest()
    press(K.Key_Escape)
    program.open(file)
    rest()
    assert not page(program).button.isEnabled()


def test_nothing_typed_is_told(program: Program, file: Path, rest: Callable[..., Any]) -> None:
    program.start(file)
    rest()
    press(K.Key_Return)
    assert page(program).tries.text() == "Type the password, or the recovery key."


def test_recovery_key_opens_too(program: Program, file: Path, rest: Callable[..., Any]) -> None:
    opened = open_workspace(file, PASSWORD)
    key = opened.recovery_key
    opened.close()
    program.start(file)
    rest()
    type_into(program.shell, key.lower())
    rest()
    assert workspace_of(program).recovery_key == key


def test_letters_are_shown_when_asked_by_keys(program: Program, file: Path, rest: Callable[..., Any]) -> None:
    program.start(file)
    rest()
    field = page(program).field
    type_into(program.shell, "rahasia", enter=False)
    assert field.editor.displayText() != "rahasia"
    press(K.Key_Tab)
    assert field.eye.hasFocus()
    press(K.Key_Space)
    assert field.editor.displayText() == "rahasia"
    assert field.eye.accessibleName() == "Password or recovery key: Hide what is typed"


def test_remembers_only_when_asked(program: Program, file: Path, rest: Callable[..., Any], ring: Ring) -> None:
    program.start(file)
    rest()
    box = page(program).findChild(QCheckBox)
    assert box.isVisible()
    assert not box.isChecked()
    type_into(program.shell, PASSWORD)
    rest()
    assert ring.kept == {}


def test_remembered_password_opens_by_itself(
    program: Program, file: Path, rest: Callable[..., Any], ring: Ring
) -> None:
    program.start(file)
    rest()
    page(program).findChild(QCheckBox).click()
    page(program).field.editor.setFocus()
    type_into(program.shell, PASSWORD)
    rest()
    assert list(ring.kept.values()) == [PASSWORD]
    other = create(file.with_name("Other.crm"))
    other.close()
    program.open(other.path)
    program.open(file)
    rest()
    assert program.workspace.path == file


def test_remembered_password_that_no_longer_fits_is_forgotten(
    program: Program, file: Path, rest: Callable[..., Any], ring: Ring
) -> None:
    ring.set_password("Desktop CRM", str(file), "an older one")
    program.start(file)
    rest()
    assert "no longer opens" in page(program).tries.text()
    assert ring.kept == {}
    type_into(program.shell, PASSWORD)
    rest()
    assert program.workspace is not None


def test_without_a_key_ring_remembering_is_not_offered(program: Program, file: Path, rest: Callable[..., Any]) -> None:
    program.start(file)
    rest()
    assert not page(program).findChild(QCheckBox).isVisible()


def test_present_workspace_stays_until_the_other_is_open(
    program: Program, file: Path, rest: Callable[..., Any], tmp_path: Path
) -> None:
    program.create(tmp_path / "plain.crm")
    program.open(file)
    rest()
    assert workspace_of(program).name == "plain"
    assert program.shell.windowTitle() == "Desktop CRM"
    press(K.Key_Escape)
    assert program.shell.windowTitle() == "Today – plain – Desktop CRM"
    program.open(file)
    rest()
    type_into(program.shell, PASSWORD)
    rest()
    assert workspace_of(program).name == "Usaha"


def test_another_file_is_chosen_from_the_page(
    program: Program, file: Path, rest: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create(tmp_path / "plain.crm").close()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(tmp_path / "plain.crm"), ""))
    program.start(file)
    rest()
    for button in page(program).findChildren(type(page(program).button)):
        if button.text() == "Choose another file":
            button.click()
    rest()
    assert workspace_of(program).name == "plain"
    assert page(program) is None


def test_welcome_leads_to_the_page(
    program: Program, file: Path, rest: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(file), ""))
    program.start(None)
    (welcome,) = program.shell.findChildren(Welcome)
    choose(welcome.page.file, "Open a workspace…")
    rest()
    assert wrong(welcome) == []
    type_into(program.shell, PASSWORD)
    rest()
    assert workspace_of(program).name == "Usaha"


def test_commands_are_dead_behind_the_page(
    program: Program, file: Path, rest: Callable[..., Any], tmp_path: Path
) -> None:
    program.create(tmp_path / "plain.crm")
    program.shell.navigate("order")
    program.open(file)
    rest()
    press(K.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert program.shell.history.here.noun == "order"
    assert not program.shell.actions_.run("file.settings")
    assert [action.id for action in program.shell.actions_.shown()] == ["file.quit"]


def test_damaged_protected_file_is_told_on_the_page(program: Program, file: Path, rest: Callable[..., Any]) -> None:
    content = bytearray(file.read_bytes())
    content[4096 + 100] ^= 0xFF
    file.write_bytes(content)
    program.start(file)
    rest()
    type_into(program.shell, PASSWORD)
    rest()
    assert program.workspace is None or page(program) is None
    if page(program) is not None:
        assert "Usaha.crm" in page(program).tries.text()


@pytest.mark.parametrize("size", [(800, 460), (1366, 768)])
def test_nothing_is_cut(qtbot: QtBot, size: Any) -> None:
    shown = PasswordPage(Words("A heading that is rather long, " * 2, "/a/folder/" * 12, "Open"), Attempts())
    qtbot.addWidget(shown)
    shown.resize(*size)
    shown.show()
    shown.tell("A sentence that takes some place. " * 3)
    QApplication.processEvents()
    for label in shown.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width()) or not label.isVisible()
    assert shown.field.editor.height() >= 28
