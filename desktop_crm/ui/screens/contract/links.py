"""The line under a contract's name: its client and order as links, and its total."""

from html import escape
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from desktop_crm.model.contract import Contract
from desktop_crm.ui.i18n import speak, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import tip

_BETWEEN: Final = " · "
_LEAST: Final = 60  # px of the client's name


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
        self.setContentsMargins(theme.PAD_24, theme.PAD_4, theme.PAD_24, theme.PAD_8)
        self.setMinimumWidth(1)
        self.linkActivated.connect(self.chosen)
        theme.signals.changed.connect(self._tell)

    def show_contract(self, contract: Contract) -> None:
        """Whose contract it is, from which order, over how much."""
        self._contract = contract
        self._tell()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    def _tell(self) -> None:
        """The client's name is cut where there is no room for all, the total never."""
        contract = self._contract
        if contract is None:
            return
        name, total = contract.client.full_name, speak().money(contract.total)
        order = tr("Order {number}", number=contract.order.number)
        metrics = self.fontMetrics()
        room = self.contentsRect().width() - metrics.horizontalAdvance(_BETWEEN.join(["", order, total])) - 2
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, max(room, _LEAST))
        self.setText(_BETWEEN.join([_link("client", shown), _link("order", order), escape(total)]))
        self.setToolTip(tip(name) if shown != name else "")


def _link(target: str, text: str) -> str:
    color = theme.colors().accent
    return f"<a href='{target}' style='color:{color}; text-decoration:none'>{escape(text)}</a>"
