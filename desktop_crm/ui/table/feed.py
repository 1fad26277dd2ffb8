"""Asks a listing in the background: first a page to look at, then the ids of every row; late answers are dropped."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_crm.model.listing import Listing, Query
from desktop_crm.ui.desk.jobs import Job, Jobs
from desktop_crm.ui.table.cells import Row, prepare
from desktop_crm.ui.table.spans import Ids, Span, follow, row_of

PAGE: Final = 128  # rows that are read together
_TYPING: Final = 200  # ms a search must stand before all its ids are asked for
_AGAIN: Final = 30  # ms until it is looked again whether an older question's ids have come


@dataclass(frozen=True)
class Kept:
    """What must stay where it is, told by id, while the rows of a list are read again."""

    ids: "Ids[int]"
    spans: tuple[Span, ...] = ()
    current: int | None = None  # a row of `ids`, as is `top`
    top: int = 0


@dataclass(frozen=True)
class Found:
    """Where the kept rows are now; a current row that is gone leaves its place to its neighbour."""

    spans: tuple[Span, ...]
    current: int | None
    top: int


@dataclass(frozen=True)
class Answer:
    """The rows of a query: their ids (`whole` when these are all) and those that are already read, from row `start`."""

    query: Query
    ids: "Ids[int]"
    rows: Sequence[Row]
    start: int = 0
    whole: bool = True
    more: bool = False  # the second answer to a question, whose first page is shown already
    kept: Kept | None = None
    found: Found | None = None


def find(kept: Kept, ids: "Ids[int]") -> Found:
    """Where the kept rows are in `ids`."""
    return Found(
        tuple(follow(kept.ids, ids, kept.spans)),
        None if kept.current is None else _moved(kept, ids, kept.current),
        max(0, _moved(kept, ids, kept.top) or 0) if kept.top else 0,
    )


def _moved(kept: Kept, ids: "Ids[int]", row: int) -> int | None:
    if not ids or not 0 <= row < len(kept.ids):
        return None
    found = row_of(ids, kept.ids[row], row)
    return min(row, len(ids) - 1) if found is None else found


class Feed(QObject):
    """Answers of one listing to the newest question."""

    answered = Signal(object)  # Answer
    failed = Signal(object)  # Exception

    def __init__(self, listing: Listing, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._listing = listing
        self._jobs = jobs
        self._first_key = (id(self), "first")
        self._whole_key = (id(self), "whole")
        self._pending = Query()
        self._is_late = any(column.late for column in listing.columns)  # the first page may lack something
        self._scans: set[object] = set()  # workers that still read ids, perhaps of an older question
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._ask_whole)

    def ask(self, query: Query) -> None:
        """A new question: answered once with a page, and when there is more, a second time with all ids."""
        self.forget()
        listing, columns = self._listing, tuple(self._listing.columns)

        def work(_job: Job) -> Answer:
            rows = listing.page(query, 0, PAGE)
            prepare(columns, rows)
            return Answer(query, array("q", [row[0] for row in rows]), rows, whole=len(rows) < PAGE)

        self._jobs.latest(self._first_key, work, self._first, self._fail, self)

    def reload(self, query: Query, kept: Kept) -> None:
        """The same question again, after a change: one answer, with the places of what was kept."""
        self.forget()
        listing = self._listing

        def work(job: Job) -> Answer:
            ids = self._scan(query)
            job.check_cancelled()
            found = find(kept, ids)
            start = max(0, found.top - PAGE // 4) // PAGE * PAGE
            rows = listing.rows(ids[start : start + 2 * PAGE])
            return Answer(query, ids, rows, start, kept=kept, found=found)

        self._jobs.latest(self._whole_key, work, self.answered.emit, self._fail, self)

    def forget(self) -> None:
        """No answer is wanted any more."""
        self._later.stop()
        self._jobs.forget(self._first_key)
        self._jobs.forget(self._whole_key)

    def _first(self, answer: Answer) -> None:
        self._pending = answer.query
        if not answer.whole or self._is_late:
            self._later.start(_TYPING if answer.query.find and not answer.whole else 0)
        self.answered.emit(answer)

    def _ask_whole(self) -> None:
        if self._scans:  # it can't be stopped, but must not be joined by others: pages need the workers too
            self._later.start(_AGAIN)
            return
        query, listing, late = self._pending, self._listing, self._is_late

        def work(_job: Job) -> Answer:
            ids = self._scan(query)
            return Answer(query, ids, listing.rows(ids[:PAGE]) if late else (), more=True)

        self._jobs.latest(self._whole_key, work, self.answered.emit, self._fail, self)

    def _scan(self, query: Query) -> "Ids[int]":
        mark = object()
        self._scans.add(mark)
        try:
            return self._listing.ids(query)
        finally:
            self._scans.discard(mark)

    def _fail(self, error: Exception) -> None:
        self.failed.emit(error)
