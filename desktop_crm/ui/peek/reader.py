"""Reads peeks in a thread, those of the rows around the chosen one ahead, so that arrows find them ready."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal

from desktop_crm.ui.desk.jobs import Job, Jobs
from desktop_crm.ui.peek.content import Key, Peek

_KEPT: Final = 48


class PeekReader(QObject):
    """`read` makes the peek of a record in a thread, None of one that is gone."""

    come = Signal(object)  # Peek
    gone = Signal(object)  # key
    ahead = Signal()  # those around it are known, too
    failed = Signal(object, object)  # key, Exception

    def __init__(self, read: Callable[[Key], Peek | None], jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._read, self._jobs = read, jobs
        self._known: OrderedDict[Key, Peek] = OrderedDict()

    def ask(self, record: Key, around: Sequence[Key]) -> bool:
        """Tell this one by `come`, at once where it is known already; then look at those `around`. Whether it was known."""
        known = self._known.get(record)
        if known is not None:
            self._known.move_to_end(record)
            self.come.emit(known)
            self._look_ahead(around)
        else:
            self._look_at([record], lambda found: self._answer(record, found, around), record)
        return known is not None

    def known(self, keys: Sequence[Key]) -> list[Peek]:
        """Of these, those that were read."""
        return [peek for each in keys if (peek := self._known.get(each)) is not None]

    def forget(self) -> None:
        """The data are others."""
        self._known.clear()
        self._jobs.forget(self._key)

    @property
    def _key(self) -> tuple[int, str]:
        return (id(self), "peek")

    def _look_ahead(self, around: Sequence[Key]) -> None:
        missing = [each for each in around if each not in self._known]
        if missing:
            self._look_at(missing, self._keep_ahead, None)
        else:
            self.ahead.emit()

    def _look_at(self, keys: Sequence[Key], done: Callable[[Sequence[Peek | None]], None], wanted: Key | None) -> None:
        """In a thread; a newer question makes this one void."""
        read = self._read

        def work(job: Job) -> list[Peek | None]:
            found = []
            for each in keys:
                job.check_cancelled()
                found.append(read(each))
            return found

        def failed(error: Exception) -> None:
            if wanted is not None:
                self.failed.emit(wanted, error)

        self._jobs.latest(self._key, work, done, failed, self)

    def _answer(self, record: Key, found: Sequence[Peek | None], around: Sequence[Key]) -> None:
        self._keep(found)
        if (peek := found[0]) is None:
            self.gone.emit(record)
        else:
            self.come.emit(peek)
        self._look_ahead(around)

    def _keep_ahead(self, found: Sequence[Peek | None]) -> None:
        self._keep(found)
        self.ahead.emit()

    def _keep(self, found: Sequence[Peek | None]) -> None:
        for peek in found:
            if peek is not None:
                self._known[peek.key] = peek
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
