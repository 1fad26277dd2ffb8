"""What was typed and discarded: offered back in a note, and by Ctrl+Z while nothing else was done since."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_crm.model.message import Message, msg
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.privacy import privacy

if TYPE_CHECKING:
    from desktop_crm.services.draft import Draft
    from desktop_crm.ui.notes.notify import Notify


class Discarded:
    """The drafts that were given up since the last action; `resume` leads to where one was typed and types it again."""

    def __init__(self, notify: "Notify", resume: "Callable[[Draft], None]") -> None:
        self._notify = notify
        self._resume = resume
        self._drafts: list[Draft] = []

    def add(self, draft: "Draft", name: str, *, is_whole: bool = True) -> None:
        """This was typed and is given up; `name` is what it may be known by, or the record's, of which it is not all."""
        self._drafts.append(draft)
        if not name:
            told = tr("Typed text discarded.")
        elif is_whole:
            told = tr("“{name}” discarded.", name=privacy.veil(name))
        else:
            told = tr("Text typed for {name} discarded.", name=privacy.veil(name))
        self._notify.note(told, undo=lambda: self._bring_back(draft))

    def undo_text(self) -> Message | None:
        """What Ctrl+Z would bring back."""
        return msg("Discard what was typed") if self._drafts else None

    def undo(self) -> bool:
        """Bring back the last one; False when there is none."""
        if not self._drafts:
            return False
        self._bring_back(self._drafts[-1])
        return True

    def forget(self) -> None:
        """Something else was done: the notes still bring theirs back, Ctrl+Z takes back that."""
        self._drafts.clear()

    def _bring_back(self, draft: "Draft") -> None:
        if draft in self._drafts:
            self._drafts.remove(draft)
        self._resume(draft)
