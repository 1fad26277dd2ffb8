"""A quiet word when the file's latest change lies in the future."""

from hashlib import sha256
from typing import Final

from desktop_crm.model.tone import Tone
from desktop_crm.services import clock
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import speak, tr

_TOLD: Final = "clock/told"


def look(desk: Desk) -> None:
    """Told once for each such change."""
    found = clock.ahead(desk.workspace)
    if found is None:
        return
    mark = f"{sha256(str(desk.workspace.path).encode(errors='surrogateescape')).hexdigest()[:12]}-{found.entry_id}"
    if desk.settings.get(_TOLD, "") == mark:
        return
    desk.settings.set(_TOLD, mark)
    desk.notify.note(
        tr("Clock not right: the last change is dated {moment}.", moment=speak().moment(found.at)),
        tone=Tone.ATTENTION,
        more=tr(
            "That is still to come: this computer's clock is wrong, or was wrong then. Nothing is lost, and Undo goes on in the "
            "order in which things were done. Check date and time in the settings of this computer."
        ),
    )
