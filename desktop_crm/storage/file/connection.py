"""The bare driver and its settings: SQLCipher's SQLite, durable commits, explicit transactions."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath
from typing import Any, Final

import sqlcipher3.dbapi2 as driver

from desktop_crm.storage.file.driver_errors import spoils
from desktop_crm.storage.file.key import Key
from desktop_crm.storage.file.strange import refuse_strange

#: Marks a file as ours in SQLite's header ("DCRM").
APPLICATION_ID: Final = 0x4443524D

#: A file may be anybody's: its triggers and views run nothing that reaches beyond it, and a torn page is noticed when read.
_WARY: Final = ("PRAGMA trusted_schema = OFF", "PRAGMA cell_size_check = ON")

_PRAGMAS: Final = (
    *_WARY,
    "PRAGMA foreign_keys = ON",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA busy_timeout = 10000",
    "PRAGMA temp_store = MEMORY",
)

#: Kilobytes of pages each connection keeps; a page that has to be decrypted anew costs five times one that is only read.
_CACHE: Final = 16_000
_CACHE_OF_PROTECTED: Final = 64_000


def connect(path: Path, key: Key | None = None, make_sure: Callable[[], None] = lambda: None) -> Any:
    """A bare connection with the settings every user of the file needs; transactions are begun explicitly.

    No file is made: an empty one under the name of one that was moved would cost that its WAL. `make_sure` may raise when
    the file was opened and nothing was asked of it yet.
    """
    where = f"{address(path.absolute())}?mode=rw"
    connection = driver.connect(where, uri=True, isolation_level=None, check_same_thread=False, cached_statements=256)
    try:
        make_sure()
        unlock(connection, key)
        connection.set_authorizer(refuse_strange)
        for pragma in (*_PRAGMAS, f"PRAGMA cache_size = -{_CACHE if key is None else _CACHE_OF_PROTECTED}"):
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection


def connect_still(path: Path, key: Key | None = None) -> Any:
    """A bare connection that only reads, to a file that nobody has open; without a WAL nothing is made beside it."""
    return _reading(path, key, "" if has_frames(path) else "&immutable=1")


def connect_alone(path: Path, key: Key | None = None) -> Any:
    """The same, to the file without whatever lies beside it."""
    return _reading(path, key, "&immutable=1")


def _reading(path: Path, key: Key | None, how: str) -> Any:
    connection = driver.connect(f"{address(path.absolute())}?mode=ro{how}", uri=True, check_same_thread=False)
    try:
        unlock(connection, key)
        connection.set_authorizer(refuse_strange)
        for pragma in _WARY:
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection


def address(path: PurePath) -> str:
    """A path as SQLite takes it: it has no computers' names, a place in Windows' network is a path with two strokes."""
    uri = path.as_uri()
    return f"file://{uri.removeprefix('file:')}" if path.drive.startswith("\\\\") else uri


def has_wal(path: Path) -> bool:
    """Whether pages may be newer beside the file than in it."""
    return Path(f"{path}-wal").exists()


def has_frames(path: Path) -> bool:
    """Whether there are any such pages."""
    wal = Path(f"{path}-wal")
    return wal.exists() and wal.stat().st_size > 0


def unlock(connection: Any, key: Key | None) -> None:
    """Give a new connection the key of a protected file; a wrong one is noticed by the first that reads."""
    if key is not None:
        connection.execute("PRAGMA cipher_log_level = NONE")  # SQLCipher would tell stderr of a wrong key
        with key.raw() as raw:
            connection.set_key(raw)  # as a statement it would stay in the driver's memory


class Connections:
    """Bare connections to one file, kept for whoever comes next; any thread may take one. `connect` makes another."""

    def __init__(self, connect: Callable[[], Any]) -> None:
        self._connect = connect
        self._spare: list[Any] = []
        self._closed = False

    def take(self) -> Any:
        """A connection that is the caller's until it is given back; none after closing, when the lock is another's."""
        if self._closed:
            raise RuntimeError("the workspace is closed")
        with contextlib.suppress(IndexError):
            return self._spare.pop()
        return self._connect()

    @contextlib.contextmanager
    def lent(self) -> Iterator[Any]:
        """A connection for a while; one that is of no use any more is not kept."""
        connection, spoiled = self.take(), False
        try:
            yield connection
        except driver.DatabaseError as error:
            spoiled = spoils(error)
            raise
        finally:
            if spoiled:
                connection.close()
            else:
                self.give_back(connection)

    def give_back(self, connection: Any) -> None:
        """Keep it for the next; what was begun and not ended is taken back."""
        if connection.in_transaction:
            connection.rollback()
        self._spare.append(connection)
        if self._closed:
            self.close()

    def close(self) -> None:
        """Close those that nobody has; the others when they come back."""
        self._closed = True
        while self._spare:
            self._spare.pop().close()
