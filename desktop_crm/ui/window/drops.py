"""Mails: what is dropped on the window wherever it falls, and those that are written; their room is loaded when it is first wanted."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData

from desktop_crm.model.file_name import MAILS
from desktop_crm.ui.desk.sheet import load_sheet

if TYPE_CHECKING:
    from desktop_crm.ui.window.shell import Shell

_ROOM: Final = "desktop_crm.ui.mail.opening"
_NEW: Final = "desktop_crm.ui.mail.new_mail:show"


def mails_in(data: QMimeData) -> list[Path]:
    """The mails among files that are dragged."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in MAILS]


def show_mails(shell: "Shell", paths: Sequence[Path]) -> None:
    """The sheet that says whose these mails are."""
    if shell.desk is not None:
        load_sheet(f"{_ROOM}:show")(shell.desk, shell, shell.whom(), paths, _page(shell))


def ask_for_mails(shell: "Shell") -> None:
    """The same of files that are chosen."""
    if shell.desk is not None:
        load_sheet(f"{_ROOM}:ask")(shell.desk, shell, shell.whom(), _page(shell))


def write_mail(shell: "Shell") -> None:
    """A new mail to whose page is shown, about that."""
    whom = shell.whom()
    if shell.desk is not None and whom is not None:
        load_sheet(_NEW)(shell.desk, shell, *whom, _page(shell))


def _page(shell: "Shell") -> str:
    """What is shown, as what a mail may be about."""
    here = shell.history.here
    return "" if here is None or here.id is None else f"{here.noun}:{here.id}"
