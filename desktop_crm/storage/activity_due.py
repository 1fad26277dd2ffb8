"""Which next steps are due. In plain SQL, for the first screen; it walks the index of open ones."""

from datetime import date
from typing import Any, NamedTuple

from desktop_crm.storage.file.decoding import rows_of

_OPEN = "done_at IS NULL AND next_step <> ''"


class DueStep(NamedTuple):
    """One of them; `day` is `2026-03-12`, and each value may be one that can't be read."""

    id: int
    client_id: int
    client: str | None
    contact: str | None
    kind: str
    step: str
    day: str


def due(connection: Any, until: date, limit: int) -> tuple[list[DueStep], int]:
    """Next steps due by a day and not done, the earliest first, and how many there are; of a bare connection."""
    values = (until.isoformat(),)
    (count,) = connection.execute(f"SELECT count(*) FROM activities WHERE {_OPEN} AND due <= ?", values).fetchone()
    rows = rows_of(
        connection,
        "SELECT t.id, t.client_id, c.full_name, p.name, t.kind, t.next_step, t.due FROM activities t"
        " LEFT JOIN clients c ON c.id = t.client_id LEFT JOIN contacts p ON p.id = t.contact_id"
        f" WHERE t.done_at IS NULL AND t.next_step <> '' AND t.due <= ? ORDER BY t.due, t.id LIMIT {int(limit)}",
        values,
    )
    return [DueStep(*row) for row in rows], int(count)
