"""Questions of the start screen, in plain SQL: they are asked before SQLAlchemy is there. Each walks an index.

`connection` is a bare one of the driver; days are `2026-03-12`, as the file keeps them. Each value may be garbage, see
`decoding.rows_of`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib import import_module
from typing import Any, Final

from desktop_crm.model.message import Message
from desktop_crm.model.moments import moment_to_int, on_this_clock
from desktop_crm.model.money import MAX_MINOR
from desktop_crm.model.nouns import NOUNS
from desktop_crm.storage.file.decoding import rows_of

#: id, number, client (None when it is gone), day, total in minor units, currency.
Row = tuple[Any, ...]

#: Sums that nobody can have are left out: a few of them are more than the file can add.
_SUM: Final = f"sum(total_minor) FILTER (WHERE total_minor BETWEEN -{MAX_MINOR} AND {MAX_MINOR})"


@dataclass(frozen=True, slots=True)
class Panel:
    """A group of lines on the start screen: records of a noun that ask for attention on a day.

    `ask` is given a bare connection, the day and how many rows at most, and gives these and how many there are in all. The
    `title`, and what is told where there are none, may depend on the day; days are told by how far they are where that is
    `near`, and are coloured where they are `urgent`.
    """

    id: str
    noun: str
    ask: Callable[[Any, date, int], tuple[list[Row], int]]
    title: Callable[[date], Message]
    empty: Callable[[date], Message]
    urgent: bool = False
    near: bool = False


def panels() -> tuple[Panel, ...]:
    """All of them, in the order of the nouns: each that is on the start screen has its own in `storage/<noun>_today.py`."""
    homes = (import_module(f"{noun.module('storage')}_today") for noun in NOUNS if noun.today)
    return tuple(panel for home in homes for panel in home.PANELS)


def rows_by_day(connection: Any, table: str, day: str, ids: Sequence[int], limit: int) -> list[Row]:
    """These rows of a table whose records have a number, a client and a total, the earliest first."""
    return rows_of(
        connection,
        f"SELECT o.id, o.number, c.full_name, o.{day} AS day, o.total_minor, o.currency FROM {table} o"
        f" LEFT JOIN clients c ON c.id = o.client_id WHERE o.id IN ({', '.join(map(str, ids))})"
        f" ORDER BY day, o.id LIMIT {limit}",
    )


def ordered(connection: Any, first: date, last: date) -> list[tuple[Any, ...]]:
    """Orders of these days that count (no drafts, none cancelled), by currency: number and sum.

    Grouped first in the order of the index, which needs no sorting.
    """
    return rows_of(
        connection,
        "SELECT currency, sum(number), coalesce(sum(total), 0) FROM"
        f" (SELECT currency, state, count(*) AS number, {_SUM} AS total FROM orders"
        " WHERE ordered_on BETWEEN ? AND ? GROUP BY ordered_on, currency, state)"
        " WHERE state NOT IN ('draft', 'cancelled') GROUP BY currency ORDER BY currency",
        (first.isoformat(), last.isoformat()),
    )


def signed(connection: Any, first: date, last: date) -> list[tuple[Any, ...]]:
    """Contracts signed in these days, by currency: number and sum."""
    return rows_of(
        connection,
        "SELECT currency, sum(number), coalesce(sum(total), 0) FROM"
        f" (SELECT currency, count(*) AS number, {_SUM} AS total FROM contracts"
        " WHERE signed_on BETWEEN ? AND ? GROUP BY signed_on, currency)"
        " GROUP BY currency ORDER BY currency",
        (first.isoformat(), last.isoformat()),
    )


def new_clients(connection: Any, first: date, last: date) -> int:
    """Clients added in these days, by this machine's calendar."""
    return number(
        connection,
        "SELECT count(*) FROM clients WHERE created_at >= ? AND created_at < ?",
        (_midnight(first), _midnight(last + timedelta(days=1))),
    )


def latest_changes(connection: Any, limit: int) -> list[tuple[Any, ...]]:
    """The last actions, newest first: moment, user, sentence, kind, and the card each was about.

    An action that touches several cards is about that which hangs on the others: its contract, else its order, its client.
    """
    ranks = " ".join(f"WHEN '{noun.id}' THEN {-at}" for at, noun in enumerate(NOUNS, 1))
    return rows_of(
        connection,
        "SELECT e.at, e.user, e.sentence, e.kind, c.noun, c.noun_id"
        " FROM (SELECT * FROM journal_entries ORDER BY id DESC LIMIT ?) e"
        " JOIN journal_changes c ON c.id = (SELECT id FROM journal_changes WHERE entry_id = e.id ORDER BY"
        f" CASE noun {ranks} ELSE 0 END,"
        " id LIMIT 1) ORDER BY e.id DESC",
        (limit,),
    )


def column(connection: Any, query: str, values: Sequence[object]) -> list[int]:
    """The only column of what is found."""
    return [row[0] for row in connection.execute(query, values)]


def number(connection: Any, query: str, values: Sequence[object]) -> int:
    """The only number that is found."""
    return int(connection.execute(query, values).fetchone()[0])


def _midnight(day: date) -> int:
    """A day's beginning on this machine's clock, as the file keeps moments."""
    return moment_to_int(on_this_clock(datetime.combine(day, time())))
