"""The card of what is a draft first: a draft is saved as one with Ctrl+S, its lines may be half done until then."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_crm.model.errors import UserError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.nouns import BY_ID
from desktop_crm.model.now_true import called, shortened
from desktop_crm.model.tone import Tone
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.records.card import Card
from desktop_crm.ui.records.header import primary

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Session

_ROOMY = 760  # px


class DraftCard(Card):
    """What may still change when it is a draft no longer is saved when its field is left, as on any card.

    Services put into `told` what a person has to hear of what else was changed by a save.
    """

    def __init__(self, desk: Desk, place: QWidget | None = None) -> None:
        self.told: list[Message] = []
        self.has_room = False  # for more than the next step
        self._shows_unsaved = False
        super().__init__(desk, place)
        self.form.edited.connect(self._edited)

    # Hooks

    def is_open(self) -> bool:
        """Whether all of the record that is shown may still change."""
        raise NotImplementedError

    def version_of(self, session: "Session", record_id: int) -> int:
        """That of the file; UserError when it is gone."""
        raise NotImplementedError

    def further_buttons(self) -> Sequence[QWidget]:
        """What can be done while nothing is unsaved: first of all its next step."""
        return super().buttons()

    # Saving

    def saves_by_itself(self) -> bool:
        """A draft that was changed is asked about."""
        return self.record is not None and not self.is_open()

    def leave_kept(self) -> bool:
        self.form.commit()
        if not (self.form.is_changed() and (self.is_new or (self.record is not None and self.is_open()))):
            return False
        told, draft = self._told_kept(), self.drafts.leave()
        if draft is None:
            return False
        if self.record_id is None:
            self._forget_typed()
        else:
            self.show_record(self.record_id)
        self.desk.notify.note(say(shortened(told)), action=(tr("Continue"), lambda: self.desk.resume(draft)))
        return True

    def discard(self) -> None:
        """Also of a draft: back to what is saved."""
        super().discard()
        if self.record is not None:
            self.reload()

    def _save(self, values: dict[str, Any]) -> bool:
        self.told.clear()
        saved = super()._save(values)
        if saved:
            for message in self.told:
                self.desk.notify.note(say(message), tone=Tone.ATTENTION)
        elif self.record is not None:
            self._catch_up(self.record.id, self.record.version)
        return saved

    def _catch_up(self, record_id: int, version: int) -> None:
        """Refused because it was changed elsewhere: show that, keep what is typed; the next save is a decision."""
        try:
            stale = self.desk.read(lambda session: self.version_of(session, record_id)) != version
        except UserError:
            stale = True
        if stale:
            self.reload()

    def _field_left(self, name: str) -> None:
        if self.record is not None and not self.is_open():
            super()._field_left(name)

    def _told_kept(self) -> Message:
        """Of a new one by its client, of a saved one by what it is called."""
        if self.record is not None:
            thing = called(self.noun, getattr(self.record, self.record.called))
            return msg("{thing}: changes kept as a draft.", thing=thing)
        new, client = BY_ID[self.noun].new, self.client_name()
        if not client:
            return msg("{new} kept as a draft.", new=new)
        return msg("{new} of {client} kept as a draft.", new=new, client=privacy.veil(client))

    # What is seen

    def buttons(self) -> Sequence[QWidget]:
        self._shows_unsaved = self._is_unsaved()
        if not self._shows_unsaved:
            return self.further_buttons()
        save = primary(tr("Save"), self)
        save.setToolTip(tr("Save (Ctrl+S)"))
        save.clicked.connect(self.commit)
        return [self.button(f"{self.noun}.discard", tr("Discard"), self.discard), save]

    def button(self, name: str, text: str, run: Callable[[], object]) -> QPushButton:
        """Of a command, by its name."""
        made = QPushButton(text, self)
        made.setObjectName(name)
        if name in self.desk.actions:
            made.setToolTip(self.desk.actions.qaction(name).toolTip())
        made.clicked.connect(lambda _checked=False: run())
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside the list only the next step has room; the rest is behind the three dots."""
        super().resizeEvent(event)
        has_room = event.size().width() >= _ROOMY
        if has_room != self.has_room:
            self.has_room = has_room
            self._show_buttons()

    def _show_buttons(self) -> None:
        if self.record is not None:
            self.header.set_buttons([*self.buttons(), *self._menu()])

    def _is_unsaved(self) -> bool:
        return self.form.is_changed() and self.is_open()

    def _edited(self, _name: str) -> None:
        if self.record is not None and self._shows_unsaved != self._is_unsaved():
            self._show_buttons()
