"""What stands beside a contract's number: its client and order as links, and its total."""

from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop_crm.model.contract import Contract
from desktop_crm.ui.i18n import speak, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel, set_tip
from desktop_crm.ui.look.roles import LinkButton

_BETWEEN: Final = "·"
_LEAST: Final = 60  # px of the client's name
_BESIDE: Final = 160  # px of it beside the number
_FRAME: Final = 8  # px around the words of a link
LINK_FRAME: Final = 5  # px that are seen of it at each side


class Links(QWidget):
    """Links work by pointer, or by Tab and Enter."""

    chosen = Signal(str)  # client or order

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self.setAccessibleName(tr("Client and order of this contract"))
        self.client, self.order = LinkButton("", self), LinkButton("", self)
        self.client.clicked.connect(lambda: self.chosen.emit("client"))
        self.order.clicked.connect(lambda: self.chosen.emit("order"))
        self._total = PlainLabel(parent=self)
        self._points = [QLabel(_BETWEEN, self), QLabel(_BETWEEN, self)]
        for label in self._points:
            theme.mark(label, "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for widget in (self.client, self._points[0], self.order, self._points[1], self._total):
            row.addWidget(widget)
        row.insertSpacing(4, theme.PAD_4)
        row.addStretch(1)
        self.setMinimumWidth(1)

    def show_contract(self, contract: Contract) -> None:
        """Whose contract it is, from which order, over how much."""
        self._name = contract.client.full_name
        self.client.setAccessibleName(self._name)
        self.order.setText(contract.order.number.replace("&", "&&"))
        self.order.setAccessibleName(tr("Order {number}", number=contract.order.number))
        self._total.setText(speak().money(contract.total))
        self._tell(self._name)  # cut when its room is known
        self.updateGeometry()

    def least_width(self) -> int:
        """Px beside the number: the client's name may be cut to 160."""
        return self._others() + min(self._name_width(), _BESIDE)

    def sizeHint(self) -> QSize:
        """With the whole name."""
        return QSize(self._others() + self._name_width(), super().sizeHint().height())

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The client's name is cut where there is no room for all, the total never."""
        room = self.width() - self._others()
        metrics = self.client.fontMetrics()
        self._tell(metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, max(room - 2 * _FRAME, _LEAST)))

    def _tell(self, shown: str) -> None:
        self.client.setText(shown.replace("&", "&&"))
        set_tip(self.client, self._name if shown != self._name else "")

    def _others(self) -> int:
        """Px of all but the client's name."""
        return theme.PAD_4 + sum(each.sizeHint().width() for each in (*self._points, self.order, self._total))

    def _name_width(self) -> int:
        return self.client.fontMetrics().horizontalAdvance(self._name) + 1 + 2 * _FRAME
