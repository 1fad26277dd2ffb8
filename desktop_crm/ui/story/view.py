"""The entries on the screen, painted in one go: their heights are measured when they are seen, so that any number of them scrolls."""

from typing import Final

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QToolTip, QWidget

from desktop_crm.services.story import Entry
from desktop_crm.ui.look import focus_ring, theme
from desktop_crm.ui.look.plain import tip
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.story import words
from desktop_crm.ui.story.heights import Heights
from desktop_crm.ui.story.layout import HEAD, ROW, TEXT, Lines, paint_head, paint_waiting
from desktop_crm.ui.story.model import StoryModel

_Move = QAbstractItemView.CursorAction
_Index = QModelIndex | QPersistentModelIndex
_Hint = QAbstractItemView.ScrollHint
_Flag = QItemSelectionModel.SelectionFlag
_NARROW: Final = 560  # px
_BAR: Final = 3
_NEAR: Final = 30  # entries around the chosen one that are measured before it is scrolled to
_WAIT: Final = 150  # ms before grey bars say that something comes


class StoryView(QListView):
    """Entries one below the other; asks for more before its end is seen."""

    opened = Signal(object)  # Entry
    typed = Signal(str)  # a letter meant for the note
    delete_wanted = Signal(object)  # Entry
    end_near = Signal(bool)  # whether the very end is wanted

    def __init__(self, model: StoryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self._heights = Heights(self._lines_for)
        self._hovered = -1
        self._on_link = False
        self._to_end = False
        self._waiting = False
        self._still = False
        self.setUniformItemSizes(True)
        self.setModel(model)
        model.modelReset.connect(self._forget_all)
        model.rowsInserted.connect(self._grown)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        theme.mark(self, "page")
        focus_ring.ring(self)
        self.verticalScrollBar().setSingleStep(ROW)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._grey = QTimer(self, singleShot=True, interval=_WAIT)
        self._grey.timeout.connect(self._show_waiting)
        theme.signals.changed.connect(self._look_changed)
        privacy.signals.changed.connect(self._look_changed)

    # What is shown

    def wait(self) -> None:
        """Another story comes; grey bars stand for it when it takes a while."""
        self._grey.start()

    def waited(self) -> None:
        """It is there."""
        self._grey.stop()
        self._waiting = False
        self.viewport().update()

    def entry(self) -> Entry | None:
        """The chosen one."""
        row = self.currentIndex().row()
        return self._rows.entries[row] if 0 <= row < len(self._rows.entries) else None

    def go_to(self, row: int) -> None:
        """Choose an entry and show it."""
        self.selectionModel().setCurrentIndex(self._rows.index(row, 0), _Flag.ClearAndSelect)

    def mark(self, row: int) -> None:
        """Choose an entry where it is, seen or not."""
        self._still = True
        self.go_to(row)
        self._still = False

    def choose_none(self) -> None:
        """As when one arrives."""
        self.selectionModel().clear()

    def place(self) -> tuple[int, int]:
        """The entry at the top, and how much of it is hidden."""
        row = self._row_at(0)
        return (row, self.verticalOffset() - self._heights.top(row)) if 0 <= row < len(self._rows.entries) else (0, 0)

    def last_seen(self) -> int:
        """The number of the lowest entry in sight."""
        return min(self._row_at(self.viewport().height()), len(self._rows.entries) - 1)

    def scroll_to_place(self, row: int, hidden: int) -> None:
        """An entry at the top, so much of it hidden."""
        if 0 <= row < len(self._rows.entries):
            self._settle()
            self.verticalScrollBar().setValue(self._heights.top(row) + hidden)
            self._settle(row)

    def at_end(self, *, more: bool) -> None:
        """What was asked for has come; whoever wants the end goes on until there is no more."""
        if not self._to_end:
            QTimer.singleShot(0, self, self._look_ahead)
        elif more:
            self.end_near.emit(True)
        else:
            self._to_end = False
            self.go_to(len(self._rows.entries) - 1)

    # Heights

    def _forget_all(self) -> None:
        self._heights.forget(self._rows.heads)
        self._hovered = -1
        self.updateGeometries()
        self._settle()

    def _grown(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._heights.grow(self._rows.heads[first : last + 1])
        self.updateGeometries()
        self._settle()
        self.viewport().update()

    def _look_changed(self) -> None:
        QToolTip.hideText()
        self._measure_anew()

    def _measure_anew(self) -> None:
        """The heights there were are good guesses until an entry is seen; the one at the top stays there."""
        row, hidden = self.place() if self._rows.entries else (0, 0)
        self._heights.doubt()
        self.scroll_to_place(row, hidden)
        self.viewport().update()

    def _row_at(self, y: int) -> int:
        """The entry at a height of the viewport, or one beyond the last."""
        return self._heights.row_at(y + self.verticalOffset())

    def _settle(self, top: int | None = None) -> None:
        """Measure what is seen, with the entry at the top where it is."""
        if not self._rows.entries:
            return
        while True:
            first, hidden = self.place() if top is None else (top, self.verticalOffset() - self._heights.top(top))
            seen = range(self._row_at(0), min(self._row_at(self.viewport().height()) + 1, len(self._rows.entries)))
            if not self._heights.measure(seen):
                return
            self.updateGeometries()
            self.verticalScrollBar().setValue(self._heights.top(first) + hidden)

    def _lines_for(self, row: int) -> Lines:
        entry = self._rows.entries[row]
        width = self.viewport().width() - self._pad() - self._right_pad()
        return Lines(entry, words.when(entry, self._rows.today), width)

    def _pad(self) -> int:
        return theme.PAD_16 if self.width() < _NARROW else theme.PAD_24

    def _right_pad(self) -> int:
        """The bar stands in it."""
        return self._pad() - (self.width() - self.viewport().width())

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        self._settle()
        painter = QPainter(self.viewport())
        if self._waiting:
            paint_waiting(painter, self._pad(), self.viewport().width())
        else:
            for row in range(self._row_at(event.rect().top()), len(self._rows.entries)):
                if self._top(row) > event.rect().bottom():
                    break
                self._paint_row(painter, row)
        painter.end()

    def _top(self, row: int) -> int:
        return self._heights.top(row) - self.verticalOffset()

    def _area(self, row: int) -> QRect:
        """Of an entry, without the time above it."""
        head = HEAD if self._rows.heads[row] else 0
        return QRect(0, self._top(row) + head, self.viewport().width(), self._heights.of(row) - head)

    def _paint_row(self, painter: QPainter, row: int) -> None:
        colors, area, focused = theme.colors(), self._area(row), self.hasFocus()
        pad = self._pad()
        if self._rows.heads[row]:
            head = QRect(pad, area.top() - HEAD, area.width() - 2 * pad, HEAD)
            paint_head(painter, head, self._rows.heads[row])
        if row == self.currentIndex().row():
            painter.fillRect(area, QColor(colors.accent_soft if focused else colors.neutral_soft))
            painter.fillRect(0, area.top(), _BAR, area.height(), QColor(colors.accent if focused else colors.border))
        elif row == self._hovered:
            painter.fillRect(area, QColor(colors.hover))
        inside = area.adjusted(pad, 0, -self._right_pad(), 0)
        self._heights.lines(row).paint(painter, inside, hovered=row == self._hovered and self._on_link)

    def _show_waiting(self) -> None:
        self._waiting = True
        self.viewport().update()

    # Qt's questions

    def updateGeometries(self) -> None:
        """Its own bar; nothing goes aside."""
        bar, room = self.verticalScrollBar(), self.viewport().height()
        bar.setPageStep(room)
        bar.setRange(0, max(0, self._heights.whole + theme.PAD_8 - room) if len(self._heights) else 0)

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        return 0

    def indexAt(self, pos: QPoint) -> QModelIndex:
        row = self._row_at(pos.y())
        there = 0 <= row < len(self._rows.entries) and self._area(row).contains(pos)
        return self._rows.index(row, 0) if there else QModelIndex()

    def visualRect(self, index: _Index) -> QRect:
        return self._area(index.row()) if 0 <= index.row() < len(self._heights) else QRect()

    def isIndexHidden(self, index: _Index) -> bool:
        del index
        return False

    def setSelection(self, rect: QRect, flags: QItemSelectionModel.SelectionFlag) -> None:
        index = self.indexAt(rect.center())
        self.selectionModel().select(QItemSelection(index, index), flags)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        del selection
        return QRegion(self.viewport().rect())

    def scrollTo(self, index: _Index, hint: _Hint = _Hint.EnsureVisible) -> None:
        """With the time above it; the first time what is around it has to be measured."""
        row = index.row()
        if self._still or not 0 <= row < len(self._heights):
            return
        bar, room = self.verticalScrollBar(), self.viewport().height()
        first, hidden = self.place()
        if self._heights.measure(range(max(row - _NEAR, 0), min(row + _NEAR, len(self._heights)))):
            self.updateGeometries()
            bar.setValue(self._heights.top(first) + hidden)
        top, bottom = self._heights.top(row), self._heights.top(row + 1)
        if hint == _Hint.PositionAtTop or top < bar.value():
            bar.setValue(top)
        elif bottom > bar.value() + room:
            bar.setValue(bottom - room)

    def moveCursor(self, cursorAction: _Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:  # noqa: N803  # Qt's name
        """The first key chooses the first entry."""
        del modifiers
        count, row = len(self._rows.entries), self.currentIndex().row()
        if not count:
            return QModelIndex()
        match cursorAction:
            case _Move.MoveUp | _Move.MovePrevious | _Move.MoveLeft:
                row -= 1
            case _Move.MoveDown | _Move.MoveNext | _Move.MoveRight:
                row += 1
            case _Move.MovePageUp:
                row = self._page(row, -1)
            case _Move.MovePageDown:
                row = self._page(row, 1)
            case _Move.MoveHome:
                row = 0
            case _Move.MoveEnd:
                row = count - 1
        return self._rows.index(max(0, min(row, count - 1)), 0)

    def _page(self, row: int, way: int) -> int:
        """A view further, at least one entry."""
        row = max(row, 0)
        found = self._heights.row_at(max(self._heights.top(row) + way * (self.viewport().height() - 2 * ROW), 0))
        return found if (found - row) * way > 0 else row + way

    # Keys and mouse

    def event(self, event: QEvent) -> bool:
        """Del deletes an entry here, or nothing: never the record that the card is of."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_delete(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        entry, key = self.entry(), event.key()
        self._to_end = key == Qt.Key.Key_End and plain
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain and entry is not None:
            self.opened.emit(entry)
        elif _is_delete(event):
            if entry is not None:
                self.delete_wanted.emit(entry)
        elif event.matches(QKeySequence.StandardKey.Copy):
            if entry is not None:
                QGuiApplication.clipboard().setText(words.spoken(entry))
        elif plain and event.text().strip() and event.text().isprintable():
            self.typed.emit(event.text())
        elif key in {Qt.Key.Key_F2, Qt.Key.Key_Escape, Qt.Key.Key_Left, Qt.Key.Key_Right}:
            event.ignore()
        else:
            super().keyPressEvent(event)
            if self._to_end:
                self.end_near.emit(True)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Arriving chooses nothing."""
        had_one = self.currentIndex().isValid()
        super().focusInEvent(event)
        if not had_one:
            self.selectionModel().clearCurrentIndex()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The strong part of an entry leads to what it tells of; all else chooses it."""
        super().mousePressEvent(event)
        entry = self.entry()
        if (
            event.button() == Qt.MouseButton.LeftButton
            and entry is not None
            and self._is_link(event.position().toPoint())
        ):
            self.opened.emit(entry)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        entry = self.entry()
        if event.button() == Qt.MouseButton.LeftButton and entry is not None and self.indexAt(event.pos()).isValid():
            self.opened.emit(entry)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        pos = event.position().toPoint()
        self._hover(self.indexAt(pos).row(), on_link=self._is_link(pos))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._hover(-1, on_link=False)
        elif event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = self.indexAt(event.pos()).row()
            text = words.spoken(self._rows.entries[row]) if row >= 0 and self._heights.lines(row).is_cut else ""
            QToolTip.showText(event.globalPos(), tip(text), self.viewport())
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._measure_anew()
        self.updateGeometries()
        self._look_ahead()

    def _is_link(self, pos: QPoint) -> bool:
        row = self.indexAt(pos).row()
        if row < 0:
            return False
        area = self._area(row)
        return self._heights.lines(row).link().translated(self._pad() + TEXT, area.top()).contains(pos.toPointF())

    def _hover(self, row: int, *, on_link: bool) -> None:
        if (row, on_link) != (self._hovered, self._on_link):
            self._hovered, self._on_link = row, on_link
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if on_link else Qt.CursorShape.ArrowCursor)
            self.viewport().update()

    def _scrolled(self) -> None:
        self._settle()
        self._look_ahead()

    def _look_ahead(self) -> None:
        bar = self.verticalScrollBar()
        if self._rows.entries and bar.value() + 2 * bar.pageStep() >= bar.maximum():
            self.end_near.emit(False)


def _is_delete(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Delete and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
