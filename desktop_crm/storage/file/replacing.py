"""Putting a whole new file in the place of one, so that a program that is killed leaves the old or the new one."""

import contextlib
import os
from itertools import count
from pathlib import Path

from desktop_crm import disk, fitting
from desktop_crm.model.errors import UserError
from desktop_crm.model.file_name import WORKSPACE, without_ending
from desktop_crm.model.message import msg

_BESIDE = ("-wal", "-shm", "-journal")


def unfinished_of(path: Path) -> Path:
    """Where a file is made that will take this one's place."""
    return fitting.hidden(path, ".new")


def finished_name(path: Path) -> str:
    """What a file is called, or will be when it is made: the only name that somebody knows."""
    name = path.name
    return name.removeprefix(".").removesuffix(".new") if name == f".{name[1:-4]}.new" else name


def free_beside(path: Path, added: str) -> Path:
    """A name beside a workspace's that says more, numbered from the second on: nothing has it, nor lies beside it."""
    stem = without_ending(path, WORKSPACE) or path.name
    ending = path.name[len(stem) :] or WORKSPACE
    for number in count(1):
        free = fitting.named(path.parent, stem, f" {added}{'' if number == 1 else f' {number}'}{ending}")
        if not any(os.path.lexists(f"{free}{beside}") for beside in ("", *_BESIDE, ".lock")):
            return free
    raise AssertionError("numbers do not end")


def refuse_long_name(path: Path) -> None:
    """UserError for a file that can't be worked in, because what lies beside it then has no room for its name."""
    if fitting.is_too_long(path):
        raise UserError(
            msg(
                "The name of {file} is too long, or it lies too deep in folders: while it is open, files with longer names"
                " lie beside it. Give it a shorter name, or put it into another folder.",
                file=path.name,
            )
        )


def refuse_place(path: Path) -> None:
    """UserError where no new file can be made: one is there, or there is no folder, or its name is too long.

    Nor can it where SQLite has left pages of one that is gone: they would be taken for the new one's.
    """
    if os.path.lexists(path):
        raise UserError(msg("{file} is there already. Open it, or choose another name.", file=path.name))
    for beside in _BESIDE:
        if os.path.lexists(f"{path}{beside}"):
            raise UserError(msg("{file} is there already. Choose another name.", file=f"{path.name}{beside}"))
    folder = path.absolute().parent
    if not os.path.isdir(folder):  # noqa: PTH112 - unlike Path.is_dir, never raises
        raise UserError(msg("There is no folder {folder}.", folder=str(folder)))
    refuse_long_name(path)


def remove_file(path: Path) -> None:
    """Take a workspace file away, with what SQLite keeps beside it."""
    for leftover in ("", *_BESIDE):
        disk.remove(Path(f"{path}{leftover}"))


def replace_file(path: Path, new: Path) -> None:
    """Exchange a closed file for the finished one beside it; its WAL goes with it, or stays when the system refuses.

    When the program dies meanwhile, `settle` ends it.
    """
    sync(new)
    disk.remove(Path(f"{path}-shm"))
    wal, aside = Path(f"{path}-wal"), _aside(path)
    if wal.exists():
        disk.replace(wal, aside)
    try:
        disk.replace(new, path)
    except OSError:
        if aside.exists():
            disk.replace(aside, wal)
        raise
    disk.remove(aside)
    sync_folder(path.parent)


def settle(path: Path) -> None:
    """After a program died while it exchanged a file: the WAL goes back to the old one, or after it when the new one is there."""
    aside = _aside(path)
    if aside.exists() and unfinished_of(path).exists():
        disk.replace(aside, Path(f"{path}-wal"))
    disk.remove(aside)


def _aside(path: Path) -> Path:
    return fitting.hidden(path, ".wal")


def sync(path: Path) -> None:
    """Wait until a file is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk. Windows does so by itself, and network places refuse to."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
