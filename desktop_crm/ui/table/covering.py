"""Which cells of a list the privacy screen covers."""

from collections.abc import Iterable, Sequence

from desktop_crm.model.listing import Column
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.table.cells import Row


class Covering:
    """The covered cells of one list; only to be asked while the screen is on, so that it costs nothing while it is off."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        told = [number for number, column in enumerate(columns, 1) if column.of_client]
        self._name = next((number for number in told if columns[number - 1].id == "client"), next(iter(told), 0))

    def hides(self, number: int, row: Row) -> bool:
        """Whether the cell of a column is covered: sensitive, or telling of a client who is not open."""
        column = self._columns[number]
        return column.sensitive or (column.of_client and privacy.hides(str(row[self._name] or "")))


def is_sensitive(columns: Iterable[Column]) -> bool:
    """Whether any cell of these columns may have to be covered."""
    return any(column.sensitive or column.of_client for column in columns)
