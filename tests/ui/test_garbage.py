"""Where garbage is collected, and modules with Qt's classes are imported."""

import gc
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop_crm.ui.program.garbage import Garbage
from desktop_crm.ui.program.loading import Loading
from desktop_crm.ui.screens import SCREENS

pytestmark = pytest.mark.in_turn

ROOT = Path(__file__).parent.parent.parent


class Cycle(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.itself = self


@pytest.fixture
def garbage(qtbot: QtBot) -> Iterator[Garbage]:
    parent = QObject()
    before = gc.isenabled()
    yield Garbage(parent)
    gc.unfreeze()
    if before:
        gc.enable()
    parent.deleteLater()


def test_a_cycle_is_collected_here_and_not_where_somebody_works(garbage: Garbage) -> None:
    threads, made = [], Cycle()
    weakref.finalize(made, lambda: threads.append(threading.current_thread()))
    del made

    def work() -> None:
        """Allocates as much as makes Python collect, if it may."""
        kept: list[Any] = [[[]] for _ in range(200_000)]
        assert kept

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert threads == []
    for _ in range(30):  # the oldest generation is looked at last
        kept: list[Any] = [[] for _ in range(10_000)]
        garbage.look()
        del kept
    gc.collect()
    assert threads == [threading.main_thread()]


def test_little_garbage_is_left_for_later(garbage: Garbage) -> None:
    gc.collect()
    before = gc.get_stats()[0]["collections"]
    garbage.look()
    assert gc.get_stats()[0]["collections"] == before


def test_all_screens_are_loaded_in_this_thread_in_steps_and_then_made(qtbot: QtBot) -> None:
    parent = QObject()
    prepared: list[str] = []

    def prepare(noun: str) -> Iterator[None]:
        yield
        assert {each.factory.partition(":")[0] for each in SCREENS} <= set(sys.modules)
        prepared.append(noun)

    loading = Loading(SCREENS, prepare, parent)
    with qtbot.waitSignal(loading.destroyed, timeout=60_000):
        pass
    assert prepared == [each.noun for each in SCREENS if each.place]


def test_no_worker_imports_what_has_classes_of_qt(tmp_path: Path) -> None:
    """A whole start of the program: opening, loading behind, backup at close."""
    script = f"""
import sys, threading
class Watch:
    def find_spec(self, name, path=None, target=None):
        if name.startswith(("desktop_crm.ui.", "PySide6.")) and threading.current_thread() is not threading.main_thread():
            print("in a worker:", name)
sys.meta_path.insert(0, Watch())
from pathlib import Path
from desktop_crm.services.demo import demo
path = Path({str(tmp_path / "a.crm")!r})
demo.make(path, clients=5, orders=5, contracts=1).close()
from PySide6.QtCore import QTimer
from desktop_crm import app
from desktop_crm.ui.program.loading import Loading
def close_when_loaded():
    shell = app.application().activeWindow() or app.application().topLevelWidgets()[0].window()
    if "desktop_crm.ui.screens.trash.screen" in sys.modules and not shell.jobs.busy():
        shell.close()
    else:
        QTimer.singleShot(20, close_when_loaded)
QTimer.singleShot(200, close_when_loaded)
app.application()
QTimer.singleShot(200, close_when_loaded)
print("status", app.main(["--workspace", str(path)]))
"""
    child = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert child.returncode == 0, child.stderr
    assert "in a worker" not in child.stdout
    assert "status 0" in child.stdout
