"""The picture beside the fields where there is room, above them where there is none."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from desktop_crm.ui import theme

_ROOM = 440  # px below which the fields want the whole width
_SIDE = 168


class Beside(QWidget):
    """Two widgets, the second at the right of the first or above it."""

    def __init__(self, form: QWidget, picture: QWidget, inner: QWidget) -> None:
        super().__init__()
        self._picture = picture
        self._inner = inner.layout()
        picture.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.PAD_24)
        self._box.addWidget(form, 1)
        self._box.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        self._stand(beside=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stand(beside=event.size().width() >= _ROOM)

    def _stand(self, *, beside: bool) -> None:
        side, above = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.BottomToTop
        self._box.setDirection(side if beside else above)
        self._picture.setFixedWidth(_SIDE if beside else 2 * _SIDE)
        if isinstance(self._inner, QBoxLayout):
            self._inner.setDirection(QBoxLayout.Direction.TopToBottom if beside else side)
