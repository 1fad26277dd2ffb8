"""The small form in which a fact of several parts is edited where it stands: its frame, and the line with what keeps it."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme

_GAP: Final = 4  # px above and below the frame
#: px from the left, above, right and below to what is in the frame.
MARGINS: Final = (theme.PAD_12, _GAP + theme.PAD_8, theme.PAD_12, _GAP + theme.PAD_12)


class CompoundFoot(QWidget):
    """A button that keeps all parts at once, and beside it the keys, where there is room to say them."""

    kept = Signal()

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.button = QPushButton(words, self)
        self.button.setAutoDefault(False)
        theme.mark(self.button, "outlined")
        self.button.clicked.connect(self.kept)
        self._keys = [_small(f"<b>{key}</b> {does}", self) for key, does in _keys()]
        line = QHBoxLayout(self)
        line.setContentsMargins(0, theme.PAD_8, 0, 0)
        line.setSpacing(theme.PAD_12)
        line.addWidget(self.button)
        for label in self._keys:
            line.addWidget(label)
        line.addStretch(1)

    def minimumSizeHint(self) -> QSize:
        """The keys need not be said."""
        return QSize(self.button.minimumSizeHint().width(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = self.button.sizeHint().width()
        for label in self._keys:
            needed += theme.PAD_12 + label.sizeHint().width()
            label.setVisible(needed <= event.size().width())


def paint_frame(place: QWidget) -> None:
    """Around all that stands in `place`."""
    painter, colors = QPainter(place), theme.colors()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colors.border), 1))
    painter.setBrush(QColor(colors.raised))
    frame = QRectF(place.rect()).adjusted(0.5, _GAP + 0.5, -0.5, -_GAP - 0.5)
    painter.drawRoundedRect(frame, theme.RADIUS, theme.RADIUS)
    painter.end()


def _keys() -> tuple[tuple[str, str], ...]:
    return ("Enter", tr("save")), ("Esc", tr("undo"))


def _small(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.RichText)
    theme.mark(label, "small")
    return label
