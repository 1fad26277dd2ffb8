"""Which keys mean something to the lines."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from desktop_crm.model.message import Message, msg
from desktop_crm.ui.desk.actions import Actions
from desktop_crm.ui.lines.model import LinesModel

ENTER: Final = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
REMOVE: Final = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}

#: For the list of shortcuts (F1).
_TOLD: Final = (
    (msg("Go on to what is typed next"), "Return"),
    (msg("Next cell, cell before"), "Tab, Shift+Tab"),
    (msg("Change a cell"), "F2"),
    (msg("Note for a line"), "Shift+F2"),
    (msg("Why a line is below your limits"), "Ctrl+F2"),
    (msg("Duplicate a line"), "Ctrl+D"),
    (msg("Move a line"), "Alt+Up, Alt+Down"),
    (msg("Remove a line"), "Ctrl+Del"),
    (msg("Undo a step, redo it"), "Ctrl+Z, Ctrl+Shift+Z"),
    (msg("Paste rows from a spreadsheet: code, quantity, price, discount"), "Ctrl+V"),
)


def tell(actions: Actions, group: Message) -> None:
    """Name them in the list of shortcuts, under what `group` says."""
    for text, shortcut in _TOLD:
        actions.tell(group, text, shortcut)


def wants(event: QKeyEvent, lines: LinesModel) -> bool:
    """Keys that are the table's, before any command of the window, while it has something to do with them."""
    keys = QKeySequence.StandardKey
    if event.matches(keys.Undo):
        return lines.steps.can_undo()
    if is_redo(event):
        return lines.steps.can_redo()
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
