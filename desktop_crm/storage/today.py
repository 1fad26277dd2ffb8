"""Questions of the start screen, in plain SQL: they are asked before SQLAlchemy is there. Each walks an index.

`connection` is a bare one of the driver; days are `2026-03-12`, as the file keeps them. Each value may be garbage, see
`decoding.rows_of`.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from desktop_crm.model.moments import moment_to_int, on_this_clock
from desktop_crm.model.money import MAX_MINOR
from desktop_crm.model.states import OPEN_ORDER_STATES, ContractState
from desktop_crm.storage.file.decoding import rows_of

#: id, number, client (None when it is gone), day, total in minor units, currency.
Row = tuple[Any, ...]

_ORDERS: Final = (
    "SELECT o.id, o.number, c.full_name, o.promised_on AS day, o.total_minor, o.currency"
    " FROM orders o LEFT JOIN clients c ON c.id = o.client_id WHERE o.id IN ({ids}) ORDER BY day, o.id LIMIT {limit}"
)
_CONTRACTS: Final = (
    "SELECT o.id, o.number, c.full_name, o.{day} AS day, o.total_minor, o.currency"
    " FROM contracts o LEFT JOIN clients c ON c.id = o.client_id WHERE o.id IN ({ids}) ORDER BY day, o.id LIMIT {limit}"
)

#: Sums that nobody can have are left out: a few of them are more than the file can add.
_SUM: Final = f"sum(total_minor) FILTER (WHERE total_minor BETWEEN -{MAX_MINOR} AND {MAX_MINOR})"


def orders_promised(connection: Any, first: date | None, last: date, limit: int) -> tuple[list[Row], int]:
    """Open orders promised from `first` (None: ever) to `last`, earliest first, and their number."""
    days = (first.isoformat() if first else "", last.isoformat())
    ids, count = [], 0
    for state in OPEN_ORDER_STATES:  # each by itself walks the index in order; both together would have to be sorted
        where = "FROM orders WHERE state = ? AND promised_on BETWEEN ? AND ?"
        found = f"SELECT id {where} ORDER BY promised_on, id LIMIT ?"
        ids += _column(connection, found, (state, *days, limit))
        count += _number(connection, f"SELECT count(*) {where}", (state, *days))
    return rows_of(connection, _ORDERS.format(ids=_list(ids), limit=limit)), count


def contracts_to_sign(connection: Any, limit: int) -> tuple[list[Row], int]:
    """Drafts and contracts that were sent, those made first, and their number."""
    where = "FROM contracts WHERE state IN (?, ?)"
    states = (ContractState.DRAFT, ContractState.SENT)
    ids = _column(connection, f"SELECT id {where} ORDER BY id LIMIT ?", (*states, limit))
    rows = rows_of(connection, _CONTRACTS.format(day="contract_date", ids=_list(ids), limit=limit))
    return rows, _number(connection, f"SELECT count(*) {where}", states)


def contracts_ending(connection: Any, first: date, last: date, limit: int) -> tuple[list[Row], int]:
    """Signed contracts whose term ends in these days, earliest first, and their number."""
    where = "FROM contracts WHERE state = ? AND valid_until BETWEEN ? AND ?"
    values = (ContractState.SIGNED, first.isoformat(), last.isoformat())
    ids = _column(connection, f"SELECT id {where} ORDER BY valid_until, id LIMIT ?", (*values, limit))
    rows = rows_of(connection, _CONTRACTS.format(day="valid_until", ids=_list(ids), limit=limit))
    return rows, _number(connection, f"SELECT count(*) {where}", values)


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
    return _number(
        connection,
        "SELECT count(*) FROM clients WHERE created_at >= ? AND created_at < ?",
        (_midnight(first), _midnight(last + timedelta(days=1))),
    )


def latest_changes(connection: Any, limit: int) -> list[tuple[Any, ...]]:
    """The last actions, newest first: moment, user, sentence, kind, and the card each was about.

    An action that touches several cards is about its contract, else its order, its product, its client.
    """
    return rows_of(
        connection,
        "SELECT e.at, e.user, e.sentence, e.kind, c.noun, c.noun_id"
        " FROM (SELECT * FROM journal_entries ORDER BY id DESC LIMIT ?) e"
        " JOIN journal_changes c ON c.id = (SELECT id FROM journal_changes WHERE entry_id = e.id ORDER BY"
        " CASE noun WHEN 'contract' THEN 0 WHEN 'order' THEN 1 WHEN 'product' THEN 2 WHEN 'client' THEN 3 ELSE 4 END,"
        " id LIMIT 1) ORDER BY e.id DESC",
        (limit,),
    )


def _column(connection: Any, query: str, values: Sequence[object]) -> list[int]:
    return [row[0] for row in connection.execute(query, values)]


def _number(connection: Any, query: str, values: Sequence[object]) -> int:
    return int(connection.execute(query, values).fetchone()[0])


def _list(ids: Sequence[int]) -> str:
    return ", ".join(map(str, ids))


def _midnight(day: date) -> int:
    """A day's beginning on this machine's clock, as the file keeps moments."""
    return moment_to_int(on_this_clock(datetime.combine(day, time())))
