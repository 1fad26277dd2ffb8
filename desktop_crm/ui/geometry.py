"""Where the main window stands, and how large its dialogs may be."""

from PySide6.QtCore import QByteArray, QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

_USUAL = QSize(1280, 800)
_AROUND = QSize(24, 56)  # px of a screen that a dialog leaves: its title bar and a little


def restore(window: QWidget, kept: QByteArray) -> None:
    """As it was left, within a screen that is there."""
    screen = QGuiApplication.primaryScreen().availableGeometry()
    if not window.restoreGeometry(kept):
        size = _USUAL.boundedTo(screen.size())
        window.setGeometry(QRect(screen.center() - QRect(screen.topLeft(), size).center() + screen.topLeft(), size))
    areas = [each.availableGeometry() for each in QGuiApplication.screens()]
    if not any(area.intersects(window.geometry().adjusted(80, 0, -80, -80)) for area in areas):
        window.move(screen.topLeft())
    window.resize(window.size().boundedTo(max((area.size() for area in areas), key=lambda size: size.width())))


def fit(dialog: QWidget, width: int, height: int) -> None:
    """So large, if there is room: a laptop's screen at 200 % has less than 400 px of height, and buttons stand below."""
    parent = dialog.parentWidget()
    room = (parent or dialog).screen().availableSize()
    if parent is not None:
        room = room.expandedTo(parent.window().size())
    dialog.resize(QSize(width, height).boundedTo(room - _AROUND))
