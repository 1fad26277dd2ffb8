"""The journal: records every write in the same transaction; history, undo and redo are read from it."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from types import SimpleNamespace
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Table, and_, case, event, insert, inspect, select, text, update
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import History

from desktop_crm.model.base import Base, Record, dump
from desktop_crm.model.errors import UserError
from desktop_crm.model.journal import JournalChange, JournalEntry
from desktop_crm.model.message import Message, msg
from desktop_crm.storage import search
from desktop_crm.storage.tables import RECORDS, table_of

_DIALECT: Final = SQLiteDialect()

#: An action that touches several cards is about the first of these.
_RANK: Final = {"contract": 0, "order": 1, "product": 2, "client": 3}


class Unit:
    """What one unit of work gathers: its journal entry, the nouns it changed, the rows to index anew."""

    def __init__(self, message: Message, user: str, kind: str = "do") -> None:
        self.message = message
        self.user = user
        self.kind = kind
        self.undoes: int | None = None
        self.entry_id: int | None = None
        self.nouns: set[str] = set()
        self.touched: defaultdict[str, set[int]] = defaultdict(set)

    def entry(self, session: Session) -> int:
        """The id of the journal entry, written when the first change comes."""
        if self.entry_id is None:
            values = {
                "at": datetime.now(UTC),
                "user": self.user,
                "sentence": self.message.to_json(),
                "kind": self.kind,
                "undoes": self.undoes,
            }
            self.entry_id = _insert(session, JournalEntry, values)
        return self.entry_id

    def finish(self, session: Session) -> None:
        """Bring the search index up to what was written."""
        for table, ids in self.touched.items():
            search.index_rows(session, table, ids)


def unit_of(session: Session) -> Unit:
    """The unit of work a session belongs to; KeyError for one that only reads."""
    return cast("Unit", session.info["unit"])


def listen(session: Session) -> None:
    """Derive and journal whatever `session` flushes."""
    event.listen(session, "before_flush", _before_flush)
    event.listen(session, "after_flush", _after_flush)


def _before_flush(session: Session, *_: Any) -> None:
    now = datetime.now(UTC)
    for record in session.new:
        if isinstance(record, Record):
            record.derive()
            _stamp(record, now, "created_at", "changed_at")
    for record in session.dirty:
        if isinstance(record, Record) and session.is_modified(record):
            record.derive()
            _stamp(record, now, "changed_at")
            _delete_orphans(session, record)


def _delete_orphans(session: Session, record: Record) -> None:
    """Parts taken out of their whole: a flush would delete them without showing them among `session.deleted`."""
    state = inspect(record)
    for relationship in state.mapper.relationships:
        if relationship.cascade.delete_orphan:
            for part in state.attrs[relationship.key].history.deleted or ():
                if inspect(part).persistent:
                    session.delete(part)


def _stamp(record: Record, now: datetime, *names: str) -> None:
    columns = record.__table__.columns
    for name in names:
        if name in columns:
            setattr(record, name, now)


def _after_flush(session: Session, *_: Any) -> None:
    changes = [_change(record, "insert", None, _whole(record)) for record in session.new if isinstance(record, Record)]
    for record in session.dirty:
        if isinstance(record, Record):
            before, after = _difference(record)
            if after:
                changes.append(_change(record, "update", before, after))
    changes += [
        _change(record, "delete", _whole(record), None) for record in session.deleted if isinstance(record, Record)
    ]
    if changes:
        _keep(session, changes)


def _insert(session: Session, mapped: type[Base], values: dict[str, Any]) -> int:
    key: Any = session.connection().execute(insert(table_of(mapped)), values).inserted_primary_key
    return int(key[0])


def _keep(session: Session, changes: list[dict[str, Any]]) -> None:
    unit = unit_of(session)
    entry_id = unit.entry(session)
    for change in changes:
        change["entry_id"] = entry_id
        unit.nouns.add(change["noun"])
        unit.touched[change["table_name"]].add(change["row_id"])
    session.connection().execute(insert(table_of(JournalChange)), changes)


def _change(record: Record, op: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> dict[str, Any]:
    noun, noun_id = record.card()
    return {
        "noun": noun,
        "noun_id": noun_id,
        "table_name": record.__tablename__,
        "row_id": record.id,
        "last_row_id": None,
        "op": op,
        "before": None if before is None else dump(before),
        "after": None if after is None else dump(after),
    }


@cache
def _writers(table: Table) -> dict[str, Any]:
    """For each column, what turns its Python value into the file's."""
    return {column.name: column.type.dialect_impl(_DIALECT).bind_processor(_DIALECT) for column in table.columns}


def _raw(table: Table, name: str, value: Any) -> Any:
    writer = _writers(table)[name]
    return writer(value) if writer else value


def _whole(record: Record) -> dict[str, Any]:
    table = cast("Table", record.__table__)
    return {name: _raw(table, name, getattr(record, name)) for name in _writers(table)}


def _difference(record: Record) -> tuple[dict[str, Any], dict[str, Any]]:
    table = cast("Table", record.__table__)
    state = inspect(record)
    before, after = {}, {}
    for name in _writers(table):
        history: History = state.attrs[name].history
        if history.has_changes() and name != "version":
            old = _raw(table, name, history.deleted[0]) if history.deleted else None
            new = _raw(table, name, history.added[0]) if history.added else None
            if old != new:
                before[name], after[name] = old, new
    return before, after


# --- bulk ---------------------------------------------------------------------------------------------------------


def bulk_insert(session: Session, mapped: type[Record], rows: Sequence[Mapping[str, Any]]) -> range:
    """Write many new records of one class at once, journalled as one run of rows; returns their ids.

    `rows` hold the attributes that differ from the defaults, and what else the class's `derive` looks at; all else is
    derived and stamped as for single records.
    """
    if not rows:
        return range(0)
    table = table_of(mapped)
    unit = unit_of(session)
    first = (session.execute(select(text("max(id)")).select_from(table)).scalar() or 0) + 1
    ids = range(first, first + len(rows))
    _write_rows(session, mapped, rows, first)
    has_card = mapped.card is Record.card  # parts of other cards are on no card of this run
    change = {
        "entry_id": unit.entry(session),
        "noun": mapped.noun,
        "noun_id": first if has_card else 0,
        "table_name": table.name,
        "row_id": first,
        "last_row_id": ids[-1],
        "op": "insert",
    }
    _insert(session, JournalChange, change)
    unit.nouns.add(mapped.noun)
    search.index_run(session, table.name, ids[0], ids[-1])
    return ids


def _write_rows(session: Session, mapped: type[Record], rows: Sequence[Mapping[str, Any]], first: int) -> None:
    """Mapped objects cost forty microseconds each, so derived columns are computed on plain ones."""
    table, now = table_of(mapped), datetime.now(UTC)
    writers = _writers(table)
    stamps = {name: now for name in ("created_at", "changed_at") if name in writers}
    derive: Any = mapped.derive
    raw = []
    for row_id, row in enumerate(rows, first):
        plain = SimpleNamespace(**mapped.defaults(), **stamps, id=row_id, version=1)
        plain.__dict__.update(row)
        derive(plain)
        values = plain.__dict__
        raw.append(tuple(writer(values.get(name)) if writer else values.get(name) for name, writer in writers.items()))
    places = ", ".join("?" * len(writers))
    names = ", ".join(f'"{name}"' for name in writers)
    session.connection().exec_driver_sql(f'INSERT INTO "{table.name}" ({names}) VALUES ({places})', raw)


# --- undo and redo ------------------------------------------------------------------------------------------------


def next_undo(session: Session) -> JournalEntry | None:
    """The last action that is not taken back; how the file began is none."""
    return session.scalars(
        select(JournalEntry)
        .where(JournalEntry.kind.not_in(("undo", "base")), JournalEntry.undone_by.is_(None))
        .order_by(JournalEntry.id.desc())
        .limit(1)
    ).first()


def next_redo(session: Session) -> JournalEntry | None:
    """The last undo that is not itself reversed, unless something new was done since."""
    entry = session.scalars(
        select(JournalEntry)
        .where(JournalEntry.kind == "undo", JournalEntry.undone_by.is_(None))
        .order_by(JournalEntry.id.desc())
        .limit(1)
    ).first()
    if entry is None:
        return None
    newer = session.scalar(
        select(JournalEntry.id).where(JournalEntry.kind == "do", JournalEntry.id > entry.id).limit(1)
    )
    return None if newer else entry


def text_of(entry: JournalEntry | None) -> Message | None:
    """An entry's sentence."""
    return Message.from_json(entry.sentence) if entry else None


def reverse(session: Session, entry_id: int, kind: str) -> None:
    """Take back all an entry did, as a new entry of `kind`; UserError when a row was changed since."""
    unit = unit_of(session)
    unit.kind, unit.undoes = kind, entry_id
    session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    changes = session.scalars(
        select(JournalChange).where(JournalChange.entry_id == entry_id).order_by(JournalChange.id.desc())
    ).all()
    for change in changes:
        unit.nouns.add(change.noun)
        if change.last_row_id is None:
            _reverse_row(session, change)
        else:
            _reverse_run(session, change)
    session.execute(update(JournalEntry).where(JournalEntry.id == entry_id).values(undone_by=unit.entry(session)))


def _reverse_row(session: Session, change: JournalChange) -> None:
    connection = session.connection()
    table, row_id = change.table_name, change.row_id
    before: dict[str, Any] = json.loads(change.before or "{}")
    new: dict[str, Any]
    if change.op == "insert":
        new = {"op": "delete", "before": dump(_delete_row(session, table, row_id)), "after": None}
    elif change.op == "delete":
        names = ", ".join(f'"{name}"' for name in before)
        places = ", ".join("?" * len(before))
        connection.exec_driver_sql(f'INSERT INTO "{table}" ({names}) VALUES ({places})', tuple(before.values()))
        new = {"op": "insert", "before": None, "after": change.before}
    else:
        _restore_columns(session, table, row_id, before, json.loads(change.after or "{}"))
        new = {"op": "update", "before": change.after, "after": change.before}
    kept = {"noun": change.noun, "noun_id": change.noun_id, "table_name": table, "row_id": row_id, "last_row_id": None}
    _keep(session, [{**kept, **new}])


def _delete_row(session: Session, table: str, row_id: int) -> dict[str, Any]:
    connection = session.connection()
    row = connection.exec_driver_sql(f'SELECT * FROM "{table}" WHERE id = ?', (row_id,)).mappings().first()
    if row is None:
        raise UserError(_changed_since())
    connection.exec_driver_sql(f'DELETE FROM "{table}" WHERE id = ?', (row_id,))
    return dict(row)


def _restore_columns(session: Session, table: str, row_id: int, before: dict[str, Any], after: dict[str, Any]) -> None:
    changed = ", ".join(f'"{name}" = ?' for name in before)
    unmoved = " AND ".join(f'"{name}" IS ?' for name in after if name != "changed_at") or "1"
    values = [*before.values(), row_id, *(value for name, value in after.items() if name != "changed_at")]
    result = session.connection().exec_driver_sql(
        f'UPDATE "{table}" SET {changed}, version = version + 1 WHERE id = ? AND {unmoved}', tuple(values)
    )
    if result.rowcount != 1:
        raise UserError(_changed_since())


def _reverse_run(session: Session, change: JournalChange) -> None:
    connection = session.connection()
    table, first, last = change.table_name, change.row_id, cast("int", change.last_row_id)
    columns = [f'"{name}"' for name in Base.metadata.tables[table].columns.keys()]  # noqa: SIM118 - a ColumnCollection is no dict
    kept = {"noun": change.noun, "noun_id": change.noun_id, "table_name": table, "row_id": first, "last_row_id": last}
    op = "delete" if change.op == "insert" else "insert"
    new_id = _insert(session, JournalChange, {**kept, "op": op, "entry_id": unit_of(session).entry(session)})
    if op == "delete":
        connection.exec_driver_sql(
            f"INSERT INTO journal_rows (change_id, row_id, content) SELECT ?, id, json_array({', '.join(columns)})"
            f' FROM "{table}" WHERE id BETWEEN ? AND ?',
            (new_id, first, last),
        )
        connection.exec_driver_sql(f'DELETE FROM "{table}" WHERE id BETWEEN ? AND ?', (first, last))
    else:
        values = ", ".join(f"json_extract(content, '$[{at}]')" for at in range(len(columns)))
        connection.exec_driver_sql(
            f'INSERT INTO "{table}" ({", ".join(columns)}) SELECT {values} FROM journal_rows WHERE change_id = ?',
            (change.id,),
        )
    search.index_run(session, table, first, last)


def _changed_since() -> Message:
    return msg("This can't be taken back: something it changed was changed again since.")


# --- history ------------------------------------------------------------------------------------------------------


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


def history(session: Session, noun: str, noun_id: int, limit: int = 200) -> list[Event]:
    """What happened to a card, newest first."""
    rows = session.execute(
        select(JournalEntry, JournalChange)
        .join(JournalChange, JournalChange.entry_id == JournalEntry.id)
        .where(_is_card(noun, noun_id) | _is_in_run(noun, noun_id))
        .order_by(JournalEntry.id.desc(), JournalChange.id)
        .limit(limit)
    ).all()
    grouped: dict[int, tuple[JournalEntry, list[RowChange]]] = {}
    for entry, change in rows:
        grouped.setdefault(entry.id, (entry, []))[1].append(_row_change(change))
    return [
        Event(entry.id, entry.at, entry.user, Message.from_json(entry.sentence), entry.kind, tuple(changes))
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
        shown = not column.info.get("derived") and column.name not in {"id", "version"}
        if shown and (column.name in before or column.name in after):
            columns.append(ColumnChange(column.name, _read(column, before), _read(column, after)))
    return RowChange(change.table_name, change.op, tuple(columns))


def _read(column: Any, values: dict[str, Any]) -> Any:
    if column.name not in values:
        return None
    reader = column.type.dialect_impl(_DIALECT).result_processor(_DIALECT, None)
    value = values[column.name]
    return reader(value) if reader else value


def recent(session: Session, limit: int = 20) -> Iterable[tuple[JournalEntry, str, int]]:
    """The last actions with the card each was about, for the start screen."""
    entries = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(limit)).all()
    for entry in entries:
        change = session.scalars(
            select(JournalChange)
            .where(JournalChange.entry_id == entry.id)
            .order_by(case(_RANK, value=JournalChange.noun, else_=len(_RANK)), JournalChange.id)
            .limit(1)
        ).first()
        if change is not None:
            yield entry, change.noun, change.noun_id
