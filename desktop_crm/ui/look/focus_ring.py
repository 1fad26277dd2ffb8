"""A ring around the list, table or area that has the keyboard, a bar beside a page's head; nothing moves when it comes."""

from typing import Final

import shiboken6
from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QScrollArea, QTextBrowser, QWidget

from desktop_crm.ui.look.edge import Edge

_WIDTH: Final = 2  # px
BAR: Final = 3  # beside a page
_RINGED: Final = (QAbstractItemView, QScrollArea, QTextBrowser, QLabel)
_MARKED: Final = "ringed"


def ring(widget: QWidget) -> None:
    """This one has no look of its own for the keyboard, and is no list, either: a bar stands at its left."""
    widget.setProperty(_MARKED, True)


def needs_none(widget: QWidget) -> None:
    """This one shows by its chosen row that it has the keyboard."""
    for each in widget.findChildren(_Ring, options=Qt.FindChildOption.FindDirectChildrenOnly):
        each.hide()


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
        shows_itself = getattr(new, "shows_keyboard", bool)()
        if new is not None and not shows_itself and (isinstance(new, _RINGED) or new.property(_MARKED)):
            self._ring = _Ring(new)


class _Ring(Edge):
    """A bar at the left of what is marked, a ring around all else."""

    def __init__(self, around: QWidget) -> None:
        super().__init__(around, "accent", _WIDTH)
        self._bar = bool(around.property(_MARKED))
        self.fit()
        self.show()
        self.raise_()

    def inside(self, around: QRect) -> QRect:
        return around.adjusted(BAR, 0, 0, 0) if self._bar else super().inside(around)
