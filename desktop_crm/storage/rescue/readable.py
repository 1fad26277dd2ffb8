"""Rows read as the window reads them, one value after the other: what can't be read, and what does not follow from the rest."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from desktop_crm.model.base import Record
from desktop_crm.model.errors import UnreadableError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.storage.file.decoding import texts_as
from desktop_crm.storage.journal.writing import DIALECT, writers_of
from desktop_crm.storage.loading import loaded, tied
from desktop_crm.storage.tables import RECORDS, table_of, title_of_column, title_of_row

#: Set by each save, and derived from nothing.
_STAMPS: Final = frozenset({"version", "created_at", "changed_at"})


class Place(NamedTuple):
    """One value of one row; a row as a whole has no column. `name` is what people call the row, if that can be read."""

    table: str
    row_id: int
    name: str
    column: str

    def told(self) -> Message:
        """The sentence of a value that nobody can read."""
        return msg(
            "{what} {name}: {field} can't be read",
            what=title_of_row(self.table),
            name=self.name or f"#{self.row_id}",
            field=title_of_column(self.table, self.column),
        )


def ids_after(connection: Any, table: str, after: int, limit: int) -> list[int]:
    """The next rows of a table."""
    rows = connection.execute(f'SELECT id FROM "{table}" WHERE id > ? ORDER BY id LIMIT ?', (after, limit))
    return [row[0] for row in rows]


def unreadable(connection: Any, table: str, ids: Sequence[int]) -> Iterator[Place]:
    """The values that no card and no list could show."""
    if not ids:
        return
    columns, called = _readers(table), RECORDS[table].called
    chosen = ", ".join(str(int(row_id)) for row_id in ids)
    for row in _bytes_of(connection, f'SELECT {_named(columns)} FROM "{table}" WHERE id IN ({chosen}) ORDER BY id'):
        values = dict(zip(columns, row, strict=True))
        wrong = [name for name, read in columns.items() if not _can_be_read(values[name], read)]
        for name in wrong:
            yield Place(table, int(values["id"]), "" if called in wrong else _text(values.get(called, b"")), name)


def _bytes_of(connection: Any, sql: str) -> list[Any]:
    with texts_as(connection, bytes):
        rows: list[Any] = connection.execute(sql).fetchall()
        return rows


def _named(columns: Any) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value or "")


def _can_be_read(value: Any, read: Callable[[Any], Any] | None) -> bool:
    try:
        plain = value.decode() if isinstance(value, bytes) else value
        if read is not None:
            read(plain)
    except (UnicodeDecodeError, UnreadableError):
        return False
    return True


@cache
def _readers(table: str) -> dict[str, Callable[[Any], Any] | None]:
    """For each column of today, what turns the file's value into Python's."""
    return {
        column.name: column.type.dialect_impl(DIALECT).result_processor(DIALECT, None)
        for column in table_of(RECORDS[table]).columns
    }


def unfitting(
    session: Session, table: str, ids: Sequence[int], unknown: Callable[[Record], list[str]]
) -> Iterator[tuple[Record, dict[str, Any], list[Problem]]]:
    """Records of which something does not fit: columns with what they hold instead, and errors among their own values.

    A derived column is not what follows from the rest (which the record holds now); one that `unknown` names holds a code
    that stands for nothing. No column at all: deriving failed. Those that can't be read are left out.
    """
    kind = RECORDS[table]
    columns = table_of(kind).columns
    derived = [column.name for column in columns if column.info.get("derived") and column.name not in _STAMPS]
    writers = writers_of(table_of(kind))
    for record in _loaded(session, kind, ids):
        kept = {name: _raw(writers[name], getattr(record, name)) for name in derived}
        codes = {name: getattr(record, name) for name in unknown(record)}
        try:
            problems = [problem for problem in record.problems() if problem.severity is Severity.ERROR]
            record.derive()
        except (ValueError, ArithmeticError, LookupError, TypeError, AttributeError):
            yield record, codes or {"": None}, []
            continue
        wrong = {name: kept[name] for name in derived if _raw(writers[name], getattr(record, name)) != kept[name]}
        if wrong or codes or problems:
            yield record, {**wrong, **codes}, problems
    session.expunge_all()


def _raw(writer: Callable[[Any], Any] | None, value: Any) -> Any:
    return writer(value) if writer else value


def _loaded(session: Session, kind: type[Record], ids: Sequence[int]) -> list[Record]:
    """Together, or one by one when one of them can't be read."""
    try:
        return _load(session, kind, ids)
    except (UnreadableError, DatabaseError):
        session.rollback()
    found = []
    for row_id in ids:
        try:
            found += _load(session, kind, [row_id])
        except (UnreadableError, DatabaseError):
            session.rollback()
    return found


def _load(session: Session, kind: type[Record], ids: Sequence[int]) -> list[Record]:
    return [tied(record) for record in session.scalars(loaded(kind).where(kind.id.in_(ids)).order_by(kind.id))]
