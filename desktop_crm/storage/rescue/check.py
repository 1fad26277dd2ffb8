"""Questions to the file about itself, on a bare connection."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

from desktop_crm.model.attachment import Attachment, Blob
from desktop_crm.model.message import Message, msg
from desktop_crm.model.moments import moment_from_int
from desktop_crm.storage.bare import one_moment
from desktop_crm.storage.file import schema
from desktop_crm.storage.file.decoding import rows_of, value_of
from desktop_crm.storage.file.watching import watched
from desktop_crm.storage.journal.links import CARDS, LINKS, Link
from desktop_crm.storage.lists.search import SEARCHED
from desktop_crm.storage.tables import RECORDS, metadata

#: So many documents of a kind nobody makes in a year.
_MOST_NUMBERS: Final = 10**9

#: Complaints of one kind about one table.
_LIMIT: Final = 20

#: What no key of SQLite's watches: the bytes of files, and the cards that they hang on.
_BYTES: Final = Link(Attachment.__tablename__, "blob_id", Blob.__tablename__, needed=True)
_UNWATCHED: Final = (_BYTES, *(link for link in LINKS if link.noun))

#: The tables that rows can point from.
TABLES: Final = tuple(sorted(metadata.tables))


def strange_and_missing(connection: Any) -> tuple[list[str], list[str]]:
    """What another program put into the schema, and what is missing of ours."""
    return schema.strangers_in(connection)


def integrity(connection: Any, look: Callable[[], object]) -> list[str]:
    """SQLite's own complaints, of each page; `look` may raise to stop.

    FTS5 looks through an index by what its connection remembers of it, and takes what another wrote since for damage. A
    search before, in the same moment, makes it look anew.
    """
    with one_moment(connection), watched(connection, look):
        for table in SEARCHED:
            connection.execute(f"SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH '\"   \"' LIMIT 1").fetchall()
        rows = [row[0] for row in connection.execute(f"PRAGMA integrity_check({_LIMIT})")]
    return [] if rows == ["ok"] else rows


def called(connection: Any, table: str, row_id: int) -> str:
    """What a person calls a row, as far as it can be read."""
    rows = rows_of(connection, f'SELECT "{RECORDS[table].called}" FROM "{table}" WHERE id = ?', (row_id,))
    return next((str(value_of(row)) for row in rows), "") or f"#{row_id}"


def broken_references(connection: Any, table: str) -> list[tuple[int, str]]:
    """Row and missing parent's table of references that lead nowhere."""
    rows = connection.execute(f'PRAGMA foreign_key_check("{table}")').fetchmany(_LIMIT)
    loose = (each for link in _UNWATCHED if link.table == table for each in _loose(connection, link))
    return [*((row[1], row[2]) for row in rows), *islice(loose, _LIMIT)]


def dangling(connection: Any, table: str, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The same among some rows of a table."""
    for link in (*LINKS, _BYTES):
        if link.table == table:
            yield from _loose(connection, link, " AND id IN (SELECT value FROM json_each(?))", json.dumps(list(ids)))


def _loose(connection: Any, link: Link, where: str = "", *values: str) -> Iterator[tuple[int, str]]:
    of_noun, noun = (" AND owner_noun = ?", [link.noun]) if link.noun else ("", [])
    rows = connection.execute(
        f'SELECT id FROM "{link.table}" t WHERE "{link.column}" IS NOT NULL'
        f' AND NOT EXISTS (SELECT 1 FROM "{link.parent}" p WHERE p.id = t."{link.column}"){of_noun}{where}',
        (*noun, *values),
    )
    yield from ((row[0], link.parent) for row in rows)


def search_gaps(connection: Any) -> Iterator[tuple[str, int, int]]:
    """Tables whose search index knows another number of rows: table, rows, indexed rows."""
    for table in SEARCHED:
        rows, indexed = (
            connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in (table, f"{table}_fts_docsize")
        )
        if rows != indexed:
            yield table, rows, indexed


def sample(connection: Any, table: str, count: int) -> list[int]:
    """All ids of a small table, evenly spread ones of a large."""
    last = connection.execute(f'SELECT max(id) FROM "{table}"').fetchone()[0] or 0
    wanted = json.dumps(range_of(last, count))
    rows = connection.execute(f'SELECT id FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))', (wanted,))
    return [row[0] for row in rows]


def range_of(last: int, count: int) -> list[int]:
    """Numbers up to `last`, evenly spread."""
    return sorted({last - step * max(1, last // count) for step in range(count)} - set(range(-count, 1)))


def parts_of(connection: Any, noun: str, card_id: int) -> dict[str, list[int]]:
    """The rows that hang on a card, by their tables."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for link in LINKS:
        if link.parent == CARDS.get(noun) and link.needed and link.table not in CARDS.values():
            where, values = ("owner_noun = ? AND ", (noun,)) if link.noun else ("", ())
            rows = connection.execute(
                f'SELECT id FROM "{link.table}" WHERE {where}"{link.column}" = ?', (*values, card_id)
            )
            found[link.table] += [row[0] for row in rows]
    return found


def of_itself(connection: Any) -> Iterator[Message]:
    """What is wrong with what the file keeps of itself: who it is, of which version, and how far its numbers are."""
    if connection.execute("SELECT count(*) FROM alembic_version").fetchone()[0] != 1:
        yield msg("The file does not say once of which version of the program it is")
    known = "length(workspace) = 32 AND length(branch) = 32 AND counter BETWEEN 0 AND 1 << 62 AND whole IN (0, 1) AND id = 1"
    if connection.execute(f"SELECT count(*), count(*) FILTER (WHERE {known}) FROM identity").fetchone() != (1, 1):
        yield msg("The file does not say whole which business it is of: its backups may be taken for another's")
    counters = (
        "SELECT DISTINCT kind, year FROM number_counters"
        " WHERE last NOT BETWEEN 0 AND ? OR year NOT BETWEEN 1 AND 9999 OR month NOT BETWEEN 1 AND 12"
    )
    for kind, year in rows_of(connection, counters, (_MOST_NUMBERS,)):
        yield msg("The counter of the numbers of {year} ({kind}) can't be right", year=year, kind=value_of([kind]))
    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'").fetchall():
        if _may_give_twice(connection, table):
            yield msg("Rows of {table} may get ids that were given before", table=table)


def _may_give_twice(connection: Any, table: str) -> bool:
    """Whether the last id that was given is lower than one that there is."""
    there = connection.execute(f'SELECT coalesce(max(id), 0) FROM "{table}"').fetchone()[0]
    given = connection.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()[0]
    return bool((given or 0) < there)


class Actions(NamedTuple):
    """What is wrong with some entries of the history, by their ids; and the last one looked at, if there are more."""

    unreadable: list[int]
    loose: list[int]
    last: int | None


_KINDS: Final = (b"do", b"undo", b"redo", b"base")

#: Whether what an entry undoes, and what undoes it, say the same of it; and whether its changes come after all older ones.
_TIED: Final = (
    "iif(e.kind IN ('undo', 'redo'), u.undone_by IS e.id AND u.id < e.id, e.undoes IS NULL)"
    " AND (e.undone_by IS NULL OR (b.undoes IS e.id AND b.id > e.id))"
    " AND NOT EXISTS (SELECT 1 FROM journal_changes WHERE entry_id = e.id AND id <"
    " (SELECT id FROM journal_changes WHERE entry_id < e.id ORDER BY entry_id DESC, id DESC LIMIT 1))"
)


def actions(connection: Any, after: int, limit: int) -> Actions:
    """The next entries of the history: those that can't be shown, and those that don't fit to the others."""
    rows = connection.execute(
        "SELECT e.id, e.at, CAST(e.user AS BLOB), CAST(e.sentence AS BLOB), CAST(e.kind AS BLOB), e.thinned,"
        f" {_TIED} FROM journal_entries e LEFT JOIN journal_entries u ON u.id = e.undoes"
        " LEFT JOIN journal_entries b ON b.id = e.undone_by WHERE e.id > ? ORDER BY e.id LIMIT ?",
        (after, limit),
    ).fetchall()
    unreadable = [row[0] for row in rows if not _is_action(*row[1:-1])]
    loose = [row[0] for row in rows if not row[-1]]
    return Actions(unreadable, loose, rows[-1][0] if len(rows) == limit else None)


def last_actions(connection: Any, count: int) -> Actions:
    """The same of the latest ones."""
    newest = connection.execute("SELECT max(id) FROM journal_entries").fetchone()[0] or 0
    return actions(connection, newest - count, count)


def _is_action(at: int, user: bytes, sentence: bytes, kind: bytes, thinned: int) -> bool:
    try:
        user.decode()
        moment_from_int(at)
        told = json.loads(sentence)
        read = Message.from_json(told)
        return read.text == told["text"] and bool(str(read) or True) and kind in _KINDS and thinned in {0, 1}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return False


def damaged_blobs(connection: Any, after: int, limit: int) -> tuple[list[str], int | None]:
    """Files whose bytes no longer have the hash they were kept under, among the next ones; and the last of these."""
    rows = connection.execute(
        "SELECT id, sha256, size IS length(content) FROM blobs WHERE id > ? ORDER BY id LIMIT ?", (after, limit)
    ).fetchall()
    wrong = [sha256 for blob, sha256, fits in rows if not fits or _hash(connection, blob) != sha256]
    return wrong, rows[-1][0] if len(rows) == limit else None


def _hash(connection: Any, blob: int) -> str:
    return hashlib.sha256(
        connection.execute("SELECT content FROM blobs WHERE id = ?", (blob,)).fetchone()[0]
    ).hexdigest()
