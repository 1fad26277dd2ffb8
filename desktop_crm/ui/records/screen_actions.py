"""The commands that every screen with a list and a card has, beside those of its noun."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg
from desktop_crm.ui.desk.actions import RECORD, Action, PrimaryButton
from desktop_crm.ui.i18n import say
from desktop_crm.ui.records.exporting import export_list
from desktop_crm.ui.records.keys import tell_list_and_form

if TYPE_CHECKING:
    from desktop_crm.ui.records.card import Card
    from desktop_crm.ui.records.record_screen import RecordScreen
    from desktop_crm.ui.table.table import Table


class ScreenActions:
    """Made once for a screen; its card's own ones come with the card."""

    def __init__(self, screen: "RecordScreen") -> None:
        self._screen = screen
        self._actions = screen.desk.actions
        self._new: PrimaryButton | None = None  # in the head

    def add_tools(self) -> None:
        """Into menus, palette and list of shortcuts, and as buttons above the list: what needs no card, or asks for it."""
        self._actions.add(*self._common(), *self._screen.list_actions(), owner=self._screen, before=self._screen.know)
        tell_list_and_form(self._actions)

    def add_to_list(self, table: "Table") -> None:
        """What an empty list offers, and the key Del."""
        table.set_empty(say(self._screen.empty_text), *self._ways_to_fill())
        self._keep_to_the_list(self._actions.qaction(f"{self._screen.noun}.delete"), table)

    def add_to_card(self, card: "Card") -> None:
        """The same, behind the card's three dots, and in a row's menu."""
        screen = self._screen
        self._actions.add(*screen.more_actions(card), owner=screen, before=screen.catch_up)
        card.menu_ids = self._with_delete(screen.card_actions())
        screen.glance.panel.set_commands(card.menu_ids)
        screen.table.set_actions([self._menu_line(name) for name in self._with_delete(screen.context_actions())])

    def tools(self, parent: QWidget) -> list[QWidget]:
        """The buttons above the list: *New* and what else fills it, and its sheet."""
        screen, noun = self._screen, self._screen.noun
        icons = [self._actions.button(name, parent) for name in (*screen.filling_actions(), f"{noun}.export")]
        if screen.new_text is None:
            return [*icons]
        new = self._actions.button(f"{noun}.new", parent, words=True, primary=True)
        assert isinstance(new, PrimaryButton)
        self._new = new
        return [*icons, new]

    def show_new(self, *, primary: bool) -> None:
        """Whether *New* is the primary button in sight, or one beside it."""
        if self._new is not None and shiboken6.isValid(self._new):
            self._new.tell_primary(primary)

    def _common(self) -> list[Action]:
        screen, noun = self._screen, self._screen.noun
        actions = [
            Action(f"{noun}.save", msg("Save"), self._save, "Ctrl+S", "save", self._has_card, RECORD),
            Action(f"{noun}.find", msg("Find in this list"), self._find, "Ctrl+F", "search", group=RECORD),
            Action(f"{noun}.export", msg("Export this list to Excel…"), self._export, "Ctrl+E", "sheet", group=RECORD),
            Action(f"{noun}.delete", msg("Delete"), self._delete, "Del", "trash-2", screen.has_record, RECORD),
        ]
        if screen.new_text is not None:
            new = Action(f"{noun}.new", screen.new_text, screen.start_new, "Ctrl+N", "plus", group=RECORD)
            return [new, *actions]
        return actions

    def _save(self) -> None:
        self._screen.card.commit()

    def _find(self) -> None:
        self._screen.show_record(None)
        self._screen.table.focus_find()

    def _export(self) -> None:
        screen = self._screen
        export_list(screen.desk, screen, screen.table, screen.listing, title=say(screen.title))

    def _delete(self) -> None:
        record_id = self._screen.card.record_id
        if record_id is None:
            return
        try:
            self._screen.delete(record_id)
        except UserError as error:
            self._screen.desk.notify.error(error)

    def _has_card(self) -> bool:
        return self._screen.has_record() or self._screen.is_new()

    def _with_delete(self, own: tuple[str, ...]) -> tuple[str, ...]:
        delete = f"{self._screen.noun}.delete"
        return (*own, "", delete) if own else (delete,)

    def _menu_line(self, name: str) -> QAction:
        if name:
            return self._actions.qaction(name)
        line = QAction(self._screen)
        line.setSeparator(True)
        return line

    def _ways_to_fill(self) -> list[tuple[str, Callable[[], None]]]:
        """The buttons of an empty list."""
        screen = self._screen
        found = [self._actions.qaction(name) for name in screen.filling_actions()]
        others = [(action.text(), action.trigger) for action in found]
        return others if screen.new_text is None else [(say(screen.new_text), screen.start_new), *others]

    def _keep_to_the_list(self, action: QAction, table: "Table") -> None:
        """The key Del belongs to the list: in a card it may be pressed on any button."""
        self._screen.removeAction(action)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        table.view.addAction(action)
