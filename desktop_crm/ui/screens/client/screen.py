"""The screen of clients."""

from desktop_crm.model.listing import Listing
from desktop_crm.model.message import msg
from desktop_crm.services import client
from desktop_crm.ui.records.card import Card
from desktop_crm.ui.records.record_screen import RecordScreen
from desktop_crm.ui.screens.client.card import ClientCard


class ClientScreen(RecordScreen):
    """Clients."""

    noun = "client"
    concerns = frozenset({"client", "order", "contract", "attachment"})
    title = msg("Clients")
    new_text = msg("New client")
    empty_text = msg("No clients yet.")

    def make_listing(self) -> Listing:
        return client.listing(self.desk.workspace)

    def make_card(self) -> Card:
        return ClientCard(self.desk)

    def delete(self, record_id: int) -> None:
        name = self.card.record.full_name
        self.desk.write(
            msg("Delete client {name}", name=name), lambda session: client.delete(session, record_id), undo_note=True
        )
