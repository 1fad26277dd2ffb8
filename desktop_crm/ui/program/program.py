"""What the program does around its window: opens, makes and closes workspaces, remembers them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from desktop_crm.model.errors import BackupError, DamagedError, HeldError, PasswordNeededError
from desktop_crm.model.message import msg
from desktop_crm.model.tone import Tone
from desktop_crm.ui.backup import commands as backup_commands
from desktop_crm.ui.desk import over
from desktop_crm.ui.desk.actions import FILE, Action
from desktop_crm.ui.desk.desk import Desk, Workspace
from desktop_crm.ui.desk.save_dialog import ask_where_workspace
from desktop_crm.ui.desk.screen import ScreenDeclaration
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.lock import commands
from desktop_crm.ui.lock.opening import Opening
from desktop_crm.ui.look import letters
from desktop_crm.ui.program import new_digits
from desktop_crm.ui.reminders import commands as reminder_commands
from desktop_crm.ui.window.palette import Searcher
from desktop_crm.ui.window.shell import Shell

_LOOK_AGAIN: Final = 10  # ms


@dataclass(frozen=True)
class Wiring:
    """What the composition root puts into the window.

    `open` and `create` take a password, too, which is mostly empty. `welcome` makes a widget with the signals
    `opened(workspace)`, `password_needed(path)`, `held(path, error)`, `backup_chosen(path)` and `password_given()`; `prepare` loads, in a
    thread, what only the screens after the first one need; `begun` tells, when the first screen is filled, what there is
    to tell about an opened workspace; `adopted` looks after it from the first moment on; `knock` brings another window forward that shows this workspace, or the welcome,
    and says whether there is one.
    """

    open: Callable[[Path, str], Workspace]
    create: Callable[[Path, str], Workspace]
    searcher: Callable[[Workspace], Searcher | None]
    welcome: Callable[[], QWidget]
    prepare: Callable[[Workspace], None] = lambda _workspace: None
    begun: Callable[[Desk], None] = lambda _desk: None
    adopted: Callable[[Desk], None] = lambda _desk: None
    knock: Callable[[Path | None], bool] = lambda _path: False


class Program(QObject):
    """One window and at most one open workspace."""

    ready = Signal()  # the first screen is filled and the others can be shown at once, or the welcome is there

    def __init__(self, shell: Shell, screens: Sequence[ScreenDeclaration], wiring: Wiring) -> None:
        """`shell` is bare, so that it may have been painted before all this was loaded."""
        super().__init__()
        self.settings = shell.settings
        new_digits.settle(self.settings)
        self._wiring = wiring
        self._guard: commands.Guard | None = None
        self.workspace: Workspace | None = None
        self.shell = shell.fill(screens, self._actions)
        self.opening = Opening(self.shell, wiring.open)
        self.opening.opened.connect(self.adopt)
        self.opening.other_chosen.connect(self.open)
        self.opening.restore_chosen.connect(self.restore)
        self.opening.backup_chosen.connect(self.offer_copy)
        self.shell.closing.connect(self._close)

    def start(self, path: Path | None) -> None:
        """Open the workspace asked for, else the last one, else welcome the user; a failure is told over the welcome."""
        wanted = path or self.settings.last()
        if wanted is None and self._wiring.knock(None):
            self.shell.close()
        elif wanted is None or not self.open(wanted):
            self.welcome()

    def open(self, path: Path) -> bool:
        """Open a workspace instead of the present one, which stays when it fails; a protected one is asked about first."""
        return self._show(lambda: self._wiring.open(path, ""), path)

    def create(self, path: Path) -> bool:
        """Make a new workspace and open it."""
        return self._show(lambda: self._wiring.create(path, ""), path)

    def let_go(self) -> None:
        """Take the closed window apart now, while what it holds open can still be closed in order."""
        self._close()
        self.shell.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def restore(self, path: Path | None = None) -> None:
        """Ask for a backup and open what is made of it; `path` is a workspace that can't be opened."""
        from desktop_crm.ui.backup.restoring import Restoring

        Restoring(self, path).ask()

    def offer_copy(self, backup: Path, typed: str = "") -> None:
        """A backup stays as it is: a copy of it is made, and that is opened."""
        from desktop_crm.ui.backup.restoring import Restoring

        self._show_something()
        Restoring(self, None).offer_copy(backup, typed)

    def let_workspace_go(self) -> bool:
        """Close the present workspace, if there is one, before its file is exchanged; False when that can't be now.

        Nobody may still read in it then: who closes a file last takes away the WAL that lies beside it.
        """
        if not self._may_let_go():
            return False
        self.shell.show_alone(QWidget())
        self._close()
        return True

    def _may_let_go(self) -> bool:
        if self.guard.lock.locked or not self.shell.may_leave():
            return False
        if not self.shell.finish_given():
            return False
        if not self.shell.jobs.rest():
            self.shell.notify.note(tr("Not closed: something is still at work."), tone=Tone.ATTENTION)
            return False
        return True

    def _show(self, get: Callable[[], Workspace], path: Path) -> bool:
        if self.guard.lock.locked or not self.shell.may_leave():
            return False
        try:
            workspace = get()
        except PasswordNeededError:
            self._ask_password(path)
            return True
        except BackupError:
            self.offer_copy(path)
            return True
        except HeldError as error:
            return self._show_other(path, error)
        except Exception as error:  # noqa: BLE001  # each kind has its place in the window
            self.shell.notify.error(error)
            if isinstance(error, DamagedError):
                self._offer_backup(path)
            return False
        self.adopt(workspace)
        return True

    def _offer_backup(self, path: Path) -> None:
        """A damaged file stays as it is until somebody decides."""
        words = tr("Not opened: {file} is damaged.", file=path.name)
        restore = (tr("Restore…"), lambda: self.restore(path))
        self.shell.notify.note(words, tone=Tone.ATTENTION, action=restore)

    def _show_other(self, path: Path, error: HeldError) -> bool:
        """The window that has it comes forward; at the start this one is not needed then."""
        if self.workspace is not None and self.workspace.path == path.resolve():
            return True
        if not self._wiring.knock(path):
            self.shell.notify.error(error)
            return False
        if self.shell.frame.stack.count() == 0:
            self.shell.close()
            return True
        self.shell.notify.note(tr("{file} is open in another window.", file=path.name))
        return False

    def _ask_password(self, path: Path) -> None:
        """Over what there is, or over the welcome: Esc leads back to it."""
        self._show_something()
        self.opening.ask(path)

    def _show_something(self) -> None:
        if self.shell.frame.stack.count() == 0:
            self.welcome()

    def adopt(self, workspace: Workspace) -> None:
        """Show an open workspace instead of the present one, which is closed; as soon as nobody is asked anything there."""
        over.when_clear(self, lambda: self._adopt(workspace))

    def _adopt(self, workspace: Workspace) -> None:
        if self.shell.gone:  # it came too late
            workspace.close()
            return
        if self._has_lost_its_password(workspace):
            return
        if self.workspace is not None and not self._let_present_go():
            workspace.close()
            return
        before, self.workspace = self.workspace, workspace
        self.settings.add_recent(workspace.path)
        self._wiring.adopted(self.shell.open_workspace(workspace, self._wiring.searcher(workspace)))
        if before is not None:
            self._let_close(before)
        self._prepare_when_idle()

    def _let_present_go(self) -> bool:
        """What works on the present workspace in the background ends; False when it is being let go already."""
        left = self.shell.leave()
        if left:
            self.shell.jobs.rest()
        return left and not self.shell.gone

    def _has_lost_its_password(self, workspace: Workspace) -> bool:
        """A file that was swapped is let go, untouched, unless somebody says that it is right so."""
        path = workspace.path
        swapped = self.settings.had_password(path) and not workspace.protected
        if not swapped:
            self.settings.keep_whether_protected(path, protected=workspace.protected)
            return False
        workspace.close()
        self._show_something()

        def open_anyway() -> None:
            self.settings.keep_whether_protected(path, protected=False)
            self.open(path)

        words = tr("Not opened: {file} has lost its password.", file=path.name)
        more = tr(
            "It had a password when it was open here last, and has none now. Somebody may have put another file in its place. "
            "It was left as it is."
        )
        anyway = (tr("Open it all the same"), open_anyway)
        self.shell.notify.note(words, tone=Tone.ATTENTION, action=anyway, stays=True, more=more)
        return True

    def _prepare_when_idle(self) -> None:
        """The first screen goes before: it needs little, and a click on it may wait for the rest."""
        if self.shell.jobs.busy():
            QTimer.singleShot(_LOOK_AGAIN, self, self._prepare_when_idle)
        elif (workspace := self.workspace) is not None and not self.shell.gone:
            self.shell.jobs.latest(
                "prepare", lambda _job: self._wiring.prepare(workspace), self._prepared, self._prepared
            )

    def _prepared(self, _outcome: object) -> None:
        """A failure is told where it matters, to whoever asks next."""
        letters.lend()
        if self.shell.desk is not None:
            self._wiring.begun(self.shell.desk)
        self.ready.emit()

    def welcome(self) -> None:
        """Where one begins, or begins again."""
        self.shell.show_alone(self._made_welcome())
        self.ready.emit()

    def _made_welcome(self) -> QWidget:
        widget = self._wiring.welcome()
        for signal, heard in (
            ("opened", self.adopt),
            ("password_needed", self.opening.ask),
            ("held", self._show_other),
            ("backup_chosen", self.offer_copy),
            ("password_given", self.guard.offer_recovery_key),
        ):
            getattr(widget, signal).connect(heard)
        return widget

    def begin(self) -> None:
        """Let the present workspace go, and begin again."""

        def let_go() -> None:
            if self._may_let_go():
                self.shell.become(self._begin_again())

        self.shell.with_what_is_seen(let_go)

    def _begin_again(self) -> Iterator[None]:
        self.shell.build_alone()
        yield
        self._close()
        yield
        welcome = self._made_welcome()
        yield
        self.shell.put_alone(welcome)
        self.ready.emit()

    def _close(self) -> None:
        if self.workspace is not None:
            self._let_close(self.workspace)
            self.workspace = None

    def _let_close(self, workspace: Workspace) -> None:
        workspace.close()
        self.settings.keep_whether_protected(workspace.path, protected=workspace.protected)

    def _actions(self, shell: Shell) -> Sequence[Action]:
        if self._guard is None:  # the window asks for them while it is being made
            self._guard = commands.Guard(shell)

        def go_settings() -> None:
            shell.navigate("settings")

        def can_set() -> bool:
            return shell.desk is not None and any(each.noun == "settings" for each in shell.screens)

        def end() -> None:
            shell.close()

        return (
            Action("file.new", msg("New workspace…"), self._ask_new, "", "file-plus", group=FILE),
            Action("file.open", msg("Open…"), self._ask_open, "Ctrl+O", "folder-open", group=FILE),
            Action(
                "file.begin",
                msg("Begin with your own company…"),
                self.begin,
                "",
                "building-2",
                lambda: shell.desk is not None,
                FILE,
            ),
            Action("file.recent", msg("Recent"), _nothing, icon="history", group=FILE, submenu=self._fill_recent),
            *commands.of(shell, self.guard),
            *backup_commands.of(shell, self),
            *reminder_commands.of(shell),
            Action("file.settings", msg("Settings…"), go_settings, "Ctrl+,", "settings", can_set, FILE, separated=True),
            Action("file.quit", msg("Quit"), end, "Ctrl+Q", "log-out", group=FILE, separated=True),
        )

    @property
    def guard(self) -> commands.Guard:
        """Password and lock of the window."""
        assert self._guard is not None
        return self._guard

    def _ask_new(self) -> None:
        path = ask_where_workspace(self.shell, tr("New workspace"), self._folder() / "workspace.crm")
        if path is not None:
            self._ask_whether_protected(path)

    def _ask_whether_protected(self, path: Path) -> None:
        from desktop_crm.ui.password.new_workspace import NewWorkspaceDialog

        if self.shell.may_leave():
            dialog = NewWorkspaceDialog(path, self._wiring.create, self.shell.jobs, self.shell)
            dialog.made.connect(self._adopt_new)
            dialog.open()

    def _adopt_new(self, workspace: Workspace) -> None:
        self.adopt(workspace)
        if workspace.protected:
            self.guard.offer_recovery_key()

    def _ask_open(self) -> None:
        name, _ = over.waited(
            QFileDialog.getOpenFileName, self.shell, tr("Open a workspace"), str(self._folder()), _kinds()
        )
        if name:
            self.open(Path(name))

    def _fill_recent(self, menu: QMenu) -> None:
        for path in self.settings.recent():
            line = menu.addAction(str(path).replace("&", "&&"))
            line.setEnabled(self.workspace is None or path != self.workspace.path)
            line.triggered.connect(lambda _checked=False, path=path: self.open(path))
        menu.setEnabled(not menu.isEmpty())

    def _folder(self) -> Path:
        if self.workspace is not None:
            return self.workspace.path.parent
        from platformdirs import user_documents_path

        return user_documents_path()


def _kinds() -> str:
    return tr("Workspaces") + " (*.crm)"


def _nothing() -> None:
    """A submenu's own line does nothing."""
