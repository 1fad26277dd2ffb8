"""What becomes of the open file is told in the window, whose title follows it."""

import shutil
import sys

import pytest

from desktop_crm import app
from desktop_crm.model.client import Client
from desktop_crm.model.message import msg
from desktop_crm.services.workspace import create
from desktop_crm.ui.notes.stack import Note

PASSWORD = "kuda nil makan sore"


def add(workspace, name="Adi"):
    with workspace.write(msg("Add client {name}", name=name)) as session:
        session.add(Client(name=name))


@pytest.fixture
def program(qtbot, settings, tmp_path):
    create(tmp_path / "Usaha.crm", language="en").close()
    made = app.make_program(settings)
    qtbot.addWidget(made.shell)
    made.shell.show()
    with qtbot.waitSignal(made.ready):
        made.start(tmp_path / "Usaha.crm")
    yield made
    made.shell.close()


def notes(program):
    return [note.text for note in program.shell.findChildren(Note)]


@pytest.mark.skipif(sys.platform == "win32", reason="an open file can't be moved there")
def test_a_file_renamed_while_nobody_works_is_followed_and_told(program, qtbot, tmp_path):
    with qtbot.waitSignal(program.shell.file_moved, timeout=20_000):
        (tmp_path / "Usaha.crm").rename(tmp_path / "Toko.crm")
    assert "Toko" in program.shell.windowTitle()
    assert program.shell.frame.status.workspace.text() == "Toko"
    assert program.settings.recent()[0] == tmp_path / "Toko.crm"
    [told] = [note for note in program.shell.findChildren(Note) if "Toko.crm" in note.text]
    assert told.stays
    add(program.workspace)


def test_a_copy_that_was_taken_while_it_was_open_is_told(program, qtbot, tmp_path):
    qtbot.waitUntil(lambda: not program.shell.jobs.busy())  # who reads holds up the mark, until the next folding
    add(program.workspace)
    shutil.copyfile(program.workspace.path, tmp_path / "copy.crm")
    with qtbot.waitSignal(program.ready):
        program.open(tmp_path / "copy.crm")
    assert any("copy.crm" in note and "copied while it was open" in note for note in notes(program))


def test_a_file_that_has_no_password_any_more_is_not_opened_unasked(program, qtbot, tmp_path):
    with qtbot.waitSignal(program.ready):
        program.adopt(create(tmp_path / "Rahasia.crm", password=PASSWORD))
    with qtbot.waitSignal(program.ready):
        program.open(tmp_path / "Usaha.crm")
    shutil.copyfile(tmp_path / "Usaha.crm", tmp_path / "Rahasia.crm")
    before = (tmp_path / "Rahasia.crm").read_bytes()
    program.open(tmp_path / "Rahasia.crm")
    assert program.workspace.path == tmp_path / "Usaha.crm"
    assert any("had a password when it was open here last" in note for note in notes(program))
    assert (tmp_path / "Rahasia.crm").read_bytes() == before


def test_taking_the_password_off_asks_nothing(program, qtbot, tmp_path):
    with qtbot.waitSignal(program.ready):
        program.adopt(create(tmp_path / "Rahasia.crm", password=PASSWORD))
    program.workspace.protect("")
    for name in ("Usaha.crm", "Rahasia.crm"):
        with qtbot.waitSignal(program.ready):
            program.open(tmp_path / name)
    assert program.workspace.path == tmp_path / "Rahasia.crm"


def overwrite(path, by):
    """As `cp` does."""
    with by.open("rb") as source, path.open("wb") as target:
        shutil.copyfileobj(source, target)


@pytest.mark.skipif(sys.platform == "win32", reason="an open file can't be overwritten there")
def test_a_file_that_was_overwritten_can_be_left_and_opened_again(program, qtbot, tmp_path):
    """Each click told it again in a box, and closing the box, too."""
    other = create(tmp_path / "Lain.crm", language="en")
    add(other, "Budi")
    other.close()
    overwrite(tmp_path / "Usaha.crm", tmp_path / "Lain.crm")
    shell = program.shell
    shell.actions_.refresh()
    assert not shell.actions_.qaction("undo").isEnabled()
    with qtbot.waitSignal(program.ready):
        assert program.open(tmp_path / "Lain.crm")
    with qtbot.waitSignal(program.ready):
        assert program.open(tmp_path / "Usaha.crm")
    with program.workspace.read() as session:
        assert session.query(Client).one().name == "Budi"


@pytest.mark.skipif(sys.platform == "win32", reason="an open file can't be overwritten there")
def test_the_window_closes_over_a_file_that_was_overwritten(program, tmp_path):
    overwrite(tmp_path / "Usaha.crm", tmp_path / "settings.ini")
    assert program.shell.close()
    assert program.workspace is None
