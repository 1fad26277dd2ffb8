"""One window on one file, the peeks of its lists read and drawn: `peeking.py FILE`; started by peeks.py.

Prints a line of JSON: for each noun the milliseconds of each of some rows by chance, what was read and what was drawn, beside
the bare SQL of the one and painting the same peek again.
"""

import gc
import json
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from unittest.mock import patch

sys.path[:0] = [str(Path(__file__).resolve().parent.parent.parent)]

gc.disable()  # as the entry point does
import sqlcipher3.dbapi2 as driver  # noqa: E402 - the path above first
from PySide6.QtWidgets import QApplication  # noqa: E402

from desktop_crm import app  # noqa: E402
from desktop_crm.services.workspace import Workspace  # noqa: E402
from desktop_crm.storage.file.connection import connect  # noqa: E402
from desktop_crm.ui.desk.settings import Settings  # noqa: E402
from desktop_crm.ui.peek.content import Peek  # noqa: E402
from desktop_crm.ui.program import quiet_check  # noqa: E402
from desktop_crm.ui.program.loading import Loading  # noqa: E402
from desktop_crm.ui.records.record_screen import RecordScreen  # noqa: E402
from tests.bench.figures import milliseconds  # noqa: E402
from tests.bench.lists import replay  # noqa: E402

_TIMES = 200
_STILL = 0.2  # seconds without work
_NEVER = 600.0
_CONNECTIONS = 6  # so many are kept


class Peeking:
    """The window."""

    def __init__(self, path: Path, settings: Settings) -> None:
        qt = app.application()
        self._program = app.make_program(settings)
        self._shell = self._program.shell
        self._shell.resize(1366, 768)
        is_ready: list[bool] = []
        self._program.ready.connect(lambda: is_ready.append(True))
        app.paint_now(qt, self._shell)
        app.start(self._program, path)
        self._rest(lambda: bool(is_ready))
        self._bare = connect(path)
        self.found: defaultdict[str, list[list[float]]] = defaultdict(list)

    def look(self) -> None:
        """At each list."""
        for declared in self._shell.screens:
            self._shell.navigate(declared.noun)
            self._rest()
            screen = self._shell.made_screen(declared.noun)
            if isinstance(screen, RecordScreen):
                self._look_at(screen)
        self._bare.close()
        self._shell.close()
        self._program.let_go()

    def _look_at(self, screen: RecordScreen) -> None:
        """One row after the other, as with an arrow held down; then, at rest, what each is compared with."""
        ids, found = list(screen.table.ids()), []
        chosen = random.Random(7).sample(ids, min(_TIMES, len(ids)))
        for record_id in chosen:
            read = partial(_read, screen, record_id)
            peek, took = read(), milliseconds(read)  # its pages are in memory then, as for the floor
            drawn = milliseconds(partial(self._draw, screen, peek))
            again = milliseconds(partial(self._paint, screen.glance.panel.update))
            found.append([took, drawn, again])
        self._rest()  # while a thread reads, SQLite holds what a trace asks for
        statements = [_asked(screen.desk.workspace, partial(_read, screen, record_id)) for record_id in chosen]
        floors = [milliseconds(partial(replay, self._bare, asked)) for asked in statements]
        for (took, drawn, again), floor in zip(found, floors, strict=True):
            self.found[screen.noun].append([took, floor, drawn, again])

    def _draw(self, screen: RecordScreen, peek: Peek) -> None:
        screen.glance.panel.tell(peek)
        self._paint(screen.glance.tell_actions)

    @staticmethod
    def _paint(do: Callable[[], object]) -> None:
        do()
        QApplication.processEvents()

    def _rest(self, when: Callable[[], bool] = lambda: True) -> None:
        since = began = time.monotonic()
        while time.monotonic() - since < _STILL:
            QApplication.processEvents()
            time.sleep(0.002)
            if self._shell.jobs.busy() or self._program.findChild(Loading) is not None or not when():
                since = time.monotonic()
            if since - began > _NEVER:
                sys.exit("never at rest")


def _read(screen: RecordScreen, record_id: int) -> Peek:
    """As it is read in a thread."""
    rows = screen.listing.rows([record_id])
    with screen.desk.workspace.read() as session:
        found = screen.made_card().fetch(session, record_id)
    return screen.peek(rows[0], found)


def _asked(workspace: Workspace, ask: Callable[[], object]) -> list[str]:
    """The SQL that it sends, by whichever of the connections that the window has by now."""
    statements: list[str] = []
    with ExitStack() as all_of_them:
        connections = [all_of_them.enter_context(workspace.driver_connection()) for _ in range(_CONNECTIONS)]
        for connection in connections:
            connection.set_trace_callback(statements.append)
    try:
        ask()
    finally:
        for connection in connections:
            with suppress(driver.ProgrammingError):  # one too many, and closed
                connection.set_trace_callback(None)
    return [each for each in statements if each.lstrip().upper().startswith("SELECT")]


def main() -> None:
    patch.object(quiet_check.QuietCheck, "look", lambda _self: None).start()  # it would never be at rest
    with tempfile.TemporaryDirectory() as home:
        peeking = Peeking(Path(sys.argv[1]), Settings(Path(home) / "settings.ini"))
        peeking.look()
    sys.stdout.write(json.dumps(peeking.found) + "\n")


if __name__ == "__main__":
    main()
