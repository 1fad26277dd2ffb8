"""The order of a list's rows as it was last read: many hits are put in order by it, without reading each of them."""

from array import array
from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from desktop_crm.model.listing import Query

if TYPE_CHECKING:
    from desktop_crm.storage.workspace import Workspace

#: No place: an id that was not among those that were read.
_NOWHERE: Final = 0xFFFFFFFF
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
        """The places of the ids in the query's order, whatever it looks for; None when they are not known."""
        kept = self._kept
        if kept is None or query.filters or kept[0] != (query.sort, query.descending, self.moment()):
            return None
        return kept[1]


def sorted_by(places: "array[int]", hits: Collection[int]) -> list[int]:
    """The hits in order of their places; those that have none are left out."""
    known = [each for each in hits if each < len(places) and places[each] != _NOWHERE]
    return sorted(known, key=places.__getitem__)


def _places(ids: "array[int]") -> "array[int] | None":
    most = max(ids, default=0)
    if most >= _NOWHERE or most > _SPARSE * (len(ids) + 1000):
        return None
    places = array("I", [_NOWHERE]) * (most + 1)
    for place, each in enumerate(ids):
        places[each] = place
    return places
