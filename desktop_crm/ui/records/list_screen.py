"""A screen that is a list alone: heading, a sentence, the rows, and what can be done with them."""

from typing import ClassVar

from PySide6.QtWidgets import QLabel, QVBoxLayout

from desktop_crm.model.listing import Listing
from desktop_crm.model.message import Message
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.screen import Screen
from desktop_crm.ui.i18n import say
from desktop_crm.ui.look import theme
from desktop_crm.ui.records.list_pane import ListPane
from desktop_crm.ui.table.table import Table


class ListScreen(Screen):
    """Subclasses name the list, its words, and the command that Enter and the button run."""

    title: ClassVar[Message]
    sentence: ClassVar[Message]
    empty_text: ClassVar[Message]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.listing = self.make_listing()
        self.pane = ListPane(say(self.title), self)
        self.table = Table(self.listing, desk.jobs, f"list/{self.noun}", desk.settings.store, habits=desk.habits)
        self.table.view.setAccessibleName(say(self.title))
        self.table.set_empty(say(self.empty_text))
        self.pane.put(self.table)
        told = QLabel(say(self.sentence), self)
        told.setWordWrap(True)
        told.setContentsMargins(theme.PAD_12, 0, theme.PAD_12, theme.PAD_8)
        theme.mark(told, "muted")
        inside = self.pane.layout()
        assert isinstance(inside, QVBoxLayout)
        inside.insertWidget(1, told)
        self.add_actions()
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self.pane)
        self.table.selection_changed.connect(desk.actions.refresh)
        self.table.current_changed.connect(lambda _id: desk.actions.refresh())

    def make_listing(self) -> Listing:
        """The list."""
        raise LookupError

    def add_actions(self) -> None:
        """Commands, buttons, the rows' menu."""
        raise LookupError

    def chosen_ids(self) -> list[int]:
        """The selected rows, else the one the keys are on."""
        current = self.table.current_id()
        return list(self.table.selected_ids()) or ([] if current is None else [current])

    def reload(self) -> None:
        self.table.reload()

    def bookmark(self) -> tuple[str, int | None]:
        """The list's place."""
        return self.table.place()

    def open_at(self, bookmark: tuple[str, int | None] | None) -> None:
        if bookmark is not None:
            self.table.return_to(bookmark)

    def take_keyboard(self) -> None:
        self.table.view.setFocus()
