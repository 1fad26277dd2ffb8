"""Lists in SQL, on the bare driver: a noun declares its columns, here they become the questions of `Listing`."""

import json
import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import islice
from time import monotonic
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import sqlcipher3.dbapi2 as driver

from desktop_crm.model.fold import fold
from desktop_crm.model.listing import UNREADABLE, Choice, Column, Filter, Kind, Part, Query, Role
from desktop_crm.model.message import Message
from desktop_crm.model.moments import moment_from_int, moment_to_int
from desktop_crm.model.money import Money, price_from_file, price_to_file
from desktop_crm.storage.file.decoding import GARBAGE, is_undecodable, torn_rows, value_of
from desktop_crm.storage.lists import search
from desktop_crm.storage.lists.known_order import KnownOrder, by_place

if TYPE_CHECKING:
    from desktop_crm.storage.workspace import Workspace

#: What stands in cells that are late, by the ids of their rows: given what the file says of each (another text whenever that may
#: have become another), and whether it may take its time. What is not known is left out.
Late = Callable[[Mapping[int, str], bool], Mapping[int, Any]]

_CHUNK = 2000
_OTHERS = re.compile(r"\b(?!t\.)[a-z]\.")  # a column of another table than the list's own, `t`

#: Seconds that a walk along a sort index may take (some 80,000 rows), and how often the clock is looked at.
_WALK = 0.02
_STEPS = 1000


@dataclass(frozen=True, slots=True)
class SummedElsewhere:
    """Of a column that shows what other rows come to: their table `o` and which of them, and whose each is."""

    amount: str
    unit: str
    table: str
    where: str
    owner: str

    def sql(self, owners: str) -> str:
        """The sums by unit, of those `owners` or of all."""
        those = f" AND {self.owner} IN ({owners})" if owners else ""
        return f"SELECT {self.unit}, sum({self.amount}) FROM {self.table} o WHERE {self.where}{those} GROUP BY 1 ORDER BY 1"


@dataclass(frozen=True, slots=True)
class SqlColumn:
    """A column with its SQL: what to select (`t` is the list's table), how to read it, by what it sorts.

    `{today}` in an expression becomes the current date.
    """

    column: Column
    select: tuple[str, ...]
    sort: str = ""
    read: Callable[..., Any] | None = None
    write: Callable[[Any], Any] | None = None  # a filter's value, to what the file holds
    joined: bool = False  # of a row that must be there: where it is not, the cell is unreadable
    days_since: str = ""  # the day that a number of days is counted from, which filters compare
    summed: SummedElsewhere | None = None
    holds: str = ""  # a filter's condition where a cell holds several values, any of `{values}`

    @property
    def missing(self) -> Any:
        """What stands in a cell for NULL."""
        return UNREADABLE if self.joined else None


def sql_column(
    id: str,
    title: Message,
    *select: str,
    kind: Kind = Kind.TEXT,
    sort: str = "",
    width: int = 140,
    hidden: bool = False,
    choices: tuple[Choice, ...] = (),
    summable: bool = False,
    summed_as: Message | None = None,
    places: int = 0,
    sensitive: bool = False,
    of_client: bool = False,
    joined: bool = False,
    part: Part | Role | None = None,
    late: bool = False,
) -> SqlColumn:
    """Declare a column; kinds bring their own reading and writing. `joined` is one of another row that this one needs."""
    part = Part(part) if isinstance(part, Role) else part
    column = Column(
        id, title, kind, width, bool(sort), hidden, choices, summable, summed_as, sensitive, of_client, part, late
    )
    read, write = _converters(kind, places)
    return SqlColumn(column, select or (f"t.{id}",), sort, read, write, joined)


def _converters(kind: Kind, places: int) -> tuple[Callable[..., Any] | None, Callable[[Any], Any] | None]:
    match kind:
        case Kind.MONEY:
            return Money.of_minor, lambda value: value.minor if isinstance(value, Money) else value
        case Kind.DATE:
            return date.fromisoformat, lambda value: value.isoformat()
        case Kind.MOMENT:
            return moment_from_int, moment_to_int
        case Kind.FLAG:
            return bool, int
        case Kind.NUMBER | Kind.PERCENT if places:
            return (
                lambda value: None if value is None else Decimal(value).scaleb(-places),
                lambda value: int(Decimal(value).scaleb(places)),
            )
        case _:
            return None, None


@dataclass(frozen=True, slots=True)
class SqlSource:
    """Where a list comes from: table, joins for its rows, its columns, its own order, its short-text prefix key.

    Joins leave no row out: one that lacks what it belongs to is counted, and so it is shown.
    """

    noun: str
    table: str
    columns: tuple[SqlColumn, ...]
    order: str
    joins: str = ""
    prefix_key: str = ""
    where: str = ""


class SqlListing:
    """`Listing` over a source of one workspace; every method may be called from any thread."""

    def __init__(
        self,
        workspace: "Workspace",
        source: SqlSource,
        today: Callable[[], date] = date.today,
        where: str = "",
        late: Mapping[str, Late] = MappingProxyType({}),
    ) -> None:
        self._workspace = workspace
        self._source = source
        self._known = KnownOrder(workspace, source.noun)
        self._today = today
        self._given = where, late
        self._where = " AND ".join(part for part in (source.where, where) if part)
        self._by_id = {item.column.id: item for item in source.columns}
        self._readers = _readers(source.columns)
        parts = ", ".join(part for item in source.columns for part in item.select)
        self._selecting = (
            f"SELECT t.id, {parts} FROM {source.table} t {source.joins} WHERE t.id IN (SELECT value FROM json_each(?))"
        )
        names = [item.column.id for item in source.columns if item.column.late]
        places = [item.column.id for item in source.columns]
        self._late = [(places.index(name) + 1, late.get(name, _unknown)) for name in names]
        self.noun = source.noun
        self.columns: Sequence[Column] = tuple(item.column for item in source.columns)

    def count(self, query: Query) -> int:
        """How many rows answer."""
        with self._workspace.driver_connection() as connection:
            where, values = self._conditions(connection, query, whole=True)
            return int(connection.execute(f"SELECT count(*) {self._from(query)} {where}", values).fetchone()[0])

    def page(self, query: Query, offset: int, limit: int) -> list[tuple[Any, ...]]:
        """The first rows without waiting for all ids."""
        with self._workspace.driver_connection() as connection:
            rows = self._rows(connection, self._first_ids(connection, query, offset, limit))
        return self._told(rows, waits=False)

    def some(self, text: str, limit: int) -> list[tuple[Any, ...]]:
        """A few rows that hold the words: the first in order when few do, else whichever the index meets first."""
        with self._workspace.driver_connection() as connection:
            found = self._met_first(connection, text)
            if limit < len(found) < search.SOME:  # all there are
                found = self._put_in_order(connection, found)
            rows = self._rows(connection, found[:limit])
        return self._told(rows, waits=False)

    def _met_first(self, connection: Any, text: str) -> list[int]:
        """Hits as the search index gives them, without waiting for all."""
        table, words = self._source.table, search.words_of(text)
        narrowed = search.narrowed(connection, table, words)
        asked = search.asked(connection, table, words) if narrowed is None else search.Asked("", ())
        if narrowed is not None:
            ids, unsure = narrowed
            where, values = _all_of((("t.id IN (SELECT value FROM json_each(?))", [json.dumps(ids)]), _holding(unsure)))
            sql = f"SELECT t.id FROM {table} t WHERE {where}"
        elif asked.expression:
            source = f"{table}_fts CROSS JOIN {table} t ON t.id = {table}_fts.rowid"
            matching = (f"{table}_fts MATCH ?", [asked.expression])
            where, values = _all_of((matching, _holding(asked.unsure)))
            sql = f"SELECT t.id FROM {source} WHERE {where}"
        else:
            where, values = self._conditions(connection, Query(find=text), whole=True)
            sql = f"SELECT t.id FROM {table} t {where}"
        return [row[0] for row in connection.execute(f"{sql} LIMIT {search.SOME}", values)]

    def _put_in_order(self, connection: Any, ids: Sequence[int]) -> list[int]:
        where, values = self._conditions(connection, Query(), whole=True)
        those = "t.id IN (SELECT value FROM json_each(?))"
        both = f"{where} AND {those}" if where else f"WHERE {those}"
        sql = f"SELECT t.id {self._from(Query())} {both} {self._order(Query())}"
        return [row[0] for row in connection.execute(sql, (*values, json.dumps(list(ids))))]

    def _first_ids(self, connection: Any, query: Query, offset: int, limit: int) -> list[int]:
        if query.find:
            ordered = self._ids_in_known_order(connection, query, offset + limit)
            if ordered is not None:
                return ordered[offset:]
            walked = None if self._has_few(connection, query) else self._walked_ids(connection, query, offset, limit)
            if walked is not None:
                return walked
        return self._some_ids(connection, query, offset, limit, whole=True)

    def _has_few(self, connection: Any, query: Query) -> bool:
        """Whether no more rows than are sorted at once have what is looked for."""
        if self._source.table not in search.SEARCHED:
            return False
        asked = search.asked(connection, self._source.table, search.words_of(query.find))
        few = search.FEW + 1
        return bool(asked.expression) and len(search.hits(connection, self._source.table, asked.expression, few)) < few

    def _walked_ids(self, connection: Any, query: Query, offset: int, limit: int) -> list[int] | None:
        """A common word is met soon on a walk along the sort index; None where all its rows stand far down."""
        end = monotonic() + _WALK
        connection.set_progress_handler(lambda: monotonic() > end, _STEPS)
        try:
            return self._some_ids(connection, query, offset, limit, whole=False)
        except driver.OperationalError as error:
            if "interrupted" not in str(error):
                raise
            return None
        finally:
            connection.set_progress_handler(None, 0)

    def _ids_in_known_order(self, connection: Any, query: Query, limit: int) -> list[int] | None:
        """The first hits, without reading those that come later; None where the order isn't known."""
        places, table = self._known.of(query), self._source.table
        if places is None or table not in search.SEARCHED:
            return None
        asked = search.asked(connection, table, search.words_of(query.find))
        if not asked.expression:
            return None
        hits = search.hits(connection, table, asked.expression, search.MANY + 1)
        if len(hits) > search.MANY:
            walked = self._walked_ids(connection, query, 0, limit)
            if walked is not None:
                return walked
            hits += search.hits(connection, table, asked.expression, after=hits[-1])
        return self._first_holding(connection, query, asked.unsure, by_place(places, hits), limit)

    def _first_holding(
        self, connection: Any, query: Query, words: Sequence[str], ordered: Iterator[int], limit: int
    ) -> list[int]:
        """The first of these rows that hold the words and pass the filters, in the same order."""
        conditions, values = _all_of((_holding(words), *self._filters(query.filters)))
        if not conditions:
            return list(islice(ordered, limit))
        found, wanted = list[int](), limit
        sql = f"SELECT t.id {self._from(query)} WHERE t.id IN (SELECT value FROM json_each(?)) AND {conditions}"
        while len(found) < limit and (ids := list(islice(ordered, wanted))):
            kept = {row[0] for row in connection.execute(sql, (json.dumps(ids), *values))}
            found += [each for each in ids if each in kept]
            wanted *= 2
        return found[:limit]

    def _some_ids(self, connection: Any, query: Query, offset: int, limit: int, *, whole: bool) -> list[int]:
        where, values = self._conditions(connection, query, whole=whole)
        sql = f"SELECT t.id {self._from(query)} {where} {self._order(query)} LIMIT ? OFFSET ?"
        return [row[0] for row in connection.execute(sql, (*values, limit, offset))]

    def ids(self, query: Query) -> "array[int]":
        """All ids in order; fetched in chunks, so that other threads breathe."""
        found: array[int] = array("q")
        moment = self._known.moment()
        with self._workspace.driver_connection() as connection:
            where, values = self._conditions(connection, query, whole=True)
            cursor = connection.execute(f"SELECT t.id {self._from(query)} {where} {self._order(query)}", values)
            while chunk := cursor.fetchmany(_CHUNK):
                found.extend([row[0] for row in chunk])
        self._known.keep(query, moment, found)
        return found

    def rows(self, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        """The rows of these ids in the order asked."""
        with self._workspace.driver_connection() as connection:
            rows = self._rows(connection, ids)
        return self._told(rows, waits=True)

    def of_columns(self, names: Sequence[str]) -> "SqlListing":
        """To read rows of these columns alone, in this order."""
        where, late = self._given
        source = replace(self._source, columns=tuple(self._by_id[name] for name in names))
        return SqlListing(self._workspace, source, self._today, where, late)

    def totals(self, ids: Sequence[int]) -> Mapping[str, Sequence[Any]]:
        """The sums of the summable columns, a Money for each currency."""
        return self._sums("", "t.id IN (SELECT value FROM json_each(?))", [json.dumps(list(ids))])

    def sums(self, query: Query) -> Mapping[str, Sequence[Any]]:
        """The same of all rows that answer, without their ids."""
        with self._workspace.driver_connection() as connection:
            where, values = self._conditions(connection, query, whole=True)
        return self._sums(self._from(query).partition(" t ")[2].strip(), where.removeprefix("WHERE "), values)

    def _sums(self, joins: str, where: str, values: list[Any]) -> dict[str, list[Any]]:
        with self._workspace.driver_connection() as connection:
            return {
                item.column.id: self._sum(connection, item, (joins, where, values))
                for item in self._source.columns
                if item.column.summable
            }

    def _sum(self, connection: Any, item: SqlColumn, rows: tuple[str, str, list[Any]]) -> list[Any]:
        amount, *rest = (self._dated(part) for part in item.select)
        joins, where, values = rows
        if item.summed is not None:
            sql = item.summed.sql(f"SELECT t.id FROM {self._source.table} t {joins} WHERE {where}" if where else "")
        else:
            joins = joins or (self._source.joins if _OTHERS.search(" ".join(item.select)) else "")
            group, those = rest[0] if rest else "''", f"WHERE {where}" if where else ""
            sql = f"SELECT {group}, sum({amount}) FROM {self._source.table} t {joins} {those} GROUP BY 1 ORDER BY 1"
        return [
            Money.of_minor(total, unit) if rest else item.read(total) if item.read else total
            for unit, total in connection.execute(sql, values)
        ]

    def _rows(self, connection: Any, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        by_id = {row[0]: row for row in self._readable(connection, json.dumps(list(ids)))}
        return [by_id[row_id] for row_id in ids if row_id in by_id]

    def _told(self, rows: list[tuple[Any, ...]], *, waits: bool) -> list[tuple[Any, ...]]:
        """With what is late in its cells, or with what is known of it."""
        for place, find in self._late:
            said = {row[0]: row[place] for row in rows if isinstance(row[place], str)}
            found = find(said, waits) if said else {}
            rows = [(*row[:place], found.get(row[0]), *row[place + 1 :]) if row[0] in said else row for row in rows]
        return rows

    def _readable(self, connection: Any, ids: str) -> Iterable[tuple[Any, ...]]:
        """The rows; where one of them holds garbage, cell by cell, for the others are sound."""
        sql = self._dated(self._selecting)
        try:
            return list(self._read(connection.execute(sql, (ids,)).fetchall()))
        except (driver.OperationalError, *GARBAGE) as error:
            if isinstance(error, driver.OperationalError) and not is_undecodable(error):
                raise
        return [self._read_cells(raw) for raw in torn_rows(connection, sql, (ids,))]

    def _read_cells(self, raw: tuple[Any, ...]) -> tuple[Any, ...]:
        values, at = [raw[0]], 1
        for item in self._source.columns:
            parts = raw[at : at + len(item.select)]
            values.append(item.missing if parts[0] is None else value_of(parts, item.read))
            at += len(parts)
        return tuple(values)

    def _read(self, raws: list[tuple[Any, ...]]) -> Iterable[tuple[Any, ...]]:
        """Column by column: a page is read in half the time it takes cell by cell."""
        columns: list[Iterable[Any]] = list(zip(*raws, strict=True))
        for at, width, read, missing in self._readers if columns else ():
            if width == 1:
                columns[at] = [missing if value is None else read(value) for value in columns[at]]
            else:
                parts = zip(*columns[at : at + width], strict=True)
                columns[at : at + width] = ([missing if values[0] is None else read(*values) for values in parts],)
        return zip(*columns, strict=True)

    def _from(self, query: Query) -> str:
        """The list's table, with those its rows are joined to where a filter asks for their columns."""
        asked = (self._by_id[one.column].select[0] for one in query.filters if one.column in self._by_id)
        joins = self._source.joins if any(_OTHERS.search(part) for part in asked) else ""
        return f"FROM {self._source.table} t {joins}"

    def _order(self, query: Query) -> str:
        item = self._by_id.get(query.sort)
        expressions = (item.sort if item and item.sort else self._source.order).split(", ")
        way = " DESC" if query.descending else ""
        flipped = [_flip(part) if query.descending else part for part in expressions]
        return f"ORDER BY {', '.join(flipped)}, t.id{way}"

    def _conditions(self, connection: Any, query: Query, *, whole: bool) -> tuple[str, list[Any]]:
        own = (self._dated(self._where), list[Any]())
        found, values = _all_of((own, self._find(connection, query, whole=whole), *self._filters(query.filters)))
        return f"WHERE {found}" if found else "", values

    def _find(self, connection: Any, query: Query, *, whole: bool) -> tuple[str, list[Any]]:
        words = search.words_of(query.find)
        if not words:
            return ("0", []) if query.find.strip() else ("", [])
        asked = search.asked(connection, self._source.table, words)
        if not asked.expression:
            key, folded = self._key(query, whole=whole), fold(query.find)
            return f"{key} >= ? AND {key} < ?", [folded, f"{folded}\U0010ffff"]
        if not whole:
            return _holding(words)
        index = f"{self._source.table}_fts"
        matching = (f"t.id IN (SELECT rowid FROM {index} WHERE {index} MATCH ?)", [asked.expression])
        return _all_of((matching, _holding(asked.unsure)))

    def _key(self, query: Query, *, whole: bool) -> str:
        """What single letters begin; on a walk along another order its own index is left alone (SQLite's unary plus)."""
        key = f"t.{self._source.prefix_key or 'search_key'}"
        return key if whole or key in self._order(query) else f"+{key}"

    def _filters(self, filters: Iterable[Filter]) -> Iterable[tuple[str, list[Any]]]:
        for chosen in filters:
            item = self._by_id.get(chosen.column)
            if item is None:
                continue
            expression, write = self._dated(item.select[0]), item.write or (lambda value: value)
            if chosen.values:
                places = ", ".join("?" * len(chosen.values))
                condition = item.holds.replace("{values}", places) or f"{expression} IN ({places})"
                yield condition, [write(value) for value in chosen.values]
            bound = next((value for value in (chosen.low, chosen.high) if isinstance(value, Money)), None)
            if bound is not None:
                yield f"{item.select[1]} = ?", [bound.currency]
            for value, least, most in ((chosen.low, ">=", "<="), (chosen.high, "<=", ">=")):
                if value is not None and item.days_since:
                    ago = self._dated("date({today}, '-' || ? || ' days')")
                    yield f"{item.days_since} {most} {ago}", [int(value)]
                elif value is not None:
                    yield f"{expression} {least} ?", [write(value)]

    def _dated(self, expression: str) -> str:
        return expression.replace("{today}", f"'{self._today().isoformat()}'")


def _holding(words: Sequence[str]) -> tuple[str, list[Any]]:
    """The condition that a row holds words, with its values."""
    return " AND ".join(["instr(t.search_key, ?)"] * len(words)), [*words]


def _all_of(conditions: Iterable[tuple[str, list[Any]]]) -> tuple[str, list[Any]]:
    """One condition of those that say anything."""
    said = [(condition, values) for condition, values in conditions if condition]
    return " AND ".join(condition for condition, _values in said), [
        each for _condition, values in said for each in values
    ]


def _readers(columns: Iterable[SqlColumn]) -> list[tuple[int, int, Callable[..., Any], Any]]:
    """Place, width and reader of the columns that need one, and what NULL is; from the right, so that places to the left stay."""
    found, at = [], 1
    for item in columns:
        if item.read is not None or item.joined:
            found.append((at, len(item.select), item.read or _as_it_is, item.missing))
        at += len(item.select)
    return found[::-1]


def _unknown(_said: Mapping[int, str], _waits: bool) -> Mapping[int, Any]:
    """Nobody was told how to find it out."""
    return {}


def _as_it_is(value: Any) -> Any:
    return value


def _flip(expression: str) -> str:
    return expression.removesuffix(" DESC") if expression.endswith(" DESC") else f"{expression} DESC"


def price_column(id: str, title: Message, *select: str, **options: Any) -> SqlColumn:
    """A column of prices of one unit, which the file keeps finer than amounts."""
    column = sql_column(id, title, *select, kind=Kind.MONEY, **options)
    return replace(column, read=price_from_file, write=price_to_file)


def choice_column(id: str, title: Message, choices: tuple[Choice, ...], *select: str, **options: Any) -> SqlColumn:
    """A column of states."""
    return sql_column(id, title, *select, kind=Kind.STATE, choices=choices, **options)
