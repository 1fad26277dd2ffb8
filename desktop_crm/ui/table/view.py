"""The rows on the screen: scrolling, selecting by row, keys and mouse."""

from typing import Any, Final

from PySide6.QtCore import (
    SIGNAL,
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
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip, QWidget

from desktop_crm.ui.look import focus_ring, theme
from desktop_crm.ui.look.plain import tip
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.table import cells
from desktop_crm.ui.table.feed import Found, Kept
from desktop_crm.ui.table.header import Header
from desktop_crm.ui.table.model import TableModel
from desktop_crm.ui.table.painting import HEIGHT, Line, Place, RowPainter, seen
from desktop_crm.ui.table.spans import Span, holds, merged
from desktop_crm.ui.table.two_lines import TwoLines

_Move = QAbstractItemView.CursorAction
_Index = QModelIndex | QPersistentModelIndex
_Hint = QAbstractItemView.ScrollHint
_Flag = QItemSelectionModel.SelectionFlag
_WIDEST: Final = 480  # px, when a width is fitted

_ROWS: Final = {_Move.MoveUp: -1, _Move.MoveDown: 1, _Move.MovePrevious: -1, _Move.MoveNext: 1}


class View(QTableView):
    """A table of whole rows."""

    opened = Signal(object)  # id
    current_changed = Signal(object)  # id or None
    selection_changed = Signal()
    typed = Signal(str)  # a letter meant for the find field
    copy_wanted = Signal()
    peek_wanted = Signal()  # Space
    gave_up = Signal()  # Esc

    _is_set_up = False

    def __init__(self, model: TableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self._painter: RowPainter = RowPainter()
        self._spans: list[Span] | None = None
        self._hovered = -1
        self._quiet = False
        self.chooses = True  # Qt makes the first row the current one when the keyboard comes and there is none
        self.head = Header(model.columns, self)
        self.setHorizontalHeader(self.head)
        self.setModel(model)
        self._widen_soon = QTimer(self, singleShot=True, interval=0)
        self._widen_soon.timeout.connect(self._widen)
        for told in (model.dataChanged, model.modelReset, model.rowsInserted, self.verticalScrollBar().valueChanged):
            told.connect(self._widen_soon.start)
        self.head.own_selection()
        self._set_up()
        self.head.fit_wanted.connect(self.resizeColumnToContents)
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        theme.signals.changed.connect(self._theme_changed)
        privacy.signals.changed.connect(self._follow_privacy)

    @property
    def is_tall(self) -> bool:
        """Whether rows have two lines."""
        return isinstance(self._painter, TwoLines)

    def set_tall(self, tall: bool) -> None:
        """Rows of two lines, whatever columns are shown, or of one; the row at the top stays there."""
        if tall != self.is_tall:
            top = self._offset() // self._height
            self._painter = self._made_painter(tall=tall)
            self._fit_rows()
            self._widen_soon.start()
            self.verticalScrollBar().setValue(top * self._height)
            self.scrollTo(self.currentIndex())
            self.viewport().update()

    @property
    def _height(self) -> int:
        return self._painter.height

    def _made_painter(self, *, tall: bool) -> RowPainter:
        return TwoLines(columns=self._rows.columns) if tall else RowPainter()

    def _fit_rows(self) -> None:
        tall = self.is_tall
        self.verticalHeader().setDefaultSectionSize(self._height)
        self.head.setVisible(not tall)
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if tall else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setHorizontalScrollBarPolicy(policy)
        self.verticalScrollBar().setSingleStep(self._height)

    def _set_up(self) -> None:
        rows = self.verticalHeader()
        rows.setSelectionModel(QItemSelectionModel(self._rows, rows))
        rows.setMinimumSectionSize(HEIGHT)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.hide()
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalScrollBar().setSingleStep(4 * HEIGHT)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMouseTracking(True)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self._fit_rows()
        self._is_set_up = True

    # What is selected

    def spans(self) -> list[Span]:
        """The selected rows as merged spans."""
        if self._spans is None:
            chosen = self.selectionModel().selection()
            ranges = [chosen.at(number) for number in range(chosen.count())]
            self._spans = merged((one.top(), one.bottom()) for one in ranges)
        return self._spans

    def current_id(self) -> int | None:
        """The id of the current row."""
        row = self.currentIndex().row()
        return self._rows.ids[row] if 0 <= row < len(self._rows.ids) else None

    def go_to(self, row: int, *, select: bool = True) -> None:
        """Make a row the current one and show it."""
        flags = _Flag.ClearAndSelect | _Flag.Rows if select else _Flag.NoUpdate
        index = self._index(row)
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)

    def kept(self) -> Kept:
        """What must survive a reload."""
        current = self.currentIndex().row()
        return Kept(
            self._rows.ids, tuple(self.spans()), None if current < 0 else current, self._offset() // self._height
        )

    def restore(self, found: Found, pixels: int) -> None:
        """Put selection, current row and scrolling where the kept rows are now; `pixels` of the top row were hidden."""
        selection, last = QItemSelection(), len(self._rows.columns) - 1
        for top, bottom in found.spans:
            selection.select(self._rows.index(top, 0), self._rows.index(bottom, last))
        self.selectionModel().select(selection, _Flag.ClearAndSelect)
        if found.current is not None:
            self.selectionModel().setCurrentIndex(self._index(found.current), _Flag.NoUpdate)
        self.verticalScrollBar().setValue(found.top * self._height + pixels)

    def set_quiet(self, quiet: bool) -> None:
        """While quiet, changes of selection and current row are not told."""
        self._quiet = quiet

    def pixels(self) -> int:
        """How much of the top row is hidden."""
        return self._offset() % self._height

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        lines, places = self._lines(event.rect()), self._places(event.rect())
        width, focused = self.viewport().width(), self.hasFocus()
        self._painter.paint(painter, lines, places, width, focused, covering=self._rows.covering())
        painter.end()

    def _lines(self, area: QRect) -> list[Line]:
        offset, count = self._offset(), len(self._rows.ids)
        first, last = (area.top() + offset) // self._height, min((area.bottom() + offset) // self._height, count - 1)
        spans, current = self.spans(), self.currentIndex().row()
        lines = []
        for row in range(first, last + 1):
            known, values = self._rows.row(row)
            selected, hovered = holds(spans, row), row == self._hovered
            lines.append(Line(row * self._height - offset, values, known, selected, row == current, hovered))
        return lines

    def _places(self, area: QRect) -> list[Place]:
        head = self.head
        found = []
        for number, column in enumerate(self._rows.columns):
            if not head.isSectionHidden(number):
                left, width = head.sectionViewportPosition(number), head.sectionSize(number)
                if left <= area.right() and left + width >= area.left():
                    found.append(Place(number, column, left, width))
        return found

    def _offset(self) -> int:
        return self.verticalHeader().offset()

    def _theme_changed(self) -> None:
        self._painter = self._made_painter(tall=self.is_tall)
        self.viewport().update()

    def _follow_privacy(self) -> None:
        QToolTip.hideText()
        self.viewport().update()

    def _widen(self) -> None:
        """Columns of figures are at least as wide as what is seen of them."""
        if self.is_tall:
            return
        covering = self._rows.covering()
        rows = [line.row for line in self._lines(self.viewport().rect()) if line.row is not None]
        needed = {}
        for place in self._places(self.rect()) if covering is None else ():
            if place.column.kind in cells.NUMERIC:
                values = [row[place.number + 1] for row in rows]
                needed[place.number] = max(
                    (self._painter.width(place.column, value) for value in values if value is not None), default=0
                )
        if self.head.widen(needed):
            self.updateGeometries()
            self.viewport().update()

    # Qt's questions

    def updateGeometries(self) -> None:
        """No scrolling aside for a few pixels. Qt asks for it at each step of the making, too."""
        if not self._is_set_up:
            return
        self.head.squeeze(self.viewport().width())
        super().updateGeometries()

    def indexAt(self, pos: QPoint) -> QModelIndex:
        """Right of the last column is still its row."""
        index = super().indexAt(pos)
        row = (pos.y() + self._offset()) // self._height
        return index if index.isValid() or not 0 <= row < len(self._rows.ids) else self._index(row)

    def scrollTo(self, index: _Index, hint: _Hint = _Hint.EnsureVisible) -> None:
        """Up and down only: choosing a row must not move the columns."""
        if not index.isValid():
            return
        bar, top, room = self.verticalScrollBar(), index.row() * self._height, self.viewport().height()
        if hint == _Hint.PositionAtCenter:
            bar.setValue(top - (room - self._height) // 2)
        elif hint == _Hint.PositionAtTop or top < bar.value():
            bar.setValue(top)
        elif hint == _Hint.PositionAtBottom or top + self._height > bar.value() + room:
            bar.setValue(top + self._height - room)

    def sizeHintForColumn(self, column: int) -> int:
        """From the head and the rows that are on the screen, nothing else."""
        shown, covering = self._rows.columns[column], self._rows.covering()
        rows = [line.row for line in self._lines(self.viewport().rect()) if line.row is not None]
        seen = [row[column + 1] for row in rows if covering is None or not covering.hides(column, row)]
        widths = [self._painter.width(shown, value) for value in seen if value is not None]
        widths += [self._painter.covered_width()] if len(seen) < len(rows) else []
        return min(max([self.head.title_width(column), *widths]), _WIDEST)

    def moveCursor(self, cursorAction: _Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:  # noqa: N803  # Qt's name
        """By rows only: left and right scroll."""
        del modifiers
        count, row = len(self._rows.ids), self.currentIndex().row()
        page = max(1, self.viewport().height() // self._height - 1)
        steps = _ROWS | {
            _Move.MovePageUp: -page,
            _Move.MovePageDown: page,
            _Move.MoveHome: -count,
            _Move.MoveEnd: count,
        }
        if cursorAction in {_Move.MoveLeft, _Move.MoveRight}:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() + (bar.singleStep() if cursorAction == _Move.MoveRight else -bar.singleStep()))
            return self.currentIndex()
        if not count:
            return QModelIndex()
        return self._index(max(0, min(row + steps[cursorAction], count - 1)))  # from no row (-1), too

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain:
            self._open(self.currentIndex().row())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.selectAll()
        elif plain and event.text().strip() and event.text().isprintable():
            self.typed.emit(event.text())
        elif event.key() == Qt.Key.Key_Space and not event.modifiers():
            self.peek_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape and self.receivers(SIGNAL("gave_up()")) and not event.modifiers():
            self.gave_up.emit()
        elif event.key() in {Qt.Key.Key_F2, Qt.Key.Key_Delete, Qt.Key.Key_Escape}:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self.chooses or self.currentIndex().isValid():
            super().focusInEvent(event)
            return
        quiet, self._quiet = self._quiet, True
        super().focusInEvent(event)
        self.selectionModel().clearCurrentIndex()
        self._quiet = quiet

    def shows_keyboard(self) -> bool:
        """Whether a row tells that the keyboard is here."""
        return self.currentIndex().isValid()

    def selectAll(self) -> None:
        """Every row of the answer, also those whose ids are still to come."""
        super().selectAll()
        if not self._rows.whole:
            self._rows.when_whole(self.selectAll)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self._spans = None
        self.viewport().update()
        if not self._quiet:
            self.selection_changed.emit()

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        if current.isValid():
            focus_ring.needs_none(self)
        if not self._quiet and current.row() != previous.row():
            self.current_changed.emit(self.current_id())

    def reset(self) -> None:
        super().reset()
        self._spans = None
        self._hovered = -1

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tip(event.pos()), self.viewport())
            return True
        if event.type() == QEvent.Type.Leave:
            self._hover(-1)
        return super().viewportEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover((int(event.position().y()) + self._offset()) // self._height)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if dy:
            self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            for changed in (self._hovered, row):
                self.viewport().update(
                    0, changed * self._height - self._offset(), self.viewport().width(), self._height
                )
            self._hovered = row

    def _tip(self, pos: QPoint) -> str:
        row = (pos.y() + self._offset()) // self._height
        if isinstance(self._painter, TwoLines):
            return self._tip_of_name(self._painter, row)
        places = [one for one in self._places(self.viewport().rect()) if one.left <= pos.x() < one.left + one.width]
        if not places or not 0 <= row < len(self._rows.ids) or self._rows.hides(row, places[0].number):
            return ""
        value: Any = self._rows.value(row, places[0].number)
        cut = value is not None and self._painter.is_cut(seen(places[0], self.viewport().width()), value)
        return tip(cells.tip(places[0].column, value)) if cut else ""

    def _tip_of_name(self, painter: TwoLines, row: int) -> str:
        _, values = self._rows.row(row) if 0 <= row < len(self._rows.ids) else (False, None)
        if values is None or self._rows.hides(row, painter.name_column()):
            return ""
        return tip(painter.name_of(values)) if painter.is_name_cut(values, self.viewport().width()) else ""

    def _open(self, row: int) -> None:
        if 0 <= row < len(self._rows.ids):
            self.opened.emit(self._rows.ids[row])

    def _index(self, row: int) -> QModelIndex:
        """A row by the column at the left edge."""
        return self._rows.index(row, max(0, self.head.logicalIndexAt(0)))
