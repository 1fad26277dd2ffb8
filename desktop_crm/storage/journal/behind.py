"""Rows compared with what the history last said of them: what changed behind the program's back.

The history is walked by its cards, a stretch of ids at a time. Only values count that say something of their own; rows that
came in bulk have no image until they are first changed, but are known by their run.
"""

import json
import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any, Final, NamedTuple

from sqlalchemy.orm import Session

from desktop_crm.model.base import dump
from desktop_crm.storage.file.decoding import texts_as
from desktop_crm.storage.journal.links import CARDS, LINKS
from desktop_crm.storage.journal.reversal import is_own
from desktop_crm.storage.journal.writing import Place, Values, card_of, change_of, keep
from desktop_crm.storage.tables import RECORDS

#: The nouns that rows are told under.
NOUNS: Final = (*CARDS, "settings")

#: Cards looked at together.
_STRETCH: Final = 500


class What(Enum):
    """What became of a row without an action."""

    CHANGED = "changed"
    GONE = "gone"
    CAME = "came"


class Behind(NamedTuple):
    """A row that is not as the history says; `said` is what it said, as far as it is known, of a row on `card`."""

    what: What
    place: Place
    card: tuple[str, int]
    columns: tuple[str, ...]
    said: Values
    row: Values


class _Last:
    """What the history says of a row at its end; nothing, to begin with."""

    def __init__(self) -> None:
        self.values: Values = {}
        self.alive = False
        self.change = 0
        self.card = ("", 0)


def last_card(connection: Any, noun: str) -> int:
    """The highest id of a card of a noun, there or only in the history."""
    table = CARDS.get(noun)
    there = connection.execute(f'SELECT max(id) FROM "{table}"').fetchone()[0] if table else 0
    told = connection.execute("SELECT max(noun_id) FROM journal_changes WHERE noun = ?", (noun,)).fetchone()[0]
    return max(there or 0, told or 0)


def behind(connection: Any, noun: str, first: int, last: int) -> Iterator[Behind]:
    """What became of the rows of some cards behind the program's back."""
    look = _Look(connection, noun, first, last)
    said = _said(connection, noun, first, last)
    rows = look.rows(said)
    for place in sorted({*said, *_there(connection, noun, first, last)}):
        found = look.at(place, said.get(place) or _Last(), rows.get(place))
        if found is not None:
            yield found


class _Look:
    """At the rows of some cards."""

    def __init__(self, connection: Any, noun: str, first: int, last: int) -> None:
        self._connection = connection
        self._cards = (noun, first, last)
        self._runs = _Runs(connection)

    def rows(self, places: Iterable[Place]) -> dict[Place, Values]:
        """What these rows hold; texts that mean nothing as what they are."""
        by_table: defaultdict[str, list[int]] = defaultdict(list)
        for table, row_id in places:
            by_table[table].append(row_id)
        with texts_as(self._connection, lambda text: text.decode(errors="surrogateescape")):
            return {at: row for table, ids in by_table.items() for at, row in _rows(self._connection, table, ids)}

    def at(self, place: Place, said: _Last, row: Values | None) -> Behind | None:
        """What is not as it should be."""
        if not said.alive:
            return self._at_unknown(place, said)
        if row is None:
            gone = not self._deleted(place, said.change)
            return Behind(What.GONE, place, said.card, (), said.values, {}) if gone else None
        columns = tuple(
            name for name, value in said.values.items() if name in row and row[name] != value and is_own(place[0], name)
        )
        if not columns or (self._elsewhere(place, row) and self._told_later(place, row, said.change)):
            return None
        return Behind(What.CHANGED, place, said.card, columns, said.values, row)

    def _at_unknown(self, place: Place, said: _Last) -> Behind | None:
        """A row that nobody made, or one that was deleted."""
        if self._runs.hold("insert", place, said.change):
            return None
        row = self.rows([place]).get(place)
        if row is None or self._told_later(place, row, said.change):
            return None
        return Behind(What.CAME, place, card_of(place[0], row), (), {}, row)

    def _elsewhere(self, place: Place, row: Values) -> bool:
        """Whether a row belongs to a card that is not among these."""
        noun, card_id = card_of(place[0], row)
        return noun != self._cards[0] or not self._cards[1] <= card_id <= self._cards[2]

    def _told_later(self, place: Place, row: Values, change: int) -> bool:
        """Whether the card that a row is on now tells of it since."""
        return self._one(
            "noun = ? AND noun_id = ? AND table_name = ? AND row_id = ? AND last_row_id IS NULL AND op <> 'delete' AND id > ?",
            *card_of(place[0], row),
            *place,
            change,
        )

    def _deleted(self, place: Place, change: int) -> bool:
        """Whether a row was deleted since, on whichever card or with an import that was taken back."""
        single = "op = 'delete' AND last_row_id IS NULL AND table_name = ? AND row_id = ? AND id > ?"
        return self._one(single, *place, change) or self._runs.hold("delete", place, change)

    def _one(self, where: str, *values: Any) -> bool:
        found = self._connection.execute(f"SELECT 1 FROM journal_changes WHERE {where} LIMIT 1", values).fetchone()
        return found is not None


class _Runs:
    """Rows that were written or taken away in bulk; runs of one table are the same or apart."""

    def __init__(self, connection: Any) -> None:
        found: defaultdict[tuple[str, str], dict[tuple[int, int], int]] = defaultdict(dict)
        for change, table, op, first, last in connection.execute(
            "SELECT id, table_name, op, row_id, last_row_id FROM journal_changes INDEXED BY ix_journal_changes_runs"
            " WHERE last_row_id IS NOT NULL ORDER BY id"
        ):
            found[table, op][first, last] = change
        self._runs = {key: sorted((*run, change) for run, change in runs.items()) for key, runs in found.items()}

    def hold(self, op: str, place: Place, after: int) -> bool:
        """Whether a row is in a run that was written after a change."""
        runs = self._runs.get((place[0], op), [])
        at = bisect_right(runs, (place[1], sys.maxsize, 0)) - 1
        return at >= 0 and runs[at][1] >= place[1] and runs[at][2] > after


def _said(connection: Any, noun: str, first: int, last: int) -> dict[Place, _Last]:
    """What the history tells last of each row of these cards; thinned entries tell only that there was one."""
    found: dict[Place, _Last] = {}
    changes = connection.execute(
        'SELECT id, noun_id, table_name, row_id, op, "after" FROM journal_changes'
        " WHERE noun = ? AND noun_id BETWEEN ? AND ? AND last_row_id IS NULL ORDER BY id",
        (noun, first, last),
    )
    for change, card_id, table, row_id, op, after in changes:
        if table not in RECORDS:
            continue
        now = found.setdefault((table, row_id), _Last())
        now.change, now.alive, now.card = change, op != "delete", (noun, card_id)
        now.values = {**(now.values if op == "update" else {}), **_image(after)}
    return found


def _image(text: str | None) -> Values:
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _there(connection: Any, noun: str, first: int, last: int) -> Iterator[Place]:
    """The rows of these cards that are there."""
    card = CARDS.get(noun)
    if card is None:
        tables = [name for name, record in RECORDS.items() if record.noun == noun]
        for table in tables:
            for (row_id,) in connection.execute(f'SELECT id FROM "{table}" WHERE id BETWEEN ? AND ?', (first, last)):
                yield table, row_id
        return
    for (row_id,) in connection.execute(f'SELECT id FROM "{card}" WHERE id BETWEEN ? AND ?', (first, last)):
        yield card, row_id
    for link in LINKS:
        part = RECORDS[link.table].noun == noun and link.parent == card and link.table != card and link.needed
        if part or link.noun == noun:
            where, values = ("owner_noun = ? AND ", (noun,)) if link.noun else ("", ())
            sql = f'SELECT id FROM "{link.table}" WHERE {where}"{link.column}" BETWEEN ? AND ?'
            for (row_id,) in connection.execute(sql, (*values, first, last)):
                yield link.table, row_id


def _rows(connection: Any, table: str, ids: list[int]) -> Iterator[tuple[Place, Values]]:
    cursor = connection.execute(
        f'SELECT * FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))', (json.dumps(ids),)
    )
    names = [each[0] for each in cursor.description]
    for row in cursor.fetchall():
        values = dict(zip(names, row, strict=True))
        yield (table, values["id"]), values


def settle(session: Session) -> None:
    """Tell all of it in the history as this unit of work's: what a rescue did is no secret."""
    bare: Any = session.connection().connection.driver_connection
    for noun in NOUNS:
        end = max(last_card(bare, noun), 1)  # cards without a table of their own, and no history, have no highest id
        for first in range(1, end + 1, _STRETCH):
            changes = [_as_change(each) for each in behind(bare, noun, first, first + _STRETCH - 1)]
            if told := [change for change in changes if change is not None]:
                keep(session, told)


def _as_change(found: Behind) -> dict[str, Any] | None:
    if found.what is What.CAME:
        return change_of(found.place, None, found.row)
    if found.what is What.CHANGED:
        return change_of(found.place, {**found.row, **{name: found.said[name] for name in found.columns}}, found.row)
    return {
        "noun": found.card[0],
        "noun_id": found.card[1],
        "table_name": found.place[0],
        "row_id": found.place[1],
        "last_row_id": None,
        "op": "delete",
        "before": dump(found.said) if "id" in found.said else None,
        "after": None,
    }
