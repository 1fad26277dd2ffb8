"""The preview in a window of its own, for papers that have no screen (a letter, an order sheet, an attachment)."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from desktop_crm.ui.preview.pane import PreviewPane
from desktop_crm.ui.privacy import privacy

if TYPE_CHECKING:
    from desktop_crm.ui.desk.desk import Desk

_GEOMETRY_KEY: Final = "preview/window"


class PreviewWindow(QDialog):
    """Fill `pane` with `set_pdf`, then `open()` it; Esc closes it. Its size is remembered."""

    def __init__(self, desk: "Desk", parent: QWidget, title: str) -> None:
        super().__init__(
            parent, Qt.WindowType.Dialog | Qt.WindowType.WindowMaximizeButtonHint | Qt.WindowType.WindowCloseButtonHint
        )
        self._desk = desk
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        privacy.left_open(self)
        self.pane = PreviewPane(desk, f"window-{id(self)}", self)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(0)
        self.row.addWidget(self.pane, 1)
        if not self.restoreGeometry(desk.settings.get_bytes(_GEOMETRY_KEY)):
            room = QGuiApplication.primaryScreen().availableSize()
            self.resize(min(1000, room.width() - 80), min(900, room.height() - 60))
        self.pane.setFocus()

    def done(self, result: int) -> None:
        self._desk.settings.set_bytes(_GEOMETRY_KEY, self.saveGeometry())
        super().done(result)


def show_pdf(desk: "Desk", parent: QWidget, data: bytes, title: str, file_name: str = "") -> PreviewWindow:
    """Open a window with this PDF."""
    window = PreviewWindow(desk, parent, title)
    window.pane.set_pdf(data, title, file_name)
    window.open()
    return window
