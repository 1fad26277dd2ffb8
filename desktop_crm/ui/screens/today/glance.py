"""The list of Today with the peek of its current row, as its own screen shows it; that screen is made first where it is not there yet."""

from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.screen import Screen, make_ready, screen_of
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.peek.content import Key, Peek
from desktop_crm.ui.peek.glance import Glance
from desktop_crm.ui.screens.today.view import TodayList

_OPEN: Final = "window/today_peek"
_AHEAD: Final = 2  # rows that are read before one comes to them, either way


class TodayGlance(Glance):
    """Nothing stands beside the list until it is asked for."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        self._ready: dict[str, Screen] = {}  # what was found made; looked for in the window's thread only
        super().__init__(desk, tr("Today"), parent, kept=_OPEN, opened=False)
        self._making: Iterator[None] | None = None

    def make_pane(self) -> QWidget:
        pane = QWidget(self)
        self.list = TodayList(pane)
        self.list.peek_wanted.connect(self.toggle)
        self.list.gave_up.connect(lambda: self.toggle() if self.is_open else None)
        inside = QVBoxLayout(pane)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.list)
        return pane

    def read(self, key: Key) -> Peek | None:
        noun, record_id = key
        found: Peek | None = self._ready[noun].peek_of(record_id)
        return found

    def chosen(self) -> Key | None:
        row = self.list.current()
        return None if row is None else row.record

    def around(self) -> Sequence[Key]:
        rows, at = self.list.rows.shown, self.list.currentIndex().row()
        near = (at + by * step for step in range(1, _AHEAD + 1) for by in (1, -1))
        found = [rows[each].record for each in near if 0 <= each < len(rows)]
        return [each for each in found if each is not None and self._is_ready(each[0])]

    def is_wanted_now(self) -> bool:
        chosen = self.chosen()
        return self.isVisible() and self.is_open and (chosen is None or self._is_ready(chosen[0]))

    def take_keyboard(self) -> None:
        self.list.setFocus()
        self.follow()

    def follow(self) -> None:
        chosen = self.chosen()
        if chosen is not None and self.isVisible() and self.is_open and not self._is_ready(chosen[0]):
            self._make(chosen[0])
        super().follow()
        if chosen is None:
            self.tell_nothing(tr("No single record stands behind this row."))

    def tell_actions(self) -> None:
        """What the row offers stands beside it; here, what else may be done with it."""
        if not self.has_panel:
            return
        later = "today.later"
        may = later in self._desk.actions and self._desk.actions.qaction(later).isEnabled()
        self.panel.show_actions([later] if may and self.is_open and self.panel.content is not None else [])

    def _is_ready(self, noun: str) -> bool:
        screen = screen_of(self._desk, noun)
        if screen is None or not screen.is_ready():
            return False
        self._ready[noun] = screen
        return True

    def _make(self, noun: str) -> None:
        """In steps, each a turn of the window's thread."""
        if self._making is None:
            self._making = make_ready(self._desk, noun)
            QTimer.singleShot(0, self, self._make_on)

    def _make_on(self) -> None:
        making = self._making
        if making is not None and self.isVisible() and next(making, making) is not making:
            QTimer.singleShot(0, self, self._make_on)
            return
        self._making, chosen = None, self.chosen()
        if chosen is not None and self._is_ready(chosen[0]):
            self.follow()
