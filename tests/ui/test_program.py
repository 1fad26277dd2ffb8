from pathlib import Path

import pytest
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from desktop_crm import app
from desktop_crm.model.errors import WorldError
from desktop_crm.model.message import msg
from desktop_crm.ui.notes.error_dialog import ErrorDialog
from desktop_crm.ui.password.new_workspace import NewWorkspaceDialog
from desktop_crm.ui.program.program import Program, Wiring
from desktop_crm.ui.window.shell import Shell


class Welcome(QWidget):
    opened = Signal(object)
    password_needed = Signal(object)
    backup_chosen = Signal(object)
    held = Signal(object, object)
    password_given = Signal()


class World:
    """Files that can be opened, and what was opened."""

    def __init__(self, kind):
        self.opened, self._kind = [], kind

    def open(self, path, typed=""):
        if "locked" in path.name:
            raise WorldError(msg("The file is open in another program."))
        self.opened.append(self._kind(path))
        return self.opened[-1]


@pytest.fixture
def world(workspace):
    return World(type(workspace))


@pytest.fixture
def program(qtbot, settings, screens, world):
    made = Program(Shell(settings), screens, Wiring(world.open, world.open, lambda _workspace: None, Welcome))
    qtbot.addWidget(made.shell)
    made.shell.show()
    return made


def test_first_start_welcomes_and_goes_on_with_what_was_opened(program, world, tmp_path):
    program.start(None)
    (welcome,) = program.shell.findChildren(Welcome)
    assert not program.shell.frame.rail.isVisible()
    welcome.opened.emit(world.open(tmp_path / "new.crm"))
    assert program.workspace is world.opened[0]
    assert program.shell.frame.rail.isVisible()


def test_start_opens_the_last_workspace(program, world, settings, tmp_path):
    (tmp_path / "last.crm").touch()
    settings.add_recent(tmp_path / "last.crm")
    program.start(None)
    assert program.workspace.path == tmp_path / "last.crm"


def test_last_workspace_that_is_gone_means_welcome(program, settings, tmp_path):
    settings.add_recent(tmp_path / "gone.crm")
    program.start(None)
    assert program.workspace is None
    assert program.shell.findChildren(Welcome)


def test_failure_is_told_and_the_present_workspace_stays(program, tmp_path):
    program.start(tmp_path / "good.crm")
    assert not program.open(tmp_path / "locked.crm")
    assert program.workspace.path.name == "good.crm"
    assert not program.workspace.closed
    assert program.shell.findChildren(ErrorDialog)
    assert program.shell.desk is not None


def test_failure_at_the_start_leads_to_the_welcome(program, tmp_path):
    program.start(tmp_path / "locked.crm")
    assert program.shell.findChildren(Welcome)
    assert program.shell.findChildren(ErrorDialog)


def test_opening_another_closes_the_first_and_closing_the_window_the_second(program, world, tmp_path, settings):
    program.start(tmp_path / "one.crm")
    assert program.open(tmp_path / "two.crm")
    assert [each.closed for each in world.opened] == [True, False]
    program.shell.close()
    assert world.opened[1].closed
    assert [path.name for path in settings.recent()] == ["two.crm", "one.crm"]


def test_screen_that_stays_keeps_its_workspace(program, world, tmp_path):
    program.start(tmp_path / "one.crm")
    program.shell.made_screen("client").stays = True
    assert not program.open(tmp_path / "two.crm")
    assert len(world.opened) == 1
    program.shell.made_screen("client").stays = False


def test_new_workspace_gets_its_suffix(program, world, tmp_path, monkeypatch, qtbot):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "sales"), ""))
    program.shell.actions_.run("file.new")
    (dialog,) = program.shell.findChildren(NewWorkspaceDialog)
    dialog.go.click()
    qtbot.waitUntil(lambda: bool(world.opened))
    assert world.opened[0].path == tmp_path / "sales.crm"


def test_cancelled_dialogs_do_nothing(program, world, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: ("", ""))
    program.shell.actions_.run("file.open")
    assert world.opened == []


def test_recent_workspaces_open_from_the_menu(program, world, tmp_path, qtbot):
    program.start(tmp_path / "one & only.crm")
    program.open(tmp_path / "two.crm")
    menu = QMenu()
    qtbot.addWidget(menu)
    program._fill_recent(menu)
    assert [line.isEnabled() for line in menu.actions()] == [False, True]
    assert menu.actions()[1].text().endswith("one && only.crm")
    menu.actions()[1].trigger()
    assert program.workspace.path.name == "one & only.crm"


@pytest.mark.parametrize(("argv", "path"), [([], None), (["--workspace", "a b.crm"], Path("a b.crm"))])
def test_command_line(argv, path):
    assert app._parsed(argv) == path


def test_wrong_command_line_is_usage(capsys):
    with pytest.raises(SystemExit, match="2"):
        app._parsed(["--no-such-thing"])
    assert "usage" in capsys.readouterr().err
