"""Every mapped table, so that whoever needs the whole metadata has one import."""

from typing import cast

from sqlalchemy import Table

from desktop_crm.model import (  # noqa: F401 - a table is known once its module is loaded
    attachment,
    client,
    company,
    contact,
    contract,
    draft,
    habit,
    identity,
    journal,
    numbering,
    order,
    product,
    tax,
)
from desktop_crm.model.base import Base, Record

metadata = Base.metadata


def table_of(mapped: type[Base]) -> Table:
    """The Core table behind a mapped class."""
    return cast("Table", mapped.__table__)


#: Table name → the record class behind it, for the journal.
RECORDS: dict[str, type[Record]] = {
    mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Record)
}
