"""The screen of contracts."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from desktop_crm.model.contract import Template
from desktop_crm.model.contract_flow import CONTRACT_FLOW, SIGN
from desktop_crm.model.contract_states import ContractState
from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Listing
from desktop_crm.model.message import Message, msg
from desktop_crm.model.now_true import ADDED, TRASHED, NowTrue, of
from desktop_crm.model.order import Order
from desktop_crm.model.tone import Tone
from desktop_crm.services import contract as contracts
from desktop_crm.ui.desk.actions import RECORD, Action
from desktop_crm.ui.i18n import ntr, speak
from desktop_crm.ui.peek.content import Peek
from desktop_crm.ui.records.card import Card
from desktop_crm.ui.records.record_screen import RecordScreen
from desktop_crm.ui.screens.contract.card import ContractCard
from desktop_crm.ui.screens.contract.going_out import IN_HEADER
from desktop_crm.ui.screens.contract.order_chooser import OrderChooser
from desktop_crm.ui.table.cells import Row

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Session


class ContractScreen(RecordScreen):
    """Contracts. They are made from orders; *new* asks which."""

    noun = "contract"
    concerns = frozenset({"settings"})
    title = msg("Contracts")
    new_text = msg("New contract from an order…")
    empty_text = msg("No contracts yet. A contract is made from an order in two keystrokes.")

    def make_listing(self) -> Listing:
        return contracts.listing(self.desk.workspace)

    def make_card(self) -> Card:
        return ContractCard(self.desk, self.beside)

    @property
    def contract_card(self) -> ContractCard:
        """The card by its own name."""
        assert isinstance(self.card, ContractCard)
        return self.card

    def peek(self, row: Row, found: Mapping[str, Any]) -> Peek:
        """With the first page of its paper."""
        from desktop_crm.ui.screens.contract.first_page import first_page

        usual, blanks = super().peek(row, found), found["blanks_left"]
        chips = [(ntr("{n} blank", "{n} blanks", blanks), Tone.ATTENTION)] if blanks else []
        return replace(
            usual,
            chips=[*usual.chips, *chips],
            sheet=partial(first_page, self.desk.workspace, row[0]),
        )

    def peek_actions(self) -> tuple[str, ...]:
        return ("contract.fill", *(name for name in self.context_actions() if name))

    def next_act(self) -> str:
        return "contract.fill"

    def start_new(self, given: Mapping[str, Any] | None = None) -> None:
        """Ask which order, unless `given` names its `order_id`; then show the new contract in the whole width."""
        if not self.card.may_leave():
            return
        if given and "order_id" in given:
            self.make_from(given["order_id"])
        else:
            OrderChooser(self.desk, self, self.make_from).open()

    def make_from(self, order_id: int) -> None:
        """Make the contract of an order and show it."""
        try:
            made = self.desk.write(
                msg("Make contract"),
                lambda session: contracts.make(session, order_id),
                note=lambda made: of("contract", made.number, ADDED),
            )
        except UserError as error:
            self.desk.notify.error(error)
            return
        self.desk.navigate(self.noun, made.id)
        self.open_wide(made.id)

    def renew(self) -> None:
        """Order the same again, and show that order: the contract that follows is made from it."""
        message, told = msg("Order again what is in contract {number}", number=self.card.record.number), list[Message]()

        def work(session: "Session", old: int) -> Order:
            return contracts.renew(session, old, tell=told.append)

        made = self.card.act(message, work, lambda made: of("order", made.number, ADDED))
        if made is not None:
            self.desk.show_made("order", made.id, told)

    def keep_usual_terms(self) -> None:
        """Let contracts from its template begin with the terms of this one from now on."""

        def note(template: Template) -> NowTrue:
            return NowTrue(msg("Terms kept for new contracts from “{name}”.", name=template.title(speak().code)))

        message = msg("Keep the terms of contract {number} for new ones", number=self.card.record.number)
        self.card.act(message, contracts.keep_usual_terms, note)

    def delete(self, record_id: int) -> None:
        number = self.card.record.number
        self.desk.write(
            msg("Delete contract {number}", number=number),
            lambda session: contracts.delete(session, record_id),
            note=of("contract", number, TRASHED),
        )

    def context_actions(self) -> tuple[str, ...]:
        onward = (f"contract.{step.id}" for step in CONTRACT_FLOW.steps if not step.back)
        return "contract.preview", "contract.print", "", *onward

    def card_actions(self) -> tuple[str, ...]:
        return (
            *("contract.preview", "contract.paper_only", "contract.print_blanks", "contract.print_sheets"),
            *(name for name in self._step_names() if name not in {f"contract.{step.id}" for step in IN_HEADER}),
            "",
            *("contract.renew", "new.letter", "contract.client", "contract.order", "contract.template"),
            "contract.usual_terms",
        )

    @staticmethod
    def _step_names() -> Iterator[str]:
        """What is done with the signed paper stands behind the step that signs it."""
        for step in CONTRACT_FLOW.steps:
            yield f"contract.{step.id}"
            if step is SIGN:
                yield from ("contract.attach", "contract.withdraw")

    def more_actions(self, card: Card) -> tuple[Action, ...]:
        assert isinstance(card, ContractCard)
        return (*self._paper_actions(card), *self._steps(card), *self._ways(card))

    def _paper_actions(self, card: ContractCard) -> tuple[Action, ...]:
        has, sheets = self.has_record, msg("Print two originals and a copy…")

        def sheets_now() -> Message:
            return msg("Print a copy…") if card.record is not None and card.record.is_frozen() else sheets

        return (
            Action(
                "contract.fill",
                msg("Fill in the blanks"),
                card.gaps.fill,
                "",
                "pencil",
                card.gaps.may_fill,
                RECORD,
                label=card.gaps.fill_text,
            ),
            Action("contract.terms", msg("Terms"), card.show_terms, "", "sliders-horizontal", has, RECORD),
            Action(
                "contract.main",
                msg("Print or take the next step"),
                card.out.main,
                "Ctrl+Return",
                "",
                has,
                label=card.out.main_text,
            ),
            Action("contract.preview", msg("Look at the document"), card.preview, "Ctrl+Shift+P", "eye", has, RECORD),
            Action(
                "contract.paper_only",
                msg("Paper only"),
                card.turn_paper,
                "F7",
                "file-text",
                self.is_wide,
                RECORD,
                checked=card.aside.shows_paper_only,
            ),
            Action("contract.print", msg("Print contract"), card.out.print_paper, "Ctrl+P", "printer", has, RECORD),
            Action(
                "contract.print_blanks",
                msg("Print with blanks…"),
                card.out.print_with_blanks,
                "Ctrl+Shift+B",
                "printer",
                card.out.may_leave_blanks,
                RECORD,
            ),
            Action(
                "contract.print_sheets",
                sheets,
                card.out.print_sheets,
                "Ctrl+Alt+P",
                "files",
                has,
                RECORD,
                label=sheets_now,
            ),
        )

    def _steps(self, card: ContractCard) -> Iterator[Action]:
        made = {action.id: action for action in (*card.steps.actions(), *self._signed_actions(card))}
        yield from (made[name] for name in self._step_names())

    def _signed_actions(self, card: ContractCard) -> tuple[Action, ...]:
        def is_frozen() -> bool:
            return card.record is not None and card.record.is_frozen()

        def is_signed() -> bool:
            return card.record is not None and card.record.state == ContractState.SIGNED

        scan, withdraw = msg("Attach the signed scan…"), msg("Undo the signing…")
        return (
            Action("contract.attach", scan, card.signed_paper.attach, "", "paperclip", is_frozen, RECORD),
            Action("contract.withdraw", withdraw, card.signed_paper.ask_withdrawn, "", "undo-2", is_signed, RECORD),
        )

    def _ways(self, card: ContractCard) -> tuple[Action, ...]:
        has = self.has_record

        def client() -> None:
            card.mending.go_to("client")

        def order() -> None:
            card.mending.go_to("order")

        def template() -> None:
            card.mending.edit_template()

        def may_renew() -> bool:
            return card.record is not None and card.record.state in {ContractState.SIGNED, ContractState.FULFILLED}

        usual = msg("Use these terms for new contracts")

        return (
            Action("contract.renew", msg("Renew"), self.renew, "", "copy", may_renew, RECORD, separated=True),
            Action("contract.client", msg("Go to the client"), client, "", "users", has, RECORD),
            Action("contract.order", msg("Go to the order"), order, "", "shopping-cart", has, RECORD),
            Action("contract.template", msg("Edit the template…"), template, "", "file-pen", has, RECORD),
            Action("contract.usual_terms", usual, self.keep_usual_terms, "", "bookmark-check", has, RECORD),
        )
