"""The parts of the main window around the screens: top line, rail, lists of the place, stack, status line."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_crm.ui.desk.actions import Actions
from desktop_crm.ui.desk.jobs import Jobs
from desktop_crm.ui.look.tab_order import in_order
from desktop_crm.ui.privacy.curtains import Curtains
from desktop_crm.ui.privacy.mark import PrivacyEdge
from desktop_crm.ui.window.palette import Palette
from desktop_crm.ui.window.places import Place
from desktop_crm.ui.window.rail import Rail
from desktop_crm.ui.window.status_line import StatusLine
from desktop_crm.ui.window.top_line import TopLine

if TYPE_CHECKING:
    from desktop_crm.ui.window.place_head import PlaceHead


class Frame(QWidget):
    """Built anew for each language; holds no state but what its parts show. `list_chosen` gives the noun of a list of the place."""

    list_chosen = Signal(str)

    def __init__(
        self, places: Sequence[Place], actions: Actions, jobs: Jobs, window: QWidget, *, narrow: bool | None
    ) -> None:
        super().__init__()
        self.rail = Rail(places, narrow=narrow)
        self.palette_field = Palette(actions, jobs, window)
        self._head: PlaceHead | None = None
        self.stack = QStackedWidget()
        self.status = StatusLine(jobs, actions)
        self.top = TopLine(self.palette_field)
        self._notes = QWidget()  # their room, where they have none over the screen
        self._notes.hide()
        self._right = right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.stack, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self.top)
        lines.addLayout(row, 1)
        lines.addWidget(self._notes)
        lines.addWidget(self.status)
        self.edge = PrivacyEdge(self)
        self.curtains = Curtains(self)

    @property
    def head(self) -> "PlaceHead":
        """Above the lists of a place that has several; made for the first of these, after the first paint."""
        from desktop_crm.ui.window.place_head import PlaceHead

        if self._head is None:
            self._head = PlaceHead()
            self._head.chosen.connect(self.list_chosen)
            self._right.insertWidget(0, self._head)
            in_order(self.rail, self._head, self.stack)
        return self._head

    def show_head(self, *, shown: bool) -> None:
        """Whether there is room for it, and need; the screen has its size from then on, before anything of it is shown."""
        if (shown or self._head is not None) and shown != (not self.head.isHidden()):
            self.head.setVisible(shown)
            self._lie()

    def make_room(self, height: int) -> None:
        """So many px for notes, between the screen and the status line."""
        self._notes.setFixedHeight(height)
        self._notes.setVisible(height > 0)
        self._lie()

    def _lie(self) -> None:
        layout = self.layout()
        assert layout is not None
        layout.activate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.set_room(self.width())
