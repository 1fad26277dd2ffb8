"""Writing many new records at once, journalled as one run of rows."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import inspect, select, text
from sqlalchemy.orm import RelationshipProperty, Session

from desktop_crm.model.base import Record
from desktop_crm.model.journal import JournalChange
from desktop_crm.storage.journal.deriving import any_of
from desktop_crm.storage.journal.writing import insert_row, told_as, unit_of, writers_of
from desktop_crm.storage.lists import search
from desktop_crm.storage.tables import table_of


def bulk_insert(session: Session, mapped: type[Record], rows: Sequence[Mapping[str, Any]]) -> range:
    """Write many new records of one class at once, journalled as one run of rows; returns their ids.

    `rows` hold the attributes that differ from the defaults, and what else the class's `derive` looks at; all else is
    derived and stamped as for single records.
    """
    if not rows:
        return range(0)
    table = table_of(mapped)
    unit = unit_of(session)
    first = _last_id(session, table.name) + 1
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
    insert_row(session, JournalChange, change)
    unit.nouns |= told_as(table.name, mapped.noun)
    unit.owners.note_new_run(table.name, ids[0], ids[-1])
    search.index_run(session, table.name, ids[0], ids[-1])
    return ids


def _last_id(session: Session, table: str) -> int:
    """The highest id a table has ever had."""
    last = session.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :table"), {"table": table}).scalar()
    return int(last or 0)


def _write_rows(session: Session, mapped: type[Record], rows: Sequence[Mapping[str, Any]], first: int) -> None:
    """Mapped objects cost forty microseconds each, so derived columns are computed on plain ones."""
    table, now = table_of(mapped), datetime.now(UTC)
    writers = writers_of(table)
    stamps = {name: now for name in ("created_at", "changed_at") if name in writers}
    derive: Any = mapped.derive
    owners = _owners(session, mapped, rows)
    raw = []
    for row_id, row in enumerate(rows, first):
        plain = SimpleNamespace(**mapped.defaults(), **stamps, id=row_id, version=1)
        plain.__dict__.update({name: found.get(row.get(key)) for name, key, found in owners if name not in row})
        plain.__dict__.update(row)
        derive(plain)
        values = plain.__dict__
        raw.append(tuple(writer(values.get(name)) if writer else values.get(name) for name, writer in writers.items()))
    places = ", ".join("?" * len(writers))
    names = ", ".join(f'"{name}"' for name in writers)
    session.connection().exec_driver_sql(f'INSERT INTO "{table.name}" ({names}) VALUES ({places})', raw)


def _owners(
    session: Session, mapped: type[Record], rows: Sequence[Mapping[str, Any]]
) -> list[tuple[str, str, dict[Any, Any]]]:
    """What the rows belong to and are derived from, where they don't bring it: attribute, column that refers, and those by id."""
    owners = []
    for name in mapped.derived_from:
        relation: RelationshipProperty[Any] | None = inspect(mapped).relationships.get(name)
        if relation is not None and not relation.uselist:
            ((here, _there),) = relation.local_remote_pairs
            kind, key = relation.mapper.class_, str(here.key)
            wanted = {row[key] for row in rows if name not in row and row.get(key) is not None}
            found = session.scalars(select(kind).where(kind.id.in_(any_of(wanted)))) if wanted else ()
            owners.append((name, key, {each.id: each for each in found}))
    return owners
