"""Where notes lie: at the bottom of what is worked in, in its middle where they can, and over nothing that is pressed or read there."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QSize

_ABOVE: Final = 12  # px between a note and what is below it
_BESIDE: Final = 8


def place(room: QRect, size: QSize, clear: Sequence[QRect]) -> QRect | None:
    """The lowest place in the room that leaves these clear, there the nearest to the middle; None where is none."""
    bottoms = {room.bottom() + 1 - _ABOVE, *(rect.top() - _ABOVE for rect in clear)}
    for bottom in sorted(bottoms, reverse=True):
        top = bottom - size.height()
        if top < room.top() + _BESIDE or bottom > room.bottom() + 1 - _ABOVE:
            continue
        row = QRect(room.left(), top - _BESIDE // 2, room.width(), size.height() + _BESIDE)
        left = _beside(room, size.width(), [rect for rect in clear if rect.intersects(row)])
        if left is not None:
            return QRect(left, top, size.width(), size.height())
    return None


def _beside(room: QRect, width: int, clear: Sequence[QRect]) -> int | None:
    """The left edge nearest to the middle from where so much is free."""
    first, last = room.left() + _BESIDE, room.right() + 1 - _BESIDE - width
    middle = room.left() + (room.width() - width) // 2
    edges = {
        middle,
        first,
        last,
        *(r.right() + 1 + _BESIDE for r in clear),
        *(r.left() - _BESIDE - width for r in clear),
    }
    free = (
        left
        for left in edges
        if first <= left <= last
        and all(left + width + _BESIDE <= rect.left() or rect.right() + 1 + _BESIDE <= left for rect in clear)
    )
    return min(free, key=lambda left: abs(left - middle), default=None)
