"""Making a workspace of a backup: the present one is let go, the restored one is opened."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from desktop_crm.model.tone import Tone
from desktop_crm.ui.backup.plan import forget_checked
from desktop_crm.ui.backup.rescue_dialog import RescueDialog
from desktop_crm.ui.backup.restore_dialog import RestoreDialog
from desktop_crm.ui.desk.jobs import Job, Jobs
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Workspace
    from desktop_crm.ui.program.program import Program


class Restoring(QObject):
    """From the question to the open workspace. `path` is a workspace that can't be opened, else the one that is."""

    def __init__(self, program: "Program", path: Path | None) -> None:
        super().__init__(program.shell)
        self._program = program
        self._shell = program.shell
        self._damaged = path
        self._path = path or (program.workspace.path if program.workspace else None)
        self._job: Job | None = None
        self._asked = False  # something is wanted: from the answer in the dialog on

    def ask(self) -> RestoreDialog:
        """Open the dialog."""
        open_one = self._program.workspace if self._damaged is None else None
        workspace = None if open_one is None or open_one.locked else cast("Workspace", open_one)
        dialog = RestoreDialog(self._shell.jobs, self._shell.settings, self._path, self._shell, workspace)
        dialog.wanted.connect(self.restore)
        if self._damaged is not None:
            dialog.offer_rescue()
            dialog.rescue_wanted.connect(self.rescue)
        dialog.finished.connect(lambda _result: QTimer.singleShot(0, self, self._end_when_done))
        dialog.open()
        return dialog

    def offer_copy(self, backup: Path, typed: str = "") -> RestoreDialog:
        """Open the dialog on a backup that somebody wanted to work in."""
        dialog = self.ask()
        dialog.offer_copy(backup, typed)
        return dialog

    def rescue(self) -> RescueDialog:
        """Ask for a new file, and fill it with what is readable of the damaged one."""
        assert self._damaged is not None
        dialog = RescueDialog(self._shell.jobs, self._damaged, self._shell)
        dialog.open_wanted.connect(self._program.open)
        dialog.open()
        return dialog

    def restore(self, backup: Path, typed: str, target: Path | None) -> None:
        """In place when there is no `target`."""
        self._asked = True
        try:
            if target is not None:
                self._run(lambda job: _to_new(backup, typed, target, job), self._ready_new)
            elif self._path is not None and self._program.let_workspace_go():
                path = self._path
                self._show_waiting()
                self._run(lambda job: _in_place(path, backup, typed, job), self._ready_in_place, self._failed)
        finally:
            self._asked = False
            self._end_when_done()

    def _run(
        self,
        work: "Callable[[Job], Restored]",
        done: "Callable[[Restored], None]",
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        self._job = self._shell.jobs.run(self, tr("Restoring"), work, done, failed)
        self._shell.jobs.changed.connect(self._end_when_done)

    def _end_when_done(self) -> None:
        """With its dialog, or with the work that was asked for there."""
        if not self._asked and self._job not in self._shell.jobs.running():
            self.deleteLater()

    def _show_waiting(self) -> None:
        """Instead of the screens, whose workspace is gone."""
        self._shell.show_alone(_Waiting(self._shell.jobs))

    def _ready_new(self, made: "Restored") -> None:
        workspace = made.workspace
        if not self._shell.may_leave():
            workspace.close()
            return
        self._program.adopt(workspace)
        self._shell.notify.note(tr("{file} restored.", file=workspace.path.name), tone=Tone.GOOD)

    def _ready_in_place(self, made: "Restored") -> None:
        workspace, kept = made.workspace, made.kept
        forget_checked(self._shell.settings, workspace.business)
        self._program.adopt(workspace)
        said = [tr("Backup restored.")]
        if kept is not None:
            said.append(tr("The file before is kept: {file}.", file=kept.name))
        self._shell.notify.note(" ".join(said), tone=Tone.GOOD)

    def _failed(self, error: Exception) -> None:
        """The present file is as it was."""
        assert self._path is not None
        if not self._program.open(self._path):
            self._program.welcome()
        self._shell.notify.error(error)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was made of a backup, open; `kept` is what it took the place of."""

    workspace: "Workspace"
    kept: Path | None

    def close(self) -> None:
        """Nobody waits for it any more."""
        self.workspace.close()


class _Waiting(QWidget):
    """A sentence and a bar."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        says = PlainLabel(tr("The backup is being restored. The file that was there is kept in the same folder."), self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(420)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(tr("Progress"))
        lines = QVBoxLayout(self)
        lines.setSpacing(theme.PAD_12)
        lines.addStretch(1)
        for widget in (says, self.bar):
            lines.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        lines.addStretch(1)
        jobs.changed.connect(self._follow)

    def _follow(self) -> None:
        for job in self._jobs.running():
            self.bar.setRange(0, job.total)
            self.bar.setValue(job.number)


def _to_new(backup: Path, typed: str, target: Path, job: Job) -> Restored:
    from desktop_crm.services.safety.backup import restore_to
    from desktop_crm.services.workspace import open_workspace

    restore_to(backup, typed, target, job.progress)
    return Restored(open_workspace(target, typed), None)


def _in_place(path: Path, backup: Path, typed: str, job: Job) -> Restored:
    from desktop_crm.services.safety.backup import restore_in_place
    from desktop_crm.services.workspace import open_workspace

    kept = restore_in_place(path, backup, typed, job.progress)
    return Restored(open_workspace(path, typed), kept)
