"""What is dropped on the window: mails, wherever they fall; and the room that takes them, loaded when it is first wanted."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData

from desktop_crm.model.file_name import MAILS
from desktop_crm.ui.desk.sheet import load_sheet

if TYPE_CHECKING:
    from desktop_crm.ui.window.shell import Shell

_ROOM: Final = "desktop_crm.ui.mail.opening"


def mails_in(data: QMimeData) -> list[Path]:
    """The mails among files that are dragged."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in MAILS]


def show_mails(shell: "Shell", paths: Sequence[Path]) -> None:
    """The sheet that says whose these mails are."""
    if shell.desk is not None:
        load_sheet(f"{_ROOM}:show")(shell.desk, shell, shell.whom(), paths)


def ask_for_mails(shell: "Shell") -> None:
    """The same of files that are chosen."""
    if shell.desk is not None:
        load_sheet(f"{_ROOM}:ask")(shell.desk, shell, shell.whom())
