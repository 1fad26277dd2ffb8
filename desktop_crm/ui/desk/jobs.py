"""Work in the background: threads, progress, cancelling, and answers given back in the GUI thread.

`run` is for what a person asked for and may wait on (an import, an export): it shows in the status line. `latest` is
for what the window asks itself (a list's rows, a search): silent, and only the newest question of a key is answered.
The two have threads of their own, so that a long import never holds up a list.

An answer is dropped when its `parent`, or the object whose method `done` is, has been destroyed or left (see `leave`) meanwhile. What is dropped
and can be closed (a workspace that was opened) is closed.
"""

import logging
import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from queue import SimpleQueue
from time import monotonic
from typing import Any, Final, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Qt, Signal

T = TypeVar("T")
Failed = Callable[[Exception], object]

_THREADS: Final = 3
_PROGRESS_EVERY: Final = 0.05  # seconds between two tellings of progress

#: A widget's property: it goes, and its commands may be gone already.
_LEFT: Final = "left"

_log = logging.getLogger(__name__)


class CancelledError(Exception):
    """Raised by `Job.check_cancelled` inside the work; leaving through it undoes what the work began."""


@dataclass(eq=False)
class Job:
    """One piece of work, as both sides see it: the worker reports through it, the window watches and cancels it."""

    title: str
    number: int = 0
    total: int = 0
    shows: bool = False
    keeps: bool = False
    _told: Callable[["Job"], None] | None = field(default=None, repr=False)
    _cancelled: threading.Event = field(default_factory=threading.Event, repr=False)
    _last_told: float = field(default=0.0, repr=False)

    def progress(self, number: int, total: int) -> None:
        """`number` of `total` is done (total 0: nobody knows); may be called as often as one likes. Also checks for cancelling."""
        self.check_cancelled()
        self.number, self.total = number, total
        now = monotonic()
        if self._told is not None and (now - self._last_told >= _PROGRESS_EVERY or number >= total):
            self._last_told = now
            self._told(self)

    def check_cancelled(self) -> None:
        """CancelledError when somebody has cancelled the work."""
        if self._cancelled.is_set():
            raise CancelledError(self.title)

    def cancel(self) -> None:
        """Ask the work to stop at its next check; its answer will not be delivered."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self._cancelled.is_set()


class _Workers:
    """A few threads that take callables from a queue; started when first needed."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._queue: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []

    def put(self, task: Callable[[], None]) -> None:
        if len(self._threads) < _THREADS:
            thread = threading.Thread(target=self._work, name=f"{self._name}-{len(self._threads)}", daemon=True)
            self._threads.append(thread)
            thread.start()
        self._queue.put(task)

    def _work(self) -> None:
        while (task := self._queue.get()) is not None:
            task()
            del task  # what it holds must not live until the next one comes

    def stop(self, until: float) -> bool:
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join(max(0.0, until - monotonic()))
        stopped = not any(thread.is_alive() for thread in self._threads)
        self._threads.clear()
        return stopped


class Jobs(QObject):
    """The window's background work. `on_error` gets the exceptions nobody else takes, in the GUI thread."""

    changed = Signal()  # a job of `run` began, got on or ended
    _deliver = Signal(object)

    def __init__(self, on_error: Failed | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.on_error = on_error
        self._long = _Workers("job")
        self._short = _Workers("latest")
        self._running: list[Job] = []
        self._newest: dict[Hashable, Job] = {}
        self.is_window_made = False  # anew, in steps; none of its screens is there meanwhile
        self._unanswered = 0
        self._held: list[Callable[[], None]] | None = None
        self._closed = False
        self._deliver.connect(self._receive, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        parent: QObject | None,
        title: str,
        work: Callable[[Job], T],
        done: Callable[[T], None] | None = None,
        failed: Failed | None = None,
        *,
        cancelled: Callable[[], None] | None = None,
        shows: bool = False,
        keeps: bool = False,
    ) -> Job:
        """Do `work(job)` in a thread and give its result to `done`; `title` (translated) shows in the status line.

        An exception goes to `failed`, or to the window's error note; cancelled work delivers nothing, only `cancelled`
        hears when it has stopped. `shows` is for what ends in another program or a dialog of the system's, which no
        page over the window can cover; `keeps` for what brings a person's own to its place: closing waits for it.
        """
        job = Job(title, shows=shows, keeps=keeps, _told=self._tell_progress)
        self._running.append(job)
        self._start(self._long, job, work, _Answer(parent, done, failed, lambda: self._ended(job), cancelled))
        self.changed.emit()
        return job

    def latest(
        self,
        key: Hashable,
        work: Callable[[Job], T],
        done: Callable[[T], None],
        failed: Failed | None = None,
        parent: QObject | None = None,
    ) -> Job:
        """Like `run`, unseen; a newer request of the same `key` cancels this one and its answer is dropped."""
        self.forget(key)
        job = Job("")
        self._newest[key] = job
        self._start(self._short, job, work, _Answer(parent, done, failed, lambda: self._answered(key, job)))
        return job

    def forget(self, key: Hashable) -> None:
        """No answer for `key` is wanted any more."""
        if (older := self._newest.pop(key, None)) is not None:
            older.cancel()

    def hold(self) -> None:
        """What the window asks from now on waits until `go_on`: threads that work take half of its time from a page that is built."""
        if self._held is None:
            self._held = []

    def go_on(self) -> None:
        """It is painted."""
        held, self._held = self._held or (), None
        for task in held:
            self._short.put(task)

    def running(self) -> tuple[Job, ...]:
        """The jobs of `run` that have not ended, oldest first."""
        return tuple(self._running)

    def show_nothing(self) -> None:
        """The window is being locked: what would be shown outside of it is cancelled, also what is ready to be."""
        for job in self._running:
            if job.shows:
                job.cancel()

    def is_working(self) -> bool:
        """Whether any answer, of `latest` too, is still to come."""
        return self._unanswered > 0

    def busy(self) -> bool:
        """Whether any answer, of `latest` too, is still to come, or the window itself."""
        return self.is_working() or self.is_window_made

    def rest(self, seconds: float = 10.0) -> bool:
        """Cancel everything, and go on when nothing works any more; False when something did not stop in time."""
        for job in (*self._running, *self._newest.values()):
            job.cancel()
        until = monotonic() + seconds
        while self.busy() and monotonic() < until:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, 20)
        return not self.busy()

    def close(self, seconds: float = 10.0) -> bool:
        """Cancel everything and wait for the threads; False when some did not stop in time. Nothing is delivered after."""
        self._closed = True
        for job in (*self._running, *self._newest.values()):
            job.cancel()
        until = monotonic() + seconds
        stopped = all([self._long.stop(until), self._short.stop(until)])
        QCoreApplication.sendPostedEvents(self)  # what was on its way is dropped
        return stopped

    def _start(self, workers: _Workers, job: Job, work: Callable[[Job], Any], answer: "_Answer") -> None:
        if self._closed:
            return
        self._unanswered += 1

        def task() -> None:
            result, error = _outcome(job, work)
            self._send(lambda: self._take(job, answer, result, error), lambda: _let_go(result))

        if self._held is not None and workers is self._short:
            self._held.append(task)
        else:
            workers.put(task)

    def _send(self, delivery: Callable[[], None], dropped: Callable[[], None] = lambda: None) -> None:
        try:
            self._deliver.emit((delivery, dropped))
        except RuntimeError:  # the window and this object are gone already
            dropped()

    def _receive(self, sent: tuple[Callable[[], None], Callable[[], None]]) -> None:
        delivery, dropped = sent
        if self._closed:
            dropped()
        else:
            delivery()

    def _take(self, job: Job, answer: "_Answer", result: Any, error: Exception | None) -> None:
        self._unanswered -= 1
        answer.ended()
        if not answer.wanted() or job.cancelled:
            _let_go(result)
        if not answer.wanted():
            return
        if job.cancelled:
            if answer.cancelled is not None:
                answer.cancelled()
        elif error is None:
            if answer.done is not None:
                answer.done(result)
        elif (failed := answer.failed or self.on_error) is not None:
            failed(error)
        else:
            raise error

    def _tell_progress(self, _job: Job) -> None:
        self._send(self.changed.emit)

    def _ended(self, job: Job) -> None:
        self._running.remove(job)
        self.changed.emit()

    def _answered(self, key: Hashable, job: Job) -> None:
        if self._newest.get(key) is job:
            del self._newest[key]


@dataclass(frozen=True)
class _Answer:
    """Who waits for an answer."""

    parent: QObject | None
    done: Callable[[Any], None] | None
    failed: Failed | None
    ended: Callable[[], None]
    cancelled: Callable[[], None] | None = None

    def wanted(self) -> bool:
        """False when the parent, or the object whose methods should be called, was destroyed."""
        heard = (getattr(each, "__self__", None) for each in (self.done, self.failed, self.cancelled))
        owners = (self.parent, *heard)
        return all(shiboken6.isValid(owner) and not _is_left(owner) for owner in owners if isinstance(owner, QObject))


def leave(screen: QObject) -> None:
    """It will be destroyed soon: no answer goes to it, nor to what is in it, any more."""
    screen.setProperty(_LEFT, True)  # Qt's signature


def _is_left(owner: QObject | None) -> bool:
    while owner is not None:
        if owner.property(_LEFT):
            return True
        owner = owner.parent()
    return False


def _let_go(result: Any) -> None:
    """Nobody gets it."""
    close = getattr(result, "close", None)
    if callable(close):
        close()


def _outcome(job: Job, work: Callable[[Job], T]) -> tuple[T | None, Exception | None]:
    try:
        job.check_cancelled()
        return work(job), None
    except CancelledError as error:
        job.cancel()
        return None, error
    except Exception as error:  # noqa: BLE001  # every failure is told in the GUI thread
        _log.debug("a job failed", exc_info=True)
        return None, error
