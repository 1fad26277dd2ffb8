"""Why something was refused: told once, and for no longer than it is so."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_crm.ui.notes.notify import Notify
    from desktop_crm.ui.notes.stack import Note


class Refusal:
    """The note of what one place refused last."""

    def __init__(self, notify: "Notify") -> None:
        self._notify = notify
        self._note: Note | None = None

    def tell(self, error: BaseException, action: tuple[str, Callable[[], object]] | None = None) -> None:
        """In the place of what was told before; `action` is what may be done instead."""
        self.settle()
        self._note = self._notify.error(error, action)

    def settle(self) -> None:
        """Its cause is gone, or nobody looks at it any more."""
        if self._note is not None:
            self._note.leave()
            self._note = None
