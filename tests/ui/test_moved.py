"""What becomes of the open file is told in the window, whose title follows it."""

import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_crm.model.client import Client
from desktop_crm.model.message import msg
from desktop_crm.services.workspace import Workspace, create
from desktop_crm.ui.notes.error_dialog import ErrorDialog
from desktop_crm.ui.notes.stack import Note
from desktop_crm.ui.program.program import Program
from tests.office import workspace_of
from tests.ui.windows import button

pytestmark = pytest.mark.in_turn

PASSWORD = "kuda nil makan sore"


def add(workspace: Workspace, name: str = "Adi") -> None:
    with workspace.write(msg("Add client {name}", name=name)) as session:
        session.add(Client(name=name))


def notes(running: Program) -> Any:
    return [note.text for note in running.shell.findChildren(Note)]


@pytest.mark.skipif(sys.platform == "win32", reason="an open file can't be moved there")
def test_a_file_renamed_while_nobody_works_is_followed_and_told(running: Program, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(running.shell.file_moved, timeout=20_000):
        (tmp_path / "Usaha.crm").rename(tmp_path / "Toko.crm")
    assert "Toko" in running.shell.windowTitle()
    assert running.shell.frame.status.workspace.text() == "Toko"
    assert running.settings.recent()[0] == tmp_path / "Toko.crm"
    [told] = [note for note in running.shell.findChildren(Note) if "Toko.crm" in note.text]
    assert told.stays
    add(workspace_of(running))


def test_a_copy_that_was_taken_while_it_was_open_is_told(running: Program, qtbot: QtBot, tmp_path: Path) -> None:
    qtbot.waitUntil(lambda: not running.shell.jobs.busy())  # who reads holds up the mark, until the next folding
    add(workspace_of(running))
    shutil.copyfile(workspace_of(running).path, tmp_path / "copy.crm")
    with qtbot.waitSignal(running.ready):
        running.open(tmp_path / "copy.crm")
    assert any("copy.crm" in note and "copied while it was open" in note for note in notes(running))


def test_a_file_that_has_no_password_any_more_is_not_opened_unasked(
    running: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(running.ready):
        running.adopt(create(tmp_path / "Rahasia.crm", password=PASSWORD))
    with qtbot.waitSignal(running.ready):
        running.open(tmp_path / "Usaha.crm")
    shutil.copyfile(tmp_path / "Usaha.crm", tmp_path / "Rahasia.crm")
    before = (tmp_path / "Rahasia.crm").read_bytes()
    running.open(tmp_path / "Rahasia.crm")
    assert workspace_of(running).path == tmp_path / "Usaha.crm"
    assert any("has lost its password" in note for note in notes(running))
    assert (tmp_path / "Rahasia.crm").read_bytes() == before
    button(running.shell.notify.stack, "Details").click()
    [dialog] = running.shell.findChildren(ErrorDialog)
    assert "another file in its place" in dialog.accessibleName()
    with qtbot.waitSignal(running.ready):
        button(dialog, "Open it all the same").click()
    assert workspace_of(running).path == tmp_path / "Rahasia.crm"


def test_taking_the_password_off_asks_nothing(running: Program, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(running.ready):
        running.adopt(create(tmp_path / "Rahasia.crm", password=PASSWORD))
    workspace_of(running).protect("")
    for name in ("Usaha.crm", "Rahasia.crm"):
        with qtbot.waitSignal(running.ready):
            running.open(tmp_path / name)
    assert workspace_of(running).path == tmp_path / "Rahasia.crm"


def overwrite(path: Any, by: Any) -> None:
    """As `cp` does."""
    with by.open("rb") as source, path.open("wb") as target:
        shutil.copyfileobj(source, target)


@pytest.mark.skipif(sys.platform == "win32", reason="an open file can't be overwritten there")
def test_a_file_that_was_overwritten_can_be_left_and_opened_again(
    running: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    """Each click told it again in a box, and closing the box, too."""
    other = create(tmp_path / "Lain.crm", language="en")
    add(other, "Budi")
    other.close()
    overwrite(tmp_path / "Usaha.crm", tmp_path / "Lain.crm")
    shell = running.shell
    shell.actions_.refresh()
    assert not shell.actions_.qaction("undo").isEnabled()
    with qtbot.waitSignal(running.ready):
        assert running.open(tmp_path / "Lain.crm")
    with qtbot.waitSignal(running.ready):
        assert running.open(tmp_path / "Usaha.crm")
    with workspace_of(running).read() as session:
        assert session.query(Client).one().name == "Budi"


@pytest.mark.skipif(sys.platform == "win32", reason="an open file can't be overwritten there")
def test_the_window_closes_over_a_file_that_was_overwritten(running: Program, tmp_path: Path) -> None:
    overwrite(tmp_path / "Usaha.crm", tmp_path / "settings.ini")
    assert running.shell.close()
    assert running.workspace is None
