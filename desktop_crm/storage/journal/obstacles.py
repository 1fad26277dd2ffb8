"""What stands in the way of taking an action back: records that were changed, named or deleted since.

Rows are compared with what the action made of them, so that what was changed and changed back is no obstacle. Rows
written in bulk have no such image; there the journal tells which of them other actions touched.
"""

import json
from collections.abc import Iterable, Iterator
from enum import Enum
from itertools import islice
from typing import Any, Final, NamedTuple

from sqlalchemy.orm import Session

from desktop_crm.model.errors import UserError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.problem import Problem
from desktop_crm.storage.journal.chains import is_in_effect, root_of
from desktop_crm.storage.journal.links import CARDS, LINKS, Link, is_there, name_of, parents_of, unique_columns
from desktop_crm.storage.journal.reversal import Reversal, Run, is_own, reversal_of
from desktop_crm.storage.journal.writing import Place, Values
from desktop_crm.storage.tables import RECORDS

#: So many are told by name, and so many looked for.
TOLD: Final = 5
_MOST: Final = 200


class Why(Enum):
    """In which way a record stands in the way."""

    CHANGED = "changed"
    GONE = "gone"
    BACK = "back"
    NEEDED = "needed"
    MISSING = "missing"
    TAKEN = "taken"


class Obstacle(NamedTuple):
    """One record in the way, by the name people know it by."""

    why: Why
    name: str


#: The sentence, and the line that names the records.
_WORDS: Final = {
    Why.CHANGED: (
        msg("Not undone: something it changed was changed again since."),
        msg("Changed again since: {records}"),
    ),
    Why.GONE: (msg("Not undone: something it changed is gone since."), msg("Gone since: {records}")),
    Why.BACK: (msg("Not undone: what it deleted is there again."), msg("There again: {records}")),
    Why.NEEDED: (
        msg("Not undone: other records still need what it added."),
        msg("Still needed by: {records}"),
    ),
    Why.MISSING: (
        msg("Not undone: what its records belong to is gone."),
        msg("What they belong to is gone: {records}"),
    ),
    Why.TAKEN: (
        msg("Not undone: a number or code is another record's now."),
        msg("Taken meanwhile by: {records}"),
    ),
}


def refuse_obstacles(session: Session, entry_id: int) -> None:
    """UserError that names what stands in the way; its `problems` hold a line for each kind of obstacle."""
    found = list(islice(dict.fromkeys(obstacles(session, reversal_of(session, entry_id))), _MOST))
    if not found:
        return
    kinds = list(dict.fromkeys(obstacle.why for obstacle in found))
    lines = [(kind, [obstacle.name for obstacle in found if obstacle.why is kind and obstacle.name]) for kind in kinds]
    problems = [Problem("", Message(_WORDS[kind][1].text, {"records": _list(names)})) for kind, names in lines if names]
    raise UserError(_WORDS[kinds[0]][0], problems)


def obstacles(session: Session, plan: Reversal) -> Iterator[Obstacle]:
    """All of them, perhaps one more than once."""
    look = _Look(session, plan)
    yield from look.at_removed()
    yield from look.at_changed()
    yield from look.at_added()
    yield from look.at_runs()
    yield from look.at_children()


def _list(names: list[str]) -> Message | str:
    listed = ", ".join(names[:TOLD])
    return msg("{records} and {n} more", records=listed, n=len(names) - TOLD) if len(names) > TOLD else listed


class _Look:
    def __init__(self, session: Session, plan: Reversal) -> None:
        self._session = session
        self._connection = session.connection()
        self._plan = plan
        self._in_effect: dict[int, bool] = {}

    def at_removed(self) -> Iterator[Obstacle]:
        """Rows that will go must be as they were made."""
        for place, image in self._plan.removed.items():
            yield from self._compare(place, {name: value for name, value in image.items() if is_own(place[0], name)})

    def at_changed(self) -> Iterator[Obstacle]:
        """Rows that get older values must have those they were given."""
        for place, image in self._plan.expected.items():
            yield from self._compare(place, {name: value for name, value in image.items() if is_own(place[0], name)})
            yield from self._fits(place, self._plan.restored[place])

    def at_added(self) -> Iterator[Obstacle]:
        """Rows that come back must be gone, and must find what they name."""
        for place, image in self._plan.added.items():
            if is_there(self._connection, *place):
                yield Obstacle(Why.BACK, self._name(place))
            else:
                yield from self._fits(place, image)
        for run in self._plan.added_runs:
            for row_id in self._ids(f'SELECT id FROM "{run.table}" WHERE id BETWEEN ? AND ?', run.first, run.last):
                yield Obstacle(Why.BACK, self._name((run.table, row_id)))

    def at_runs(self) -> Iterator[Obstacle]:
        """Rows written in bulk must not have been touched by any other action that still holds."""
        root = root_of(self._connection, self._plan.entry_id)
        for run in self._plan.removed_runs:
            for entry_id, row_id, before in self._touched(run):
                if self._holds(entry_id, root):
                    name = self._name((run.table, row_id)) or _called(run.table, json.loads(before or "{}"))
                    there = is_there(self._connection, run.table, row_id)
                    yield Obstacle(Why.CHANGED if there else Why.GONE, name)

    def at_children(self) -> Iterator[Obstacle]:
        """Nothing that stays may name a row that goes."""
        singles: dict[str, list[int]] = {}
        for table, row_id in self._plan.removed:
            singles.setdefault(table, []).append(row_id)
        for link in LINKS:
            if ids := singles.get(link.parent):
                yield from self._children(link, "IN (SELECT value FROM json_each(?))", json.dumps(ids))
            for run in self._plan.removed_runs:
                if run.table == link.parent:
                    yield from self._children(link, "BETWEEN ? AND ?", run.first, run.last)

    def _children(self, link: Link, which: str, *values: object) -> Iterator[Obstacle]:
        noun, nouns = ("owner_noun = ? AND ", (link.noun,)) if link.noun else ("", ())
        sql = f'SELECT id FROM "{link.table}" WHERE {noun}"{link.column}" {which}'
        for (row_id,) in self._connection.exec_driver_sql(sql, (*nouns, *values)):  # most may go along
            place = (link.table, row_id)
            if not self._plan.removes(place) and link.column not in self._plan.restored.get(place, {}):
                yield Obstacle(Why.NEEDED, self._name(place))

    def _compare(self, place: Place, image: Values) -> Iterator[Obstacle]:
        table, row_id = place
        row = self._connection.exec_driver_sql(f'SELECT * FROM "{table}" WHERE id = ?', (row_id,)).mappings().first()
        if row is None and image:  # else nothing of its own was changed in it
            yield Obstacle(Why.GONE, self._name(place) or _called(table, image))
        elif row is not None and any(row.get(name) != value for name, value in image.items()):
            yield Obstacle(Why.CHANGED, self._name(place))

    def _fits(self, place: Place, values: Values) -> Iterator[Obstacle]:
        """Whether these values may stand in a row now."""
        table, row_id = place
        for link, named in parents_of(table, values):
            if not self._plan.adds((link.parent, named)) and not is_there(self._connection, link.parent, named):
                yield Obstacle(Why.MISSING, self._name(place) or _called(table, values))
        for column in unique_columns(table):
            if column in values:
                found = self._ids(f'SELECT id FROM "{table}" WHERE "{column}" = ? AND id <> ?', values[column], row_id)
                yield from (
                    Obstacle(Why.TAKEN, self._name((table, other)))
                    for other in found
                    if not self._moves(table, other, column)
                )

    def _moves(self, table: str, row_id: int, column: str) -> bool:
        return self._plan.removes((table, row_id)) or column in self._plan.restored.get((table, row_id), {})

    def _touched(self, run: Run) -> Iterable[tuple[int, int, str | None]]:
        """Entry, row and image of what was done to rows of a run one by one; each question walks an index."""
        sql, about = "SELECT entry_id, row_id, before FROM journal_changes WHERE", (run.table, run.first, run.last)
        rows = "table_name = ? AND last_row_id IS NULL AND row_id BETWEEN ? AND ?"
        if run.has_cards:
            cards = f"{sql} noun = ? AND noun_id BETWEEN ? AND ? AND {rows}"
            yield from self._rows(cards, run.noun, run.first, run.last, *about)
            return
        yield from self._rows(f"{sql} op = 'delete' AND {rows}", *about)
        column = _owner_column(run.table)
        if column:
            whole = f'SELECT DISTINCT "{column}" FROM "{run.table}" WHERE id BETWEEN ? AND ?'
            yield from self._rows(
                f"{sql} noun = ? AND noun_id IN ({whole}) AND {rows}", run.noun, run.first, run.last, *about
            )

    def _holds(self, entry_id: int, except_root: int) -> bool:
        if entry_id not in self._in_effect:
            root = root_of(self._connection, entry_id)
            self._in_effect[entry_id] = root != except_root and is_in_effect(self._connection, root)
        return self._in_effect[entry_id]

    def _name(self, place: Place) -> str:
        """A row's name, or its card's when it is a part without one."""
        name = name_of(self._connection, *place) if place[0] in RECORDS else ""
        noun, card_id = self._plan.cards.get(place, ("", 0))
        if not name and noun in CARDS and CARDS[noun] != place[0]:
            name = name_of(self._connection, CARDS[noun], card_id)
        return name

    def _ids(self, sql: str, *values: object) -> list[int]:
        return [row[0] for row in self._rows(f"{sql} LIMIT {_MOST}", *values)]

    def _rows(self, sql: str, *values: object) -> list[Any]:
        return list(self._connection.exec_driver_sql(sql, values))


def _called(table: str, values: Values) -> str:
    return str(values.get(RECORDS[table].called, ""))


def _owner_column(table: str) -> str:
    """The column that names the card a table's rows are parts of."""
    card = CARDS.get(RECORDS[table].noun)
    return next((link.column for link in LINKS if link.table == table and link.parent == card and not link.noun), "")
