"""The picture beside the fields where there is room; else above them, or below them while there is none."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from desktop_crm.ui.look import theme

_ROOM = 640  # px below which the fields want the whole width
_SIDE = 168


class Beside(QWidget):
    """A form and its picture; `inner` is the picture's editor, whose buttons go below or beside the picture."""

    def __init__(self, form: QWidget, picture: QWidget, inner: QWidget) -> None:
        super().__init__()
        self._picture = picture
        self._inner = inner.layout()
        self._filled = False
        picture.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.PAD_24)
        self._box.addWidget(form, 1)
        self._box.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._stand()

    def tell(self, *, filled: bool) -> None:
        """Whether there is a picture."""
        self._filled = filled
        self._stand()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stand()

    def _stand(self) -> None:
        beside = self.width() >= _ROOM
        ways = QBoxLayout.Direction
        upright = ways.BottomToTop if self._filled else ways.TopToBottom
        self._box.setDirection(ways.LeftToRight if beside else upright)
        self._picture.setFixedWidth(_SIDE if beside else 2 * _SIDE)
        if isinstance(self._inner, QBoxLayout):
            self._inner.setDirection(ways.TopToBottom if beside else ways.LeftToRight)
