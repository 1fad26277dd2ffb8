"""A coloured edge over another widget: nothing moves when it comes."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget

from desktop_crm.ui.look import theme


class Edge(QWidget):
    """Lies over the border of `around` and nowhere else; `color` is a name of `theme.Colors`, `width` in px."""

    def __init__(self, around: QWidget, color: str, width: int) -> None:
        super().__init__(around)
        self._around = around
        self._color = color
        self._width = width
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        around.installEventFilter(self)
        theme.signals.changed.connect(self.update)

    def inside(self, around: QRect) -> QRect:
        """What it leaves free."""
        wide = self._width
        return around.adjusted(wide, wide, -wide, -wide)

    def fit(self) -> None:
        """As large as what it lies over."""
        around = self._around.rect()
        self.setGeometry(around)
        self.setMask(QRegion(around) - QRegion(self.inside(around)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.fit()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(getattr(theme.colors(), self._color)))
        painter.end()
