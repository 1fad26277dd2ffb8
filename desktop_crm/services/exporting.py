"""Any list as shown, as a sheet."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any

from desktop_crm.documents.list_sheet import list_sheet
from desktop_crm.language import Language
from desktop_crm.model.listing import Column, Listing, Query

_CHUNK = 1000

#: Called with (rows done, rows in all); may raise to stop, and nothing is left behind.
Progress = Callable[[int, int], None]


def export(
    listing: Listing,
    query: Query,
    columns: Sequence[str],
    *,
    title: str,
    language: Language,
    target: Path,
    progress: Progress = lambda _done, _total: None,
) -> int:
    """Write the rows of a list that answer `query`, with the columns named, in their order; how many there were.

    Raises:
        WorldError: the place can't be written to.
    """
    places = {column.id: at for at, column in enumerate(listing.columns, start=1)}
    chosen: list[Column] = [listing.columns[places[name] - 1] for name in columns]
    picked = [0, *(places[name] for name in columns)]
    ids = listing.ids(query)
    rows = _rows(listing, ids, picked)
    return list_sheet(title, chosen, rows, language, target, progress=lambda done: progress(done, len(ids)))


def _rows(listing: Listing, ids: "array[int]", picked: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    for start in range(0, len(ids), _CHUNK):
        yield from map(itemgetter(*picked), listing.rows(ids[start : start + _CHUNK]))
