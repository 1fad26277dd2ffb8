"""The trash: cards, contacts and files that were deleted, read from the journal, and put back from it."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final, NamedTuple

from desktop_crm.model.listing import UNREADABLE
from desktop_crm.model.message import Message
from desktop_crm.model.moments import moment_from_int
from desktop_crm.model.nouns import NOUNS
from desktop_crm.storage.file.decoding import rows_of, value_of
from desktop_crm.storage.journal.links import LINKS
from desktop_crm.storage.journal.writing import Place
from desktop_crm.storage.tables import RECORDS

#: What a person misses as a thing of its own; lines of an order only come back with it.
TABLES: Final = tuple(noun.table for noun in NOUNS)


class Gone(NamedTuple):
    """One deleted thing: the change that deleted it, and what went with it (table → how many)."""

    id: int
    table: str
    row_id: int
    name: str
    of: str  # whose it was
    at: datetime | Message  # one that can't be read
    user: str | Message
    parts: dict[str, int]


class _Deleted(NamedTuple):
    id: int
    entry: int
    place: Place
    name: str
    parents: tuple[Place, ...]


def version_of(connection: Any) -> tuple[Any, ...]:
    """Changes whenever the trash may have changed."""
    return tuple(
        connection.execute(
            "SELECT max(id), (SELECT count(*) FROM journal_entries WHERE thinned) FROM journal_entries"
        ).fetchone()
    )


def gone(connection: Any) -> list[Gone]:
    """All that is deleted and not there again, the newest first; what went with another is told there."""
    taken_back = _Runs(connection)
    found = [item for item in _deleted(connection) if not taken_back.hold(item)]
    known = {(item.entry, item.place): item for item in found}
    parts: defaultdict[int, Counter[str]] = defaultdict(Counter)
    roots = []
    for item in found:
        root = _root(item, known)
        if root is item:
            roots.append(item)
        else:
            parts[root.id][item.place[0]] += 1
    roots.sort(key=lambda item: -item.id)
    entries = _entries(connection, {item.entry for item in roots})
    owners = _Owners(connection, found)
    return [
        Gone(item.id, *item.place, item.name, owners.of(item), *entries[item.entry], dict(parts[item.id]))
        for item in roots
    ]


def _deleted(connection: Any) -> Iterator[_Deleted]:
    """The last deletion of every row that is gone; each question walks the index of deletions."""
    for table in TABLES:
        links = [link for link in LINKS if link.table == table and link.parent in TABLES]
        columns = "".join(f", json_extract(c.before, '$.{link.column}')" for link in links)
        nouns = "json_extract(c.before, '$.owner_noun')" if table == "attachments" else "''"
        rows = connection.execute(
            f"SELECT c.id, c.entry_id, c.row_id, json_extract(c.before, '$.{RECORDS[table].called}'), {nouns}{columns}"
            " FROM (SELECT max(id) AS last FROM journal_changes INDEXED BY ix_journal_changes_deleted"
            " WHERE op = 'delete' AND last_row_id IS NULL AND table_name = ? GROUP BY row_id)"
            " JOIN journal_changes c ON c.id = last"
            f' WHERE c.before IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "{table}" t WHERE t.id = c.row_id)',
            (table,),
        )
        for change_id, entry, row_id, name, noun, *named in rows:
            parents = tuple(
                (link.parent, parent)
                for link, parent in zip(links, named, strict=True)
                if parent is not None and link.goes_along and (not link.noun or link.noun == noun)
            )
            yield _Deleted(change_id, entry, (table, row_id), str(name or ""), parents)


class _Runs:
    """Imports that were taken back: what was in them is not in the trash but comes back with them."""

    def __init__(self, connection: Any) -> None:
        self._runs: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for change_id, table, first, last in connection.execute(
            "SELECT id, table_name, row_id, last_row_id FROM journal_changes INDEXED BY ix_journal_changes_runs"
            " WHERE last_row_id IS NOT NULL AND op = 'delete'"
        ):
            self._runs[table].append((change_id, first, last))

    def hold(self, item: _Deleted) -> bool:
        table, row_id = item.place
        return any(change > item.id and first <= row_id <= last for change, first, last in self._runs[table])


def _root(item: _Deleted, known: dict[tuple[int, Place], _Deleted]) -> _Deleted:
    """What else was deleted by the same action that this hung on."""
    for parent in item.parents:
        if (above := known.get((item.entry, parent))) is not None and above is not item:
            return _root(above, known)
    return item


def _entries(connection: Any, ids: set[int]) -> dict[int, tuple[Any, Any]]:
    rows = rows_of(
        connection,
        "SELECT id, at, user FROM journal_entries WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    found = {entry: (value_of([at], moment_from_int), value_of([user])) for entry, at, user in rows}
    return {entry: found.get(entry, (UNREADABLE, UNREADABLE)) for entry in ids}


class _Owners:
    """Names of what deleted things belonged to, whether that is there or deleted too."""

    def __init__(self, connection: Any, found: Iterable[_Deleted]) -> None:
        self._connection = connection
        self._names = {item.place: item.name for item in found}

    def of(self, item: _Deleted) -> str:
        return self._name(item.parents[0]) if item.parents else ""

    def _name(self, place: Place) -> str:
        if place not in self._names:
            table, row_id = place
            row = self._connection.execute(
                f'SELECT "{RECORDS[table].called}" FROM "{table}" WHERE id = ?', (row_id,)
            ).fetchone()
            self._names[place] = str(row[0]) if row else ""
        return self._names[place]
