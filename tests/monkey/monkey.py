"""One monkey at the real window: `monkey.py FOLDER SEED SECONDS SAMPLES`; started by run.py, in a home of its own.

It brings the window to rest, counts, plays, brings it to rest again and counts again, closes it, and checks every file.
What it did stands in FOLDER/deeds; what it found is printed as one line of JSON.
"""

import faulthandler
import json
import logging
import random
import shutil
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

sys.path[:0] = [str(Path(__file__).resolve().parent.parent.parent)]

from PySide6.QtCore import QThread, QTimer  # noqa: E402 - the path above first
from PySide6.QtGui import QCloseEvent, QDesktopServices  # noqa: E402
from PySide6.QtPrintSupport import QPrinterInfo  # noqa: E402
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog  # noqa: E402

from desktop_crm import app  # noqa: E402
from desktop_crm.model.errors import WrongPasswordError  # noqa: E402
from desktop_crm.services.safety.check import check  # noqa: E402
from desktop_crm.services.workspace import opened  # noqa: E402
from desktop_crm.ui import i18n  # noqa: E402
from desktop_crm.ui.desk.settings import Settings  # noqa: E402
from desktop_crm.ui.look import theme  # noqa: E402
from desktop_crm.ui.privacy import privacy  # noqa: E402
from desktop_crm.ui.program.loading import Loading  # noqa: E402
from desktop_crm.ui.window.shell import Shell  # noqa: E402
from tests.monkey.counts import Counts, collected, count, grown  # noqa: E402
from tests.monkey.hands import PASSWORD, Hands, calm  # noqa: E402

#: ms between two moves; now and then one waits longer, so that what is delayed comes between.
_PACES = (0, 0, 0, 2, 10, 60)
_RESTING = 6
_LONGEST_REST = 90.0  # seconds
#: What no screen can do here, and what QTest says of a key that nobody wants.
_NO_FINDING = ("This plugin does not support", "Keyboard event not accepted by receiving widget")
#: Growth in memory that is the file's own and its history's, for each minute of play.
_MEMORY_A_MINUTE = 1_500_000
_MEMORY_AT_ALL = 40_000_000


class Findings(logging.Handler):
    """What was logged as an error or told by Qt, and exceptions wherever they come from."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if any(each in text for each in _NO_FINDING):
            return
        if record.levelno >= logging.ERROR or (record.levelno >= logging.WARNING and text.startswith("Qt ")):
            self.add(text)

    def add(self, text: str) -> None:
        if text not in self.told and len(self.told) < 20:
            self.told.append(text)

    def unraisable(self, args: "sys.UnraisableHookArgs") -> None:
        trace = "".join(traceback.format_exception(args.exc_value)) if args.exc_value else str(args.exc_type)
        self.add(f"unraisable in {args.object!r}: {trace}")


class Monkey:
    """Plays in the event loop: each move asks for the next one before it is made, so that questions are answered, too."""

    def __init__(self, folder: Path, seed: int, seconds: float, samples: int) -> None:
        self._folder = folder
        self._chance = random.Random(seed)
        self._seconds, self._samples = seconds, samples
        self.findings = Findings()
        self.counts: list[Counts] = []
        self.moves = 0
        self._deeds = (folder / "deeds").open("w", encoding="utf-8")
        self._playing = self._in_story = False
        self._level = 0
        self._story = self._live()

    def play(self) -> int:
        """The whole life; the program's exit status."""
        logging.getLogger("desktop_crm").addHandler(self.findings)
        sys.unraisablehook = self.findings.unraisable
        self._answer_for_the_system()
        self._app = app.application()
        settings = Settings(self._folder / "settings.ini")
        settings.language, settings.theme = "en", "light"
        i18n.set_language("en")
        theme.apply(self._app, "light")
        self._keep_open()
        self._program = app.make_program(settings)
        self.shell = self._program.shell
        app.paint_now(self._app, self.shell)
        self.shell.activateWindow()
        QTimer.singleShot(0, self._program, lambda: app.start(self._program, self._folder / "b.crm"))
        QTimer.singleShot(0, self._tick)
        status = self._app.exec()
        self._program.let_go()
        return status

    # What the system would do

    def _answer_for_the_system(self) -> None:
        QFileDialog.getOpenFileName = lambda *_a, **_k: (self._a_file(), "")
        QFileDialog.getOpenFileNames = lambda *_a, **_k: ([name] if (name := self._a_file()) else [], "")
        QFileDialog.getSaveFileName = lambda *_a, **_k: (self._a_new_file(), "")
        QFileDialog.getExistingDirectory = lambda *_a, **_k: str(self._folder / "place") if self._yes() else ""
        QInputDialog.getText = lambda *_a, **_k: ("Nama", self._yes())
        QDesktopServices.openUrl = lambda _url: True
        QPrinterInfo.availablePrinterNames = list

    def _keep_open(self) -> None:
        """Whatever leads out of the program leads nowhere while the monkey plays."""
        close = Shell.closeEvent

        def closed(shell: Shell, event: QCloseEvent) -> None:
            event.ignore() if self._playing else close(shell, event)

        patch.object(Shell, "closeEvent", closed).start()

    def _a_file(self) -> str:
        names = ("", "a.crm", "b.crm", "a.crm", "b.crm", "picture.png", "list.csv", "deeds")
        return str(self._folder / name) if (name := self._chance.choice(names)) else ""

    def _a_new_file(self) -> str:
        return str(self._folder / f"new{self._chance.randrange(10**6)}") if self._yes() else ""

    def _yes(self) -> bool:
        return self._chance.random() < 0.7

    # Moves

    def _tick(self) -> None:
        QTimer.singleShot(self._chance.choice(_PACES) if self._playing else _RESTING, self._tick)
        try:
            if not self._in_story:
                self._in_story = True
                try:
                    next(self._story)
                finally:
                    self._in_story = False
            elif self._loop() > self._level:  # else somebody waits for work, and takes no keys
                self._move() if self._playing else calm()
        except StopIteration:
            self._app.exit(0)
        except Exception:  # noqa: BLE001 - the monkey's own
            self.findings.add(traceback.format_exc())
            self._app.exit(3)

    def _loop(self) -> int:
        return QThread.currentThread().loopLevel()

    def _move(self) -> None:
        level, self._level = self._level, self._loop()
        try:
            deeds = (self.hands.key, self.hands.type, self.hands.shortcut, self.hands.click, self._menu, self._storm)
            deed = self._chance.choices((*deeds, self._other), (30, 15, 14, 40, 8, 2, 3))[0]
            self._say(deed.__name__)
            self._say(f"  {deed()}")
            self.moves += 1
        finally:
            self._level = level

    def _menu(self) -> str:
        return self.hands.menu(self.shell.menuBar())

    def _storm(self) -> str:
        keys = self._chance.choice(("Ctrl+Z", "Ctrl+Y", "Ctrl+Shift+Z", "Return", "Del", "Esc"))
        for _ in range(self._chance.choice((2, 5, 20))):
            self.hands.press(keys)
        return keys

    def _other(self) -> str:
        """Rare commands, more often than by chance."""
        name = self._chance.choice(
            (
                *("file.open", "file.new", "workspace.restore", "workspace.lock", "workspace.password"),
                *("language.en", "language.id", "theme.dark", "theme.light", "view.privacy", "workspace.backup"),
            )
        )
        if QApplication.activeModalWidget() is None and name in self.shell.actions_:
            self.shell.actions_.run(name)
        return name

    # From rest to rest

    def _live(self) -> Iterator[None]:
        yield from self._rest()
        yield from self._open(self._folder / "a.crm")
        self.hands = Hands(self._chance, self._shortcuts())
        yield from self._warm()
        yield from self._count()
        for _ in range(self._samples):
            yield from self._play()
            yield from self._count()
        yield from self._quiet()
        self.shell.close()
        while self.shell.isVisible():
            yield
            calm()
            self.shell.close()

    def _shortcuts(self) -> list[str]:
        """Of every screen, each once."""
        found = {keys for told in self.shell.actions_.shortcuts() for keys in told.shortcut.split(", ")}
        for at in range(1, 8):
            self.hands_of_start(f"Ctrl+{at}")
            found |= {keys for told in self.shell.actions_.shortcuts() for keys in told.shortcut.split(", ")}
        return sorted(found)

    def hands_of_start(self, keys: str) -> None:
        Hands(self._chance, []).press(keys)

    def _warm(self) -> Iterator[None]:
        """What is made once is made."""
        for code in ("id", "en"):
            self.shell.set_language(code)
            yield from self._quiet()
        self.shell.notify.note("Warm")
        yield from self._rest()

    def _play(self) -> Iterator[None]:
        until = time.monotonic() + self._seconds
        yield from self._open(self._folder / self._chance.choice(("a.crm", "a.crm", "b.crm")))
        self._playing = True
        while time.monotonic() < until:
            self._move()
            yield
        self._playing = False

    def _count(self) -> Iterator[None]:
        """In a workspace that nobody has played in: what it shows is the same each time."""
        yield from self._rest()
        path = self._folder / f"rest{len(self.counts)}.crm"
        shutil.copyfile(self._folder / "rest", path)
        yield from self._open(path)
        collected()
        yield
        self.counts.append(count())
        self._say(f"counted {self.counts[-1].all} objects, {self.counts[-1].memory >> 20} MB")

    def _rest(self) -> Iterator[None]:
        """Nothing is open, in the language, colours and size of the beginning."""
        yield from self._quiet()
        self.shell.set_language("en")
        self.shell.set_theme("light")
        privacy.turn(on=False)
        if self.shell.isFullScreen():
            self.shell.toggle_full_screen()
        self.shell.notify.forget()
        yield from self._quiet()

    def _open(self, path: Path) -> Iterator[None]:
        ends = time.monotonic() + _LONGEST_REST
        while (
            self.shell.cover.page is not None or self._program.workspace is None or self._program.workspace.path != path
        ):
            if calm() and self.shell.cover.page is None:
                self._program.open(path)
            yield
            if time.monotonic() > ends:
                raise RuntimeError(f"{path.name} does not open")
        yield from self._quiet()

    def _quiet(self) -> Iterator[None]:
        """Nothing is open over the window, nothing works, no screen is made ahead."""
        ends, calm_for = time.monotonic() + _LONGEST_REST, 0
        while calm_for < 15:
            busy = self.shell.jobs.busy() or self._program.findChild(Loading) is not None
            calm_for = calm_for + 1 if calm() and not busy else 0
            self._say("") if calm_for == 1 else None
            yield
            if time.monotonic() > ends:
                raise RuntimeError(
                    f"never comes to rest: {QApplication.activeModalWidget()}, {self.shell.jobs.running()}"
                )

    def _say(self, word: str) -> None:
        self._deeds.write(f"{word}\n")
        self._deeds.flush()

    # The end

    def looked(self) -> list[str]:
        """All that was found."""
        return [*self.findings.told, *self._stayed(), *self._files()]

    def _stayed(self) -> list[str]:
        if len(self.counts) < 2:
            return ["it never came to counting"]
        found = grown(self.counts[0], self.counts[-1])
        if len(self.counts) > 3:
            begin = max(1, len(self.counts) // 10)  # by then what is made only once is made
            minutes = self._seconds * (len(self.counts) - 1 - begin) / 60
            more = self.counts[-1].memory - self.counts[begin].memory
            if more > _MEMORY_AT_ALL + minutes * _MEMORY_A_MINUTE:
                found.append(f"memory: {more >> 20} MB more after {minutes:.0f} minutes")
        return found

    def _files(self) -> Iterator[str]:
        for path in sorted(self._folder.glob("*.crm")):
            for password in ("", PASSWORD):
                try:
                    with opened(path, password) as workspace:
                        yield from (f"{path.name}: {problem}" for problem in check(workspace))
                    break
                except WrongPasswordError:
                    continue
                except Exception as error:  # noqa: BLE001 - told with the rest
                    if password:
                        yield f"{path.name}: {type(error).__name__}: {error}"


def main() -> int:
    faulthandler.enable()
    folder, seed, seconds, samples = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
    faulthandler.dump_traceback_later(seconds * samples + _LONGEST_REST * (samples + 3), exit=True)
    monkey = Monkey(folder, seed, seconds, samples)
    status = monkey.play()
    problems = monkey.looked()
    left = [each.name for each in threading.enumerate() if not each.daemon and each is not threading.main_thread()]
    problems += [f"thread {name} goes on" for name in left]
    counts = [(each.all, each.threads, each.memory >> 20) for each in monkey.counts]
    sys.stdout.write(json.dumps({"moves": monkey.moves, "counts": counts, "problems": problems}) + "\n")
    sys.stdout.flush()
    return status or bool(problems)


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    raise SystemExit(code)
