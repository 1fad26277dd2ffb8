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
def world(stand_in):
    return World(type(stand_in))


@pytest.fixture
def wired(qtbot, settings, demo_screens, world):
    made = Program(Shell(settings), demo_screens, Wiring(world.open, world.open, lambda _workspace: None, Welcome))
    qtbot.addWidget(made.shell)
    made.shell.show()
    return made


def test_first_start_welcomes_and_goes_on_with_what_was_opened(wired, world, tmp_path):
    wired.start(None)
    (welcome,) = wired.shell.findChildren(Welcome)
    assert not wired.shell.frame.rail.isVisible()
    welcome.opened.emit(world.open(tmp_path / "new.crm"))
    assert wired.workspace is world.opened[0]
    assert wired.shell.frame.rail.isVisible()


def test_start_opens_the_last_workspace(wired, world, settings, tmp_path):
    (tmp_path / "last.crm").touch()
    settings.add_recent(tmp_path / "last.crm")
    wired.start(None)
    assert wired.workspace.path == tmp_path / "last.crm"


def test_last_workspace_that_is_gone_means_welcome(wired, settings, tmp_path):
    settings.add_recent(tmp_path / "gone.crm")
    wired.start(None)
    assert wired.workspace is None
    assert wired.shell.findChildren(Welcome)


def test_failure_is_told_and_the_present_workspace_stays(wired, tmp_path):
    wired.start(tmp_path / "good.crm")
    assert not wired.open(tmp_path / "locked.crm")
    assert wired.workspace.path.name == "good.crm"
    assert not wired.workspace.closed
    assert wired.shell.findChildren(ErrorDialog)
    assert wired.shell.desk is not None


def test_failure_at_the_start_leads_to_the_welcome(wired, tmp_path):
    wired.start(tmp_path / "locked.crm")
    assert wired.shell.findChildren(Welcome)
    assert wired.shell.findChildren(ErrorDialog)


def test_opening_another_closes_the_first_and_closing_the_window_the_second(wired, world, tmp_path, settings):
    wired.start(tmp_path / "one.crm")
    assert wired.open(tmp_path / "two.crm")
    assert [each.closed for each in world.opened] == [True, False]
    wired.shell.close()
    assert world.opened[1].closed
    assert [path.name for path in settings.recent()] == ["two.crm", "one.crm"]


def test_screen_that_stays_keeps_its_workspace(wired, world, tmp_path):
    wired.start(tmp_path / "one.crm")
    wired.shell.made_screen("client").stays = True
    assert not wired.open(tmp_path / "two.crm")
    assert len(world.opened) == 1
    wired.shell.made_screen("client").stays = False


def test_new_workspace_gets_its_suffix(wired, world, tmp_path, monkeypatch, qtbot):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "sales"), ""))
    wired.shell.actions_.run("file.new")
    (dialog,) = wired.shell.findChildren(NewWorkspaceDialog)
    dialog.go.click()
    qtbot.waitUntil(lambda: bool(world.opened))
    assert world.opened[0].path == tmp_path / "sales.crm"


def test_cancelled_dialogs_do_nothing(wired, world, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: ("", ""))
    wired.shell.actions_.run("file.open")
    assert world.opened == []


def test_recent_workspaces_open_from_the_menu(wired, world, tmp_path, qtbot):
    wired.start(tmp_path / "one & only.crm")
    wired.open(tmp_path / "two.crm")
    menu = QMenu()
    qtbot.addWidget(menu)
    wired._fill_recent(menu)
    assert [line.isEnabled() for line in menu.actions()] == [False, True]
    assert menu.actions()[1].text().endswith("one && only.crm")
    menu.actions()[1].trigger()
    assert wired.workspace.path.name == "one & only.crm"


@pytest.mark.parametrize(("argv", "path"), [([], None), (["--workspace", "a b.crm"], Path("a b.crm"))])
def test_command_line(argv, path):
    assert app._parsed(argv) == path


def test_wrong_command_line_is_usage(capsys):
    with pytest.raises(SystemExit, match="2"):
        app._parsed(["--no-such-thing"])
    assert "usage" in capsys.readouterr().err
