"""A list whose rows are made as a whole: searched, sorted and filtered here, and made anew when the file has changed."""

import threading
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from desktop_crm.model.fold import fold
from desktop_crm.model.listing import UNREADABLE, Column, Filter, Query
from desktop_crm.storage.workspace import Workspace

Row = tuple[Any, ...]


class RowsListing:
    """`Listing` over what `make` gives, in its order; made anew when `version` gives something else than before."""

    def __init__(
        self,
        workspace: Workspace,
        noun: str,
        columns: Sequence[Column],
        version: Callable[[Any], object],
        make: Callable[[Any], list[Row]],
    ) -> None:
        self.noun = noun
        self.columns = columns
        self._workspace = workspace
        self._version = version
        self._make = make
        self._making = threading.Lock()
        self._known: object = None
        self._rows: dict[int, Row] = {}

    def count(self, query: Query) -> int:
        """How many rows answer."""
        return len(self.ids(query))

    def page(self, query: Query, offset: int, limit: int) -> list[Row]:
        """Some rows in order."""
        return self._chosen(query)[offset : offset + limit]

    def ids(self, query: Query) -> "array[int]":
        """The ids of all rows in order."""
        return array("q", [row[0] for row in self._chosen(query)])

    def rows(self, ids: Sequence[int]) -> list[Row]:
        """The rows of these ids in the order asked."""
        rows = self._all()
        return [rows[row_id] for row_id in ids if row_id in rows]

    def totals(self, ids: Sequence[int]) -> Mapping[str, Sequence[Any]]:
        """Nothing here adds up."""
        del ids
        return {}

    def sums(self, query: Query) -> Mapping[str, Sequence[Any]]:
        """Nothing here adds up."""
        del query
        return {}

    def _all(self) -> dict[int, Row]:
        with self._making, self._workspace.driver_connection() as connection:
            version = self._version(connection)
            if version != self._known:
                self._rows = {row[0]: row for row in self._make(connection)}
                self._known = version
            return self._rows

    def _chosen(self, query: Query) -> list[Row]:
        words = fold(query.find).split()
        found: Iterable[Row] = (row for row in self._all().values() if _holds(row, words))
        if query.find.strip() and not words:
            found = ()
        for chosen in query.filters:
            found = filter(self._test(chosen), found)
        return self._sorted(list(found), query)

    def _test(self, chosen: Filter) -> Callable[[Row], bool]:
        at = self._place(chosen.column)

        def holds(row: Row) -> bool:
            value = row[at]
            return (
                (not chosen.values or value in chosen.values)
                and value is not UNREADABLE
                and (chosen.low is None or value >= chosen.low)
                and (chosen.high is None or value <= chosen.high)
            )

        return holds

    def _sorted(self, rows: list[Row], query: Query) -> list[Row]:
        if not query.sort:
            return rows[::-1] if query.descending else rows
        at = self._place(query.sort)
        rows.sort(key=lambda row: _key(row[at]), reverse=query.descending)
        return rows

    def _place(self, column: str) -> int:
        return next(at for at, one in enumerate(self.columns, 1) if one.id == column)


def _key(value: Any) -> tuple[Any, ...]:
    """What can't be read comes first."""
    return () if value is UNREADABLE else (fold(value) if isinstance(value, str) else value,)


def _holds(row: Row, words: list[str]) -> bool:
    text = fold(" ".join(value for value in row if isinstance(value, str))) if words else ""
    return all(word in text for word in words)
