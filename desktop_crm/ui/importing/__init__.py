"""Importing records from a sheet: one dialog, in which nothing is written before its last button."""

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtWidgets import QWidget

from desktop_crm.model.message import Message
from desktop_crm.ui.desk import uncover
from desktop_crm.ui.desk.actions import RECORD, Action
from desktop_crm.ui.desk.desk import Desk

if TYPE_CHECKING:
    from desktop_crm.ui.importing.dialog import ImportDialog


def import_action(desk: Desk, owner: QWidget, what: str, text: Message) -> Action:
    """The command of a list's screen that opens the dialog for `clients`, `products` …, or brings back the one that waits."""
    waiting: list[ImportDialog] = []

    def run() -> None:
        from desktop_crm.services.importing.plan import kind

        if kind(what).private and not uncover.may_show(owner):
            return
        if waiting and not (shiboken6.isValid(waiting[0]) and waiting[0].is_waiting()):
            waiting.clear()
        if not waiting:
            from desktop_crm.ui.importing.dialog import ImportDialog

            waiting.append(ImportDialog(desk, what, owner.window()))
        waiting[0].open()

    return Action(f"{what}.import", text, run, "Ctrl+Shift+I", "import", group=RECORD)
