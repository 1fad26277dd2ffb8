"""Taking back something large: a dialog tells how far it is, and keeps everybody from writing meanwhile."""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop_crm.ui.desk.desk import Desk, Progress
from desktop_crm.ui.desk.underway import Underway
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.privacy import privacy

T = TypeVar("T")


class Undoing(QDialog):
    """Runs `step` in the background and gives its result to `tell`; *Cancel* leaves everything as it was."""

    def __init__(self, desk: Desk, title: str, step: Callable[[Progress], T], tell: Callable[[T], object]) -> None:
        owner = desk.parent()
        super().__init__(owner if isinstance(owner, QWidget) else None)
        self.setWindowTitle(title)
        privacy.left_open(self)
        self.setFixedWidth(420)
        self._desk, self._tell = desk, tell
        self.says = PlainLabel(tr("This is a large action. It is done as a whole, or not at all."), self)
        self.says.setWordWrap(True)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.stop = QPushButton(tr("Cancel"), self)
        self.stop.clicked.connect(self.reject)
        self._lay_out()
        self._work = Underway(desk.jobs, title, lambda job: step(job.progress), self)
        self._work.progress.connect(self._show_progress)
        self._work.done.connect(self._finished)
        self._work.failed.connect(self._failed)
        self._work.cancelled.connect(self._cancelled)

    def reject(self) -> None:
        """Stop at the next row; what was done in full by then stays, and is told."""
        self._work.cancel()
        self.stop.setEnabled(False)
        self.says.setText(tr("Stopping…"))

    def done(self, result: int) -> None:
        super().done(result)
        self.deleteLater()

    def _show_progress(self, number: int, total: int) -> None:
        self.bar.setRange(0, total if number else 0)  # the first part may be all there is
        self.bar.setValue(number)

    def _finished(self, result: Any) -> None:
        self.accept()
        self._tell(result)
        self._desk.actions.refresh()

    def _cancelled(self) -> None:
        self.accept()
        self._desk.notify.note(tr("Cancelled: nothing changed."))

    def _failed(self, error: Exception) -> None:
        self.accept()
        self._desk.notify.error(error)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.stop)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(*[theme.PAD_24] * 4)
        lines.setSpacing(theme.PAD_12)
        lines.addWidget(self.says)
        lines.addWidget(self.bar)
        lines.addLayout(foot)
