"""Backups: made to several places, kept by age, looked into, and made a workspace again.

Each place has a folder a workspace, and in it a file a backup: `Usaha/Usaha 2026-11-25 0930.crm`, a whole workspace that
opens with the workspace's password.
"""

import hashlib
import os
import platform
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from unicodedata import normalize

from desktop_crm import disk
from desktop_crm.model.errors import TellableError, WorldError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.moments import moment_of_seconds, on_this_clock
from desktop_crm.model.os_errors import reason
from desktop_crm.services.places import Place, folder_of
from desktop_crm.services.rotation import kept
from desktop_crm.storage import backup as storage
from desktop_crm.storage import restoring
from desktop_crm.storage.backup import Inside
from desktop_crm.storage.opening import is_protected
from desktop_crm.storage.replacing import remove_file
from desktop_crm.storage.workspace import SUFFIX, Workspace

__all__ = ["Inside", "is_protected"]  # the window shows the one and asks for the password by the other

#: Called with how much is done of how much; may raise to stop, and nothing is left behind.
Progress = Callable[[int, int], None]

#: The file in a workspace's folder that says whose it is: two workspaces may have one name.
_OWNER: Final = ".workspace"

#: A backup from later than this was made under another clock.
_TOLERANCE: Final = timedelta(minutes=1)

_STAMP: Final = "%Y-%m-%d %H%M"
_NAME: Final = re.compile(r"(?P<stem>.+) (?P<stamp>\d{4}-\d\d-\d\d \d{4})")


@dataclass(frozen=True, slots=True)
class Plan:
    """How a workspace is backed up on this computer."""

    places: tuple[Place, ...]
    hours: int = 4  # between two while it is open; 0: only at close
    at_close: bool = True
    warn_days: int = 3  # how old the last good one may become


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that is there."""

    path: Path
    workspace: str
    made: datetime
    bytes: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one place: a backup, or the sentence why there is none."""

    place: Place
    backup: Backup | None = None
    inside: Inside | None = None
    problem: Message | None = None


def make(
    workspace: Workspace,
    place: Place,
    progress: Progress = lambda _done, _total: None,
    now: datetime | None = None,
) -> Outcome:
    """Back up to one place, then take away what grew too old there.

    Raises:
        UserError, WorldError: the place is not there, full, or spoils what is written to it; or the workspace is locked.
    """
    moment = on_this_clock(now or datetime.now(UTC))
    try:
        folder = _own_folder(folder_of(place), workspace.path)
        _clear_halves(folder)
        target = folder / f"{workspace.path.stem} {moment:{_STAMP}}{SUFFIX}"
        inside = workspace.write_copy(target, progress)
    except OSError as error:
        raise WorldError(
            msg("{place} can't be written to: {reason}.", place=place.name, reason=reason(error))
        ) from error
    made = Backup(target, workspace.path.stem, moment, inside.bytes)
    _rotate(folder, workspace.path.stem, made)
    return Outcome(place, made, inside)


def make_all(
    workspace: Workspace, places: Sequence[Place], progress: Progress = lambda _done, _total: None
) -> list[Outcome]:
    """Back up to each place; one that fails is told and does not harm the others. `progress` may raise to stop."""
    outcomes = []
    for number, place in enumerate(places):
        try:
            outcomes.append(make(workspace, place, _part(progress, number, len(places))))
        except TellableError as error:
            outcomes.append(Outcome(place, problem=error.message))
    return outcomes


def backups_in(place: Place, path: Path | None = None) -> list[Backup]:
    """The backups of a workspace in a place, or (None) of all, newest first; none when the place is not there."""
    try:
        top = folder_of(place)
        folders = [found] if path and (found := _found_folder(top, path)) else [] if path else sorted(top.iterdir())
        found_all = [each for folder in folders for each in _backups(folder)]
    except (TellableError, OSError):
        return []
    return sorted(found_all, key=lambda each: each.made, reverse=True)


def backup_at(path: Path) -> Backup | None:
    """A file as a backup, whatever its name; None when there is none."""
    try:
        stat = path.stat()
    except OSError:
        return None
    named = _NAME.fullmatch(path.stem)
    moment = _moment(named["stamp"]) if named else None
    made = moment or on_this_clock(moment_of_seconds(stat.st_mtime))
    return Backup(path, named["stem"] if named else path.stem, made, stat.st_size)


def is_due(last: datetime | None, hours: int, now: datetime | None = None) -> bool:
    """Whether it is time again; one from the future was made under a wrong clock and does not count."""
    moment = on_this_clock(now or datetime.now(UTC))
    return last is None or last > moment + _TOLERANCE or moment - last >= timedelta(hours=hours)


def changed_since(workspace: Workspace, last: datetime | None, now: datetime | None = None) -> bool:
    """Whether a backup made at `last` lacks anything; nothing to save in a locked workspace.

    One from the future was made under another clock, so that nobody can tell.
    """
    if workspace.locked:
        return False
    with workspace.driver_connection() as connection:
        changed = storage.last_change(connection)
    later = (now or datetime.now(UTC)) + _TOLERANCE
    return last is None or last > later or (changed is not None and changed >= last)


look_inside = storage.look_inside


def restore_to(backup: Path, typed: str, target: Path, progress: Progress = lambda _done, _total: None) -> Inside:
    """Make a new workspace file of a backup, and say what is in it; see `storage.restoring`."""
    return restoring.restore_to(backup, typed, target, progress)


def restore_in_place(
    path: Path, backup: Path, typed: str, progress: Progress = lambda _done, _total: None
) -> Path | None:
    """Put a backup in the place of a closed workspace; where its present state is kept. See `storage.restoring`."""
    return restoring.restore_in_place(path, backup, typed, progress)


def _part(progress: Progress, number: int, parts: int) -> Progress:
    return lambda done, total: progress(number * total + done, parts * total)


def _own_folder(top: Path, path: Path) -> Path:
    """The workspace's folder in a place, made when it is missing."""
    found = _found_folder(top, path)
    if found is not None:
        return found
    folder, number = top / path.stem, 1
    while True:
        with suppress(FileExistsError):
            folder.mkdir(disk.FOLDER)
            disk.write_note(folder / _OWNER, _owner(path))
            return folder
        number += 1
        folder = top / f"{path.stem} {number}"


def _found_folder(top: Path, path: Path) -> Path | None:
    """By its mark: whatever became of those of other workspaces, it stays where it is."""
    owner, stem = _owner(path), normalize("NFC", path.stem)
    named = (folder for folder in sorted(top.iterdir()) if normalize("NFC", folder.name).startswith(stem))
    return next((folder for folder in named if _mark(folder) == owner), None)


def _mark(folder: Path) -> str:
    mark = folder / _OWNER
    try:
        return disk.read_note(mark)
    except OSError:  # none, or none of ours
        return ""


def _owner(path: Path) -> str:
    """The same for one file on one computer; says nothing about either."""
    return hashlib.sha256(f"{platform.node()}\n{path}".encode(errors="surrogateescape")).hexdigest()[:32]


def _backups(folder: Path) -> list[Backup]:
    found = []
    for path in folder.glob(f"*{SUFFIX}") if folder.is_dir() else ():
        named = _NAME.fullmatch(path.stem)
        if named and not path.name.startswith(".") and (each := backup_at(path)):
            found.append(each)
    return found


def _moment(stamp: str) -> datetime | None:
    try:
        return on_this_clock(datetime.strptime(stamp, _STAMP))  # noqa: DTZ007 - it becomes this clock's
    except ValueError:
        return None


def _clear_halves(folder: Path) -> None:
    """What a program left that was killed meanwhile; nobody else writes here while the workspace is ours."""
    for half in folder.glob(f".*{SUFFIX}.part*"):
        with suppress(OSError):
            disk.remove(half)


def _rotate(folder: Path, stem: str, made: Backup) -> None:
    """One that can't be taken away is tried again next time."""
    with suppress(OSError):
        there = [each for each in _backups(folder) if each.workspace == stem]
        stays = kept([each.made for each in there])
        for each in there:
            if each.made not in stays and not _same_file(each.path, made.path):
                with suppress(OSError):
                    remove_file(each.path)


def _same_file(one: Path, other: Path) -> bool:
    return os.path.normcase(one) == os.path.normcase(other)
