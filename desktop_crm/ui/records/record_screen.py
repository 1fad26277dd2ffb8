"""A list at the left, the chosen record's card at the right; Enter or a double click gives the card the whole width."""

from collections.abc import Mapping
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Listing
from desktop_crm.model.message import Message, msg
from desktop_crm.ui import theme
from desktop_crm.ui.actions import RECORD, Action
from desktop_crm.ui.desk import Desk
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.records.card import Card
from desktop_crm.ui.records.exporting import export_list
from desktop_crm.ui.screen import Screen
from desktop_crm.ui.table.table import Table


class RecordScreen(Screen):
    """The screen of a noun; subclasses name their list, card and words."""

    title: ClassVar[Message]
    new_text: ClassVar[Message | None] = None
    empty_text: ClassVar[Message]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.listing = self.make_listing()
        self.card = self.make_card()
        self.table = Table(self.listing, desk.jobs, f"list/{self.noun}", desk.settings.store)
        self._nothing = QLabel(tr("Choose a line to see its card here."), self)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setWordWrap(True)
        theme.mark(self._nothing, "muted")
        self._wanted: int | None = None
        self._lay_out()
        self._add_actions()
        self._connect()

    # Hooks of a noun

    def make_listing(self) -> Listing:
        """The list."""
        raise LookupError

    def make_card(self) -> Card:
        """The card."""
        raise LookupError

    def more_actions(self) -> tuple[Action, ...]:
        """The noun's own commands."""
        return ()

    def delete(self, record_id: int) -> None:
        """Take a record away in one action with an Undo note."""

    def context_actions(self) -> tuple[str, ...]:
        """Ids of the commands in a row's context menu."""
        return ()

    # Screen

    def show_record(self, id: int | None) -> None:
        """A record in its card with the list beside it, or the list alone as it was."""
        if id is None:
            self._show_list()
            return
        self._wanted = id
        self.table.select_id(id)
        self._show_card(id)

    def reload(self) -> None:
        """List and card anew."""
        self.table.reload()
        self.card.reload()

    def may_leave(self) -> bool:
        """What is typed is saved, or asked about."""
        return self.card.may_leave()

    def take_keyboard(self) -> None:
        """The list, unless something is typed in the card."""
        if not self.card.isAncestorOf(self.focusWidget() or self):
            self.table.view.setFocus()

    def start_new(self, given: Mapping[str, Any] | None = None) -> None:
        """A new record's card in the whole width."""
        if not self.card.may_leave():
            return
        self.card.start_new(given)
        self._reveal_card()
        self._set_wide(True)
        self.card.form.setFocus()
        self.card.form.focusNextChild()

    # Inside

    def _show_list(self) -> None:
        if self._is_wide():
            self._set_wide(False)

    def _chosen(self, record_id: object) -> None:
        """The list's current row changed: the card follows, unless it is held by something unsaved."""
        if not isinstance(record_id, int) or record_id == self.card.record_id or self.card.is_new:
            return
        if self.card.may_leave():
            self._show_card(record_id)

    def _show_card(self, record_id: int) -> None:
        if record_id != self.card.record_id and not self.card.may_leave():
            return
        self.card.show_record(record_id)
        self._reveal_card()
        self.desk.actions.refresh()

    def _reveal_card(self) -> None:
        self._nothing.hide()
        self.card.show()

    def _open_wide(self, record_id: object) -> None:
        if isinstance(record_id, int):
            self._show_card(record_id)
            self._set_wide(True)
            self.card.setFocus()
            self.card.focusNextChild()

    def _back(self) -> None:
        """To the list; an unsaved new card is asked about first."""
        if not self.card.may_leave():
            return
        if self.card.record_id is None:
            self.card.is_new = False
            self.card.hide()
            self._nothing.show()
            current = self.table.current_id()
            if current is not None:
                self._show_card(current)
        self._set_wide(False)
        self.table.view.setFocus()

    def _made(self, record_id: int) -> None:
        self._wanted = record_id
        self.table.select_id(record_id)

    def _delete_current(self) -> None:
        record_id = self.card.record_id
        if record_id is None:
            return
        try:
            self.delete(record_id)
        except UserError as error:
            self.desk.notify.error(error)

    def _export(self) -> None:
        export_list(self.desk, self, self.table, self.listing, title=say(self.title))

    def _is_wide(self) -> bool:
        return not self._left.isVisible()

    def _set_wide(self, wide: bool) -> None:
        self._left.setVisible(not wide)
        self.card.header.set_back_shown(wide)
        self.desk.actions.refresh()

    def _has_record(self) -> bool:
        return self.card.record_id is not None

    def _add_actions(self) -> None:
        noun = self.noun
        actions = [
            Action(f"{noun}.save", msg("Save"), self._save, "Ctrl+S", "save", self._can_save, RECORD),
            Action(f"{noun}.export", msg("Export this list to Excel…"), self._export, "Ctrl+E", "sheet", group=RECORD),
            Action(f"{noun}.find", msg("Find in this list"), self.table.focus_find, "Ctrl+F", "search", group=RECORD),
            Action(f"{noun}.delete", msg("Delete"), self._delete_current, "Del", "trash-2", self._has_record, RECORD),
        ]
        if self.new_text is not None:
            actions.insert(0, Action(f"{noun}.new", self.new_text, self.start_new, "Ctrl+N", "plus", group=RECORD))
        self.desk.actions.add(*actions, *self.more_actions(), owner=self)
        self.table.set_actions(
            [self.desk.actions.qaction(name) for name in (*self.context_actions(), f"{noun}.delete")]
        )
        self.table.set_empty(
            say(self.empty_text), say(self.new_text) if self.new_text else "", self.start_new if self.new_text else None
        )
        self._fill_tools()

    def _save(self) -> None:
        self.card.commit()

    def _can_save(self) -> bool:
        return self.card.is_new or self.card.has_changes()

    def _fill_tools(self) -> None:
        self._tools.addWidget(self.desk.actions.button(f"{self.noun}.export", self))
        if self.new_text is not None:
            new = self.desk.actions.button(f"{self.noun}.new", self, words=True)
            theme.mark(new, "primary")
            self._tools.addWidget(new)

    def _connect(self) -> None:
        self.table.current_changed.connect(self._chosen)
        self.table.opened.connect(self._open_wide)
        self.card.made.connect(self._made)
        self.card.back.connect(self._back)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.card)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._escape)

    def _escape(self) -> None:
        if self._is_wide():
            self._back()
        else:
            self.table.view.setFocus()

    def _lay_out(self) -> None:
        self._left = QWidget(self)
        heading = QLabel(say(self.title), self._left)
        theme.mark(heading, "heading")
        self._tools = QHBoxLayout()
        self._tools.setContentsMargins(theme.PAD_16, theme.PAD_16, theme.PAD_16, theme.PAD_8)
        self._tools.addWidget(heading, 1)
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addLayout(self._tools)
        left.addWidget(self.table, 1)
        self._right = QWidget(self)
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.addWidget(self._nothing, 1)
        right.addWidget(self.card, 1)
        self.card.hide()
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._left)
        splitter.addWidget(self._right)
        splitter.setSizes([560, 600])
        splitter.setStretchFactor(1, 1)
        self._remember(splitter)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(splitter)

    def _remember(self, splitter: QSplitter) -> None:
        key = f"split/{self.noun}"
        kept = self.desk.settings.get_bytes(key)
        if not kept.isEmpty():
            splitter.restoreState(kept)
        splitter.splitterMoved.connect(lambda: self.desk.settings.set_bytes(key, splitter.saveState()))
