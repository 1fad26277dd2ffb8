"""A large button with a sentence: one of the ways to begin."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop_crm.ui.look import icons, theme


class ChoiceButton(QPushButton):
    """Icon, title, and one sentence below it."""

    def __init__(self, icon: str, title: str, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._title = title
        self._about = about
        self.setAccessibleName(title)
        self.setAccessibleDescription(about)
        self.setAutoDefault(True)  # Enter chooses, too
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.signals.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(480, 76)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.colors()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marked = self.hasFocus() or self.underMouse()
        painter.setPen(QPen(QColor(colors.accent if marked else colors.line), 2 if self.hasFocus() else 1))
        painter.setBrush(QColor(colors.raised))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)
        side = 24
        painter.drawPixmap(
            theme.PAD_16, (self.height() - side) // 2, icons.icon(self._icon, size=side).pixmap(QSize(side, side))
        )
        left = theme.PAD_16 + side + theme.PAD_16
        room = self.rect().adjusted(left, theme.PAD_12, -theme.PAD_16, -theme.PAD_12)
        painter.setFont(theme.font(theme.LARGE, strong=True))
        painter.setPen(QColor(colors.text))
        painter.drawText(room, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, self._title)
        painter.setFont(theme.font())
        painter.setPen(QColor(colors.muted))
        painter.drawText(room, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, self._about)
        painter.end()
