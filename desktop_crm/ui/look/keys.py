"""Enter presses the button that has the keyboard, as Space does: in a window, unlike in a dialog, Qt leaves that to us."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget

_BUTTONS: Final = (QPushButton, QToolButton)


class ButtonKeys(QObject):
    """Watches the buttons of one window while they have the keyboard; a dialog's Enter stays the dialog's."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._moved)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or not isinstance(watched, _BUTTONS) or not _is_enter(event):
            return False
        match event.type():
            case QEvent.Type.ShortcutOverride:
                event.accept()  # before a panel around it that takes Enter for itself
            case QEvent.Type.KeyPress:
                if not event.isAutoRepeat():
                    watched.click()
            case _:
                return False
        return True

    def _moved(self, _old: object, new: object) -> None:
        if isinstance(new, _BUTTONS) and new.window() is self._window:
            new.removeEventFilter(self)  # once, however often the keyboard comes by
            new.installEventFilter(self)


def _is_enter(event: QKeyEvent) -> bool:
    """With no other key held; the one of the number pad, too."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not held
