"""The screens' modules imported, and the screens made, before a click on one: in the window's thread, a step between two events.

Never in a worker: a class of Qt's must not come to be while the window's thread makes an object of one. Between the modules and the
screens come Qt's own kinds of such things: PySide looks through dozens of classes when it is first handed one that Qt has made.
"""

import pkgutil
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from time import perf_counter
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QPlainTextEdit, QScrollArea

from desktop_crm.ui.desk.screen import ScreenDeclaration

_PAUSE: Final = 15  # ms for whatever else there is to do
_TURN: Final = 0.008  # seconds in which further steps are begun
_REST: Final = 300  # ms after a key or a click: whoever works now goes on undisturbed
_ROOMS: Final = ("form", "table", "peek", "story", "lines", "preview", "records", "capture")
_INPUT: Final = frozenset(
    {QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel}
)


class Loading(QObject):
    """Begins at once; a step takes two hundredths of a second at most. `prepare` makes the screen of a noun, in steps."""

    def __init__(
        self, screens: Sequence[ScreenDeclaration], prepare: Callable[[str], Iterator[None]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._steps = _steps(screens, prepare)
        self._timer = QTimer(self, interval=_PAUSE)
        self._timer.timeout.connect(self._turn)
        self._timer.start()
        app = QCoreApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _INPUT and self._timer.isActive():
            self._timer.start(_REST)
        return super().eventFilter(watched, event)

    def _turn(self) -> None:
        """As many steps as fit into one."""
        self._timer.setInterval(_PAUSE)
        until = perf_counter() + _TURN
        while perf_counter() < until:
            if next(self._steps, self) is self:
                self._timer.stop()
                self.deleteLater()
                return


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
    """What screens are made of, what stands beside each screen's own module, and then that."""
    for room in _ROOMS:
        yield from _beside(f"desktop_crm.ui.{room}")
    for screen in screens:
        module = screen.factory.partition(":")[0]
        yield from _beside(module.rpartition(".")[0])
        yield module


def _beside(package: str) -> Iterator[str]:
    for found in pkgutil.iter_modules(import_module(package).__path__, f"{package}."):
        yield found.name
