"""The questions asked most often, one click each: all orders, drafts, those under way, those that are late."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from desktop_crm.model.listing import Filter
from desktop_crm.model.message import Message, msg
from desktop_crm.model.order_states import OPEN_ORDER_STATES, OVERDUE, OrderState
from desktop_crm.ui.i18n import say
from desktop_crm.ui.look import theme
from desktop_crm.ui.table.table import Table


@dataclass(frozen=True, slots=True)
class Quick:
    """A question by its word."""

    text: Message
    filters: tuple[Filter, ...] = ()


QUICK: Final = (
    Quick(msg("All")),
    Quick(msg("Drafts"), (Filter("state", (str(OrderState.DRAFT),)),)),
    Quick(msg("Under way"), (Filter("state", tuple(str(state) for state in OPEN_ORDER_STATES)),)),
    Quick(msg("Overdue"), (Filter("overdue", (OVERDUE,)),)),
)
_COLUMNS: Final = {"state", "overdue"}


class QuickFilters(QWidget):
    """Buttons above the list; they change the filters of state and lateness and leave the others alone."""

    def __init__(self, table: Table, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.PAD_12, 0, theme.PAD_12, 0)
        row.setSpacing(theme.PAD_4)
        self.buttons: Sequence[QToolButton] = [self._button(quick) for quick in QUICK]
        for button in self.buttons:
            row.addWidget(button)
        row.addStretch(1)
        table.loaded.connect(self.show_query)
        self.show_query()

    def show_query(self) -> None:
        """Mark the button whose question is asked."""
        asked = {one for one in self._table.query().filters if one.column in _COLUMNS}
        for quick, button in zip(QUICK, self.buttons, strict=True):
            button.setChecked(asked == set(quick.filters))

    def _ask(self, quick: Quick) -> None:
        query = self._table.query()
        others = tuple(one for one in query.filters if one.column not in _COLUMNS)
        self._table.set_query(replace(query, filters=(*others, *quick.filters)))
        self.show_query()

    def _button(self, quick: Quick) -> QToolButton:
        button = QToolButton(self)
        button.setCheckable(True)
        button.setText(say(quick.text))
        button.clicked.connect(lambda: self._ask(quick))
        self._group.addButton(button)
        return button
