"""New records that are typed and not saved, kept per user so that they survive a crash."""

import time
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, ClassVar, Final, Protocol

from PySide6.QtCore import QObject, QTimer

from desktop_crm.ui.desk import Desk
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.records.offer import Offer

_KEPT: Final = 5
_KEEP_AFTER: Final = 400  # ms without typing


class Drafts:
    """The drafts of one noun in one workspace; each new record has a slot of its own, so that none writes over another."""

    def __init__(self, desk: Desk, noun: str) -> None:
        self._settings = desk.settings
        place = sha256(str(desk.workspace.path).encode()).hexdigest()[:12]
        self._key = f"drafts/{place}/{noun}"

    @staticmethod
    def new_slot() -> str:
        """A slot later than all others."""
        return str(time.time_ns())

    def latest(self) -> tuple[str, dict[str, Any]] | None:
        """The newest draft with its slot."""
        kept = self._all()
        slot = max(kept, default=None)
        return None if slot is None else (slot, kept[slot])

    def keep(self, slot: str, draft: dict[str, Any]) -> None:
        """Write a draft to disk now; the oldest ones go when there are too many."""
        kept = {**self._all(), slot: draft}
        self._put({name: kept[name] for name in sorted(kept)[-_KEPT:]})

    def drop(self, slot: str) -> None:
        """Forget a draft."""
        kept = self._all()
        if kept.pop(slot, None) is not None:
            self._put(kept)

    def _all(self) -> dict[str, dict[str, Any]]:
        found = self._settings.get(self._key, {})
        if not isinstance(found, dict):
            return {}
        return {slot: one for slot, one in found.items() if isinstance(one, dict) and one.get("typed")}

    def _put(self, kept: dict[str, dict[str, Any]]) -> None:
        self._settings.set(self._key, kept or None)
        self._settings.save()


class Drafting(Protocol):
    """A card, as its drafts see it."""

    noun: ClassVar[str]
    is_new: bool

    def draft(self) -> dict[str, Any]:
        """What is typed."""

    def type_draft(self, given: Mapping[str, Any], typed: Mapping[str, Any], slot: str) -> None:
        """Go on with a draft."""


class DraftKeeper(QObject):
    """Keeps what is typed into a card's new record, and offers what was left from before."""

    def __init__(self, card: Drafting, desk: Desk, offer: Offer) -> None:
        super().__init__(offer)
        self._card = card
        self._drafts = Drafts(desk, card.noun)
        self._offer = offer
        self._given: dict[str, Any] = {}
        self._slot = ""
        self._soon = QTimer(self, singleShot=True, interval=_KEEP_AFTER)
        self._soon.timeout.connect(self.keep)

    def begin(self, given: Mapping[str, Any]) -> None:
        """A new record is begun; a draft from before is offered."""
        self._given, self._slot = dict(given), self._drafts.new_slot()
        found = self._drafts.latest()
        if found is None:
            self._offer.hide()
            return
        slot, draft = found
        texts = [typed for typed in (draft["typed"].get("name"), *draft["typed"].values()) if isinstance(typed, str)]
        name = next(filter(None, texts), "")
        text = tr("“{name}” was typed here and not saved.", name=name) if name else tr("Something typed was not saved.")
        go_on, forget = (lambda: self._go_on(slot, draft)), (lambda: self._drafts.drop(slot))
        self._offer.tell(text, [(tr("Continue"), go_on), (tr("Discard"), forget)])

    def take_over(self, slot: str) -> None:
        """What is typed now belongs to this slot."""
        self._slot = slot
        self._offer.hide()

    def keep_soon(self) -> None:
        """After a pause in typing."""
        self._soon.start()

    def keep(self) -> None:
        """Now."""
        self._soon.stop()
        typed = self._card.draft() if self._card.is_new else {}
        if typed:
            self._drafts.keep(self._slot, {"given": self._given, "typed": typed})
        else:
            self._drafts.drop(self._slot)

    def drop(self) -> None:
        """What is typed was saved or given up."""
        self._soon.stop()
        self._drafts.drop(self._slot)
        self._offer.hide()

    def _go_on(self, slot: str, draft: Mapping[str, Any]) -> None:
        self._card.type_draft(draft.get("given") or {}, draft["typed"], slot)
