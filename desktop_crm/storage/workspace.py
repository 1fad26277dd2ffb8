"""The open workspace: units of work on the one file, its lock and its key.

Opening a file that needs no upgrade, and asking it with a bare connection, does without SQLAlchemy: that is loaded with
the first session, or by `prepare`.
"""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desktop_crm import secrecy
from desktop_crm.model.errors import LockedError, TellableError, WorldError
from desktop_crm.model.file_name import WORKSPACE, without_ending
from desktop_crm.model.message import Message, msg
from desktop_crm.model.os_errors import reason
from desktop_crm.storage import bare
from desktop_crm.storage.file import identity, schema, whereabouts
from desktop_crm.storage.file.driver_errors import telling, unwritten
from desktop_crm.storage.file.key import Key
from desktop_crm.storage.file.lock import WorkspaceLock, user_name
from desktop_crm.storage.file.open_file import OpenFile
from desktop_crm.storage.file.replacing import remove_file, replace_file, unfinished_of
from desktop_crm.storage.journal.steps import Steps

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop_crm.storage.backup.copy import Inside
    from desktop_crm.storage.file.protection import Progress
    from desktop_crm.storage.units import Units

SUFFIX = WORKSPACE

_LOG = logging.getLogger(__name__)

#: Bytes of the WAL that are folded in by who has written: where one write follows another, no rest comes in which it would be.
_MUCH: Final = 64 * 1024 * 1024

Listener = Callable[[frozenset[str]], None]


class Workspace(OpenFile):
    """An open workspace file; made by `open_workspace` or `create_workspace`. Any thread may read and write."""

    def __init__(self, path: Path, lock: WorkspaceLock, key: Key | None = None) -> None:
        super().__init__(path, lock, key)
        self.user = user_name()
        self._preparing = threading.Lock()
        self._steps = Steps(self, self._writing)
        self._listeners: list[Listener] = []
        self._writes: Counter[str] = Counter()

    @property
    def name(self) -> str:
        """The file's name without its ending, as the window shows it."""
        return without_ending(self.path, SUFFIX)

    @contextmanager
    def read(self) -> "Iterator[Session]":
        """A unit of work that sees one moment of the file and writes nothing."""
        with self._as_ours(), self._gate.shared(), self.prepare().read() as session:
            yield session

    @contextmanager
    def write(self, message: Message, *, undoable: bool = True) -> "Iterator[Session]":
        """One user action: all of it is kept, with its history, or nothing.

        `message` is what Undo and the history show; not `undoable` is what a new file begins with. Listeners hear
        which nouns changed after the commit. UserError when a record was changed elsewhere meanwhile; WorldError when
        the file can't be written.
        """
        from desktop_crm.storage.journal.writing import Unit

        with self._writing:
            self._begin_writing()
            with self._as_ours(), self._gate.shared():
                unit = Unit(message, self.user, "do" if undoable else "base")
                with self.prepare().write(unit, self._keeper.make_sure) as session:
                    yield session
            self._written = True
            self._folding.soon()
            self._make_sure_it_stays()
            if self._keeper.wal_size() > _MUCH:
                self.fold()
        self._tell(unit.nouns)

    @contextmanager
    def driver_connection(self) -> Iterator[Any]:
        """A bare connection for lists and searches, where every tenth of a millisecond counts; reading only."""
        with self._as_ours(), self._gate.shared():
            self._refuse_locked()
            if self._units is not None:
                with self._units.driver_connection() as connection:
                    yield connection
                return
            with telling(self.path), self._connections.lent() as connection:
                yield connection

    @contextmanager
    def aside(self) -> Iterator[Any]:
        """A bare connection to write what belongs to no action and no history (drafts): all of it is kept, or nothing."""
        with self._writing:
            self._begin_writing()
            with self.driver_connection() as connection:
                connection.execute("BEGIN IMMEDIATE")
                yield connection  # given back in a transaction, it is rolled back
                identity.advance(connection)
                self._keeper.make_sure()
                connection.execute("COMMIT")
            self._folding.soon()
            self._make_sure_it_stays()

    def prepare(self) -> "Units":
        """Load what sessions need, once; any thread may do it beforehand, and the others wait for it."""
        with self._preparing:
            self._refuse_locked()
            if self._units is None:
                from desktop_crm.storage.units import Units

                self._units = Units(self.path, self._connections.take)
            return self._units

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with the changed nouns after each commit, in the writing thread; returns how to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def undo(self, progress: "Progress" = lambda _done, _total: None, reason: str = "") -> Message | None:
        """Take back the last action that is not taken back yet; its sentence, or None when there is none.

        `progress` may raise to stop: nothing is changed then. `reason` is kept with it: see `undo_signings`. UserError for
        what would falsify a signed paper.
        """
        return self._steps.take(bare.next_undo, "undo", progress, reason)

    def redo(self, progress: "Progress" = lambda _done, _total: None, reason: str = "") -> Message | None:
        """Do again what was undone last; its sentence, or None."""
        return self._steps.take(bare.next_redo, "redo", progress, reason)

    def take_back(self, entry_id: int, progress: "Progress" = lambda _done, _total: None, reason: str = "") -> Message:
        """Take back any action of the history that still holds, or do again one that was taken back; its sentence.

        UserError when records or signed papers stand in the way, which it names.
        """
        return self._steps.take_back(entry_id, progress, reason)

    def undo_signings(self) -> list[tuple[int, str]]:
        """Id and number of the contracts whose signing `undo` would take back: a person is asked why."""
        return self._steps.signings(bare.next_undo)

    def redo_signings(self) -> list[tuple[int, str]]:
        """Those whose signing `redo` would take back."""
        return self._steps.signings(bare.next_redo)

    def take_back_signings(self, entry_id: int) -> list[tuple[int, str]]:
        """Those whose signing `take_back` would take back."""
        return self._steps.signings_of(entry_id)

    def undo_text(self) -> Message | None:
        """What `undo` would take back."""
        return self._steps.text(bare.next_undo)

    def is_last(self, entry_id: int) -> bool:
        """Whether it is this action that `undo` would take back."""
        return self._steps.is_next(bare.next_undo, entry_id)

    def redo_text(self) -> Message | None:
        """What `redo` would do again."""
        return self._steps.text(bare.next_redo)

    def undo_size(self) -> int:
        """How many rows `undo` would change; of very many only that they are many."""
        return self._steps.size(bare.next_undo)

    def redo_size(self) -> int:
        """How many rows `redo` would change."""
        return self._steps.size(bare.next_redo)

    def take_back_size(self, entry_id: int) -> int:
        """How many rows `take_back` would change."""
        return self._steps.size_of(entry_id)

    def tidy(self) -> None:
        """After very many rows were written: tell queries how they are spread, put the search index in one piece."""
        from desktop_crm.storage.lists.search import SEARCHED

        with self.aside() as connection:
            for table in SEARCHED:
                connection.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('optimize')")
            connection.execute("ANALYZE")

    def merge_index(self) -> bool:
        """A small step towards a search index in few parts, where nobody writes; whether another would do good."""
        from desktop_crm.storage.lists.search import in_many_parts, merge

        if self.locked or not self._writing.acquire(blocking=False):
            return False
        try:
            with self.driver_connection() as connection:
                tables = in_many_parts(connection)
            if tables:
                with self.aside() as connection:
                    merge(connection, tables)
            return bool(tables)
        finally:
            self._writing.release()

    def protect(self, password: str, progress: "Progress" = lambda _done, _total: None) -> None:
        """Give a password, another one, or (an empty one) none any more; the recovery key is another one afterwards.

        The file is written anew beside the old one, which stays until the new one was looked through. Reading goes on
        meanwhile, writing waits. `progress` may raise to stop. WorldError when the disk has no room for both.
        """
        with self._writing, telling(self.path):
            self._begin_writing()
            self._write_anew(Key.new(password) if password else None, progress)

    def thin(self, before: datetime, message: Message, progress: "Progress" = lambda _done, _total: None) -> int:
        """Forget what rows were before actions older than a moment, and give the space back; how many actions.

        Their sentences stay, and `message` is told after them. `progress` may raise to stop: before the first rows are
        written anew nothing is changed, afterwards only the space is not given back; a WorldError then says so.
        """
        from desktop_crm.storage.journal import thinning

        def go_on() -> None:
            self._keeper.make_sure()
            progress(0, 0)

        with self._writing, telling(self.path):
            self._begin_writing()
            with self.driver_connection() as connection:
                count = thinning.thin(connection, before, message, self.user, go_on)
            self._folding.soon()
            self._make_sure_it_stays()
            try:
                with telling(self.path):
                    self._write_anew(self._key.copy() if self._key else None, progress)
            except TellableError as error:
                raise thinning.space_kept(self.path, count, error) from error
            return count

    def _write_anew(self, key: Key | None, progress: "Progress") -> None:
        from desktop_crm.storage.file import protection

        new = unfinished_of(self.path)
        self._refuse_locked()

        def watched(done: int, total: int) -> None:
            self._keeper.make_sure()
            progress(done, total)

        try:
            with self._gate.shared(), closing(self._keeper.connect()) as connection:  # after a fault it is of no use
                protection.write_anew(connection, self.path, new, key, watched, whole=self._is_whole())
        except OSError as error:
            raise unwritten(self.path, reason(error)) from error
        links = self._held.links
        with self._gate.alone():
            try:
                self._keeper.fold_wholly()
            except BaseException:
                with suppress(OSError):
                    remove_file(new)
                raise
            self._disconnect()
            try:
                self._put_in_place(new)
            except (OSError, WorldError) as error:
                with suppress(OSError):
                    remove_file(new)
                self._begin(self._key)
                if isinstance(error, WorldError):
                    raise
                raise unwritten(self.path, reason(error)) from error
            self._forget_key()
            self.protected = key is not None
            self._begin(key)
            self._keeper.unmark()
        if links > 1:
            self._say(
                msg(
                    "{file} had another name on this disk. Under that the file is as it was: look for it, and take it away.",
                    file=self.path.name,
                )
            )

    def _is_whole(self) -> bool:
        """Whether nothing is told of this file that what is made of it has to tell, too; by working in it that is settled."""
        return self._written or self._keeper.cut_short() is None

    def _put_in_place(self, new: Path) -> None:
        self._keeper.make_sure()
        with self._held.let_go_of(self.path):
            replace_file(self.path, new)

    def write_copy(self, target: Path, progress: "Progress" = lambda _done, _total: None) -> "Inside":
        """A whole copy under the same key while work goes on, and what is in it; see `storage.backup`.

        LockedError when it is locked, or given another password, before the copy is whole.
        """
        from desktop_crm.storage.backup import copy as backup
        from desktop_crm.storage.file import identity

        def watched(done: int, total: int) -> None:
            if self._gate.wanted:
                raise LockedError(msg("{file} was locked before its backup was whole.", file=self.path.name))
            self._keeper.make_sure()
            progress(done, total)

        with self._writing:
            self._make_sure()
        with self.driver_connection() as connection:
            stamp = partial(identity.stamp_backup, whole=self._is_whole())
            return backup.write_copy(connection, self._key, target, stamp, watched)

    def look_into(self, path: Path) -> "Inside | None":
        """What is in a backup that is plain or has this workspace's key; None of any other."""
        from desktop_crm.storage.backup import copy as backup

        return backup.look_quietly(path, self._key)

    @property
    def recovery_key(self) -> str:
        """What opens the file when the password is forgotten; empty while it has none. LockedError while locked."""
        self._refuse_locked()
        return self._key.recovery if self._key else ""

    def opens_with(self, typed: str) -> bool:
        """Whether this is the password or the recovery key. LockedError while locked."""
        self._refuse_locked()
        return self._key is None or self._key.opens_with(typed)

    def lock(self) -> None:
        """Forget the key: nothing can be read or written until `unlock`. Does nothing to a file without a password."""
        if not self.protected:
            return
        with self._writing:
            self._settle_down()
            with self._gate.alone():
                if self._keeper.is_overwritten():
                    whereabouts.set_wal_aside(self.path)
                self._finish()
                self._disconnect()
                self._forget_key()
                self._begin(None)
        secrecy.overwrite_freed()

    def unlock(self, typed: str) -> None:
        """Go on, with the password or the recovery key. WrongPasswordError when it does not fit."""
        with self._writing:
            self._make_sure()
            key = schema.key_for(self.path, typed)
            if key is None:
                raise schema.swapped(self.path)
            with telling(self.path):
                schema.inspect_file(self.path, key)
            with self._gate.alone():
                self._begin(key)

    def writes_to(self, noun: str) -> int:
        """How many commits have changed records of this noun since the file was opened: what was read holds until then."""
        return self._writes[noun]

    def _tell(self, nouns: set[str]) -> None:
        """The write is done: a listener that fails must not make it look undone, nor keep it from the others."""
        self._writes.update(nouns)
        for listener in tuple(self._listeners) if nouns else ():
            try:
                listener(frozenset(nouns))
            except Exception:  # noqa: BLE001 - whatever it is, it is logged and the write stays done
                _LOG.exception("a listener failed")
