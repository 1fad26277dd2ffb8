"""What of orders asks for attention today. In plain SQL, for the first screen; each question walks an index."""

from datetime import date, timedelta
from typing import Any, Final

from desktop_crm.model.message import Message, msg
from desktop_crm.model.order_states import OPEN_ORDER_STATES
from desktop_crm.storage.today import Panel, Row, column, number, rows_by_day


def due_until(day: date) -> date:
    """The end of the week; on its last day, of the one that begins."""
    return day + timedelta(days=6 - day.weekday() or 7)


def promised(connection: Any, first: date | None, last: date, limit: int) -> tuple[list[Row], int]:
    """Open orders promised from `first` (None: ever) to `last`, earliest first, and their number."""
    days = (first.isoformat() if first else "", last.isoformat())
    ids, count = [], 0
    for state in OPEN_ORDER_STATES:  # each by itself walks the index in order; both together would have to be sorted
        where = "FROM orders WHERE state = ? AND promised_on BETWEEN ? AND ?"
        found = f"SELECT id {where} ORDER BY promised_on, id LIMIT ?"
        ids += column(connection, found, (state, *days, limit))
        count += number(connection, f"SELECT count(*) {where}", (state, *days))
    return rows_by_day(connection, "orders", "promised_on", ids, limit), count


def _overdue(connection: Any, day: date, limit: int) -> tuple[list[Row], int]:
    return promised(connection, None, day - timedelta(days=1), limit)


def _due(connection: Any, day: date, limit: int) -> tuple[list[Row], int]:
    return promised(connection, day, due_until(day), limit)


def _due_title(day: date) -> Message:
    """On its last day the week is over: what comes is of the next one."""
    return msg("Due within seven days") if _is_last(day) else msg("Due this week")


def _due_empty(day: date) -> Message:
    return msg("Nothing is due within seven days.") if _is_last(day) else msg("Nothing is due before the week ends.")


def _is_last(day: date) -> bool:
    return due_until(day) - day == timedelta(days=7)


PANELS: Final = (
    Panel(
        "overdue",
        "order",
        _overdue,
        title=lambda _day: msg("Overdue orders"),
        empty=lambda _day: msg("No order is late."),
        urgent=True,
        near=True,
    ),
    Panel("due", "order", _due, title=_due_title, empty=_due_empty, near=True),
)
