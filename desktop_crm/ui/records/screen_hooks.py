"""What a noun's screen fills in."""

from typing import ClassVar

from PySide6.QtWidgets import QWidget

from desktop_crm.model.flow import Flow
from desktop_crm.model.listing import Listing
from desktop_crm.model.message import Message
from desktop_crm.model.nouns import flow_of
from desktop_crm.ui.desk.actions import Action
from desktop_crm.ui.desk.screen import Screen
from desktop_crm.ui.records.card import Card
from desktop_crm.ui.records.steps import step_commands


class ScreenHooks(Screen):
    """The part of `RecordScreen` that nouns override."""

    title: ClassVar[Message]
    new_text: ClassVar[Message | None] = None
    empty_text: ClassVar[Message]
    beside: QWidget  # where the card stands

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

    def card_actions(self) -> tuple[str, ...]:
        """The same behind the card's three dots."""
        return self.context_actions()
