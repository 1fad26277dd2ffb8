"""What is to be done next with the client of a row, for the lists of whatever a client is the party of."""

from typing import Final

from desktop_crm.model.message import msg
from desktop_crm.storage.lists.listing import SqlColumn, sql_column

_FIRST: Final = (
    "(SELECT s.title FROM tasks s WHERE s.client_id = {client} AND s.done_at IS NULL"
    " ORDER BY s.due IS NULL, s.due, s.time, s.id LIMIT 1)"
)


def of_client(client: str) -> str:
    """As SQL; `client` is where its id stands."""
    return _FIRST.format(client=client)


def next_step() -> SqlColumn:
    """The column of a list whose rows have a client; it is there to be chosen."""
    return sql_column("next_step", msg("Next step"), of_client("t.client_id"), hidden=True, width=200, sensitive=True)
