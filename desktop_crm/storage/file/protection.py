"""The same workspace under another key, or none: written anew beside the old one, looked through, then put in its place."""

from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver

from desktop_crm import disk
from desktop_crm.storage.file import identity
from desktop_crm.storage.file.connection import APPLICATION_ID, connect
from desktop_crm.storage.file.key import Key
from desktop_crm.storage.file.replacing import remove_file, sync
from desktop_crm.storage.file.watching import watched

Progress = Callable[[int, int], None]


def write_anew(source: Any, path: Path, new: Path, key: Key | None, progress: Progress, *, whole: bool = True) -> None:
    """Write what `source` (a connection to `path`, on which nobody writes meanwhile) holds to `new` under another key.

    Not `whole`, it goes on saying that something may be missing in it.
    `progress` may raise to stop; then, or when anything fails, nothing is left of `new`.
    """
    remove_file(new)
    disk.create_empty(new)
    try:
        _attach(source, new, key)
        try:
            with watched(source, lambda: _tell(path, new, progress)):
                source.execute("SELECT sqlcipher_export('fresh')")
                source.execute(f"PRAGMA fresh.application_id = {APPLICATION_ID}")
        finally:
            source.execute("DETACH fresh")
        with closing(connect(new, key)) as fresh:
            _compare(source, fresh)
            if whole:
                identity.stamp_whole(fresh)
            fresh.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        sync(new)
        _tell(path, new, progress)
    except BaseException:
        remove_file(new)
        raise


def _attach(source: Any, new: Path, key: Key | None) -> None:
    """The driver keeps a statement with what it was given last: so it is asked once more, for a database that is nothing."""
    statement = "ATTACH DATABASE ? AS fresh KEY ?"
    if key is None:
        source.execute(statement, (str(new), ""))
        return
    with key.raw() as raw:
        blank = bytes(len(raw))
        source.execute(statement, (str(new), raw))
    with suppress(driver.DatabaseError):  # there is a database of this name already
        source.execute(statement, (":memory:", blank))


def _tell(path: Path, new: Path, progress: Progress) -> None:
    done, total = _size(new), _size(path)
    progress(min(done, total), total)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # there is none, yet or any more
        return 0


def _compare(source: Any, fresh: Any) -> None:
    """Every table has its rows, and SQLite finds every page in order."""
    complaint = fresh.execute("PRAGMA quick_check(1)").fetchone()[0]
    if complaint != "ok":
        raise driver.DatabaseError(f"malformed: {complaint}")
    tables = source.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")
    for (table,) in tables.fetchall():
        there, copied = (each.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for each in (source, fresh))
        if there != copied:
            raise driver.DatabaseError(f"malformed: {table} has {copied} of {there} rows")
