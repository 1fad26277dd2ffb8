"""What is readable of a damaged workspace, rescued in the window."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from desktop_crm import app
from desktop_crm.model.client import Client
from desktop_crm.services.demo import demo
from desktop_crm.storage.opening import open_workspace
from desktop_crm.ui.backup.rescue_dialog import RescueDialog
from desktop_crm.ui.backup.restore_dialog import RestoreDialog
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.notes.error_dialog import ErrorDialog
from desktop_crm.ui.notes.stack import Note
from desktop_crm.ui.program.program import Program
from tests.ui.backup.conftest import PASSWORD

_PAGE = 4096


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "Usaha.crm"
    demo.make(path, clients=60, orders=20, contracts=2).close()
    return path


def spoil(path: Any) -> None:
    """The pages with the first clients, and the first page, which tells where everything is."""
    raw = bytearray(path.read_bytes())
    for page in (0, 40, 41):
        raw[page * _PAGE + 100 : (page + 1) * _PAGE] = random.Random(page).randbytes(_PAGE - 100)
    path.write_bytes(raw)


def shown(qtbot: QtBot, running: Program, kind: Any) -> Any:
    qtbot.waitUntil(lambda: any(each.isVisible() for each in running.shell.findChildren(kind)))
    return next(each for each in running.shell.findChildren(kind) if each.isVisible())


@pytest.fixture
def damaged(qtbot: QtBot, settings: Settings, whole: Path, tmp_path: Path) -> Iterator[Program]:
    """A window at the welcome, because the last workspace is damaged."""
    path = tmp_path / "Usaha.crm"
    shutil.copyfile(whole, path)
    spoil(path)
    made = app.make_program(settings)
    qtbot.addWidget(made.shell)
    made.shell.show()
    with qtbot.waitSignal(made.ready):
        made.start(path)
    for box in made.shell.findChildren(ErrorDialog):
        box.close()
    yield made
    made.shell.close()
    made.let_go()


def test_a_damaged_file_is_rescued_into_a_new_one_and_opened(
    qtbot: QtBot, damaged: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (tmp_path / "Usaha.crm").read_bytes()
    (note,) = damaged.shell.findChildren(Note)
    next(each for each in note.findChildren(QPushButton) if "Restore" in each.text()).click()
    restore = shown(qtbot, damaged, RestoreDialog)
    assert restore.rescue.isVisible()
    restore.rescue.click()
    dialog = shown(qtbot, damaged, RescueDialog)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "saved"), ""))
    qtbot.keyClick(dialog.go, Qt.Key.Key_Space)
    qtbot.waitUntil(dialog.told.isVisible, timeout=20_000)
    assert "Clients: " in dialog.told.toPlainText()
    assert "Keep the damaged file" in dialog.says.text()
    assert (tmp_path / "Usaha.crm").read_bytes() == before
    with qtbot.waitSignal(damaged.ready):
        dialog.go.click()
    assert damaged.workspace.path == tmp_path / "saved.crm"
    with damaged.workspace.read() as session:
        assert session.scalar(select(func.count()).select_from(Client)) > 0


def test_a_protected_one_asks_for_its_password(
    qtbot: QtBot, settings: Settings, whole: Path, tmp_path: Path, running: Program
) -> None:
    path = tmp_path / "rahasia.crm"
    shutil.copyfile(whole, path)
    workspace = open_workspace(path)
    workspace.protect(PASSWORD)
    workspace.close()
    dialog = RescueDialog(running.shell.jobs, path, running.shell)
    dialog.open()
    dialog.rescue(tmp_path / "saved.crm")
    qtbot.waitUntil(dialog.password.isVisible, timeout=20_000)
    assert not (tmp_path / "saved.crm").exists()
    dialog.password.editor.setText(PASSWORD)
    dialog.rescue(tmp_path / "saved.crm")
    qtbot.waitUntil(dialog.told.isVisible, timeout=20_000)
    assert "nothing is lost" in dialog.says.text()
    dialog.reject()
