"""What the privacy screen looks like: a bar of one width in place of a value, and a box in place of an editor."""

from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.privacy import privacy

#: The bar's size, px: the same for every value, so that it does not tell the length.
BAR: Final = QSize(52, 10)
_PICTURE: Final = 16


def draw_bar(painter: QPainter, room: QRect, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> None:
    """A bar at the left or right side of `room`, cut where there is less of it."""
    width = min(BAR.width(), room.width())
    if width <= 0:
        return
    left = room.right() + 1 - width if side & Qt.AlignmentFlag.AlignRight else room.left()
    bar = QRectF(left, room.center().y() + 0.5 - BAR.height() / 2, width, BAR.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.colors().border))
    painter.drawRoundedRect(bar, 3, 3)
    painter.restore()


class ValueLabel(QLabel):
    """A label for one value: `privacy.DOTS` are painted as a bar."""

    def show_value(self, text: str, name: str = "") -> None:
        """Show a text that may be veiled; `name` is what it is to a screen reader."""
        self.setText(text)
        self.setAccessibleName(" ".join(part for part in (name, privacy.spoken(text)) if part))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.text() != privacy.DOTS:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        draw_bar(painter, self.contentsRect(), self.alignment())
        painter.end()


class Veil(QWidget):
    """Stands where an editor is while its field is covered: can be reached, can't be typed into."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(theme.CONTROL_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{name}, {privacy.spoken(privacy.DOTS)}")
        self.setAccessibleDescription(tr("Covered by the privacy screen. F12 shows it again."))
        self.setToolTip(tr("Covered by the privacy screen. F12 shows it again."))
        theme.signals.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        shown, focused = theme.colors(), self.hasFocus()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(shown.accent if focused else shown.line), 2 if focused else 1))
        inset = 1.0 if focused else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), theme.RADIUS, theme.RADIUS)
        inside = self.rect().adjusted(theme.PAD_8 + 1, 0, -theme.PAD_8, 0)
        draw_bar(painter, inside)
        picture = icons.pixmap("eye-off", "faint", _PICTURE, self.devicePixelRatioF())
        painter.drawPixmap(inside.right() - _PICTURE, inside.center().y() - _PICTURE // 2 + 1, picture)
        painter.end()
