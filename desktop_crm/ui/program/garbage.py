"""Garbage is collected in the window's thread, between two events, and nowhere else.

Left to itself, Python collects in whichever thread happens to allocate. A cycle with one of Qt's objects in it is then
destroyed in a worker, which Qt does not survive.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_LOOK: Final = 500  # ms
_YOUNG: Final = 5_000  # objects since the last look that are worth one


class Garbage(QObject):
    """From now on in this thread. What the start has made stays, and is never looked at again."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self, interval=_LOOK)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect as many generations as are due: by the counts that Python keeps all the same."""
        young, *older = gc.get_count()
        _, *limits = gc.get_threshold()
        if young < _YOUNG:
            return
        due = [at for at, (count, limit) in enumerate(zip(older, limits, strict=True), 1) if count > limit]
        gc.collect(max(due, default=0))
