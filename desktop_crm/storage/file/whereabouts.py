"""What became of the open file, and where what we hold goes on: in the file under its new name, or in one beside it."""

import os
import re
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Final

import sqlcipher3.dbapi2 as driver

from desktop_crm import disk
from desktop_crm.model.errors import WorldError
from desktop_crm.model.message import Message, msg
from desktop_crm.storage.file import identity
from desktop_crm.storage.file.connection import connect_still, has_frames
from desktop_crm.storage.file.held import Held
from desktop_crm.storage.file.key import Key
from desktop_crm.storage.file.replacing import free_beside

_BESIDE: Final = ("-wal", "-shm")
#: What a name has that was kept before.
_KEPT: Final = re.compile(r"(?<=.) kept \d{4}-\d\d-\d\d \d{4}( \d+)?\Z", re.DOTALL)


def followed(before: Path, held: Held) -> Path | None:
    """Where the file was moved to, when that is a place to work in: not a bin, nor where a program keeps what it replaced.

    Nor when another file has its old name: then that was not meant as a move. A link to it is no other file.
    """
    now = held.where() or (before.resolve() if held.is_open_as(before) else None)
    if (
        now is None
        or (os.path.lexists(before) and not held.is_open_as(before))
        or now.suffix.casefold() != before.suffix.casefold()
    ):
        return None
    hidden = {part for part in now.parts if part.startswith((".", "$"))} - set(before.parts)
    return None if hidden or "Trash" in now.parts else now


def is_same_state(path: Path, key: Key | None, ours: identity.FileIdentity) -> bool:
    """Whether another file under the name holds what ours does: it was put back, or written anew by whoever copies it."""
    with suppress(driver.Error, OSError, TypeError, ValueError), closing(connect_still(path, key)) as connection:
        theirs = identity.read(connection)
        return (theirs.workspace, theirs.branch, theirs.counter) == (ours.workspace, ours.branch, ours.counter)
    return False


def put_beside(before: Path, held: Held) -> tuple[Path, Message]:
    """What we hold, as a file of its own, and the sentence about both. OSError when it can't be written."""
    is_replaced = os.path.lexists(before)
    kept = _kept(before, held)
    name = kept.name if kept.parent == before.parent else str(kept)
    if is_replaced:
        return kept, msg(
            "Another program has put another file in the place of {file}. What was saved here is in {kept}, and work goes"
            " on in that; {file} was left as it is. Compare the two.",
            file=before.name,
            kept=name,
        )
    return kept, msg(
        "{file} was deleted, or moved to another disk, while it was open. What was saved is in {kept}, and work goes on in"
        " that.",
        file=before.name,
        kept=name,
    )


def _kept(before: Path, held: Held) -> Path:
    """In the same folder; where that is gone or full, among the user's own files."""
    try:
        kept = free_name(before)
        held.copy_to(kept)
    except OSError:
        with suppress(RuntimeError):  # nobody has a home here
            kept = free_name(Path.home() / before.name)
            held.copy_to(kept)
            return kept
        raise
    return kept


def free_name(path: Path) -> Path:
    """A name beside a file that says when it was kept."""
    once = path.with_name(f"{_KEPT.sub('', path.stem)}{path.suffix}")
    return free_beside(once, f"kept {datetime.now().astimezone():%Y-%m-%d %H%M}")


def take_wal_along(before: Path, now: Path) -> None:
    """What could not be folded in follows the file, if it was left behind."""
    if has_frames(before) and not has_frames(now):
        disk.replace(Path(f"{before}-wal"), Path(f"{now}-wal"))


def tidy_up(before: Path, now: Path) -> None:
    """What SQLite kept beside the old name, when nothing is in it and no other file is there."""
    if before != now and not os.path.lexists(before) and not has_frames(before):
        for ending in _BESIDE:
            with suppress(OSError):
                disk.remove(Path(f"{before}{ending}"))


def set_wal_aside(path: Path) -> None:
    """What is in the WAL does not belong to the file under the name: kept, and emptied, so that it is never put into it.

    Emptied in its place, for our connections have it open.
    """
    if not has_frames(path):
        return
    wal = Path(f"{path}-wal")
    with suppress(OSError), disk.create(Path(f"{free_name(path)}-wal")) as kept:
        kept.write(wal.read_bytes())
    with wal.open("rb+") as file:
        file.truncate()


def moved(before: Path, now: Path) -> Message:
    """The sentence for a file that was followed."""
    if before.parent == now.parent:
        return msg(
            "{file} was renamed while it was open: it is {new} now. Work goes on in it; nothing is lost.",
            file=before.name,
            new=now.name,
        )
    return msg(
        "{file} was moved while it was open: it is in {folder} now. Work goes on there; nothing is lost.",
        file=now.name,
        folder=str(now.parent),
    )


def overwritten(path: Path) -> WorldError:
    """The sentence for a file into which somebody else wrote."""
    return WorldError(
        msg(
            "Another program has written into {file} while it was open. Nothing more is read from it or written to it, so"
            " that nothing is mixed up. Close it and open it again to see what is in it; if something is missing there,"
            " restore a backup to a new file.",
            file=path.name,
        )
    )


def not_kept(path: Path, why: Message) -> WorldError:
    """The sentence when what we hold could not be put beside."""
    return WorldError(
        msg(
            "{file} was moved, deleted or replaced while it was open, and what was saved could not be kept in {folder}:"
            " {reason}. Leave this window open, and make a backup to another place now.",
            file=path.name,
            folder=str(path.parent),
            reason=why,
        )
    )
