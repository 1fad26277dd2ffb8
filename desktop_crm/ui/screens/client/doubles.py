"""Says beside a field that a client with this name, phone or NPWP is known, and leads there."""

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy

from desktop_crm.services.client import Double
from desktop_crm.ui import privacy, theme
from desktop_crm.ui.i18n import say, tr


class DoubleNote(QLabel):
    """Hidden while nothing is known; the link can be reached with Tab and opened with Enter."""

    wanted = Signal(int)  # the known client

    def __init__(self) -> None:
        super().__init__()
        self.double: Double | None = None
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.setWordWrap(True)
        self.setFont(theme.font(theme.SMALL))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.linkActivated.connect(lambda link: self.wanted.emit(int(link)))
        theme.signals.changed.connect(self._show)
        privacy.signals.changed.connect(self._show)
        self.hide()

    def tell(self, double: Double | None) -> None:
        """Who is known already; None is nobody."""
        if double != self.double:
            self.double = double
            self._show()

    def _show(self) -> None:
        self.setVisible(self.double is not None)
        if self.double is None:
            return
        shown, link = theme.colors(), tr("Open {client}", client=privacy.veil_client(self.double.name))
        self.setText(
            f"<span style='color:{shown.attention}'>{escape(say(self.double.why))}.</span> "
            f"<a href='{self.double.id}' style='color:{shown.accent}'>{escape(link)}</a>"
        )
