import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm import app
from desktop_crm.model.errors import WorldError
from desktop_crm.model.message import msg
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.notes.error_dialog import ErrorDialog
from desktop_crm.ui.password.new_workspace import NewWorkspaceDialog
from desktop_crm.ui.program.program import Program, Wiring
from desktop_crm.ui.window import front_door
from desktop_crm.ui.window.shell import Shell
from tests.office import screen_of
from tests.ui.conftest import FakeWorkspace


class Welcome(QWidget):
    opened = Signal(object)
    password_needed = Signal(object)
    backup_chosen = Signal(object)
    held = Signal(object, object)
    password_given = Signal()


class World:
    """Files that can be opened, and what was opened."""

    def __init__(self, kind: Any) -> None:
        self._kind = kind
        self.opened: list[Any] = []

    def open(self, path: Any, typed: str = "") -> Any:
        if "locked" in path.name:
            raise WorldError(msg("The file is open in another program."))
        self.opened.append(self._kind(path))
        return self.opened[-1]


@pytest.fixture
def world(stand_in: FakeWorkspace) -> World:
    return World(type(stand_in))


@pytest.fixture
def wired(qtbot: QtBot, settings: Settings, demo_screens: Any, world: World) -> Program:
    made = Program(Shell(settings), demo_screens, Wiring(world.open, world.open, lambda _workspace: None, Welcome))
    qtbot.addWidget(made.shell)
    made.shell.show()
    return made


def test_first_start_welcomes_and_goes_on_with_what_was_opened(wired: Program, world: World, tmp_path: Path) -> None:
    wired.start(None)
    (welcome,) = wired.shell.findChildren(Welcome)
    assert not wired.shell.frame.rail.isVisible()
    welcome.opened.emit(world.open(tmp_path / "new.crm"))
    assert wired.workspace is world.opened[0]
    assert wired.shell.frame.rail.isVisible()


def test_start_opens_the_last_workspace(wired: Program, world: World, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "last.crm").touch()
    settings.add_recent(tmp_path / "last.crm")
    wired.start(None)
    assert wired.workspace.path == tmp_path / "last.crm"


def test_last_workspace_that_is_gone_means_welcome(wired: Program, settings: Settings, tmp_path: Path) -> None:
    settings.add_recent(tmp_path / "gone.crm")
    wired.start(None)
    assert wired.workspace is None
    assert wired.shell.findChildren(Welcome)


def test_failure_is_told_and_the_present_workspace_stays(wired: Any, tmp_path: Path) -> None:
    wired.start(tmp_path / "good.crm")
    assert not wired.open(tmp_path / "locked.crm")
    assert wired.workspace.path.name == "good.crm"
    assert not wired.workspace.closed
    assert wired.shell.findChildren(ErrorDialog)
    assert wired.shell.desk is not None


def test_failure_at_the_start_leads_to_the_welcome(wired: Program, tmp_path: Path) -> None:
    wired.start(tmp_path / "locked.crm")
    assert wired.shell.findChildren(Welcome)
    assert wired.shell.findChildren(ErrorDialog)


def test_opening_another_closes_the_first_and_closing_the_window_the_second(
    wired: Program, world: World, tmp_path: Path, settings: Settings
) -> None:
    wired.start(tmp_path / "one.crm")
    assert wired.open(tmp_path / "two.crm")
    assert [each.closed for each in world.opened] == [True, False]
    wired.shell.close()
    assert world.opened[1].closed
    assert [path.name for path in settings.recent()] == ["two.crm", "one.crm"]


def test_screen_that_stays_keeps_its_workspace(wired: Program, world: World, tmp_path: Path) -> None:
    wired.start(tmp_path / "one.crm")
    screen_of(wired.shell, "client").stays = True
    assert not wired.open(tmp_path / "two.crm")
    assert len(world.opened) == 1
    screen_of(wired.shell, "client").stays = False


def test_new_workspace_gets_its_suffix(
    wired: Program, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "sales"), ""))
    wired.shell.actions_.run("file.new")
    (dialog,) = wired.shell.findChildren(NewWorkspaceDialog)
    dialog.go.click()
    qtbot.waitUntil(lambda: bool(world.opened))
    assert world.opened[0].path == tmp_path / "sales.crm"


def test_cancelled_dialogs_do_nothing(wired: Program, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: ("", ""))
    wired.shell.actions_.run("file.open")
    assert world.opened == []


def test_recent_workspaces_open_from_the_menu(wired: Any, world: Any, tmp_path: Path, qtbot: QtBot) -> None:
    wired.start(tmp_path / "one & only.crm")
    wired.open(tmp_path / "two.crm")
    files = wired.shell.menuBar().actions()[0].menu()
    files.aboutToShow.emit()
    [menu] = [line.menu() for line in files.actions() if line.text() == "Recent"]
    assert [line.isEnabled() for line in menu.actions()] == [False, True]
    assert menu.actions()[1].text().endswith("one && only.crm")
    menu.actions()[1].trigger()
    assert wired.workspace.path.name == "one & only.crm"


@pytest.mark.parametrize(("argv", "path"), [([], None), (["--workspace", "a b.crm"], Path("a b.crm"))])
def test_command_line(argv: Any, path: Path | None, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the door of the file that is named it is knocked first."""
    knocked = []
    monkeypatch.setattr(sys, "platform", "linux")  # on Windows nobody knocks before the window is there
    monkeypatch.setattr(Settings, "last", lambda _settings: None)
    monkeypatch.setattr(front_door, "knock", lambda wanted: knocked.append(wanted) or True)
    assert app.main(argv) == 0
    assert knocked == [path]


def test_wrong_command_line_is_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        app.main(["--no-such-thing"])
    assert "usage" in capsys.readouterr().err
