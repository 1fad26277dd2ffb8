"""Rows of a damaged file into the tables of a fresh one: what fits, and a note of what does not."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import sqlcipher3.dbapi2 as driver

from desktop_crm.storage.file.btree import Gap, Row, Trees
from desktop_crm.storage.journal.writing import DIALECT
from desktop_crm.storage.tables import metadata

_BATCH: Final = 500
_REVISION: Final = "alembic_version"
#: How SQLite keeps what a strict column takes.
_TYPES: Final[Mapping[str, type | tuple[type, ...]]] = {
    "INTEGER": int,
    "TEXT": str,
    "BLOB": bytes,
    "REAL": (float, int),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a fresh table."""

    name: str
    type: str
    required: bool
    default: Any


@dataclass
class Table:
    """A fresh table, and how far it was filled."""

    name: str
    columns: tuple[Column, ...]
    #: Where the rowid stands among the columns; None when it is hidden.
    id_at: int | None
    gaps: list[Gap] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    #: Rows of which a value could not be read and was replaced.
    mended: list[int] = field(default_factory=list)
    #: Ids that an index of the damaged file knew; None when none could be read.
    known: set[int] | None = None

    def fits(self, row: Row) -> bool:
        """Whether a loose row can be one of this table's."""
        return len(row.values) == len(self.columns) and all(
            (value is None and not column.required) or isinstance(value, _TYPES.get(column.type, object))
            if at != self.id_at
            else value is None
            for at, (value, column) in enumerate(zip(row.values, self.columns, strict=True))
        )

    def missed(self, row_id: int) -> bool:
        """Whether a row of this id can be among those that were not read."""
        return any(gap.after < row_id <= (row_id if gap.until is None else gap.until) for gap in self.gaps)


class Filling:
    """Everything that the trees lead to, and what lies loose, written through a bare connection to the fresh file."""

    def __init__(self, trees: Trees, fresh: Any) -> None:
        self._trees = trees
        self._fresh = fresh
        schema = [row.values for row in trees.rows(1) if isinstance(row, Row) and len(row.values) == 5]
        self._roots: dict[str, int] = {name: root for kind, name, _, root, _ in schema if kind == "table"}
        self._indexes: list[tuple[str, int]] = [(of, root) for kind, _, of, root, _ in schema if kind == "index"]
        self.tables = [_table(fresh, name) for name in _names(fresh)]

    @property
    def is_whole(self) -> bool:
        """Whether every table was found and read to its end."""
        return not any(table.gaps for table in self.tables)

    def run(self, progress: Callable[[], None]) -> None:
        """Fill all tables; `progress` is called now and then, and may raise to stop."""
        for table in self.tables:
            self._fill(table, progress)
        self._keep_counting()
        if not self.is_whole:
            for name in set(self._roots) - {table.name for table in self.tables}:
                for _ in self._trees.rows(self._roots[name]):  # so that its pages are not taken for loose ones
                    pass
            self._gather_loose(progress)
            self._ask_indexes()

    def ids(self, table: Table) -> set[int]:
        """What is in a fresh table."""
        return {row[0] for row in self._fresh.execute(f'SELECT rowid FROM "{table.name}"')}

    def put(self, table: Table, rows: Sequence[Row]) -> None:
        """Write rows; those that break a rule of the table are noted."""
        statement, shaped = _insert(table), [_shaped(table, row) for row in rows]
        try:
            self._fresh.execute("SAVEPOINT batch")
            self._fresh.executemany(statement, shaped)
        except driver.Error:
            self._fresh.execute("ROLLBACK TO batch")
            for row, values in zip(rows, shaped, strict=True):
                try:
                    self._fresh.execute(statement, values)
                except driver.Error:
                    table.refused.append(row.id)
        finally:
            self._fresh.execute("RELEASE batch")

    def _fill(self, table: Table, progress: Callable[[], None]) -> None:
        root = self._roots.get(table.name)
        if root is None:
            table.gaps.append(Gap(0, None))
            return
        batch: list[Row] = []
        for item in self._trees.rows(root):
            if isinstance(item, Gap):
                table.gaps.append(item)
                continue
            batch.append(item)
            if len(batch) == _BATCH:
                self.put(table, batch)
                batch.clear()
                progress()
        self.put(table, batch)

    def _gather_loose(self, progress: Callable[[], None]) -> None:
        """Pages whose way from the root is broken, to the one table that they can be of."""
        for rows in self._trees.loose():
            progress()
            fitting = [table for table in self.tables if table.gaps and rows and table.fits(rows[0])]
            if len(fitting) == 1:
                present = self.ids(fitting[0])
                self.put(fitting[0], [row for row in rows if fitting[0].missed(row.id) and row.id not in present])

    def _ask_indexes(self) -> None:
        for table in self.tables:
            roots = [root for of, root in self._indexes if of == table.name]
            if table.gaps and roots:
                found = {row_id for root in roots for row_id in self._trees.rowids(root)}
                table.known = {row_id for row_id in found if table.missed(row_id)} if found else None

    def _keep_counting(self) -> None:
        """Ids that were given once are not given again."""
        root = self._roots.get("sqlite_sequence")
        for item in self._trees.rows(root) if root else ():
            if isinstance(item, Row) and len(item.values) == 2 and isinstance(item.values[1], int):
                name, last = item.values
                known = self._fresh.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (name,)).fetchone()
                if known is None and name in {table.name for table in self.tables}:
                    self._fresh.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (name, last))
                elif known is not None and known[0] < last:
                    self._fresh.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (last, name))


def revision_in(trees: Trees) -> str:
    """The schema's revision as the damaged file tells it; empty when it can't be read."""
    for item in trees.rows(1):
        if isinstance(item, Row) and item.values[:2] == ("table", _REVISION) and isinstance(item.values[3], int):
            rows = [row for row in trees.rows(item.values[3]) if isinstance(row, Row)]
            return str(rows[0].values[0]) if rows else ""
    return ""


def _names(fresh: Any) -> list[str]:
    """The fresh file's own tables; the search index is made anew."""
    rows = fresh.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*'"
        f" AND name NOT GLOB '*_fts*' AND name <> '{_REVISION}' ORDER BY rowid"
    )
    return [row[0] for row in rows]


def _table(fresh: Any, name: str) -> Table:
    info = fresh.execute(f'PRAGMA table_info("{name}")').fetchall()
    keys = [at for at, column in enumerate(info) if column[5]]
    columns = tuple(Column(each[1], each[2], bool(each[3]), _default(fresh, each[4])) for each in info)
    return Table(name, columns, keys[0] if len(keys) == 1 and columns[keys[0]].type == "INTEGER" else None)


def _default(fresh: Any, sql: str | None) -> Any:
    return None if sql is None else fresh.execute(f"SELECT {sql}").fetchone()[0]


def _insert(table: Table) -> str:
    names = [f'"{column.name}"' for column in table.columns]
    if table.id_at is None:
        names.insert(0, "rowid")
    return f'INSERT INTO "{table.name}" ({", ".join(names)}) VALUES ({", ".join("?" * len(names))})'


def _shaped(table: Table, row: Row) -> tuple[Any, ...]:
    """A row's values in the order of `_insert`; columns that came later have their default."""
    later = (column.default for column in table.columns[len(row.values) :])
    values = [*row.values[: len(table.columns)], *later]
    for at, reader, replacement in _readers(table.name, tuple(column.name for column in table.columns)):
        try:
            reader(values[at])
        except Exception:  # noqa: BLE001  # whatever garbage leads to
            values[at] = replacement
            table.mended.append(row.id)
    if table.id_at is None:
        values.insert(0, row.id)
    else:
        values[table.id_at] = row.id
    return tuple(values)


@cache
def _readers(name: str, columns: tuple[str, ...]) -> Sequence[tuple[int, Callable[[Any], Any], Any]]:
    """For columns that hold more than plain text and numbers: place, what reads them, and what stands for garbage."""
    found = []
    mapped = metadata.tables.get(name)
    for at, column_name in enumerate(columns):
        column = mapped.columns.get(column_name) if mapped is not None else None
        implementation = column.type.dialect_impl(DIALECT) if column is not None else None
        reader = implementation.result_processor(DIALECT, None) if implementation else None
        if reader and column is not None and implementation:
            found.append((at, reader, _replacement(column, implementation, reader)))
    return found


def _replacement(column: Any, implementation: Any, reader: Callable[[Any], Any]) -> Any:
    """What the file would keep for an untouched column: its default, nothing, or the plainest value that can be read."""
    default = None if column.default is None or column.default.is_callable else column.default.arg
    writer = implementation.bind_processor(DIALECT)
    usual = writer(default) if writer and default is not None else default
    plain = () if column.nullable else (0, "1970-01-01", "[]", "{}")
    for value in (*(() if usual is None else (usual,)), *plain):
        with suppress(Exception):
            reader(value)
            return value
    return None


def runs(ids: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Ids that follow each other, as first and last."""
    first = last = None
    for row_id in sorted(ids):
        if last is not None and first is not None and row_id != last + 1:
            yield first, last
            first = row_id
        first, last = (row_id if first is None else first), row_id
    if first is not None and last is not None:
        yield first, last
