"""What another program put into a file's schema (triggers, views, tables, rules): told, and nothing of it ever runs.

A file that holds such things is not opened: they could change or hide what a person sees. What is ours can be rescued out
of it, by its pages. Where they come while the file is open, each connection refuses what they would do.
"""

import re
import threading
from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

import sqlcipher3.dbapi2 as driver

from desktop_crm.storage.file.revisions import digest_of

#: Name → the SQL that makes it, on one line.
Objects = Mapping[str, str]

#: SQLite's own, which come by themselves.
_OF_SQLITE: Final = frozenset({"sqlite_sequence", "sqlite_stat1", "sqlite_stat4"})


#: On whose behalf something is read: of a statement itself, or of the one table expression that ours name (`storage.done`).
_OURS: Final = frozenset({None, "chain"})


_refused = threading.local()


def refuse_strange(_action: int, _what: str | None, _of: str | None, _database: str | None, source: str | None) -> int:
    """A connection's authorizer: ours may do anything, what a trigger or view would do is refused."""
    if source in _OURS:
        return int(driver.SQLITE_OK)
    _refused.ever = True
    return int(driver.SQLITE_DENY)


def was_refused() -> bool:
    """Whether anything was, in this thread; the driver says so, too, when Ctrl+C fell into the asking."""
    return hasattr(_refused, "ever")


def objects_of(connection: Any) -> Objects:
    """What the file's schema says; indexes that come with their table are in its SQL."""
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {str(name): _plain(sql) for kind, name, sql in rows if kind != "table" or name not in _OF_SQLITE}


def strangers(found: Objects, revision: str, expected: Callable[[], Objects]) -> list[str]:
    """The names of what is there and is not ours, or is not as we make it."""
    if is_known(found, revision):
        return []
    ours = expected()
    return sorted(name for name, sql in found.items() if ours.get(name) != sql)


def is_known(found: Objects, revision: str) -> bool:
    """Whether all is as a revision makes it, at one look."""
    return digest(found) == digest_of(revision)


def digest(objects: Objects) -> str:
    """The same for the same objects."""
    told = "\n".join(f"{name}\t{sql}" for name, sql in sorted(objects.items()))
    return sha256(told.encode()).hexdigest()[:16]


@lru_cache(maxsize=1024)
def _plain(sql: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\s+([,)])", r"\1", sql)).strip()
