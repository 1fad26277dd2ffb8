"""Save a paper as a PDF file: never half a file, and never a lost older one."""

import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop_crm import disk, fitting
from desktop_crm.model.errors import WorldError
from desktop_crm.model.file_name import plain_file_name
from desktop_crm.model.message import msg
from desktop_crm.model.os_errors import GONE, IN_USE, NO_ROOM, NOT_ALLOWED, PROTECTED, reason
from desktop_crm.model.tone import Tone
from desktop_crm.ui.desk.save_dialog import ask_where
from desktop_crm.ui.i18n import tr

if TYPE_CHECKING:
    from desktop_crm.ui.desk.desk import Desk

_FOLDER_KEY: Final = "preview/folder"
_LONGEST: Final = 120  # letters of a file's name


def file_name(words: str) -> str:
    """A name that every system takes for a file: contract 001/PKS/XI/2026 → `contract 001-PKS-XI-2026.pdf`."""
    words = words.removesuffix(".pdf")
    plain = re.sub(r'[\x00-\x1f\x7f/\\:*?"<>|]+', "-", " ".join(words.split()))
    return plain_file_name(f"{plain[:_LONGEST].strip(' .-') or 'paper'}.pdf")


def write_safely(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; what was there before stays until then. WorldError says why it did not work."""
    unfinished = fitting.hidden(path, f".{os.getpid()}.part")
    try:
        with disk.create_anew(unfinished) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        disk.replace(unfinished, path)
    except OSError as error:
        with suppress(OSError):
            disk.remove(unfinished)
        raise _told(path, error) from error


def save_pdf(
    desk: "Desk", parent: QWidget, data: bytes, suggested_name: str, saved: Callable[[Path], None] | None = None
) -> None:
    """Ask where, write there in the background, and offer to open the file; `saved` hears of the success."""
    path = ask_for_path(desk, parent, suggested_name)
    if path is None:
        return

    def done(_nothing: None) -> None:
        desk.notify.note(
            tr("{thing} saved.", thing=path.name),
            tone=Tone.GOOD,
            action=(tr("Open"), lambda: _open(desk, path)),
        )
        if saved is not None:
            saved(path)

    title = tr("Saving {name}", name=path.name)
    desk.jobs.run(parent, title, lambda _job: write_safely(path, data), done, keeps=True)


def ask_for_path(desk: "Desk", parent: QWidget, suggested_name: str) -> Path | None:
    """The file dialog, in the folder used last; None when the person has thought better of it."""
    suggested = _folder(desk) / file_name(suggested_name)
    path = ask_where(parent, tr("Save as PDF"), suggested, tr("PDF files (*.pdf)"), ".pdf")
    if path is not None:
        desk.settings.set(_FOLDER_KEY, str(path.parent))
    return path


def _folder(desk: "Desk") -> Path:
    kept = desk.settings.get(_FOLDER_KEY)
    if isinstance(kept, str) and Path(kept).is_dir():
        return Path(kept)
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents) if documents and Path(documents).is_dir() else Path.home()


def _open(desk: "Desk", path: Path) -> None:
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        desk.notify.error(
            WorldError(
                msg("The file {name} is saved, but no program on this computer opens PDF files.", name=path.name)
            )
        )


def _told(path: Path, error: OSError) -> WorldError:
    name, folder = path.name, str(path.parent)
    why = reason(error)
    if why == NO_ROOM:
        return WorldError(
            msg(
                "There is no room left for {name}. Nothing was written. Make room or choose another place.",
                name=name,
            )
        )
    if why in (NOT_ALLOWED, IN_USE, PROTECTED):
        return WorldError(
            msg(
                "{name} could not be written to {folder}: the file is open in another program, or the folder "
                "may not be written to. Nothing was changed. Close the file or choose another place.",
                name=name,
                folder=folder,
            )
        )
    if why == GONE:
        return WorldError(msg("The folder {folder} is not there any more. Choose another place.", folder=folder))
    return WorldError(
        msg("{name} could not be written: {reason}. What was there before is unchanged.", name=name, reason=why)
    )
