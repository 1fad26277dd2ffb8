"""Two texts beside each other, the same clause in two languages, breaking over pages together."""

from typing import cast

from reportlab.platypus import Flowable, Paragraph

_GUTTER = 20.0

#: Less than this is not worth starting on the old page.
_LEAST_LINES = 2


class Pair(Flowable):
    """Left and right start at the same height; the row is as tall as the taller one."""

    def __init__(self, left: Paragraph | None, right: Paragraph | None) -> None:
        super().__init__()
        self._sides = (left, right)
        first = left or right
        assert first is not None, "a pair has at least one side"
        self.spaceBefore = first.getSpaceBefore()
        self.spaceAfter = first.getSpaceAfter()

    @staticmethod
    def column(width: float) -> float:
        """The width of one column of a row `width` wide."""
        return (width - _GUTTER) / 2

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As tall as the taller side."""
        column = self.column(width)
        self._offset = column + _GUTTER
        self._heights = [side.wrap(column, height)[1] if side else 0.0 for side in self._sides]
        self.width, self.height = width, max(self._heights)
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Both sides at the same height; nothing when one of them can't begin here."""
        column = self.column(width)
        halves = [_halves(side, column, height) for side in self._sides]
        if any(half is None for half in halves):
            return []
        (left, left_rest), (right, right_rest) = (half for half in halves if half is not None)
        first = Pair(left, right)
        if left_rest is None and right_rest is None:
            return [first]
        return [first, Pair(left_rest, right_rest)]

    def draw(self) -> None:
        """Both from the top."""
        for side, height, x in zip(self._sides, self._heights, (0, self._offset), strict=True):
            if side:
                side.drawOn(self.canv, x, self.height - height)


def _halves(side: Paragraph | None, width: float, height: float) -> tuple[Paragraph | None, Paragraph | None] | None:
    """What of a side fits and what remains; None when it can't begin here."""
    if side is None:
        return None, None
    if side.wrap(width, height)[1] <= height:
        return side, None
    if height < _LEAST_LINES * side.style.leading:
        return None
    parts = cast("list[Paragraph]", side.split(width, height))
    return (parts[0], parts[1]) if len(parts) == 2 else None
