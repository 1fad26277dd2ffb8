"""From files to the sheet for mails: dropped, or chosen by *Import mail…*."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, TypeAlias

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_crm.model.file_name import MAILS
from desktop_crm.ui.desk import over, uncover
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import tr

#: The client whose page is shown, and the contact there.
Whom: TypeAlias = tuple[int, int | None] | None

_FOLDER: Final = "mail/folder"


def ask(desk: Desk, window: QWidget, whom: Whom, about: str = "") -> None:
    """Choose files, and look at them."""
    endings = " ".join(f"*{ending}" for ending in MAILS)
    folder = str(desk.settings.get(_FOLDER) or Path.home())
    names, _ = over.waited(
        QFileDialog.getOpenFileNames, window, tr("Import mail"), folder, tr("Mails ({endings})", endings=endings)
    )
    if names:
        desk.settings.set(_FOLDER, str(Path(names[0]).parent))
        show(desk, window, whom, [Path(name) for name in names], about)


def show(desk: Desk, window: QWidget, whom: Whom, paths: Sequence[Path], about: str = "") -> None:
    """The sheet with these mails; unknown people are offered for the client whose page is shown, or whose paper (`order:7`)."""
    if not paths or not uncover.may_show(window):
        return
    from desktop_crm.ui.mail.dialog import MailDialog

    MailDialog(desk, paths, whom, window, about).open()
