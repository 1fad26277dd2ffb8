"""A widget that stands beside the tabs where there is room, and is one of the tabs where there is not."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QTabWidget, QWidget


class Aside(QSplitter):
    """Tabs with a widget at their right, from `room` px of width on. Narrower, it is the tab at place `at`.

    The tabs are made in it, and filled afterwards: what is filled and put somewhere else is styled once more.
    """

    moved = Signal()  # from the tabs to their side or back

    def __init__(self, parent: QWidget, title: str, *, at: int = 1, room: int = 1000, share: int = 45) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._title, self._at, self._room = title, at, room
        self._share = share  # percent of the width for the tabs
        self.setChildrenCollapsible(False)
        self.tabs = QTabWidget(self)

    def put(self, aside: QWidget) -> None:
        """This widget beside the tabs, or into them where it is not yet; before anything is shown."""
        self._aside = aside
        if self.tabs.indexOf(aside) < 0:
            self.tabs.insertTab(self._at, aside, self._title)

    def is_beside(self) -> bool:
        """Whether both are seen."""
        return self.tabs.indexOf(self._aside) < 0

    def reveal(self) -> None:
        """Bring the widget into sight."""
        if not self.is_beside():
            self.tabs.setCurrentWidget(self._aside)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = event.size().width() >= self._room
        if wanted == self.is_beside():
            return
        if wanted:
            self._to_side(event.size().width())
        else:
            self._to_tabs()
        self.moved.emit()

    def _to_side(self, width: int) -> None:
        chosen = self.tabs.currentWidget() is self._aside
        self.tabs.removeTab(self.tabs.indexOf(self._aside))
        self.addWidget(self._aside)
        self._aside.show()
        if chosen:
            self.tabs.setCurrentIndex(0)
        left = width * self._share // 100
        self.setSizes([left, width - left])

    def _to_tabs(self) -> None:
        self.tabs.insertTab(self._at, self._aside, self._title)
