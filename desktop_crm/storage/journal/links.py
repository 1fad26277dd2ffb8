"""What hangs on what: the references between records, read from their tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from desktop_crm.model.attachment import Attachment
from desktop_crm.model.base import Record
from desktop_crm.storage.tables import NOUN_OF, RECORDS, table_of


@dataclass(frozen=True, slots=True)
class Link:
    """A column of `table` that names a row of `parent`; not `needed` may be empty instead.

    `noun` is set where another column tells which kind of card is named, as for files.
    """

    table: str
    column: str
    parent: str
    needed: bool
    noun: str = ""

    @property
    def goes_along(self) -> bool:
        """Whether a row of it goes when that of the parent does: it can't be without it, or its noun belongs to that one."""
        parents = NOUN_OF[self.table].belongs_to if self.table in NOUN_OF else ()
        return self.needed or any(NOUN_OF[self.parent].id == noun for noun in parents if self.parent in NOUN_OF)


def _links() -> Iterator[Link]:
    for name, record in RECORDS.items():
        for column in table_of(record).columns:
            for key in column.foreign_keys:
                if key.column.table.name in RECORDS:
                    yield Link(name, column.name, key.column.table.name, not column.nullable)


#: Noun → the table of its cards.
CARDS: Final = {
    record.noun: name for name, record in RECORDS.items() if record.card is Record.card and record.noun != "settings"
}

LINKS: Final = (
    *_links(),
    *(Link(Attachment.__tablename__, "owner_id", table, needed=True, noun=noun) for noun, table in CARDS.items()),
)


def parents_of(table: str, values: dict[str, Any]) -> Iterator[tuple[Link, int]]:
    """The rows that a row with these values names."""
    for link in LINKS:
        named = values.get(link.column) if link.table == table else None
        if named is not None and (not link.noun or values.get("owner_noun") == link.noun):
            yield link, named


def name_of(connection: Any, table: str, row_id: int) -> str:
    """What a person calls a row; empty when it is gone or has no name."""
    column = RECORDS[table].called
    if not column:
        return ""
    row = connection.exec_driver_sql(f'SELECT "{column}" FROM "{table}" WHERE id = ?', (row_id,)).first()
    return str(row[0]) if row else ""


def is_there(connection: Any, table: str, row_id: int) -> bool:
    """Whether a row exists."""
    return connection.exec_driver_sql(f'SELECT 1 FROM "{table}" WHERE id = ?', (row_id,)).first() is not None


def unique_columns(table: str) -> list[str]:
    """The columns of which no two rows may hold the same."""
    return [column.name for column in RECORDS[table].__table__.columns if column.unique]
