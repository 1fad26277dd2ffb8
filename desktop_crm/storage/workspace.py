"""The workspace: open, create and close the one file, and the units of work on it."""

import logging
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from desktop_crm.model.errors import UserError, WorldError
from desktop_crm.model.message import Message, msg
from desktop_crm.storage import journal, schema, search, undo
from desktop_crm.storage.engine import make_engine
from desktop_crm.storage.lock import WorkspaceLock, user_name

SUFFIX = ".crm"

_LOG = logging.getLogger(__name__)

Listener = Callable[[frozenset[str]], None]


class Workspace:
    """An open workspace file; made by `open_workspace` or `create_workspace`. Any thread may read and write."""

    def __init__(self, path: Path, engine: Engine, lock: WorkspaceLock) -> None:
        self.path = path
        self.user = user_name()
        self._engine = engine
        self._lock = lock
        self._writing = threading.RLock()
        self._listeners: list[Listener] = []

    @property
    def name(self) -> str:
        """The file's name without its ending, as the window shows it."""
        return self.path.stem

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A unit of work that sees one moment of the file and writes nothing."""
        with telling(self.path), Session(self._engine, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self, message: Message, *, undoable: bool = True) -> Iterator[Session]:
        """One user action: all of it is kept, with its history, or nothing.

        `message` is what Undo and the history show; not `undoable` is what a new file begins with. Listeners hear
        which nouns changed after the commit. UserError when a record was changed elsewhere meanwhile; WorldError when
        the file can't be written.
        """
        with self._writing:
            self._refuse_gone()
            unit = journal.Unit(message, self.user, "do" if undoable else "base")
            with telling(self.path), self._session(unit) as session:
                yield session
                session.flush()
                unit.finish(session)
                session.commit()
        self._tell(unit.nouns)

    @contextmanager
    def driver_connection(self) -> Iterator[Any]:
        """A bare connection for lists and searches, where every tenth of a millisecond counts; reading only."""
        with telling(self.path):
            pooled = self._engine.raw_connection()
            try:
                yield pooled.driver_connection
            finally:
                pooled.close()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with the changed nouns after each commit, in the writing thread; returns how to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def undo(self) -> Message | None:
        """Take back the last action that is not taken back yet; its sentence, or None when there is none."""
        return self._reverse(undo.next_undo, "undo")

    def redo(self) -> Message | None:
        """Do again what was undone last; its sentence, or None."""
        return self._reverse(undo.next_redo, "redo")

    def undo_text(self) -> Message | None:
        """What `undo` would take back."""
        with self.read() as session:
            return undo.text_of(undo.next_undo(session))

    def redo_text(self) -> Message | None:
        """What `redo` would do again."""
        with self.read() as session:
            return undo.text_of(undo.next_redo(session))

    def tidy(self) -> None:
        """After very many rows were written: tell queries how they are spread, put the search index in one piece."""
        with self._writing, telling(self.path), self.driver_connection() as connection:
            for table in search.SEARCHED:
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
                self._engine.dispose()
                self._lock.release()

    @contextmanager
    def _session(self, unit: "journal.Unit") -> Iterator[Session]:
        engine = self._engine.execution_options(writes=True)
        with Session(engine, expire_on_commit=False, autoflush=False, info={"unit": unit}) as session:
            journal.listen(session)
            yield session

    def _reverse(self, find: Callable[[Session], Any], kind: str) -> Message | None:
        with self._writing:
            with self.read() as session:
                entry = find(session)
            if entry is None:
                return None
            text = Message.from_json(entry.sentence)
            with self.write(text) as session:
                undo.reverse(session, entry.id, kind)
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
            except Exception:
                _LOG.exception("a listener failed")


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turn what the file's driver raises into the sentences a person can act on."""
    try:
        yield
    except StaleDataError as error:
        raise UserError(msg("This was changed elsewhere meanwhile. Look at it again, then save.")) from error
    except IntegrityError as error:
        raise UserError(_integrity(str(error.orig))) from error
    except (DatabaseError, driver.DatabaseError, sqlite3.DatabaseError) as error:
        reason = str(getattr(error, "orig", None) or error)
        if any(word in reason for word in _DAMAGE):
            raise WorldError(
                msg(
                    "{file} is damaged ({reason}). Keep a copy of it, and go on with a backup.",
                    file=path.name,
                    reason=reason,
                )
            ) from error
        if any(word in reason for word in _WORLD):
            raise WorldError(
                msg(
                    "{file} could not be written: {reason}. What was saved before is safe; mend the cause and try again.",
                    file=path.name,
                    reason=reason,
                )
            ) from error
        raise


_WORLD = ("disk is full", "disk I/O", "readonly", "unable to open", "locked")

_DAMAGE = ("malformed", "not a database", "Could not decode")


def _integrity(reason: str) -> Message:
    if "FOREIGN KEY" in reason:
        return msg("Other records still need this one, so it can't be taken away.")
    if "UNIQUE" in reason:
        return msg("{what} is taken already; choose another.", what=reason.rsplit(".", 1)[-1])
    return msg("The file refused this: {reason}", reason=reason)


def create_workspace(path: Path, fill: Callable[[Session], None] = lambda _session: None) -> Workspace:
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
    unfinished = path.with_name(f".{os.getpid()}.new{SUFFIX}")
    with _locked(path) as lock:
        try:
            with telling(path):
                _make(unfinished, lock, fill)
                unfinished.rename(path)
                return Workspace(path, make_engine(path), lock)
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
            schema.inspect_file(path)
        except OSError as error:
            raise _unreachable(path, error) from error
        engine = make_engine(path)
        try:
            schema.bring_up(engine, path, new=False)
        except BaseException:
            engine.dispose()
            raise
        return Workspace(path, engine, lock)


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


def _make(path: Path, lock: WorkspaceLock, fill: Callable[[Session], None]) -> None:
    """A whole new file, folded together and closed."""
    remove_file(path)
    engine = make_engine(path)
    try:
        schema.bring_up(engine, path, new=True)
        new = Workspace(path, engine, lock)
        with new.write(msg("New workspace"), undoable=False) as session:
            fill(session)
        with new.driver_connection() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        engine.dispose()


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
    reason = error.strerror or str(error)
    return WorldError(msg("{file} can't be opened: {reason}. Nothing was changed.", file=path.name, reason=reason))
