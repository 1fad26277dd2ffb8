"""The small buttons inside a line: Qt makes them 22 × 18 and gives the one that clears it no name."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from desktop_crm.ui.i18n import tr

_SIZE: Final = 24  # px, the least that a hand hits


def make_room(line: QLineEdit) -> None:
    """Once its buttons are there."""
    room = _Room(line)
    for button in line.findChildren(QToolButton):
        action = button.defaultAction()
        if action is not None and action.objectName() == "_q_qlineeditclearaction":
            button.setAccessibleName(tr("Clear the field"))
        elif not button.accessibleName() and not (action is not None and action.text()):
            button.setAccessibleName(line.accessibleName())  # a picture that says what the field is for
        button.installEventFilter(room)


class _Room(QObject):
    """Gives it its size again whenever the line has laid it out."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show} and isinstance(watched, QWidget):
            wanted = QRect(0, 0, _SIZE, _SIZE)
            wanted.moveCenter(watched.geometry().center())
            if watched.size() != wanted.size():
                watched.setGeometry(wanted)
        return False
