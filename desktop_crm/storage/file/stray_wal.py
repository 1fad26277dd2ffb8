"""A WAL that lies beside another file than the one it was written for: it is set aside, and nothing of it is read.

After a crash somebody copies a backup, or an older copy, over the file. SQLite would take the pages that lie beside it for
this one's, and mix two states into one that never was.
"""

from contextlib import closing, suppress
from pathlib import Path

import sqlcipher3.dbapi2 as driver

from desktop_crm import disk
from desktop_crm.model.message import Message, msg
from desktop_crm.storage.file import identity
from desktop_crm.storage.file.connection import connect_alone, has_frames
from desktop_crm.storage.file.identity import FileIdentity
from desktop_crm.storage.file.key import Key
from desktop_crm.storage.file.pages import in_wal
from desktop_crm.storage.file.whereabouts import free_name


def set_aside(path: Path, key: Key | None) -> Message | None:
    """Put a WAL that is none of the file's beside both under a name of its own; the sentence about it, or None.

    Asked before the first connection reads it. OSError when it can't be put there.
    """
    if not has_frames(path) or not _is_stray(path, key):
        return None
    kept = Path(f"{free_name(path)}-wal")
    disk.replace(Path(f"{path}-wal"), kept)
    disk.remove(Path(f"{path}-shm"))
    return msg(
        "What lay beside {file} was written for another state of it: after a crash another file was put in its place."
        " It was not mixed with it and is kept as {kept}.",
        file=path.name,
        kept=kept.name,
    )


def _is_stray(path: Path, key: Key | None) -> bool:
    """It does not begin with what the file holds, or with what comes next. What can't be read tells nothing."""
    with suppress(driver.Error, OSError, TypeError, ValueError, LookupError):
        with closing(connect_alone(path, key)) as connection:
            root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'identity'").fetchone()
            if root is None:
                return False
            there = identity.read(connection)
        pages = in_wal(path, int(root[0]))
        first = next(pages, None)
        if first is None:
            return False
        became = identity.in_page(first, int(root[0]), key)
        return not (
            _follows(became, there)
            or any(_is_state(identity.in_page(page, int(root[0]), key), there) for page in pages)
        )
    return False


def _follows(first: FileIdentity | None, there: FileIdentity) -> bool:
    """Whether what the WAL made of the file's row about itself first is what the file says, or comes next.

    Opening a copy gives it a branch before the first write counts.
    """
    if first is None or first.workspace != there.workspace:
        return False
    return first.counter == there.counter or first.is_next_of(there)


def _is_state(later: FileIdentity | None, there: FileIdentity) -> bool:
    """Whether the file holds what the WAL came to later: a part of it was folded in."""
    return later is not None and (later.workspace, later.counter) == (there.workspace, there.counter)
