"""What the lines were before each step: to go back to, and forth again."""

from collections.abc import Iterable
from typing import Final

from desktop_crm.ui.lines.line import GridLine

_MOST: Final = 200

Lines = tuple[GridLine, ...]


class Steps:
    """Whole snapshots: lines are small and shared."""

    def __init__(self) -> None:
        self._back: list[Lines] = []
        self._forth: list[Lines] = []

    def keep(self, lines: Iterable[GridLine]) -> None:
        """Before they are changed; what was taken back can't be done again any more."""
        self._forth.clear()
        self._back.append(tuple(lines))
        del self._back[:-_MOST]

    def forget(self) -> None:
        """There is nothing to undo or redo any more."""
        self._back.clear()
        self._forth.clear()

    def can_undo(self) -> bool:
        """Whether the lines were changed since they were loaded."""
        return bool(self._back)

    def can_redo(self) -> bool:
        """Whether anything was undone."""
        return bool(self._forth)

    def undo(self, now: Iterable[GridLine]) -> Lines | None:
        """The lines one step back; None at the beginning."""
        return _step(self._back, self._forth, now)

    def redo(self, now: Iterable[GridLine]) -> Lines | None:
        """The lines one step forth; None at the end."""
        return _step(self._forth, self._back, now)


def _step(here: list[Lines], there: list[Lines], now: Iterable[GridLine]) -> Lines | None:
    if not here:
        return None
    there.append(tuple(now))
    return here.pop()
