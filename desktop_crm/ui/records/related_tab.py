"""A tab with the list of another noun's records that belong to this card: a client's orders, an order's contracts."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_crm.model.listing import Column, Listing, Query
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.records.tabs import Tab
from desktop_crm.ui.table.table import Table


class RelatedTab(Tab):
    """`make(id)` is the list for a card's id; Enter opens the other record; columns in `hidden` say nothing here.

    A `brief` one has rows of two lines and nothing to look for them with: `typed` is a letter that is meant for another place.
    """

    typed = Signal(str)

    def __init__(
        self,
        desk: Desk,
        noun: str,
        make: Callable[[int], Listing],
        *,
        key: str,
        hidden: Sequence[str] = (),
        widths: Mapping[str, int] | None = None,
        empty: str,
        new: tuple[str, Callable[[int], None]] | None = None,
        brief: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._noun = noun
        self._make = make
        self._record_id: int | None = None
        self._key = key
        self._hidden = hidden
        self._widths = dict(widths or {})
        self._empty = empty
        self._new = new
        self._brief = brief
        self.table: Table | None = None  # made for the first card: lists ask at once
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)

    def show_record(self, record_id: int) -> None:
        """The list of this card; where it is the same one, scrolling and selection stay."""
        if self.table is None:
            self._listing = _Swapped(self._make(record_id), self._hidden, self._widths)
            self.table = self._made_table()
            self.made.emit()
        elif record_id == self._record_id:
            self.table.reload()
        else:
            self._listing.source = self._make(record_id)
            self.table.set_query(self.table.query())
        self._record_id = record_id

    def _made_table(self) -> Table:
        desk = self._desk
        table = Table(self._listing, desk.jobs, f"related/{self._key}", desk.settings.store, habits=desk.habits)
        table.view.setAccessibleName(self.accessibleName() or table.view.accessibleName())
        table.opened.connect(self._open)
        ways = () if self._new is None else ((self._new[0], self.start),)
        table.set_empty(self._empty, *ways)
        if self._brief:
            self._make_brief(table)
        self._lines.addWidget(table)
        if self.hasFocus():  # it came before there was a list
            table.setFocus()
        return table

    def _make_brief(self, table: Table) -> None:
        table.bar.hide()
        table.view.set_tall(True)
        table.view.typed.disconnect(table.bar.type_text)
        table.view.typed.connect(self.typed)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard goes on to the list; a focus proxy would break the ring of Tab in two."""
        if self.table is not None:
            self.table.setFocus(event.reason())

    def start(self) -> None:
        """Begin a new record that belongs to this card."""
        if self._new is not None and self._record_id is not None:
            self._new[1](self._record_id)

    def _open(self, wanted: object) -> None:
        if isinstance(wanted, int):
            self._desk.navigate(self._noun, wanted)


class _Swapped:
    """A listing whose rows become those of another card; the columns stay."""

    def __init__(self, source: Listing, hidden: Sequence[str], widths: Mapping[str, int]) -> None:
        self.source = source
        self.noun = source.noun
        self.columns: Sequence[Column] = tuple(
            replace(
                column,
                hidden=column.hidden or column.id in hidden,
                width=widths.get(column.id, column.width),
                part=None if column.id in hidden else column.part,
            )
            for column in source.columns
        )

    def count(self, query: Query) -> int:
        return self.source.count(query)

    def page(self, query: Query, offset: int, limit: int) -> list[tuple[Any, ...]]:
        return self.source.page(query, offset, limit)

    def ids(self, query: Query) -> "array[int]":
        return self.source.ids(query)

    def rows(self, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        return self.source.rows(ids)

    def totals(self, ids: Sequence[int]) -> Mapping[str, Sequence[Any]]:
        return self.source.totals(ids)

    def sums(self, query: Query) -> Mapping[str, Sequence[Any]]:
        return self.source.sums(query)
