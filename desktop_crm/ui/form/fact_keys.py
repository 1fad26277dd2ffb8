"""The keys with which the editing of a fact ends, and what it means that the keyboard goes elsewhere."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop_crm.ui.form.editor import PASSING
from desktop_crm.ui.form.fact import hop

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_CTRL = Qt.KeyboardModifier.ControlModifier


class FactKeys(QObject):
    """Hears what is watched while `is_on`. `whole`: Enter in any part keeps all of them, Ctrl+Enter from a button, too."""

    entered = Signal()
    kept = Signal()
    taken_back = Signal()
    left = Signal()

    def __init__(self, is_on: Callable[[], bool], parent: QWidget, *, whole: bool) -> None:
        super().__init__(parent)
        self._is_on, self._whole = is_on, whole

    def watch(self, widgets: Iterable[QWidget]) -> None:
        """Those that came since, too; Qt lets nobody listen twice."""
        for widget in widgets:
            widget.installEventFilter(self)

    def claims(self, event: QKeyEvent) -> bool:
        """Whether a key ends the editing, whatever it does elsewhere on the page."""
        if not self._is_on():
            return False
        leaves = event.key() == Qt.Key.Key_Escape and not event.modifiers()
        return leaves or (self._whole and event.key() in _ENTER and _held(event) == _CTRL)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit()
        if not self._is_on():
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(watched, event)
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            hop(event.reason())
            if event.reason() not in PASSING:
                self.left.emit()
        return False

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self.taken_back.emit()
            return True
        held = _held(event)
        plain = not held and not isinstance(watched, QAbstractButton)
        if self._whole and event.key() in _ENTER and (plain or held == _CTRL):
            self.kept.emit()
            return True
        return False


def _held(event: QKeyEvent) -> Qt.KeyboardModifier:
    return event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
