"""A quiet word on a workspace that lies in a folder which a service copies between computers."""

import platform
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop_crm.model.tone import Tone
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.jobs import Job
from desktop_crm.ui.i18n import ntr, tr

if TYPE_CHECKING:
    from desktop_crm.services.safety.synced_folder import Synced

_TOLD: Final = "synced/told"


def look(desk: Desk) -> None:
    """In the background: the folder may be slow. Told once for each opening."""
    path = desk.workspace.path

    def work(_job: Job) -> "Synced":
        from desktop_crm.services.safety import synced_folder

        return synced_folder.look(path, host=platform.node())

    desk.jobs.latest("synced", work, lambda found: _tell(desk, path, found), lambda _error: None, parent=desk)


def _tell(desk: Desk, path: Path, found: "Synced") -> None:
    if found.copies:
        _tell_copies(desk, path, found)
    elif found.service and _mark(path) not in _told(desk):
        text = tr(
            "{service} copies this folder. Open it on one computer at a time.",
            service=found.service,
        )
        more = tr(
            "{service} copies the file while it is being written, and keeps two versions where two computers wrote it. "
            "Let {service} finish before you open it on another computer. Better: keep the file outside, and let the backup go there.",
            service=found.service,
        )
        desk.notify.note(text, action=(tr("Don't show again"), lambda: _remember(desk, path)), more=more)


def _tell_copies(desk: Desk, path: Path, found: "Synced") -> None:
    """Two computers wrote it: neither version has everything."""
    text = ntr(
        "Not merged: another computer's version lies here, {names}.",
        "Not merged: {n} other computers' versions lie here, {names}.",
        len(found.copies),
        names=", ".join(copy.name for copy in found.copies[:3]),
    )
    more = tr(
        "Two computers wrote this file at the same time, and neither version has everything. Open the other version to compare, "
        "type what is missing here, then move it away. Nothing was changed in either."
    )
    folder = QUrl.fromLocalFile(str(path.parent))
    desk.notify.note(
        text,
        tone=Tone.ATTENTION,
        action=(tr("Show the folder"), lambda: QDesktopServices.openUrl(folder)),
        more=more,
    )


def _told(desk: Desk) -> list[str]:
    kept = desk.settings.get(_TOLD, [])
    return [str(each) for each in kept] if isinstance(kept, list) else []


def _remember(desk: Desk, path: Path) -> None:
    desk.settings.set(_TOLD, sorted({*_told(desk), _mark(path)}))


def _mark(path: Path) -> str:
    return sha256(str(path).encode(errors="surrogateescape")).hexdigest()[:12]
