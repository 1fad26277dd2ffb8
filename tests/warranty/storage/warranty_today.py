"""Which warranties end soon. In plain SQL, for the first screen."""

from datetime import date, timedelta
from typing import Any, Final

from desktop_crm.model.message import msg
from desktop_crm.storage.today import Panel, Row, column, number, rows_by_day


def _ending(connection: Any, day: date, limit: int) -> tuple[list[Row], int]:
    where = "FROM warranties WHERE state = 'running' AND until BETWEEN ? AND ?"
    days = (day.isoformat(), (day + timedelta(days=30)).isoformat())
    ids = column(connection, f"SELECT id {where} ORDER BY until, id LIMIT ?", (*days, limit))
    return rows_by_day(connection, "warranties", "until", ids, limit), number(
        connection, f"SELECT count(*) {where}", days
    )


PANELS: Final = (
    Panel(
        "warranties",
        "warranty",
        _ending,
        title=lambda _day: msg("Warranties that end within 30 days"),
        empty=lambda _day: msg("No warranty ends soon."),
    ),
)
