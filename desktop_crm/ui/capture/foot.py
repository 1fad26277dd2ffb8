"""The buttons below: a picture, an order, and the two ways to save."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStyle, QStyleOptionButton, QStylePainter, QWidget

from desktop_crm.ui.capture.picture import PictureButton
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import icons, theme

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


class Foot(QFrame):
    """Left what belongs to it, right what ends it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("capture-foot")
        self.setFixedHeight(54)
        self.picture = PictureButton(desk, self)
        self.order = QPushButton(icons.icon("shopping-cart"), tr("New order"), self)
        self.order.setAutoDefault(False)
        self.order.setToolTip(tr("Save, and begin an order of this client"))
        self.again = KeyedButton(tr("Save and next"), "Ctrl+Shift+Enter", self)
        self.save = KeyedButton(tr("Save"), "Ctrl+Enter", self)
        theme.mark(self.save, "primary")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 20, 0)
        row.setSpacing(theme.PAD_8)
        row.addWidget(self.picture)
        row.addWidget(self.order)
        row.addStretch(1)
        row.addWidget(self.again)
        row.addWidget(self.save)

    def stops(self) -> list[QWidget]:
        """Where Tab stops."""
        return [self.picture.button, self.picture.remove, self.order, self.again, self.save]

    def show_keys(self, *, shown: bool) -> None:
        """Whether there is room for keys."""
        for button in (self.again, self.save):
            button.show_keys(shown=shown)
