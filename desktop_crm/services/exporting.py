"""Any list as shown, as a sheet."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any

from desktop_crm.documents.list_sheet import list_sheet
from desktop_crm.language import Language
from desktop_crm.model.listing import Column, Listing, Query
from desktop_crm.storage.lists.listing import SqlListing

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
    named = {column.id: column for column in listing.columns}
    chosen: list[Column] = [named[name] for name in columns]
    ids = listing.ids(query)
    rows = _rows(listing, ids, columns)
    return list_sheet(title, chosen, rows, language, target, progress=lambda done: progress(done, len(ids)))


def _rows(listing: Listing, ids: "array[int]", names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """What is not asked for is not read, where a list can do without it."""
    if isinstance(listing, SqlListing):
        listing, picked = listing.of_columns(names), None
    else:
        places = {column.id: at for at, column in enumerate(listing.columns, start=1)}
        picked = itemgetter(0, *(places[name] for name in names))
    for start in range(0, len(ids), _CHUNK):
        rows = listing.rows(ids[start : start + _CHUNK])
        yield from rows if picked is None else map(picked, rows)
