"""Files that are given out: whole or not at all."""

import contextlib
import os
from pathlib import Path

from desktop_crm import disk, fitting
from desktop_crm.model.errors import UserError, WorldError
from desktop_crm.model.message import msg
from desktop_crm.model.os_errors import reason


def refuse_no_folder(target: Path) -> None:
    """UserError when the folder a file shall be written into is not there, or the file is a folder."""
    folder = target.absolute().parent
    if not os.path.isdir(folder):  # noqa: PTH112 - unlike Path.is_dir, never raises
        raise UserError(msg("There is no folder {folder}.", folder=str(folder)))
    if os.path.isdir(target):  # noqa: PTH112 - unlike Path.is_dir, never raises
        raise UserError(msg("{file} is a folder; name a file.", file=str(target)))


def write_whole(target: Path, content: bytes) -> None:
    """Write a file, or replace it at once when all of it is on the disk.

    Raises:
        UserError: there is no such folder.
        WorldError: the place can't be written to.
    """
    refuse_no_folder(target)
    unfinished = fitting.hidden(target, f".{os.getpid()}.part")
    try:
        with disk.create_anew(unfinished) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        disk.replace(unfinished, target)
    except OSError as error:
        raise WorldError(msg("{file} can't be written: {reason}", file=target.name, reason=reason(error))) from error
    finally:
        with contextlib.suppress(OSError):
            disk.remove(unfinished)
