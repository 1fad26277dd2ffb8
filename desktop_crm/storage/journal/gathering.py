"""Columns that gather what hangs on a record, brought up to it at the end of each unit of work.

They are no part of a record's own: a client whose order was saved was not changed, so neither its version nor the history
tells of it. Undo, restoring and rescue need nothing of them but that those whose parts they touch are gathered anew.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from desktop_crm.model.nouns import NOUNS
from desktop_crm.storage.file.decoding import rows_of
from desktop_crm.storage.gathered import Gathered

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop_crm.storage.journal.writing import Unit

_AT_ONCE: Final = 1000


class Owners:
    """Whose parts a unit of work touched: those that lists are to be gathered for anew."""

    def __init__(self) -> None:
        self._named: dict[str, set[int]] = {}
        self._runs: list[tuple[str, int, int]] = []

    def note(self, change: dict[str, Any]) -> None:
        """A part that comes, goes, or changes hands: what it says itself of whose it is and was."""
        for every in _gathered():
            column = every.hanging.get(change["table_name"])
            for image in (change["before"], change["after"]) if column else ():
                owner = json.loads(image).get(column) if image and f'"{column}"' in image else None
                if owner is not None:
                    self._named.setdefault(every.table, set()).add(owner)

    def note_new_run(self, table: str, first: int, last: int) -> None:
        """Rows that came in bulk; nothing hangs on them yet."""
        self._runs.append((table, first, last))

    def note_run_back(self, table: str, first: int, last: int) -> None:
        """Rows that came back in bulk, and hold what they gathered long ago."""
        self.note_new_run(table, first, last)
        for every in _gathered():
            if table == every.table:
                self._named.setdefault(table, set()).update(range(first, last + 1))

    def note_run_going(self, session: "Session", table: str, first: int, last: int) -> None:
        """Rows that are about to go in bulk."""
        for every in _gathered():
            if table in every.hanging:
                found = _owners(session, every.hanging[table], table, "id BETWEEN ? AND ?", (first, last))
                self._named.setdefault(every.table, set()).update(found)

    def of(self, session: "Session", every: Gathered, touched: "dict[str, set[int]]") -> set[int]:
        """The rows of a table to gather for."""
        found = self._named.get(every.table, set()) | touched.get(every.table, set())
        for table, column in every.hanging.items():
            if ids := touched.get(table):
                found |= _owners(session, column, table, "id IN (SELECT value FROM json_each(?))", (_all(ids),))
        for table, first, last in self._runs:
            if table in every.hanging:
                found |= _owners(session, every.hanging[table], table, "id BETWEEN ? AND ?", (first, last))
        return found


def gather(session: "Session", unit: "Unit") -> None:
    """At the end of a unit of work."""
    for every in _gathered():
        if ids := unit.owners.of(session, every, unit.touched):
            unit.nouns |= _told(every) if _bring(session, every, sorted(ids)) else set()


def gather_all(session: "Session") -> None:
    """For every row: what was put into the file by other ways than units of work."""
    for every in _gathered():
        ids = session.connection().exec_driver_sql(f"SELECT id FROM {every.table} ORDER BY id").scalars().all()
        _bring(session, every, ids)


def unlike(connection: Any, table: str, ids: Collection[int]) -> Iterator[tuple[int, str]]:
    """Row and column of what is not as it would be gathered now; on a bare connection."""
    for every in _gathered():
        if every.table == table:
            for row_id, held, now in _compared(connection, every, ids):
                yield from (
                    (row_id, name) for name, was, is_now in zip(every.columns, held, now, strict=True) if was != is_now
                )


def _bring(session: "Session", every: Gathered, ids: Collection[int]) -> bool:
    """Whether anything was otherwise."""
    bare: Any = session.connection().connection.driver_connection
    places, changed, waiting = ", ".join(f"{name} = ?" for name in every.columns), False, list(ids)
    for at in range(0, len(waiting), _AT_ONCE):
        found = list(_compared(bare, every, waiting[at : at + _AT_ONCE]))
        news = [(*now, row_id) for row_id, held, now in found if held != now]
        bare.executemany(f"UPDATE {every.table} SET {places} WHERE id = ?", news)
        changed = changed or bool(news)
    return changed


def _compared(
    connection: Any, every: Gathered, ids: Iterable[int]
) -> Iterator[tuple[int, tuple[Any, ...], tuple[Any, ...]]]:
    """Id, what the row holds, what it should."""
    width = len(every.columns) + 1
    names = ", ".join((*(f"t.{name}" for name in every.columns), *every.asked))
    asked = f"SELECT t.id, {names} FROM {every.table} t WHERE t.id IN (SELECT value FROM json_each(?))"
    for row in rows_of(connection, asked, (_all(ids),)):
        yield row[0], tuple(row[1:width]), every.read(*row[width:])


def _owners(session: "Session", column: str, table: str, where: str, values: tuple[object, ...]) -> set[int]:
    rows = session.connection().exec_driver_sql(f"SELECT DISTINCT {column} FROM {table} WHERE {where}", values)
    return {owner for owner in rows.scalars() if owner is not None}


def _all(ids: Iterable[int]) -> str:
    return json.dumps(list(ids))


def _told(every: Gathered) -> set[str]:
    return {noun.id for noun in NOUNS if noun.table == every.table}


@cache
def _gathered() -> tuple[Gathered, ...]:
    found = (getattr(import_module(noun.module("storage")), "GATHERED", None) for noun in NOUNS if noun.is_listed)
    return tuple(each for each in found if each is not None)
