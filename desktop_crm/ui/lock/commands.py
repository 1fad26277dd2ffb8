"""The commands around the password: give it, print its recovery key, lock."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from desktop_crm.model.message import msg
from desktop_crm.ui.desk.actions import FILE, Action
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.lock.lock import Lock
from desktop_crm.ui.look.everywhere_keys import EverywhereKeys

if TYPE_CHECKING:
    from desktop_crm.ui.window.shell import Shell

_KEYS: Final = "Ctrl+Alt+L"


class Guard(QObject):
    """What they do in one window."""

    def __init__(self, shell: "Shell") -> None:
        super().__init__(shell)
        self._shell = shell
        self.lock = Lock(shell)
        self.lock.password_wanted.connect(self._ask_password_to_lock)
        self._keys = EverywhereKeys(_KEYS, self.lock.lock, "lock-keys", self)

    def ask_password(self, lead: str = "") -> None:
        """Open the dialog that gives, changes and takes off the password."""
        from desktop_crm.ui.password.dialog import PasswordDialog

        if self._shell.desk is not None:
            self._open(PasswordDialog(self._shell.desk, self.lock.attempts, self._shell, lead=lead))

    def print_recovery_key(self) -> None:
        """Open the dialog that prints it."""
        from desktop_crm.ui.password.recovery_dialog import RecoveryDialog

        if self._shell.desk is not None:
            self._open(RecoveryDialog(self._shell.desk, self.lock.attempts, self._shell))

    def offer_recovery_key(self) -> None:
        """A workspace was made with a password: its key should be on paper soon."""
        from desktop_crm.ui.password.after import AfterDialog

        if self._shell.desk is not None:
            self._open(AfterDialog(self._shell.desk, self._shell))

    def _ask_password_to_lock(self) -> None:
        self.ask_password(tr("Without a password there is nothing to unlock with. Give one first, then lock."))

    @staticmethod
    def _open(dialog: QDialog) -> None:
        dialog.open()


def of(shell: "Shell", guard: "Guard") -> tuple[Action, ...]:
    """All of them, for this window."""

    def is_open() -> bool:
        return shell.desk is not None

    def is_protected() -> bool:
        return shell.desk is not None and shell.desk.workspace.protected

    return (
        Action(
            "workspace.password", msg("Password…"), guard.ask_password, "", "key-round", is_open, FILE, separated=True
        ),
        Action(
            "workspace.recovery",
            msg("Print recovery key…"),
            guard.print_recovery_key,
            "",
            "printer",
            is_protected,
            FILE,
        ),
        Action("workspace.lock", msg("Lock"), guard.lock.lock, _KEYS, "lock", is_open, FILE),
    )
