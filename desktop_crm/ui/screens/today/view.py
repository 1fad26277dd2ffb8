"""The list of Today: arrows walk over the groups, Enter opens, typing filters, what the current row offers is a button beside it."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QPushButton, QWidget

from desktop_crm.ui.i18n import ntr, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.privacy.announce import announce
from desktop_crm.ui.screens.today.model import Rows
from desktop_crm.ui.screens.today.painting import RowPainter, edge
from desktop_crm.ui.screens.today.row import Row

_BUTTON: Final = 28


class TodayList(QListView):
    """`found` tells the words that are looked for, `moved` that another row is current or at the top.

    `peek_wanted` is Space, `gave_up` is Esc where it has nothing to clear.
    """

    found = Signal(str)
    peek_wanted = Signal()
    gave_up = Signal()
    moved = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("today")
        self._pressed = ""
        self._place_soon = QTimer(self, singleShot=True, interval=0)
        self._place_soon.timeout.connect(self._place_button)
        self.button = QPushButton(parent)  # not in the list, where a reader would not find it
        self.rows = Rows(self)
        self.setModel(self.rows)
        self.painter = RowPainter(self)
        self.setItemDelegate(self.painter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAccessibleName(tr("Today"))
        self._page = parent
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self.act)
        self.button.hide()
        self.verticalScrollBar().valueChanged.connect(self._place_button)
        theme.signals.changed.connect(self._measure)

    # What is shown

    def tell(self, rows: list[Row]) -> None:
        """Other rows; the keyboard stays on the row it was on, or on the one that took its place."""
        at, key = self.currentIndex().row(), self.current_key()
        self.rows.tell(rows)
        self._measure()
        self._go(key, at)
        self._name_button()

    def ask(self, kind: str, find: str) -> None:
        """Show the rows of a kind, with these words."""
        key = self.current_key()
        self.rows.ask(kind, find)
        self._measure()
        self._go(key, 0)
        if find:
            announce(self, ntr("{n} row", "{n} rows", len(self.rows.choices())))
        self.found.emit(find)

    def current(self) -> Row | None:
        """The row the keyboard is on."""
        at = self.currentIndex().row()
        return self.rows.shown[at] if 0 <= at < len(self.rows.shown) else None

    def current_key(self) -> str:
        """What it is known by; empty for none."""
        row = self.current()
        return "" if row is None else row.key

    def top_group(self) -> Row | None:
        """The heading of what stands at the top."""
        at = self.indexAt(QPoint(1, 1))
        return self.rows.group_at(max(at.row(), 0))

    def act(self) -> None:
        """What the current row offers."""
        row = self.current()
        if row is not None and row.act is not None:
            row.act.do()

    def open(self) -> None:
        """Where the current row leads."""
        row = self.current()
        if row is not None:
            row.open()

    def room_of(self, key: str) -> QRect:
        """Where a row stands in the list."""
        return self.visualRect(self.rows.index(self.rows.row_of(key)))

    def painted_buttons(self) -> QRect:
        """The column of acts, beside every row."""
        shown, found = self.viewport().rect(), QRect()
        for at in self.rows.choices():
            room = self.visualRect(self.rows.index(at))
            if room.intersects(shown):
                found |= self.painter.action_room(self.rows.shown[at], room)
        return found

    # Keys and pointer

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text, find = event.text(), self.rows.find
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() & _WITH:
            self.open()
        elif event.key() == Qt.Key.Key_Escape:
            if find or self.rows.kind:
                self.ask("", "")
            else:
                self.gave_up.emit()
        elif event.key() == Qt.Key.Key_Backspace and find:
            self.ask(self.rows.kind, find[:-1])
        elif event.key() == Qt.Key.Key_Space and not find and not event.modifiers():
            self.peek_wanted.emit()
        elif text.isprintable() and text and (text.strip() or find) and not event.modifiers() & _WITH:
            self.ask(self.rows.kind, find + text)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Typing filters."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        at = self.indexAt(event.position().toPoint())
        self._pressed = (
            self.rows.shown[at.row()].key if at.isValid() and event.button() == Qt.MouseButton.LeftButton else ""
        )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        point, pressed = event.position().toPoint(), self._pressed
        self._pressed = ""
        at = self.indexAt(point)
        row = self.rows.shown[at.row()] if at.isValid() else None
        if row is None or row.key != pressed or not row.is_choice or event.button() != Qt.MouseButton.LeftButton:
            return
        if row.act is not None and self.painter.action_room(row, self.visualRect(at)).contains(point):
            row.act.do()
        else:
            row.open()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        at = self.indexAt(event.position().toPoint())
        leads = at.isValid() and self.rows.shown[at.row()].is_choice
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._measure()
        super().resizeEvent(event)
        self._place_soon.start()

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        self._place_soon.start()
        self.moved.emit()

    # Inside

    def _measure(self) -> None:
        self.painter.width = self.width()
        self.painter.measure(list(self.rows.every))
        self.scheduleDelayedItemsLayout()
        self._place_soon.start()

    def _go(self, key: str, at: int) -> None:
        choices = self.rows.choices()
        if not choices:
            self._place_soon.start()
            return
        there = self.rows.row_of(key)
        near = next((each for each in choices if each >= at), choices[-1])
        self.setCurrentIndex(self.rows.index(there if there in choices else near))
        if there < 0:
            self.scrollTo(self.currentIndex())
        self._place_soon.start()

    def _name_button(self) -> None:
        """At once: what is covered must be read nowhere."""
        row = self.current()
        if row is None or row.act is None:
            return
        theme.mark(self.button, "primary" if row.act.main else "quiet")
        self.button.setText(row.act.text.replace("&", "&&"))
        self.button.setAccessibleName(f"{row.act.text}, {row.name}")

    def _place_button(self) -> None:
        """Beside the current row, while that is in sight."""
        row, at = self.current(), self.currentIndex()
        room = self.visualRect(at)
        self.moved.emit()
        if row is None or row.act is None or not self.viewport().rect().contains(room):
            self.button.setVisible(self.button.hasFocus())
            return
        self._name_button()
        width = self.button.sizeHint().width()
        corner = QPoint(room.left() + self.width() - edge(self.width()) - width, room.center().y() - _BUTTON // 2)
        self.button.setGeometry(QRect(self.viewport().mapTo(self._page, corner), QSize(width, _BUTTON)))
        self.button.show()
        self.button.raise_()


_WITH: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
