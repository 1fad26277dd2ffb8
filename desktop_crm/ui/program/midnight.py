"""A laptop left open overnight: what counts days is read anew when another day has begun."""

from typing import Final

from PySide6.QtCore import QObject, QTimer

from desktop_crm.model.nouns import NOUNS
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.form.days import today

_LOOK: Final = 60_000  # ms
_COUNT_DAYS: Final = frozenset(noun.id for noun in NOUNS if noun.today)


class Midnight(QObject):
    """Lives with the desk; a locked workspace is read after it is unlocked."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._day = today()
        timer = QTimer(self, interval=_LOOK)
        timer.timeout.connect(self.look)
        timer.start()

    def look(self) -> None:
        """Whether it is another day than when the screens were read: midnight has passed, or a time zone."""
        if not self._desk.workspace.locked and today() != self._day:
            self._day = today()
            self._desk.changed.emit(_COUNT_DAYS)
