"""A whole copy of the file while work goes on: made page by page under the same key, looked through, then given its name.

A copy is one moment of the file: the connection that reads it stays in one transaction, so that writers neither wait
for it nor make it begin anew.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Self, TypeVar

import sqlcipher3.dbapi2 as driver

from desktop_crm import disk, fitting
from desktop_crm.model.errors import TellableError, UserError, WorldError
from desktop_crm.model.message import msg
from desktop_crm.model.moments import FIRST, LAST, moment_from_int
from desktop_crm.model.os_errors import reason
from desktop_crm.storage.bare import one_moment
from desktop_crm.storage.file import schema
from desktop_crm.storage.file.connection import connect_still, has_wal, unlock
from desktop_crm.storage.file.driver_errors import as_damage, telling
from desktop_crm.storage.file.held import refuse_open_here
from desktop_crm.storage.file.identity import State
from desktop_crm.storage.file.key import Key, salt_of
from desktop_crm.storage.file.replacing import remove_file, sync, sync_folder
from desktop_crm.storage.file.watching import watched

T = TypeVar("T")
Progress = Callable[[int, int], None]

#: Makes a finished copy, given as an open connection, say what it is; see `storage.identity`.
Stamp = Callable[[Any], None]

#: Pages copied between two looks at how far it is and whether to stop: 20 MB.
_PAGES: Final = 5000
_PAGE: Final = 4096

#: What files of all versions have: without one of them a file is damaged.
_ALWAYS: Final = frozenset(
    {
        *{"clients", "contacts", "products", "orders", "order_lines", "contracts", "attachments"},
        *{"blobs", "journal_entries"},
    }
)
#: What nobody would miss by its number; all other tables are counted as well.
_MACHINERY: Final = frozenset(
    {
        *{"alembic_version", "company", "drafts", "habits", "identity", "journal_changes", "journal_rows"},
        *{"number_counters", "number_series", "tax_rules", "templates"},
    }
)


@dataclass(frozen=True, slots=True)
class Inside:
    """What is in a workspace file, `counts` by the tables that are there, and when it was changed last."""

    counts: Mapping[str, int]
    changed: datetime | None
    bytes: int
    state: State
    problems: int = 0  # that were known when it was copied: `services.check` keeps them in the file

    @classmethod
    def of(cls, connection: Any, size: int) -> Self:
        """Asked of an open connection; counting walks indexes, not rows."""
        counts = {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _counted(connection)
        }
        changed, state, problems = last_change(connection), State.of(connection), _problems(connection)
        return cls(counts, changed, size, state, problems)


def _counted(connection: Any) -> list[str]:
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '*_fts*'"
    )
    return sorted(_ALWAYS | {table for (table,) in tables.fetchall()} - _MACHINERY)


def write_copy(source: Any, key: Key | None, target: Path, stamp: Stamp, progress: Progress) -> Inside:
    """Copy what `source` (an open connection) holds to a new file `target`, and say what is in it.

    `stamp` makes the copy say what it is: a backup, or a file of its own.
    Under another name until it is whole, looked through and on the disk. `progress` may raise to stop; then, or when
    anything fails, nothing is left. A file that has the name already is replaced.

    Raises:
        WorldError: the place is full or gone, or gave back something else than was written.
    """
    unfinished = part_of(target)
    remove_file(unfinished)
    try:
        with one_moment(source):
            size = _size(source)
            _refuse_full(target, size)
            _copy(source, key, target, progress)
            expected = Inside.of(source, size)
        with _telling_place(target):
            _look_through(unfinished, key, target, lambda copy: _is_worth(copy, source, size, expected), progress)
            state = _stamped(unfinished, key, stamp)
            sync(unfinished)
            disk.replace(unfinished, target)
        sync_folder(target.parent)
    except BaseException:
        with suppress(OSError):
            remove_file(unfinished)
        raise
    return replace(expected, state=state)


def part_of(target: Path) -> Path:
    """The name of a copy that is not whole yet."""
    return fitting.hidden(target, ".part")


def last_change(connection: Any) -> datetime | None:
    """When somebody changed something last, as far as that is a moment; None in a file as it was made."""
    asked = "SELECT max(at) FROM journal_entries WHERE kind <> 'base' AND at BETWEEN ? AND ?"
    last = connection.execute(asked, (FIRST, LAST)).fetchone()[0]
    return moment_from_int(last) if last is not None else None


def look_inside(path: Path, typed: str) -> Inside:
    """What is in a workspace file that nobody has open; nothing is written to it or beside it.

    Raises:
        PasswordNeededError, WrongPasswordError: it is protected.
        UserError: it is no workspace of this program, or of a newer one.
        WorldError: it is damaged, or can't be read.
    """
    with still(path, typed) as (connection, _):
        return Inside.of(connection, path.stat().st_size)


def look_quietly(path: Path, key: Key | None) -> Inside | None:
    """What is in a workspace file that is plain or has this key; None of one that can't be read so.

    Nor of one with a WAL: somebody has worked in it, and it is no longer what it was.
    """
    try:
        if has_wal(path):
            return None
        theirs = key if schema.is_protected(path) else None
        if schema.is_protected(path) and not (theirs and theirs.fits(salt_of(path))):
            return None
        schema.inspect_file(path, theirs)
        with closing(connect_still(path, theirs)) as connection:
            return Inside.of(connection, path.stat().st_size)
    except (TellableError, OSError, driver.Error, UnicodeDecodeError):
        return None


@contextmanager
def still(path: Path, typed: str) -> Iterator[tuple[Any, Key | None]]:
    """A connection that only reads, to a file that nobody has open, and its key. Raises like `look_inside`."""
    if not os.path.isfile(path):  # noqa: PTH113 - unlike Path.is_file, never raises
        raise UserError(msg("There is no file {file}.", file=str(path)))
    refuse_open_here(path)
    key = None
    try:
        with telling(path), as_damage():
            key = schema.key_for(path, typed)
            schema.inspect_file(path, key)
            connection = connect_still(path, key)
            try:
                yield connection, key
            finally:
                connection.close()
    except OSError as error:
        raise WorldError(msg("{file} can't be read: {reason}", file=path.name, reason=reason(error))) from error
    finally:
        if key is not None:
            key.wipe()


def _problems(connection: Any) -> int:
    """None where nothing is kept, as in files of the first versions, nor where that can't be read."""
    asked = "SELECT json_array_length(content, '$.found') FROM habits WHERE key = 'check'"
    with suppress(driver.OperationalError):
        row = connection.execute(asked).fetchone()
        return int(row[0] or 0) if row else 0
    return 0


def _size(source: Any) -> int:
    pages, size = (int(source.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size"))
    return pages * size


def _refuse_full(target: Path, size: int) -> None:
    """Before anything is written: a copy that does not fit would fail only after minutes."""
    from shutil import disk_usage

    with _telling_place(target):
        free = disk_usage(target.parent).free
    if free < size:
        raise WorldError(
            msg(
                "{folder} has no room for a backup: it needs {needed} MB, and {free} MB are free.",
                folder=str(target.parent),
                needed=size // 1_000_000 + 1,
                free=free // 1_000_000,
            )
        )


def _copy(source: Any, key: Key | None, target: Path, progress: Progress) -> None:
    """SQLite's own copy; it needs no journal, for a half one is taken away."""
    with _telling_place(target):
        disk.create_empty(part_of(target))
    copy = _try_place(target, lambda: driver.connect(str(part_of(target)), isolation_level=None))
    try:
        unlock(copy, key)
        copy.execute("PRAGMA journal_mode = OFF")
        copy.execute("PRAGMA synchronous = OFF")
        _try_place(
            target,
            lambda: source.backup(
                copy, pages=_PAGES, progress=lambda _status, left, total: progress(total - left, 2 * total), sleep=0.01
            ),
        )
    finally:
        copy.close()


def _stamped(unfinished: Path, key: Key | None, stamp: Stamp) -> State:
    """The state of a copy that says what it is; it keeps no WAL, which needs a folder that can be written to."""
    with closing(driver.connect(str(unfinished), isolation_level=None)) as copy:
        unlock(copy, key)
        copy.execute("PRAGMA locking_mode = EXCLUSIVE")
        copy.execute("PRAGMA journal_mode = OFF")
        stamp(copy)
        return State.of(copy)


def _try_place(target: Path, step: Callable[[], T]) -> T:
    """What the place refuses is told of the copy; damage that is found while reading is the source's own."""
    try:
        return step()
    except driver.DatabaseError as error:
        if "malformed" in str(error) or "not a database" in str(error):
            raise
        with _telling_place(target):
            raise


@contextmanager
def _telling_place(target: Path) -> Iterator[None]:
    try:
        with telling(target):
            yield
    except OSError as error:
        raise WorldError(
            msg("{file} can't be written: {reason}", file=str(target), reason=reason(error)),
        ) from error


def _look_through(
    path: Path, key: Key | None, target: Path, is_worth: Callable[[Any], bool], progress: Progress
) -> None:
    """Open the copy as anybody would, have SQLite look at every page, and count what should be there."""
    pages = max(1, path.stat().st_size // _PAGE)
    try:
        with closing(connect_still(path, key)) as copy, watched(copy, lambda: progress(pages, 2 * pages)):
            whole = is_worth(copy)
    except driver.OperationalError:
        raise
    except driver.DatabaseError as error:
        raise _broken(target) from error
    if not whole:
        raise _broken(target)


def _is_worth(copy: Any, source: Any, size: int, expected: Inside) -> bool:
    """All is there, and what SQLite complains of is no fault of the place: the source holds it, too."""
    return (_is_sound(copy) or not _is_sound(source)) and Inside.of(copy, size) == expected


def _is_sound(connection: Any) -> bool:
    return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")


def _broken(target: Path) -> WorldError:
    return WorldError(
        msg(
            "{folder} gave back something else than was written to it, so there is no backup in it. Try another disk.",
            folder=str(target.parent),
        )
    )
