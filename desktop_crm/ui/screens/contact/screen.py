"""The screen of contacts."""

from desktop_crm.model.listing import Listing
from desktop_crm.model.message import msg
from desktop_crm.model.now_true import TRASHED, of
from desktop_crm.services import contact
from desktop_crm.ui.desk.actions import RECORD, Action
from desktop_crm.ui.people import brief, reach
from desktop_crm.ui.records.card import Card
from desktop_crm.ui.records.record_screen import RecordScreen
from desktop_crm.ui.screens.contact.card import ContactCard


class ContactScreen(RecordScreen):
    """The people at all clients."""

    noun = "contact"
    concerns = frozenset({"contact", "client", "order", "contract"})
    title = msg("Contacts")
    new_text = msg("New contact")
    empty_text = msg("No contacts yet. Whoever you type here, or on a client's card, stands in this list.")

    def make_listing(self) -> Listing:
        return contact.listing(self.desk.workspace)

    def make_card(self) -> Card:
        return ContactCard(self.desk, self.beside)

    def more_actions(self, card: Card) -> tuple[Action, ...]:
        assert isinstance(card, ContactCard)

        def go_to_client() -> None:
            if card.record is not None:
                self.desk.navigate("client", card.record.client_id)

        def client_id() -> int | None:
            return card.record.client_id if card.record is not None else None

        return (
            Action("contact.client", msg("Go to the client"), go_to_client, "", "users", self.has_record, RECORD),
            *reach.actions(self.desk, "contact", lambda: card.record and card.record.contact, self.window),
            brief.action(self.desk, "contact", client_id, self.window),
        )

    def context_actions(self) -> tuple[str, ...]:
        return "contact.client", "", "contact.call", "contact.chat", "contact.write", "contact.brief"

    def card_actions(self) -> tuple[str, ...]:
        return *self.context_actions(), "new.letter"

    def delete(self, record_id: int) -> None:
        message = msg("Remove contact {name}", name=self.card.record.name)
        self.desk.write(
            message,
            lambda session: contact.delete(session, record_id),
            note=of("contact", self.card.record.name, TRASHED),
        )
