"""The start as the composition root does it, on real files: painted, opened, filled, and only then everything else loaded."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as driver
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_crm.storage.opening import open_workspace
from desktop_crm.ui import i18n
from desktop_crm.ui.notes.error_dialog import ErrorDialog
from desktop_crm.ui.program.program import Program
from desktop_crm.ui.screens.today.view import TodayList
from desktop_crm.ui.screens.welcome.welcome import Welcome

ROOT = Path(__file__).parents[2]

#: A click on a line as soon as it is there, in a process of its own: nothing but the window has been loaded yet.
EARLY_CLICK = """
import json, sys
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from desktop_crm import app
from desktop_crm.ui.screens.today.view import TodayList

programs, told = [], {}
make = app.make_program

def made(*given):
    programs.append(make(*given))
    return programs[-1]

def look():
    program = programs[-1] if programs else None
    shell = program and program.shell
    shown = shell.findChild(TodayList) if shell else None
    if "clicked" not in told and shown and shown.current():
        told["early"] = sorted({"sqlalchemy", "babel", "alembic"} & set(sys.modules))
        told["clicked"] = shown.current().title
        QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=shown.room_of(shown.current_key()).center())
    elif "clicked" in told and not shell.jobs.busy():
        told["title"] = shell.windowTitle()
        told["here"] = list(shell.history.here)
        told["undo"] = str(program.workspace.undo_text())
        watch.stop()
        shell.close()

app.make_program = made
watch = QTimer()
watch.timeout.connect(look)
QTimer.singleShot(0, lambda: watch.start(1))
app.main(["--workspace", sys.argv[1]])
print(json.dumps(told))
"""

#: What there is of us, and what is seen, each time the window is painted at the start.
PAINTED = """
import json, sys
from PySide6.QtCore import QTimer
from desktop_crm import app
from desktop_crm.ui.look import theme
from desktop_crm.ui.desk.settings import Settings

told, paint = [], app.paint_now

def painted(application, window):
    paint(application, window)
    ours = [name for name, module in sys.modules.items() if name.startswith("desktop_crm.ui") and not hasattr(module, "__path__")]
    bare = window.centralWidget() is None
    ground = window.grab().toImage().pixelColor(window.rect().bottomRight()).name().upper()
    told.append([bare, len(ours), ground, window.close() if bare else False])
    QTimer.singleShot(300, window.close)

Settings().theme = sys.argv[2]
app.paint_now = painted
app.main(["--workspace", sys.argv[1]])
print(json.dumps([*told, theme.colors().surface]))
"""


@pytest.fixture
def file(demo_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(demo_file, tmp_path / "Nusa.crm"))


def test_today_needs_no_more_than_the_window_and_the_driver(file: Path) -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from desktop_crm.services import today\n"
        "from desktop_crm.services.workspace import open_workspace\n"
        "workspace = open_workspace(Path(sys.argv[1]))\n"
        "with workspace.driver_connection() as connection: today.overview(connection)\n"
        "workspace.undo_text()\nworkspace.close()\n"
        "print(sorted({'sqlalchemy', 'babel', 'alembic'} & set(sys.modules)))"
    )
    assert run(script, file) == "[]"
    assert [each.name for each in file.parent.iterdir() if each.name.startswith("Nusa")] == ["Nusa.crm"]


def test_a_click_before_everything_is_loaded_waits_and_is_done(file: Path) -> None:
    told = json.loads(run(EARLY_CLICK, file))
    assert told["early"] == []
    assert told["here"][0] in {"order", "contract"}
    assert told["here"][1] is not None
    assert [each.name for each in file.parent.iterdir() if each.name.startswith("Nusa")] == ["Nusa.crm"]
    open_workspace(file).close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_bare_window_of_the_right_colour_is_painted_before_its_parts_are_loaded(file: Path, theme: str) -> None:
    bare, whole, surface = json.loads(run(PAINTED, file, theme))
    assert bare[0]
    assert bare[1] <= 10 < whole[1]
    assert bare[2] == whole[2] == surface
    assert not bare[3], "a window that is not finished does not close"


def run(script: Any, path: Any, *arguments: Any) -> Any:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(path.parent)}
    environment |= {f"XDG_{name}_HOME": str(path.parent) for name in ("CONFIG", "STATE", "CACHE")}
    child = subprocess.run(
        [sys.executable, "-c", script, str(path), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert child.returncode == 0, child.stderr
    return child.stdout.strip().splitlines()[-1]


def test_the_first_screen_is_filled_and_then_the_rest_is_loaded(program: Program, file: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(program.ready, timeout=15_000):
        program.start(file)
    shown = program.shell.findChild(TodayList)
    assert shown is not None
    assert shown.current() is not None


def test_the_first_start_welcomes_and_is_ready(program: Program, qtbot: QtBot) -> None:
    with qtbot.waitSignal(program.ready):
        program.start(None)
    assert program.shell.findChildren(Welcome)


def test_a_start_in_indonesian(program: Program, file: Path, qtbot: QtBot) -> None:
    i18n.set_language("id")
    with qtbot.waitSignal(program.ready, timeout=15_000):
        program.start(file)
    shown = program.shell.findChild(TodayList)
    assert shown is not None
    assert any("hari" in row.text for row in shown.rows.shown)


def words(program: Program) -> Any:
    """What notes and dialogs of errors say."""
    labels = [
        label.text() for dialog in program.shell.findChildren(ErrorDialog) for label in dialog.findChildren(QLabel)
    ]
    return " ".join([*labels, *(note.text for note in program.shell.notify.stack.notes())])


def spoil(path: Any) -> None:
    path.write_bytes(path.read_bytes()[:4096] + bytes(200_000))


def make_newer(path: Any) -> None:
    connection = driver.connect(str(path))
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("change", "told"),
    [(spoil, "damaged"), (make_newer, "newer version"), (lambda path: path.write_bytes(b""), "empty")],
)
def test_a_file_that_cannot_be_opened_is_told_over_the_welcome_and_let_go(
    program: Program, file: Path, change: Callable[..., Any], told: str
) -> None:
    change(file)
    program.start(file)
    assert told in words(program)
    assert program.shell.findChildren(Welcome)
    assert [each.name for each in file.parent.iterdir() if each.name.endswith((".lock", ".owner"))] == []


def test_a_file_that_is_open_elsewhere_is_told_and_stays_the_others(program: Program, file: Path) -> None:
    holder = open_workspace(file)
    program.start(file)
    assert "already open" in words(program)
    assert file.with_name("Nusa.crm.lock").exists()
    holder.close()
    assert program.open(file)


def test_closing_while_the_rest_is_loaded_lets_go_of_the_file(program: Program, file: Path) -> None:
    program.start(file)
    program.shell.close()
    assert program.workspace is None
    open_workspace(file).close()
