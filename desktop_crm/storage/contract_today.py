"""What of contracts asks for attention today. In plain SQL, for the first screen; each question walks an index."""

from datetime import date, timedelta
from typing import Any, Final

from desktop_crm.model.contract_states import ContractState
from desktop_crm.model.message import msg
from desktop_crm.storage.today import Panel, Row, column, number, rows_by_day

#: A contract is told this long before its end.
ENDING_SOON: Final = timedelta(days=30)


def _to_sign(connection: Any, _day: date, limit: int) -> tuple[list[Row], int]:
    """Drafts and contracts that were sent, those made first, and their number."""
    where = "FROM contracts WHERE state IN (?, ?)"
    states = (ContractState.DRAFT, ContractState.SENT)
    ids = column(connection, f"SELECT id {where} ORDER BY id LIMIT ?", (*states, limit))
    return rows_by_day(connection, "contracts", "contract_date", ids, limit), number(
        connection, f"SELECT count(*) {where}", states
    )


def _ending(connection: Any, day: date, limit: int) -> tuple[list[Row], int]:
    """Signed contracts whose term ends soon, earliest first, and their number."""
    where = "FROM contracts WHERE state = ? AND valid_until BETWEEN ? AND ?"
    values = (ContractState.SIGNED, day.isoformat(), (day + ENDING_SOON).isoformat())
    ids = column(connection, f"SELECT id {where} ORDER BY valid_until, id LIMIT ?", (*values, limit))
    return rows_by_day(connection, "contracts", "valid_until", ids, limit), number(
        connection, f"SELECT count(*) {where}", values
    )


PANELS: Final = (
    Panel(
        "to_sign",
        "contract",
        _to_sign,
        title=lambda _day: msg("Contracts to sign"),
        empty=lambda _day: msg("No contract waits for a signature."),
    ),
    Panel(
        "ending",
        "contract",
        _ending,
        title=lambda _day: msg("Contracts that end within 30 days"),
        empty=lambda _day: msg("No signed contract ends soon."),
    ),
)
