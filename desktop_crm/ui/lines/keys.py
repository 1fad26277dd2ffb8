"""Which keys mean something to the order lines."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from desktop_crm.ui.lines.model import LinesModel

ENTER: Final = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
REMOVE: Final = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}


def wants(event: QKeyEvent, lines: LinesModel) -> bool:
    """Keys that are the table's, before any command of the window, while it has something to do with them."""
    keys = QKeySequence.StandardKey
    if event.matches(keys.Undo):
        return lines.can_undo()
    if is_redo(event):
        return lines.can_redo()
    plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return (
        event.matches(keys.Copy)
        or event.matches(keys.Paste)
        or is_line_key(event)
        or is_note(event)
        or is_reason(event)
        or (plain and event.key() in (REMOVE | ENTER))
    )


def is_line_key(event: QKeyEvent) -> bool:
    """Keys that mean the whole line, in a cell as well: remove, double, move."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if modifiers == Qt.KeyboardModifier.ControlModifier:
        return event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_D}
    return modifiers == Qt.KeyboardModifier.AltModifier and event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}


def is_redo(event: QKeyEvent) -> bool:
    """Ctrl+Shift+Z, and what the system has for it."""
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    return event.matches(QKeySequence.StandardKey.Redo) or (event.key() == Qt.Key.Key_Z and event.modifiers() == both)


def is_note(event: QKeyEvent) -> bool:
    """Shift+F2."""
    return event.key() == Qt.Key.Key_F2 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier


def is_reason(event: QKeyEvent) -> bool:
    """Ctrl+F2."""
    return event.key() == Qt.Key.Key_F2 and event.modifiers() == Qt.KeyboardModifier.ControlModifier
