"""The third step: one action writes everything, or nothing when it is cancelled."""

from PySide6.QtCore import QObject, Signal

from desktop_crm.model.listing import Tone
from desktop_crm.model.message import Message
from desktop_crm.services import importing
from desktop_crm.services.importing import Plan
from desktop_crm.ui.desk import Desk
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.importing.words import Words
from desktop_crm.ui.jobs import Job


class Writing(QObject):
    """One import while it is written; ends with `done`, `failed` or `cancelled`."""

    progress = Signal(int, int)
    done = Signal(int)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, desk: Desk, plan: Plan, message: Message, *, doubles_too: bool, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._written: list[int] = []
        written = self._written  # the worker must not need this object, which may be gone by then

        def work(job: Job) -> int:
            with desk.workspace.write(message) as session:
                count = importing.apply(session, plan, doubles_too=doubles_too, progress=job.progress)
            written.append(count)
            return count

        self._job = desk.jobs.run(self, tr("Importing"), work, self._finish, self._fail)
        desk.jobs.changed.connect(self._follow)

    def cancel(self) -> None:
        """Stop at the next row; what is written in full already stays, and is told as done."""
        self._job.cancel()

    def _follow(self) -> None:
        if self._job in self._desk.jobs.running():
            self.progress.emit(self._job.number, self._job.total)
        elif self._job.cancelled:
            self._end()
            if self._written:
                self.done.emit(self._written[0])
            else:
                self.cancelled.emit()

    def _finish(self, count: int) -> None:
        self._end()
        self.done.emit(count)

    def _fail(self, error: Exception) -> None:
        self._end()
        self.failed.emit(error)

    def _end(self) -> None:
        self._desk.jobs.changed.disconnect(self._follow)


def tell_done(desk: Desk, words: Words, message: Message, count: int) -> None:
    """The note with *Undo*, which takes the whole import back."""
    if count:
        desk.notify.note(words.done(count), undo=lambda: desk.undo_only(message), tone=Tone.GOOD)
    else:
        desk.notify.note(tr("Everything in the sheet was known already. Nothing has changed."))
