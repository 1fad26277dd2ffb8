"""Signing: on which day, and, where it was printed with blanks, what was written there and where the scan is."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject

from desktop_crm.model.contract_flow import SIGN
from desktop_crm.model.order_states import OrderState
from desktop_crm.model.problem import Problem
from desktop_crm.model.tone import Tone
from desktop_crm.services import contract_pen
from desktop_crm.services.draft import Draft
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.records.drafts import DraftKeeper
from desktop_crm.ui.screens.contract.written_panel import WrittenPanel

if TYPE_CHECKING:
    from desktop_crm.ui.screens.contract.card import ContractCard

#: The part of the card's drafts that is what was written by hand.
SIGNING: Final = "signing"


class Signing(QObject):
    """Asks on a contract's card, and signs."""

    def __init__(self, card: "ContractCard") -> None:
        super().__init__(card)
        self._card = card
        self.panel = WrittenPanel(card)
        self._drafts = DraftKeeper(card.desk, self.panel.typed, self)
        self.panel.edited.connect(self._drafts.keep_soon)
        self.panel.given_up.connect(self._drafts.give_up)

    def ask(self, path: str = "") -> None:
        """When was it signed? The keyboard goes to the value of this path, or to the first."""
        if not self.panel.isHidden():
            self.panel.focus_value(path)
            return
        record, card = self._card.record, self._card
        asked = contract_pen.asked(record)
        if not asked:
            assert SIGN.asks is not None
            words = say(SIGN.asks.go), say(SIGN.asks.despite)
            card.question.ask(self._question(), words, lambda day, _reason: self._sign(day), card.steps.doubts(SIGN))
            return
        self.panel.ask(self._question(), asked, self._check, self._sign)
        self.panel.focus_value(path)
        self._drafts.begin(card.noun, card.record_id, part=SIGNING, version=record.version)

    def go_on(self, draft: Draft) -> None:
        """Ask again, with what was typed then."""
        if not self._card.record.printed.blanks or not self._card.steps.may(SIGN):
            return
        self.ask()
        self._drafts.take_over(draft)
        self.panel.form.restore_draft(draft.typed)
        self._drafts.keep_soon()

    def leave(self) -> None:
        """Another contract is shown."""
        self._drafts.catch_up()
        self.panel.hide()

    def _question(self) -> str:
        record = self._card.record
        order = record.order
        if order.state == OrderState.DRAFT:
            return tr(
                "On which day was contract {number} signed? That confirms order {order} too; after that neither changes.",
                number=record.number,
                order=order.number,
            )
        return say(SIGN.question(record, order=order.number))

    def _check(self, day: date | None, typed: dict[str, Any]) -> Sequence[Problem]:
        doubts = self._card.steps.doubts(SIGN)
        return [*doubts(day), *contract_pen.problems(self._card.record, typed)]

    def _sign(self, day: date, written: dict[str, Any] | None = None, scans: Sequence[Path] = ()) -> None:
        """Refused, what was typed in stays a draft."""
        card, number = self._card, self._card.record.number
        if not card.step(SIGN, day, written=written):
            if written is not None:
                self.panel.show()
            return
        self._drafts.drop()
        if scans:
            card.signed_paper.keep(scans)
            return
        card.desk.notify.note(
            tr("Contract {number} has no signed scan yet.", number=number),
            tone=Tone.GOOD,
            action=(tr("Attach the signed scan…"), card.signed_paper.attach),
        )
