"""The screen that tells how safe the workspace is."""

# ruff: noqa: F811 - fixtures are asked for by the names under which they are imported

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from desktop_crm.model.message import msg
from desktop_crm.services import client
from desktop_crm.services.safety import places
from desktop_crm.services.safety.backup import Plan
from desktop_crm.services.safety.places import PlaceKind
from desktop_crm.ui.backup.backups import Backups
from desktop_crm.ui.backup.emergency_dialog import EmergencyDialog
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.program.program import Program
from desktop_crm.ui.screens.safety.screen import SafetyScreen
from tests.office import workspace_of
from tests.ui.backup.conftest import (  # noqa: F401  # fixtures
    PASSWORD,
    backups,
    disk,
    empty_file,
    file,
    made_in,
    planned,
    running,
)

pytestmark = pytest.mark.in_turn


@pytest.fixture
def screen(qtbot: QtBot, running: Program) -> SafetyScreen:
    return shown_in(running, qtbot)


def shown_in(running: Program, qtbot: QtBot) -> Any:
    assert running.shell.navigate("safety")
    qtbot.waitUntil(lambda: not running.shell.jobs.busy())
    return running.shell.made_screen("safety")


def press(screen: SafetyScreen, text: Any) -> None:
    next(each for each in screen.findChildren(QPushButton) if each.text() == text).click()


def told_of(line: Any) -> Any:
    """The name of a place, and its state."""
    return [label.text() for label in line.findChildren(PlainLabel)]


def test_it_says_what_is_missing(screen: SafetyScreen) -> None:
    assert screen.password.chip.text() == "No password"
    assert screen.lock.chip.text() == "Off"
    assert screen.backups.chip.text() == "None yet"
    assert screen.check.chip.text() == "Not checked"
    assert "free on its disk" in screen.file.says.text()


def test_no_backup_is_an_alarm_only_when_the_file_is_a_day_old(
    qtbot: QtBot, screen: SafetyScreen, running: Program, backups: Backups
) -> None:
    news = running.shell.frame.status.news
    assert (news.text(), news.property("look")) == ("No backup yet", "small")
    assert not backups.is_old()
    with workspace_of(running).aside() as connection:
        connection.execute(f"UPDATE journal_entries SET at = at - {26 * 60 * 60 * 1000}")
    backups.look(make=False)
    qtbot.waitUntil(lambda: screen.backups.chip.text() == "None")
    assert (news.text(), news.property("look")) == ("No backup yet", "problem")
    assert backups.is_old()


def test_a_password_puts_things_in_order(qtbot: QtBot, screen: SafetyScreen, running: Program) -> None:
    workspace_of(running).protect(PASSWORD)
    running.shell.navigate("today")
    running.shell.navigate("safety")
    assert screen.password.chip.text() == "All OK"
    assert "10 minutes" in screen.lock.says.text()


def test_back_up_now(qtbot: QtBot, screen: SafetyScreen, backups: Backups, disk: Path) -> None:
    press(screen, "Back up now")
    assert screen.backups.chip.text() == "Working"
    qtbot.waitUntil(lambda: screen.backups.chip.text() == "All OK")
    assert len(made_in(disk)) == 1
    assert told_of(screen.backups.places.lines[0])[1] == "just now"


def test_a_folder_is_added_gets_a_backup_and_is_taken_off_again(
    qtbot: QtBot,
    screen: SafetyScreen,
    backups: Backups,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "second").mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "second"))
    press(screen, "Add folder…")
    assert [line.place.name for line in screen.backups.places.lines] == ["disk", "second"]
    qtbot.waitUntil(lambda: not backups.running)
    assert len(made_in(tmp_path / "second")) == 1
    screen.backups.places.lines[1].remove.click()
    assert [place.name for place in backups.plan.places] == ["disk"]
    assert len(made_in(tmp_path / "second")) == 1  # what is there stays


def test_a_stick_is_added_of_those_plugged_in(
    qtbot: QtBot, screen: SafetyScreen, backups: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "_volumes", lambda: iter([]))
    press(screen, "Add USB stick…")
    qtbot.waitUntil(lambda: not screen.desk.jobs.busy())
    assert len(backups.plan.places) == 1
    root = tmp_path / "KINGSTON"
    root.mkdir()
    monkeypatch.setattr(places, "_volumes", lambda: iter([root]))
    press(screen, "Add USB stick…")
    qtbot.waitUntil(lambda: screen.backups.findChild(QMenu) is not None)
    menu = screen.backups.findChild(QMenu)
    menu.actions()[0].trigger()
    menu.close()
    assert backups.plan.places[1].kind is PlaceKind.STICK
    qtbot.waitUntil(lambda: not backups.running and bool(made_in(root)))
    monkeypatch.setattr(places, "_volumes", lambda: iter([]))
    screen.reload()
    qtbot.waitUntil(lambda: "not plugged in" in told_of(screen.backups.places.lines[1])[1])


def test_the_plan_is_kept(screen: SafetyScreen, backups: Backups, settings: Settings, file: Path) -> None:
    card = screen.backups
    for box, value in ((card.hours, 8), (card.days, 7)):
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())
    card.at_close.click()
    assert backups.plan == Plan(backups.plan.places, 8, at_close=False, warn_days=7)


def test_without_a_place_it_is_told(screen: SafetyScreen, backups: Backups) -> None:
    backups.change(places=())
    assert "lost or broken laptop" in screen.backups.says.text()
    backups.back_up_now()  # leads here


def test_the_check_tells_and_is_remembered(
    qtbot: QtBot, screen: SafetyScreen, running: Program, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(screen, "Check now")
    assert not screen.check_now.isEnabled()
    qtbot.waitUntil(screen.check_now.isEnabled)
    assert screen.check.chip.text() == "All OK"
    from desktop_crm.model.message import msg

    monkeypatch.setattr(
        "desktop_crm.services.safety.check.check", lambda *_: [msg("Row {n} is odd", n=n) for n in range(7)]
    )
    press(screen, "Check now")
    qtbot.waitUntil(screen.check_now.isEnabled)
    assert screen.check.chip.text() == "Damaged"
    assert screen.check.says.text().endswith("and 2 more")
    assert running.let_workspace_go()
    with qtbot.waitSignal(running.ready):
        running.start(file)
    again = shown_in(running, qtbot)
    assert again is not screen
    assert again.check.chip.text() == "Damaged"


def test_a_check_that_goes_on_is_told_to_who_comes_back(
    qtbot: QtBot, screen: SafetyScreen, running: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "desktop_crm.services.safety.check.check", lambda _workspace, progress: [progress(0, 0) for _ in iter(int, 1)]
    )
    press(screen, "Check now")
    running.shell.navigate("today")
    running.shell.navigate("safety")
    assert screen.check.chip.text() == "Working"
    screen.desk.jobs.running()[0].cancel()
    qtbot.waitUntil(screen.check_now.isEnabled)
    assert screen.check.chip.text() == "Not checked"


def test_a_check_that_is_cancelled_can_be_begun_again(
    qtbot: QtBot, screen: SafetyScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "desktop_crm.services.safety.check.check", lambda _workspace, progress: [progress(0, 0) for _ in iter(int, 1)]
    )
    press(screen, "Check now")
    screen.desk.jobs.running()[0].cancel()
    qtbot.waitUntil(screen.check_now.isEnabled)


def test_the_emergency_folder(
    qtbot: QtBot, screen: SafetyScreen, running: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(screen, "Emergency archive…")
    dialog = running.shell.findChild(EmergencyDialog)
    dialog.first.editor.setText("abc")
    dialog.again.editor.setText("abc")
    dialog.go.click()
    assert dialog.says.isVisible()
    for field in (dialog.first, dialog.again):
        field.editor.setText(PASSWORD)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "out"), ""))
    with workspace_of(running).write(msg("Add")) as session:
        client.save(session, None, {"name": "Toko"})
    with workspace_of(running).aside() as behind:
        behind.execute("UPDATE clients SET phones = 'x'")
    dialog.go.click()
    qtbot.waitUntil(lambda: (tmp_path / "out.zip").exists() and not screen.desk.jobs.running())
    assert "“Read me” names them" in screen.desk.notify.stack.notes()[-1].text


def test_every_button_can_be_reached_by_the_keyboard(screen: SafetyScreen) -> None:
    buttons = [each for each in screen.findChildren(QPushButton) if each.isVisible()]
    assert len(buttons) >= 10
    assert all(each.focusPolicy().value & 1 for each in buttons)
