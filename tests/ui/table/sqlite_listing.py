"""A listing on a bare SQLite file, as the storage layer's ones behave: any thread, sorting and filtering in SQL."""

import json
import threading
from array import array
from datetime import date
from decimal import Decimal
from typing import Any

import sqlcipher3

from desktop_crm.model.listing import Choice, Column, Kind
from desktop_crm.model.message import msg
from desktop_crm.model.money import Money
from desktop_crm.model.tone import Tone

STATES = (
    Choice("draft", msg("Draft")),
    Choice("confirmed", msg("Confirmed"), Tone.INFORMATION),
    Choice("late", msg("Late"), Tone.DANGER),
    Choice("fulfilled", msg("Fulfilled"), Tone.GOOD),
)
COLUMNS = (
    Column("name", msg("Client"), width=260, sortable=True),
    Column("city", msg("City"), width=130),
    Column("state", msg("Status"), Kind.STATE, width=120, choices=STATES, sortable=True),
    Column("total", msg("Total"), Kind.MONEY, width=150, sortable=True, summable=True),
    Column("discount", msg("Discount"), Kind.PERCENT, width=90),
    Column("day", msg("Due"), Kind.DATE, width=120, sortable=True),
    Column("key", msg("Key client"), Kind.FLAG, width=90),
    Column("lines", msg("Lines"), Kind.NUMBER, width=80, hidden=True),
)
_SQL = "id, name, city, state, total, discount, day, key, lines"
_MAKE = """
insert into item
with recursive n(i) as (select 1 union all select i + 1 from n where i < ?)
select i, 'PT Nama ' || ((i * 7919) % 1000003), 'Kota ' || (i % 97),
       case i % 4 when 0 then 'draft' when 1 then 'confirmed' when 2 then 'late' else 'fulfilled' end,
       (i * 104729) % 100000000, i % 30, date('2024-01-01', '+' || (i % 1000) || ' days'), i % 5 = 0, i % 12 from n
"""


def make(path: Any, count: Any) -> None:
    """Fill a file with that many rows."""
    connection = sqlcipher3.connect(str(path))
    connection.execute("pragma journal_mode=wal")
    connection.execute("pragma synchronous=off")
    connection.execute(
        "create table item(id integer primary key, name, city, state, total integer, discount, day, key, lines)"
    )
    connection.execute(_MAKE, (count,))
    connection.execute("create index item_name on item(name)")
    connection.commit()
    connection.close()


class SqliteListing:
    """The table's `Listing` over the file."""

    noun = "item"
    columns: tuple[Column, ...] = COLUMNS

    def __init__(self, path: Any) -> None:
        self._path = str(path)
        self._local = threading.local()
        self.asked: list[Any] = []

    def count(self, query: Any) -> Any:
        return self.select(f"select count(*) from item {self._where(query)[0]}", self._where(query)[1])[0][0]

    def page(self, query: Any, offset: Any, limit: Any) -> Any:
        where, values = self._where(query)
        sql = f"select {_SQL} from item {where} {self._order(query)} limit ? offset ?"
        return [_row(row) for row in self.select(sql, [*values, limit, offset])]

    def ids(self, query: Any) -> Any:
        self.asked.append(query)
        where, values = self._where(query)
        found, cursor = (
            array("q"),
            self._connection().execute(f"select id from item {where} {self._order(query)}", values),
        )
        while rows := cursor.fetchmany(2000):
            found.extend([row[0] for row in rows])
        return found

    def rows(self, ids: Any) -> Any:
        sql = f"select {_SQL} from item where id in (select value from json_each(?))"
        found = {row[0]: _row(row) for row in self.select(sql, [json.dumps(list(ids))])}
        return [found[one] for one in ids if one in found]

    def totals(self, ids: Any) -> Any:
        total, sql = 0, "select coalesce(sum(total), 0) from item where id in (select value from json_each(?))"
        for start in range(0, len(ids), 20_000):
            total += self.select(sql, [json.dumps(list(ids[start : start + 20_000]))])[0][0]
        return {"total": [Money.of_minor(total, "IDR")]}

    def sums(self, query: Any) -> Any:
        return self.totals(self.ids(query))

    def change(self, sql: Any, *values: Any) -> None:
        """Write, as another part of the program would."""
        connection = self._connection()
        connection.execute(sql, values)
        connection.commit()

    def select(self, sql: Any, values: Any = ()) -> Any:
        return self._connection().execute(sql, values).fetchall()

    def _connection(self) -> Any:
        if not hasattr(self._local, "connection"):
            self._local.connection = sqlcipher3.connect(self._path, check_same_thread=False)
        return self._local.connection

    def _where(self, query: Any) -> Any:
        parts, values = [], []
        if query.find:
            parts.append("instr(lower(name || ' ' || city), ?)")
            values.append(query.find.lower())
        for one in query.filters:
            if one.values:
                parts.append(f"{one.column} in ({','.join('?' * len(one.values))})")
                values += list(one.values)
            for sign, bound in ((">=", one.low), ("<=", one.high)):
                if bound is not None:
                    parts.append(f"{one.column} {sign} ?")
                    values.append(_plain(bound))
        return ("where " + " and ".join(parts) if parts else ""), values

    def _order(self, query: Any) -> Any:
        way = "desc" if query.descending else "asc"
        return f"order by {query.sort} {way}, id {way}" if query.sort else "order by name, id"


def _plain(bound: Any) -> Any:
    return bound.minor if isinstance(bound, Money) else bound.isoformat() if isinstance(bound, date) else int(bound)


def _row(row: Any) -> Any:
    number, name, city, state, total, discount, day, key, lines = row
    money = None if total is None else Money.of_minor(total, "IDR")
    shown = None if day is None else date.fromisoformat(day)
    return number, name, city, state, money, Decimal(discount or 0), shown, bool(key), lines
