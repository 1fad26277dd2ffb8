"""What can be done with the order on the card: steps, contract, sheet, copy."""

from typing import TYPE_CHECKING

from desktop_crm.model.message import Message, msg
from desktop_crm.model.now_true import ADDED, NowTrue, of
from desktop_crm.model.order import Order
from desktop_crm.model.order_states import OrderState
from desktop_crm.model.problem import Problem
from desktop_crm.services import contract
from desktop_crm.services import order as orders
from desktop_crm.services.papers import order as order_paper
from desktop_crm.ui.desk.actions import RECORD, Action
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.records.remedies import of_party
from desktop_crm.ui.screens.order.printed_notes import MOVE

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Session
    from desktop_crm.ui.screens.order.card import OrderCard


class OrderCommands:
    """Each saves first what is typed, and does nothing when that can't be saved."""

    def __init__(self, card: "OrderCard") -> None:
        self._card = card
        self._desk = card.desk

    def actions(self) -> tuple[Action, ...]:
        """For menu, palette, keys."""
        go_on, *others = self._card.steps.actions()
        return (
            go_on,
            Action(
                "order.contract",
                msg("Make contract"),
                self.make_contract,
                "Ctrl+Shift+K",
                "file-text",
                self.is_alive,
                RECORD,
            ),
            Action("order.sheet", msg("Order sheet"), self.show_sheet, "Ctrl+P", "printer", self._is_saved, RECORD),
            Action("order.notes", MOVE, self.move_notes, "Ctrl+Shift+T", "file-text", self._prints_notes, RECORD),
            Action("order.duplicate", msg("Duplicate order"), self.duplicate, "Ctrl+D", "copy", self._is_saved, RECORD),
            *others,
        )

    def make_contract(self) -> None:
        """A draft contract, shown at once."""
        message = msg("Make contract from order {number}", number=self._order().number)
        made = self._card.act(message, contract.make, lambda made: of("contract", made.number, ADDED))
        if made is not None:
            self._desk.navigate("contract", made.id)

    def move_notes(self) -> None:
        """Of an older order: what was printed as notes until now becomes the text for the paper."""
        message = msg("Move the notes of order {number} to the text for the paper", number=self._order().number)
        self._card.act(message, orders.notes_to_paper, self._now(msg("{thing}: its notes are its printed text now.")))

    def keep_notes(self) -> None:
        """The same notes are printed no longer."""
        message = msg("No longer print the notes of order {number}", number=self._order().number)
        self._card.act(message, orders.notes_off_paper, self._now(msg("{thing}: its notes are no longer printed.")))

    def duplicate(self) -> None:
        """A new draft with the same lines, shown at once."""
        message, told = msg("Duplicate order {number}", number=self._order().number), list[Message]()

        def work(session: "Session", order_id: int) -> Order:
            return orders.duplicate(session, order_id, tell=told.append)

        made = self._card.act(message, work, lambda made: of("order", made.number, ADDED))
        if made is not None:
            self._desk.show_made("order", made.id, told)

    def _now(self, said: Message) -> NowTrue:
        return of("order", self._order().number, said)

    def show_sheet(self) -> None:
        """The order on paper, to be looked at, printed or saved."""
        if not self._card.commit():
            return
        order_id, card = self._card.record_id, self._card
        assert order_id is not None

        def work(_job: object) -> tuple[bytes, str, list[Problem]]:
            with self._desk.workspace.read() as session:
                order = orders.get(session, order_id)
                data, problems = order_paper.checked(session, order)
                return data, order_paper.file_name(order), problems

        def done(paper: tuple[bytes, str, list[Problem]]) -> None:
            from desktop_crm.ui.preview.window import show_pdf

            data, name, problems = paper
            window = show_pdf(self._desk, card.window(), data, title, name)
            window.pane.set_problems(problems)
            window.pane.problem_chosen.connect(window.accept)
            window.pane.problem_chosen.connect(self._mend)

        title = tr("Order {number}", number=self._order().number)
        self._desk.jobs.run(card, tr("Making the order sheet"), work, done)

    def _mend(self, path: str) -> None:
        """Lead to what mends a problem of the sheet."""
        party, order = of_party(path), self._order()
        if path == "client.contact" or party is None:
            self._desk.navigate("order", order.id, "contact_id" if party else path)
        else:
            self._desk.navigate(party.noun, order.client_id if party.noun == "client" else None, party.field)

    def _order(self) -> Order:
        assert self._card.record is not None
        return self._card.record

    def _is_saved(self) -> bool:
        return self._card.record is not None

    def _prints_notes(self) -> bool:
        return self._is_saved() and self._order().notes_on_paper

    def is_alive(self) -> bool:
        """Whether a contract can be made of it."""
        return self._is_saved() and self._order().state != OrderState.CANCELLED
