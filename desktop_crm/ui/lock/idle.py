"""How long nobody has touched the program. A computer that slept counts the time it slept."""

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

_LOOK_EVERY: Final = 5_000  # ms
_TOUCHES: Final = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TabletPress,
    QEvent.Type.TouchBegin,
}
Clock = Callable[[], float]


class Idle(QObject):
    """Emits `over` when nobody has used keys or mouse for `minutes` (0: never); goes on counting after that.

    It listens to the windows of the system below our widgets: these hear of each key once, not of every event.
    """

    over = Signal()

    def __init__(
        self,
        minutes: Callable[[], int],
        clocks: tuple[Clock, ...] = (time.monotonic, time.time),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._minutes = minutes
        self._clocks = clocks
        self._touched = self._now()
        self._timer = QTimer(self, interval=_LOOK_EVERY)
        self._timer.timeout.connect(self.look)
        self._app = QGuiApplication.instance()
        assert isinstance(self._app, QGuiApplication)
        self._app.focusWindowChanged.connect(self._listen_to)
        self._listen_to(self._app.focusWindow())
        self._timer.start()

    def touch(self) -> None:
        """Somebody is there; first it is looked whether nobody was for too long, as after a sleep."""
        self.look()
        self._touched = self._now()

    def look(self) -> None:
        """Tell when it has been too long."""
        limit = self._minutes() * 60
        if limit and self.seconds() >= limit:
            self._touched = self._now()
            self.over.emit()

    def seconds(self) -> float:
        """Since the last touch: by the clock that stops in sleep, or by the one on the wall, whichever says more."""
        return max(now - then for now, then in zip(self._now(), self._touched, strict=True))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self.touch()
        return False

    def _listen_to(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)  # once, however often it comes to the front
            window.installEventFilter(self)

    def _now(self) -> tuple[float, ...]:
        return tuple(clock() for clock in self._clocks)
