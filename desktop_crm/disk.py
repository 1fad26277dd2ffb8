"""Making, exchanging and taking away files, alike on every system.

What the program makes is for its user alone from the first byte, whatever the umask; what takes another file's place keeps
who may read that. Links that somebody has planted under our names are not followed.

Windows refuses to exchange or take away a file that any program has open, and virus scanners, search indexes and
synchronising programs open each new one for a moment: so both are tried for two seconds.
"""

import contextlib
import errno
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final, TextIO

#: For whom a file or a folder is that nothing else is known about.
FILE: Final = 0o600
FOLDER: Final = 0o700

#: Asked of each file that somebody has chosen to be read: they may raise OSError.
REFUSALS: Final[list[Callable[[Path], None]]] = []

_PATIENCE: Final = 2.0  # seconds
_FIRST_PAUSE: Final = 0.01
_LONGEST_PAUSE: Final = 0.1
#: Windows' access denied, sharing violation, lock violation, delete pending and user-mapped section open.
_HELD: Final = frozenset({5, 32, 33, 303, 1224})
_AS_IT_IS: Final = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_NO_LINKS: Final = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT: Final = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)


def create(path: Path) -> BinaryIO:
    """A new file, to write and read; FileExistsError when anything has the name, a link to nowhere too."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _AS_IT_IS | _NO_LINKS, FILE), "w+b")


def create_anew(path: Path) -> BinaryIO:
    """The same, in the place of what a program has left that was killed."""
    remove(path)
    return create(path)


def create_empty(path: Path) -> None:
    """A new file with nothing in it, for a library that opens it by its name."""
    create(path).close()


def append_text(path: Path) -> TextIO:
    """A text file that goes on, or begins."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | _AS_IT_IS | _NO_LINKS, FILE)
    return os.fdopen(handle, "a", encoding="utf-8")


def make_folder(folder: Path) -> None:
    """A folder and those above it; what is there already stays as it is."""
    if not folder.parent.is_dir():
        make_folder(folder.parent)
    with contextlib.suppress(FileExistsError):
        folder.mkdir(FOLDER)
    if not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))


def replace(new: Path, path: Path) -> None:
    """Give a whole file the name of one that is there, or of none; who may read and write that is kept."""
    keep_rights(path, new)
    _patiently(lambda: new.replace(path))


def keep_rights(path: Path, new: Path) -> None:
    """Let those read and write a new file who may do that with one that is there; sticks know no rights."""
    with contextlib.suppress(OSError):
        _keep_rights(path, new)


def remove(path: Path) -> None:
    """Take a file away if it is there; of a link the link."""
    with contextlib.suppress(FileNotFoundError):
        _patiently(path.unlink)


def write_note(path: Path, text: str) -> None:
    """A small file of our own that may be lost; it takes the place of what has the name."""
    remove(path)
    with create(path) as file:
        file.write(text.encode())


def read_note(path: Path, longest: int = 4096) -> str:
    """The beginning of a small file of our own; OSError when it is none, or a link."""
    with _regular(path, follow=False) as file:
        return file.read(longest).decode(errors="replace")


def open_regular(path: Path) -> BinaryIO:
    """A file that somebody has chosen, to read; a pipe, a device or a folder is refused and not waited for."""
    for refuse in REFUSALS:
        refuse(path)
    return _regular(path, follow=True)


def _regular(path: Path, *, follow: bool) -> BinaryIO:
    """Asked before it is opened, for some devices do something then, and after, for the name may be another's by now."""
    _refuse_irregular(path, (path.stat if follow else path.lstat)().st_mode)
    handle = os.open(path, os.O_RDONLY | _AS_IT_IS | _NO_WAIT | (0 if follow else _NO_LINKS))
    try:
        _refuse_irregular(path, os.fstat(handle).st_mode)
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def _refuse_irregular(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(mode):
        raise OSError(errno.ESPIPE, os.strerror(errno.ESPIPE), str(path))


def _keep_rights(path: Path, new: Path) -> None:
    """Where the group can't be kept, its members may do nothing."""
    kept = path.lstat()
    if not stat.S_ISREG(kept.st_mode):
        return
    mode = stat.S_IMODE(kept.st_mode) & 0o777
    if os.name != "nt" and new.stat().st_gid != kept.st_gid:
        try:
            os.chown(new, -1, kept.st_gid)
        except OSError:
            mode &= ~0o070
    new.chmod(mode)


def _patiently(step: Callable[[], object]) -> None:
    until, pause = time.monotonic() + _PATIENCE, _FIRST_PAUSE
    while True:
        try:
            step()
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD or time.monotonic() >= until:
                raise
        else:
            return
        time.sleep(pause)
        pause = min(_LONGEST_PAUSE, pause * 2)
