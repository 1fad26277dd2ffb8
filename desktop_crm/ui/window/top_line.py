"""The window's first line, over its whole width: menus, the way back and forward, the search field, what is captured."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenuBar, QSizePolicy, QToolButton, QWidget

from desktop_crm.ui.look import theme
from desktop_crm.ui.look.tab_order import in_order
from desktop_crm.ui.window.palette import Palette

HEIGHT: Final = 44
_FIND: Final = 420
_LEAST_FIND: Final = 120
_ROOM_FOR_WORDS: Final = 900  # px of the window


class TopLine(QFrame):
    """While no file is open the menus stand alone. On macOS they are the screen's own, and take no room here."""

    def __init__(self, find: Palette) -> None:
        super().__init__()
        self.setObjectName("topline")
        self.setFixedHeight(HEIGHT)
        self.menu = QMenuBar(self)
        self.menu.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._find = find
        self._words: list[QToolButton] = []
        self._rest: list[QWidget] = [find]
        find.setMinimumWidth(_LEAST_FIND)
        find.setMaximumWidth(_FIND)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(theme.PAD_8, 0, theme.PAD_12, 0)
        row.setSpacing(theme.PAD_4)
        row.addWidget(self.menu, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(find, 100)
        row.addStretch(1)

    def fill(self, way: Sequence[QToolButton], words: Sequence[QToolButton]) -> None:
        """Buttons left of the search field, and at the end of the line; where the window is narrow, these lose their words."""
        before = self._row.indexOf(self._find)
        for at, button in enumerate(way):
            self._row.insertWidget(before + at, button)
        self._row.insertSpacing(before + len(way), theme.PAD_8)
        for button in words:
            self._row.addWidget(button)
        self._words = list(words)
        self._rest = [*way, self._find, *words]
        in_order(*self._rest, first_in=self)

    def show_menus_alone(self) -> None:
        """There is nothing to find."""
        for each in self._rest:
            each.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        alone = self.width() < _ROOM_FOR_WORDS
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if alone else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        for button in self._words:
            button.setToolButtonStyle(style)
