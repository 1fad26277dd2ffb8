"""The search index: one FTS5 trigram table per searchable table, over its folded `search_key`.

With `detail=none` the index only says which rows hold all the trigrams; the key itself is then compared. Row triggers
would slow imports, so rows are indexed at the end of each unit of work, runs of rows by one statement.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from desktop_crm.model.fold import digits, fold
from desktop_crm.model.nouns import NOUNS
from desktop_crm.model.phone import phone_needle

SEARCHED: Final = tuple(noun.table for noun in NOUNS if noun.is_searched)

#: More hits than this are not sorted at once (they cost two or three microseconds each): the sort index is walked first.
FEW: Final = 4_000

#: The same where the order of all rows is known: a hit costs a third of a microsecond.
MANY: Final = 40_000

#: So many hits are sorted for the one search over everything; of more, any will do until another letter is typed.
SOME: Final = 100

#: Fewer rows than this are looked at one by one for single letters, which are dearer to find by the index.
NARROW: Final = 2_000


#: Parts of an index above which it is merged in idle time, and pages that a step of it writes at most.
_FEW_PARTS: Final = 8
_STEP: Final = 64
#: Of one size, at which it is merged at once: so many that idle time has come before.
_MANY_PARTS: Final = 1000


def index_rows(session: Session, table: str, ids: Iterable[int]) -> None:
    """Bring the index up to the rows as they are now: changed, new or gone."""
    if table not in SEARCHED:
        return
    chosen = json.dumps(sorted(ids))
    connection = session.connection()
    _leave_merging(connection, table)
    connection.exec_driver_sql(f"DELETE FROM {table}_fts WHERE rowid IN (SELECT value FROM json_each(?))", (chosen,))
    connection.exec_driver_sql(
        f"INSERT INTO {table}_fts (rowid, search_key)"
        f" SELECT id, search_key FROM {table} WHERE id IN (SELECT value FROM json_each(?))",
        (chosen,),
    )


def index_run(session: Session, table: str, first: int, last: int) -> None:
    """The same for a run of rows."""
    if table not in SEARCHED:
        return
    connection = session.connection()
    _leave_merging(connection, table)
    connection.exec_driver_sql(f"DELETE FROM {table}_fts WHERE rowid BETWEEN ? AND ?", (first, last))
    connection.exec_driver_sql(
        f"INSERT INTO {table}_fts (rowid, search_key) SELECT id, search_key FROM {table} WHERE id BETWEEN ? AND ?",
        (first, last),
    )


def _leave_merging(connection: Connection, table: str) -> None:
    """To idle time: FTS5 merges the parts that each write adds as soon as there are four, inside somebody's save."""
    known = f"SELECT 1 FROM {table}_fts_config WHERE k = 'automerge'"
    if connection.exec_driver_sql(known).first() is None:
        for name, value in (("automerge", 0), ("usermerge", 2), ("crisismerge", _MANY_PARTS)):
            connection.exec_driver_sql(f"INSERT INTO {table}_fts ({table}_fts, rank) VALUES (?, ?)", (name, value))


def in_many_parts(connection: Any) -> list[str]:
    """The tables whose index a step of `merge` does good; of a bare connection."""
    return [table for table in SEARCHED if _parts(connection, table) > _FEW_PARTS]


def merge(connection: Any, tables: Iterable[str]) -> None:
    """A small step; of a bare connection that writes."""
    for table in tables:
        connection.execute(f"INSERT INTO {table}_fts ({table}_fts, rank) VALUES ('merge', ?)", (_STEP,))


def _parts(connection: Any, table: str) -> int:
    """The segments that the structure record counts (SQLite's `fts5_index.c`): after four bytes, the levels and they."""
    (record,) = connection.execute(f"SELECT block FROM {table}_fts_data WHERE id = 10").fetchone()
    at = 8 if record[4:8] == b"\xff\x00\x00\x01" else 4
    _levels, at = _varint(record, at)
    return _varint(record, at)[0]


def _varint(record: bytes, at: int) -> tuple[int, int]:
    value = 0
    while True:
        value = value << 7 | record[at] & 0x7F
        at += 1
        if record[at - 1] < 0x80:
            return value, at


_TRIGRAM: Final = 3
_NEVER: Final = " " * _TRIGRAM  # in no key: its words stand one space apart
_MOST_BEGUN: Final = 200  # of a script with so many letters a single one tells enough by itself

#: So many words narrow any search down; SQLite refuses conditions of a thousand.
_MOST_WORDS: Final = 40


#: A phone or tax number as people write it: `+62 21 555-0123`, `01.234.567.8-901.000`.
_SPACED: Final = re.compile(r"\(?[+\d][\d\s().-]*")
_LONG: Final = 9


def words_of(text: str) -> list[str]:
    """What the words typed look for: three letters anywhere, fewer at a word's beginning; the longest first."""
    if _is_spaced(text):
        return [phone_needle(text)]
    words = sorted(set(fold(text).split()), key=lambda word: (-len(word), word))
    return [word if len(word) > 2 else f" {word}" for word in words[:_MOST_WORDS]]


def _is_spaced(text: str) -> bool:
    """One number in groups so short that, each for itself, they would be looked for at a word's beginning only."""
    if not _SPACED.fullmatch(text.strip()):
        return False
    enough = 3 if text.strip().startswith("+") else _LONG
    return len(digits(text)) >= enough and any(len(word) < 3 for word in fold(text).split())


def trigrams(words: Iterable[str]) -> str:
    """The MATCH expression: trigrams that cover every word that has one; empty when none has.

    Not all of them: each costs a walk over its list, and what is found is compared with the words anyway. That of a legal
    form holds half of all companies, and yet halves what is to be put in order (without it the slowest searches of a million
    clients took four times as long).
    """
    found = {
        word[at : at + 3]: None for word in words for at in (*range(0, len(word) - 3, 3), len(word) - 3) if at >= 0
    }
    return " AND ".join(f'"{part}"' for part in found)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the index is asked for: a MATCH expression, empty where it can't help; the words it can't be sure of."""

    expression: str
    unsure: tuple[str, ...]


def asked(connection: Any, table: str, words: list[str]) -> Asked:
    """All words, also those of a single letter: without them half a million rows begin with `PT` and any other letter."""
    expression = trigrams(words)
    if not expression:
        return Asked("", tuple(words))
    parts, unsure = [expression], []
    for word in words:
        if len(word) >= _TRIGRAM:
            known = len(word) == _TRIGRAM and word.isascii()
        elif known := (begun := _begun(connection, table, word)) is not None:
            either = " OR ".join(f'"{each}"' for each in begun or [_NEVER])
            parts.append(f"({either})")
        if not known:
            unsure.append(word)
    return Asked(" AND ".join(parts), tuple(unsure))


def narrowed(connection: Any, table: str, words: list[str]) -> tuple[list[int], tuple[str, ...]] | None:
    """The rows that the index gives without single letters, where these are few, and the words still to be looked for in them.

    All that begins with S are the lists of twenty trigrams. None where there is no single letter, or too many rows.
    """
    letters = [word for word in words if len(word) < _TRIGRAM]
    expression = trigrams(words)
    if not (letters and expression):
        return None
    found = hits(connection, table, expression, NARROW)
    unsure = tuple(word for word in words if len(word) != _TRIGRAM or not word.isascii())
    return (found, unsure) if len(found) < NARROW else None


def hits(connection: Any, table: str, expression: str, limit: int = -1, *, after: int = 0) -> list[int]:
    """The rows that the index gives, from a place on; as one text, for a row of its own costs the driver ten times as much."""
    index = f"{table}_fts"
    met = f"SELECT rowid FROM {index} WHERE {index} MATCH ? AND rowid > ? LIMIT ?"
    (found,) = connection.execute(f"SELECT json_group_array(rowid) FROM ({met})", (expression, after, limit)).fetchone()
    return list(json.loads(found))


def _begun(connection: Any, table: str, letter: str) -> list[str] | None:
    """The trigrams that begin so, each found by one look into the index; None when there are too many to ask for."""
    vocabulary, found, at = f"temp.{table}_trigrams", list[str](), letter
    connection.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS {vocabulary} USING fts5vocab(main, {table}_fts, instance)")
    while len(found) <= _MOST_BEGUN:
        row = connection.execute(f"SELECT term FROM {vocabulary} WHERE term >= ? LIMIT 1", (at,)).fetchone()
        if row is None or not row[0].startswith(letter):
            return found
        found.append(row[0])
        at = f"{row[0]}\x01"
    return None
