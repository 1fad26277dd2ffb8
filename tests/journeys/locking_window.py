"""The real window on a protected workspace: the password is typed by keys, work is done, the window is locked.

Run with the workspace; the password comes by a pipe. A test searches the program's memory afterwards.
"""

import ctypes
import os
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest

from desktop_crm.cli import window
from desktop_crm.ui.lock.page import PasswordPage

PATH = Path(sys.argv[1])


class Person:
    """Steps, each a generator that yields questions to wait for."""

    def __init__(self, program):
        self.program, self.shell = program, program.shell
        self.steps, self.wanted = self.work(), lambda: True
        self.clock = QTimer(self.shell, interval=10)
        self.clock.timeout.connect(self.go_on)
        self.clock.start()

    def go_on(self):
        if self.wanted():
            try:
                self.wanted = next(self.steps)
            except StopIteration:
                self.clock.stop()

    def rested(self):
        return not self.shell.jobs.busy()

    def page(self):
        pages = (each for each in self.shell.findChildren(PasswordPage) if each.isVisible() and not each.is_busy())
        return next(pages, None)

    def type(self):
        """A letter a time, as a person does it."""
        editor = self.page().field.editor
        while (letter := os.read(0, 1)) not in (b"", b"\n"):
            QTest.keyClicks(editor, letter.decode())
        self.page().button.click()

    def work(self):
        for _ in range(2):
            yield lambda: self.page() is not None
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
        sys.stdout.write(f"dumpable {ctypes.CDLL(None).prctl(3)}\n")
        ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
        ctypes.CDLL(None).prctl(0x59616D61, -1, 0, 0, 0)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
        self.shell.close()
        yield lambda: True


def main():
    from desktop_crm import app

    make, people = app.make_program, []

    def made(*given):
        program = make(*given)
        QTimer.singleShot(0, lambda: people.append(Person(program)))
        QTimer.singleShot(60_000, lambda: os._exit(9))
        return program

    app.make_program = made
    sys.exit(window.main(["--workspace", str(PATH)]))


main()
