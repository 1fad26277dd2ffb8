"""Copies of files that other programs show: read-only, in a private folder, wiped when the workspace is closed or locked.

What a program that was killed has left is wiped at the next start. Each program has a folder of its own and a lock
beside it, which the system frees when the program dies. Other plain files that libraries make for a moment (sheets
being written) lie there, too.
"""

import contextlib
import logging
import os
import secrets
import shutil
import stat
import sys
import tempfile
import threading
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from desktop_crm import disk
from desktop_crm.model.errors import WorldError
from desktop_crm.model.message import msg
from desktop_crm.model.os_errors import reason

_SPARE: Final = 64 * 1024 * 1024  # of memory that is not filled up with copies
_CHUNK: Final = 1024 * 1024

_LOG = logging.getLogger(__name__)


class _Folder:
    """This program's folder in one place of the user's."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._name = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._lock = FileLock(root / f"{self._name}.lock", mode=disk.FILE, thread_local=False)

    def sub(self, name: str) -> Path:
        """A folder in it, made when there is none."""
        _make(self._root)
        if not self._lock.is_locked:
            self._lock.acquire(timeout=1)
        for folder in (self._root / self._name, path := self._root / self._name / name):
            _make(folder)
        return path

    def wipe(self, name: str = "") -> None:
        """Of all that lies in it, or in one folder in it."""
        _wipe(self._root / self._name / name)

    def end(self) -> None:
        """Wipe it and give its lock back; where something can't be wiped yet, the next start does it."""
        _wipe(self._root / self._name)
        if self._lock.is_locked:
            with contextlib.suppress(OSError):
                disk.remove(Path(self._lock.lock_file))
            self._lock.release()


class Outside:
    """The private folders of this program; any thread may ask."""

    def __init__(self) -> None:
        self._busy = threading.Lock()

    @cached_property
    def _folders(self) -> "list[_Folder]":
        """Asked for by one thread at a time, or one of two lists would be forgotten and never wiped."""
        return [_Folder(root) for root in _roots()]

    def copy_of(self, name: str, content: bytes) -> Path:
        """A read-only file of that name with this content, alone in its folder. WorldError when there is no room."""
        from desktop_crm.model.file_name import plain_file_name

        told: OSError | None = None
        with self._busy:
            for folder in self._folders:
                try:
                    place = folder.sub("opened") / secrets.token_hex(4)
                    return _written(place, plain_file_name(name) or "file", content)
                except (OSError, Timeout) as error:
                    told = error
        raise WorldError(
            msg("{file} can't be opened: {reason}", file=name, reason=reason(told) if told else "?")
        ) from told

    def wipe(self) -> None:
        """The copies that were opened: nothing of the workspace is to be read any more."""
        with self._busy:
            for folder in self._folders:
                folder.wipe("opened")

    def take_in_temporary_files(self) -> None:
        """From now on libraries make their temporary files in the private folder, too."""
        with self._busy, contextlib.suppress(OSError, Timeout):
            for folder in self._folders[-1:]:
                tempfile.tempdir = str(folder.sub("making"))

    def end(self) -> None:
        """Leave nothing behind: work that could not be stopped in time gets no place any more."""
        with self._busy:
            tempfile.tempdir = None
            folders, self._folders = self._folders, []
            for folder in folders:
                folder.end()


def sweep() -> None:
    """Wipe what programs have left that live no more."""
    for root in _roots():
        for folder in _folders_in(root):
            lock = FileLock(root / f"{folder.name}.lock", thread_local=False)
            with contextlib.suppress(OSError, Timeout):
                lock.acquire(timeout=0)
                _wipe(folder)
                disk.remove(Path(lock.lock_file))
                lock.release()


def _roots() -> list[Path]:
    """Where copies lie: in memory where the system has such a place of the user's own, else on the disk."""
    from platformdirs import user_cache_path

    cache = user_cache_path("desktop-crm", appauthor=False) / "private"
    runtime = os.environ.get("XDG_RUNTIME_DIR", "") if sys.platform == "linux" else ""
    return [Path(runtime) / "desktop-crm" / "private", cache] if runtime and Path(runtime).is_dir() else [cache]


def _folders_in(root: Path) -> list[Path]:
    try:
        return [each for each in root.iterdir() if each.is_dir() and not each.is_symlink()]
    except OSError:
        return []


def _make(folder: Path) -> None:
    """A folder that nobody else may look into."""
    disk.make_folder(folder)
    folder.chmod(disk.FOLDER)


def _written(place: Path, name: str, content: bytes) -> Path:
    if shutil.disk_usage(place.parent).free < len(content) + _SPARE:
        raise OSError(28, os.strerror(28))
    _make(place)
    path = place / name
    try:
        with disk.create(path) as file:
            file.write(content)
        path.chmod(stat.S_IRUSR)
    except OSError:
        _wipe(place)
        raise
    return path


def _wipe(folder: Path) -> None:
    """Overwrite every file, then take it away; one that another program keeps from us stays for the next start."""
    for path in _deepest_first(folder):
        try:
            if path.is_dir() and not path.is_symlink():
                path.rmdir()
            else:
                _wipe_file(path)
        except OSError as error:
            _LOG.info("something in the private folder stays for now: %s", type(error).__name__)


def _deepest_first(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder, topdown=False):
        yield from (Path(place) / name for name in files)
        yield from (path for name in folders if (path := Path(place) / name).is_symlink())
        yield Path(place)


def _wipe_file(path: Path) -> None:
    """What it holds is overwritten first, as far as the disk lets anybody do that; a link's target is left alone."""
    found = path.lstat()
    if stat.S_ISREG(found.st_mode) and found.st_nlink == 1:
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)
        with path.open("r+b") as file:
            for start in range(0, found.st_size, _CHUNK):
                file.write(bytes(min(_CHUNK, found.st_size - start)))
            file.flush()
            os.fsync(file.fileno())
    disk.remove(path)


#: Of this process.
OUTSIDE: Final = Outside()
