"""A workspace out of a backup, in the window."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import platformdirs
import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop_crm import app
from desktop_crm.model.client import Client
from desktop_crm.services import workspace as services_workspace
from desktop_crm.services.safety import backup as services
from desktop_crm.services.safety import places
from desktop_crm.services.safety.backup import Plan
from desktop_crm.services.safety.places import folder_place
from desktop_crm.services.workspace import Workspace, create, opened
from desktop_crm.ui.backup.backups import Backups
from desktop_crm.ui.backup.plan import business_at, save_plan
from desktop_crm.ui.backup.restore_dialog import RestoreDialog
from desktop_crm.ui.backup.restoring import Restoring
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.notes.error_dialog import ErrorDialog
from desktop_crm.ui.notes.stack import Note
from desktop_crm.ui.program.program import Program
from desktop_crm.ui.screens.welcome.welcome import Welcome
from tests.office import workspace_of
from tests.ui.backup.conftest import PASSWORD, add_client
from tests.ui.windows import choose

pytestmark = pytest.mark.in_turn


def clients(workspace: Workspace) -> Any:
    with workspace.read() as session:
        return sorted(session.scalars(select(Client.name)))


def dialog_of(qtbot: QtBot, running: Program) -> Any:
    qtbot.waitUntil(lambda: any(each.isVisible() for each in running.shell.findChildren(RestoreDialog)))
    return next(each for each in running.shell.findChildren(RestoreDialog) if each.isVisible())


@pytest.fixture
def one(qtbot: QtBot, running: Program, backups: Backups) -> Program:
    """A backup with Adi in it; Budi came later."""
    add_client(running, "Adi")
    backups.back_up_now()
    qtbot.waitUntil(lambda: not backups.running)
    add_client(running, "Budi")
    return running


def test_in_place_after_a_look_inside(qtbot: QtBot, one: Any, tmp_path: Path) -> None:
    one.shell.actions_.run("workspace.restore")
    dialog = dialog_of(qtbot, one)
    qtbot.waitUntil(dialog.replace.isEnabled)
    assert dialog.says.text().startswith("1 client, 0 orders, 0 contracts")
    assert "Usaha.crm" in dialog.replace.text()
    with qtbot.waitSignal(one.ready):
        dialog.replace.click()
    assert clients(one.workspace) == ["Adi"]
    assert one.shell.desk.workspace is one.workspace
    (kept,) = tmp_path.glob("Usaha before restore *.crm")
    with opened(kept) as before:
        assert clients(before) == ["Adi", "Budi"]


def test_a_backup_with_rows_that_nobody_can_read_is_marked_in_the_list(
    qtbot: QtBot, one: Any, backups: Backups
) -> None:
    with one.workspace.aside() as behind:
        behind.execute("UPDATE clients SET phones = 'x'")
    backups.back_up_now()
    qtbot.waitUntil(lambda: not backups.running)
    one.shell.actions_.run("workspace.restore")
    dialog = dialog_of(qtbot, one)
    qtbot.waitUntil(dialog.replace.isEnabled)
    table = dialog.table
    assert table.rowCount() == 2
    assert not table.isColumnHidden(4)
    assert table.item(0, 4).text() == "2"
    assert not table.item(0, 4).icon().isNull()
    assert table.item(1, 4) is None
    assert "2 things in it were not as they should be" in dialog.says.text()
    table.setCurrentCell(1, 0)
    qtbot.waitUntil(dialog.replace.isEnabled)
    assert "as they should be" not in dialog.says.text()
    dialog.reject()


def test_a_list_of_good_backups_has_no_column_for_what_is_wrong(qtbot: QtBot, one: Program) -> None:
    one.shell.actions_.run("workspace.restore")
    dialog = dialog_of(qtbot, one)
    qtbot.waitUntil(dialog.replace.isEnabled)
    assert dialog.table.isColumnHidden(4)
    dialog.reject()


def test_to_a_new_file(qtbot: QtBot, one: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "new"), ""))
    one.shell.actions_.run("workspace.restore")
    dialog = dialog_of(qtbot, one)
    qtbot.waitUntil(dialog.new.isEnabled)
    with qtbot.waitSignal(one.ready):
        dialog.new.click()
    assert one.workspace.path == tmp_path / "new.crm"
    assert clients(one.workspace) == ["Adi"]
    with opened(tmp_path / "Usaha.crm") as before:
        assert clients(before) == ["Adi", "Budi"]


def test_a_protected_backup_asks_for_its_password(
    qtbot: QtBot, running: Program, tmp_path: Path, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = create(tmp_path / "Rahasia.crm", password=PASSWORD)
    found = services.make(other, folder_place(disk)).backup
    other.close()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(found.path), ""))
    running.restore()
    dialog = dialog_of(qtbot, running)
    qtbot.waitUntil(lambda: dialog.says.text() and "Looking" not in dialog.says.text())
    dialog.other.click()
    qtbot.waitUntil(dialog.password.isVisible)
    assert not dialog.new.isEnabled()
    dialog.password.editor.setText("wrong")
    dialog.peek.click()
    qtbot.waitUntil(lambda: "does not open" in dialog.says.text())
    dialog.password.editor.setText(PASSWORD)
    dialog.password.entered.emit()
    qtbot.waitUntil(dialog.replace.isEnabled)
    with qtbot.waitSignal(running.ready):
        dialog.replace.click()
    assert workspace_of(running).protected
    assert workspace_of(running).path == tmp_path / "Usaha.crm"


def test_what_is_typed_stays_when_the_places_have_been_looked_through(
    qtbot: QtBot, one: Program, tmp_path: Path, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What opened the file was cleared, and asked for again, when a slow stick had been looked at."""
    other = create(tmp_path / "Rahasia.crm", password=PASSWORD)
    found = services.make(other, folder_place(tmp_path)).backup.path
    other.close()
    sticks, at_last = places.marked_sticks, threading.Event()
    monkeypatch.setattr(places, "marked_sticks", lambda: at_last.wait(30) and sticks())
    dialog = Restoring(one, None).offer_copy(found)
    qtbot.waitUntil(dialog.password.isVisible)
    assert dialog.table.rowCount() == 1
    dialog.password.editor.setText(PASSWORD)
    at_last.set()
    qtbot.waitUntil(lambda: dialog.table.rowCount() > 1)
    assert dialog.backup().path == found
    assert dialog.password.text() == PASSWORD
    dialog.password.entered.emit()
    qtbot.waitUntil(dialog.new.isEnabled)
    dialog.reject()


def test_one_that_can_not_be_restored_leaves_the_present_one_open(
    qtbot: QtBot, one: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one.shell.actions_.run("workspace.restore")
    dialog = dialog_of(qtbot, one)
    qtbot.waitUntil(dialog.replace.isEnabled)
    dialog.backup().path.write_bytes(b"rubbish")
    with qtbot.waitSignal(one.ready):
        dialog.replace.click()
    qtbot.waitUntil(lambda: one.workspace is not None)
    assert clients(one.workspace) == ["Adi", "Budi"]


def test_what_is_no_backup_is_told_and_nothing_can_be_pressed(qtbot: QtBot, running: Program, tmp_path: Path) -> None:
    (tmp_path / "x.crm").write_bytes(b"hello")
    running.restore()
    dialog = dialog_of(qtbot, running)
    qtbot.waitUntil(lambda: dialog.says.text() and "Looking" not in dialog.says.text())
    dialog.add(tmp_path / "x.crm")
    qtbot.waitUntil(lambda: "not a workspace" in dialog.says.text())
    assert not dialog.new.isEnabled()
    assert not dialog.replace.isEnabled()
    dialog.reject()


def damage(path: Any) -> None:
    content = bytearray(path.read_bytes())
    content[100:40_000] = b"\xff" * 39_900
    path.write_bytes(content)


@pytest.fixture
def damaged(qtbot: QtBot, settings: Settings, file: Path, planned: Any, disk: Path) -> Iterator[Program]:
    """A window at the welcome, because the last workspace is damaged; there is a backup of it."""
    with opened(file) as workspace:
        services.make(workspace, folder_place(disk))
    damage(file)
    made = app.make_program(settings)
    qtbot.addWidget(made.shell)
    made.shell.show()
    with qtbot.waitSignal(made.ready):
        made.start(file)
    yield made
    for dialog in made.shell.findChildren(ErrorDialog):
        dialog.close()
    made.shell.close()
    made.let_go()


def test_a_damaged_file_offers_the_backup(qtbot: QtBot, damaged: Program, tmp_path: Path) -> None:
    (note,) = damaged.shell.findChildren(Note)
    note.buttons[0].click()
    dialog = dialog_of(qtbot, damaged)
    qtbot.waitUntil(dialog.replace.isEnabled)
    with qtbot.waitSignal(damaged.ready):
        dialog.replace.click()
    assert damaged.workspace.path == tmp_path / "Usaha.crm"
    assert list(tmp_path.glob("Usaha before restore *.crm"))


def test_the_welcome_restores_too(
    qtbot: QtBot, damaged: Program, tmp_path: Path, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (welcome,) = damaged.shell.findChildren(Welcome)
    choose(welcome.page.file, "Restore from a backup…")
    dialog = dialog_of(qtbot, damaged)
    assert not dialog.replace.isVisible()  # no workspace is meant
    dialog.add(next(disk.rglob("Usaha *.crm")))
    qtbot.waitUntil(dialog.new.isEnabled)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "new.crm"), ""))
    with qtbot.waitSignal(damaged.ready):
        dialog.new.click()
    assert damaged.workspace.path == tmp_path / "new.crm"


def test_a_damaged_file_opened_from_the_welcome_can_be_replaced(qtbot: QtBot, damaged: Program, file: Path) -> None:
    (welcome,) = damaged.shell.findChildren(Welcome)
    welcome.open(file)
    qtbot.waitUntil(lambda: not damaged.shell.jobs.busy())
    choose(welcome.page.file, "Restore from a backup…")
    dialog = dialog_of(qtbot, damaged)
    assert dialog.replace.isVisible()
    qtbot.waitUntil(dialog.replace.isEnabled)
    dialog.reject()


def test_when_every_backup_is_gone_it_is_told(
    qtbot: QtBot, one: Program, disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platformdirs, "user_documents_path", lambda: tmp_path)
    shutil.rmtree(disk)
    one.restore()
    dialog = dialog_of(qtbot, one)
    qtbot.waitUntil(lambda: "No backup was found" in dialog.says.text())
    dialog.reject()


def test_a_protected_file_whose_password_is_refused_can_be_restored(
    qtbot: QtBot, settings: Settings, tmp_path: Path, disk: Path
) -> None:
    path = tmp_path / "Rahasia.crm"
    workspace = create(path, password=PASSWORD)
    services.make(workspace, folder_place(disk))
    workspace.close()
    save_plan(settings, business_at(settings, path), Plan((folder_place(disk),), hours=0, at_close=False))
    path.write_bytes(b"\xff" * path.stat().st_size)
    made = app.make_program(settings)
    qtbot.addWidget(made.shell)
    made.shell.show()
    made.start(path)
    page = made.shell.cover.page
    next(each for each in page.findChildren(QPushButton) if each.text() == "Restore from a backup…").click()
    dialog = dialog_of(qtbot, made)
    qtbot.waitUntil(dialog.password.isVisible)
    dialog.password.editor.setText(PASSWORD)
    dialog.peek.click()
    qtbot.waitUntil(dialog.replace.isEnabled)
    with qtbot.waitSignal(made.ready):
        dialog.replace.click()
    assert made.workspace.path == path
    made.shell.close()


def test_a_backup_that_is_being_made_is_stopped_first(
    qtbot: QtBot, one: Any, backups: Backups, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = threading.Event()

    def slowly(workspace: Workspace, _places: object, progress: Any) -> None:
        with workspace.read():
            begun.set()
            while True:
                progress(1, 10)

    one.restore()
    dialog = dialog_of(qtbot, one)
    qtbot.waitUntil(dialog.replace.isEnabled)
    monkeypatch.setattr(services, "make_all", slowly)
    backups.back_up_now()
    assert begun.wait(5)
    with qtbot.waitSignal(one.ready):
        dialog.replace.click()
    assert clients(one.workspace) == ["Adi"]
    qtbot.waitUntil(lambda: not backups.running)


def test_asking_leaves_nothing_behind(
    qtbot: QtBot, one: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither when nothing was wanted, nor when something was made."""
    one.shell.actions_.run("workspace.restore")
    dialog_of(qtbot, one).reject()
    qtbot.waitUntil(lambda: not one.shell.findChildren(Restoring))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(tmp_path / "other.crm"), ""))
    one.shell.actions_.run("workspace.restore")
    dialog = dialog_of(qtbot, one)
    qtbot.waitUntil(dialog.new.isEnabled)
    with qtbot.waitSignal(one.ready):
        dialog.new.click()
    assert one.workspace.path.name == "other.crm"
    qtbot.waitUntil(lambda: not one.shell.findChildren(Restoring))


def test_what_was_restored_for_nobody_any_more_is_let_go(
    qtbot: QtBot, one: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another workspace came meanwhile: the new file stayed locked until the program ended."""
    made = services_workspace.open_workspace

    def too_late(*given: Any) -> Any:
        workspace = made(*given)
        for job in one.shell.jobs.running():
            job.cancel()
        return workspace

    monkeypatch.setattr(services_workspace, "open_workspace", too_late)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(tmp_path / "other.crm"), ""))
    one.shell.actions_.run("workspace.restore")
    dialog = dialog_of(qtbot, one)
    qtbot.waitUntil(dialog.new.isEnabled)
    dialog.new.click()
    qtbot.waitUntil((tmp_path / "other.crm").exists)
    qtbot.waitUntil(lambda: not one.shell.jobs.busy())
    assert one.workspace.path.name == "Usaha.crm"
    made(tmp_path / "other.crm").close()


def test_a_backup_without_the_password_that_the_file_has_says_so(qtbot: QtBot, one: Any) -> None:
    one.workspace.protect(PASSWORD)
    one.shell.actions_.run("workspace.restore")
    dialog = dialog_of(qtbot, one)
    qtbot.waitUntil(dialog.replace.isEnabled)
    assert "It has no password" in dialog.says.text()
    dialog.reject()
