"""One line of the start screen: leads to its record by click, Enter or Space."""

from collections.abc import Callable
from typing import Final, NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import set_tip
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.privacy.veils import BAR, draw_bar

_RIGHT: Final = Qt.AlignmentFlag.AlignRight


class Parts(NamedTuple):
    """`title` and `about` stand at the left, `when` and `worth` at the right."""

    title: str
    about: str = ""
    when: str = ""
    worth: str = ""


class Text(NamedTuple):
    """A part as it is painted."""

    text: str
    room: QRect
    font: QFont
    color: str
    side: Qt.AlignmentFlag


class Line(QAbstractButton):
    """`parts` are asked again by `tell`, as they are veiled at times; `urgent` colours when it is."""

    def __init__(self, parts: Callable[[], Parts], *, urgent: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("line")
        self._ask = parts
        self._parts = Parts("")
        self._urgent = urgent
        self.worth_width = 0
        self.tell()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.signals.changed.connect(self.update)

    def tell(self) -> None:
        """Show the parts as they are to be read now."""
        self._parts = self._ask()
        self.setText(" · ".join(part for part in self._parts if part))
        spoken = privacy.spoken(self.text())
        set_tip(self, self.text())
        self.setAccessibleName(spoken)
        self.setAccessibleDescription(spoken)
        self.update()

    def natural_worth_width(self) -> int:
        """What `worth` needs, px; a panel gives all its lines the widest, so that the days stand in line."""
        return _width(theme.number_font(), self._parts.worth)

    def sizeHint(self) -> QSize:
        return QSize(260, theme.ROW_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, theme.ROW_HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.colors()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.hover))
            painter.drawRoundedRect(self.rect(), theme.RADIUS, theme.RADIUS)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colors.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)
        for text in self.texts():
            _paint(painter, text)
        painter.end()

    def texts(self) -> list[Text]:
        """What is painted where: without room for all the client's name is cut first, then the sum is left to the tip."""
        colors, (title, about, when, worth) = theme.colors(), self._parts
        numbers, strong = theme.number_font(), theme.font(strong=True)
        room = self.rect().adjusted(theme.PAD_8, 0, -theme.PAD_8, 0)
        wanted = _width(strong, title) + theme.PAD_8 + _width(numbers, when) + theme.PAD_16
        found = []
        if self.worth_width and wanted + self.worth_width + theme.PAD_16 <= room.width():
            found.append(Text(worth, room, numbers, colors.text, _RIGHT))
            room = room.adjusted(0, 0, -self.worth_width - theme.PAD_16, 0)
        if when:
            found.append(Text(when, room, numbers, colors.danger if self._urgent else colors.muted, _RIGHT))
            room = room.adjusted(0, 0, -_width(numbers, when) - theme.PAD_16, 0)
        found.append(_cut(title, room, strong, colors.text))
        room = room.adjusted(_width(strong, found[-1].text) + theme.PAD_8, 0, 0, 0)
        return [*found, _cut(about, room, theme.font(), colors.muted)]


def _width(font: QFont, text: str) -> int:
    return BAR.width() if text == privacy.DOTS else QFontMetrics(font).horizontalAdvance(text)


def _cut(text: str, room: QRect, font: QFont, color: str) -> Text:
    if text != privacy.DOTS:
        text = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, max(room.width(), 0))
    return Text(text, room, font, color, Qt.AlignmentFlag.AlignLeft)


def _paint(painter: QPainter, text: Text) -> None:
    if text.text == privacy.DOTS:
        draw_bar(painter, text.room, text.side)
        return
    painter.setFont(text.font)
    painter.setPen(QColor(text.color))
    painter.drawText(text.room, text.side | Qt.AlignmentFlag.AlignVCenter, text.text)
