"""What is said of a workspace that lies in a folder which a service copies."""

from pathlib import Path

import pytest

from desktop_crm.services.safety.synced_folder import Synced
from desktop_crm.ui.program import synced


@pytest.fixture
def place(tmp_path, workspace):
    workspace.path = tmp_path / "Dropbox" / "Usaha.crm"
    workspace.path.parent.mkdir()
    workspace.path.touch()
    return workspace.path


def told(desk, qtbot):
    qtbot.waitUntil(lambda: not desk.jobs.busy())
    return [note.text for note in desk.notify.stack.notes()]


def test_a_copied_folder_is_told_until_one_has_heard_it(place, desk, qtbot):
    synced.look(desk)
    [text] = told(desk, qtbot)
    assert text.startswith("Dropbox copies this workspace's folder")
    synced._remember(desk, place)
    synced.look(desk)
    assert len(told(desk, qtbot)) == 1
    synced._tell(desk, place.with_name("Lain.crm"), Synced("Dropbox", ()))
    assert len(told(desk, qtbot)) == 2


def test_copies_that_came_apart_are_told_by_name_each_time(place, desk, qtbot):
    synced._remember(desk, place)
    place.with_name("Usaha (conflicted copy 2026-01-02).crm").touch()
    for count in (1, 2):
        synced.look(desk)
        assert len(told(desk, qtbot)) == count
    assert "Usaha (conflicted copy 2026-01-02).crm" in told(desk, qtbot)[0]


def test_an_ordinary_folder_is_not_worth_a_word(desk, qtbot, workspace, tmp_path):
    workspace.path = Path(tmp_path / "Usaha.crm")
    synced.look(desk)
    assert told(desk, qtbot) == []
