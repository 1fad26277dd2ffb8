"""After the rows are in: what the history remembers of lost ones, what stands in for others, and what must go."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import sqlcipher3.dbapi2 as driver

from desktop_crm.model.base import UNKNOWN
from desktop_crm.storage.journal.links import CARDS
from desktop_crm.storage.journal.writing import writers_of
from desktop_crm.storage.rescue.rows import Filling, Table
from desktop_crm.storage.tables import RECORDS, table_of


class Mending:
    """Brings the rows of a fresh file in order with each other; a bare connection whose foreign keys are off."""

    def __init__(self, filling: Filling, fresh: Any) -> None:
        self._filling = filling
        self._fresh = fresh
        self._tables = {table.name: table for table in filling.tables}
        #: By table: rows as the history had them · rows that stand in for lost ones · rows that nothing held any more.
        self.remembered: defaultdict[str, int] = defaultdict(int)
        self.stand_ins: defaultdict[str, list[int]] = defaultdict(list)
        self.alone: defaultdict[str, list[int]] = defaultdict(list)

    def run(self) -> None:
        """All of it."""
        self._remember()
        self._name_bytes()
        while broken := self._fresh.execute("PRAGMA foreign_key_check").fetchall():
            if not sum(self._mend_reference(*each) for each in broken):
                for table, row_id, *_ in broken:
                    self._leave_out(table, [row_id])
        self._adopt_files()

    def _remember(self) -> None:
        lost = {table.name: self._filling.ids(table) for table in self._tables.values() if table.gaps or table.refused}
        for (name, _), values in _as_told(self._fresh, lost, self._tables).items():
            names = [column.name for column in self._tables[name].columns if column.name in values]
            try:
                self._insert(name, {each: values[each] for each in names})
            except (driver.Error, ValueError, OverflowError):  # a value that no file can keep
                continue
            self.remembered[name] += 1

    def _name_bytes(self) -> None:
        """Bytes are kept under their hash; those that a fault changed get the hash that they have now."""
        for (blob_id,) in self._fresh.execute("SELECT id FROM blobs").fetchall():
            sha256, content = self._fresh.execute(
                "SELECT sha256, content FROM blobs WHERE id = ?", (blob_id,)
            ).fetchone()
            actual = hashlib.sha256(content).hexdigest()
            if actual != sha256:
                self._fresh.execute(
                    "UPDATE OR IGNORE blobs SET sha256 = ?, size = ? WHERE id = ?", (actual, len(content), blob_id)
                )
                self._tables["blobs"].mended.append(blob_id)

    def _adopt_files(self) -> None:
        """Files whose bytes are lost go; those whose card is lost hang on one client made for them."""
        gone = "SELECT id FROM attachments WHERE blob_id NOT IN (SELECT id FROM blobs)"
        self._leave_out("attachments", [row[0] for row in self._fresh.execute(gone)])
        for noun, table in CARDS.items():
            homeless = f"FROM attachments WHERE owner_noun = '{noun}' AND owner_id NOT IN (SELECT id FROM {table})"
            if not self._filling.is_whole and self._fresh.execute(f"SELECT 1 {homeless}").fetchone():
                home = self._home()
                self._fresh.execute(
                    f"UPDATE attachments SET owner_noun = 'client', owner_id = ? WHERE id IN (SELECT id {homeless})",
                    (home,),
                )

    def _home(self) -> int:
        row = self._fresh.execute("SELECT id FROM clients WHERE name = ?", (UNKNOWN,)).fetchone()
        if row is not None:
            return int(row[0])
        last = self._fresh.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = 'clients'").fetchone()[0]
        self._stand_in("clients", (last or 0) + 1, {"name": UNKNOWN})
        return int(last or 0) + 1

    def _mend_reference(self, table: str, row_id: int, other: str, key: int) -> bool:
        """Forget what is not needed, or put something in the place of what is; whether either could be done."""
        column, row = self._reference(table, row_id, key)
        if row[column] is None or self._is_there(other, row[column]):
            return True
        if not next(each.required for each in self._tables[table].columns if each.name == column):
            self._fresh.execute(f'UPDATE "{table}" SET "{column}" = NULL WHERE rowid = ?', (row_id,))
            return True
        values = RECORDS[other].stand_in(row[column], row) if other in RECORDS else None
        if values is not None:
            self._stand_in(other, row[column], values)
        return values is not None

    def _reference(self, table: str, row_id: int, key: int) -> tuple[str, dict[str, Any]]:
        """The column that refers, and the row."""
        keys = self._fresh.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
        column = next(each[3] for each in keys if each[0] == key)
        cursor = self._fresh.execute(f'SELECT * FROM "{table}" WHERE rowid = ?', (row_id,))
        return column, dict(zip((each[0] for each in cursor.description), cursor.fetchone(), strict=True))

    def _is_there(self, table: str, row_id: int) -> bool:
        return self._fresh.execute(f'SELECT 1 FROM "{table}" WHERE id = ?', (row_id,)).fetchone() is not None

    def _leave_out(self, table: str, ids: Sequence[int]) -> None:
        self._fresh.executemany(f'DELETE FROM "{table}" WHERE rowid = ?', [(row_id,) for row_id in ids])
        self.alone[table] += ids

    def _stand_in(self, name: str, row_id: int, values: Mapping[str, Any]) -> None:
        mapped, now = RECORDS[name], datetime.now(UTC)
        whole = {**mapped.defaults(), "created_at": now, "changed_at": now, **values, "id": row_id, "version": 1}
        plain = SimpleNamespace(**whole)
        if not mapped.derived_from:
            derive: Any = mapped.derive  # which reads a plain object as well
            derive(plain)
        writers = writers_of(table_of(mapped))
        known = {column.name for column in self._tables[name].columns}
        raw = {
            each: writer(getattr(plain, each, None)) if writer else getattr(plain, each, None)
            for each, writer in writers.items()
            if each in known
        }
        self._insert(name, raw)
        self.stand_ins[name].append(row_id)

    def _insert(self, name: str, values: Mapping[str, Any]) -> None:
        names = ", ".join(f'"{each}"' for each in values)
        places = ", ".join("?" * len(values))
        self._fresh.execute(f'INSERT INTO "{name}" ({names}) VALUES ({places})', tuple(values.values()))


def _as_told(
    fresh: Any, present: Mapping[str, set[int]], tables: Mapping[str, Table]
) -> dict[tuple[str, int], dict[str, Any]]:
    """Lost rows as the history tells that they were last: made there, then changed, and not deleted."""
    told: dict[tuple[str, int], dict[str, Any]] = {}
    for name, row_id, op, after in _changes(fresh):
        if name not in present or row_id in present[name] or not _is_lost(tables[name], row_id):
            continue
        if op == "insert" and (values := _image(after)):
            told[name, row_id] = values
        elif op == "update" and (name, row_id) in told:
            told[name, row_id].update(_image(after))
        elif op == "delete":
            told.pop((name, row_id), None)
    return told


def _image(text: str | None) -> dict[str, Any]:
    """What the columns held; nothing where a fault has made it unreadable."""
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _changes(fresh: Any) -> Iterator[tuple[str, int, str, str | None]]:
    cursor = fresh.execute('SELECT table_name, row_id, last_row_id, op, "after" FROM journal_changes ORDER BY id')
    for name, first, last, op, after in cursor:
        for row_id in range(first, (first if last is None else last) + 1) if op == "delete" else (first,):
            yield name, row_id, op, after


def _is_lost(table: Table, row_id: int) -> bool:
    if row_id in table.refused:
        return True
    return row_id in table.known if table.known is not None else table.missed(row_id)
