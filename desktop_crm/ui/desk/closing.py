"""What must end before the window closes: waited for in sight, and nobody is kept."""

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QEventLoop, Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop_crm.ui.desk import over
from desktop_crm.ui.desk.jobs import Job, Jobs
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.privacy import privacy

if TYPE_CHECKING:
    from desktop_crm.ui.window.shell import Shell

#: What ends sooner is not worth a dialog.
_SHOW_AFTER: Final = 300  # ms


class Words(NamedTuple):
    """What a person is told while it lasts."""

    title: str
    about: str
    leave: str


class ClosingDialog(QDialog):
    """How far it is, and the way out."""

    ended = Signal()

    def __init__(self, jobs: Jobs, job: Job, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.title)
        privacy.left_open(self)
        self.setFixedWidth(420)
        self._jobs, self._job = jobs, job
        about = PlainLabel(words.about, self)
        about.setWordWrap(True)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.leave = QPushButton(words.leave, self)
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
        """Show how far it is, or that it has ended."""
        if self._job not in self._jobs.running():
            self.ended.emit()
        self.bar.setRange(0, self._job.total)
        self.bar.setValue(self._job.number)


def wait_for_given(shell: "Shell") -> None:
    """What a person gave or asked for comes to where it belongs. It has no name here: the window may be locked."""
    words = Words(
        tr("Still at work"),
        tr("A file is still being added or saved. Then the window closes."),
        tr("Stop it and close"),
    )
    for job in shell.jobs.running():
        if job.keeps:
            wait(shell, job, words)


def wait(shell: "Shell", job: Job, words: Words) -> None:
    """Return when a job has ended and its answer was heard, or nobody wants to wait for it."""
    if job not in shell.jobs.running():
        return
    loop = QEventLoop()
    dialog = ClosingDialog(shell.jobs, job, words, shell.cover.page or shell)
    dialog.ended.connect(loop.quit)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.rejected.connect(job.cancel)
    dialog.rejected.connect(loop.quit)
    later = QTimer(dialog, singleShot=True, interval=_SHOW_AFTER)
    later.timeout.connect(dialog.show)
    later.start()
    shell.setEnabled(False)
    dialog.setEnabled(True)
    with over.held():
        loop.exec()
    dialog.rejected.disconnect()
    later.stop()
    dialog.close()
    dialog.deleteLater()
    shell.setEnabled(True)
