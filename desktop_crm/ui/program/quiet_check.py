"""The whole check of the file goes on while nobody works, in small parts, over as many days as it takes."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_crm.model.base import dump
from desktop_crm.model.errors import LockedError
from desktop_crm.model.message import Message
from desktop_crm.model.moments import on_this_clock
from desktop_crm.model.tone import Tone
from desktop_crm.ui.backup.plan import save_checked
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.jobs import Job
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.lock.idle import Idle

_LOOK: Final = 5_000  # ms between two looks at whether somebody works
_REST: Final = 30  # seconds that nobody may have touched anything
_SLICE: Final = 0.5  # seconds of work before that is asked again
_KEEP: Final = 60  # seconds after which the place is kept
_EVERY: Final = timedelta(days=7)
_KEY: Final = "check"


class _BusyError(Exception):
    """Somebody works again."""


class QuietCheck(QObject):
    """Lives with the desk; where it is and what it found is kept in the workspace. Get it with `quiet_check_of`."""

    changed = Signal()  # how far it is, or what it found

    def __init__(self, desk: Desk, rested: Callable[[], float] | None = None) -> None:
        super().__init__(desk)
        self._desk = desk
        self._rested = rested or Idle(lambda: 0, parent=self).seconds
        self._kept_at = monotonic()
        self._checking: Any = None
        self._job: Job | None = None
        kept = _told(desk.habits.get(_KEY))
        self._done = _moment(kept.get("done"))
        self.found = [Message.from_json(each) for each in kept.get("found", ())]
        self.progress: tuple[int, int] = (0, 0)  # steps done, of how many; of none while it does not run
        timer = QTimer(self, interval=_LOOK)
        timer.timeout.connect(self.look)
        timer.start()

    @property
    def is_due(self) -> bool:
        """Whether the last one is long past; one that is under way is."""
        now = datetime.now(UTC)
        return self._done is None or not now - _EVERY < self._done <= now

    def look(self) -> None:
        """Go on when nobody works and nothing else does."""
        resting = self._rested() >= _REST and not self._desk.workspace.locked
        running = self._job is not None and not self._job.cancelled
        if resting and self.is_due and not running and not self._desk.jobs.busy():
            self._job = self._desk.jobs.latest(_KEY, self._work, self._went_on, self._stopped, self)

    def take_over(self, found: list[Message]) -> None:
        """Somebody had the whole file checked at once."""
        self._finish(found)

    def _work(self, job: Job) -> bool:
        """In a worker: some parts; whether there is more."""
        from desktop_crm.services.safety.check import Checking

        def look() -> None:
            job.check_cancelled()
            if self._rested() < _REST:
                raise _BusyError

        if self._checking is None:
            self._checking = Checking(self._desk.workspace, self._desk.habits.get(_KEY))
        until, more = monotonic() + _SLICE, True
        while more and monotonic() < until:
            look()
            more = self._checking.go_on(look)
        return more

    def _went_on(self, more: bool) -> None:
        self._job = None
        self.found, self.progress = self._checking.sentences, self._checking.progress
        if not more:
            self._finish(self.found)
            self._tell()
            return
        if monotonic() - self._kept_at >= _KEEP:
            self._keep()
        self.changed.emit()
        QTimer.singleShot(0, self, self.look)

    def _stopped(self, error: Exception) -> None:
        self._job = None
        self._keep()
        if not isinstance(error, _BusyError | LockedError):
            self._desk.notify.error(error)

    def _keep(self) -> None:
        self._kept_at = monotonic()
        if self._checking is not None:
            self._desk.habits.put(_KEY, self._checking.text())

    def _finish(self, found: list[Message]) -> None:
        now = datetime.now(UTC)
        self._done, self._checking, self.found, self.progress = now, None, found, (0, 0)
        kept = {"done": now.isoformat(), "found": [message.to_json() for message in found]}
        self._desk.habits.put(_KEY, dump(kept))
        save_checked(self._desk.settings, self._desk.workspace.business, None if found else on_this_clock(now))
        self.changed.emit()

    def _tell(self) -> None:
        """That something was found, to whoever comes back."""
        if self.found:
            self._desk.notify.note(
                tr("File not in order: the check found faults."),
                tone=Tone.ATTENTION,
                action=(tr("Safety"), lambda: self._desk.navigate("safety")),
            )


def quiet_check_of(desk: Desk) -> QuietCheck:
    """The desk's own, made when first asked for."""
    found = desk.findChild(QuietCheck)
    return found if isinstance(found, QuietCheck) else QuietCheck(desk)


def _told(kept: str) -> dict[str, Any]:
    try:
        found = json.loads(kept or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _moment(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
