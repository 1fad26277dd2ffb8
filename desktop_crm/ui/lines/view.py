"""The lines' table: where each key leads."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QWidget

from desktop_crm.ui.desk import uncover
from desktop_crm.ui.desk.hints import Hint
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.lines.cells import hides
from desktop_crm.ui.lines.columns import widths
from desktop_crm.ui.lines.delegate import Aside, LinesDelegate
from desktop_crm.ui.lines.head import LinesHead
from desktop_crm.ui.lines.keys import ENTER, REMOVE, is_line_key, is_note, is_reason, is_redo, wants
from desktop_crm.ui.lines.line import EDITABLE, FIGURES, SENSITIVE, Col
from desktop_crm.ui.lines.model import LinesModel
from desktop_crm.ui.lines.painting import PAD
from desktop_crm.ui.look import theme
from desktop_crm.ui.privacy import privacy

#: Where Enter leads on the same line; from any other column it leads to the next line's product.
_ENTER_LEADS: Final = {
    Col.PRODUCT: Col.QUANTITY,
    Col.QUANTITY: Col.DISCOUNT,
    Col.UNIT: Col.PRICE,
    Col.PRICE: Col.DISCOUNT,
}


class LinesView(QTableView):
    """A spreadsheet's habits: typing replaces, F2 edits, Enter and Tab go on."""

    pasted = Signal(str)
    moved = Signal()  # the cell is to be in sight
    finished = Signal()  # Enter on the empty line

    def __init__(self, model: LinesModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines = model
        self.setModel(model)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # the columns fit
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)  # no line is half seen
        self._head()
        self._place = (0, Col.PRODUCT)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._start)
        model.look_changed.connect(self.viewport().update)
        privacy.signals.changed.connect(self._follow_privacy)

    def key_hints(self) -> Sequence[Hint]:
        """The keys of a cell, for the status line."""
        if self._lines.read_only:
            return Hint("F2", tr("why locked")), Hint("Esc", tr("back"))
        return (
            Hint("Enter", tr("next cell")),
            Hint("F2", tr("edit cell")),
            Hint("Ctrl+Del", tr("remove line")),
            Hint("Alt+↑↓", tr("move line")),
            Hint("Ctrl+S", tr("save")),
            Hint("Esc", tr("back")),
        )

    def shows_keyboard(self) -> bool:
        """By the cell it is on."""
        return self.currentIndex().isValid()

    def lead(self, delegate: LinesDelegate) -> None:
        """Paint and edit with it, and go where it was left for."""
        self.setItemDelegate(delegate)
        delegate.left.connect(self._left)

    def height_of(self, rows: int) -> int:
        """What so many lines need."""
        return rows * theme.ROW_HEIGHT + 2 * self.frameWidth()

    def rows(self) -> list[int]:
        """The selected lines, without the entry row."""
        selection = self.selectionModel().selection()
        ranges = [selection.at(at) for at in range(selection.count())]
        found = {row for part in ranges for row in range(part.top(), part.bottom() + 1)}
        return sorted(row for row in found if row < len(self._lines.lines))

    def here(self) -> tuple[int, Col]:
        """The current cell; where there is none, as in a locked paper without lines, the last one there was."""
        at = self.currentIndex()
        return (at.row(), Col(at.column())) if at.isValid() else self._place

    def go(self, row: int, column: Col) -> None:
        """Make a cell the current one and show it."""
        seen = Col.PRODUCT if self.isColumnHidden(column) else column
        index = self._lines.index(min(row, self._lines.rowCount() - 1), seen)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)
        self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._use(event):
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and wants(event, self._lines):
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab walks through the cells; past the last one, and before the first, it leaves the table."""
        return self._tab(1 if next else -1) or super().focusNextPrevChild(next)

    def wheelEvent(self, event: QWheelEvent) -> None:
        bar = self.verticalScrollBar()
        if bar.minimum() == bar.maximum():
            event.ignore()  # the page scrolls on
        else:
            super().wheelEvent(event)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        self.moved.emit()

    def undo(self) -> None:
        """One step back, the cursor where it happened."""
        self._stepped(self._lines.undo())

    def redo(self) -> None:
        """One step forth."""
        self._stepped(self._lines.redo())

    def remove(self) -> None:
        """Remove the selected lines."""
        rows, (_, column) = self.rows(), self.here()
        if rows and not self._lines.read_only:
            self._lines.remove(rows)
            self.go(rows[0], Col(max(column, Col.PRODUCT)))

    def duplicate(self) -> None:
        """The selected lines once more, below them."""
        rows = self.rows()
        if rows and not self._lines.read_only:
            _, column = self.here()
            self._lines.insert(rows[-1] + 1, [replace(self._lines.lines[row], key=None) for row in rows])
            self.go(rows[-1] + 1, column)

    def edit_note(self) -> None:
        """Type the current line's note, which is printed below it."""
        self._edit_aside(Aside.NOTE)

    def edit_reason(self) -> None:
        """Type why the current line is below the limits of its product; not while a visitor may read along."""
        line = self._lines.line(self.here()[0])
        if line is not None and not privacy.is_on() and self._lines.cells.below(line):
            self._edit_aside(Aside.REASON)

    def _edit_aside(self, aside: Aside) -> None:
        row, delegate = self.here()[0], self.itemDelegate()
        if not isinstance(delegate, LinesDelegate) or self._lines.read_only or self._lines.line(row) is None:
            return
        self.go(row, Col.PRODUCT)
        delegate.aside = aside
        try:
            self.edit(self.currentIndex())
        finally:
            delegate.aside = None

    def move_line(self, by: int) -> None:
        """The current line up or down."""
        row, column = self.here()
        if self.currentIndex().isValid() and not self._lines.read_only and self._lines.move(row, row + by):
            self.go(row + by, column)

    def copy(self) -> None:
        """One cell as it is typed; more as lines that can be pasted again: code, quantity, price, discount."""
        cells = self.selectionModel().selection()
        if cells.count() == 1 and cells.at(0).width() == 1 and cells.at(0).height() == 1:
            row, column = self.here()
            if not uncover.may_take_out(self, sensitive=column in SENSITIVE):
                return
            QGuiApplication.clipboard().setText(self._lines.text(row, column))
            return
        columns = (Col.QUANTITY, Col.PRICE, Col.DISCOUNT)
        if not uncover.may_take_out(self, sensitive=not SENSITIVE.isdisjoint(columns)):
            return
        lines = []
        for row in self.rows():
            line = self._lines.lines[row]
            lines.append("\t".join([line.code or line.name, *(self._lines.typed(row, column) for column in columns)]))
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _follow_privacy(self) -> None:
        """A cell that is being typed in and is covered now is left, what was typed counts."""
        editor = QApplication.focusWidget()
        typing = editor is not None and editor is not self and self.isAncestorOf(editor)
        if typing and hides(self.here()[1]):
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.viewport().update()

    def _head(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        own = self.horizontalHeader()
        own.setMinimumSectionSize(36)
        own.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        own.hide()  # `head` is what is seen: it need not scroll with the lines
        self.head = LinesHead(self._lines)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()
        if event.size().height() != event.oldSize().height():
            self.moved.emit()  # on the page

    def fit_columns(self) -> None:
        """To the room there is, and to the figures."""
        measure = QFontMetrics(theme.number_font()).horizontalAdvance
        needed = {column: max(map(measure, self._lines.figures(column)), default=0) + 2 * PAD + 2 for column in FIGURES}
        joined = max(map(measure, self._lines.joined()), default=0) + 2 * PAD + 2
        found = widths(self.viewport().width(), needed, joined)
        for column, width in found.items():
            self.setColumnHidden(column, not width)
            if width:
                self.setColumnWidth(column, width)
        self.head.follow(found)

    def _remember(self) -> None:
        self._place = self.here()

    def _start(self) -> None:
        """After other lines came: where the cursor was, or at the beginning."""
        row, column = self._place
        index = self._lines.index(max(min(row, self._lines.rowCount() - 1), 0), column)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _use(self, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
        elif event.matches(QKeySequence.StandardKey.Undo) and self._lines.steps.can_undo():
            self.undo()
        elif is_redo(event) and self._lines.steps.can_redo():
            self.redo()
        elif is_line_key(event):
            self._line_key(Qt.Key(key))
        elif is_note(event):
            self.edit_note()
        elif is_reason(event):
            self.edit_reason()
        elif key in REMOVE and not modifiers:
            self.remove()
        elif key in ENTER and not modifiers:
            self._enter()
        else:
            return False
        return True

    def _left(self, key: int, modifiers: Qt.KeyboardModifier) -> None:
        """A cell's editor was closed with this key."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        match Qt.Key(key):
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if self._has_answered():
                    self.go(self.here()[0] + 1, Col.PRODUCT)
                else:
                    self._enter()
            case Qt.Key.Key_Tab | Qt.Key.Key_Backtab:
                if not self._tab(1 if key == Qt.Key.Key_Tab.value else -1):
                    super().focusNextPrevChild(key == Qt.Key.Key_Tab.value)
            case Qt.Key.Key_Up | Qt.Key.Key_Down if not modifiers:
                step = 1 if key == Qt.Key.Key_Down.value else -1
                row, column = self.here()
                self.go(max(row + step, 0), column)
            case pressed:
                self._line_key(pressed)

    def _has_answered(self) -> bool:
        """Whether the cell that was left asked why; what is left empty is not asked again."""
        delegate = self.itemDelegate()
        return isinstance(delegate, LinesDelegate) and delegate.answered

    def _line_key(self, key: Qt.Key) -> None:
        match key:
            case Qt.Key.Key_Delete:
                self.remove()
            case Qt.Key.Key_D:
                self.duplicate()
            case Qt.Key.Key_Up:
                self.move_line(-1)
            case Qt.Key.Key_Down:
                self.move_line(1)
            case _:
                pass

    def _enter(self) -> None:
        row, column = self.here()
        if row >= len(self._lines.lines):
            self.finished.emit()
            super().focusNextPrevChild(True)
            return
        to = _ENTER_LEADS.get(column)
        if to is Col.DISCOUNT and column == Col.QUANTITY and self._lines.lines[row].unit_price is None:
            to = Col.PRICE  # which nobody has given yet
        if to is None or hides(to) or self.isColumnHidden(to):
            if self._lines.cells.wants_reason(self._lines.lines[row]) and not privacy.is_on():
                self.edit_reason()
            else:
                self.go(row + 1, Col.PRODUCT)
        else:
            self.go(row, to)

    def _tab(self, by: int) -> bool:
        """To the next cell that can be typed in; False at either end."""
        at = self.currentIndex()
        if self._lines.read_only or not at.isValid():
            return False
        cells = _walk(at.row(), at.column(), by)
        for row, column in cells:
            if not 0 <= row < self._lines.rowCount():
                return False
            editable = self._lines.flags(self._lines.index(row, column)) & Qt.ItemFlag.ItemIsEditable
            if editable and not self.isColumnHidden(column):
                self.go(row, column)
                return True
        return False

    def _stepped(self, row: int | None) -> None:
        if row is not None:
            self.go(row, Col.PRODUCT)


def _walk(row: int, column: int, by: int) -> Sequence[tuple[int, Col]]:
    """The cells after (or before) this one on its line and the neighbouring one."""
    here = [(row, cell) for cell in EDITABLE if (cell > column if by > 0 else cell < column)]
    there = [(row + by, cell) for cell in EDITABLE]
    return (here + there) if by > 0 else (here[::-1] + there[::-1])
