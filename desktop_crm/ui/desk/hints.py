"""Which keys work where the keyboard is now, for the status line: whoever holds it says so by `key_hints`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from desktop_crm.ui.desk.actions import Actions


@dataclass(frozen=True, slots=True)
class Hint:
    """Keys as they stand on the keyboard, and in a word or two what they do."""

    keys: str
    words: str


def hints_at(focused: QWidget | None) -> Sequence[Hint]:
    """Of the widget that has the keyboard, or the nearest around it that tells any, the likeliest first."""
    each = focused
    while each is not None:
        tell: Callable[[], Sequence[Hint]] | None = getattr(each, "key_hints", None)
        if tell is not None and (found := tell()):
            return found
        each = each.parentWidget()
    return ()


def hint(actions: Actions, id: str, words: str) -> list[Hint]:
    """Of a command, while it may run; the key that Qt calls Return is called as it is on the keyboard."""
    if id not in actions or not actions.qaction(id).isEnabled():
        return []
    keys = actions.qaction(id).shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return [Hint(keys.replace("Return", "Enter"), words)] if keys else []
