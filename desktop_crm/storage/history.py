"""What happened to a card, read from the journal."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, literal_column, select
from sqlalchemy.orm import Session

from desktop_crm.model.errors import UnreadableError
from desktop_crm.model.journal import JournalChange, JournalEntry
from desktop_crm.model.message import Message
from desktop_crm.storage.journal import DIALECT
from desktop_crm.storage.tables import RECORDS

#: Of one action so many are read: nobody reads more, and an import may have changed thousands.
MOST_ROWS: Final = 40


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """One value that changed, as Python values; `before` of an insert and `after` of a delete are None."""

    column: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class RowChange:
    """What happened to one row: `table` and `op` (insert, update, delete), and its columns."""

    table: str
    op: str
    columns: tuple[ColumnChange, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """One action in a card's history."""

    entry_id: int
    at: datetime
    user: str
    text: Message
    kind: str
    changes: tuple[RowChange, ...]
    thinned: bool
    count: int  # of all its changes of the card


def of_card(session: Session, noun: str, noun_id: int, limit: int = 200, before: int | None = None) -> list[Event]:
    """What happened to a card, newest first: `limit` actions, those older than the entry `before` when that is given.

    Of an action that changed very many rows of the card, the first ones.
    """
    ids = _latest(session, noun, noun_id, limit, before)
    entries = session.scalars(select(JournalEntry).where(JournalEntry.id.in_(ids)).order_by(JournalEntry.id.desc()))
    changes, counts = _changes(session, noun, noun_id, ids)
    return [
        Event(
            entry.id,
            entry.at,
            entry.user,
            Message.from_json(entry.sentence),
            entry.kind,
            tuple(map(_row_change, changes[entry.id])),
            entry.thinned,
            counts[entry.id],
        )
        for entry in entries
    ]


def _latest(session: Session, noun: str, noun_id: int, limit: int, before: int | None) -> list[int]:
    """The entries' ids. Each way is asked by itself: of both at once SQLite reads every row of a long history."""
    ids = set[int]()
    for about in (_is_card(noun, noun_id), _is_in_run(noun, noun_id)):
        older = about if before is None else and_(about, JournalChange.entry_id < before)
        found = select(JournalChange.entry_id).where(older).distinct().order_by(JournalChange.entry_id.desc())
        ids.update(session.scalars(found.limit(limit)))
    return sorted(ids, reverse=True)[:limit]


def _changes(
    session: Session, noun: str, noun_id: int, ids: Sequence[int]
) -> tuple[Mapping[int, list[JournalChange]], Mapping[int, int]]:
    """The first changes of each entry, and how many there are; found by the entry, not by the card's whole history."""
    number = func.row_number().over(partition_by=JournalChange.entry_id, order_by=JournalChange.id)
    count = func.count().over(partition_by=JournalChange.entry_id)
    about = _is_card(noun, noun_id, by="+") | _is_in_run(noun, noun_id, by="+")
    numbered = (
        select(JournalChange.id, number.label("number"), count.label("count"))
        .where(JournalChange.entry_id.in_(ids), about)
        .subquery()
    )
    rows = session.execute(
        select(JournalChange, numbered.c.count)
        .join(numbered, numbered.c.id == JournalChange.id)
        .where(numbered.c.number <= MOST_ROWS)
        .order_by(JournalChange.id)
    )
    changes, counts = defaultdict[int, list[JournalChange]](list), dict[int, int]()
    for change, total in rows:
        changes[change.entry_id].append(change)
        counts[change.entry_id] = total
    return changes, counts


def _is_card(noun: str, noun_id: int, by: str = "") -> ColumnElement[bool]:
    """`by` a plus SQLite does not look for it by its index."""
    return and_(_column(by, "noun") == noun, _column(by, "noun_id") == noun_id, JournalChange.last_row_id.is_(None))


def _is_in_run(noun: str, noun_id: int, by: str = "") -> ColumnElement[bool]:
    return and_(
        _column(by, "noun") == noun,
        JournalChange.last_row_id.is_not(None),
        _column(by, "noun_id").between(1, noun_id),
        JournalChange.last_row_id >= noun_id,
    )


def _column(by: str, name: str) -> ColumnElement[Any]:
    return literal_column(f"{by}journal_changes.{name}")


def _row_change(change: JournalChange) -> RowChange:
    before: dict[str, Any] = json.loads(change.before or "{}")
    after: dict[str, Any] = json.loads(change.after or "{}")
    record = RECORDS[change.table_name]
    columns = []
    for column in record.__table__.columns:
        shown = not {"derived", "hidden"} & column.info.keys() and column.name not in {"id", "version"}
        if shown and (column.name in before or column.name in after):
            columns.append(ColumnChange(column.name, _read(column, before), _read(column, after)))
    return RowChange(change.table_name, change.op, tuple(columns))


def _read(column: Any, values: dict[str, Any]) -> Any:
    if column.name not in values:
        return None
    reader = column.type.dialect_impl(DIALECT).result_processor(DIALECT, None)
    value = values[column.name]
    try:
        return reader(value) if reader else value
    except UnreadableError:
        return str(value)
