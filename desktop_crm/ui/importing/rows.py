"""Long lists of plain lines: what is seen is formatted, the rest only counted."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop_crm.model.message import Message
from desktop_crm.model.money import Money
from desktop_crm.ui.i18n import say, speak
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import tip

Cells = Callable[[int], Sequence[Any]]
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_SAMPLE = 60
_PADDING = 5
_NARROW, _WIDE = 56, 360


class RowsModel(QAbstractTableModel):
    """`cells(row)` gives a line's values when it is painted."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._titles: list[str] = []
        self._count = 0
        self._cells: Cells = lambda _row: ()
        self._tint: Callable[[int, int], str] = lambda _row, _column: ""

    def show(
        self,
        titles: Sequence[Message],
        count: int,
        cells: Cells,
        tint: Callable[[int, int], str] = lambda _row, _column: "",
    ) -> None:
        """Other lines; `tint` names a colour of the theme for a cell."""
        self.beginResetModel()
        self._titles, self._count, self._cells, self._tint = [say(title) for title in titles], count, cells, tint
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self.text(index.row(), index.column()))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(index.row(), index.column())
        if role == Qt.ItemDataRole.ForegroundRole:
            tint = "muted" if index.column() == 0 else self._tint(index.row(), index.column())
            return QColor(getattr(theme.colors(), tint)) if tint else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self._titles[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return self._side(0, section) if self._count else self._side(-1, section)
        return None

    def text(self, row: int, column: int) -> str:
        """A cell as it is read, on one line."""
        value = self._cells(row)[column]
        return " ".join((say(value) if isinstance(value, Message) else speak().value(value)).split("\n"))

    def _side(self, row: int, column: int) -> Qt.AlignmentFlag:
        """Amounts at the right, all else, row numbers too, at the left."""
        amount = row >= 0 and isinstance(self._cells(row)[column], Money)
        side = Qt.AlignmentFlag.AlignRight if amount else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def copied(self, rows: Sequence[int]) -> str:
        """Lines as a spreadsheet takes them, titles first."""
        lines = [[self.text(row, at).replace("\t", " ") for at in range(len(self._titles))] for row in rows]
        return "\n".join("\t".join(line) for line in (self._titles, *lines))


class _Padded(QStyledItemDelegate):
    """Texts in line with the titles above them."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, option.palette.highlight())
        option.rect = option.rect.adjusted(_PADDING, 0, -_PADDING, 0)
        super().paint(painter, option, index)


class RowsView(QTableView):
    """Shows them; Ctrl+C copies the selected lines, Enter opens the current one."""

    opened = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = RowsModel(self)
        self.setModel(self.rows)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setItemDelegate(_Padded(self))
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setFont(theme.number_font())
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        head = QHeaderView(Qt.Orientation.Horizontal, self)
        head.setHighlightSections(False)
        head.setSectionsMovable(False)
        head.setSectionsClickable(False)
        head.setStretchLastSection(True)
        self.setHorizontalHeader(head)
        self.activated.connect(lambda index: self.opened.emit(index.row()))

    def fit(self) -> None:
        """Columns as wide as the first lines need."""
        metrics, rows = self.fontMetrics(), range(min(_SAMPLE, self.rows.rowCount()))
        for at in range(self.rows.columnCount()):
            title = str(self.rows.headerData(at, Qt.Orientation.Horizontal))
            longest = max(
                [metrics.horizontalAdvance(text) for text in (title, *(self.rows.text(row, at) for row in rows))]
            )
            self.setColumnWidth(at, max(_NARROW, min(_WIDE, longest + theme.PAD_24)))

    def copy(self, *, everything: bool = False) -> None:
        """Selected lines, or all, to the clipboard."""
        selection = self.selectionModel().selection()
        parts = [selection.at(at) for at in range(selection.count())]
        chosen = sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})
        rows = range(self.rows.rowCount()) if everything else chosen
        if rows:
            QGuiApplication.clipboard().setText(self.rows.copied(rows))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)
