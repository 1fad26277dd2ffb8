"""Somebody at the real program in a process of its own: steps, one after the other as the window comes to rest."""

import os
import sys
from collections.abc import Callable, Iterator
from typing import Any, cast

from PySide6.QtCore import QTimer

from desktop_crm.ui.lock.page import PasswordPage
from desktop_crm.ui.program.program import Program


class Worker:
    """What is done is a generator, `work`, that yields questions to wait for."""

    def __init__(self, program: Program) -> None:
        self.program, self.shell = program, program.shell
        self.steps: Iterator[Any] = self.work()
        self.wanted: Callable[[], object] = lambda: True
        self.clock = QTimer(self.shell, interval=10)
        self.clock.timeout.connect(self.go_on)
        self.clock.start()

    def work(self) -> Iterator[Any]:
        raise NotImplementedError

    def go_on(self) -> None:
        if self.wanted():
            try:
                self.wanted = next(self.steps)
            except StopIteration:
                self.clock.stop()

    def rested(self) -> Any:
        return not self.shell.jobs.busy()

    def page(self) -> Any:
        return next((each for each in self.shell.findChildren(PasswordPage) if each.isVisible()), None)


def at_the_program(person: Any, start: Any, path: Any) -> None:
    """Ends with the window; a minute is the longest."""
    from desktop_crm import app

    make, people = app.make_program, []

    def made(*given: Any) -> Any:
        program = make(*given)
        QTimer.singleShot(0, lambda: people.append(person(program)))
        QTimer.singleShot(60_000, lambda: os._exit(9))
        return program

    cast(Any, app).make_program = made
    sys.exit(start(["--workspace", str(path)]))


def say(text: Any) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
