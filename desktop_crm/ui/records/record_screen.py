"""A list with the peek of its chosen row, and the record's page, which has the whole width; Enter or a double click leads there.

The list is there at once. The page is made after it, step by step, so that the window is never held up for long; who asks
for it before gets it whole.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QLabel, QTabWidget, QVBoxLayout, QWidget

from desktop_crm.model.errors import TellableError
from desktop_crm.model.listing import Filter
from desktop_crm.model.nouns import BY_ID, NOUNS, belonging_to
from desktop_crm.services.draft import Draft
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.hints import Hint
from desktop_crm.ui.form.fact import Fact
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.peek.content import Peek
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.records.card import Card
from desktop_crm.ui.records.glance import ListGlance, peek_of
from desktop_crm.ui.records.keys import list_hints, page_hints, typing_hints
from desktop_crm.ui.records.quick_filters import QuickFilters
from desktop_crm.ui.records.screen_actions import ScreenActions
from desktop_crm.ui.records.screen_hooks import ScreenHooks
from desktop_crm.ui.table.table import Table


class RecordScreen(ScreenHooks):
    """The screen of a noun; subclasses name their list, card and words, and what else they are concerned by."""

    has_head = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.concerns |= _related(self.noun)
        self._card: Card | None = None
        self._wanted: int | None = None  # the record to be shown when there is a card
        self._wide = False
        self._lay_out()
        self.listing = self.make_listing()
        self._actions = ScreenActions(self)
        self._actions.add_tools()
        self.table = Table(self.listing, desk.jobs, f"list/{self.noun}", desk.settings.store, habits=desk.habits)
        self.table.view.setAccessibleName(say(self.title))
        self.glance.pane.put(self.table)
        self._actions.add_to_list(self.table)
        self.glance.known.connect(self._lend)
        self.table.current_changed.connect(lambda _id: self.glance.follow_soon())
        self.table.loaded.connect(self._loaded)
        self.table.opened.connect(lambda record_id: desk.navigate(self.noun, record_id))
        self.table.view.peek_wanted.connect(self.glance.toggle)
        self.table.view.gave_up.connect(self._give_up)
        if asked := BY_ID[self.noun].record.quick:
            self.quick = QuickFilters(self.table, asked, desk.jobs)

    # Screen

    @property
    def card(self) -> Card:
        """The card; whoever asks for it sooner than it would come waits for it here."""
        card = self._card or self._put_card()
        card.form.make_rest()
        self._show_wanted()
        return card

    def made_card(self) -> Card:
        """The same, to ask it something from any thread, once it `is_ready`."""
        assert self._card is not None
        return self._card

    def catch_up(self) -> None:
        """Show the record that was asked for, or that of the list's current row, on the card, now: a command is about it."""
        was_asked, card = self._wanted is not None, self.card
        current = self.table.current_id()
        if not self._wide and not was_asked and current is not None and (card.is_lent or card.record_id != current):
            self._show_card(current)

    def know(self) -> None:
        """Let the card know the list's current row, which it shows no sooner than it must."""
        was_asked, card = self._wanted is not None, self.card
        current = self.table.current_id()
        if not self._wide and not was_asked and current is not None and card.record_id != current:
            self._show_card(current)

    def is_ready(self) -> bool:
        """Whether the card is there, with all its fields."""
        return self._card is not None and self._card.form.is_made()

    def peek_of(self, record_id: int) -> Peek | None:
        return peek_of(self, record_id)

    def steps(self) -> Iterator[None]:
        """The peek, the card, each section of its form, rows for its first record, and all of it as that will be shown."""
        self.glance.make_panel()
        yield
        card = self._card or self._put_card()
        yield
        while card.form.make_next():
            yield
        yield from card.form.make_spares()
        shown = self.parentWidget()
        yield from card.settle(shown.size() if shown is not None else self.size())

    def foresee(self, id: int) -> None:
        if not self.isVisible() and self.is_ready():
            self._wanted = id
            self.enter()
            self.show_record(id)

    def show_record(self, id: int | None) -> None:
        """A record's page, filled before it is seen: Qt lies it out once then; or the list as it was."""
        self._wanted = id
        if id is not None and self.is_ready() and not self._wide:
            self._show_wanted()
        self._set_wide(id is not None)
        if id is not None and self.is_ready():
            self._show_wanted()

    def reload(self) -> None:
        """List and card anew; not a record that another one takes the place of at once."""
        self.table.reload()
        self.glance.renew()
        if self._card is not None and self._wanted in {None, self._card.record_id}:
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
            self.table.return_to((find, None if self._wide else current))

    def take_keyboard(self) -> None:
        """The list, or the page as a whole: arriving puts no caret into what is stored."""
        self.table.view.chooses = not privacy.is_on()
        if not self._wide:
            self.table.view.setFocus()
        elif self._card is None:
            self.setFocus()
        else:
            self._card.take_keyboard()

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
        """A new record's page."""
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
            self.card.resume(draft)

    def open_wide(self, record_id: int) -> None:
        """A record's page; F2 or Tab leads into it."""
        if self._show_card(record_id):
            self._set_wide(True)
            self.card.take_keyboard()

    def has_record(self) -> bool:
        """Whether there is a saved record that commands would be about."""
        return self._wanted is not None or (self._card is not None and self._card.record_id is not None)

    def is_new(self) -> bool:
        """Whether a new record is typed."""
        return self._card is not None and self._card.is_new

    def is_wide(self) -> bool:
        """Whether a page has the whole width."""
        return self._wide

    def page_tabs(self) -> QTabWidget | None:
        """Of the page."""
        return self._card.tabs if self._card is not None and self._wide else None

    def head_buttons(self, parent: QWidget) -> list[QWidget]:
        return self._actions.tools(parent)

    def show_new(self, *, primary: bool) -> None:
        """Whether *New* is the primary button in sight."""
        self._actions.show_new(primary=primary)

    def key_hints(self) -> Sequence[Hint]:
        focused, actions = self.window().focusWidget(), self.desk.actions
        if not self._wide:
            return list_hints(self.noun, actions, is_open=self.glance.is_open, finds=focused is self.table.bar.field)
        if (card := self._card) is None:
            return ()
        if focused is not None and card.form.isAncestorOf(focused) and not isinstance(focused, Fact):
            return typing_hints(self.noun, actions)
        at_page = card.first.has_keyboard() or card.hasFocus() or card.form.is_locked
        notes = at_page and card.takes_notes()
        return page_hints(self.noun, actions, notes=notes, facts=at_page, locked=card.form.is_locked)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._make_card)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 leads from the list, or from the page as a whole, into the fields."""
        if event.key() == Qt.Key.Key_F2 and not event.modifiers() and self._edit():
            return
        super().keyPressEvent(event)

    # Inside

    def _edit(self) -> bool:
        """Into the fields of the page, that of the list's current row first; whether that was meant. What is locked says why."""
        if not self._wide and (current := self.table.current_id()) is not None:
            self.open_wide(current)
        focused = self.window().focusWidget()
        if not self._wide or self.card.isHidden():
            return False
        was_told = self.card.tell_locked()
        if focused is not None and self.card.form.isAncestorOf(focused):
            return was_told
        self.card.focus_first()
        return True

    def _give_up(self) -> None:
        """Esc in the list: what is looked for first, then the peek."""
        if self.table.query().find:
            self.table.bar.field.clear()
        elif self.glance.is_open:
            self.glance.toggle()

    def _loaded(self) -> None:
        """The first row is chosen where none is, but not while somebody else looks on."""
        view = self.table.view
        if view.current_id() is None and self.table.ids() and not privacy.is_on() and not self._wide:
            view.go_to(0)
        self.glance.follow_soon()

    def _lend(self, peek: Peek) -> None:
        if self._card is not None and not self._wide:
            self._card.lend(peek.id, peek.found)
            self.tell_client()

    def _show_wanted(self) -> None:
        record_id, self._wanted = self._wanted, None
        if record_id is not None and self._show_card(record_id):
            self.table.select_id(record_id)
            if self._wide and self.window().focusWidget() in {self, self.card}:
                self.card.take_keyboard()

    def _show_card(self, record_id: int) -> bool:
        self._wanted, card = None, self.card
        if record_id != card.record_id or card.is_lent:
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
        """To the list; what is not saved is left as a draft, or asked about first."""
        if not self.card.leave_kept() and not self.card.may_leave():
            return
        if self.card.record_id is None:
            self._close_card()
        self.desk.navigate(self.noun)
        self.glance.follow_soon()

    def _close_card(self) -> None:
        """No record is shown any more; the list's current one comes when the list is read anew."""
        self.card.is_new = False
        self.card.hide()
        self._set_wide(False)
        self.tell_client()

    def _tell_what_is_wrong(self, record_id: int) -> None:
        """Instead of a card that can't be shown: its values that can't be read; all other records are safe."""
        from desktop_crm.services.safety import check

        self.card.hide()
        try:
            found = [say(each) for each in check.of_card(self.desk.workspace, self.noun, record_id)]
        except TellableError as error:
            found = [say(error.message)]
        head = tr("What is wrong with this record:")
        foot = tr("It is left as it is, and all others are safe. A backup from before may hold it whole.")
        self._nothing.setText("\n\n".join([head, "\n".join(found), foot]))
        self._nothing.show()
        self.tell_client()

    def _come_forward(self) -> None:
        """A command that was run from the list has something to ask, or leads to what it shows."""
        if not self._wide and self.card.record_id is not None and not self.card.is_lent:
            self._set_wide(True)

    def _set_wide(self, wide: bool) -> None:
        self._wide = wide
        seen, other = (self.beside, self.glance) if wide else (self.glance, self.beside)
        other.hide()
        self.spread.emit()  # there may be more room, or less, than for the other
        seen.show()
        if not wide:
            self.glance.follow_soon()
        self.desk.actions.refresh()

    def _lay_out(self) -> None:
        self.glance = ListGlance(self, self.desk, say(self.title))
        self.beside = QWidget(self)
        self.beside.hide()
        self._nothing = QLabel(self.beside)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setWordWrap(True)
        self._nothing.hide()
        theme.mark(self._nothing, "muted")
        self._inside = QVBoxLayout(self.beside)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.addWidget(self._nothing, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.glance)
        page.addWidget(self.beside)

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

    def _put_card(self) -> Card:
        """Where it will stand: Qt looks at every widget in what is put somewhere else."""
        wanted, self._wanted = self._wanted, None  # not before the card's commands are there
        self._card = card = self.make_card()
        self._inside.addWidget(card, 1)
        card.hide()
        card.made.connect(self.table.select_id)
        card.back.connect(self._back)
        card.gone.connect(self._close_card)
        card.unreadable.connect(self._tell_what_is_wrong)
        card.shown.connect(self.tell_client)
        card.forward.connect(self._come_forward)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), card)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._back)
        self._actions.add_to_card(card)
        card.form.made.connect(lambda: QTimer.singleShot(0, self, self._begin))
        self._wanted = wanted
        return card


def _related(noun: str) -> frozenset[str]:
    """What a card shows beside itself: its files, what it belongs to, and what belongs to it."""
    parents = (parent for each in NOUNS if each.id == noun for parent in each.belongs_to)
    return frozenset({noun, "attachment", *parents, *(each.id for each in belonging_to(noun))})
