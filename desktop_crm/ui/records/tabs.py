"""What a tab of a card is."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_crm.services.draft import Draft


class Tab(QWidget):
    """One tab of a card; told the record it is about, and filled when it is looked at."""

    made = Signal()  # what it holds, which stands last in the window's ring of Tab until somebody puts it elsewhere

    def show_record(self, record_id: int) -> None:
        """Show what belongs to this record; also called when its data changed. What is typed and not saved stays."""

    #: The part of the card whose drafts it keeps and offers by itself.
    part: str = ""

    def has_draft(self, draft: Draft) -> bool:
        """Whether it shows a draft of its part already."""
        del draft
        return False

    def go_on(self, draft: Draft) -> None:
        """Go on with a draft of its part."""

    def takes_notes(self) -> bool:
        """Whether what is typed on the page becomes a note here."""
        return False

    def write_note(self, letters: str = "") -> None:
        """Begin one with these, or go on with it."""

    def has_changes(self) -> bool:
        """Whether something is typed here that is not saved."""
        return False

    def commit(self) -> bool:
        """Save what is typed; False when something is wrong with it."""
        return True

    def discard(self) -> None:
        """Forget what is typed."""


@dataclass(frozen=True, slots=True)
class TabDeclaration:
    """A tab's word and its widget; tabs are shown once the record is saved. One may stand `beside` the facts of the first."""

    title: str
    widget: Tab
    beside: bool = False
