"""The places of the window have other digits than before: told once to whoever knows the old ones."""

from typing import TYPE_CHECKING, Final

from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.i18n import tr

if TYPE_CHECKING:
    from desktop_crm.ui.desk.desk import Desk

_TOLD: Final = "window/digits"


def settle(settings: Settings) -> None:
    """Before a window is closed here for the first time nobody knows any digit, so that there is nothing to tell."""
    if settings.get("window/geometry") is None:
        settings.set(_TOLD, value=True)


def look(desk: "Desk") -> None:
    """In the first workspace that is opened after the update."""
    if desk.settings.get(_TOLD) is None:
        desk.settings.set(_TOLD, value=True)
        desk.notify.note(
            tr("Places have new keys: the digit stands beside each."),
            action=(tr("Show all keys"), lambda: desk.actions.run("help.shortcuts")),
            stays=True,
        )
