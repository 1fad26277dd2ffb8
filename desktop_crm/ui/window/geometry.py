"""Where the main window stands, and how large its dialogs may be."""

from PySide6.QtCore import QByteArray, QMargins, QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

_USUAL = QSize(1280, 800)
_FRAME = QMargins(8, 40, 8, 8)  # px, at the most: a title bar, and an edge to pull at
_AROUND = QSize(24, 56)  # px of a screen that a dialog leaves: its title bar and a little


def restore(window: QWidget, kept: QByteArray) -> None:
    """As it was left, within a screen that is there; at first with its frame, which has no size before it is shown."""
    screen = QGuiApplication.primaryScreen().availableGeometry()
    room = screen.marginsRemoved(_FRAME)
    window.setMinimumSize(window.minimumSize().boundedTo(room.size()))
    if not window.restoreGeometry(kept):
        place = QRect(room.topLeft(), _USUAL.boundedTo(room.size()))
        place.moveCenter(room.center())
        window.setGeometry(place)
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
