"""What is typed and not saved: kept while one types, and offered again where it was typed."""

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop_crm.services.clock import now
from desktop_crm.services.draft import Draft
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import ntr, tr
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.records.offer import Offer

_KEEP_AFTER: Final = 400  # ms without typing
_WORDS: Final = 60  # letters of what was typed that name it


class DraftKeeper(QObject):
    """Keeps what is typed into one form until it is saved or given up; `typed` tells it, nothing when nothing is."""

    changed = Signal()  # it was kept, or is kept no longer

    def __init__(self, desk: Desk, typed: Callable[[], Mapping[str, Any]], parent: QObject) -> None:
        super().__init__(parent)
        self._drafts = desk.drafts
        self.kept_at: datetime | None = None
        self._discarded = desk.discarded
        self._typed = typed
        self._draft: Draft | None = None
        self._kept = False
        self._soon = QTimer(self, singleShot=True, interval=_KEEP_AFTER)
        self._soon.timeout.connect(self.keep)
        desk.typed_wanted.connect(self.catch_up)

    def begin(
        self,
        noun: str,
        record_id: int | None = None,
        *,
        part: str = "",
        version: int | None = None,
        given: Mapping[str, Any] | None = None,
    ) -> None:
        """The form shows this from now on; what was kept of it before stays a draft of its own."""
        self._soon.stop()
        self._draft = Draft(secrets.token_hex(8), noun, record_id, part, version, dict(given or {}))
        self._kept = False
        self._tell(None)

    def take_over(self, draft: Draft) -> None:
        """What is typed goes on an older draft, in its place."""
        version = self._draft.version if self._draft is not None else None
        self.drop()
        self._draft, self._kept = replace(draft, version=version), True

    def holds(self, draft: Draft) -> bool:
        """Whether what is typed goes on this draft."""
        return self._kept and self._draft is not None and self._draft.slot == draft.slot

    def seen(self, version: int | None) -> None:
        """The record was read anew."""
        if self._draft is not None:
            self._draft = replace(self._draft, version=version)

    def keep_soon(self) -> None:
        """After a pause in typing."""
        self._soon.start()

    def catch_up(self) -> None:
        """Keep what a pause in typing would have kept."""
        if self._soon.isActive():
            self.keep()

    def keep(self) -> None:
        """Now; forget it when nothing is typed any more."""
        self._soon.stop()
        typed = self._typed() if self._draft is not None else {}
        if self._draft is not None and typed:
            self._kept = True
            self._drafts.keep(replace(self._draft, typed=dict(typed)))
            self._tell(now())
        else:
            self.drop()

    def give_up(self, name: str = "", *, is_whole: bool = True) -> None:
        """Forget what is typed, and offer it back by its name, or as what was typed into the record that has the name."""
        typed = self._typed() if self._draft is not None else {}
        draft = self._draft
        self.drop()
        if draft is not None and typed:
            self._discarded.add(replace(draft, typed=dict(typed)), name or _name(typed), is_whole=is_whole)

    def leave(self) -> Draft | None:
        """Keep what is typed, which is not gone on with here: it is offered like any other that was left."""
        self.keep()
        if self._draft is None or not self._kept:
            return None
        draft = replace(self._draft, typed=dict(self._typed()))
        self._draft, self._kept = None, False
        self._tell(None)
        return draft

    def drop(self) -> None:
        """What is typed was saved, or is offered back."""
        self._soon.stop()
        if self._kept and self._draft is not None:
            self._drafts.drop(self._draft.slot)
        self._kept = False
        self._tell(None)

    def _tell(self, kept_at: datetime | None) -> None:
        self.kept_at = kept_at
        self.changed.emit()


class OfferingKeeper(DraftKeeper):
    """Of a form that stands on no card: `offer`, a line to be put above the form, offers what was left of it."""

    def __init__(
        self,
        desk: Desk,
        typed: Callable[[], Mapping[str, Any]],
        restore: Callable[[Mapping[str, Any]], None],
        parent: QWidget,
    ) -> None:
        super().__init__(desk, typed, parent)
        self.offer = Offer(parent)
        self._desk = desk
        self._restore = restore

    def show(self, part: str, version: int | None = None) -> None:
        """The form shows this part of the settings from now on."""
        self.begin("settings", part=part, version=version)
        left = next(iter(self._drafts.of_card("settings", None, part)), None)
        offer_draft(self._desk, self.offer, left, version, lambda: self._go_on(left) if left else None)

    def _go_on(self, draft: Draft) -> None:
        self.take_over(draft)
        self._restore(draft.typed)
        self.keep_soon()


def offer_draft(desk: Desk, offer: Offer, draft: Draft | None, version: int | None, go_on: Callable[[], None]) -> None:
    """Offer to go on with a draft, or hide the offer when there is none; `version` is the record's now."""
    if draft is None:
        offer.hide()
        return
    told = [_told(draft)]
    if draft.version is not None and draft.version != version:
        told.append(tr("What stands here was changed since then."))

    def discard() -> None:
        desk.drafts.drop(draft.slot)
        desk.discarded.add(draft, _name(draft.typed))

    forget = (tr("Discard"), discard)
    offer.tell(" ".join(told), [(tr("Continue"), go_on), forget])


def tell_left(desk: Desk) -> None:
    """After the start: what was typed and not saved before, if anything was, and the way to the newest of it."""
    left = desk.drafts.every()
    if left:
        newest = left[0]
        text = ntr(
            "{n} typed text not saved yet.",
            "{n} typed texts not saved yet.",
            len(left),
        )
        desk.notify.note(text, action=(tr("Show"), lambda: go_to(desk, newest)))


def go_to(desk: Desk, draft: Draft) -> None:
    """Where it was typed; it is offered there."""
    if draft.record_id is None and not draft.part:
        desk.start_new(draft.noun, **draft.given)
    else:
        desk.navigate(draft.noun, draft.record_id, draft.part if draft.record_id is None else "")


def _told(draft: Draft) -> str:
    name = _name(draft.typed)
    if not name:
        return tr("Something typed was not saved.")
    return tr("“{name}” was typed here and not saved.", name=privacy.veil(name))


def _name(typed: Mapping[str, Any]) -> str:
    """What it may be known by: a name, or else the longest text."""
    name = typed.get("name")
    texts = [name] if isinstance(name, str) and name.strip() else sorted(_texts(typed), key=len, reverse=True)
    words = " ".join(next(iter(texts), "").split())
    return words if len(words) <= _WORDS else f"{words[:_WORDS].rstrip()}…"


def _texts(typed: Any) -> Iterator[str]:
    if isinstance(typed, str):
        is_words = any(letter.isalpha() for letter in typed)  # a price names nothing
        if is_words and (len(typed) <= _WORDS or " " in typed):  # and so do the letters of a picture
            yield typed
    elif isinstance(typed, Mapping | list):
        for part in typed.values() if isinstance(typed, Mapping) else typed:
            yield from _texts(part)
