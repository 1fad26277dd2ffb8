"""Make an empty workspace: where it will be is chosen already, whether it is protected is asked here."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop_crm.model.errors import TellableError
from desktop_crm.ui.desk.desk import Workspace
from desktop_crm.ui.desk.jobs import Job, Jobs
from desktop_crm.ui.desk.narrow import NarrowDialog
from desktop_crm.ui.form.problem_label import ProblemLabel
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.password.optional import OptionalPassword


class NewWorkspaceDialog(NarrowDialog):
    """Emits the workspace when it is made."""

    made = Signal(object)

    def __init__(
        self, path: Path, create: Callable[[Path, str], Workspace], jobs: Jobs, parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("New workspace"), parent)
        self._path, self._create, self._jobs = path, create, jobs
        self._busy = False
        self.optional = OptionalPassword(jobs, lambda: (path.stem,), self)
        self.optional.entered.connect(self.go_on)
        self.problem = ProblemLabel(self)
        self.go = QPushButton(tr("Create workspace"), self)
        self.go.setDefault(True)
        self.go.clicked.connect(self.go_on)
        cancel = QPushButton(tr("Cancel"), self)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self._lay_out(cancel)
        self.go.setFocus()

    def go_on(self) -> None:
        """Make it."""
        password = self.optional.password()
        if password is None or self._busy:
            return
        path, create = self._path, self._create

        def work(_job: Job) -> Workspace:
            from desktop_crm.services.safety.protection import refuse_weak

            if password:
                refuse_weak(password, password)
            return create(path, password)

        self._stand_still(busy=True)
        stopped = partial(
            self._stand_still, busy=False
        )  # another workspace that was asked for before has come meanwhile
        self._jobs.run(self, tr("Preparing the workspace"), work, self._made, self._failed, cancelled=stopped)

    def reject(self) -> None:
        """What is being made is made to its end."""
        if not self._busy:
            super().reject()

    def _made(self, workspace: Workspace) -> None:
        self._stand_still(busy=False)
        self.optional.new.clear()
        self.accept()
        self.made.emit(workspace)

    def _failed(self, error: Exception) -> None:
        self._stand_still(busy=False)
        if not isinstance(error, TellableError):
            raise error
        self.problem.show_text(say(error.message), error=True)

    def _stand_still(self, *, busy: bool) -> None:
        self._busy = busy
        self.optional.setEnabled(not busy)
        self.go.setEnabled(not busy)

    def _lay_out(self, cancel: QPushButton) -> None:
        file = PlainLabel(self._path.name, self, wrap=True)
        theme.mark(file, "strong")
        folder = PlainLabel(str(self._path.parent), self, wrap=True)
        theme.mark(folder, "muted")
        foot = QHBoxLayout()
        foot.setSpacing(theme.PAD_8)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.go)
        for widget in (file, folder, self.optional, self.problem):
            self.lines.addWidget(widget)
        self.lines.addLayout(foot)
