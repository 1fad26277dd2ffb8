"""A dialog of one width that is always as high as what it shows."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop_crm.ui.look import theme
from desktop_crm.ui.privacy import privacy

_WIDTH = 540


class NarrowDialog(QDialog):
    """Put widgets into `lines`."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        privacy.left_open(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(_WIDTH)
        self.lines = QVBoxLayout(self)
        self.lines.setContentsMargins(*[theme.PAD_24] * 4)
        self.lines.setSpacing(theme.PAD_12)

    def sizeHint(self) -> QSize:
        """So it is shown first, too: a layout's own hint is for lines that are broken where it likes."""
        return QSize(_WIDTH, self.lines.totalHeightForWidth(_WIDTH))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # at once, or buttons go away below a finger that is clicking
            self.resize(self.sizeHint())
        return super().event(event)
