"""Where what is wrong with a contract's paper is mended, and what else the contract leads to."""

from typing import TYPE_CHECKING, Final

from desktop_crm.model.contract_flow import SIGN
from desktop_crm.services import settings as rules
from desktop_crm.ui.screens.contract.values import remedy

if TYPE_CHECKING:
    from desktop_crm.ui.screens.contract.card import ContractCard

#: Where the list of what is wrong with the paper has the keyboard, among the card's fields.
PAPER: Final = "paper"


class Mending:
    """Of the contract that a card shows."""

    def __init__(self, card: "ContractCard") -> None:
        self._card = card

    def go_to(self, noun: str, field: str = "", back: str = "") -> None:
        """Show the client or the order of this contract, or another place."""
        card = self._card
        ids = {"client": card.record.client_id, "order": card.record.order_id, card.noun: card.record_id}
        card.desk.navigate(noun, ids.get(noun), field, back=back)

    def lead_to(self, path: str) -> None:
        """To what mends a problem of the paper; Back leads to the next one. What the pen fills in is typed in on signing."""
        card = self._card
        if path in card.record.printed.blanks and card.steps.may(SIGN):
            card.signing.ask(path)
            return
        noun, field = remedy(path)
        if noun == "template":
            self.edit_template(field.removeprefix("template.") if field.startswith("template.") else "")
            return
        ours = path.removeprefix("own.signatory.")
        if ours != path and self._lacks(ours):
            noun, field = "settings", f"signatory_{ours}"
        self.go_to(noun or card.noun, field, back=PAPER)

    def edit_template(self, line: str = "") -> None:
        """Change the template's own text, in a window of its own."""
        from desktop_crm.ui.template_editor.window import TemplateWindow

        card, record = self._card, self._card.record
        window = TemplateWindow(card.desk, card, record.template_id)
        if line:
            window.editor.go_to(f"{record.language if record.language != 'both' else 'id'}.{line}")
        window.open()

    def _lacks(self, part: str) -> bool:
        """Whether who signs for the own company lacks this there, too: mended there, it is for every contract."""
        ours = self._card.desk.read(lambda session: rules.company(session).signatory)
        return self._card.record.own_signatory.name in {"", ours.name} and not getattr(ours, part)
