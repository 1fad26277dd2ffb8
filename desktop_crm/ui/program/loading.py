"""The screens' modules imported, and the screens made, before a click on one: in the window's thread, a step between two events.

Never in a worker: a class of Qt's must not come to be while the window's thread makes an object of one. Between the modules and the
screens come Qt's own kinds of such things: PySide looks through dozens of classes when it is first handed one that Qt has made.
"""

import pkgutil
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QPlainTextEdit, QScrollArea

from desktop_crm.ui.desk.screen import ScreenDeclaration

_PAUSE: Final = 15  # ms for whatever else there is to do


class Loading(QObject):
    """Begins at once; a step takes a few hundredths of a second at most. `prepare` makes the screen of a noun, in steps."""

    def __init__(
        self, screens: Sequence[ScreenDeclaration], prepare: Callable[[str], Iterator[None]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._steps = _steps(screens, prepare)
        self._timer = QTimer(self, interval=_PAUSE)
        self._timer.timeout.connect(self._step)
        self._timer.start()

    def _step(self) -> None:
        if next(self._steps, self) is self:
            self._timer.stop()
            self.deleteLater()


def _steps(screens: Sequence[ScreenDeclaration], prepare: Callable[[str], Iterator[None]]) -> Iterator[None]:
    for name in _modules(screens):
        import_module(name)
        yield
    _look_at_texts()
    yield
    _look_at_widgets()
    yield
    for screen in screens:
        if screen.place:
            yield from prepare(screen.noun)


def _look_at_widgets() -> None:
    area = QScrollArea()
    area.viewport()


def _look_at_texts() -> None:
    text = QPlainTextEdit()
    text.document().documentLayout()


def _modules(screens: Sequence[ScreenDeclaration]) -> Iterator[str]:
    """What stands beside each screen's own module, and then that."""
    for screen in screens:
        module = screen.factory.partition(":")[0]
        package = import_module(module.rpartition(".")[0])
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            yield found.name
        yield module
