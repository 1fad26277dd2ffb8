"""Putting deleted things back as they were, with all that went with them, whatever was done in between."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from desktop_crm.model.contract import Contract
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import Message, msg
from desktop_crm.storage.contract import with_number_like
from desktop_crm.storage.journal.deriving import derive_again
from desktop_crm.storage.journal.links import is_there, parents_of, unique_columns
from desktop_crm.storage.journal.writing import Place, Values, change_of, keep, rows_of, writers_of
from desktop_crm.storage.tables import RECORDS, table_of


@dataclass
class Restored:
    """What came back, by name, and what the person should be told of it."""

    names: list[str] = field(default_factory=list)
    told: list[Message] = field(default_factory=list)


def restore(session: Session, change_ids: Iterable[int]) -> Restored:
    """Put back what these changes deleted, and what went with it; what it belongs to comes back too, if that is gone.

    A number or code that another record has by now gets an addition; a mention of something that is gone for good is
    left out. UserError when there is nothing to put back, or nothing for it to belong to.
    """
    work = _Restoring(session)
    for change_id in change_ids:
        work.take(change_id)
    return work.write()


class _Restoring:
    def __init__(self, session: Session) -> None:
        self._session = session
        self._connection = session.connection()
        self._rows: dict[Place, Values] = {}
        self._result = Restored()
        self._renamed: set[Place] = set()

    def take(self, change_id: int) -> None:
        """Gather a deleted row, and those deleted with it that hang on it."""
        change = (
            self._connection.exec_driver_sql("SELECT * FROM journal_changes WHERE id = ?", (change_id,))
            .mappings()
            .first()
        )
        if change is None or change["op"] != "delete" or change["before"] is None:
            raise UserError(msg("Not restored: history is no longer kept that far back."))
        place = (change["table_name"], change["row_id"])
        if place in self._rows or is_there(self._connection, *place):
            return
        self._result.names.append(str(json.loads(change["before"]).get(RECORDS[place[0]].called, "")))
        below = {place: _values(change)}
        others = list(self._deleted_with(change["entry_id"]))
        while fresh := {at: row for at, row in others if at not in below and _hangs(at, row, below)}:
            below |= fresh
        self._rows |= {at: row for at, row in below.items() if not is_there(self._connection, *at)}
        for at, row in below.items():
            self._take_parents(at, row)

    def write(self) -> Restored:
        """Write all that was gathered."""
        if not self._rows:
            raise UserError(msg("Not restored: all of it is there again."))
        self._connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for place, row in self._rows.items():
            self._fit(place, row)
            self._insert(place[0], row)
        now = rows_of(self._session, self._rows)
        keep(self._session, [change for place in self._rows if (change := change_of(place, None, now.get(place)))])
        self._result.told += derive_again(self._session)
        self._revise_renamed()
        return self._result

    def _revise_renamed(self) -> None:
        """What was sent under another number, or names its order by one, must be sent anew."""
        contracts, orders = ({at for name, at in self._renamed if name == table} for table in ("contracts", "orders"))
        named = Contract.id.in_(contracts) | Contract.order_id.in_(orders)
        loaded = select(Contract).where(named).options(joinedload(Contract.client), joinedload(Contract.order))
        revised = [one for one in self._session.scalars(loaded) if one.revise()]
        self._session.flush()
        self._result.told += [one.told_revised() for one in revised]

    def _deleted_with(self, entry_id: int) -> Iterator[tuple[Place, Values]]:
        rows = self._connection.exec_driver_sql(
            "SELECT * FROM journal_changes WHERE entry_id = ? AND op = 'delete' AND before IS NOT NULL", (entry_id,)
        )
        for change in rows.mappings():
            yield (change["table_name"], change["row_id"]), _values(change)

    def _take_parents(self, place: Place, row: Values) -> None:
        for link, parent in parents_of(place[0], row):
            above = (link.parent, parent)
            if not link.needed or above in self._rows or is_there(self._connection, *above):
                continue
            name, last = _name(place, row), self._last_deletion(above)
            if last is None:
                raise UserError(msg("Not restored: what {name} belonged to is gone.", name=name))
            self.take(last)
            self._result.told.append(
                msg(
                    "{parent} came back too, because {name} belongs to it.",
                    parent=_name(above, self._rows[above]),
                    name=name,
                )
            )

    def _last_deletion(self, place: Place) -> int | None:
        found = self._connection.exec_driver_sql(
            "SELECT max(id) FROM journal_changes WHERE op = 'delete' AND last_row_id IS NULL AND table_name = ?"
            " AND row_id = ? AND before IS NOT NULL",
            place,
        ).scalar()
        return None if found is None else int(found)

    def _fit(self, place: Place, values: Values) -> None:
        """Leave out mentions of what is gone for good, and step aside for numbers and codes that were taken."""
        for link, named in list(parents_of(place[0], values)):
            if (
                not link.needed
                and (link.parent, named) not in self._rows
                and not is_there(self._connection, link.parent, named)
            ):
                values[link.column] = None
        for column in unique_columns(place[0]):
            free = self._free(place, column, str(values[column]))
            if free != values[column]:
                self._result.told.append(
                    msg(
                        "{before} is taken by another record by now; what came back is called {after}.",
                        before=values[column],
                        after=free,
                    )
                )
                values[column] = free
                self._renamed.add(place)

    def _free(self, place: Place, column: str, wanted: str) -> str:
        taken, number = wanted, 1
        while self._is_taken(place[0], column, taken):
            number += 1
            taken = f"{wanted}-{number}"
        return taken

    def _is_taken(self, table: str, column: str, wanted: str) -> bool:
        """Contracts' numbers are compared as people read them."""
        if (table, column) == ("contracts", "number"):
            return with_number_like(self._session, wanted) is not None
        rows = self._connection.exec_driver_sql(f'SELECT 1 FROM "{table}" WHERE "{column}" = ?', (wanted,))
        return rows.first() is not None

    def _insert(self, table: str, values: Values) -> None:
        """What this version of the program keeps; columns that came since begin with their defaults."""
        writers, defaults = writers_of(table_of(RECORDS[table])), RECORDS[table].defaults()
        for name in list(values):
            if name not in writers:
                del values[name]
        for name, writer in writers.items():
            if name not in values:
                value = defaults.get(name)
                values[name] = writer(value) if writer else value
        names, places = ", ".join(f'"{name}"' for name in values), ", ".join("?" * len(values))
        self._connection.exec_driver_sql(f'INSERT INTO "{table}" ({names}) VALUES ({places})', tuple(values.values()))


def _values(change: Any) -> Values:
    found: Values = json.loads(change["before"])
    return found


def _hangs(place: Place, row: Values, on: dict[Place, Values]) -> bool:
    return any(link.goes_along and (link.parent, parent) in on for link, parent in parents_of(place[0], row))


def _name(place: Place, row: Values) -> str:
    return str(row.get(RECORDS[place[0]].called, ""))
