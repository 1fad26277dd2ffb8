"""Opening a protected file: the page that asks, the key ring that may know, and the attempts that are counted."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog

from desktop_crm.model.errors import BackupError, TellableError, WrongPasswordError
from desktop_crm.model.tone import Tone
from desktop_crm.ui.desk import over
from desktop_crm.ui.desk.desk import Workspace
from desktop_crm.ui.desk.jobs import Job
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look.plain import set_tip

if TYPE_CHECKING:
    from desktop_crm.services.safety.protection import Attempts
    from desktop_crm.ui.lock.page import PasswordPage
    from desktop_crm.ui.window.shell import Shell

Open = Callable[[Path, str], Workspace]


class Opening(QObject):
    """Asks for the password of one file at a time; Esc goes back to what was in the window before."""

    opened = Signal(object)  # the workspace
    other_chosen = Signal(object)  # the path of another file
    restore_chosen = Signal(object)  # the path of this one, which a backup may replace
    backup_chosen = Signal(object, str)  # the path of one that is a backup, and what opens it
    _ring_failed = Signal()

    def __init__(self, shell: "Shell", open_file: Open) -> None:
        super().__init__(shell)
        self._shell = shell
        self._open = open_file
        self._attempts: dict[Path, Attempts] = {}
        self._ring_failed.connect(self._tell_ring_failed, Qt.ConnectionType.QueuedConnection)

    def ask(self, path: Path) -> None:
        """Lay the page over the window; a password that this computer remembers is tried at once."""
        from desktop_crm.services.safety.protection import Attempts
        from desktop_crm.ui.lock.page import PasswordPage, Words

        words = Words(tr("{file} is protected", file=path.name), str(path.parent), tr("Open"))
        page = PasswordPage(words, self._attempts.setdefault(path, Attempts()))
        remember = QCheckBox(tr("Remember on this computer"), page)
        set_tip(remember, tr("In this system's key ring: whoever can use your account here can open the file then."))
        remember.hide()
        page.options.addWidget(remember)
        page.typed.connect(lambda typed: self._try(page, path, typed, keep=remember.isChecked()))
        page.left.connect(self._shell.cover.lift)
        page.add_way(tr("Choose another file")).clicked.connect(partial(self._choose, page, path))
        page.add_way(tr("Restore from a backup…")).clicked.connect(partial(self._restore, path))
        self._shell.cover.lay(page, ("file.quit",))
        self._ask_key_ring(page, path, remember)

    def _ask_key_ring(self, page: "PasswordPage", path: Path, remember: QCheckBox) -> None:
        def work(_job: Job) -> tuple[bool, str | None]:
            from desktop_crm.services.safety import protection

            able = protection.can_remember()
            return able, protection.remembered(path) if able else None

        def known(answer: tuple[bool, str | None]) -> None:
            able, password = answer
            remember.setVisible(able)
            if password and not page.is_busy():
                remember.setChecked(True)
                self._try(page, path, password, keep=False, known=True)

        self._shell.jobs.latest("key ring", work, known, lambda _error: None, parent=page)

    def _try(self, page: "PasswordPage", path: Path, typed: str, *, keep: bool, known: bool = False) -> None:
        def work(_job: Job) -> Workspace:
            from desktop_crm.services.safety import protection

            try:
                workspace = self._open(path, typed)
            except WrongPasswordError:
                if known:
                    protection.forget(path)
                raise
            if keep and not protection.remember(path, typed):
                self._ring_failed.emit()
            return workspace

        page.busy()
        refused = partial(self._refused, page, path, typed, known=known)
        self._shell.jobs.latest(("open", id(page)), work, partial(self._ready, page, path), refused)

    def _ready(self, page: "PasswordPage", path: Path, workspace: Workspace) -> None:
        self._attempts[path].succeeded()
        if self._shell.cover.page is not page:  # locked meanwhile, or given up
            workspace.close()
            return
        page.field.clear()
        self._shell.cover.lift()
        self.opened.emit(workspace)

    def _tell_ring_failed(self) -> None:
        self._shell.notify.note(tr("Password not kept: the key ring refused it."), tone=Tone.ATTENTION)

    def _refused(self, page: "PasswordPage", path: Path, typed: str, error: Exception, *, known: bool) -> None:
        if self._shell.cover.page is not page:
            return
        if isinstance(error, BackupError):
            page.field.clear()
            self._shell.cover.lift()
            self.backup_chosen.emit(path, typed)
            return
        if known and isinstance(error, WrongPasswordError):
            page.tell(tr("The password kept on this computer no longer opens the file. Type the current password."))
            return
        page.refuse(error)
        if not isinstance(error, TellableError):
            self._shell.notify.error(error)

    def _restore(self, path: Path) -> None:
        """A damaged file, too, may look as if the password were wrong."""
        self._shell.cover.lift()
        self.restore_chosen.emit(path)

    def _choose(self, page: "PasswordPage", path: Path) -> None:
        kinds = tr("Workspaces") + " (*.crm)"
        name, _ = over.waited(QFileDialog.getOpenFileName, page, tr("Open a workspace"), str(path.parent), kinds)
        if name:
            self._shell.cover.lift()
            self.other_chosen.emit(Path(name))
