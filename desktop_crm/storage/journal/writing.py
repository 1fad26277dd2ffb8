"""The journal: records every write in the same transaction; history, undo and redo are read from it.

What it holds of a row is what the file held before and after, asked of the file: records in memory may have been changed
on the way.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from types import SimpleNamespace
from typing import Any, Final, cast

from sqlalchemy import Table, Text, event, insert, inspect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.orm import Session

from desktop_crm.model.base import Base, Record, dump, whole_text
from desktop_crm.model.journal import JournalChange, JournalEntry
from desktop_crm.model.message import Message
from desktop_crm.storage.journal import gathering
from desktop_crm.storage.lists import search
from desktop_crm.storage.tables import NOUN_OF, RECORDS, table_of

DIALECT: Final = SQLiteDialect()

#: A row: its table and its id.
Place = tuple[str, int]
Values = dict[str, Any]


def told_as(table: str, card: str) -> set[str]:
    """What a commit tells of a row that belongs to a card: also its own noun, as of a contact, which stands on its client's card."""
    return {card, NOUN_OF[table].id if table in NOUN_OF else card}


class Unit:
    """What one unit of work gathers: its journal entry, the nouns it changed, the rows to index anew."""

    def __init__(self, message: Message, user: str, kind: str = "do") -> None:
        self.message = message
        self.user = whole_text(user)
        self.kind = kind
        self.undoes: int | None = None
        self.entry_id: int | None = None
        self.nouns: set[str] = set()
        self.touched: defaultdict[str, set[int]] = defaultdict(set)
        self.owners = gathering.Owners()
        self.gone: list[tuple[str, int]] = []  # cards whose record was deleted
        self.held: dict[Place, Values] = {}  # what the file held before the flush that is under way

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
        """Bring what follows up to what was written: gathered columns, the search index. What was typed on a card goes with it."""
        gathering.gather(session, self)
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
    unit_of(session).held = rows_of(session, _places((*session.dirty, *session.deleted)))


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
    held = unit_of(session).held
    places = _places((*session.new, *session.dirty, *session.deleted))
    now = rows_of(session, places)
    if changes := [change for place in places if (change := change_of(place, held.get(place), now.get(place)))]:
        keep(session, changes)


def _places(records: Iterable[object]) -> list[Place]:
    return [(record.__tablename__, record.id) for record in records if isinstance(record, Record)]


def rows_of(session: Session, places: Iterable[Place]) -> dict[Place, Values]:
    """What the file holds in these rows, as it keeps it; rows that are not there are left out."""
    ids: defaultdict[str, list[int]] = defaultdict(list)
    for table, row_id in places:
        ids[table].append(row_id)
    found: dict[Place, Values] = {}
    for table, wanted in ids.items():
        rows = session.connection().exec_driver_sql(
            f'SELECT * FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))', (json.dumps(wanted),)
        )
        found.update({(table, row["id"]): dict(row) for row in rows.mappings()})
    return found


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
        table, row_id = change["table_name"], change["row_id"]
        unit.nouns |= told_as(table, change["noun"])
        unit.touched[table].add(row_id)
        unit.owners.note(change)
        if change["op"] == "delete" and (table in NOUN_OF or RECORDS[table].card is Record.card):
            unit.gone.append((NOUN_OF[table].id if table in NOUN_OF else change["noun"], row_id))
    session.connection().execute(insert(table_of(JournalChange)), changes)


def change_of(place: Place, before: Values | None, after: Values | None) -> dict[str, Any] | None:
    """The journal's line about a row that was so before and is so now; None when nothing became of it."""
    whole = after or before
    if whole is None:
        return None
    op = "insert" if before is None else "delete" if after is None else "update"
    if before is not None and after is not None:
        names = [name for name in before if name != "version" and before[name] != after[name]]
        before, after = ({name: values[name] for name in names} for values in (before, after))
        if not names:
            return None
    noun, noun_id = card_of(place[0], whole)
    return {
        "noun": noun,
        "noun_id": noun_id,
        "table_name": place[0],
        "row_id": place[1],
        "last_row_id": None,
        "op": op,
        "before": None if before is None else dump(before),
        "after": None if after is None else dump(after),
    }


def card_of(table: str, values: Values) -> tuple[str, int]:
    """The card that a row with these values belongs to."""
    record: Any = RECORDS[table]
    noun, noun_id = record.card(SimpleNamespace(noun=record.noun, **values))
    return noun, noun_id


@cache
def writers_of(table: Table) -> dict[str, Any]:
    """For each column, what turns its Python value into the file's."""
    found = {column.name: column.type.dialect_impl(DIALECT).bind_processor(DIALECT) for column in table.columns}
    return {
        name: writer or (_text if isinstance(table.columns[name].type, Text) else None)
        for name, writer in found.items()
    }


def _text(value: Any) -> Any:
    return whole_text(value) if isinstance(value, str) else value
