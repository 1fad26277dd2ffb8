"""How a contract goes out: its buttons, what is printed, and what is asked and told then."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop_crm.model.contract import Contract
from desktop_crm.model.contract_flow import FULFIL, SEND, SIGN
from desktop_crm.model.contract_states import ContractState
from desktop_crm.model.message import Message, msg
from desktop_crm.model.tone import Tone
from desktop_crm.services.contract_gaps import may_fill
from desktop_crm.ui.i18n import ntr, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.roomy_button import RoomyButton
from desktop_crm.ui.screens.contract.sheets import SheetsPanel, SheetsPrinting

if TYPE_CHECKING:
    from desktop_crm.ui.screens.contract.card import ContractCard

#: The steps with a button in the header; the others are behind its three dots.
IN_HEADER: Final = (SIGN, FULFIL)


class GoingOut(QObject):
    """Of the contract that a card shows."""

    def __init__(self, card: "ContractCard") -> None:
        super().__init__(card)
        self._card = card
        self._blanks = 0  # that the button tells
        self.sheets = SheetsPanel(card)
        self.printing = SheetsPrinting(card.desk, self.sheets, card)
        self.printing.done.connect(self._printed)
        self.printing.refused.connect(card.paper.refuse)
        card.paper.printed.connect(self._offer_sent)
        card.paper.blanks_wanted.connect(self.print_with_blanks)
        card.paper.blanks_known.connect(self._show_blanks)

    def leave(self) -> None:
        """Another contract is shown."""
        self.sheets.hide()
        self._blanks = 0

    def print_paper(self) -> None:
        """Save what is typed, then print; the paper comes into sight."""
        if self._card.commit():
            self._card.reveal()
            self._card.paper.print_paper()

    def print_sheets(self) -> None:
        """Two originals and a copy, or what of them has not come out yet."""
        card = self._card
        if card.commit() and card.record is not None:
            record = card.record
            card.reveal()
            if card.paper.may_go_out(lambda: self.printing.start(record, blanks=True)):
                self.printing.start(record)

    def print_with_blanks(self) -> None:
        """With gaps for the pen where something is missing."""
        if self._card.commit() and self._card.record is not None:
            self._card.reveal()
            self.printing.one_with_blanks(self._card.record)

    def may_leave_blanks(self) -> bool:
        """Whether something is missing, and only what the pen can fill in."""
        return self._card.record is not None and self._card.paper.blanks > 0

    def main(self) -> None:
        """What the primary button does, after what is typed was kept: by then it may be another one."""
        if self._card.commit() and self._card.record is not None:
            self._card.desk.actions.run(f"contract.{self._names()[-1]}")

    def main_text(self) -> Message:
        """What it is called."""
        idle = msg("Print or take the next step")
        if self._card.record is None or self._card.is_lent:
            return idle
        names = {"print": msg("Print contract"), "attach": msg("Attach the signed scan…"), "fulfil": FULFIL.text}
        return {**names, "sign": SIGN.text, "print_blanks": msg("Print with blanks…")}.get(self._names()[-1], idle)

    def buttons(self) -> Sequence[QWidget]:
        """The header's, the most likely last."""
        names = self._names()
        shown = [self._button(f"contract.{name}", primary=name == names[-1]) for name in names]
        return [self._terms(), *shown] if may_fill(self._card.record) else shown

    def _names(self) -> Sequence[str]:
        names: Sequence[str] = self._header_names()
        return [("print_blanks" if name == "print" and self._blanks else name) for name in names]

    def _header_names(self) -> tuple[str, ...]:
        """Of the header's commands; the last one is the most likely."""
        card = self._card
        if card.record.is_frozen() and not card.has_scan:
            return "print", "attach"
        step = next((step for step in IN_HEADER if card.steps.may(step)), None)
        if step is None:
            return ("print",)
        return (step.id, "print") if card.record.state == ContractState.DRAFT else ("print", step.id)

    def _terms(self) -> RoomyButton:
        """What is below the gaps."""
        button = self._button("contract.terms", primary=False)
        button.setProperty("spare", True)
        return button

    def _button(self, name: str, *, primary: bool) -> RoomyButton:
        qaction = self._card.desk.actions.qaction(name)
        blanks = name == "contract.print_blanks"
        words = ntr("Print with {n} blank", "Print with {n} blanks", self._blanks) if blanks else qaction.text()
        icon = self._card.desk.actions.icon(name, "on_accent" if primary else None)
        button = RoomyButton(icon, words, self._card)
        button.setToolTip(qaction.toolTip())
        if primary:
            theme.mark(button, "primary")
        button.clicked.connect(qaction.trigger)
        return button

    def _show_blanks(self) -> None:
        """The button says with how many it would be printed."""
        card = self._card
        if card.paper.blanks != self._blanks and card.record is not None and not card.is_new:
            self._blanks = card.paper.blanks
            card.show_buttons()

    def _printed(self, contract: Contract, blanks: int) -> None:
        """All that was wanted has come out, perhaps while another contract is shown by now."""
        if not blanks:
            self._offer_sent(contract.id)
            return
        card, contract_id = self._card, contract.id
        card.reload()
        card.desk.notify.note(
            ntr(
                "Contract {number} printed with {n} blank.",
                "Contract {number} printed with {n} blanks.",
                blanks,
                number=contract.number,
            ),
            tone=Tone.GOOD,
            action=(tr("Mark as signed…"), lambda: card.ask_signed() if card.record_id == contract_id else None),
        )

    def _offer_sent(self, contract_id: int) -> None:
        """After printing a draft that is still shown."""
        card = self._card
        if card.record_id != contract_id or not card.steps.may(SEND):
            return
        card.desk.notify.note(
            tr("Contract {number} printed, not marked as sent yet.", number=card.record.number),
            action=(tr("Mark as sent"), lambda: card.send() if card.record_id == contract_id else None),
        )
