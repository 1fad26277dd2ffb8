"""The workspace: open, create and close the one file, and the units of work on it.

Opening a file that needs no upgrade, and asking it with a bare connection, does without SQLAlchemy: that is loaded with
the first session, or by `prepare`.
"""

import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_crm.model.errors import UserError, WorldError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.os_errors import reason
from desktop_crm.storage import bare, schema
from desktop_crm.storage.connection import Connections
from desktop_crm.storage.lock import WorkspaceLock, user_name
from desktop_crm.storage.telling import telling

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop_crm.storage.units import Units

SUFFIX = ".crm"

_LOG = logging.getLogger(__name__)

Listener = Callable[[frozenset[str]], None]


class Workspace:
    """An open workspace file; made by `open_workspace` or `create_workspace`. Any thread may read and write."""

    def __init__(self, path: Path, lock: WorkspaceLock) -> None:
        self.path = path
        self.user = user_name()
        self._lock = lock
        self._connections = Connections(path)
        self._units: Units | None = None
        self._preparing = threading.Lock()
        self._writing = threading.RLock()
        self._listeners: list[Listener] = []

    @property
    def name(self) -> str:
        """The file's name without its ending, as the window shows it."""
        return self.path.stem

    @contextmanager
    def read(self) -> "Iterator[Session]":
        """A unit of work that sees one moment of the file and writes nothing."""
        with self.prepare().read() as session:
            yield session

    @contextmanager
    def write(self, message: Message, *, undoable: bool = True) -> "Iterator[Session]":
        """One user action: all of it is kept, with its history, or nothing.

        `message` is what Undo and the history show; not `undoable` is what a new file begins with. Listeners hear
        which nouns changed after the commit. UserError when a record was changed elsewhere meanwhile; WorldError when
        the file can't be written.
        """
        from desktop_crm.storage.journal import Unit

        with self._writing:
            self._refuse_gone()
            unit = Unit(message, self.user, "do" if undoable else "base")
            with self.prepare().write(unit) as session:
                yield session
        self._tell(unit.nouns)

    @contextmanager
    def driver_connection(self) -> Iterator[Any]:
        """A bare connection for lists and searches, where every tenth of a millisecond counts; reading only."""
        if self._units is not None:
            with self._units.driver_connection() as connection:
                yield connection
            return
        with telling(self.path):
            connection = self._connections.take()
            try:
                yield connection
            finally:
                self._connections.give_back(connection)

    def prepare(self) -> "Units":
        """Load what sessions need, once; any thread may do it beforehand, and the others wait for it."""
        with self._preparing:
            if self._units is None:
                from desktop_crm.storage.units import Units

                self._units = Units(self.path, self._connections.take)
            return self._units

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with the changed nouns after each commit, in the writing thread; returns how to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def undo(self) -> Message | None:
        """Take back the last action that is not taken back yet; its sentence, or None when there is none."""
        return self._reverse(bare.next_undo, "undo")

    def redo(self) -> Message | None:
        """Do again what was undone last; its sentence, or None."""
        return self._reverse(bare.next_redo, "redo")

    def undo_text(self) -> Message | None:
        """What `undo` would take back."""
        return self._text_of(bare.next_undo)

    def redo_text(self) -> Message | None:
        """What `redo` would do again."""
        return self._text_of(bare.next_redo)

    def tidy(self) -> None:
        """After very many rows were written: tell queries how they are spread, put the search index in one piece."""
        from desktop_crm.storage.search import SEARCHED

        with self._writing, self.driver_connection() as connection:
            for table in SEARCHED:
                connection.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('optimize')")
            connection.execute("ANALYZE")

    def close(self) -> None:
        """Finish with the file: WAL folded in, lock given back. On a full disk the WAL stays, and nothing is lost."""
        with self._writing:
            try:
                with self.driver_connection() as connection:
                    connection.execute("PRAGMA optimize")
                    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except WorldError as error:
                _LOG.warning("closed without folding in the WAL: %s", error)
            finally:
                self.let_go()
                self._lock.release()

    def let_go(self) -> None:
        """Close every connection; the lock stays with whoever took it."""
        if self._units is not None:
            self._units.close()
        self._connections.close()

    def _text_of(self, find: Callable[[Any], bare.Step | None]) -> Message | None:
        with self.driver_connection() as connection:
            step = find(connection)
        return step[1] if step else None

    def _reverse(self, find: Callable[[Any], bare.Step | None], kind: str) -> Message | None:
        from desktop_crm.storage import undo

        with self._writing:
            with self.driver_connection() as connection:
                step = find(connection)
            if step is None:
                return None
            entry_id, text = step
            with self.write(text) as session:
                undo.reverse(session, entry_id, kind)
            return text

    def _refuse_gone(self) -> None:
        """Where open files can be moved away, SQLite would write on into one that nobody finds again."""
        if not os.path.exists(self.path):  # noqa: PTH110 - unlike Path.exists, never raises
            raise WorldError(
                msg(
                    "{file} is no longer in {folder}. Put it back there, then try again; nothing was written.",
                    file=self.path.name,
                    folder=str(self.path.parent),
                )
            )

    def _tell(self, nouns: set[str]) -> None:
        """The write is done: a listener that fails must not make it look undone, nor keep it from the others."""
        for listener in tuple(self._listeners) if nouns else ():
            try:
                listener(frozenset(nouns))
            except Exception:  # noqa: BLE001 - whatever it is, it is logged and the write stays done
                _LOG.exception("a listener failed")


def create_workspace(path: Path, fill: "Callable[[Session], None]" = lambda _session: None) -> Workspace:
    """Make a new workspace file with what `fill` writes, and open it.

    It is made under another name first: whenever the program dies, there is a whole file or none.

    Raises:
        UserError: a file is there already.
        WorldError: the place can't be written to.
    """
    path = _place(path)
    if os.path.lexists(path):
        raise UserError(msg("{file} is there already. Open it, or choose another name.", file=path.name))
    if not os.path.isdir(path.parent):  # noqa: PTH112 - unlike Path.is_dir, never raises
        raise UserError(msg("There is no folder {folder}.", folder=str(path.parent)))
    unfinished = path.with_name(f".{path.name}.new")
    with _locked(path) as lock:
        try:
            with telling(path):
                _make(unfinished, lock, fill)
                unfinished.rename(path)
                return Workspace(path, lock)
        except OSError as error:
            raise _unreachable(path, error) from error
        finally:
            remove_file(unfinished)


def open_workspace(path: Path) -> Workspace:
    """Open a workspace file; an older one is upgraded after a copy of it was put beside it.

    Raises:
        UserError: no such file, not one of ours, or made by a newer version (which is left untouched).
        WorldError: open in another program, or the place can't be written to.
    """
    path = _place(path)
    if not os.path.isfile(path):  # noqa: PTH113 - unlike Path.is_file, never raises
        raise UserError(msg("There is no file {file}.", file=str(path)))
    with _locked(path) as lock, telling(path):
        try:
            found = schema.inspect_file(path)
        except OSError as error:
            raise _unreachable(path, error) from error
        if found != schema.HEAD:
            schema.upgrade(path, found)
        workspace = Workspace(path, lock)
        with workspace.driver_connection() as connection:
            workspace.user = bare.manager(connection) or workspace.user
        return workspace


def remove_file(path: Path) -> None:
    """Take a workspace file away, with what SQLite keeps beside it."""
    for leftover in ("", "-wal", "-shm"):
        Path(f"{path}{leftover}").unlink(missing_ok=True)


def _place(path: Path) -> Path:
    """Where the file really is: through links, two programs would not see each other's locks."""
    try:
        return path.expanduser().resolve()
    except (OSError, RuntimeError, ValueError):  # no such home, a circle of links, a NUL in the name
        raise UserError(msg("There is no file {file}.", file=str(path))) from None


def _make(path: Path, lock: WorkspaceLock, fill: "Callable[[Session], None]") -> None:
    """A whole new file, folded together and closed."""
    remove_file(path)
    schema.create(path)
    new = Workspace(path, lock)
    try:
        with new.write(msg("New workspace"), undoable=False) as session:
            fill(session)
        with new.driver_connection() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        new.let_go()


@contextmanager
def _locked(path: Path) -> Iterator[WorkspaceLock]:
    """The lock, which stays when all goes well."""
    lock = WorkspaceLock(path)
    lock.acquire()
    try:
        yield lock
    except BaseException:
        lock.release()
        raise


def _unreachable(path: Path, error: OSError) -> WorldError:
    return WorldError(
        msg("{file} can't be opened: {reason}. Nothing was changed.", file=path.name, reason=reason(error))
    )
