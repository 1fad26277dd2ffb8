"""What stays together at a page's end: a heading with the beginning of its text, signatures with the clause before them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from reportlab.platypus import CondPageBreak, Flowable

from desktop_crm.documents.kit.page import HEIGHT, WIDTH

#: As much of a page may go on to the next in one piece; more would leave the old one empty.
_MOST: Final = 0.85 * HEIGHT
#: As much of a longer text stays with the signatures.
_LEAST: Final = 0.12 * HEIGHT
_ENDLESS: Final = 1e6


class Lead(Flowable):
    """Heads that stay with the first lines of the body below them."""

    def __init__(self, heads: Sequence[Flowable], body: Flowable) -> None:
        super().__init__()
        self._heads = tuple(heads)
        self._body = body
        self.spaceBefore = max(head.getSpaceBefore() for head in heads)
        self.spaceAfter = body.getSpaceAfter()

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """All of it, one below the other."""
        *self._tops, self.height = _tops((*self._heads, self._body), width)
        self.width = width
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """The heads with what of the body fits; nothing when none does, unless a new page would not help."""
        room = height - self._tops[-1]
        parts = self._body.split(width, room) if room > 0 else []
        if parts:
            return [Lead(self._heads, parts[0]), *parts[1:]]
        return [*self._heads, self._body] if height >= HEIGHT - 1 else []

    def draw(self) -> None:
        """From the top down."""
        for flowable, top in zip((*self._heads, self._body), self._tops, strict=True):
            flowable.drawOn(self.canv, 0, self.height - top - flowable.height)


def ending(text: Sequence[Flowable], signatures: Flowable) -> list[Flowable]:
    """The last text of a paper with its signatures, on one page; of one too long for that, its end."""
    if _tall([*text, signatures]) <= _MOST:
        return _whole([*text, signatures])
    before, kept = list(text), list[Flowable]()
    while before and _tall(kept) < _LEAST:
        kept.insert(0, before.pop())
    if _tall([*kept, signatures]) > _MOST:
        first = kept.pop(0)
        parts = first.split(WIDTH, _tall([first]) - _LEAST) or [first]
        before += parts[:-1]
        kept.insert(0, parts[-1])
    return [*before, *_whole([*kept, signatures])]


def _whole(flowables: Sequence[Flowable]) -> list[Flowable]:
    height = min(flowables[0].getSpaceBefore() + _tall(flowables), HEIGHT)
    return [CondPageBreak(height), *flowables]


def _tall(flowables: Iterable[Flowable]) -> float:
    *_, height = _tops(flowables, WIDTH)
    return height


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
