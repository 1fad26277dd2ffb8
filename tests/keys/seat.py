"""A window of the program and somebody who types: at a speed, or with all delayed work between the keys."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QDeadlineTimer, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop_crm.app import make_program
from desktop_crm.ui.desk.settings import Settings

_PATIENCE = 20  # seconds
_SOON = 1000  # ms; what waits longer is no answer to a key


class Seat:
    """The window of a copy of a file, or the welcome; `pause` is what happens between two keys."""

    def __init__(self, folder: Path, file: Path | None = None, pause: int | None = None) -> None:
        settings = Settings(folder / "settings.ini")
        settings.language, settings.theme = "en", "light"
        self.folder = folder
        self.program = make_program(settings)
        self.window = self.program.shell
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)
        self.between: Callable[[], None] = self.fire if pause is None else lambda: QTest.qWait(pause)
        self.program.start(None if file is None else Path(shutil.copyfile(file, folder / "typed.crm")))
        self.rest()

    def close(self) -> None:
        """Without a word about what is not saved."""
        self.rest()
        self.window.may_leave = lambda: True
        self.window.close()
        self.program.let_go()
        QApplication.processEvents()

    def rest(self) -> None:
        """Until nothing is under way."""
        ends = time.monotonic() + _PATIENCE
        QApplication.processEvents()
        while self.window.jobs.busy() and time.monotonic() < ends:
            QTest.qWait(1)
        QApplication.processEvents()

    def fire(self) -> None:
        """All that waits for a pause in typing has it now; what that begins in the background is waited for."""
        for timer in self.window.findChildren(QTimer):
            if timer.isActive() and timer.isSingleShot() and timer.interval() <= _SOON:
                timer.stop()
                timer.timeout.emit()
        self.rest()

    def type(self, text: str) -> None:
        """Letters, each to whatever has the keyboard by then."""
        for letter in text:
            QTest.keyClick(self.focus(), cast(Qt.Key, letter))
            self.between()

    def press(self, *names: str) -> None:
        """Keys by their names."""
        for name in names:
            combined = cast(Any, QKeySequence(name))[0]
            QTest.keyClick(self.focus(), combined.key(), combined.keyboardModifiers())
            self.between()

    def focus(self) -> QWidget:
        """Who gets the next key."""
        found = QApplication.activePopupWidget() or QApplication.focusWidget() or self.window
        assert isinstance(found, QWidget)
        return found

    def over(self, widget: QWidget, text: str) -> None:
        """Go to a line and type over what stands there."""
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        self.press("Ctrl+A")
        self.type(text)

    def until(self, question: Callable[[], bool]) -> None:
        """Wait for what the window does by itself."""
        deadline = QDeadlineTimer(_PATIENCE * 1000)
        while not question() and not deadline.hasExpired():
            QTest.qWait(5)
        assert question()
