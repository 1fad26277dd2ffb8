"""Locking the window: by command, or when nobody has touched the program for a while; and unlocking it."""

from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QPushButton

from desktop_crm.model.errors import TellableError
from desktop_crm.ui.desk.desk import Desk, Workspace
from desktop_crm.ui.desk.jobs import Job
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.lock.idle import Idle

if TYPE_CHECKING:
    from desktop_crm.services.safety.protection import Attempts
    from desktop_crm.ui.lock.page import PasswordPage
    from desktop_crm.ui.window.shell import Shell

#: What works while the window is locked.
_LEFT: Final = ("file.quit",)
#: ms in which forms still look at what was typed a moment ago; longer than any of them waits.
_SETTLE: Final = 700


class Lock(QObject):
    """The lock of one window. The page lies at once; the key goes when the work in the background has ended."""

    password_wanted = Signal()  # there is nothing to unlock with yet

    def __init__(self, shell: "Shell") -> None:
        super().__init__(shell)
        self._shell = shell
        self._page: PasswordPage | None = None
        self._stop: QPushButton | None = None
        self._idle = Idle(lambda: shell.settings.lock_minutes, parent=self)
        self._idle.over.connect(self.lock_unasked)

    @cached_property
    def attempts(self) -> "Attempts":
        """Wrong passwords for what is open in this window, wherever they were typed."""
        from desktop_crm.services.safety.protection import Attempts

        return Attempts()

    @property
    def locked(self) -> bool:
        """Whether the page lies over the window."""
        return self._page is not None

    def lock(self) -> None:
        """What the command does."""
        desk = self._shell.desk
        if desk is None or self.locked:
            return
        if not desk.workspace.protected:
            self.password_wanted.emit()
            return
        self._cover()
        self._shell.jobs.show_nothing()
        desk.about_to_lock.emit()
        QTimer.singleShot(_SETTLE, self, self._begin)

    def lock_unasked(self) -> None:
        """Nobody is there: lock what can be locked."""
        if self._shell.desk is not None and self._shell.desk.workspace.protected:
            self.lock()

    def _cover(self) -> None:
        from desktop_crm.ui.lock.page import PasswordPage, Words

        words = Words(
            tr("Desktop CRM is locked"),
            tr("Type your password to go on where you were. What you have typed and not saved is kept."),
            tr("Unlock"),
        )
        self._page = PasswordPage(words, self.attempts)
        self._page.typed.connect(self._unlock)
        self._page.add_way(tr("Quit")).clicked.connect(self._shell.close)
        self._stop = self._page.add_way(tr("Stop it and lock now"))
        self._stop.clicked.connect(self._stop_work)
        self._stop.hide()
        self._page.busy()
        self._shell.cover.lay(self._page, _LEFT)

    def _begin(self) -> None:
        self._shell.jobs.changed.connect(self._go_on)
        self._go_on()

    def _go_on(self) -> None:
        """As soon as nothing runs in the background any more, the key is forgotten."""
        desk, page = self._shell.desk, self._page
        if desk is None or page is None or self._stop is None:
            return
        working = bool(self._shell.jobs.running())
        self._stop.setVisible(working)
        if working:
            page.busy(tr("Work in the background is still going on. The key is removed from memory when it is done."))
            return
        self._shell.jobs.changed.disconnect(self._go_on)
        page.busy()
        QTimer.singleShot(0, page, self._forget_key)  # the answer of what has ended just now may still write

    def _forget_key(self) -> None:
        desk, page = self._shell.desk, self._page
        if desk is None or page is None:
            return
        workspace = desk.workspace
        self._shell.jobs.latest(
            "lock", lambda _job: _forget(workspace), self._key_is_gone, self._key_stayed, parent=page
        )

    def _stop_work(self) -> None:
        for job in self._shell.jobs.running():
            job.cancel()

    def _key_is_gone(self, _nothing: object) -> None:
        if self._page is not None:
            self._page.wait_for_it()

    def _key_stayed(self, error: Exception) -> None:
        """Nobody sees anything all the same; the next unlocking tries again to forget it first."""
        self._shell.notify.error(error)
        self._key_is_gone(None)

    def _unlock(self, typed: str) -> None:
        """What is open now may be another one than was locked: work in the background may have restored a backup."""
        desk = self._shell.desk
        assert desk is not None
        assert self._page is not None
        workspace = desk.workspace

        def work(_job: Job) -> None:
            if not workspace.locked:
                workspace.lock()
            if workspace.protected:
                workspace.unlock(typed)

        self._page.busy()
        self._shell.jobs.latest("lock", work, partial(self._unlocked, desk), self._refused, parent=self._page)

    def _unlocked(self, desk: Desk, _nothing: object) -> None:
        assert self._page is not None
        self.attempts.succeeded()
        self._page.field.clear()
        self._page = None
        self._shell.cover.lift()
        desk.changed.emit(self._everything())

    def _refused(self, error: Exception) -> None:
        assert self._page is not None
        self._page.refuse(error)
        if not isinstance(error, TellableError):
            self._shell.notify.error(error)

    def _everything(self) -> frozenset[str]:
        """What could not be read meanwhile is read now."""
        made = (self._shell.made_screen(each.noun) for each in self._shell.screens)
        concerns = (screen.concerns for screen in made if screen is not None)
        return frozenset(each.noun for each in self._shell.screens).union(*concerns)


def _forget(workspace: Workspace) -> None:
    """With the key goes what other programs were shown, also by the work that went on until now."""
    from desktop_crm.services.private_copies import OUTSIDE

    OUTSIDE.wipe()
    workspace.lock()
