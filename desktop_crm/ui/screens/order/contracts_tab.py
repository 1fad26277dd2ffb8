"""The contracts made from an order."""

from PySide6.QtWidgets import QVBoxLayout

from desktop_crm.services import contract
from desktop_crm.ui.desk import Desk
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.records.tabs import Tab
from desktop_crm.ui.table.table import Table


class ContractsTab(Tab):
    """A list; Enter or a double click leads to the contract."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._record_id: int | None = None
        self.table: Table | None = None
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)

    def show_record(self, record_id: int) -> None:
        if self.table is not None and record_id == self._record_id:
            self.table.reload()
            return
        self._record_id = record_id
        if self.table is not None:
            self._inside.removeWidget(self.table)
            self.table.hide()
            self.table.deleteLater()
        listing = contract.listing(self._desk.workspace, order_id=record_id)
        self.table = Table(listing, self._desk.jobs, "list/order.contracts", self._desk.settings.store, self)
        make = self._desk.actions.qaction("order.contract")
        self.table.set_empty(tr("No contract was made from this order yet."), make.text(), make.trigger)
        self.table.opened.connect(lambda contract_id: self._desk.navigate("contract", contract_id))
        self._inside.addWidget(self.table)
