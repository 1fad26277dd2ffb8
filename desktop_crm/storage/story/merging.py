"""One story out of many sources: pages of it, the newest entries first, each source read by its index as far as it is needed."""

from collections.abc import Iterator, Sequence
from heapq import merge
from typing import Final, NamedTuple

from desktop_crm.storage.story.acts import Acts
from desktop_crm.storage.story.source import Card, Found, Place, Source

_BATCH: Final = 24  # rows of a source that are read at once


class Row(NamedTuple):
    """An entry's row and the number of its source, in the order of the story."""

    stamp: str
    rank: int
    id: int
    found: Found


def rows(card: Card, sources: Sequence[tuple[int, Source | Acts]], before: Place | None) -> Iterator[Row]:
    """All entries of these sources, by their numbers, before a place, the newest first."""
    streams = [_stream(card, source, rank, before) for rank, source in sources]
    return merge(*streams, key=lambda row: row[:3], reverse=True)


def next_act(card: Card) -> int:
    """Above everything that was done until now."""
    return int(card.connection.execute("SELECT coalesce(max(id), 0) + 1 FROM journal_entries").fetchone()[0])


def _stream(card: Card, source: Source | Acts, rank: int, before: Place | None) -> Iterator[Row]:
    while True:
        batch = source.read(card, rank, before, _BATCH)
        for found in batch:
            yield Row(found.stamp, rank, found.id, found)
        if len(batch) < _BATCH:
            return
        last = batch[-1]
        before = Place(last.stamp, rank, last.id, last.id)
