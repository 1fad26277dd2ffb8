"""Every mapped table, so that whoever needs the whole metadata has one import."""

from collections.abc import Iterator
from typing import cast

from sqlalchemy import Table

from desktop_crm.model import (  # noqa: F401 - a table is known once its module is loaded
    company,
    draft,
    habit,
    identity,
    journal,
    numbering,
)
from desktop_crm.model.about import About, about_of
from desktop_crm.model.base import Base, Record
from desktop_crm.model.message import Message
from desktop_crm.model.noun import Noun
from desktop_crm.model.nouns import NOUNS

metadata = Base.metadata

#: A noun's tables are known once its record is.
NOUN_OF: dict[str, Noun] = {noun.table: noun for noun in NOUNS}


def table_of(mapped: type[Base]) -> Table:
    """The Core table behind a mapped class."""
    return cast("Table", mapped.__table__)


#: Table name → the record class behind it, for the journal.
RECORDS: dict[str, type[Record]] = {
    mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Record)
}

_CALLED: dict[str, Message] = {
    mapper.class_.__tablename__: mapper.class_.one for mapper in Base.registry.mappers if hasattr(mapper.class_, "one")
}


def about_column(table: str, column: str) -> About | None:
    """What a column tells of itself; None for one that tells nothing to a person, or is not there (any more)."""
    record = RECORDS.get(table)
    return None if record is None else about_of(record.__table__.columns.get(column))


def about_columns() -> Iterator[tuple[str, str, About]]:
    """Table, column, and what it tells, of all that tell something."""
    for table, record in RECORDS.items():
        for column in record.__table__.columns:
            if (told := about_of(column)) is not None:
                yield table, column.name, told


def title_of_row(table: str) -> Message | str:
    """What one row of a table is called; its own name where a person knows none."""
    return _CALLED.get(table, table)


def title_of_column(table: str, column: str) -> Message | str:
    """What people call a column; its own name where it tells nothing to a person."""
    told = about_column(table, column)
    return column if told is None else told.title


def pointed_to(table: str, column: str) -> type[Record] | None:
    """The kind of record a column points to, where those have names."""
    record = RECORDS.get(table)
    keys = (
        ()
        if record is None or column not in record.__table__.columns
        else record.__table__.columns[column].foreign_keys
    )
    found = (RECORDS.get(key.column.table.name) for key in keys)
    return next((other for other in found if other is not None and other.called), None)
