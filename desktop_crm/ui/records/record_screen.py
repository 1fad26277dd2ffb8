"""A list at the left, the chosen record's card at the right; Enter or a double click gives the card the whole width.

The list is there at once. Its card is made after it, step by step, so that the window is never held up for long; who asks
for it before gets it whole.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QLabel, QSplitter, QTabWidget, QVBoxLayout, QWidget

from desktop_crm.model.errors import TellableError
from desktop_crm.model.listing import Filter
from desktop_crm.model.nouns import NOUNS, belonging_to
from desktop_crm.services.draft import Draft
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.tab_order import in_order
from desktop_crm.ui.records.card import Card
from desktop_crm.ui.records.list_pane import ListPane
from desktop_crm.ui.records.quick_filters import QuickFilters
from desktop_crm.ui.records.screen_actions import ScreenActions
from desktop_crm.ui.records.screen_hooks import ScreenHooks
from desktop_crm.ui.table.table import Table

_BOTH = 940  # px that list and card need beside each other
FOLLOW_AFTER = 30  # ms: a held arrow key runs through the list without stopping at each card


class RecordScreen(ScreenHooks):
    """The screen of a noun; subclasses name their list, card and words, and what else they are concerned by."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.concerns |= _related(self.noun)
        self._card: Card | None = None
        self._wanted: int | None = None  # the record to be shown when there is a card
        self._lay_out()
        self.listing = self.make_listing()
        self._actions = ScreenActions(self)
        self._actions.add_tools()
        self.table = Table(self.listing, desk.jobs, f"list/{self.noun}", desk.settings.store, habits=desk.habits)
        self.table.view.setAccessibleName(say(self.title))
        self.pane.put(self.table)
        self._actions.add_to_list(self.table)
        self._follow = QTimer(self, singleShot=True, interval=FOLLOW_AFTER)
        self._follow.timeout.connect(self._follow_list)
        self.table.current_changed.connect(self._chosen)
        self.table.loaded.connect(self._loaded)
        self.table.opened.connect(self.open_wide)
        if self.flow is not None and self.flow.quick:
            self.quick = QuickFilters(self.table, self.flow.quick)
            self.pane.put_above(self.quick)
            in_order(self.quick, self.table)

    # Screen

    @property
    def card(self) -> Card:
        """The card; whoever asks for it sooner than it would come waits for it here."""
        card = self._card or self._put_card()
        card.form.make_rest()
        self._show_wanted()
        return card

    def catch_up(self) -> None:
        """Show the card that was asked for, or that of the list's current row, now: a key that means it may come sooner."""
        was_asked, is_late = self._wanted is not None, self._follow.isActive() or not self.is_ready()
        card = self.card
        if is_late and not was_asked and card.record_id != self.table.current_id():
            self._follow.stop()
            self._follow_list()

    def is_ready(self) -> bool:
        """Whether the card is there, with all its fields."""
        return self._card is not None and self._card.form.is_made()

    def steps(self) -> Iterator[None]:
        """The card, each section of its form, and rows for its first record."""
        form = (self._card or self._put_card()).form
        yield
        while form.make_next():
            yield
        yield from form.make_spares()

    def show_record(self, id: int | None) -> None:
        """A record in its card with the list beside it, or the list alone as it was."""
        self._wanted = id
        if id is None:
            self._set_wide(False)
        elif self.is_ready() or self.width() < _BOTH:
            self._show_wanted()

    def reload(self) -> None:
        """List and card anew."""
        self.table.reload()
        if self._card is not None:
            self._card.reload()

    def may_leave(self) -> bool:
        """What is typed is saved, or asked about."""
        return self._card is None or self._card.may_leave()

    def bookmark(self) -> tuple[str, int | None] | None:
        """The list's place; None while something is typed that would be lost."""
        typed = self.is_ready() and (self.card.is_new or self.card.has_changes())
        return None if typed else self.table.place()

    def open_at(self, bookmark: tuple[str, int | None] | None) -> None:
        if bookmark is not None:
            find, current = bookmark
            self.table.return_to((find, None if self.has_record() else current))

    def take_keyboard(self) -> None:
        """The list, or the card as a whole where it stands alone: arriving puts no caret into what is stored.

        A card that is shown stays, also where the list does not hold its record.
        """
        self.table.view.chooses = not self.has_record()
        (self.card if self.is_wide() else self.table.view).setFocus()

    def client_name(self) -> str:
        """Of the card, while there is one."""
        card = self._card
        return "" if card is None or (card.record is None and not card.is_new) else card.client_name()

    def whom(self) -> tuple[int, int | None] | None:
        return (
            self._card.whom() if self._card is not None and self._card.record is not None and self.is_wide() else None
        )

    def show_field(self, name: str) -> None:
        """A field of the card."""
        self.card.focus_field(name)

    def show_filtered(self, filters: Sequence[Filter]) -> None:
        """The list alone, asked for these and nothing else."""
        self.table.set_query(replace(self.table.query(), find="", filters=tuple(filters)))

    def start_new(self, given: Mapping[str, Any] | None = None) -> None:
        """A new record's card in the whole width."""
        if not self.card.may_leave():
            return
        self.card.start_new(given)
        self._reveal_card()
        self._set_wide(True)
        self.card.focus_first()

    def resume(self, draft: Draft) -> None:
        """Type a draft again: in the record's card, or in a new one."""
        if draft.record_id is None:
            if not self.card.may_leave():
                return
            self._reveal_card()
            self._set_wide(True)
        if draft.record_id == self.card.record_id or draft.record_id is None:
            self.card.type_draft(draft)

    def open_wide(self, record_id: int) -> None:
        """A record's card in the whole width; F2 or Tab leads into it."""
        if self._show_card(record_id):
            self._set_wide(True)
            self.card.setFocus()

    def has_record(self) -> bool:
        """Whether the card shows a saved record, or will as soon as it is there."""
        return self._wanted is not None or (self._card is not None and self._card.record_id is not None)

    def is_new(self) -> bool:
        """Whether a new record is typed."""
        return self._card is not None and self._card.is_new

    def is_wide(self) -> bool:
        """Whether the card has the whole width."""
        return self.pane.isHidden()

    def page_tabs(self) -> QTabWidget | None:
        """Of the card, where it stands alone or has the keyboard."""
        card, focused = self._card, self.window().focusWidget()
        has_keyboard = card is not None and focused is not None and (card is focused or card.isAncestorOf(focused))
        return card.tabs if card is not None and (has_keyboard or self.is_wide()) else None

    def head_buttons(self, parent: QWidget) -> list[QWidget]:
        return self._actions.tools(parent)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._make_card)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for both, the list stands alone until a card is opened."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 leads from the list, or from the card as a whole, into the fields."""
        if event.key() == Qt.Key.Key_F2 and not event.modifiers():
            self.catch_up()
            focused = self.window().focusWidget()
            if self.card.isVisible() and (focused is None or not self.card.form.isAncestorOf(focused)):
                self.card.focus_first()
                return
        super().keyPressEvent(event)

    # Inside

    def _fit(self) -> None:
        self.beside.setVisible(self.is_wide() or self.width() >= _BOTH)

    def _chosen(self, _record_id: object) -> None:
        self._follow.start()

    def _loaded(self) -> None:
        """A card that is shown stays: its record may not be in this list."""
        if not self.has_record():
            self._follow.start()

    def _follow_list(self) -> None:
        """The list's current row changed: the card follows, unless the person works in it alone."""
        record_id = self.table.current_id()
        if record_id is None or self.is_wide() or not self.isVisible() or not self.is_ready():
            return
        shown = self.card.record_id
        if record_id != shown and not self._show_card(record_id) and shown is not None:
            self.table.select_id(shown)

    def _show_wanted(self) -> None:
        record_id, self._wanted = self._wanted, None
        if record_id is not None and self._show_card(record_id):
            self.table.select_id(record_id)
            if self.width() < _BOTH:
                self._set_wide(True)

    def _show_card(self, record_id: int) -> bool:
        self._wanted, card = None, self.card
        if record_id != card.record_id:
            if not card.may_leave():
                return False
            card.show_record(record_id)
        if card.record_id != record_id:  # it is gone
            return False
        self._reveal_card()
        self.desk.actions.refresh()
        return True

    def _reveal_card(self) -> None:
        self._nothing.hide()
        self.card.show()

    def _back(self) -> None:
        """To the list; an unsaved new card is asked about first."""
        if not self.card.may_leave():
            return
        self._set_wide(False)
        if self.card.record_id is None:
            self._close_card()
            self._follow.start()
        self.table.view.setFocus()

    def _close_card(self) -> None:
        """No record is shown any more; the list's current one comes when the list is read anew."""
        self.card.is_new = False
        self.card.hide()
        self._nothing.setText(tr("Choose a line to see its card here."))
        self._nothing.show()
        self._set_wide(False)
        self.tell_client()

    def _tell_what_is_wrong(self, record_id: int) -> None:
        """Instead of a card that can't be shown: its values that can't be read; all other records are safe."""
        from desktop_crm.services.safety import check

        self._close_card()
        try:
            found = [say(each) for each in check.of_card(self.desk.workspace, self.noun, record_id)]
        except TellableError as error:
            found = [say(error.message)]
        head = tr("What is wrong with this record:")
        foot = tr("It is left as it is, and all others are safe. A backup from before may hold it whole.")
        self._nothing.setText("\n\n".join([head, "\n".join(found), foot]))

    def _set_wide(self, wide: bool) -> None:
        self.pane.setVisible(not wide)
        self._fit()
        self.spread.emit()
        if self._card is not None:
            self._card.header.set_back_shown(wide)
        self.desk.actions.refresh()

    def _escape(self) -> None:
        if self.is_wide():
            self._back()
        else:
            self.table.view.setFocus()

    def _lay_out(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.pane = ListPane("" if self.is_tab else say(self.title), splitter)  # before the card: Tab goes so
        splitter.addWidget(self.pane)
        self.beside = QWidget(splitter)
        self._nothing = QLabel(tr("Choose a line to see its card here."), self.beside)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setWordWrap(True)
        self._nothing.hide()  # until it is known
        theme.mark(self._nothing, "muted")
        self._inside = QVBoxLayout(self.beside)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.addWidget(self._nothing, 1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.beside)
        splitter.setSizes([580, 580])
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 1)
        self._remember(splitter)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(splitter)

    def _make_card(self) -> None:
        """In steps, each a turn of the window's thread: the card, the sections of its form, its first record."""
        if self.is_ready():
            self._begin()
        elif self.isVisible():
            card = self._card or self._put_card()
            QTimer.singleShot(0, self, lambda: card.form.make_in_steps(self))

    def _begin(self) -> None:
        if not self.isVisible():  # it is left; all goes on when it is seen again
            return
        self._show_wanted()
        self._loaded()
        self._nothing.setVisible(self.card.isHidden())

    def _put_card(self) -> Card:
        """Where it will stand: Qt looks at every widget in what is put somewhere else."""
        wanted, self._wanted = self._wanted, None  # not before the card's commands are there
        self._card = card = self.make_card()
        self._inside.addWidget(card, 1)
        card.hide()
        card.header.set_back_shown(self.is_wide())
        card.made.connect(self.table.select_id)
        card.back.connect(self._back)
        card.gone.connect(self._close_card)
        card.unreadable.connect(self._tell_what_is_wrong)
        card.shown.connect(self.tell_client)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), card)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._escape)
        self._actions.add_to_card(card)
        card.form.made.connect(lambda: QTimer.singleShot(0, self, self._begin))
        self._wanted = wanted
        return card

    def _remember(self, splitter: QSplitter) -> None:
        key = f"split/{self.noun}"
        kept = self.desk.settings.get_bytes(key)
        if not kept.isEmpty():
            splitter.restoreState(kept)
        splitter.splitterMoved.connect(lambda: self.desk.settings.set_bytes(key, splitter.saveState()))


def _related(noun: str) -> frozenset[str]:
    """What a card shows beside itself: its files, what it belongs to, and what belongs to it."""
    parents = (parent for each in NOUNS if each.id == noun for parent in each.belongs_to)
    return frozenset({noun, "attachment", *parents, *(each.id for each in belonging_to(noun))})
