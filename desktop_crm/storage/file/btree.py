"""Rows out of SQLite's pages, read page by page: what lies beyond a damaged one is found, and what is missing is told."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from desktop_crm.storage.file.pages import SIZE, Pages

_TABLE_LEAF: Final = 13
_TABLE_INNER: Final = 5
_INDEX_LEAF: Final = 10
_INDEX_INNER: Final = 2
_DEEPEST: Final = 24
_LAST: Final = (1 << 63) - 1
_MOST: Final = 1 << 31
_WIDTHS: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table by its rowid; the values as the file has them."""

    id: int
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Rows that can't be read: their ids are more than `after` and at most `until`, where that is known."""

    after: int
    until: int | None


def only_row(page: bytes, usable: int) -> tuple[Any, ...]:
    """The values of a table that has one row, from its page; ValueError when that is no such page."""
    if len(page) < usable or page[0] != _TABLE_LEAF or len(cells := _cells(page, 0, 8)) != 1:
        raise ValueError("no table of one row")
    size, body = _varint(page, cells[0])
    _, body = _varint(page, body)
    return _values(_piece(page, body, size))


class Trees:
    """Everything in the pages that can be followed from its root, and what lies loose beside it."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._usable = pages.usable
        self.followed: set[int] = set()  # the pages that were led to

    @property
    def seen(self) -> int:
        """How many pages were led to so far."""
        return len(self.followed)

    def rows(self, root: int) -> Iterator[Row | Gap]:
        """A table from its root, in the order of its ids."""
        return self._table(root, 0, None, 0)

    def rowids(self, root: int) -> Iterator[int]:
        """The ids that an index knows."""
        return self._index(root, 0, set())

    def loose(self) -> Iterator[list[Row]]:
        """Rows of pages that no table led to, by page; those that are known to be free hold what was deleted."""
        free = self._free()
        for number in range(2, self._pages.count + 1):
            page = None if number in self.followed or number in free else self._pages.read(number)
            if page and page[0] == _TABLE_LEAF:
                yield [row for row in self._leaf(page, 0, 0, None) if isinstance(row, Row)]

    def _free(self) -> set[int]:
        found: set[int] = set()
        number = int.from_bytes((self._pages.read(1) or bytes(100))[32:36], "big")
        while number and number not in found and (page := self._pages.read(number)):
            found.add(number)
            number, count = struct.unpack_from(">II", page)
            count = min(count, len(page) // 4 - 2)
            found.update(struct.unpack_from(f">{count}I", page, 8))
        return found

    def _table(self, number: int, after: int, until: int | None, depth: int) -> Iterator[Row | Gap]:
        page = None if number in self.followed or depth > _DEEPEST else self._pages.read(number)
        self.followed.add(number)
        start = 100 if number == 1 else 0
        if page and page[start] == _TABLE_LEAF:
            yield from self._leaf(page, start, after, until)
        elif page and page[start] == _TABLE_INNER:
            for child, last in _children(page, start):
                if last <= after or (until is not None and last > until):
                    yield Gap(after, until)
                    continue
                yield from self._table(child, after, last, depth + 1)
                after = last
            yield from self._table(_right(page, start), after, until, depth + 1)
        else:
            yield Gap(after, until)

    def _leaf(self, page: bytes, start: int, after: int, until: int | None) -> Iterator[Row | Gap]:
        for at in _cells(page, start, 8):
            row = self._row(page, at)
            if row is None or not after < row.id <= (_LAST if until is None else until):
                yield Gap(after, until)
            else:
                after = row.id
                yield row

    def _row(self, page: bytes, at: int) -> Row | None:
        try:
            size, body = _varint(page, at)
            row_id, body = _varint(page, body)
            return Row(row_id, _values(self._payload(page, body, size, self._usable - 35)))
        except (ValueError, IndexError, struct.error):
            return None

    def _index(self, number: int, depth: int, followed: set[int]) -> Iterator[int]:
        page = None if number in followed or depth > _DEEPEST else self._pages.read(number)
        followed.add(number)
        if not page or page[0] not in {_INDEX_LEAF, _INDEX_INNER}:
            return
        inner = page[0] == _INDEX_INNER
        for at in _cells(page, 0, 12 if inner else 8):
            try:
                size, after = _varint(page, at + 4 * inner)
                yield int(_values(self._payload(page, after, size, (self._usable - 12) * 64 // 255 - 23))[-1])
                child = int.from_bytes(page[at : at + 4], "big")
            except (ValueError, IndexError, TypeError, struct.error):
                continue
            if inner:
                yield from self._index(child, depth + 1, followed)
        if inner:
            yield from self._index(_right(page, 0), depth + 1, followed)

    def _payload(self, page: bytes, at: int, size: int, most: int) -> bytes:
        """What a cell holds, with what did not fit into its page."""
        if size > min(_MOST, self._pages.count * SIZE):
            raise ValueError(size)
        if size <= most:
            return _piece(page, at, size)
        least = (self._usable - 12) * 32 // 255 - 23
        here = least + (size - least) % (self._usable - 4)
        here = here if here <= most else least
        found = bytearray(_piece(page, at, here))
        number = int.from_bytes(_piece(page, at + here, 4), "big")
        while len(found) < size:
            further = self._pages.read(number)
            if further is None:
                raise ValueError(number)
            found += further[4 : min(self._usable, size - len(found) + 4)]
            number = int.from_bytes(further[:4], "big")
        return bytes(found)


def _cells(page: bytes, start: int, head: int) -> list[int]:
    count = min(int.from_bytes(page[start + 3 : start + 5], "big"), (len(page) - start - head) // 2)
    return [at for (at,) in struct.iter_unpack(">H", page[start + head : start + head + 2 * count])]


def _children(page: bytes, start: int) -> Iterator[tuple[int, int]]:
    for at in _cells(page, start, 12):
        if at + 4 < len(page):
            try:
                yield int.from_bytes(page[at : at + 4], "big"), _varint(page, at + 4)[0]
            except IndexError:
                continue


def _right(page: bytes, start: int) -> int:
    return int.from_bytes(page[start + 8 : start + 12], "big")


def _piece(page: bytes, at: int, size: int) -> bytes:
    if at + size > len(page):
        raise ValueError(at)
    return page[at : at + size]


def _varint(content: bytes, at: int) -> tuple[int, int]:
    """SQLite's number of one to nine bytes, and where it ends."""
    value = 0
    for place in range(at, at + 8):
        byte = content[place]
        value = value << 7 | byte & 127
        if byte < 128:
            return value, place + 1
    return value << 8 | content[at + 8], at + 9


def _values(record: bytes) -> tuple[Any, ...]:
    end, at = _varint(record, 0)
    body, values = end, []
    while at < end:
        kind, at = _varint(record, at)
        value, body = _value(record, body, kind)
        if body > len(record):
            raise ValueError("no record")
        values.append(value)
    if at != end or body != len(record) or not values:
        raise ValueError("no record")
    return tuple(values)


def _value(record: bytes, at: int, kind: int) -> tuple[Any, int]:
    if kind in _WIDTHS:
        end = at + _WIDTHS[kind]
        return int.from_bytes(record[at:end], "big", signed=True), end
    if kind in {8, 9}:
        return kind - 8, at
    if kind == 0:
        return None, at
    if kind == 7:
        return struct.unpack_from(">d", record, at)[0], at + 8
    if kind < 12:
        raise ValueError(kind)
    end = at + (kind - 12) // 2
    piece = record[at:end]
    return (piece.decode(errors="replace") if kind % 2 else piece), end
