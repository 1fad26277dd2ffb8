"""The screen of letters."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

from desktop_crm.model.letter_flow import LETTER_FLOW
from desktop_crm.model.letter_states import LetterState
from desktop_crm.model.listing import Listing
from desktop_crm.model.message import msg
from desktop_crm.model.now_true import TRASHED, of
from desktop_crm.services import letter as letters
from desktop_crm.ui.desk import later
from desktop_crm.ui.desk.actions import RECORD, Action
from desktop_crm.ui.peek.content import Peek
from desktop_crm.ui.records.card import Card
from desktop_crm.ui.records.record_screen import RecordScreen
from desktop_crm.ui.screens.letter.card import LetterCard
from desktop_crm.ui.table.cells import Row

_ENVELOPES: Final = (
    ("dl", msg("Envelope DL")),
    ("c5", msg("Envelope C5")),
    ("c4", msg("Envelope C4")),
)


class LetterScreen(RecordScreen):
    """The register of letters, both ways."""

    noun = "letter"
    concerns = frozenset({"letter", "client", "contact", "order", "contract", "settings", "attachment"})
    title = msg("Letters")
    new_text = msg("New letter")
    empty_text = msg("No letters yet. What you write is numbered and kept here, and so is what comes in.")

    def make_listing(self) -> Listing:
        return letters.listing(self.desk.workspace)

    def make_card(self) -> Card:
        return LetterCard(self.desk, self.beside)

    def peek(self, row: Row, found: Mapping[str, Any]) -> Peek:
        """With the first page of its paper, or of its scan."""
        from desktop_crm.ui.screens.letter.first_page import first_page

        usual = super().peek(row, found)
        if found["record"].is_incoming and not found["record"].has_scan:
            return usual
        return replace(usual, sheet=partial(first_page, self.desk.workspace, row[0]))

    def next_act(self) -> str:
        return "letter.main"

    def delete(self, record_id: int) -> None:
        number = self.card.record.number
        self.desk.write(
            msg("Delete letter {number}", number=number),
            lambda session: letters.delete(session, record_id),
            note=of("letter", number, TRASHED),
        )

    def context_actions(self) -> tuple[str, ...]:
        steps = (f"letter.{step.id}" for step in LETTER_FLOW.steps)
        return "letter.main", "letter.print", "letter.answer", "", *steps

    def peek_actions(self) -> tuple[str, ...]:
        main = self._card.main_command() if isinstance(self._card, LetterCard) else ""
        return ("letter.main", *(name for name in ("letter.print", "letter.answered", "letter.file") if name != main))

    def card_actions(self) -> tuple[str, ...]:
        return (
            *("letter.print", "letter.own_words", "letter.answer", "letter.remind", "letter.attach", ""),
            *(f"letter.envelope_{size}" for size, _ in _ENVELOPES),
            "",
            *(f"letter.{step.id}" for step in LETTER_FLOW.steps),
            "",
            *("letter.later", "letter.client", "letter.template"),
        )

    def more_actions(self, card: Card) -> tuple[Action, ...]:
        assert isinstance(card, LetterCard)
        return (*self._of_paper(card), *card.steps.actions(), *self._ways(card))

    def _of_paper(self, card: LetterCard) -> tuple[Action, ...]:
        def is_incoming() -> bool:
            return card.record is not None and bool(card.record.is_incoming)

        def awaits() -> bool:
            return card.record is not None and card.record.state == LetterState.SENT

        own, print_it = msg("Write it in your own words"), msg("Print letter")
        return (
            Action(
                "letter.main",
                msg("Print or take the next step"),
                card.main,
                "Ctrl+Return",
                "",
                self.has_record,
                label=card.main_text,
            ),
            Action("letter.print", print_it, card.print_paper, "Ctrl+P", "printer", self.has_record, RECORD),
            Action("letter.own_words", own, card.write_own_words, "Ctrl+Shift+T", "pencil", card.may_write, RECORD),
            Action("letter.answer", msg("Answer"), card.answer, "Ctrl+R", "reply", is_incoming, RECORD),
            Action("letter.remind", msg("Remind"), card.remind, "", "bell", awaits, RECORD),
            Action("letter.attach", msg("Attach the scan…"), card.attach, "", "paperclip", self.has_record, RECORD),
            *(
                Action(
                    f"letter.envelope_{size}",
                    text,
                    partial(card.show_envelope, size),
                    "",
                    "mail",
                    self.has_record,
                    RECORD,
                    separated=size == "dl",
                )
                for size, text in _ENVELOPES
            ),
        )

    def _ways(self, card: LetterCard) -> tuple[Action, ...]:
        def client() -> None:
            if card.record is not None and card.record.client_id is not None:
                self.desk.navigate("client", card.record.client_id)

        def has_client() -> bool:
            return card.record is not None and card.record.client_id is not None

        def has_template() -> bool:
            return card.record is not None and card.record.template_id is not None

        def put_off() -> None:
            later.ask_when(card.window(), card.put_off)

        return (
            Action(
                "letter.later", msg("Put the answer off…"), put_off, later.KEYS, "calendar-clock", card.awaits, RECORD
            ),
            Action("letter.client", msg("Go to the client"), client, "", "users", has_client, RECORD, separated=True),
            Action(
                "letter.template",
                msg("Edit the template…"),
                card.edit_template,
                "",
                "file-pen-line",
                has_template,
                RECORD,
            ),
        )
