"""What is done with the paper of a contract that was signed: its scan is kept, or its signing taken back."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from desktop_crm.model.errors import UserError
from desktop_crm.model.tone import Tone
from desktop_crm.services import contract as contracts
from desktop_crm.ui.desk import over
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.screens.contract.written_panel import SCANS

if TYPE_CHECKING:
    from desktop_crm.ui.screens.contract.card import ContractCard


class SignedPaper:
    """Of the contract that a card shows."""

    def __init__(self, card: "ContractCard") -> None:
        self._card = card

    def attach(self) -> None:
        """Keep the scans or photographs of what was signed."""
        kinds = tr("Scans and photographs") + SCANS
        names, _ = over.waited(QFileDialog.getOpenFileNames, self._card, tr("Attach the signed scan"), "", kinds)
        if names:
            self.keep([Path(name) for name in names])

    def keep(self, scans: Sequence[Path]) -> None:
        """Among the contract's files."""
        card = self._card
        if card.record_id is not None:
            card.forward.emit()
            card.tabs.setCurrentWidget(card.files)
            card.files.show_record(card.record_id)
            card.files.add_paths(list(scans), role=contracts.SIGNED)

    def ask_withdrawn(self) -> None:
        """Why is its signing taken back?"""
        card = self._card
        if card.commit() and card.record is not None:
            from desktop_crm.ui.desk.withdrawing import Withdrawing

            Withdrawing(card.desk, [(card.record.id, card.record.number)], self._withdraw).open()

    def _withdraw(self, reason: str) -> None:
        card, record = self._card, self._card.record
        try:
            contracts.withdraw(card.desk.workspace, record.id, reason)
        except UserError as error:
            card.desk.notify.error(error)
            return
        card.desk.actions.refresh()
        card.desk.notify.note(
            tr(
                "Signing of contract {number} undone. Next: version {version}.",
                number=record.number,
                version=record.next_version,
            ),
            tone=Tone.GOOD,
        )
        card.reload()
