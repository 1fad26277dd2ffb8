"""The workspace while it is written anew under another password, or none: progress, cancelling, and how it ended."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop_crm.ui.jobs import Job, Jobs


class Rewriting(QObject):
    """Ends with `done`, `failed` or `cancelled`; what was done before the cancelling reached it is told as done."""

    progress = Signal(int, int)
    done = Signal()
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, jobs: Jobs, title: str, work: Callable[[Job], Any], parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._finished: list[bool] = []
        finished = self._finished  # the worker must not need this object, which may be gone by then

        def whole(job: Job) -> None:
            work(job)
            finished.append(True)

        self._job = jobs.run(self, title, whole, self._end, self._fail)
        jobs.changed.connect(self._follow)

    def cancel(self) -> None:
        """Stop at the next moment when it can be stopped; the file stays as it was then."""
        self._job.cancel()

    def _follow(self) -> None:
        if self._job in self._jobs.running():
            self.progress.emit(self._job.number, self._job.total)
        elif self._job.cancelled:
            self._jobs.changed.disconnect(self._follow)
            (self.done if self._finished else self.cancelled).emit()

    def _end(self, _nothing: None) -> None:
        self._jobs.changed.disconnect(self._follow)
        self.done.emit()

    def _fail(self, error: Exception) -> None:
        self._jobs.changed.disconnect(self._follow)
        self.failed.emit(error)
