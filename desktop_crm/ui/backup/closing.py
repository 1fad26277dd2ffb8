"""The last backup before the window closes: waited for in sight, and nobody is kept."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop_crm.ui import over, privacy, theme
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.jobs import Job, Jobs
from desktop_crm.ui.plain import PlainLabel

if TYPE_CHECKING:
    from desktop_crm.ui.shell import Shell

#: A backup that is made sooner is not worth a dialog.
_SHOW_AFTER: Final = 300  # ms


class ClosingDialog(QDialog):
    """How far the backup is, and the way out."""

    def __init__(self, jobs: Jobs, job: Job, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Backing up"))
        privacy.left_open(self)
        self.setFixedWidth(420)
        self._jobs, self._job = jobs, job
        about = PlainLabel(tr("What you did since the last backup is being backed up. Then the window closes."), self)
        about.setWordWrap(True)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.leave = QPushButton(tr("Close without backup"), self)
        self.leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.leave)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(*[theme.PAD_24] * 4)
        lines.setSpacing(theme.PAD_12)
        lines.addWidget(about)
        lines.addWidget(self.bar)
        lines.addLayout(foot)
        jobs.changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Show how far it is."""
        self.bar.setRange(0, self._job.total)
        self.bar.setValue(self._job.number)


def wait(shell: "Shell", begin: Callable[[Callable[[], None]], Job]) -> None:
    """Begin a job (which gets what to call at its end), and return when it has ended or nobody wants to wait for it."""
    loop = QEventLoop()
    job = begin(loop.quit)
    dialog = ClosingDialog(shell.jobs, job, shell)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.rejected.connect(job.cancel)
    dialog.rejected.connect(loop.quit)
    later = QTimer(dialog, singleShot=True, interval=_SHOW_AFTER)
    later.timeout.connect(dialog.show)
    later.start()
    shell.setEnabled(False)
    dialog.setEnabled(True)
    if job in shell.jobs.running():
        with over.held():
            loop.exec()
    dialog.rejected.disconnect()
    later.stop()
    dialog.close()
    dialog.deleteLater()
    shell.setEnabled(True)
