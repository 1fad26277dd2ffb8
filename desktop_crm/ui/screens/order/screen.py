"""The screen of orders."""

from desktop_crm.model.listing import Listing
from desktop_crm.model.message import msg
from desktop_crm.model.now_true import TRASHED, of
from desktop_crm.services import dependents
from desktop_crm.services import order as orders
from desktop_crm.ui.desk.actions import Action
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.lines.keys import tell
from desktop_crm.ui.records.card import Card
from desktop_crm.ui.records.dependents import may_go_along
from desktop_crm.ui.records.record_screen import RecordScreen
from desktop_crm.ui.screens.order.card import OrderCard


class OrderScreen(RecordScreen):
    """Orders."""

    noun = "order"
    title = msg("Orders")
    new_text = msg("New order")
    empty_text = msg("No orders yet.")
    card: OrderCard

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        tell(desk.actions, msg("In the lines of an order"))

    def make_listing(self) -> Listing:
        return orders.listing(self.desk.workspace)

    def make_card(self) -> OrderCard:
        return OrderCard(self.desk, self.beside)

    def more_actions(self, card: Card) -> tuple[Action, ...]:
        assert isinstance(card, OrderCard)
        return card.commands.actions()

    def context_actions(self) -> tuple[str, ...]:
        go_on, *others = super().context_actions()
        return (go_on, "order.contract", "order.sheet", "", "order.duplicate", *others)

    def delete(self, record_id: int) -> None:
        record = self.card.record
        assert record is not None
        hanging = self.desk.read(lambda session: dependents.of(session, "order", record_id, record.number))
        deletable = record.state in orders.DELETABLE and not hanging.refusal
        along = deletable and may_go_along(self, record.number, hanging)
        if along or not deletable or not hanging:
            self.desk.write(
                msg("Delete order {number}", number=record.number),
                lambda session: orders.delete(session, record_id, with_papers=along or hanging.refusal is not None),
                note=of("order", record.number, TRASHED),
            )
