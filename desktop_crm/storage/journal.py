"""The journal: records every write in the same transaction; history, undo and redo are read from it."""

from collections import defaultdict
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final, cast

from sqlalchemy import Table, event, insert, inspect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import History

from desktop_crm.model.base import Base, Record, dump, whole_text
from desktop_crm.model.journal import JournalChange, JournalEntry
from desktop_crm.model.message import Message
from desktop_crm.storage import search
from desktop_crm.storage.tables import RECORDS, table_of

DIALECT: Final = SQLiteDialect()


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
        self.gone: list[tuple[str, int]] = []  # cards whose record was deleted

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
            self.entry_id = insert_row(session, JournalEntry, values)
        return self.entry_id

    def finish(self, session: Session) -> None:
        """Bring the search index up to what was written; what was typed on a card that is gone goes with it."""
        for table, ids in self.touched.items():
            search.index_rows(session, table, ids)
        for card in self.gone:
            session.connection().exec_driver_sql("DELETE FROM drafts WHERE noun = ? AND record_id = ?", card)


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
            _mend_texts(record)
            stamp(record, now, "created_at", "changed_at")
    for record in session.dirty:
        if isinstance(record, Record) and session.is_modified(record):
            record.derive()
            _mend_texts(record)
            stamp(record, now, "changed_at")
            _delete_orphans(session, record)


def _mend_texts(record: Record) -> None:
    """Leave nothing in the texts that the file can't keep."""
    for name, value in list(inspect(record).dict.items()):
        if isinstance(value, str) and whole_text(value) != value:
            setattr(record, name, whole_text(value))


def _delete_orphans(session: Session, record: Record) -> None:
    """Parts taken out of their whole: a flush would delete them without showing them among `session.deleted`."""
    state = inspect(record)
    for relationship in state.mapper.relationships:
        if relationship.cascade.delete_orphan:
            for part in state.attrs[relationship.key].history.deleted or ():
                if inspect(part).persistent:
                    session.delete(part)


def stamp(record: Record, now: datetime, *names: str) -> None:
    """Set those of these columns that the record has."""
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
        keep(session, changes)


def insert_row(session: Session, mapped: type[Base], values: dict[str, Any]) -> int:
    """One row by Core; its id."""
    key: Any = session.connection().execute(insert(table_of(mapped)), values).inserted_primary_key
    return int(key[0])


def keep(session: Session, changes: list[dict[str, Any]]) -> None:
    """Write these changes into the journal, and remember what they touched."""
    unit = unit_of(session)
    entry_id = unit.entry(session)
    for change in changes:
        change["entry_id"] = entry_id
        unit.nouns.add(change["noun"])
        unit.touched[change["table_name"]].add(change["row_id"])
        if change["op"] == "delete" and RECORDS[change["table_name"]].card is Record.card:
            unit.gone.append((change["noun"], change["noun_id"]))
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
def writers_of(table: Table) -> dict[str, Any]:
    """For each column, what turns its Python value into the file's."""
    return {column.name: column.type.dialect_impl(DIALECT).bind_processor(DIALECT) for column in table.columns}


def _raw(table: Table, name: str, value: Any) -> Any:
    writer = writers_of(table)[name]
    return writer(value) if writer else value


def _whole(record: Record) -> dict[str, Any]:
    table = cast("Table", record.__table__)
    return {name: _raw(table, name, getattr(record, name)) for name in writers_of(table)}


def _difference(record: Record) -> tuple[dict[str, Any], dict[str, Any]]:
    table = cast("Table", record.__table__)
    state = inspect(record)
    before, after = {}, {}
    for name in writers_of(table):
        history: History = state.attrs[name].history
        if history.has_changes() and name != "version":
            old = _raw(table, name, history.deleted[0]) if history.deleted else None
            new = _raw(table, name, history.added[0]) if history.added else None
            if old != new:
                before[name], after[name] = old, new
    return before, after
