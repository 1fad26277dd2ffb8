"""The modules of the screens, imported before a click on one: in the window's thread, one at a time, between two events.

Never in a worker: a class of Qt's must not come to be while the window's thread makes an object of one. Last of all come Qt's own
kinds of such things: PySide looks through dozens of classes when it is first handed one that Qt has made.
"""

import pkgutil
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QPlainTextEdit, QScrollArea

from desktop_crm.ui.desk.screen import ScreenDeclaration

_PAUSE: Final = 15  # ms for whatever else there is to do


class Loading(QObject):
    """Begins at once; one import takes a few hundredths of a second at most."""

    def __init__(self, screens: Sequence[ScreenDeclaration], parent: QObject) -> None:
        super().__init__(parent)
        self._names = _modules(screens)
        self._looks = [_look_at_widgets, _look_at_texts]
        self._timer = QTimer(self, interval=_PAUSE)
        self._timer.timeout.connect(self._step)
        self._timer.start()

    def _step(self) -> None:
        name = next(self._names, None)
        if name is not None:
            import_module(name)
        elif self._looks:
            self._looks.pop()()
        else:
            self._timer.stop()
            self.deleteLater()


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
