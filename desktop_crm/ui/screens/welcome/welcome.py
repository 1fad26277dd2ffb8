"""The welcome: the own company, sample data, or a file there is already."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFileDialog, QProgressBar, QVBoxLayout, QWidget

from desktop_crm import disk
from desktop_crm.model.errors import BackupError, DamagedError, HeldError, PasswordNeededError, TellableError
from desktop_crm.model.message import msg
from desktop_crm.ui import i18n
from desktop_crm.ui.desk import over
from desktop_crm.ui.desk.jobs import Job, Jobs
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.records.unsaved import Answer, ask
from desktop_crm.ui.screens.welcome.new_file import documents, free_path
from desktop_crm.ui.screens.welcome.start_page import StartPage

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Workspace


class Welcome(QWidget):
    """Shown instead of the screens while no workspace is open."""

    opened = Signal(object)  # the workspace
    password_needed = Signal(object)  # the path of a protected file
    held = Signal(object, object)  # the path of a file that another program has open, the error that says so
    backup_chosen = Signal(object)  # the path of a file that is a backup, of which a copy is to be made
    restore_wanted = Signal(object)  # the path of a damaged file that a backup may replace, or None
    password_given = Signal()  # what was opened was made with a password

    def __init__(self, settings: Settings, jobs: Jobs) -> None:
        super().__init__()
        self._settings = settings
        self._jobs = jobs
        self._damaged: Path | None = None
        self._problem = PlainLabel(parent=self, wrap=True)
        self._problem.setContentsMargins(theme.PAD_24, theme.PAD_12, theme.PAD_24, 0)
        theme.mark(self._problem, "problem")
        self._problem.hide()
        self._busy = QProgressBar(self)
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.hide()
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self._lines.addWidget(self._problem)
        self._lines.addWidget(self._busy)
        self._build()
        i18n.signals.changed.connect(self._speak_anew)

    def focusInEvent(self, _event: QFocusEvent) -> None:
        """The window gives us the keyboard once; a focus proxy would catch every Tab, even for a page that is hidden."""
        self.page.form.focus_field("name")

    def may_leave(self) -> bool:
        """Ask about a company that is typed and not saved: no crash of ours, but a slip of the hand could take it."""
        if not self.page.isEnabled() or not self.page.form.is_changed():
            return True
        match ask(self):
            case Answer.SAVE:
                self.page.start.click()
                return False
            case Answer.DISCARD:
                return True
            case Answer.STAY:
                return False

    def set_up(self, path: Path, values: dict[str, Any], password: str = "") -> None:
        """Make the company's own workspace."""

        def work(_job: Job) -> "Workspace":
            from desktop_crm.services import settings
            from desktop_crm.services.safety import protection
            from desktop_crm.services.workspace import create, open_workspace

            if password:
                protection.refuse_weak(password, password)
            disk.make_folder(path.parent)
            language, currency = values.get("language", "id"), values.get("currency", "IDR")
            made = create(path, language=language, currency=currency, password=password)
            with made.write(msg("Set up the company")) as session:
                settings.save_company(session, values)
            made.close()
            return open_workspace(path, password)

        self._run(work, self._ready_with_password if password else self._ready)

    def demonstrate(self, path: Path | None = None) -> None:
        """Make a workspace with invented data."""
        target = path or free_path(documents(), tr("Demonstration data"))

        def work(job: Job) -> "Workspace":
            from desktop_crm.services.demo.demo import make

            disk.make_folder(target.parent)
            return make(target, progress=job.progress)

        self._run(work)

    def open(self, path: Path) -> None:
        """Open a file there is."""

        def work(_job: Job) -> "Workspace":
            from desktop_crm.services.workspace import open_workspace

            return open_workspace(path)

        self._run(work, failed=lambda error: self._not_opened(path, error))

    def _run(self, work: Any, ready: Any = None, failed: Any = None) -> None:
        self._problem.hide()
        self.page.setEnabled(False)
        self._busy.show()
        self._jobs.run(self, tr("Preparing the workspace"), work, ready or self._ready, failed or self._failed)

    def _ready(self, workspace: object) -> None:
        self._busy.hide()
        self.opened.emit(workspace)

    def _ready_with_password(self, workspace: object) -> None:
        self._ready(workspace)
        self.password_given.emit()

    def _not_opened(self, path: Path, error: Exception) -> None:
        self._damaged = path if isinstance(error, DamagedError) else None
        if not isinstance(error, PasswordNeededError | HeldError | BackupError):
            self._failed(error)
            return
        self._busy.hide()
        self.page.setEnabled(True)
        if isinstance(error, BackupError):
            self.backup_chosen.emit(path)
        elif isinstance(error, HeldError):
            self.held.emit(path, error)
        else:
            self.password_needed.emit(path)

    def _failed(self, error: Exception) -> None:
        self._busy.hide()
        self.page.setEnabled(True)
        if not isinstance(error, TellableError):
            raise error
        self._problem.setText(say(error.message))
        self._problem.show()

    def _build(self) -> None:
        self.page = StartPage(self._jobs, self)
        self.page.ready.connect(self.set_up)
        self.page.demonstration_asked.connect(self.demonstrate)
        self.page.file_asked.connect(self._ask_file)
        self.page.restore_asked.connect(lambda: self.restore_wanted.emit(self._damaged))
        self.page.language_chosen.connect(self._speak)
        self._lines.insertWidget(1, self.page, 1)

    def _ask_file(self) -> None:
        name, _ = over.waited(
            QFileDialog.getOpenFileName, self, tr("Open a workspace"), str(documents()), tr("Workspace (*.crm)")
        )
        if name:
            self.open(Path(name))

    def _speak(self, code: str) -> None:
        self._settings.language = code
        i18n.set_language(code)

    def _speak_anew(self) -> None:
        """In the other language from here on; what is typed stays."""
        before = self.page
        self._build()
        self.page.take_over(before)
        before.hide()
        before.deleteLater()
        if self.isVisible():
            self.page.form.focus_field("name")
