"""The workspace: open, create and close the one file, and the units of work on it."""

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
        with Session(self._engine, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self, message: Message, *, undoable: bool = True) -> Iterator[Session]:
        """One user action: all of it is kept, with its history, or nothing.

        `message` is what Undo and the history show; not `undoable` is what a new file begins with. Listeners hear
        which nouns changed after the commit. UserError when a record was changed elsewhere meanwhile; WorldError when
        the file can't be written.
        """
        with self._writing:
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
        """Finish with the file: WAL folded in, lock given back."""
        with self._writing:
            try:
                with self.driver_connection() as connection:
                    connection.execute("PRAGMA optimize")
                    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
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

    def _tell(self, nouns: set[str]) -> None:
        if nouns:
            for listener in tuple(self._listeners):
                listener(frozenset(nouns))


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
        if any(word in reason for word in _WORLD):
            raise WorldError(
                msg(
                    "{file} could not be written: {reason}. What was saved before is safe; mend the cause and try again.",
                    file=path.name,
                    reason=reason,
                )
            ) from error
        raise


_WORLD = ("disk is full", "disk I/O", "readonly", "unable to open", "malformed", "locked", "not a database")


def _integrity(reason: str) -> Message:
    if "FOREIGN KEY" in reason:
        return msg("Other records still need this one, so it can't be taken away.")
    if "UNIQUE" in reason:
        return msg("{what} is taken already; choose another.", what=reason.rsplit(".", 1)[-1])
    return msg("The file refused this: {reason}", reason=reason)


def create_workspace(path: Path) -> Workspace:
    """Make a new workspace file and open it.

    Raises:
        UserError: a file is there already.
        WorldError: the place can't be written to.
    """
    path = path.expanduser().absolute()
    if path.exists():
        raise UserError(msg("{file} is there already. Open it, or choose another name.", file=path.name))
    if not path.parent.is_dir():
        raise UserError(msg("There is no folder {folder}.", folder=str(path.parent)))
    return _open(path, new=True)


def open_workspace(path: Path) -> Workspace:
    """Open a workspace file; an older one is upgraded after a copy of it was put beside it.

    Raises:
        UserError: no such file, not one of ours, or made by a newer version (which is left untouched).
        WorldError: open in another program, or the place can't be written to.
    """
    path = path.expanduser().absolute()
    if not path.is_file():
        raise UserError(msg("There is no file {file}.", file=str(path)))
    return _open(path, new=False)


def _open(path: Path, *, new: bool) -> Workspace:
    lock = WorkspaceLock(path)
    lock.acquire()
    engine: Engine | None = None
    try:
        with telling(path):
            if not new:
                schema.inspect_file(path)
            engine = make_engine(path)
            schema.bring_up(engine, path, new=new)
        return Workspace(path, engine, lock)
    except BaseException:
        if engine is not None:
            engine.dispose()
        if new:
            for leftover in ("", "-wal", "-shm"):
                Path(f"{path}{leftover}").unlink(missing_ok=True)
        lock.release()
        raise
