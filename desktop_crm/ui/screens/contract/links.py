"""The line under a contract's name: its client and order as links, and its total."""

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from desktop_crm.model.contract import Contract
from desktop_crm.ui import theme
from desktop_crm.ui.i18n import speak, tr


class Links(QLabel):
    """Links work by pointer, or by Tab and Enter."""

    chosen = Signal(str)  # client or order

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._contract: Contract | None = None
        theme.mark(self, "muted")
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.setAccessibleName(tr("Client and order of this contract"))
        self.setContentsMargins(theme.PAD_24, 0, theme.PAD_24, theme.PAD_8)
        self.setMinimumWidth(1)
        self.linkActivated.connect(self.chosen)
        theme.signals.changed.connect(self._tell)

    def show_contract(self, contract: Contract) -> None:
        """Whose contract it is, from which order, over how much."""
        self._contract = contract
        self._tell()

    def _tell(self) -> None:
        contract = self._contract
        if contract is None:
            return
        order = tr("Order {number}", number=contract.order.number)
        total = escape(speak().money(contract.total))
        self.setText(" · ".join([_link("client", contract.client.full_name), _link("order", order), total]))


def _link(target: str, text: str) -> str:
    color = theme.colors().accent
    return f"<a href='{target}' style='color:{color}; text-decoration:none'>{escape(text)}</a>"
