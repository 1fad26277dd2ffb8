"""The same workspace under another key, or none: written anew beside the old one, looked through, then put in its place."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Self

import sqlcipher3.dbapi2 as driver

from desktop_crm.storage.connection import APPLICATION_ID, connect
from desktop_crm.storage.key import Key
from desktop_crm.storage.replacing import remove_file

#: How many of SQLite's steps pass between two looks at how far it is.
_STEPS: Final = 200_000

Progress = Callable[[int, int], None]


def write_anew(source: Any, path: Path, new: Path, key: Key | None, progress: Progress) -> None:
    """Write what `source` (a connection to `path`, on which nobody writes meanwhile) holds to `new` under another key.

    `progress` may raise to stop; then, or when anything fails, nothing is left of `new`.
    """
    remove_file(new)
    try:
        with _telling(source, path, new, progress) as stopped:
            source.execute(f"ATTACH DATABASE ? AS fresh KEY {key.quoted() if key else chr(39) * 2}", (str(new),))
            try:
                source.execute("SELECT sqlcipher_export('fresh')")
                source.execute(f"PRAGMA fresh.application_id = {APPLICATION_ID}")
            except driver.OperationalError as error:
                raise stopped.error or error from None
            finally:
                source.execute("DETACH fresh")
        _compare(source, new, key)
    except BaseException:
        remove_file(new)
        raise


class _telling:  # noqa: N801  # reads as what it does
    """Tells how far the new file is, and stops SQLite when the listener raises."""

    def __init__(self, source: Any, path: Path, new: Path, progress: Progress) -> None:
        self.error: BaseException | None = None
        self._source = source
        self._path = path
        self._new = new
        self._progress = progress

    def __enter__(self) -> Self:
        self._source.set_progress_handler(self._look, _STEPS)
        return self

    def __exit__(self, *_: object) -> None:
        self._source.set_progress_handler(None, 0)

    def _look(self) -> bool:
        try:
            total = self._path.stat().st_size
            self._progress(min(self._new.stat().st_size if self._new.exists() else 0, total), total)
        except BaseException as error:  # noqa: BLE001  # raised again outside of SQLite
            self.error = error
            return True
        return False


def _compare(source: Any, new: Path, key: Key | None) -> None:
    """Every table has its rows, and SQLite finds every page in order."""
    fresh = connect(new, key)
    try:
        complaint = fresh.execute("PRAGMA quick_check(1)").fetchone()[0]
        if complaint != "ok":
            raise driver.DatabaseError(f"malformed: {complaint}")
        tables = [
            row[0]
            for row in source.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
            )
        ]
        for table in tables:
            counts = [each.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for each in (source, fresh)]
            if counts[0] != counts[1]:
                raise driver.DatabaseError(f"malformed: {table} has {counts[1]} of {counts[0]} rows")
    finally:
        fresh.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        fresh.close()
