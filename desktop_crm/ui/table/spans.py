"""Rows as spans `(first, last)`, and where rows have gone when a list was asked anew."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

Ids = array  # of "q"
Span = tuple[int, int]

_CHUNK: Final = 8192  # compared or walked at a time, so that other threads come to their turn
_FOLLOWED: Final = 200_000  # scattered ids that are looked for; beyond, marking them again is quicker than waiting


def merged(spans: Iterable[Span]) -> list[Span]:
    """In order, touching ones joined."""
    made: list[Span] = []
    for first, last in sorted(spans):
        if made and first <= made[-1][1] + 1:
            made[-1] = (made[-1][0], max(made[-1][1], last))
        else:
            made.append((first, last))
    return made


def size(spans: Iterable[Span]) -> int:
    """How many rows."""
    return sum(last - first + 1 for first, last in spans)


def holds(spans: Sequence[Span], row: int) -> bool:
    """Whether the row lies in one of the merged spans."""
    place = bisect_right(spans, (row, 1 << 62)) - 1
    return place >= 0 and row <= spans[place][1]


def pick(ids: "Ids[int]", spans: Sequence[Span]) -> "Ids[int]":
    """The ids in these rows, a copy."""
    if len(spans) == 1:
        return ids[spans[0][0] : spans[0][1] + 1]
    made = array("q")
    for first, last in spans:
        made += ids[first : last + 1]
    return made


def follow(old: "Ids[int]", new: "Ids[int]", spans: Sequence[Span]) -> list[Span]:
    """Where the rows of `spans` of `old` are in `new`; rows that are gone are left out.

    After most changes only a few rows between an equal beginning and an equal end have moved; only these are searched.
    """
    if not spans or not new:
        return []
    head = _same_head(old, new)
    tail = _same_tail(old, new, min(len(old), len(new)) - head)
    end, shift = len(old) - tail, len(new) - len(old)
    found = [(first, min(last, head - 1)) for first, last in spans if first < head]
    found += [(max(first, end) + shift, last + shift) for first, last in spans if last >= end]
    between = [(max(first, head), min(last, end - 1)) for first, last in spans if first < end and last >= head]
    if between and size(between) <= _FOLLOWED:
        found += _search(set(pick(old, between)), new, head, len(new) - tail)
    return merged(found)


def row_of(ids: "Ids[int]", wanted: int, guess: int = -1) -> int | None:
    """The row of an id, looked for at `guess` first."""
    if 0 <= guess < len(ids) and ids[guess] == wanted:
        return guess
    try:
        return ids.index(wanted)
    except ValueError:
        return None


def _same_head(old: "Ids[int]", new: "Ids[int]") -> int:
    most, place = min(len(old), len(new)), 0
    while place < most and old[place : place + _CHUNK] == new[place : place + _CHUNK]:
        place += _CHUNK
    while place < most and old[place] == new[place]:
        place += 1
    return min(place, most)


def _same_tail(old: "Ids[int]", new: "Ids[int]", most: int) -> int:
    count = 0
    while count + _CHUNK <= most and _piece(old, count) == _piece(new, count):
        count += _CHUNK
    while count < most and old[-1 - count] == new[-1 - count]:
        count += 1
    return count


def _piece(ids: "Ids[int]", from_end: int) -> "Ids[int]":
    end = len(ids) - from_end
    return ids[end - _CHUNK : end]


def _search(wanted: set[int], ids: "Ids[int]", start: int, end: int) -> list[Span]:
    found: list[Span] = []
    for begin in range(start, end, _CHUNK):
        part = ids[begin : min(begin + _CHUNK, end)]
        found += [(row, row) for row, one in enumerate(part, begin) if one in wanted]
    return found
