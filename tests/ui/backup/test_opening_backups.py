"""A backup that somebody opens: told as one, left as it is, and a copy of it is worked in."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from desktop_crm import app
from desktop_crm.model.client import Client
from desktop_crm.model.message import msg
from desktop_crm.services.safety import backup as services
from desktop_crm.services.safety.places import folder_place
from desktop_crm.services.workspace import create, opened
from desktop_crm.ui.backup import plan
from desktop_crm.ui.backup.backups import Backups
from desktop_crm.ui.backup.restore_dialog import RestoreDialog
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.program.program import Program
from desktop_crm.ui.screens.welcome.welcome import Welcome
from tests.office import screen_of, workspace_of
from tests.ui.backup.conftest import PASSWORD, add_client, made_in

pytestmark = pytest.mark.in_turn


def dialog_of(qtbot: QtBot, running: Program) -> Any:
    qtbot.waitUntil(lambda: any(each.isVisible() for each in running.shell.findChildren(RestoreDialog)), timeout=20_000)
    return next(each for each in running.shell.findChildren(RestoreDialog) if each.isVisible())


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the person wants the copy."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "copy.crm"), ""))
    return tmp_path / "copy.crm"


def copy_by(qtbot: QtBot, running: Program, target: Any) -> None:
    """What the person does then."""
    dialog = dialog_of(qtbot, running)
    assert any("is a backup, so it stays as it is" in each.text() for each in dialog.findChildren(PlainLabel))
    qtbot.waitUntil(dialog.new.isEnabled, timeout=20_000)
    with qtbot.waitSignal(running.ready, timeout=20_000):
        dialog.new.click()
    assert workspace_of(running).path == target


@pytest.fixture
def found(file: Path, disk: Path) -> Path:
    """A backup that was made some day."""
    with opened(file) as workspace:
        return services.make(workspace, folder_place(disk)).backup.path


@pytest.fixture
def bare(qtbot: QtBot, settings: Settings) -> Iterator[Program]:
    """A window where nothing is open yet."""
    made = app.make_program(settings)
    qtbot.addWidget(made.shell)
    made.shell.show()
    yield made
    made.shell.close()
    made.let_go()


def test_from_an_open_workspace_and_what_is_backed_up_then_takes_nothing_away(
    qtbot: QtBot, found: Path, running: Program, disk: Path, target: Path
) -> None:
    before = found.read_bytes()
    add_client(running)  # so that leaving makes a backup, and rotates
    assert running.open(found)
    assert workspace_of(running).name == "Usaha"
    dialog = dialog_of(qtbot, running)
    assert dialog.new.property("look") == "primary"  # what the dialog says; not to replace the open workspace
    assert dialog.replace.property("look") != "primary"
    qtbot.waitUntil(lambda: dialog.table.item(0, 2).text() == "disk")
    copy_by(qtbot, running, target)
    assert found.read_bytes() == before
    assert len(made_in(disk)) == 2
    add_client(running, "Budi")
    assert services.look_inside(found, "").counts["clients"] == 0


def test_by_a_double_click_or_as_the_last_workspace(
    qtbot: QtBot, found: Path, bare: Program, settings: Settings, target: Path
) -> None:
    settings.add_recent(found)  # an earlier version worked in it
    bare.start(None)
    assert bare.shell.findChild(Welcome) is not None
    assert bare.workspace is None
    copy_by(qtbot, bare, target)
    assert settings.last() == target


def test_from_the_welcome(qtbot: QtBot, found: Path, bare: Program, target: Path) -> None:
    bare.start(None)
    welcome = bare.shell.findChild(Welcome)
    welcome.open(found)
    copy_by(qtbot, bare, target)


def test_a_protected_one_that_was_carried_elsewhere_is_known_when_its_password_was_typed(
    qtbot: QtBot, bare: Any, disk: Path, tmp_path: Path, target: Path
) -> None:
    workspace = create(tmp_path / "Rahasia.crm", password=PASSWORD)
    found = services.make(workspace, folder_place(disk)).backup.path
    workspace.close()
    carried = tmp_path / "from the stick.crm"
    shutil.copyfile(found, carried)
    before = carried.read_bytes()
    bare.start(carried)
    page = bare.shell.cover.page
    page.field.editor.setText(PASSWORD)
    page.typed.emit(PASSWORD)
    copy_by(qtbot, bare, target)
    assert bare.workspace.protected
    assert carried.read_bytes() == before


def test_who_wants_no_copy_goes_on_as_before(qtbot: QtBot, found: Path, running: Program, tmp_path: Path) -> None:
    assert running.open(found)
    dialog = dialog_of(qtbot, running)
    dialog.reject()
    assert workspace_of(running).path == tmp_path / "Usaha.crm"
    add_client(running)


@pytest.fixture
def lost(disk: Path, tmp_path: Path) -> Path:
    """A business with three clients was backed up, and then its file was lost."""
    (tmp_path / "before").mkdir()
    workspace = create(tmp_path / "before" / "Usaha.crm")
    with workspace.write(msg("Add")) as session:
        session.add_all(Client(name=name) for name in ("Adi", "Budi", "Citra"))
    made = services.make(workspace, folder_place(disk)).backup.path
    workspace.close()
    return made


def test_who_comes_to_safety_later_finds_the_backups_of_the_lost_one_there(
    qtbot: QtBot, lost: Path, running: Program, backups: Backups
) -> None:
    """The note was gone after some seconds, and told no more once somebody had looked."""
    qtbot.waitUntil(lambda: backups.left is not None, timeout=20_000)
    running.shell.notify.stack.forget()
    running.shell.navigate("safety")
    offer = screen_of(running.shell, "safety").backups.left
    assert offer.isVisible()
    assert offer.accessibleName() == "Backup of another Usaha found, with 3 clients."
    for _ in range(2):
        offer.take_first()
        dialog = dialog_of(qtbot, running)
        assert dialog.backup().path == lost
        dialog.reject()
        assert offer.isVisible()


def test_where_nothing_was_left_safety_offers_nothing(qtbot: QtBot, running: Program, backups: Backups) -> None:
    running.shell.navigate("safety")
    qtbot.waitUntil(lambda: not running.shell.jobs.busy())
    assert screen_of(running.shell, "safety").backups.left.isHidden()


def test_a_new_file_is_told_of_the_backups_of_the_lost_one_and_restores_them(
    qtbot: QtBot, lost: Path, running: Program, backups: Backups, tmp_path: Path
) -> None:
    qtbot.waitUntil(lambda: bool(running.shell.notify.stack.notes()), timeout=20_000)
    (note,) = running.shell.notify.stack.notes()
    assert note.text == "Backup of another Usaha found, with 3 clients."
    backups.back_up_now()
    qtbot.waitUntil(lambda: not backups.running, timeout=20_000)
    assert lost.exists()
    note.buttons[0].click()
    dialog = dialog_of(qtbot, running)
    assert dialog.backup().path == lost
    qtbot.waitUntil(lambda: "3 clients" in dialog.says.text(), timeout=20_000)
    with qtbot.waitSignal(running.ready, timeout=20_000):
        dialog.replace.click()
    with workspace_of(running).read() as session:
        assert session.scalar(select(func.count(Client.id))) == 3
    assert list(tmp_path.glob("Usaha before restore *.crm"))


def test_who_has_looked_is_told_no_more(
    qtbot: QtBot, lost: Path, running: Program, backups: Backups, settings: Settings
) -> None:
    qtbot.waitUntil(lambda: bool(running.shell.notify.stack.notes()), timeout=20_000)
    running.shell.notify.stack.notes()[0].buttons[0].click()
    dialog_of(qtbot, running).reject()
    assert plan.is_known(settings, workspace_of(running).business, lost.parent)
    backups.let_go()
    backups.watch(workspace_of(running))
    qtbot.waitUntil(lambda: not running.shell.jobs.busy(), timeout=20_000)
    assert running.shell.notify.stack.notes() == []
