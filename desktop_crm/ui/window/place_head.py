"""The lists of a place side by side: their tabs are the title of what is below, at the right what can be done with it."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStyle, QStyleOptionTab, QStylePainter, QTabBar, QWidget

from desktop_crm.services.counts import rows_listed
from desktop_crm.ui.desk.jobs import Job
from desktop_crm.ui.desk.screen import Screen, ScreenDeclaration
from desktop_crm.ui.i18n import say, speak, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.tab_order import in_order

if TYPE_CHECKING:
    from desktop_crm.ui.desk.desk import Desk

HEIGHT: Final = 48
_GAP: Final = 6  # px between a word and its number
_MARGIN: Final = 20  # px that a tab leaves free at its right


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
        self._desk: Desk | None = None
        self._counted: Sequence[ScreenDeclaration] = ()
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

    def count(self, desk: "Desk") -> None:
        """How many rows the lists have, told when it is known; counted again when they change."""
        if desk is not self._desk:
            self._desk, self._counted = desk, ()
            desk.changed.connect(self._count_changed)
        if self._lists is not self._counted:
            self._counted = self._lists
            self._count_changed({each.noun for each in self._lists})

    def _count_changed(self, nouns: Collection[str]) -> None:
        for at, each in enumerate(self._lists):
            if each.noun in nouns and self._desk is not None:
                self._count(self._desk, at, each.noun)

    def _count(self, desk: "Desk", at: int, noun: str) -> None:
        workspace, lists = desk.workspace, self._lists

        def work(_job: Job) -> int | None:
            return rows_listed(workspace, noun)

        def told(number: int | None) -> None:
            if lists is self._lists:
                self.tabs.show_count(at, "" if number is None else speak().value(number))

        desk.jobs.latest((id(self), noun), work, told, None, self)

    def _choose(self, at: int) -> None:
        had_keyboard = self.tabs.hasFocus()
        self.chosen.emit(self._lists[at].noun)
        if had_keyboard:  # the arrows go on to the next one
            self.tabs.setFocus()


class _ListTabs(QTabBar):
    """The word in front is strong; each has room for that, so that nothing moves. Smaller beside it how many rows there are."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._told: dict[str, str] = {}
        self.setAccessibleName(tr("Lists of this place"))
        self.setExpanding(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def tabSizeHint(self, index: int) -> QSize:
        size, text = super().tabSizeHint(index), self.tabText(index)
        strong = QFontMetrics(theme.font(strong=True)).horizontalAdvance(text)
        more = max(strong - self.fontMetrics().horizontalAdvance(text), 0)
        return size + QSize(more + self._room(index), 0)

    def show_count(self, index: int, told: str) -> None:
        """How many rows a list has; empty while nobody knows."""
        text = self.tabText(index)
        self._told[text] = told
        self.setAccessibleTabName(index, f"{text}, {told}" if told else text)
        self.setTabText(index, text)  # asks anew for its width
        self.updateGeometry()
        self.update()

    def _room(self, index: int) -> int:
        told = self._told.get(self.tabText(index), "")
        return QFontMetrics(theme.number_font(theme.SMALL)).horizontalAdvance(told) + _GAP if told else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter, option = QStylePainter(self), QStyleOptionTab()
        for at in range(self.count()):
            self.initStyleOption(option, at)
            text, option.text = option.text, ""
            painter.drawControl(QStyle.ControlElement.CE_TabBarTab, option)
            whole, front = QRect(option.rect), at == self.currentIndex()
            lively = front or bool(option.state & QStyle.StateFlag.State_MouseOver)
            painter.setFont(theme.font(strong=front))
            painter.setPen(QColor(theme.colors().text if lively else theme.colors().muted))
            painter.drawText(whole, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
            if told := self._told.get(text, ""):
                painter.setFont(theme.number_font(theme.SMALL))
                painter.setPen(QColor(theme.colors().muted))
                place = whole.adjusted(0, 0, -_MARGIN, 0)
                painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, told)
