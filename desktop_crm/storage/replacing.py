"""Putting a whole new file in the place of one, so that a program that is killed leaves the old or the new one."""

import contextlib
import os
from pathlib import Path


def unfinished_of(path: Path) -> Path:
    """Where a file is made that will take this one's place."""
    return path.with_name(f".{path.name}.new")


def remove_file(path: Path) -> None:
    """Take a workspace file away, with what SQLite keeps beside it."""
    for leftover in ("", "-wal", "-shm", "-journal"):
        Path(f"{path}{leftover}").unlink(missing_ok=True)


def replace_file(path: Path, new: Path) -> None:
    """Exchange a closed file, whose WAL is folded in, for the finished one beside it."""
    sync(new)
    for leftover in ("-wal", "-shm"):
        Path(f"{path}{leftover}").unlink(missing_ok=True)
    new.replace(path)
    with contextlib.suppress(OSError):  # it is in its place; when the folder reaches the disk is the disk's affair
        sync_folder(path.parent)


def sync(path: Path) -> None:
    """Wait until a file is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk; Windows does so by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
