"""Which order becomes a contract: those without one come first, so that Enter is enough."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.services.contract_making import OrderChoice, orders_to_choose
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.jobs import Job
from desktop_crm.ui.i18n import ntr, speak, tr
from desktop_crm.ui.look import field_buttons, icons, theme
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.window import geometry

_WAIT = 60  # ms after the last key
_KEYS_OF_LIST = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class OrderChooser(QDialog):
    """Type a part of a number or client, Enter makes the contract of the marked order."""

    def __init__(self, desk: Desk, parent: QWidget, chosen: Callable[[int], None]) -> None:
        super().__init__(parent)
        self._desk = desk
        self._chosen = chosen
        self._orders: Sequence[OrderChoice] = ()
        self._enter_waits = False  # Enter came before the orders
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("New contract from an order"))
        privacy.left_open(self)
        geometry.fit(self, 720, 420)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(tr("Number of the order or client"))
        self.field.setAccessibleName(tr("Find an order"))
        self.field.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        field_buttons.make_room(self.field)
        self.field.installEventFilter(self)
        self.table = _table(self)
        self.empty = QLabel(tr("No order with lines fits. Contracts are made from orders."), self)
        theme.mark(self.empty, "muted")
        self.empty.hide()
        self._timer = QTimer(self, singleShot=True, interval=_WAIT)
        self._timer.timeout.connect(self._ask)
        self.field.textEdited.connect(lambda _text: self._timer.start())
        self.table.itemDoubleClicked.connect(lambda _item: self.accept())
        privacy.signals.changed.connect(self._cover)
        self._lay_out()
        self._ask()

    def accept(self) -> None:
        if self._timer.isActive() or self._asking:
            self._enter_waits = True
            return
        row = self.table.currentRow()
        if 0 <= row < len(self._orders):
            order_id = self._orders[row].id
            super().accept()
            self._chosen(order_id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _KEYS_OF_LIST:
            self.table.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _ask(self) -> None:
        text, workspace = self.field.text().strip(), self._desk.workspace

        def work(_job: Job) -> list[OrderChoice]:
            return orders_to_choose(workspace, text)

        self._asking = True
        self._desk.jobs.latest(("order chooser", id(self)), work, self._show, self._failed, parent=self)

    def _cover(self) -> None:
        """The same rows with what may be seen of them now; the mark stays where it is."""
        for row, order in enumerate(self._orders):
            for column, text in enumerate(_texts(order)):
                item = QTableWidgetItem(text)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, privacy.spoken(text))
                if column == _TOTAL:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                    item.setFont(theme.number_font())
                self.table.setItem(row, column, item)

    def _show(self, orders: Sequence[OrderChoice]) -> None:
        self._asking = False
        self._orders = orders
        self.table.setRowCount(len(orders))
        self._cover()
        self.table.setCurrentCell(0, 0)
        self.table.setVisible(bool(orders))
        self.empty.setVisible(not orders)
        self._make.setEnabled(bool(orders))
        if self._enter_waits:
            self._enter_waits = False
            self.accept()

    def _failed(self, error: Exception) -> None:
        self._asking = self._enter_waits = False
        self._desk.notify.error(error)

    def _lay_out(self) -> None:
        self._asking = False
        buttons = QDialogButtonBox(self)
        self._make = QPushButton(tr("Make contract"), self)
        self._make.setDefault(True)
        buttons.addButton(self._make, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QPushButton(tr("Cancel"), self), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(theme.PAD_16, theme.PAD_16, theme.PAD_16, theme.PAD_16)
        lines.setSpacing(theme.PAD_12)
        lines.addWidget(self.field)
        lines.addWidget(self.table, 1)
        lines.addWidget(self.empty, 1)
        lines.addWidget(buttons)


_TOTAL = 3


def _texts(order: OrderChoice) -> tuple[str, ...]:
    made = ntr("{n} contract", "{n} contracts", order.contracts) if order.contracts else ""
    total = privacy.veil_of(order.client, speak().money(order.total))
    return order.number, privacy.veil_client(order.client), speak().day(order.day), total, made


def _table(parent: QWidget) -> QTableWidget:
    table = QTableWidget(0, 5, parent)
    table.setHorizontalHeaderLabels([tr("Order"), tr("Client"), tr("Order date"), tr("Total"), tr("Contracts")])
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
    head = table.horizontalHeader()
    head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    head.setHighlightSections(False)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.setStyleSheet("QTableWidget::item { padding: 0 5px; }")
    for column, width in ((0, 140), (2, 110), (3, 150), (4, 90)):
        table.setColumnWidth(column, width)
    total = table.horizontalHeaderItem(_TOTAL)
    if total is not None:
        total.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    table.setShowGrid(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    table.setAccessibleName(tr("Orders"))
    return table
