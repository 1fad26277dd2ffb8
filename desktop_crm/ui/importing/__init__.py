"""Importing clients and products from a sheet: one dialog, in which nothing is written before its last button."""

from typing import TYPE_CHECKING, Final, Literal

import shiboken6
from PySide6.QtWidgets import QWidget

from desktop_crm.model.message import Message, msg
from desktop_crm.ui.desk import uncover
from desktop_crm.ui.desk.actions import RECORD, Action
from desktop_crm.ui.desk.desk import Desk

if TYPE_CHECKING:
    from desktop_crm.ui.importing.dialog import ImportDialog

What = Literal["clients", "products"]

_TEXTS: Final[dict[What, Message]] = {
    "clients": msg("Import clients from a sheet…"),
    "products": msg("Import products from a sheet…"),
}


def import_action(desk: Desk, owner: QWidget, what: What) -> Action:
    """The command of a list's screen that opens the dialog, or brings back the one that waits."""
    waiting: list[ImportDialog] = []

    def run() -> None:
        if what == "clients" and not uncover.may_show(owner):
            return
        if waiting and not (shiboken6.isValid(waiting[0]) and waiting[0].is_waiting()):
            waiting.clear()
        if not waiting:
            from desktop_crm.ui.importing.dialog import ImportDialog

            waiting.append(ImportDialog(desk, what, owner.window()))
        waiting[0].open()

    return Action(f"{what}.import", _TEXTS[what], run, "Ctrl+Shift+I", "import", group=RECORD)
