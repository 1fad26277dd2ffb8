"""What a list remembers between two starts, as JSON.

Columns are kept in the user's settings; filters and saved views, which name clients, among the workspace's habits.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Protocol

from PySide6.QtCore import QSettings

from desktop_crm.model.listing import Column, Filter, Query, SavedView
from desktop_crm.model.money import Money
from desktop_crm.ui.table import periods

_NAMING: Final = ("query", "views")  # what may name a client


class Habits(Protocol):
    """Texts by their key."""

    def get(self, key: str, /) -> str:
        """What is kept; empty when nothing is."""

    def put(self, key: str, content: str, /) -> None:
        """Keep this."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One column's place in the head, which is its place in a list of these."""

    id: str
    width: int
    hidden: bool


class Memory:
    """The settings of one list; what can't be read (another version's) counts as never set.

    Without `habits` everything lies in the settings.
    """

    def __init__(self, settings: QSettings, key: str, habits: Habits | None = None) -> None:
        self._settings = settings
        self._key = key
        self._habits = habits
        if habits is not None:
            self._take_over(habits)

    def columns(self) -> list[Shown]:
        """The columns as they were left; empty at first."""
        try:
            return [Shown(str(one[0]), int(one[1]), bool(one[2])) for one in self._get("columns", [])]
        except (TypeError, ValueError, IndexError):
            return []

    def keep_columns(self, shown: Iterable[Shown]) -> None:
        """Remember the columns."""
        self._put("columns", [[one.id, one.width, one.hidden] for one in shown])

    def query(self, columns: Sequence[Column]) -> Query:
        """Sorting and filters as they were left."""
        return _query(self._get("query", {}), columns)

    def keep_query(self, query: Query) -> None:
        """Remember sorting and filters; the text to find is of the moment."""
        self._put("query", _plain_query(query) | {"find": ""})

    def views(self, columns: Sequence[Column]) -> list[SavedView]:
        """The saved views by name."""
        found = self._get("views", {})
        return [
            SavedView(str(name), _query(one.get("query", {}), columns), tuple(map(str, one.get("columns", ()))))
            for name, one in sorted(found.items(), key=lambda pair: pair[0].casefold())
            if isinstance(one, dict)
        ]

    def keep_view(self, view: SavedView) -> None:
        """Save a view; one of the same name is replaced."""
        one = {"query": _plain_query(view.query), "columns": list(view.columns)}
        self._put("views", self._get("views", {}) | {view.name: one})

    def drop_view(self, name: str) -> None:
        """Delete a view."""
        self._put("views", {key: one for key, one in self._get("views", {}).items() if key != name})

    def rename_view(self, old: str, new: str) -> None:
        """Give a view another name."""
        self._put("views", {new if key == old else key: one for key, one in self._get("views", {}).items()})

    def _take_over(self, habits: Habits) -> None:
        """What earlier versions left in the settings, open to everybody."""
        for name in _NAMING:
            left = self._settings.value(self._place(name))
            if left is not None:
                self._settings.remove(self._place(name))
                if not habits.get(self._place(name)):
                    habits.put(self._place(name), str(left))

    def _get(self, name: str, otherwise: Any) -> Any:
        place = self._place(name)
        if self._habits is not None and name in _NAMING:
            text = self._habits.get(place)
        else:
            text = str(self._settings.value(place, ""))
        try:
            found = json.loads(text)
        except ValueError:
            return otherwise
        return found if isinstance(found, type(otherwise)) else otherwise

    def _put(self, name: str, value: Any) -> None:
        text = json.dumps(value, ensure_ascii=False)
        if self._habits is not None and name in _NAMING:
            self._habits.put(self._place(name), text)
        else:
            self._settings.setValue(self._place(name), text)

    def _place(self, name: str) -> str:
        return f"tables/{self._key}/{name}"


def _plain_query(query: Query) -> dict[str, Any]:
    return {
        "find": query.find,
        "sort": query.sort,
        "descending": query.descending,
        "filters": [
            {
                "column": one.column,
                "values": [_encoded(value) for value in one.values],
                "low": _encoded(one.low),
                "high": _encoded(one.high),
                "period": one.period,
            }
            for one in query.filters
        ],
    }


def _query(plain: dict[str, Any], columns: Sequence[Column]) -> Query:
    """What still fits the list's columns; periods are counted from today."""
    kinds = {column.id: column.kind for column in columns}
    sortable = {column.id for column in columns if column.sortable}
    try:
        filters = [_filter(one) for one in plain.get("filters", ()) if one["column"] in kinds]
    except (TypeError, ValueError, KeyError, ArithmeticError, AttributeError):
        filters = []
    sort = str(plain.get("sort", ""))
    return Query(
        str(plain.get("find", "")),
        tuple(periods.renewed(one, kinds[one.column]) for one in filters),
        sort if sort in sortable else "",
        bool(plain.get("descending", False)) and sort in sortable,
    )


def _filter(plain: dict[str, Any]) -> Filter:
    return Filter(
        str(plain["column"]),
        tuple(_decoded(value) for value in plain["values"]),
        _decoded(plain["low"]),
        _decoded(plain["high"]),
        str(plain.get("period", "")),
    )


def _encoded(value: Any) -> Any:
    match value:
        case None | bool() | int():
            return value
        case str():
            return str(value)
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"date": value.isoformat()}
        case Decimal():
            return {"decimal": str(value)}
        case Money():
            return {"money": [str(value.amount), value.currency]}
    raise TypeError(f"a filter can't hold {value!r}")


def _decoded(value: Any) -> Any:
    match value:
        case {"moment": str(text)}:
            return datetime.fromisoformat(text)
        case {"date": str(text)}:
            return date.fromisoformat(text)
        case {"decimal": str(text)}:
            return Decimal(text)
        case {"money": [str(amount), str(currency)]}:
            return Money(Decimal(amount), currency)
        case None | bool() | int() | str():
            return value
    raise ValueError(f"no value of a filter: {value!r}")
