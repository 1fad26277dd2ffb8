"""The order of a list's rows as it was last read: many hits are put in order by it, without reading each of them."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from heapq import heapify, heappop
from typing import TYPE_CHECKING, Final

from desktop_crm.model.listing import Query

if TYPE_CHECKING:
    from desktop_crm.storage.workspace import Workspace

#: No place: an id that was not among those that were read.
_NOWHERE: Final = 0xFFFFFFFF
_BITS: Final = 32
_ID: Final = 0xFFFFFFFF
_SPARSE: Final = 8  # times as many ids as rows, above which a place for each would take too much memory


class KnownOrder:
    """Of one list; it holds until something of its kind is written. Four bytes for each id."""

    def __init__(self, workspace: "Workspace", noun: str) -> None:
        self._workspace = workspace
        self._noun = noun
        self._kept: tuple[tuple[str, bool, int], array[int]] | None = None

    def moment(self) -> int:
        """To be asked for before the ids are read that are kept."""
        return self._workspace.writes_to(self._noun)

    def keep(self, query: Query, moment: int, ids: "array[int]") -> None:
        """All ids in the query's order."""
        if not query.find and not query.filters:
            places = _places(ids)
            self._kept = None if places is None else ((query.sort, query.descending, moment), places)

    def of(self, query: Query) -> "array[int] | None":
        """The places of the ids in the query's order, whatever it looks for or leaves out; None when they are not known."""
        kept = self._kept
        if kept is None or kept[0] != (query.sort, query.descending, self.moment()):
            return None
        return kept[1]


def by_place(places: "array[int]", hits: Sequence[int]) -> Iterator[int]:
    """The hits, which ascend, in order of their places; those that have none are left out. Only as many are sorted as are taken."""
    known = hits[: bisect_left(hits, len(places))]
    waiting = [place << _BITS | each for place, each in zip(map(places.__getitem__, known), known, strict=True)]
    heapify(waiting)
    while waiting and (first := heappop(waiting)) < _NOWHERE << _BITS:
        yield first & _ID


def _places(ids: "array[int]") -> "array[int] | None":
    most = max(ids, default=0)
    if most >= _NOWHERE or most > _SPARSE * (len(ids) + 1000):
        return None
    places = array("I", [_NOWHERE]) * (most + 1)
    for place, each in enumerate(ids):
        places[each] = place
    return places
