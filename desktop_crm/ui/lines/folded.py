"""The head of a paper in one line, where the window is low: its values as text, until somebody wants to change them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import tip


class FoldedHead(QPushButton):
    """A click, Enter or F2 unfolds it."""

    unfolded = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._whole = ""
        theme.mark(self, "quiet")
        self.setStyleSheet("text-align: left")
        self.setMinimumWidth(0)
        self.setFixedHeight(theme.CONTROL_HEIGHT)
        self.setAccessibleDescription(tr("Change these fields"))
        self.clicked.connect(self.unfolded)
        self.hide()

    def tell(self, values: Sequence[str]) -> None:
        """Other values."""
        self._whole = " · ".join(filter(None, values))
        self.setAccessibleName(self._whole)
        self.setToolTip(tip(self._whole))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.unfolded.emit()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        room = self.width() - 2 * theme.PAD_12
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setText(shown.replace("&", "&&"))
