"""The desk: what every screen works with. One per open workspace and window."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar, cast

from PySide6.QtCore import QObject, Qt, Signal

from desktop_crm.model.listing import Filter
from desktop_crm.model.message import Message
from desktop_crm.model.now_true import REDONE, UNDONE, NowTrue, become
from desktop_crm.model.tone import Tone
from desktop_crm.ui.desk.actions import Actions
from desktop_crm.ui.desk.jobs import Jobs
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.i18n import ntr, say, tr
from desktop_crm.ui.notes.discarded import Discarded
from desktop_crm.ui.notes.notify import Notify

if TYPE_CHECKING:
    from desktop_crm.services import workspace as services
    from desktop_crm.services.draft import Draft
    from desktop_crm.services.workspace import Session

T = TypeVar("T")
Progress = Callable[[int, int], None]

#: Rows that are taken back before anybody notices.
_AT_ONCE: Final = 300


class Workspace(Protocol):
    """What the window needs of an open workspace; `read` and `write` may be used in any thread."""

    @property
    def path(self) -> Path:
        """The file."""

    @property
    def name(self) -> str:
        """What the status line calls it."""

    def read(self) -> "AbstractContextManager[Session]":
        """A session that sees one state of the file."""

    def write(self, message: Message) -> "AbstractContextManager[Session]":
        """One user action, named for history and undo."""

    def subscribe(self, listener: Callable[[frozenset[str]], None], /) -> Callable[[], None]:
        """Be told, in the writing thread, which nouns a commit has changed; the result ends it."""

    def undo(self, progress: Progress = ..., /, reason: str = "") -> Message | None:
        """Take back the last action and name it; None when there is nothing."""

    def redo(self, progress: Progress = ..., /, reason: str = "") -> Message | None:
        """Do again what was taken back last."""

    def undo_size(self) -> int:
        """How many rows `undo` would change."""

    def redo_size(self) -> int:
        """How many rows `redo` would change."""

    def undo_signings(self) -> list[tuple[int, str]]:
        """Id and number of the contracts whose signing `undo` would take back."""

    def redo_signings(self) -> list[tuple[int, str]]:
        """Those whose signing `redo` would take back."""

    def undo_text(self) -> Message | None:
        """What `undo` would take back."""

    def redo_text(self) -> Message | None:
        """What `redo` would do again."""

    def is_last(self, entry_id: int) -> bool:
        """Whether it is this action that `undo` would take back."""

    @property
    def protected(self) -> bool:
        """Whether it has a password."""

    @property
    def locked(self) -> bool:
        """Whether nothing can be read or written until `unlock`."""

    def lock(self) -> None:
        """Forget the key; waits for whoever reads or writes."""

    def unlock(self, typed: str) -> None:
        """Go on, with the password or the recovery key."""

    def close(self) -> None:
        """Let go of the file."""


class Desk(QObject):
    """Everything a screen may use: data, background work, notes, commands, settings, and the way to other screens."""

    changed = Signal(object)  # frozenset[str]: nouns that a commit has changed; always in the GUI thread
    asked_for = Signal(str, object, str, str)  # noun, id or None, field there, field here: the shell goes there
    about_to_lock = Signal()  # the last moment to write down what is typed and not saved
    list_wanted = Signal(str, object)  # noun, filters: the shell goes to the list and asks it for these
    asked_to_start = Signal(str, object)  # noun, what is known of the new record: the shell goes there and begins it
    asked_to_resume = Signal(object)  # a draft: the shell goes where it was typed, and the screen types it again
    typed_wanted = Signal()  # whoever has text that is typed and not saved keeps it as a draft now
    _committed = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        *,
        jobs: Jobs,
        notify: Notify,
        actions: Actions,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace = cast("services.Workspace", workspace)  # lists ask it for more than the window does
        self.jobs = jobs
        self.notify = notify
        self.actions = actions
        self.settings = settings
        from desktop_crm.services.beside import Beside
        from desktop_crm.services.draft import Drafts
        from desktop_crm.services.habits import Habits
        from desktop_crm.ui.desk.moved import Whereabouts

        self.whereabouts = Whereabouts(self)
        self._beside = Beside(self.workspace)
        self.drafts = Drafts(self.workspace, self._beside)
        self.habits = Habits(self.workspace, self._beside)
        self.discarded = Discarded(notify, self.resume)
        self.about_to_lock.connect(self.keep_typed)
        self.about_to_lock.connect(self.wipe_outside)
        self._committed.connect(self._tell_changed, Qt.ConnectionType.AutoConnection)
        self._unsubscribe = workspace.subscribe(self._committed.emit)

    def navigate(self, noun: str, id: int | None = None, field: str = "", *, back: str = "") -> None:
        """Show a record's card, or the list of the noun; with `field` the keyboard goes to it. Back leads to `back` here."""
        self.asked_for.emit(noun, id, field, back)

    def show_list(self, noun: str, filters: Sequence[Filter]) -> None:
        """Go to a list and ask it for what these let through."""
        self.list_wanted.emit(noun, tuple(filters))

    def show_made(self, noun: str, record_id: int, told: Iterable[Message]) -> None:
        """Go to a record that was made from another one, and tell what is otherwise with it."""
        self.navigate(noun, record_id)
        for sentence in told:
            self.notify.note(say(sentence), tone=Tone.ATTENTION)

    def start_new(self, noun: str, **given: Any) -> None:
        """Begin a new record at its own screen: `start_new("order", client_id=7)`."""
        self.asked_to_start.emit(noun, given)

    def read(self, work: "Callable[[Session], T]") -> T:
        """The result of a short question (longer ones go through `jobs`)."""
        with self.workspace.read() as session:
            return work(session)

    def write(
        self,
        message: Message,
        work: "Callable[[Session], T]",
        *,
        note: NowTrue | Callable[[T], NowTrue] | None = None,
    ) -> T:
        """One user action in one transaction; its exceptions come to the caller, and nothing is written then.

        A `note` tells what is true then, perhaps of what came of it, and offers to take the action back.
        """
        from desktop_crm.services.workspace import entry_of

        with self.workspace.write(message) as session:
            result = work(session)
        if note is not None:
            self.tell_now(note if isinstance(note, NowTrue) else note(result), entry_of(session))
        self.actions.refresh()
        return result

    def tell_now(self, now: NowTrue, entry_id: int | None) -> None:
        """A note of an action that was written, in any thread; its *Undo* takes back this one, or nothing where it changed nothing."""
        entries = () if entry_id is None else (entry_id,)
        self.notify.tell(now, entries, self._undo_only)

    def tell_done(self, told: str, entry_id: int | None) -> None:
        """The same in words of its own."""
        undo = None if entry_id is None else partial(self._undo_only, (entry_id,))
        self.notify.note(told, undo=undo, tone=Tone.GOOD)

    def resume(self, draft: "Draft") -> None:
        """Go on with a draft where it was typed."""
        self.drafts.keep(draft)
        self.asked_to_resume.emit(draft)
        self.actions.refresh()

    def undo_text(self) -> Message | None:
        """What `undo` would take back."""
        return self.discarded.undo_text() or self.workspace.undo_text()

    def undo(self) -> None:
        """Take back the last user action and tell which; or bring back what was discarded after it."""
        if self.discarded.undo():
            return

        def tell(what: Message | None) -> None:
            if what is None:
                self.notify.note(tr("Nothing to undo."))
            else:
                self._tell_undone(what)

        def go(reason: str) -> None:
            self._step(
                tr("Undoing"),
                lambda progress: self.workspace.undo(progress, reason=reason),
                self.workspace.undo_size,
                tell,
            )

        self._because(self.workspace.undo_signings, go)

    def redo(self) -> None:
        """Do again what was taken back and tell what."""

        def tell(what: Message | None) -> None:
            if what is None:
                self.notify.note(tr("Nothing to redo."))
            else:
                self._tell_redone(what)

        def go(reason: str) -> None:
            self._step(
                tr("Redoing"),
                lambda progress: self.workspace.redo(progress, reason=reason),
                self.workspace.redo_size,
                tell,
            )

        self._because(self.workspace.redo_signings, go)

    def take_back(self, entry_id: int, *, again: bool = False) -> None:
        """Take back any action of the history, or do it `again`, and tell what."""
        self._take_back(entry_id, self._tell_redone if again else self._tell_undone)

    def _take_back(self, entry_id: int, tell: Callable[[Message], object]) -> None:
        workspace = self.workspace

        def go(reason: str) -> None:
            self._step(
                tr("Undoing"),
                lambda progress: workspace.take_back(entry_id, progress, reason=reason),
                lambda: workspace.take_back_size(entry_id),
                tell,
            )

        self._because(lambda: workspace.take_back_signings(entry_id), go)

    def _undo_only(self, entries: Sequence[int], back: int = 0) -> None:
        """Take back these actions, the latest first, while each is the last one: an old note must not take back what was done after it."""
        *before, entry_id = entries

        def tell(what: Message) -> None:
            if before:
                self._undo_only(before, back + 1)
            elif back:
                self.notify.note(ntr("{n} action undone.", "{n} actions undone.", back + 1))
            else:
                self._tell_undone(what)

        try:
            is_last = self.workspace.is_last(entry_id)
        except Exception as error:  # noqa: BLE001  # every kind has its place in the window
            self.notify.error(error)
            return
        if is_last:
            self._take_back(entry_id, tell)
        else:
            self._tell_other()

    def _tell_undone(self, what: Message) -> None:
        self.notify.tell(become(what, UNDONE), action=(tr("Redo"), self.redo))

    def _tell_redone(self, what: Message) -> None:
        self.notify.tell(become(what, REDONE), action=(tr("Undo"), self.undo))

    def offer_back(self, told: str, put_back: Callable[[], bool]) -> None:
        """A note about something that is gone from a form; where another record is shown by then, the history has it."""

        def back() -> None:
            if not put_back():
                self.notify.note(
                    tr("Not put back: another card is shown by now."),
                    tone=Tone.ATTENTION,
                    action=(tr("Show the action history"), lambda: self.navigate("done")),
                )

        self.notify.note(told, undo=back)

    def keep_typed(self) -> None:
        """Before the workspace is locked or let go: what is typed and not saved is in its file when this returns."""
        self.typed_wanted.emit()
        self._beside.settle()

    def wipe_outside(self) -> None:
        """The copies of files that other programs were shown go."""

        def work(_job: object) -> None:
            from desktop_crm.services.private_copies import OUTSIDE

            OUTSIDE.wipe()

        self.jobs.latest("outside", work, lambda _nothing: None)

    def close(self) -> None:
        """Hear nothing more of the workspace; closing that is its opener's duty."""
        self.typed_wanted.emit()
        self._beside.close()
        self.whereabouts.close()
        self._unsubscribe()

    def _because(self, signings: Callable[[], list[tuple[int, str]]], go: Callable[[str], None]) -> None:
        """At once, but a signing is taken back for a reason that is asked; `go` gets it, if it is still about the same."""

        def decided(reason: str) -> None:
            if signings() == found:
                go(reason)
            else:
                self._tell_other()

        try:
            found = signings()
        except Exception as error:  # noqa: BLE001  # every kind has its place in the window
            self.notify.error(error)
            return
        if not found:
            go("")
            return
        from desktop_crm.ui.desk.withdrawing import Withdrawing

        Withdrawing(self, found, decided).open()

    def _tell_other(self) -> None:
        self.notify.note(
            tr("Not undone: something else was done since."),
            tone=Tone.ATTENTION,
            action=(tr("Show the action history"), lambda: self.navigate("done")),
        )

    def _step(
        self, title: str, step: Callable[[Progress], T], size: Callable[[], int], tell: Callable[[T], object]
    ) -> None:
        """At once, or in the background behind a dialog that keeps everybody else from writing."""
        try:
            if size() > _AT_ONCE:
                from desktop_crm.ui.desk.undoing import Undoing

                Undoing(self, title, step, tell).open()
                return
            tell(step(lambda _done, _total: None))
        except Exception as error:  # noqa: BLE001  # every kind has its place in the window
            self.notify.error(error)
            return
        self.actions.refresh()

    def _tell_changed(self, nouns: frozenset[str]) -> None:
        self.discarded.forget()
        self.changed.emit(nouns)
        self.actions.refresh()
