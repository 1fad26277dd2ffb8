"""How high each entry is: a guess until it is measured, which is when it is seen."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import Final

from desktop_crm.ui.story.layout import HEAD, ROW, Lines

_KEPT: Final = 400  # entries whose lines are remembered


class Heights:
    """Of all entries, one below the other; `lines_for` lays an entry out as wide as it is shown."""

    def __init__(self, lines_for: Callable[[int], Lines]) -> None:
        self._lines_for = lines_for
        self._heads: list[bool] = []  # whether a time stands above it
        self._heights: list[int] = []
        self._measured: list[bool] = []
        self._tops: list[int] | None = None
        self._lines: dict[int, Lines] = {}

    def __len__(self) -> int:
        return len(self._heights)

    @property
    def whole(self) -> int:
        """Px of all of them."""
        return self._all_tops()[-1]

    def forget(self, heads: Sequence[str]) -> None:
        """Others are shown; `heads` are the times that stand above them, if any."""
        self._heads, self._heights, self._measured = [], [], []
        self._lines.clear()
        self.grow(heads)

    def grow(self, heads: Sequence[str]) -> None:
        """More of them below."""
        self._heads += [bool(head) for head in heads]
        self._heights += [ROW + (HEAD if head else 0) for head in heads]
        self._measured += [False] * len(heads)
        self._tops = None

    def doubt(self) -> None:
        """They are shown in another way: what was measured is a guess again."""
        self._measured = [False] * len(self._measured)
        self._lines.clear()

    def of(self, row: int) -> int:
        """With the time above it."""
        return self._heights[row]

    def top(self, row: int) -> int:
        """Where it begins; of one beyond the last, where all end."""
        return self._all_tops()[row]

    def row_at(self, y: int) -> int:
        """The one at a height, or one beyond the last."""
        return max(bisect_right(self._all_tops(), y) - 1, 0)

    def measure(self, rows: Iterable[int]) -> bool:
        """Whether any of them is of another height than was thought."""
        changed = [row for row in rows if not self._measured[row] and self._measure(row)]
        if changed:
            self._tops = None
        return bool(changed)

    def lines(self, row: int) -> Lines:
        """Laid out."""
        if row not in self._lines:
            if len(self._lines) >= _KEPT:
                self._lines.clear()
            self._lines[row] = self._lines_for(row)
        return self._lines[row]

    def _measure(self, row: int) -> bool:
        self._measured[row] = True
        height = self.lines(row).height + (HEAD if self._heads[row] else 0)
        changed, self._heights[row] = height != self._heights[row], height
        return changed

    def _all_tops(self) -> list[int]:
        if self._tops is None:
            self._tops = [0, *accumulate(self._heights)]
        return self._tops
