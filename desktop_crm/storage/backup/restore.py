"""A workspace out of a backup: to a new file, or in the place of one, whose present state is kept beside it."""

import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from desktop_crm import disk
from desktop_crm.model.errors import UserError, WorldError
from desktop_crm.model.message import msg
from desktop_crm.model.os_errors import reason
from desktop_crm.storage.backup.copy import Inside, Progress, still, write_copy
from desktop_crm.storage.file.identity import stamp_new
from desktop_crm.storage.file.lock import WorkspaceLock
from desktop_crm.storage.file.replacing import (
    free_beside,
    refuse_long_name,
    refuse_place,
    remove_file,
    replace_file,
    settle,
    sync,
    unfinished_of,
)

_CHUNK: Final = 1 << 20


def restore_to(backup: Path, typed: str, target: Path, progress: Progress) -> Inside:
    """Make a new workspace file of a backup, which opens with the backup's password.

    Raises:
        PasswordNeededError, WrongPasswordError: the backup is protected.
        UserError: a file is there already, there is no such folder, or the backup is none.
        WorldError: the backup is damaged, or the place can't be written to.
    """
    refuse_place(target)
    with still(backup, typed) as (source, key):
        return write_copy(source, key, target, stamp_new, progress)


def restore_in_place(path: Path, backup: Path, typed: str, progress: Progress) -> Path | None:
    """Put a backup in the place of a workspace that nobody has open; where its present state is kept, if there was any.

    Whenever the program dies, the present one or the restored one is there, whole. Raises like `restore_to`, and
    WorldError when the workspace is open.
    """
    path = path.expanduser().resolve()
    if _same(path, backup):
        raise UserError(msg("{file} is the workspace itself. Choose a backup of it.", file=backup.name))
    refuse_long_name(path)
    lock = WorkspaceLock(path)
    lock.acquire()
    new = unfinished_of(path)
    try:
        settle(path)
        with still(backup, typed) as (source, key):
            write_copy(source, key, new, stamp_new, progress)
        kept = _keep_present(path) if path.exists() else None
        replace_file(path, new)
    except OSError as error:
        raise WorldError(
            msg("{file} was not restored: {reason}. It is as it was.", file=path.name, reason=reason(error))
        ) from error
    finally:
        with suppress(OSError):
            remove_file(new)
        lock.release()
    return kept


def _keep_present(path: Path) -> Path:
    """A copy beside the file, damaged as it may be, with what SQLite keeps beside it."""
    kept = free_beside(path, f"before restore {datetime.now().astimezone():%Y-%m-%d %H%M}")
    for ending in ("-wal", ""):  # the file itself last: when it has its name, all of it is there
        part = Path(f"{path}{ending}")
        if part.exists():
            _copy(part, Path(f"{kept}{ending}"))
    return kept


def _copy(source: Path, target: Path) -> None:
    unfinished = target.with_name(f".{target.name}.part")
    try:
        with source.open("rb") as from_there, disk.create_anew(unfinished) as to:
            shutil.copyfileobj(from_there, to, _CHUNK)
        disk.keep_rights(source, unfinished)
        sync(unfinished)
        disk.replace(unfinished, target)
    finally:
        disk.remove(unfinished)


def _same(path: Path, backup: Path) -> bool:
    with suppress(OSError):
        return path.samefile(backup)
    return False
