"""One window on one file, its thread watched in each action: `beating.py FILE`; started by stalls.py.

Prints a line of JSON: the longest gap in milliseconds between two beats of a timer, for each action. Every screen is shown
for the first time, a first and another record of each noun, a list is walked through and filtered, and then each command is run
where it can be.
"""

import gc
import json
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from unittest.mock import patch

sys.path[:0] = [str(Path(__file__).resolve().parent.parent.parent)]

gc.disable()  # as the entry point does
from PySide6.QtCore import QObject, Qt, QThread, QTimer  # noqa: E402 - the path above first
from PySide6.QtGui import QDesktopServices  # noqa: E402
from PySide6.QtWidgets import QFileDialog, QInputDialog  # noqa: E402

from desktop_crm import app  # noqa: E402
from desktop_crm.ui import i18n  # noqa: E402
from desktop_crm.ui.desk.settings import Settings  # noqa: E402
from desktop_crm.ui.look import theme  # noqa: E402
from desktop_crm.ui.program import quiet_check  # noqa: E402
from desktop_crm.ui.program.loading import Loading  # noqa: E402
from tests.monkey.hands import Hands, calm  # noqa: E402

_BEAT = 10  # ms
_REST = 22  # beats without work, before the next action
_LONGEST = 2_000  # beats of one action
_OPEN = 15  # beats until what an action opened over the window is put away
#: They end the window, or the way on through it.
_NEVER = ("file.quit", "workspace.lock")
#: It ends what was shown: after all others.
_LAST = "file.begin"
#: It is switched back: what is covered is told anew with each other client.
_SWITCH = "view.privacy"


class Beating(QObject):
    """The timer; whoever tells a story by `yield` goes on once the window is at rest."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self.gaps: dict[str, float] = {}
        self._name, self._last, self._calm_for, self._since, self._level = "", time.perf_counter(), 0, 0, 0
        self._telling = False
        self._story = self._tell()
        self._timer = QTimer(self, interval=_BEAT, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def watch(self) -> int:
        """The whole life of the window; the program's exit status."""
        qt = app.application()
        settings = Settings(self._path.with_name("settings.ini"))
        for code in ("id", "en"):  # what is put together at a language's very first use is there
            i18n.set_language(code)
        theme.apply(qt, "light")
        self._program = app.make_program(settings)
        self._shell = self._program.shell
        self._shell.resize(1366, 768)
        # In slices, whenever the window is at rest: it would never be.
        patch.object(quiet_check.QuietCheck, "look", lambda _self: None).start()
        app.paint_now(qt, self._shell)
        self._shell.activateWindow()
        QTimer.singleShot(0, self._program, lambda: app.start(self._program, self._path))
        self._timer.start()
        return qt.exec()

    def _beat(self) -> None:
        now = time.perf_counter()
        gap, self._last = (now - self._last) * 1000 - _BEAT, now
        if self._name:
            self.gaps[self._name] = max(self.gaps.get(self._name, 0.0), gap)
        self._since += 1
        at_rest = (
            (self._since <= _OPEN or calm())
            and not self._shell.jobs.busy()
            and self._program.findChild(Loading) is None
        )
        self._calm_for = self._calm_for + 1 if at_rest else 0
        if self._since > _LONGEST:
            sys.exit(f"never at rest: {self._name}")
        if self._calm_for > _REST and not self._telling and QThread.currentThread().loopLevel() == 1:
            self._go_on()

    def _go_on(self) -> None:
        """The next action, between two beats: what it does at once lies before the next one.

        Not in a beat: a timer rests while one of its own is still going on, and nobody would put away what asks.
        """
        self._telling = True
        self._since = self._calm_for = 0
        try:
            name, act = next(self._story)
            self._name = name
            self._last = time.perf_counter()
            QTimer.singleShot(0, self, act)
        except StopIteration:
            self._timer.stop()
            self._shell.close()
            app.application().exit(0)
        finally:
            self._telling = False

    # The story

    def _tell(self) -> Iterator[tuple[str, Callable[[], object]]]:
        shell, press = self._shell, Hands(None, []).press  # nothing is left to chance
        yield "", lambda: None
        nouns = [screen.noun for screen in shell.screens]
        for noun in nouns:
            yield f"{noun}: first showing", partial(shell.navigate, noun)
        yield "today: again", partial(shell.navigate, nouns[0])
        lists = {noun: made.table.ids()[:9] for noun in nouns if hasattr(made := shell.made_screen(noun), "table")}
        for noun in lists:
            yield f"{noun}: list", partial(shell.navigate, noun)
            for keys in ("Down", "PgDown", "End", "Home"):
                yield f"{noun}: {keys}", partial(press, keys)
        records = [
            noun for noun, ids in lists.items() if len(ids) > 8 and noun in ("client", "order", "contract", "product")
        ]
        for noun in records:
            for at, name in ((0, "first record"), (5, "another record"), (7, "a third record")):
                yield f"{noun}: {name}", partial(shell.navigate, noun, lists[noun][at])
        for noun in nouns:
            yield "", partial(shell.navigate, noun, *lists.get(noun, ())[:1])
            for action in list(shell.actions_.shown()):
                local = shell.actions_.is_local(action.id)
                name = f"{noun}: {action.id}" if local else action.id
                if action.id in (*_NEVER, _LAST) or name in self.gaps:
                    continue
                yield name, partial(shell.actions_.run, action.id)
                if action.id == _SWITCH:
                    yield "", partial(shell.actions_.run, action.id)
                yield "", partial(shell.navigate, noun, *lists.get(noun, ())[:1])
        yield _LAST, partial(shell.actions_.run, _LAST)


def _answer_for_the_system() -> None:
    QFileDialog.getOpenFileName = QFileDialog.getSaveFileName = lambda *_a, **_k: ("", "")
    QFileDialog.getOpenFileNames = lambda *_a, **_k: ([], "")
    QFileDialog.getExistingDirectory = lambda *_a, **_k: ""
    QInputDialog.getText = lambda *_a, **_k: ("", False)
    QDesktopServices.openUrl = lambda _url: True


def main() -> int:
    _answer_for_the_system()
    beating = Beating(Path(sys.argv[1]))
    status = beating.watch()
    sys.stdout.write(json.dumps(beating.gaps) + "\n")
    sys.stdout.flush()
    return status


if __name__ == "__main__":
    raise SystemExit(main())
