"""What a note tells, in the window's words."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop_crm.model.message import Message
from desktop_crm.model.now_true import NowTrue, shortened
from desktop_crm.ui.i18n import say
from desktop_crm.ui.privacy import privacy


@dataclass(frozen=True, slots=True)
class Told:
    """What is now true, and the `entries` of the history that made it so."""

    now: NowTrue
    entries: tuple[int, ...] = ()

    def text(self) -> str:
        """One line: long names are cut."""
        return self._said(shortened)

    def whole(self) -> str:
        """With every name as it is, for a reader and under the pointer."""
        return self._said(lambda sentence: sentence)

    def with_another(self, now: NowTrue, entries: tuple[int, ...]) -> "Told | None":
        """The same of both, one note with one *Undo*; None where something else is said."""
        both = self.now.with_another(now) if self.entries else None
        return None if both is None else Told(both, (*self.entries, *entries))

    def _said(self, cut: Callable[[Message], Message]) -> str:
        return " ".join(say(cut(privacy.hush(sentence))) for sentence in self.now.sentences())
