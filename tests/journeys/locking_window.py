"""The real window on a protected workspace: the password is typed by keys, work is done, the window is locked.

Run with the workspace; the password comes by a pipe. A test searches the program's memory afterwards.
"""

import ctypes
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtTest import QTest

from desktop_crm.cli import window
from tests.journeys.worker import Worker, at_the_program, say

PATH = Path(sys.argv[1])


class Typist(Worker):
    """Types the password twice, and works."""

    def waiting(self) -> Any:
        return self.page() is not None and not self.page().is_busy()

    def type(self) -> None:
        """A letter a time, as a person does it."""
        editor = self.page().field.editor
        while (letter := os.read(0, 1)) not in (b"", b"\n"):
            QTest.keyClicks(editor, letter.decode())
        self.page().button.click()

    def work(self) -> Iterator[Any]:
        for _ in range(2):
            yield self.waiting
            yield self.rested
            self.type()
            yield lambda: self.shell.desk is not None and not self.program.guard.lock.locked
            yield self.rested
            for noun in ("client", "order"):
                self.shell.navigate(noun)
                yield self.rested
            self.program.guard.lock.lock()
            yield lambda: self.program.workspace.locked
            yield self.rested
        say(f"dumpable {ctypes.CDLL(None).prctl(3)}")
        ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
        ctypes.CDLL(None).prctl(0x59616D61, -1, 0, 0, 0)
        say("ready")
        sys.stdin.readline()
        self.shell.close()
        yield lambda: True


at_the_program(Typist, window.main, PATH)
