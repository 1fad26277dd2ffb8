"""The commands around backups: make one, restore one, pack the emergency archive."""

from typing import TYPE_CHECKING

from desktop_crm.model.message import msg
from desktop_crm.ui.desk.actions import FILE, Action

if TYPE_CHECKING:
    from desktop_crm.ui.program.program import Program
    from desktop_crm.ui.window.shell import Shell


def of(shell: "Shell", program: "Program") -> tuple[Action, ...]:
    """All of them, for this window."""

    def is_open() -> bool:
        return shell.desk is not None and not shell.desk.workspace.locked

    def back_up() -> None:
        from desktop_crm.ui.backup.backups import backups_of

        backups_of(shell).back_up_now()

    def pack() -> None:
        from desktop_crm.ui.backup.emergency_dialog import EmergencyDialog

        if shell.desk is not None:
            EmergencyDialog(shell.desk, shell).open()

    def restore() -> None:
        program.restore()

    return (
        Action("workspace.backup", msg("Back up now"), back_up, "", "save", is_open, FILE, separated=True),
        Action("workspace.restore", msg("Restore from a backup…"), restore, "", "archive-restore", group=FILE),
        Action("workspace.emergency", msg("Emergency archive…"), pack, "", "briefcase-medical", is_open, FILE),
    )
