"""The screen of warranties."""

from desktop_crm.model.listing import Listing
from desktop_crm.model.message import msg
from desktop_crm.model.now_true import TRASHED, of
from desktop_crm.ui.desk.actions import Action
from desktop_crm.ui.importing import import_action
from desktop_crm.ui.records.card import Card
from desktop_crm.ui.records.record_screen import RecordScreen
from tests.warranty.services import warranty
from tests.warranty.ui.screens.warranty.card import WarrantyCard


class WarrantyScreen(RecordScreen):
    """What was promised of delivered goods."""

    noun = "warranty"
    title = msg("Warranties")
    new_text = msg("New warranty")
    empty_text = msg("No warranties yet.")

    def make_listing(self) -> Listing:
        return warranty.listing(self.desk.workspace)

    def make_card(self) -> Card:
        return WarrantyCard(self.desk, self.beside)

    def list_actions(self) -> tuple[Action, ...]:
        return (import_action(self.desk, self, "warranties", msg("Import warranties from a sheet…")),)

    def delete(self, record_id: int) -> None:
        number = self.card.record.number
        message = msg("Delete warranty {number}", number=number)
        note = of(self.noun, number, TRASHED)
        self.desk.write(message, lambda session: warranty.delete(session, record_id), note=note)
