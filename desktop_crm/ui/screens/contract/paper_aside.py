"""The sides of a contract's page: gaps and terms at the left, the paper at the right, or by F7 the paper alone."""

from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look.aside import Aside

_ROOM: Final = 900  # px of both: the window is 960 wide
#: px of the left side at least, and around a page of its tabs.
_LEAST: Final = 280
_FRAME: Final = 4
_BESIDE: Final = 20  # px of the row of its tabs
_ONLY: Final = "contract/paper_only"
#: From so many px of the window on, the left side is so wide.
_LEFT: Final = ((1600, 440), (1180, 404), (0, 320))


class PaperAside(Aside):
    """Remembers whether the paper stands alone."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, tr("Document"), room=_ROOM)
        self._desk = desk
        self._given = 0  # px that the left side got last
        self.setStretchFactor(0, 0)
        self.tabs.setMinimumWidth(_LEAST)  # its widest page needs more, while that one is seen

    def put(self, aside: QWidget) -> None:
        super().put(aside)
        self.tabs.currentChanged.connect(lambda _at: self.fit())
        self.moved.connect(self._apply)

    @property
    def paper_only(self) -> bool:
        """Whether it was wished so last."""
        return bool(self._desk.settings.get(_ONLY, default=False))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setStretchFactor(1, 1)
        self.fit()

    def turn(self) -> None:
        """F7: the paper alone, or what is filled in, too."""
        self.set_paper_only(not self.shows_paper_only())

    def set_paper_only(self, only: bool) -> None:
        """From now on."""
        if only != self.paper_only:
            self._desk.settings.set(_ONLY, only)
        self._apply()

    def shows_paper_only(self) -> bool:
        """Whether only the paper is in sight."""
        return self.tabs.isHidden() if self.is_beside() else self.tabs.currentWidget() is self._aside

    def fit(self) -> None:
        """The left side as wide as the window has room."""
        if not self.is_beside():
            self._given = 0
            return
        wanted = next(wide for room, wide in _LEFT if self.window().width() >= room)
        wanted = max(wanted, self.tabs.tabBar().sizeHint().width() + _BESIDE)
        if (page := self.tabs.currentWidget()) is not None:
            wanted = max(wanted, page.minimumSizeHint().width() + _FRAME)
        if wanted != self._given and not self.tabs.isHidden():
            self._given = wanted
            self.setSizes([wanted, self.width() - wanted])

    def _apply(self) -> None:
        """What is wished, as the room allows."""
        only = self.paper_only
        self.tabs.setHidden(only and self.is_beside())
        if not self.is_beside() and only != self.shows_paper_only():
            self.tabs.setCurrentWidget(self._aside) if only else self.tabs.setCurrentIndex(0)
        self.fit()
