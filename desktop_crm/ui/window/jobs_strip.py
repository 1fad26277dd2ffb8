"""The part of the status line that tells about background work."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from desktop_crm.ui.desk.jobs import Jobs
from desktop_crm.ui.i18n import ntr, tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.look.plain import PlainLabel, set_tip
from desktop_crm.ui.look.tab_order import put_last
from desktop_crm.ui.privacy import privacy


class JobsStrip(QWidget):
    """The oldest running job with its progress and *Cancel*, and how many wait behind it; nothing when there is none."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._text = PlainLabel()
        self._text.setMaximumWidth(360)
        self._bar = QProgressBar()
        self._bar.setFixedWidth(120)
        self._bar.setTextVisible(False)
        self._more = QLabel()
        theme.mark(self._text, "small")
        theme.mark(self._more, "small")
        self.cancel = QToolButton()
        self.cancel.setIcon(icons.icon("x"))
        self.cancel.setIconSize(QSize(14, 14))
        self.cancel.setFixedSize(24, 24)
        self.cancel.setAccessibleName(tr("Cancel"))
        self.cancel.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.PAD_8)
        for widget in (self._text, self._bar, self.cancel, self._more):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        jobs.changed.connect(self._refresh)
        privacy.signals.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        running = self._jobs.running()
        if running and self.isHidden():
            put_last(self.cancel)  # below all screens, which come and go
        self.setVisible(bool(running))
        if not running:
            return
        job = running[0]
        title = tr("Work in the background") if privacy.is_on() else job.title  # which may name a file, and so a client
        self._text.setText(tr("Cancelling…") if job.cancelled else title)
        self._bar.setRange(0, job.total)
        self._bar.setValue(job.number)
        self._bar.setAccessibleName(title)
        self.cancel.setEnabled(not job.cancelled)
        words = tr("Cancel: {what}", what=title)
        set_tip(self.cancel, words)
        self.cancel.setAccessibleName(words)
        waiting = len(running) - 1
        self._more.setText(ntr("and {n} more", "and {n} more", waiting) if waiting else "")

    def _cancel(self) -> None:
        running = self._jobs.running()
        if running:
            running[0].cancel()
            self._refresh()
