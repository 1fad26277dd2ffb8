"""What is said of a workspace that lies in a folder which a service copies."""

from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.notes.error_dialog import ErrorDialog
from desktop_crm.ui.program import synced
from tests.ui.conftest import FakeWorkspace
from tests.ui.windows import button


@pytest.fixture
def place(tmp_path: Path, stand_in: FakeWorkspace) -> Path:
    stand_in.path = tmp_path / "Dropbox" / "Usaha.crm"
    stand_in.path.parent.mkdir()
    stand_in.path.touch()
    return stand_in.path


def told(bare_desk: Desk, qtbot: QtBot) -> Any:
    qtbot.waitUntil(lambda: not bare_desk.jobs.busy())
    return [note.text for note in bare_desk.notify.stack.notes()]


def answer(bare_desk: Desk) -> None:
    button(bare_desk.notify.stack, "Don't show again").click()


def test_a_copied_folder_is_told_until_one_has_heard_it(
    place: Path, bare_desk: Desk, stand_in: FakeWorkspace, qtbot: QtBot
) -> None:
    synced.look(bare_desk)
    [text] = told(bare_desk, qtbot)
    assert text.startswith("Dropbox copies this folder")
    button(bare_desk.notify.stack, "Details").click()
    [dialog] = bare_desk.notify.parent().findChildren(ErrorDialog)
    assert "Let Dropbox finish" in dialog.accessibleName()
    button(dialog, "Don't show again").click()
    synced.look(bare_desk)
    assert told(bare_desk, qtbot) == []
    stand_in.path = place.with_name("Lain.crm")
    synced.look(bare_desk)
    assert len(told(bare_desk, qtbot)) == 1


def test_copies_that_came_apart_are_told_by_name_each_time(place: Path, bare_desk: Desk, qtbot: QtBot) -> None:
    synced.look(bare_desk)
    assert len(told(bare_desk, qtbot)) == 1
    answer(bare_desk)
    place.with_name("Usaha (conflicted copy 2026-01-02).crm").touch()
    for _opening in (1, 2):
        synced.look(bare_desk)
        [text] = told(bare_desk, qtbot)
        assert "Usaha (conflicted copy 2026-01-02).crm" in text
        bare_desk.notify.forget()


def test_an_ordinary_folder_is_not_worth_a_word(
    bare_desk: Desk, qtbot: QtBot, stand_in: FakeWorkspace, tmp_path: Path
) -> None:
    stand_in.path = Path(tmp_path / "Usaha.crm")
    synced.look(bare_desk)
    assert told(bare_desk, qtbot) == []
