"""What a noun's screen fills in."""

from collections.abc import Mapping
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from desktop_crm.model.flow import NEXT, Flow
from desktop_crm.model.listing import Listing
from desktop_crm.model.message import Message
from desktop_crm.model.nouns import flow_of
from desktop_crm.ui.desk.actions import Action
from desktop_crm.ui.desk.screen import Screen
from desktop_crm.ui.peek.content import Peek
from desktop_crm.ui.peek.usual import usual_peek
from desktop_crm.ui.records.card import Card
from desktop_crm.ui.records.steps import step_commands
from desktop_crm.ui.table.cells import Row


class ScreenHooks(Screen):
    """The part of `RecordScreen` that nouns override."""

    title: ClassVar[Message]
    new_text: ClassVar[Message | None] = None
    empty_text: ClassVar[Message]
    beside: QWidget  # where the card stands, in the whole width
    listing: Listing

    @property
    def flow(self) -> Flow | None:
        """The ways between the states of its records."""
        return flow_of(self.noun)

    def make_listing(self) -> Listing:
        """The list."""
        raise LookupError

    def make_card(self) -> Card:
        """The card, built `beside` the list from the beginning."""
        raise LookupError

    def list_actions(self) -> tuple[Action, ...]:
        """The noun's own commands that are there before its card."""
        return ()

    def more_actions(self, card: Card) -> tuple[Action, ...]:
        """The noun's own commands, which look at the card: its form may not be there yet. First of all its steps."""
        return card.steps.actions()

    def filling_actions(self) -> tuple[str, ...]:
        """Ids of commands that fill the list otherwise than by *New*: beside it in the head, below it in an empty list."""
        return ()

    def delete(self, record_id: int) -> None:
        """Take a record away in one action with an Undo note."""

    def context_actions(self) -> tuple[str, ...]:
        """Ids of the commands in a row's context menu; an empty one is a line, *Delete* follows by itself."""
        return step_commands(self.noun, self.flow)

    def peek_actions(self) -> tuple[str, ...]:
        """Ids of what the peek offers as buttons, the likeliest first; of those that may run as many as there is room for."""
        return tuple(name for name in self.context_actions() if name)

    def next_act(self) -> str:
        """The one of them that goes on with the record, if it may run: the primary button in sight; empty for none."""
        return f"{self.noun}.{NEXT}" if self.flow is not None and self.flow.has_next else ""

    def peek(self, row: Row, found: Mapping[str, Any]) -> Peek:
        """A row of the list and what its card has `found` of it, at a glance; asked in a thread."""
        return usual_peek(self.listing.columns, row, found)

    def card_actions(self) -> tuple[str, ...]:
        """The same behind the card's three dots."""
        return self.context_actions()
