"""How a card lies: head, figures, what is asked or offered, the tabs with its form; and how the page is moved by keys."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.look import focus_ring, theme
from desktop_crm.ui.look.laid_out import lay_out
from desktop_crm.ui.records.figures_row import FiguresRow
from desktop_crm.ui.records.first_page import FirstPage
from desktop_crm.ui.records.header import CardHeader
from desktop_crm.ui.records.hooks import CardHooks
from desktop_crm.ui.records.offer import Offer
from desktop_crm.ui.records.tabs import Tab

_NOTES: Final = "notes"  # what a form calls them
_FORM_WIDTH = 920  # px: longer lines are hard to read
_SCROLLING = frozenset(
    {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End}
)


class CardPage(CardHooks):
    """Special layouts put widgets into `body`."""

    def __init__(self, desk: Desk, place: QWidget | None = None) -> None:
        super().__init__(place)
        self.desk = desk
        self.header = CardHeader(self)
        self.figures_row = FiguresRow(self)
        self.offer = Offer(self)
        self._below, self.tabs = self.tabs_inside()
        self._arrived = False  # and nothing was pressed since that leads elsewhere
        self._scroll = QScrollArea(self)
        self.body = QWidget(self._scroll)
        self._lay_out()

    def page_bar(self) -> QScrollBar:
        """What scrolls the page."""
        return self._scroll.verticalScrollBar()

    def take_keyboard(self) -> None:
        """Arriving: the story, or the page as a whole."""
        if not self.first.take_keyboard():
            self._arrived = True
            self.setFocus()

    def place_question(self, panel: QWidget) -> None:
        """Where something is asked before a step: above the tabs."""
        asked = QVBoxLayout()
        asked.setContentsMargins(theme.PAD_24, 0, theme.PAD_24, theme.PAD_8)
        asked.addWidget(panel)
        lines = self.layout()
        assert isinstance(lines, QVBoxLayout)
        lines.insertLayout(2, asked)

    def settle(self, room: QSize) -> Iterator[None]:
        """Lie as the first record will, in steps, before one is shown."""
        if self.record is not None or self.is_new or self.is_lent:
            return
        if self.reads_first:
            yield from self.form.make_facts()
        self._fit()
        yield
        for section in self.form.sections:
            section.ensurePolished()
            yield
        for part in (self.header, self.figures_row, *(tab.widget for tab in self.tab_declarations)):
            part.ensurePolished()
            yield
        self.tabs.tabBar().setVisible(self.tabs.count() > 1)
        for _ in range(2):  # how columns lie decides how high all is
            yield from lay_out(self, room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def begin_note(self, letters: str) -> bool:
        """What is typed on the page is a note in its story, or a new line of the notes of what is locked; False without either."""
        if not self.takes_notes():
            return False
        if (story := self._noted_in()) is not None:
            if not self.first.is_beside:
                self.tabs.setCurrentWidget(story)
            story.write_note(letters)
        else:
            self.focus_field(_NOTES)
            self.form.begin_line(_NOTES, letters)
        return True

    def takes_notes(self) -> bool:
        """Whether what is typed on the page becomes a note."""
        if self.record is None or self.is_new:
            return False
        form = self.form
        is_open = form.is_locked and form.has_field(_NOTES) and not form.editor(_NOTES).read_only
        return is_open or self._noted_in() is not None

    def _noted_in(self) -> Tab | None:
        return next((tab.widget for tab in self.tab_declarations if tab.widget.takes_notes()), None)

    def is_where_one_arrives(self) -> bool:
        """Whether the keyboard is where it comes to when the record is opened."""
        return self.hasFocus()

    def focusNextPrevChild(self, next: bool) -> bool:  # Qt's name
        """Tab leads who just arrived from the card as a whole to its facts, to what is open first; who walks on goes on."""
        arrived, self._arrived = self._arrived and self.is_where_one_arrives(), False
        if next and arrived and self.tabs.currentIndex() == 0 and self.form.take_keyboard():
            return True
        return super().focusNextPrevChild(next)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """While the card as a whole has the keyboard, its keys move the page; letters that nobody takes begin a note."""
        if self.hasFocus() and event.key() in _SCROLLING and self.tabs.currentIndex() == 0:
            QApplication.sendEvent(self.page_bar(), event)
        elif (self.hasFocus() or self.form.is_locked) and _types(event) and self.begin_note(event.text()):
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A bar at the left of the head shows that the page has the keyboard."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            head = self.header.geometry()
            painter.fillRect(head.left(), head.top(), focus_ring.BAR, head.height(), QColor(theme.colors().accent))
            painter.end()

    def _fit(self) -> None:
        self.figures_row.fit(self.window().height())
        self.first.fit(self.window().width(), new=self.is_new)

    def _put_form(self) -> None:
        self.form.setMaximumWidth(_FORM_WIDTH)
        inside = QVBoxLayout(self.body)
        inside.setContentsMargins(theme.PAD_24, theme.PAD_12, theme.PAD_12, theme.PAD_24)
        inside.addWidget(self.form)
        inside.addStretch(1)

    def _lay_out(self) -> None:
        """Before there is a form: Qt looks at every widget in what is put somewhere else."""
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme.mark(self.tabs, "card")
        theme.mark(self.body, "page")
        scroll = self._scroll
        scroll.setWidget(self.body)
        scroll.setWidgetResizable(True)
        self.tabs.setDocumentMode(True)
        self.tabs.setFocusProxy(None)  # type: ignore[arg-type]  # Qt takes none; with a hidden tab bar as proxy Tab never gets past
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.first = FirstPage(self.tabs, scroll, self.make_third)
        offered = QVBoxLayout()
        offered.setContentsMargins(theme.PAD_24, 0, theme.PAD_24, 0)
        offered.addWidget(self.offer)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self.header)
        lines.addWidget(self.figures_row)
        lines.addLayout(offered)
        lines.addWidget(self._below, 1)


def _types(event: QKeyEvent) -> bool:
    """Whether a key is a letter, pressed on no button."""
    held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    typed = event.text().strip() and event.text().isprintable()
    return bool(typed) and not held and not isinstance(QApplication.focusWidget(), QAbstractButton | QTabBar)
