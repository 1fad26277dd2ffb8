"""The command around reminders: the list of those that came."""

from typing import TYPE_CHECKING

from desktop_crm.model.message import msg
from desktop_crm.ui.desk.actions import GO, Action

if TYPE_CHECKING:
    from desktop_crm.ui.window.shell import Shell


def of(shell: "Shell") -> tuple[Action, ...]:
    """All of them, for this window."""

    def are_waiting() -> bool:
        from desktop_crm.ui.reminders.watch import watch_of

        desk = shell.desk
        return desk is not None and not desk.workspace.locked and bool(watch_of(desk).waiting)

    def show() -> None:
        from desktop_crm.ui.reminders.watch import watch_of

        if shell.desk is not None:
            watch_of(shell.desk).show_list()

    return (Action("reminders", msg("Reminders that came…"), show, "", "bell", are_waiting, GO, separated=True),)
