"""Opening the one file, and making a new one."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_crm import disk
from desktop_crm.model.errors import BackupError, UserError, WorldError
from desktop_crm.model.message import msg
from desktop_crm.model.os_errors import reason
from desktop_crm.storage import bare
from desktop_crm.storage.file import identity, revisions, schema, stray_wal
from desktop_crm.storage.file.backup_name import looks_like_backup
from desktop_crm.storage.file.connection import connect_still
from desktop_crm.storage.file.driver_errors import as_damage, telling
from desktop_crm.storage.file.held import refuse_open_here
from desktop_crm.storage.file.key import Key
from desktop_crm.storage.file.lock import WorkspaceLock
from desktop_crm.storage.file.replacing import refuse_long_name, refuse_place, remove_file, settle, unfinished_of
from desktop_crm.storage.workspace import Workspace

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def create_workspace(
    path: Path, fill: "Callable[[Session], None]" = lambda _session: None, password: str = ""
) -> Workspace:
    """Make a new workspace file with what `fill` writes, and open it; with a password it is protected from its first byte.

    It is made under another name first: whenever the program dies, there is a whole file or none.

    Raises:
        UserError: a file is there already, or the name is too long.
        WorldError: the place can't be written to.
    """
    path = _place(path)
    refuse_place(path)
    unfinished, key = unfinished_of(path), Key.new(password) if password else None
    with _locked(path) as lock:
        try:
            with telling(path):
                _make(unfinished, lock, fill, key)
                disk.replace(unfinished, path)
                return Workspace(path, lock, key)
        except OSError as error:
            raise _unreachable(path, error) from error
        finally:
            remove_file(unfinished)


def open_workspace(path: Path, typed: str = "") -> Workspace:
    """Open a workspace file; an older one is upgraded after a copy of it was put beside it.

    `typed` is the password or the recovery key of a protected file.

    Raises:
        PasswordNeededError: it is protected, and nothing was typed.
        WrongPasswordError: what was typed does not open it.
        BackupError: it is a backup, which stays as it is.
        UserError: no such file, its name too long, without a password though one was given, not one of ours, or made by a newer version (which is left untouched).
        WorldError: open in another program, or the place can't be written to.
    """
    path = _place(path)
    if not os.path.isfile(path):  # noqa: PTH113 - unlike Path.is_file, never raises
        raise UserError(msg("There is no file {file}.", file=str(path)))
    if looks_like_backup(path):
        raise _backup(path)
    refuse_long_name(path)
    with _locked(path) as lock, telling(path), as_damage():
        refuse_open_here(path)  # under another of its names
        try:
            settle(path)
            key = schema.key_for(path, typed)
            if typed and key is None:
                raise schema.swapped(path)
            stray = stray_wal.set_aside(path, key)
            found = schema.inspect_file(path, key)
            _refuse_backup(path, key)
            remove_file(unfinished_of(path))  # what a program left that was killed while it exchanged the file
            if found != revisions.HEAD:
                schema.upgrade(path, found, key)
        except OSError as error:
            raise _unreachable(path, error) from error
        opened = _asked(Workspace(path, lock, key))
        opened.told += [stray] if stray else []
        return opened


def is_protected(path: Path) -> bool:
    """Whether a password is asked for. UserError when there is no such file, or it is no workspace."""
    path = _place(path)
    if not os.path.isfile(path):  # noqa: PTH113 - unlike Path.is_file, never raises
        raise UserError(msg("There is no file {file}.", file=str(path)))
    try:
        return schema.is_protected(path)
    except OSError as error:
        raise _unreachable(path, error) from error


def _place(path: Path) -> Path:
    """Where the file really is: through links, two programs would not see each other's locks."""
    try:
        return path.expanduser().resolve()
    except (OSError, RuntimeError, ValueError):  # no such home, a circle of links, a NUL in the name
        raise UserError(msg("There is no file {file}.", file=str(path))) from None


def _make(path: Path, lock: WorkspaceLock, fill: "Callable[[Session], None]", key: Key | None) -> None:
    """A whole new file, folded together and closed."""
    remove_file(path)
    schema.create(path, key)
    new = Workspace(path, lock, key.copy() if key else None)
    try:
        with new.write(msg("New workspace"), undoable=False) as session:
            fill(session)
        new.settle()
    finally:
        new.let_go()


def _asked(workspace: Workspace) -> Workspace:
    """Whether it answers; a file that does not is let go at once, for a backup may have to take its place."""
    try:
        with workspace.driver_connection() as connection:
            workspace.user = bare.manager(connection) or workspace.user
            bare.next_undo(connection)
    except BaseException:
        workspace.let_go()
        raise
    return workspace


def _refuse_backup(path: Path, key: Key | None) -> None:
    """Before anything is written: work that is done in a backup is done where nobody looks for it."""
    with closing(connect_still(path, key)) as connection:
        found = identity.is_backup(connection)
    if found:
        raise _backup(path)


def _backup(path: Path) -> BackupError:
    return BackupError(
        msg("{file} is a backup. It was left as it is: restore it to a new file, and work in that.", file=path.name)
    )


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
