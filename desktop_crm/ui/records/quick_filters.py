"""The questions of a list that are asked most often, one click each, as its noun's flow has them; the first is for all rows."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from desktop_crm.model.flow import Quick
from desktop_crm.model.listing import Filter
from desktop_crm.model.message import Message, msg
from desktop_crm.ui.i18n import say
from desktop_crm.ui.look import theme
from desktop_crm.ui.table.table import Table


class QuickFilters(QWidget):
    """Buttons above the list; they change the filters of the columns they ask about and leave the others alone."""

    def __init__(self, table: Table, asked: Sequence[Quick], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self._filters: list[tuple[Filter, ...]] = [(), *((quick.filter,) for quick in asked)]
        self._columns = {quick.column for quick in asked}
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.PAD_12, 0, theme.PAD_12, 0)
        row.setSpacing(theme.PAD_4)
        self.buttons: Sequence[QToolButton] = [
            self._button(msg("All"), ()),
            *(self._button(quick.text, (quick.filter,)) for quick in asked),
        ]
        for button in self.buttons:
            row.addWidget(button)
        row.addStretch(1)
        table.loaded.connect(self.show_query)
        self.show_query()

    def show_query(self) -> None:
        """Mark the button whose question is asked."""
        asked = {one for one in self._table.query().filters if one.column in self._columns}
        for filters, button in zip(self._filters, self.buttons, strict=True):
            button.setChecked(asked == set(filters))

    def _ask(self, filters: tuple[Filter, ...]) -> None:
        query = self._table.query()
        others = tuple(one for one in query.filters if one.column not in self._columns)
        self._table.set_query(replace(query, filters=(*others, *filters)))
        self.show_query()

    def _button(self, text: Message, filters: tuple[Filter, ...]) -> QToolButton:
        button = QToolButton(self)
        button.setCheckable(True)
        button.setText(say(text))
        button.clicked.connect(lambda: self._ask(filters))
        self._group.addButton(button)
        return button
