"""The lists of a place side by side: their tabs are the title of what is below, at the right what can be done with it."""

from collections.abc import Sequence
from typing import Final

import shiboken6
from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStyle, QStyleOptionTab, QStylePainter, QTabBar, QWidget

from desktop_crm.ui.desk.screen import Screen, ScreenDeclaration
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.tab_order import in_order

HEIGHT: Final = 48


class PlaceHead(QFrame):
    """Hidden where there is no list; `chosen` gives the noun."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("placehead")
        self.setFixedHeight(HEIGHT)
        self._lists: Sequence[ScreenDeclaration] = ()
        self.tabs = _ListTabs(self)
        self.tabs.currentChanged.connect(self._choose)
        self._tools: dict[str, QWidget] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.PAD_24, 0, theme.PAD_24, 0)  # its words in line with the list's
        self._row.setSpacing(theme.PAD_12)
        self._row.addWidget(self.tabs, 1, Qt.AlignmentFlag.AlignBottom)
        self.hide()

    def put_tools(self, noun: str, screen: Screen) -> None:
        """The buttons of a screen that was made; they go with it."""
        tools = self._tools[noun] = QWidget(self)
        tools.hide()
        row = QHBoxLayout(tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.PAD_4)
        for button in screen.head_buttons(tools):
            row.addWidget(button)
        self._row.addWidget(tools)
        in_order(self.tabs, tools)
        screen.destroyed.connect(tools.deleteLater)

    def tell(self, lists: Sequence[ScreenDeclaration], noun: str) -> None:
        """Show these lists with this one in front, and its buttons."""
        with QSignalBlocker(self.tabs):
            if lists != self._lists:
                self._lists = lists
                while self.tabs.count():
                    self.tabs.removeTab(0)
                for each in lists:
                    self.tabs.addTab(say(each.title))
            self.tabs.setCurrentIndex([each.noun for each in lists].index(noun))
        for name, tools in self._tools.items():
            if shiboken6.isValid(tools):
                tools.setVisible(name == noun)

    def _choose(self, at: int) -> None:
        had_keyboard = self.tabs.hasFocus()
        self.chosen.emit(self._lists[at].noun)
        if had_keyboard:  # the arrows go on to the next one
            self.tabs.setFocus()


class _ListTabs(QTabBar):
    """The word in front is strong; each has room for that, so that nothing moves."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Lists of this place"))
        self.setExpanding(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def tabSizeHint(self, index: int) -> QSize:
        size, text = super().tabSizeHint(index), self.tabText(index)
        more = QFontMetrics(theme.font(strong=True)).horizontalAdvance(text) - self.fontMetrics().horizontalAdvance(
            text
        )
        return size + QSize(max(more, 0), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter, option = QStylePainter(self), QStyleOptionTab()
        for at in range(self.count()):
            self.initStyleOption(option, at)
            painter.setFont(theme.font(strong=at == self.currentIndex()))
            painter.drawControl(QStyle.ControlElement.CE_TabBarTab, option)
