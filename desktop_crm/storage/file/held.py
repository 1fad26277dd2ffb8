"""The open file itself, whatever becomes of its name: held open, locked against every program, and known again.

SQLite's own locks are the process's, and are lost when the process closes the file anywhere: so it is opened here once,
and closed after every connection. The lock on it is another kind, on a byte behind everything: it holds through other
names of the file, too.
"""

import errno
import os
import struct
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop_crm import disk
from desktop_crm.model.errors import HeldError, UserError, WorldError
from desktop_crm.model.message import msg
from desktop_crm.model.os_errors import reason

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_PAGE: Final = 4096
#: No file.
_NOTHING: Final = -1
#: No page and none of SQLite's bytes is there.
_LOCKED_BYTE: Final = 1 << 62
#: macOS: the name of an open file, and the longest.
_GET_PATH: Final = 50
_LONGEST_PATH: Final = 1024


@dataclass(frozen=True, slots=True)
class _Left:
    """How the file was when we wrote it last."""

    stat: tuple[int, int, int]
    pages: tuple[bytes, ...]
    numbers: tuple[int, ...]


class Held:
    """One open file; HeldError when another program holds it, under whichever name, WorldError when it can't be read."""

    def __init__(self, path: Path) -> None:
        self._left: _Left | None = None
        self._reading = threading.Lock()
        self._beside: int | None = None
        self._file = _locked(path)
        _OPEN.append(self)

    def release(self) -> None:
        """Let it go, after every connection; again does nothing."""
        if not self.is_released:
            _OPEN.remove(self)
            self._close()

    @contextmanager
    def let_go_of(self, path: Path) -> Iterator[None]:
        """While another file is put in its place, which Windows does with no open one; that is held afterwards.

        When it can't be had at once, whoever asks whether it `is_at` its name tries again, and tells why not.
        """
        self._close()
        try:
            yield
        finally:
            with suppress(WorldError):
                self._file = _locked(path)

    def _close(self) -> None:
        self.let_go_wal()
        if self._file != _NOTHING:
            _lock(self._file, let_go=True)  # a child may have the file still
            os.close(self._file)
            self._file, self._left = _NOTHING, None

    @property
    def is_released(self) -> bool:
        """Whether it was let go."""
        return self not in _OPEN

    def is_at(self, path: Path) -> bool:
        """Whether this file has the name. OSError where nobody can tell; RuntimeError when it was let go.

        HeldError and WorldError as at the beginning, while what was put in its place could not be had.
        """
        if self.is_released:
            raise RuntimeError("the workspace is closed")
        if self._file == _NOTHING:
            self._file = _locked(path)
        return _same(self._file, path)

    def is_open_as(self, path: Path) -> bool:
        """The same through links."""
        with suppress(OSError):
            return os.path.samestat(os.fstat(self._file), path.stat())
        return False

    @property
    def links(self) -> int:
        """How many names it has."""
        return os.fstat(self._file).st_nlink

    def where(self) -> Path | None:
        """What it is called now, where the system tells."""
        found = None
        with suppress(OSError, ValueError):
            if sys.platform == "linux":
                found = Path(os.readlink(f"/proc/self/fd/{self._file}"))  # noqa: PTH115 - Path would take it as a folder
            elif sys.platform == "darwin":
                told = fcntl.fcntl(self._file, _GET_PATH, bytes(_LONGEST_PATH))
                found = Path(os.fsdecode(told.partition(b"\0")[0]))
            if found is not None and self.is_at(found):
                return found
        return None

    # Its WAL: SQLite sets no locks on it

    def hold_wal(self, path: Path) -> None:
        """Know the WAL beside it again, too: before SQLite opens it by its name, so that it can't be another one's."""
        self.let_go_wal()
        with suppress(OSError):
            self._beside = os.open(f"{path}-wal", os.O_RDONLY | os.O_CREAT, disk.FILE)

    def let_go_wal(self) -> None:
        """Know it no more."""
        if self._beside is not None:
            os.close(self._beside)
            self._beside = None

    def wal_is_at(self, path: Path) -> bool:
        """Whether the WAL we know has its name."""
        return self._beside is None or _same(self._beside, Path(f"{path}-wal"))

    # Its content, which nobody but we writes

    def leave(self, numbers: Sequence[int]) -> None:
        """Remember how it is: its size and times, and these pages. What the disk does not give can't be known again."""
        self._left = None
        with suppress(OSError):
            self._left = _Left(self._stat(), tuple(self.page(number) for number in numbers), tuple(numbers))

    def is_as_left(self) -> bool:
        """Whether nobody wrote into it meanwhile, as far as can be told. One that was only touched is as it was."""
        try:
            return self._is_as_left()
        except OSError:  # whoever reads tells why
            return True

    def _is_as_left(self) -> bool:
        left = self._left
        if left is None or self.is_released or self._stat() == left.stat:
            return True
        if self._stat()[0] != left.stat[0] or any(
            self.page(number) != page for number, page in zip(left.numbers, left.pages, strict=True)
        ):
            return False
        self.leave(left.numbers)
        return True

    def has_pages(self, count: int) -> bool:
        """Whether it is as long as so many, and there are any. SQLite cuts off what is more as soon as it can."""
        with suppress(OSError):
            return 0 < count * _PAGE <= self._stat()[0]
        return True

    def copy_to(self, target: Path) -> None:
        """All of it, to a new file that is on the disk when this returns."""
        unfinished = target.with_name(f".{target.name}.part")
        try:
            with disk.create_anew(unfinished) as copy:
                at = 0
                while part := self._read(at, 1 << 20):
                    copy.write(part)
                    at += len(part)
                copy.flush()
                os.fsync(copy.fileno())
            disk.replace(unfinished, target)
        finally:
            disk.remove(unfinished)

    def first_bytes(self, size: int) -> bytes:
        """What it begins with."""
        return self._read(0, size)

    def _stat(self) -> tuple[int, int, int]:
        stat = os.fstat(self._file)
        return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns

    def page(self, number: int) -> bytes:
        """A page as it lies on the disk."""
        return self._read((number - 1) * _PAGE, _PAGE)

    def _read(self, at: int, size: int) -> bytes:
        with self._reading:
            os.lseek(self._file, at, os.SEEK_SET)
            return os.read(self._file, size)


#: Those of this process.
_OPEN: Final[list[Held]] = []


def is_open_here(path: Path) -> bool:
    """Whether this process has the file open as a workspace: opening it once more would cost SQLite its locks."""
    return any(held.is_open_as(path) for held in tuple(_OPEN))


def first_bytes(path: Path, size: int) -> bytes:
    """What a file begins with, without opening it once more when it is open here."""
    for held in tuple(_OPEN):
        if held.is_open_as(path):
            return held.first_bytes(size)
    with path.open("rb") as file:
        return file.read(size)


def refuse_open_here(path: Path) -> None:
    """UserError for the workspace that is open."""
    if is_open_here(path):
        raise UserError(
            msg("{file} is the workspace that is open. Close it first, or choose another file.", file=path.name)
        )


def _refuse_busy(path: Path) -> None:
    """The open workspace is no attachment of its own."""
    if is_open_here(path):
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(path))


disk.REFUSALS.append(_refuse_busy)


def _locked(path: Path) -> int:
    try:
        file = _open(path)
    except OSError as error:
        raise WorldError(
            msg("{file} can't be opened: {reason}. Nothing was changed.", file=path.name, reason=reason(error))
        ) from error
    try:
        _lock(file)
    except BlockingIOError:
        os.close(file)
        raise HeldError(
            msg(
                "{file} is open in another program, perhaps under another name. Close it there first; nothing was changed.",
                file=path.name,
            )
        ) from None
    return file


def _open(path: Path) -> int:
    """To write, because some systems lock nothing else; where that is not allowed, to read."""
    flags = getattr(os, "O_BINARY", 0)
    try:
        return os.open(path, os.O_RDWR | flags)
    except OSError as error:
        if error.errno not in {errno.EACCES, errno.EPERM, errno.EROFS}:
            raise
        return os.open(path, os.O_RDONLY | flags)


def _same(file: int, path: Path) -> bool:
    """A link under the name is another file: what SQLite keeps lies beside what it leads to."""
    try:
        there = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return os.path.samestat(os.fstat(file), there)


def _lock(file: int, *, let_go: bool = False) -> None:
    """BlockingIOError when another program has it; nothing where files can't be locked so, for the name is locked, too."""
    try:
        if sys.platform == "win32":
            os.lseek(file, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_UNLCK if let_go else msvcrt.LK_NBLCK, 1)
        elif (command := getattr(fcntl, "F_OFD_SETLK", None)) is not None:
            kind = fcntl.F_UNLCK if let_go else fcntl.F_WRLCK
            if sys.platform == "darwin":
                wanted = struct.pack("qqihh", _LOCKED_BYTE, 1, 0, kind, os.SEEK_SET)
            else:
                wanted = struct.pack("hhqqi4x", kind, os.SEEK_SET, _LOCKED_BYTE, 1, 0)
            fcntl.fcntl(file, command, wanted)
    except (BlockingIOError, PermissionError) as error:
        if not let_go:
            raise BlockingIOError(error.errno, error.strerror) from error
    except OSError:
        return
