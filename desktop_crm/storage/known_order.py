"""The order of a list's rows as it was last read: many hits are put in order by it, without reading each of them."""

from array import array
from collections.abc import Collection, Iterator
from typing import Final

from desktop_crm.model.listing import Query
from desktop_crm.storage.workspace import Workspace

_CHUNK: Final = 50_000  # ids that are compared at a time, so that other threads come to their turn


class KnownOrder:
    """Of one list; it holds until something of its kind is written. The ids are those the window shows, not a copy."""

    def __init__(self, workspace: Workspace, noun: str) -> None:
        self._workspace = workspace
        self._noun = noun
        self._kept: tuple[tuple[str, bool, int], array[int]] | None = None

    def moment(self) -> int:
        """To be asked for before the ids are read that are kept."""
        return self._workspace.writes_to(self._noun)

    def keep(self, query: Query, moment: int, ids: "array[int]") -> None:
        """All ids in the query's order."""
        if not query.find and not query.filters:
            self._kept = (query.sort, query.descending, moment), ids

    def of(self, query: Query) -> "array[int] | None":
        """All ids in the query's order, whatever it looks for; None when they are not known."""
        kept = self._kept
        if kept is None or query.filters or kept[0] != (query.sort, query.descending, self.moment()):
            return None
        return kept[1]


def sorted_by(order: "array[int]", hits: Collection[int], size: int) -> Iterator[list[int]]:
    """The hits in this order, at most so many at a time; those it does not know are left out."""
    for start in range(0, len(order), _CHUNK):
        met = list(filter(hits.__contains__, order[start : start + _CHUNK]))
        for at in range(0, len(met), size):
            yield met[at : at + size]
