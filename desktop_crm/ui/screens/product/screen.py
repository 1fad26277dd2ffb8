"""The screen of products."""

from desktop_crm.model.listing import Listing
from desktop_crm.model.message import msg
from desktop_crm.model.now_true import TRASHED, of
from desktop_crm.services import product
from desktop_crm.ui.desk.actions import RECORD, Action
from desktop_crm.ui.importing import import_action
from desktop_crm.ui.records.card import Card
from desktop_crm.ui.records.record_screen import RecordScreen
from desktop_crm.ui.screens.product.card import ProductCard


class ProductScreen(RecordScreen):
    """The catalogue."""

    noun = "product"
    concerns = frozenset({"order", "settings"})
    title = msg("Products")
    new_text = msg("New product")
    empty_text = msg("No products yet. Type the first one, or import your price list.")

    def make_listing(self) -> Listing:
        return product.listing(self.desk.workspace)

    def make_card(self) -> Card:
        return ProductCard(self.desk, self.beside)

    def list_actions(self) -> tuple[Action, ...]:
        return (import_action(self.desk, self, "products", msg("Import products from a sheet…")),)

    def more_actions(self, card: Card) -> tuple[Action, ...]:
        return (
            Action("product.copy", msg("Duplicate"), self._copy, "Ctrl+D", "copy", self.has_record, RECORD),
            Action(
                "product.switch",
                msg("Switch off"),
                self._switch,
                "",
                "power",
                self.has_record,
                RECORD,
                label=lambda: msg("Switch off") if card.record is None or card.record.active else msg("Switch on"),
            ),
        )

    def context_actions(self) -> tuple[str, ...]:
        return "product.copy", "product.switch"

    def filling_actions(self) -> tuple[str, ...]:
        return ("products.import",)

    def delete(self, record_id: int) -> None:
        message = msg("Delete product {code}", code=self.card.record.code)
        self.desk.write(
            message,
            lambda session: product.delete(session, record_id),
            note=of("product", self.card.record.code, TRASHED),
        )

    def _copy(self) -> None:
        record_id = self.card.record_id
        if record_id is not None:
            self.start_new({"copy_of": record_id})

    def _switch(self) -> None:
        record_id = self.card.record_id
        if record_id is None or not self.card.may_leave():
            return
        active = not self.card.record.active
        code = self.card.record.code
        message = msg("Switch on product {code}", code=code) if active else msg("Switch off product {code}", code=code)
        now = of("product", code, msg("{thing} switched on.") if active else msg("{thing} switched off."))
        self.desk.write(message, lambda session: product.set_active(session, record_id, active=active), note=now)
