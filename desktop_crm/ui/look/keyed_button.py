"""A button that says its key."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter, QWidget

from desktop_crm.ui.look import theme

_GAP = 12


class KeyedButton(QPushButton):
    """Its key stands small behind its word, where there is room."""

    def __init__(self, text: str, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAutoDefault(False)
        self._keys = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
        self._shows_keys = True
        self.setToolTip(f"{text} ({self._keys})")

    def show_keys(self, *, shown: bool) -> None:
        """Whether there is room for it."""
        if shown != self._shows_keys:
            self._shows_keys = shown
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + self._room(), hint.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        words = option.rect.adjusted(0, 0, -self._room(), 0)
        label = QStyleOptionButton(option)
        label.rect = words
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, label)
        if self._shows_keys:
            self._draw_keys(painter, words.center().x() + self.fontMetrics().horizontalAdvance(self.text()) // 2 + _GAP)
        painter.end()

    def _draw_keys(self, painter: QPainter, left: int) -> None:
        shown = theme.colors()
        color = shown.on_accent if self.property("look") == "primary" else shown.muted
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(color)
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._keys)

    def _room(self) -> int:
        keys = QFontMetrics(theme.font(theme.SMALL)).horizontalAdvance(self._keys)
        return keys + _GAP if self._shows_keys else 0
