"""What stays together at a page's end: a heading with the beginning of its text, signatures with the clause before them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from reportlab.platypus import CondPageBreak, Flowable

from desktop_crm.documents.kit.page import HEIGHT

#: As much of a page may be left empty so that an ending stays whole.
_EMPTY: Final = 0.45 * HEIGHT
#: As much text stays with the signatures at least.
_LEAST: Final = 0.12 * HEIGHT
_ENDLESS: Final = 1e6


class _Stack(Flowable):
    """Flowables one below the other, in one piece."""

    def __init__(self, flowables: Sequence[Flowable]) -> None:
        super().__init__()
        self._flowables = tuple(flowables)
        self.spaceBefore = max((each.getSpaceBefore() for each in self._flowables[:2]), default=0)
        self.spaceAfter = self._flowables[-1].getSpaceAfter()

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """All of them."""
        *self._tops, self.height = _tops(self._flowables, width)
        self.width = width
        return width, self.height

    def draw(self) -> None:
        """From the top down."""
        for flowable, top in zip(self._flowables, self._tops, strict=True):
            flowable.drawOn(self.canv, 0, self.height - top - flowable.height)


class Block(_Stack):
    """What stands on one page, whatever comes before it."""


class Lead(_Stack):
    """Heads that stay with the first lines of the body below them."""

    def __init__(self, heads: Sequence[Flowable], body: Flowable) -> None:
        super().__init__((*heads, body))

    def split(self, width: float, height: float) -> list[Flowable]:
        """The heads with what of the body fits; nothing when none does, unless a new page would not help."""
        *heads, body = self._flowables
        room = height - self._tops[-1]
        parts = body.split(width, room) if room > 0 else []
        if parts:
            return [Lead(heads, parts[0]), *parts[1:]]
        return [*heads, body] if height >= HEIGHT - 1 else []


class Ending(_Stack):
    """The last text of a paper with its signatures, on one page.

    Where that would leave too much of the old page empty, or is too much for a new one, the text begins there, and what
    goes on with the signatures is headed by `again`.
    """

    def __init__(self, text: Sequence[Flowable], signatures: Flowable, again: Flowable | None = None) -> None:
        super().__init__((*text, signatures))
        self._text = tuple(text)
        self._signatures = signatures
        self._again = again
        self._heads = 0  # of the texts

    def split(self, width: float, height: float) -> list[Flowable]:
        """Whole texts that fit; nothing when all should go on to the next page."""
        fresh = height >= HEIGHT - 1
        if not fresh and self.height <= HEIGHT and height < _EMPTY:
            return []
        at = self._fitting(height)
        parts = self._parts(at, width, height) if self.height > HEIGHT else []
        if len(parts) > 1:
            return self._cut([*self._text[:at], *parts[:-1]], [parts[-1], *self._text[at + 1 :]])
        if at > self._heads:
            return self._cut(self._text[:at], self._text[at:])
        return [CondPageBreak(0), *self._text, self._signatures] if fresh else []  # the first of them must fit

    def _cut(self, before: Sequence[Flowable], rest: Sequence[Flowable]) -> list[Flowable]:
        return [*before, CondPageBreak(HEIGHT - 1), self._going_on(rest)]

    def _going_on(self, text: Sequence[Flowable]) -> "Ending":
        again = [self._again] if self._again else []
        rest = Ending([*again, *text], self._signatures, self._again)
        rest._heads = len(again)
        return rest

    def _fitting(self, height: float) -> int:
        """How many texts have room, and leave enough for the signatures."""
        ends = [*self._tops[1:], self.height]
        least = self._tops[-1] - _LEAST
        return sum(1 for end in ends[: len(self._text) - 1] if end <= min(height, least))

    def _parts(self, at: int, width: float, height: float) -> list[Flowable]:
        """A text of an ending that is too long for a page, with what fits of it."""
        room = min(height, self._tops[-1] - _LEAST) - self._tops[at]
        return self._text[at].split(width, room) if room > 0 and at < len(self._text) else []


def _tops(flowables: Iterable[Flowable], width: float) -> Iterator[float]:
    """How far below the first each begins, and all of them end."""
    top = after = 0.0
    for flowable in flowables:
        if top:
            top += max(after, flowable.getSpaceBefore())
        yield top
        top += flowable.wrap(width, _ENDLESS)[1]
        after = flowable.getSpaceAfter()
    yield top
