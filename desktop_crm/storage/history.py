"""What happened to a card, read from the journal."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from desktop_crm.model.errors import UnreadableError
from desktop_crm.model.journal import JournalChange, JournalEntry
from desktop_crm.model.message import Message
from desktop_crm.storage.journal import DIALECT
from desktop_crm.storage.tables import RECORDS


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


def of_card(session: Session, noun: str, noun_id: int, limit: int = 200, before: int | None = None) -> list[Event]:
    """What happened to a card, newest first: `limit` actions, those older than the entry `before` when that is given."""
    about = _is_card(noun, noun_id) | _is_in_run(noun, noun_id)
    older = about if before is None else and_(about, JournalChange.entry_id < before)
    latest = select(JournalChange.entry_id).where(older).distinct().order_by(JournalChange.entry_id.desc()).limit(limit)
    rows = session.execute(
        select(JournalEntry, JournalChange)
        .join(JournalChange, JournalChange.entry_id == JournalEntry.id)
        .where(JournalEntry.id.in_(session.scalars(latest).all()), about)
        .order_by(JournalEntry.id.desc(), JournalChange.id)
    ).all()
    grouped: dict[int, tuple[JournalEntry, list[RowChange]]] = {}
    for entry, change in rows:
        grouped.setdefault(entry.id, (entry, []))[1].append(_row_change(change))
    return [
        Event(
            entry.id, entry.at, entry.user, Message.from_json(entry.sentence), entry.kind, tuple(changes), entry.thinned
        )
        for entry, changes in grouped.values()
    ]


def _is_card(noun: str, noun_id: int) -> ColumnElement[bool]:
    return and_(JournalChange.noun == noun, JournalChange.noun_id == noun_id, JournalChange.last_row_id.is_(None))


def _is_in_run(noun: str, noun_id: int) -> ColumnElement[bool]:
    return and_(
        JournalChange.noun == noun,
        JournalChange.last_row_id.is_not(None),
        JournalChange.noun_id.between(1, noun_id),
        JournalChange.last_row_id >= noun_id,
    )


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
