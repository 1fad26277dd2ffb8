"""A second start brings the first window forward; what a killed one left is in nobody's way."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.model.errors import HeldError
from desktop_crm.services.demo import demo
from desktop_crm.storage.opening import open_workspace
from desktop_crm.ui.program.program import Program
from desktop_crm.ui.window import front_door
from desktop_crm.ui.window.front_door import FrontDoor

pytestmark = pytest.mark.in_turn

ROOT = Path(__file__).parents[2]

#: A start as `desktop-crm-window` does it; tells how it ended and what it said.
SECOND = """
import json, sys
from PySide6.QtCore import QTimer
from desktop_crm import app
from desktop_crm.ui.notes.error_dialog import ErrorDialog
from PySide6.QtWidgets import QApplication, QLabel

made, told = [], {"network": False}
make = app.make_program

def remember(*given):
    made.append(make(*given))
    QTimer.singleShot(6000, give_up)
    return made[-1]

def give_up():
    told["said"] = [label.text() for box in made[0].shell.findChildren(ErrorDialog) for label in box.findChildren(QLabel)]
    made[0].shell.close()

app.make_program = remember
told["status"] = app.main(sys.argv[1:])
told["painted"] = bool(made)
print(json.dumps(told))
"""

#: The first window, which says when it is there and is then killed.
FIRST = """
import sys
from PySide6.QtCore import QTimer
from desktop_crm import app

make = app.make_program

def remember(*given):
    program = make(*given)
    program.ready.connect(lambda: QTimer.singleShot(200, lambda: print("ready", flush=True)))
    return program

app.make_program = remember
app.main(sys.argv[1:])
"""


@pytest.fixture(scope="module")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("door") / "Nusa.crm"
    demo.make(path, clients=3, orders=3, contracts=1).close()
    return path


@pytest.fixture
def file(demo_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(demo_file, tmp_path / "Nusa.crm"))


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def door(window: QWidget) -> Iterator[FrontDoor]:
    made = FrontDoor(window)
    yield made
    made.close()


def start(script: Any, *argv: Any) -> Any:
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, argv)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


def knocked(qtbot: QtBot, path: Any) -> Any:
    """From another program; whether somebody answered."""
    script = "import sys; from pathlib import Path; from desktop_crm.ui.window.front_door import knock\n"
    script += "print(knock(Path(sys.argv[1]) if sys.argv[1] else None))"
    child = start(script, path or "")
    qtbot.waitUntil(lambda: child.poll() is not None, timeout=30_000)
    return child.communicate()[0].strip() == "True"


def test_the_window_comes_forward_from_the_task_bar(
    qtbot: QtBot, window: QWidget, door: FrontDoor, tmp_path: Path
) -> None:
    door.listen(tmp_path / "a.crm")
    window.showMinimized()
    assert knocked(qtbot, tmp_path / "a.crm")
    qtbot.waitUntil(lambda: not window.isMinimized())
    assert knocked(qtbot, tmp_path / "a.crm")


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_file_has_one_door_whatever_it_is_called(qtbot: QtBot, door: FrontDoor, tmp_path: Path) -> None:
    (tmp_path / "a.crm").touch()
    (tmp_path / "link.crm").symlink_to(tmp_path / "a.crm")
    door.listen(tmp_path / "a.crm")
    assert knocked(qtbot, tmp_path / "link.crm")
    assert not knocked(qtbot, tmp_path / "b.crm")


def test_nobody_answers_after_closing_or_for_another_file(qtbot: QtBot, door: FrontDoor, tmp_path: Path) -> None:
    door.listen(tmp_path / "a.crm")
    door.listen(None)
    assert not knocked(qtbot, tmp_path / "a.crm")
    assert knocked(qtbot, None)
    door.close()
    assert not knocked(qtbot, None)


def test_noise_at_the_door_is_ignored(qtbot: QtBot, window: QWidget, door: FrontDoor, tmp_path: Path) -> None:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

    door.listen(tmp_path / "a.crm")
    name = door.findChild(QLocalServer).serverName()
    for noise in (b"", b"\n", b"GET / HTTP/1.0\n", b"x" * 10_000, b"come forward " + b"\xff" * 5000):
        socket = QLocalSocket()
        socket.connectToServer(name)
        socket.write(noise)
        socket.flush()
        qtbot.wait(20)
        socket.abort()
    assert knocked(qtbot, tmp_path / "a.crm")


def test_a_dialog_comes_forward_over_its_window(qtbot: QtBot, window: QWidget) -> None:
    from PySide6.QtWidgets import QDialog

    dialog = QDialog(window)
    dialog.open()
    front_door.come_forward(window)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    dialog.close()


def test_a_second_start_ends_before_it_shows_anything(qtbot: QtBot, program: Program, file: Path) -> None:
    door = FrontDoor(program.shell)
    program.start(file)
    door.listen(file)
    program.shell.showMinimized()
    second = start(SECOND, "--workspace", file)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=60_000)
    told = json.loads(second.communicate()[0])
    assert told["status"] == 0
    assert told["painted"] is (os.name == "nt")
    assert not program.shell.isMinimized()
    door.close()


def test_where_nobody_answers_the_present_message_is_told(qtbot: QtBot, file: Path) -> None:
    holder = open_workspace(file)
    second = start(SECOND, "--workspace", file)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=60_000)
    told = json.loads(second.communicate()[0])
    assert any("already open" in text for text in told["said"])
    holder.close()


def test_a_killed_program_is_in_nobodys_way(qtbot: QtBot, file: Path) -> None:
    first = start(FIRST, "--workspace", file)
    assert first.stdout.readline().strip() == "ready"
    with pytest.raises(HeldError):
        open_workspace(file)
    assert knocked(qtbot, file)
    first.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
    first.communicate()
    assert not knocked(qtbot, file)
    again = start(FIRST, "--workspace", file)  # its lock, its owner's note and its door lie about
    assert again.stdout.readline().strip() == "ready"
    assert knocked(qtbot, file)
    again.kill()
    again.communicate()
    open_workspace(file).close()


def test_opening_what_another_window_has_brings_that_forward_and_stays(
    qtbot: QtBot, program: Program, file: Path, tmp_path: Path
) -> None:
    first = start(FIRST, "--workspace", file)
    assert first.stdout.readline().strip() == "ready"
    other = Path(shutil.copyfile(file, tmp_path / "Other.crm"))
    program.start(other)
    assert not program.open(file)
    assert any("another window" in note.text for note in program.shell.notify.stack.notes())
    assert program.workspace.path == other
    assert program.open(other)  # it is here already
    first.kill()
    first.communicate()
