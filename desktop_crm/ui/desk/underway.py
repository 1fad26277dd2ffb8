"""Work that a dialog waits for: progress, cancelling, and how it ended."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop_crm.ui.desk.jobs import Job, Jobs


class Underway(QObject):
    """Ends with `done` and the result, `failed` or `cancelled`; what was done before the cancelling reached it is told as done."""

    progress = Signal(int, int)
    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, jobs: Jobs, title: str, work: Callable[[Job], Any], parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._results: list[Any] = []
        results = self._results  # the worker must not need this object, which may be gone by then

        def whole(job: Job) -> Any:
            results.append(work(job))
            return results[0]

        self._job = jobs.run(self, title, whole, self.done.emit, self.failed.emit, cancelled=self._stopped)
        jobs.changed.connect(self._follow)

    def cancel(self) -> None:
        """Stop at the next moment when it can be stopped."""
        self._job.cancel()

    def _follow(self) -> None:
        if self._job in self._jobs.running():
            self.progress.emit(self._job.number, self._job.total)

    def _stopped(self) -> None:
        if self._results:
            self.done.emit(self._results[0])
        else:
            self.cancelled.emit()
