"""Steps back through what was done, and forward again: the last action, or any of the history."""

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Final

from desktop_crm.model.errors import UserError
from desktop_crm.model.message import REASON, Message, msg
from desktop_crm.model.problem import Problem
from desktop_crm.storage.bare import Step

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop_crm.storage.journal.undo import Progress
    from desktop_crm.storage.workspace import Workspace

#: Asks a bare connection for the next step but those that are passed over, `bare.next_undo` or `bare.next_redo`.
Next = Callable[[Any, Collection[int]], Step | None]

#: Told with the refusal of a step, which would stand before all others for ever.
_FURTHER: Final = {
    "undo": msg("Undo once more, and what was done before it is undone."),
    "redo": msg("Redo once more, and what was undone before it is redone."),
}


class Steps:
    """Those of one workspace; nobody writes between looking for one and taking it. What can be asked needs no SQLAlchemy."""

    def __init__(self, workspace: "Workspace", writing: AbstractContextManager[Any]) -> None:
        self._workspace = workspace
        self._writing = writing
        self._passed: set[int] = set()  # entries that could not be taken back, as was told

    def text(self, find: Next) -> Message | None:
        """The sentence of the next one; None when there is none."""
        step = self._next(find)
        return step[1] if step else None

    def is_next(self, find: Next, entry_id: int) -> bool:
        """Whether the next one is about this action: itself, or the last redo of it."""
        from desktop_crm.storage.journal import chains

        step = self._next(find)
        if step is None:
            return False
        with self._workspace.read() as session:
            return step[0] == chains.last_of(session.connection(), entry_id)

    def size(self, find: Next) -> int:
        """How many rows the next one would change; of very many only that they are many."""
        step = self._next(find)
        return self.size_of(step[0]) if step else 0

    def size_of(self, entry_id: int) -> int:
        """The same of any entry."""
        from desktop_crm.storage.journal import undo

        with self._workspace.driver_connection() as connection:
            return undo.size_of(connection, entry_id)

    def signings(self, find: Next) -> list[tuple[int, str]]:
        """Id and number of the contracts whose signing the next one would take back."""
        step = self._next(find)
        return self.signings_of(step[0]) if step else []

    def signings_of(self, entry_id: int) -> list[tuple[int, str]]:
        """The same of any entry."""
        from desktop_crm.storage.journal import chains
        from desktop_crm.storage.journal.signed_papers import signings_undone

        with self._workspace.read() as session:
            return signings_undone(session, chains.last_of(session.connection(), entry_id))

    def take(self, find: Next, kind: str, progress: "Progress", reason: str = "") -> Message | None:
        """Take the next one; its sentence, or None when there is none. `reason` is kept of a signing taken back.

        One that can't be taken is told with the reason (UserError), and the next time passed over.
        """
        with self._writing:
            step = self._next(find)
            if step is None:
                return None
            entry_id, text = step
            try:
                with self._workspace.write(_because(text, reason)) as session:
                    told = _reverse(session, entry_id, kind, progress)
            except UserError as error:
                self._passed.add(entry_id)
                raise UserError(error.message, [*error.problems, Problem("", _FURTHER[kind])]) from error
            return _followed(text, told)

    def take_back(self, entry_id: int, progress: "Progress", reason: str = "") -> Message:
        """Take back any action that still holds, or do again one that was taken back; its sentence."""
        from desktop_crm.storage.journal import chains, undo

        with self._writing:
            with self._workspace.read() as session:
                connection = session.connection()
                last = chains.last_of(connection, entry_id)
                kind, text = undo.step_of(connection, last)
            with self._workspace.write(_because(text, reason)) as session:
                told = _reverse(session, last, kind, progress)
            self._passed.clear()
            return _followed(text, told)

    def _next(self, find: Next) -> Step | None:
        with self._workspace.driver_connection() as connection:
            return find(connection, self._passed)


def _because(text: Message, reason: str) -> Message:
    """The sentence with the reason beside it, where whoever tells it finds it."""
    kept = {name: value for name, value in text.args.items() if name != REASON}
    return Message(text.text, {**kept, REASON: reason} if reason else kept)


def _followed(text: Message, told: list[Message]) -> Message:
    """The sentence of what was done, and what else it has changed."""
    for more in told:
        text = msg("{first}. {then}", first=text, then=more)
    return text


def _reverse(session: "Session", entry_id: int, kind: str, progress: "Progress") -> list[Message]:
    """What repeats a value that was given back follows it, and what is signed stays true; what else is to be told."""
    from desktop_crm.storage.journal import deriving, undo
    from desktop_crm.storage.journal.signed_papers import SignedPapers

    papers = SignedPapers(session, entry_id)
    undo.reverse(session, entry_id, kind, progress)
    return [*deriving.derive_again(session), *papers.settle()]
