"""Columns that repeat what other columns and records say, brought up to them when these have changed.

Each kind of record declares what it is `derived_from`. What more has to follow, a noun does in the `follow` of its own file
of storage: it derives the record, and gives what a person has to be told of that.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from importlib import import_module
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, inspect, or_, select
from sqlalchemy.orm import RelationshipProperty, Session

from desktop_crm.model.base import Record
from desktop_crm.model.message import Message
from desktop_crm.model.noun import Noun
from desktop_crm.model.nouns import NOUNS
from desktop_crm.storage.journal.writing import unit_of
from desktop_crm.storage.loading import loaded, tied
from desktop_crm.storage.tables import RECORDS, table_of

#: The nouns with something to derive; what one is derived from stands before it.
DERIVED: Final = tuple(noun for noun in NOUNS if noun.record.derive is not Record.derive)

#: Table → ids of its rows.
Rows = Mapping[str, set[int]]


def derive_again(session: Session) -> list[Message]:
    """Derive anew what this unit of work touched by bare SQL, and what repeats it; what changes is journalled.

    Names in orders and contracts follow their client; client and totals in contracts that are not signed their order, and
    one of them that was sent is the draft of its next version then, which is told.
    """
    return _derive(session, {table: set(ids) for table, ids in unit_of(session).touched.items()})


def derive_followers(session: Session, record: Record) -> None:
    """The same for what follows a record that was saved."""
    _derive(session, {record.__tablename__: {record.id}})


def _derive(session: Session, touched: Rows) -> list[Message]:
    session.flush()
    told, changed = [], dict(touched)
    for noun in DERIVED:
        kind = noun.record
        if not (ids := changed.setdefault(noun.table, set()) | _following(session, kind, changed)):
            continue
        changed[noun.table] = ids
        query = loaded(kind).where(kind.id.in_(any_of(ids))).execution_options(populate_existing=True)
        follow = _follow_of(noun)
        told += [follow(session, tied(record)) for record in session.scalars(query).all()]
        session.flush()
    return [sentence for sentence in told if sentence is not None]


def _follow_of(noun: Noun) -> Callable[[Session, Any], Message | None]:
    found: Callable[[Session, Any], Message | None] | None = getattr(
        import_module(noun.module("storage")), "follow", None
    )
    return found or _just_derive


def _just_derive(_session: Session, record: Record) -> None:
    record.derive()


def _following(session: Session, kind: type[Record], changed: Rows) -> set[int]:
    """The ids of a kind's records that repeat something of changed ones."""
    wanted = list(_repeating(kind, changed))
    return set(session.scalars(select(kind.id).where(or_(*wanted)))) if wanted else set()


def _repeating(kind: type[Record], changed: Rows) -> Iterator[ColumnElement[bool]]:
    for name in dict.fromkeys(path.partition(".")[0] for path in kind.derived_from):
        relation: RelationshipProperty[Any] = inspect(kind).relationships[name]
        table = relation.mapper.class_.__tablename__
        if ids := changed.get(table):
            ((here, there),) = relation.local_remote_pairs
            if relation.uselist:
                yield here.in_(select(there).where(table_of(RECORDS[table]).columns.id.in_(any_of(ids))))
            else:
                yield here.in_(any_of(ids))


def any_of(ids: Collection[int]) -> Select[Any]:
    """Any number of ids: as parameters SQLite takes only some thousands."""
    return select(func.json_each(json.dumps(list(ids))).table_valued("value").c.value)
