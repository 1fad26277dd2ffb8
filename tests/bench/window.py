"""Process start to a window one can work in, and its memory, beside an empty PySide6 window."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench.figures import Figure, median

#: What `getrusage` tells on Linux is at least what the process that began this one has had.
_PEAK = """
def peak():
    try:
        with open("/proc/self/status") as told:
            return next(int(line.split()[1]) / 1024 for line in told if line.startswith("VmHWM"))
    except OSError:
        pass
    try:
        import resource
    except ImportError:
        return None
    kilo = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilo / (1024 * 1024 if sys.platform == "darwin" else 1024)
"""
_EMPTY = (
    """
import json, sys, time
"""
    + _PEAK
    + """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(["empty"])
window = QMainWindow()
window.resize(1280, 800)
window.show()
app.processEvents()
window.repaint()
app.processEvents()
print(json.dumps({"painted": time.time(), "peak": peak()}))
"""
)
#: The real program: told when the bare window is painted and when its parts are, when the first screen shows its lines, and when a list has all its answers.
_OURS = (
    """
import gc, json, os, sys, time
gc.disable()  # as the entry point does, before anything of ours is loaded
"""
    + _PEAK
    + """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QListView
from desktop_crm import app
from desktop_crm.cli import window
told, programs = {}, []
make, paint = app.make_program, app.paint_now

def made(*given):
    programs.append(make(*given))
    return programs[-1]

def painted(application, window):
    paint(application, window)
    told["furnished" if "painted" in told else "painted"] = time.time()
    watch.start(2)

def look():
    shell = programs[-1].shell
    if "usable" not in told:
        shown = shell.findChild(QListView, "today")
        if shown is not None and shown.model().rowCount():
            shell.repaint()
            told["usable"] = time.time()
            shell.navigate("client")
        return
    if shell.jobs.busy():
        return
    shell.repaint()
    told["list"], told["peak"] = time.time(), peak()
    print(json.dumps(told), flush=True)
    watch.stop()
    shell.close()

watch = QTimer()
watch.timeout.connect(look)
app.make_program, app.paint_now = made, painted
window.main(["--workspace", sys.argv[1]])
"""
)


def figures(path: Path, times: int = 9) -> Iterator[Figure]:
    """Medians of starts in turn; the first of each is thrown away, because it reads the disk."""
    with tempfile.TemporaryDirectory() as home:
        pairs = [(_start(_EMPTY, home), _start(_OURS, home, str(path))) for _ in range(times + 1)][1:]
    empty, ours = zip(*pairs, strict=True)
    floor = median([each["painted"] for each in empty])
    yield Figure("window painted", median([each["painted"] for each in ours]), "ms", floor, aim=1.3)
    yield Figure("window with rail, menus and search", median([each["furnished"] for each in ours]), "ms", floor)
    yield Figure("window usable with data", median([each["usable"] for each in ours]), "ms", floor, aim=4)
    yield Figure("list of clients after that", median([each["list"] - each["usable"] for each in ours]), "ms")
    if peaks := [each["peak"] for each in ours if each["peak"]]:
        floor = median([each["peak"] for each in empty])
        yield Figure("peak memory", median(peaks), "MB", floor, limit=250)


def _start(script: str, home: str, *arguments: str) -> dict[str, float]:
    """Milliseconds from the start of the process, and megabytes."""
    environ = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},  # as for a user
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        "PYTHONUTF8": "1",
        "HOME": home,
        "XDG_CONFIG_HOME": tempfile.mkdtemp(dir=home),  # each begins with the first screen
        "XDG_STATE_HOME": home,
    }
    began = time.time()
    said = _output([sys.executable, "-c", script, *arguments], environ)
    told = json.loads(said.splitlines()[-1])
    return {name: value if name == "peak" else (value - began) * 1000 for name, value in told.items()}


def _output(command: Sequence[str], environ: dict[str, str]) -> str:
    return subprocess.run(command, env=environ, stdout=subprocess.PIPE, text=True, check=True, timeout=120).stdout
