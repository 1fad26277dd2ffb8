"""A key of the window that must work over dialogs and open menus, too, which keep the window's own keys away."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QWidget


class EverywhereKeys(QObject):
    """Gives each dialog that gets the keyboard this key, and closes menus for it; `name` tells it from others there.

    Keys for a menu come by the system's window that has the keyboard, which hears of each key once.
    """

    def __init__(self, keys: str, run: Callable[[], None], name: str, parent: QObject) -> None:
        super().__init__(parent)
        self._keys, self._run, self._name = QKeySequence(keys), run, name
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._reach)
        app.focusWindowChanged.connect(self._listen_to)
        self._listen_to(app.focusWindow())

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if QApplication.activePopupWidget() is None or QKeySequence(event.keyCombination()) != self._keys:
            return False
        QTimer.singleShot(0, self, self._run_over_menus)  # later: a menu must not go while its window hears of a key
        return True

    def _run_over_menus(self) -> None:
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        self._run()

    def _reach(self, _old: QWidget | None, new: QWidget | None) -> None:
        dialog = new.window() if new is not None else None
        if isinstance(dialog, QDialog) and dialog.findChild(QShortcut, self._name) is None:
            keys = QShortcut(self._keys, dialog)
            keys.setObjectName(self._name)
            keys.activated.connect(self._run)

    def _listen_to(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)  # once, however often it comes to the front
            window.installEventFilter(self)
