"""A ring around the list, table or area that has the keyboard, a bar beside a page's head; nothing moves when it comes."""

from typing import Final

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QScrollArea, QTextBrowser, QWidget

from desktop_crm.ui.look import theme

_WIDTH: Final = 2  # px
_BAR: Final = 3
_RINGED: Final = (QAbstractItemView, QScrollArea, QTextBrowser, QLabel)
_MARKED: Final = "ringed"


def ring(widget: QWidget) -> None:
    """This one has no look of its own for the keyboard, and is no list, either: a bar stands at its left."""
    widget.setProperty(_MARKED, True)


class FocusRings(QObject):
    """Puts the ring where the keyboard goes, in all windows."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ring: _Ring | None = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._moved)

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        before, self._ring = self._ring, None
        if before is not None and shiboken6.isValid(before):
            before.hide()
            before.deleteLater()
        if new is not None and (isinstance(new, _RINGED) or new.property(_MARKED)):
            self._ring = _Ring(new)


class _Ring(QWidget):
    """Lies over the edge of its parent and nowhere else."""

    def __init__(self, around: QWidget) -> None:
        super().__init__(around)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        around.installEventFilter(self)
        self._fit()
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.colors().accent))
        painter.end()

    def _fit(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            around = parent.rect()
            self.setGeometry(around)
            inside = around.adjusted(_WIDTH, _WIDTH, -_WIDTH, -_WIDTH)
            if parent.property(_MARKED):
                inside = around.adjusted(_BAR, 0, 0, 0)
            self.setMask(QRegion(around) - QRegion(inside))
