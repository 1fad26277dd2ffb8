"""The lists of a place side by side: their tabs are the title of what is below, at the right what can be done with it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStyle, QStyleOptionTab, QStylePainter, QTabBar, QWidget

from desktop_crm.ui.desk.screen import ScreenDeclaration
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.held import Held

HEIGHT: Final = 48


class PlaceHead(QFrame):
    """Hidden where a place has one list only; `chosen` gives the noun."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("placehead")
        self.setFixedHeight(HEIGHT)
        self._lists: Sequence[ScreenDeclaration] = ()
        self.tabs = _ListTabs(self)
        self.tabs.currentChanged.connect(self._choose)
        tools = QHBoxLayout()
        tools.setSpacing(theme.PAD_4)
        self._tools = Held[QWidget](tools)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.PAD_24, 0, theme.PAD_12, 0)
        row.setSpacing(theme.PAD_12)
        row.addWidget(self.tabs, 1, Qt.AlignmentFlag.AlignBottom)
        row.addLayout(tools)
        self.hide()

    def tell(self, lists: Sequence[ScreenDeclaration], noun: str, buttons: Sequence[QWidget]) -> None:
        """Show these lists with this one in front."""
        with QSignalBlocker(self.tabs):
            if lists != self._lists:
                self._lists = lists
                while self.tabs.count():
                    self.tabs.removeTab(0)
                for each in lists:
                    self.tabs.addTab(say(each.title))
            self.tabs.setCurrentIndex([each.noun for each in lists].index(noun))
        self._tools.clear()
        for button in buttons:
            self._tools.add(button)

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
