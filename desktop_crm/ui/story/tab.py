"""The tab of a card that tells its story, and keeps the notes that are typed there."""

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_crm.model.message import msg
from desktop_crm.model.now_true import TRASHED, of
from desktop_crm.services import activity, story
from desktop_crm.services.draft import Draft
from desktop_crm.services.story import Entry, Place
from desktop_crm.services.workspace import entry_of
from desktop_crm.ui.capture.words import kept
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.records.drafts import DraftKeeper
from desktop_crm.ui.records.tabs import Tab
from desktop_crm.ui.story.feed import PAGE, Answer, Feed
from desktop_crm.ui.story.kind_bar import KindBar
from desktop_crm.ui.story.model import StoryModel
from desktop_crm.ui.story.note_box import NoteBox
from desktop_crm.ui.story.view import StoryView
from desktop_crm.ui.table.empty import Empty

#: The part of a card whose drafts are notes.
NOTE: Final = "note"


class StoryTab(Tab):
    """Of the records of one noun; `show_record` shows one's.

    `part_wanted` tells which part of the card itself an entry leads to: its files, or the history of its changes; `typed` what is
    typed where no notes are kept.
    """

    typed = Signal(str)
    part_wanted = Signal(str)  # "attachment" or "history"

    def __init__(self, desk: Desk, noun: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part = NOTE
        self._desk = desk
        self._noun = noun
        self._concerns = story.concerns(noun)
        self._record_id: int | None = None
        self._next: Place | None = None
        self._is_asked = False  # since it was last hidden, and nothing has changed since
        self.model = StoryModel(self)
        self.box = NoteBox(self)
        self.bar = KindBar(self)
        self.view = StoryView(self.model, self)
        self.view.setAccessibleName(tr("Story"))
        self.empty = Empty(self.view)
        self.drafts = DraftKeeper(desk, self.box.typed, self)
        self._feed = Feed(desk, noun, self)
        self._again = QTimer(self, singleShot=True, interval=0)
        self._again.timeout.connect(self._read_again)
        self._lay_out()
        self._connect()

    # Tab

    def show_record(self, record_id: int) -> None:
        """The story of this record; of the one that is shown what is new, with the place kept."""
        if record_id == self._record_id:
            self._again.start()
            return
        self.drafts.catch_up()
        self._record_id, self._next = record_id, None
        self.bar.start()
        self._begin_note()
        self._ask()

    def has_draft(self, draft: Draft) -> bool:
        """Whether it stands in the box."""
        return self.drafts.holds(draft)

    def go_on(self, draft: Draft) -> None:
        """Put a note that was typed before into the box, and the keyboard with it."""
        if not self.has_draft(draft):
            self.drafts.catch_up()
            self.drafts.take_over(draft)
            self.box.show_typed(draft.typed)
            self.drafts.keep_soon()
        self.box.begin("")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard goes on to the list; a focus proxy would break the ring of Tab in two."""
        self.view.setFocus(event.reason())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._record_id is not None and not self._is_asked:
            self._again.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._is_asked = False
        self.drafts.catch_up()

    # Notes

    def write_note(self, letters: str = "") -> None:
        """The keyboard into the box, behind what is there; where no notes are kept, they are meant for the card."""
        if self.takes_notes():
            self.box.begin(letters)
        else:
            self.typed.emit(letters)

    def keep_note(self) -> None:
        """Save what is typed, in one action; nothing where nothing is."""
        typed, record_id = self.box.typed(), self._record_id
        if not typed or record_id is None:
            return
        noun, workspace = self._noun, self._desk.workspace
        try:
            client, contact = self._desk.read(lambda session: activity.noted_on(session, noun, record_id))
            name = contact.name if contact else client.full_name
            message = activity.told(typed["kind"], name)
            with workspace.write(message) as session:
                activity.note(session, noun, record_id, typed["kind"], typed["text"])
        except Exception as error:  # noqa: BLE001 - the window tells each kind in its way
            self._desk.notify.error(error)
            return
        self.drafts.drop()
        self._begin_note()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._desk.tell_done(kept(typed["kind"], name, client.full_name, typed["text"]), entry_of(session))
        self._desk.actions.refresh()

    def _leave_note(self) -> None:
        """It stays where it is, as a draft."""
        self.drafts.keep()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin_note(self) -> None:
        """What was left of the record's last note, or an empty box."""
        assert self._record_id is not None
        self.drafts.begin(self._noun, self._record_id, part=NOTE)
        left = next(iter(self._desk.drafts.of_card(self._noun, self._record_id, NOTE)), None)
        if left is not None:
            self.drafts.take_over(left)
        self.box.show_typed({} if left is None else left.typed)

    def takes_notes(self) -> bool:
        return self._noun in activity.NOTED_ON

    # Entries

    def open(self, entry: Entry) -> None:
        """Go to what it tells of."""
        if entry.is_change:
            self.part_wanted.emit("history")
        elif entry.noun == "attachment":
            self.part_wanted.emit(entry.noun)
        else:
            self._desk.navigate(entry.noun, entry.id)

    def delete(self, entry: Entry) -> None:
        """Take a note away; a note offers it back."""
        if not entry.told.own:
            return
        try:
            name = self._desk.read(lambda session: activity.get(session, entry.id).summary)
            self._desk.write(
                msg("Delete activity “{name}”", name=name),
                lambda session: activity.delete(session, entry.id),
                note=of("activity", name, TRASHED),
            )
        except Exception as error:  # noqa: BLE001 - the window tells each kind in its way
            self._desk.notify.error(error)

    def _ask(self) -> None:
        if self._record_id is not None:
            self.empty.hide()
            self.view.choose_none()
            self.model.show(())
            self.view.wait()
            self._is_asked = True
            self._feed.ask(self._record_id, self.bar.asked())

    def _read_again(self) -> None:
        """As much as was read above and in what is seen, and a page more."""
        if self._record_id is not None and self.isVisible():
            count = max(PAGE, self.view.last_seen() + 1 + PAGE)
            self._feed.ask(self._record_id, self.bar.asked(), count=count, again=True)

    def _more(self, far: bool) -> None:
        if self._record_id is not None and self._next is not None:
            self._feed.more(self._record_id, self.bar.asked(), self._next, far=far)
        elif far:
            self.view.at_end(more=False)

    def _answered(self, answer: Answer) -> None:
        self._next = answer.next
        if not answer.whole:
            self.model.append(answer.entries)
        elif answer.again:
            self._put_again(answer)
        else:
            self.model.show(answer.entries)
        self.view.waited()
        self._tell_empty()
        self.view.at_end(more=answer.next is not None)

    def _put_again(self, answer: Answer) -> None:
        """The same entries at the top and chosen, or what stands in their places now."""
        chosen, had = self.view.entry(), self.view.currentIndex().row()
        row, hidden = self.view.place()
        top = self.model.entries[row].key if row or hidden else None
        self.model.show(answer.entries)
        if top is not None:
            found = self.model.row_of(top)
            self.view.scroll_to_place(row if found is None else found, hidden)
        if chosen is not None and answer.entries:
            at = self.model.row_of(chosen.key)
            self.view.mark(min(had, len(answer.entries) - 1) if at is None else at)

    def _tell_empty(self) -> None:
        if self.model.entries:
            self.empty.hide()
        elif self.bar.kind:
            self.empty.tell(tr("Nothing of this kind happened."))
        elif self.takes_notes():
            self.empty.tell(
                tr("Nothing happened here yet. Type to write the first note."), (tr("Write a note"), self.write_note)
            )
        else:
            self.empty.tell(tr("Nothing happened here yet."))

    def _failed(self, error: Exception) -> None:
        self.view.waited()
        if self.model.entries:
            self._desk.notify.error(error)
        else:
            self.empty.tell_failed(self._ask)

    def _follow(self, nouns: frozenset[str]) -> None:
        if not nouns & self._concerns or self._record_id is None:
            return
        if self.isVisible():
            self._again.start()
        else:
            self._is_asked = False

    # Inside

    def _connect(self) -> None:
        self.box.setVisible(self.takes_notes())
        self.box.edited.connect(self.drafts.keep_soon)
        self.box.keep_wanted.connect(self.keep_note)
        self.box.left.connect(self._leave_note)
        self.bar.chosen.connect(self._ask)
        self.view.typed.connect(self.write_note)
        self.view.opened.connect(self.open)
        self.view.delete_wanted.connect(self.delete)
        self.view.end_near.connect(self._more)
        self._feed.answered.connect(self._answered)
        self._feed.told.connect(self.bar.tell)
        self._feed.failed.connect(self._failed)
        self._desk.changed.connect(self._follow)

    def _lay_out(self) -> None:
        self._top = QVBoxLayout()
        self._top.setContentsMargins(theme.PAD_24, 14, theme.PAD_24, 6)
        self._top.setSpacing(theme.PAD_12)
        self._top.addWidget(self.box)
        self._top.addWidget(self.bar)
        rule = QFrame(self)
        theme.mark(rule, "line")
        ruled = QHBoxLayout()
        ruled.setContentsMargins(theme.PAD_24, 0, theme.PAD_24, 0)
        ruled.addWidget(rule)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addLayout(self._top)
        lines.addLayout(ruled)
        lines.addWidget(self.view, 1)
