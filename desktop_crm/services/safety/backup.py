"""Backups: made to several places, kept by age, looked into, and made a workspace again.

Each place has a folder a workspace, and in it a file a backup: `Usaha/Usaha 2026-11-25 0930.crm`, a whole workspace that
opens with the workspace's password.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple
from unicodedata import normalize

from desktop_crm import disk, fitting
from desktop_crm.model.errors import TellableError, WorldError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.moments import moment_from_int, on_this_clock
from desktop_crm.model.nouns import NOUNS
from desktop_crm.model.os_errors import reason
from desktop_crm.services.safety.places import Place, folder_of
from desktop_crm.services.safety.rotation import Moment, kept
from desktop_crm.services.safety.series import Backup, Folder, backup_at, backups_at, folders
from desktop_crm.storage.backup import copy as storage
from desktop_crm.storage.backup import restore
from desktop_crm.storage.backup.copy import Inside
from desktop_crm.storage.bare import begun
from desktop_crm.storage.file import identity
from desktop_crm.storage.file.backup_name import free_name, stem_in
from desktop_crm.storage.file.connection import has_wal
from desktop_crm.storage.file.identity import State
from desktop_crm.storage.file.lock import WorkspaceLock
from desktop_crm.storage.file.replacing import remove_file
from desktop_crm.storage.opening import is_protected
from desktop_crm.storage.workspace import SUFFIX, Workspace

__all__ = ["Backup", "Inside", "backup_at", "is_protected"]  # the window shows them and asks for the password

#: Called with how much is done of how much; may raise to stop, and nothing is left behind.
Progress = Callable[[int, int], None]

#: A backup from later than this was made under another clock.
_TOLERANCE: Final = timedelta(minutes=1)
#: What is told of every backup, also where there is none of it.
_TOLD_ALWAYS: Final = ("client", "order", "contract", "product", "attachment")
#: Letters of a folder's name: what is in it needs room, too.
_FOLDER: Final = 60


@dataclass(frozen=True, slots=True)
class Plan:
    """How a workspace is backed up on this computer."""

    places: tuple[Place, ...]
    hours: int = 4  # between two while it is open; 0: only at close
    at_close: bool = True
    warn_days: int = 3  # how old the last good one may become


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one place: a backup, or the sentence why there is none; and what a quick look found in the file."""

    place: Place
    backup: Backup | None = None
    inside: Inside | None = None
    problem: Message | None = None
    found: tuple[Message, ...] = ()


def make(
    workspace: Workspace,
    place: Place,
    progress: Progress = lambda _done, _total: None,
    now: datetime | None = None,
) -> Outcome:
    """Back up to one place, then take away what grew too old there.

    A file with something wrong in it is backed up as well: a quick look tells of it, and so does the backup when it is
    opened.

    Raises:
        UserError, WorldError: the place is not there, full, or spoils what is written to it; or the workspace is locked.
    """
    moment = on_this_clock(now or datetime.now(UTC))
    found = _looked_through(workspace)
    try:
        top = folder_of(place)
        there = _business(workspace, top)
        _begin_branch_where_another_went_on(workspace, there)
        folder = _own_folder(top, workspace, there)
        _clear_halves(folder.path)
        target = free_name(folder.path, workspace.path.stem, moment)
        inside = workspace.write_copy(target, progress)
    except OSError as error:
        raise WorldError(
            msg("{place} can't be written to: {reason}.", place=place.name, reason=reason(error))
        ) from error
    made = Backup(target, workspace.path.stem, moment, inside.bytes, inside)
    folder.note(made)
    folder.save(of=inside.state.workspace)
    _rotate(workspace, [*there, made], made)
    return Outcome(place, made, inside, found=found)


def _looked_through(workspace: Workspace) -> tuple[Message, ...]:
    """What a quick look finds; it never keeps a backup from being made."""
    from desktop_crm.services.safety import check

    with suppress(TellableError):
        if found := check.quick(workspace):
            check.keep_found(workspace, found)
            return tuple(found)
    return ()


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


def backups_in(place: Place) -> list[Backup]:
    """All backups in a place, of whichever business, newest first by their names; none when the place is not there."""
    try:
        found = [each for folder in sorted(folder_of(place).iterdir()) for each in _try_backups(folder)]
    except (TellableError, OSError):
        return []
    return sorted(found, key=lambda each: each.made, reverse=True)


def backups_of(workspace: Workspace, place: Place) -> list[Backup]:
    """Those of the open workspace's business by what is in them, newest first: this line of work before all others."""
    try:
        there = _business(workspace, folder_of(place))
        in_line = {each.path for each in _held(workspace, there)}
    except (TellableError, OSError):
        return []
    return sorted(there, key=lambda each: (each.path in in_line, *_order(each)), reverse=True)


class Stranger(NamedTuple):
    """The newest backup of a file that had this name, and was another's; `inside` is None of one under a password."""

    backup: Backup
    inside: Inside | None


def stranger(workspace: Workspace, place: Place) -> Stranger | None:
    """What a file lost that lay here before, when a new one took its name: a backup that holds more than this file.

    Of one that can't be read it is told as long as this file has no backup there itself.
    """
    try:
        with workspace.driver_connection() as connection:
            mine = Inside.of(connection, 0)
        all_here = list(_looked(folder_of(place), workspace, mine.state.workspace))
    except (TellableError, OSError):
        return None
    began = any(_is_of(each, mine.state.workspace) for each in all_here)
    named = [each for each in all_here if is_named_after(each, workspace.path)]
    others = [each for each in named if each.inside and each.inside.state.workspace != mine.state.workspace]
    richer = [each for each in others if each.inside and each.inside.counts.get("clients", 0) > mine.counts["clients"]]
    unread = [each for each in named if each.inside is None] if not began else []
    newest = max(richer or unread, key=lambda each: each.made, default=None)
    return Stranger(newest, newest.inside) if newest else None


def is_named_after(backup: Backup, path: Path) -> bool:
    """Whether a backup has the name that those of this file get, whichever file it is of."""
    name = _plain(backup.workspace)
    return name == _plain(path.stem) or name == _plain(stem_in(backup.path.parent, path.stem))


def is_due(last: datetime | None, hours: int, now: datetime | None = None) -> bool:
    """Whether it is time again; one from the future was made under a wrong clock and does not count."""
    moment = on_this_clock(now or datetime.now(UTC))
    return last is None or last > moment + _TOLERANCE or moment - last >= timedelta(hours=hours)


def changed_since(workspace: Workspace, last: datetime | None, mark: str | None = None) -> bool:
    """Whether a backup lacks anything; nothing to save in a locked workspace.

    Told by the mark of its last entry, as long as that is known: clocks go back. Without it by when it was made; one from
    the future was made under another clock, so that nobody can tell.
    """
    if workspace.locked:
        return False
    with workspace.driver_connection() as connection:
        if mark is not None:
            return State.of(connection).mark != mark
        changed = storage.last_change(connection)
    later = datetime.now(UTC) + _TOLERANCE
    return last is None or last > later or (changed is not None and changed >= last)


def is_new(workspace: Workspace) -> bool:
    """Whether the file began less than a day ago, so that no backup is missed yet; a locked one tells nothing."""
    if workspace.locked:
        return False
    with workspace.driver_connection() as connection:
        began = begun(connection)
    return began is not None and datetime.now(UTC) - moment_from_int(began) < timedelta(days=1)


look_inside = storage.look_inside


def told_counts(inside: Inside) -> list[Message]:
    """How many there are in it: of some in any case, of all others where there are any. Loads the tables; not for the window's thread."""
    nouns = {noun.id: noun for noun in NOUNS if not noun.is_setting}
    counts = {name: inside.counts.get(noun.table, 0) for name, noun in nouns.items()}
    others = [name for name, n in counts.items() if n and name not in _TOLD_ALWAYS]
    return [nouns[name].told(counts[name]) for name in (*_TOLD_ALWAYS, *others)]


def restore_to(backup: Path, typed: str, target: Path, progress: Progress = lambda _done, _total: None) -> Inside:
    """Make a new workspace file of a backup, and say what is in it; see `storage.restoring`."""
    return restore.restore_to(backup, typed, target, progress)


def restore_in_place(
    path: Path, backup: Path, typed: str, progress: Progress = lambda _done, _total: None
) -> Path | None:
    """Put a backup in the place of a closed workspace; where its present state is kept. See `storage.restoring`."""
    return restore.restore_in_place(path, backup, typed, progress)


def _part(progress: Progress, number: int, parts: int) -> Progress:
    return lambda done, total: progress(number * total + done, parts * total)


def _business(workspace: Workspace, top: Path) -> list[Backup]:
    """Every backup in a place that is of the open workspace's business."""
    mine = _state(workspace).workspace
    return [each for each in _looked(top, workspace, mine) if _is_of(each, mine)]


def _looked(top: Path, workspace: Workspace, mine: str) -> Iterable[Backup]:
    for folder in folders(top, mine):
        with suppress(OSError):
            yield from folder.backups(workspace.look_into)
            folder.save()


def _state(workspace: Workspace) -> State:
    with workspace.driver_connection() as connection:
        return State.of(connection)


def _is_of(backup: Backup, mine: str) -> bool:
    return backup.inside is not None and bool(mine) and backup.inside.state.workspace == mine


def _held(workspace: Workspace, backups: Sequence[Backup]) -> list[Backup]:
    """Those of which all that was done is in the present file's history."""
    with workspace.driver_connection() as connection:
        return [each for each in backups if each.inside and identity.holds(connection, each.inside.state)]


def _begin_branch_where_another_went_on(workspace: Workspace, there: Sequence[Backup]) -> None:
    """A backup of this branch that holds what we do not: an older copy took the file's place. From here on it is two lines."""
    branch, held = _state(workspace).branch, {each.path for each in _held(workspace, there)}
    if any(each.inside and each.inside.state.branch == branch and each.path not in held for each in there):
        with workspace.aside() as connection:
            identity.begin_branch(connection)


def _own_folder(top: Path, workspace: Workspace, there: Sequence[Backup]) -> Folder:
    """The business's folder in a place: by its mark, or else by what is in it; made when there is none."""
    mine = _state(workspace).workspace
    found = {folder.path: folder for folder in folders(top, mine)}
    newest_first = [each.path.parent for each in sorted(there, key=_order, reverse=True)]
    marked = [path for path in (*newest_first, *found) if found[path].is_own]
    unmarked = [path for path in newest_first if not found[path].of]
    return found[(marked or unmarked)[0]] if marked or unmarked else Folder(_new_folder(top, workspace.path.stem), mine)


def _new_folder(top: Path, stem: str) -> Path:
    short = stem if len(stem) <= _FOLDER else stem[:_FOLDER].rstrip(" .")
    for number in count(1):
        folder = fitting.named(top, short, "" if number == 1 else f" {number}")
        with suppress(FileExistsError):
            folder.mkdir(disk.FOLDER)
            return folder
    raise AssertionError("numbers do not end")


def _try_backups(folder: Path) -> list[Backup]:
    try:
        return backups_at(folder)
    except OSError:
        return []


def _plain(name: str) -> str:
    return normalize("NFC", name).casefold()


def _clear_halves(folder: Path) -> None:
    """What a program left that was killed meanwhile; nobody else writes here while the workspace is ours."""
    for half in folder.glob(f".*{SUFFIX}.part"):
        with suppress(OSError):
            remove_file(half)


def _order(backup: Backup) -> tuple[int, int, datetime]:
    assert backup.inside is not None  # of those that were looked into
    return backup.inside.state.entry, backup.inside.state.counter, backup.made


def _moment_of(backup: Backup, turns: Sequence[int], tables: Iterable[str]) -> Moment:
    assert backup.inside is not None
    entry, counter, made = _order(backup)
    holds = tuple(backup.inside.counts.get(table, 0) for table in tables)
    branch = backup.inside.state.branch
    return Moment(entry, counter, made, holds, str(backup.path), branch, bisect_right(turns, entry))


def _rotate(workspace: Workspace, there: Sequence[Backup], made: Backup) -> None:
    """Take away what grew too old of this branch; what is of another, or unknown, or not in our history stays.

    One that can't be taken away is tried again next time.
    """
    with suppress(OSError, TellableError):
        with workspace.driver_connection() as connection:
            turns = identity.turns(connection)
        tables = made.inside.counts.keys() if made.inside else ()
        held = {_moment_of(each, turns, tables): each.path for each in _held(workspace, there)}
        stays = kept(held.keys(), _moment_of(made, turns, tables))
        for moment, path in held.items():
            if moment not in stays and path != made.path:
                _take_away(path)


def _take_away(path: Path) -> None:
    """Unless somebody works in it, or did and did not end it: earlier versions opened backups as they were."""
    with suppress(OSError, TellableError):
        lock = WorkspaceLock(path) if Path(f"{path}.lock").exists() else None
        if lock is not None:
            lock.acquire()
        try:
            if not has_wal(path):
                remove_file(path)
        finally:
            if lock is not None:
                lock.release()
