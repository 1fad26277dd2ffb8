"""The screen of clients."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from desktop_crm.model.listing import Listing
from desktop_crm.model.message import msg
from desktop_crm.model.now_true import TRASHED, of
from desktop_crm.services import client, dependents
from desktop_crm.ui.desk.actions import Action
from desktop_crm.ui.importing import import_action
from desktop_crm.ui.peek.content import Peek
from desktop_crm.ui.records.card import Card
from desktop_crm.ui.records.dependents import may_go_along
from desktop_crm.ui.records.record_screen import RecordScreen
from desktop_crm.ui.screens.client.card import ClientCard
from desktop_crm.ui.screens.client.commands import ClientCommands
from desktop_crm.ui.table.cells import Row


class ClientScreen(RecordScreen):
    """Companies and people in the base, and everything around one of them."""

    noun = "client"
    title = msg("Clients")
    new_text = msg("New client")
    empty_text = msg("No clients yet. Type the first one, or import a list from Excel.")
    card: ClientCard

    def make_listing(self) -> Listing:
        return client.listing(self.desk.workspace)

    def make_card(self) -> ClientCard:
        return ClientCard(self.desk, self.beside)

    def list_actions(self) -> tuple[Action, ...]:
        return (import_action(self.desk, self, "clients", msg("Import clients from a sheet…")),)

    def more_actions(self, card: Card) -> tuple[Action, ...]:
        assert isinstance(card, ClientCard)
        return ClientCommands(card).actions()

    def context_actions(self) -> tuple[str, ...]:
        return (
            "client.new_order",
            "client.new_contact",
            "",
            "client.call",
            "client.chat",
            "client.write",
            "client.brief",
            "",
            "client.key",
            "client.rest",
        )

    def peek(self, row: Row, found: Mapping[str, Any]) -> Peek:
        return replace(super().peek(row, found), figures=found["figures"], entries=found["said"])

    def next_act(self) -> str:
        return "client.new_order"

    def peek_actions(self) -> tuple[str, ...]:
        return "client.new_order", "client.call", "client.chat", "client.write"

    def filling_actions(self) -> tuple[str, ...]:
        return ("clients.import",)

    def delete(self, record_id: int) -> None:
        name = self.card.record.full_name
        hanging = self.desk.read(lambda session: dependents.of(session, "client", record_id, name))
        along = may_go_along(self, name, hanging)
        if along or hanging.refusal or not hanging:
            self.desk.write(
                msg("Delete client {name}", name=name),
                lambda session: client.delete(session, record_id, with_papers=along or hanging.refusal is not None),
                note=of("client", name, TRASHED),
            )
