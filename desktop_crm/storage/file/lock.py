"""One program at a time: an exclusive lock beside the file, with a note of who holds it."""

import contextlib
import getpass
import json
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from desktop_crm import disk
from desktop_crm.model.errors import HeldError, WorldError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.os_errors import reason


class WorkspaceLock:
    """Held as long as the workspace is open; the system frees it when the program dies."""

    def __init__(self, path: Path) -> None:
        self._lock = FileLock(
            f"{path}.lock", mode=disk.FILE, thread_local=False
        )  # taken by a worker, given back by the window
        self._file = Path(f"{path}.lock")
        self._note = Path(f"{path}.owner")
        self._name = path.name

    def acquire(self) -> None:
        """Take the lock; HeldError naming who holds it, WorldError when the folder can't be written to."""
        self._take()
        while (
            not self._file.exists()
        ):  # the last holder has just taken this one away: another program would make a new one
            self._lock.release()
            self._take()
        with contextlib.suppress(OSError):  # only a courtesy: the lock holds without it
            disk.write_note(self._note, json.dumps(_this_program()))

    def _take(self) -> None:
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise HeldError(self._held()) from None
        except OSError as error:
            raise WorldError(
                msg(
                    "{file} can't be opened: its folder can't be written to ({reason}). Nothing was changed.",
                    file=self._name,
                    reason=reason(error),
                )
            ) from error

    def release(self) -> None:
        """Give the lock back and take the note away."""
        with contextlib.suppress(OSError):
            disk.remove(self._note)
        if sys.platform != "win32":  # which lets it go only when it is free
            with contextlib.suppress(OSError):
                disk.remove(self._file)
        self._lock.release()
        if sys.platform == "win32":
            with contextlib.suppress(OSError):
                disk.remove(self._file)

    def moved_to(self, path: Path) -> "WorkspaceLock":
        """The file has another name now: its lock, taken, for this one, which is given back."""
        lock = WorkspaceLock(path)
        self.release()  # first: moved with its folder, or called the same on this disk, it is the same lock
        try:
            lock.acquire()
        except BaseException:
            self.acquire()
            raise
        return lock

    def _held(self) -> Message:
        try:
            holder = json.loads(disk.read_note(self._note))
            user, host, pid = (str(holder[name]) for name in ("user", "host", "pid"))
            since = datetime.fromisoformat(holder["since"])
        except (OSError, ValueError, LookupError, TypeError, RecursionError):  # none, or half of one
            return msg("{file} is open in another program. Close it there first; nothing was changed.", file=self._name)
        return msg(
            "{file} is already open: {user} on {host}, process {pid}, since {since}. Close it there first; nothing was changed.",
            file=self._name,
            user=user,
            host=host,
            pid=pid,
            since=since,
        )


def _this_program() -> dict[str, str | int]:
    return {
        "user": user_name(),
        "host": platform.node(),
        "pid": os.getpid(),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def user_name() -> str:
    """The system's name for the person at the machine."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"
