"""The table of a card's files."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme

NAME, ROLE, SIZE, ADDED_ON = range(4)
WIDTHS: Final = {ROLE: 100, SIZE: 90, ADDED_ON: 150}
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class FileTable(QTableWidget):
    """One row a file; `dragged` when the mouse takes one away."""

    dragged = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(0, 4, parent)
        for column, title in enumerate((tr("Name"), tr("Description"), tr("Size"), tr("Added"))):
            head = QTableWidgetItem(title)
            head.setTextAlignment(RIGHT if column == SIZE else _LEFT)
            self.setHorizontalHeaderItem(column, head)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        self.horizontalHeader().setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, width)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAccessibleName(tr("Files"))
        self.setTabKeyNavigation(False)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            event.ignore()  # for the tab: a row is chosen already
        else:
            super().keyPressEvent(event)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        self.dragged.emit()
