"""Long work of the window's thread, parted: between two turns it hears of keys, clicks and whatever else is due."""

from collections.abc import Callable, Iterator
from typing import Final

from PySide6.QtCore import QObject, QTimer

_PAUSE: Final = 1  # ms: without any, Qt goes on at once where more than one thing waits


def next_turn(owner: QObject, do: Callable[[], object]) -> None:
    """Do this when others had their turn, while `owner` lives."""
    QTimer.singleShot(_PAUSE, owner, do)


def in_turns(owner: QObject, steps: Iterator[None], end: Callable[[], object]) -> None:
    """The first step now, each other in a turn of its own; `end` after the last, or when one of them fails."""
    is_over = True
    try:
        is_over = next(steps, steps) is steps
    finally:
        if is_over:
            end()
    if not is_over:
        next_turn(owner, lambda: in_turns(owner, steps, end))
