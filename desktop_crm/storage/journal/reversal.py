"""What taking an action back would do to the rows: which go, which come back, which get older values."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from desktop_crm.model.journal import JournalChange
from desktop_crm.storage.journal.writing import Place, Values
from desktop_crm.storage.tables import RECORDS

#: What each save changes by itself, and so tells nothing about who changed what.
_KEPT_BY_ITSELF: Final = frozenset({"version", "changed_at"})


@dataclass
class Run:
    """Rows one after another in one table."""

    table: str
    noun: str
    has_cards: bool
    first: int
    last: int


@dataclass
class Reversal:
    """Gathered from an entry's changes in their order, so that a row changed twice counts once."""

    entry_id: int
    removed: dict[Place, Values] = field(default_factory=dict)  # what must be in them now
    added: dict[Place, Values] = field(default_factory=dict)  # what they will hold
    expected: dict[Place, Values] = field(default_factory=dict)  # of rows that stay: what must be in them now
    restored: dict[Place, Values] = field(default_factory=dict)  # and what will be
    removed_runs: list[Run] = field(default_factory=list)
    added_runs: list[Run] = field(default_factory=list)
    cards: dict[Place, tuple[str, int]] = field(default_factory=dict)

    def removes(self, place: Place) -> bool:
        """Whether a row will be gone."""
        return place in self.removed or _in_runs(self.removed_runs, place)

    def adds(self, place: Place) -> bool:
        """Whether a row will be back."""
        return place in self.added or _in_runs(self.added_runs, place)


def reversal_of(session: Session, entry_id: int) -> Reversal:
    """What taking back this entry would do."""
    found = Reversal(entry_id)
    columns = JournalChange.__table__.columns
    changes = session.execute(select(*columns).where(columns.entry_id == entry_id).order_by(columns.id))
    for change in changes:
        if change.last_row_id is not None:
            _take_run(found.removed_runs if change.op == "insert" else found.added_runs, change)
        else:
            _take_row(found, change)
    return found


def is_own(table: str, name: str) -> bool:
    """Whether a column says something of its own: not computed, not counted by each save."""
    column = RECORDS[table].__table__.columns.get(name)
    return column is not None and name not in _KEPT_BY_ITSELF and not column.info.get("derived")


def _take_run(runs: list[Run], change: Row[Any]) -> None:
    """Large imports are written in parts that follow one another."""
    for run in runs:
        if run.table == change.table_name and run.last + 1 == change.row_id:
            run.last = change.last_row_id
            return
    runs.append(Run(change.table_name, change.noun, bool(change.noun_id), change.row_id, change.last_row_id))


def _take_row(found: Reversal, change: Row[Any]) -> None:
    place = (change.table_name, change.row_id)
    before: Values = json.loads(change.before or "{}")
    after: Values = json.loads(change.after or "{}")
    found.cards[place] = (change.noun, change.noun_id)
    if change.op == "insert":
        found.removed[place] = after
    elif change.op == "update" and place in found.removed:
        found.removed[place].update(after)
    elif change.op == "update":
        found.expected.setdefault(place, {}).update(after)
        found.restored[place] = {**before, **found.restored.get(place, {})}
    elif place in found.removed:  # made and deleted by the same action
        del found.removed[place]
    else:
        found.expected.pop(place, None)
        found.added[place] = {**before, **found.restored.pop(place, {})}


def _in_runs(runs: Iterable[Run], place: Place) -> bool:
    table, row_id = place
    return any(run.table == table and run.first <= row_id <= run.last for run in runs)
