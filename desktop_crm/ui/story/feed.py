"""Reads a story in the background, page by page; late answers are dropped."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from desktop_crm.model.story import StoryKind
from desktop_crm.services import story
from desktop_crm.services.story import Entry, Place
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.jobs import Job

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Session

PAGE: Final = 50
_LONG: Final = 500  # entries that are read at once on the way to the end


@dataclass(frozen=True, slots=True)
class Answer:
    """Entries in place of all that are shown (`whole`), or after them, and the place from which it goes on, if it does."""

    entries: Sequence[Entry]
    next: Place | None
    whole: bool
    again: bool = False  # of the same story, which was read anew


@dataclass(frozen=True, slots=True)
class Facts:
    """What is told of a whole story: the kinds that there are, how many entries, and since which day."""

    kinds: tuple[StoryKind, ...]
    count: int
    since: date | None


class Feed(QObject):
    """Answers about one story to the newest question."""

    answered = Signal(object)  # Answer
    told = Signal(object)  # Facts
    failed = Signal(object)  # Exception

    def __init__(self, desk: Desk, noun: str, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._noun = noun
        self._page_key = (id(self), "page")
        self._facts_key = (id(self), "facts")
        self._is_reading = False

    def ask(self, record_id: int, kinds: Sequence[str], *, count: int = PAGE, again: bool = False) -> None:
        """The story from its newest entry on."""

        def work(_job: Job) -> Answer:
            page = self._read(record_id, None, kinds, count)
            return Answer(page.entries, page.next, whole=True, again=again)

        self._start(work)
        self._desk.jobs.latest(
            self._facts_key, lambda _job: self._facts(record_id, kinds), self.told.emit, self._fail, self
        )

    def more(self, record_id: int, kinds: Sequence[str], place: Place, *, far: bool = False) -> None:
        """The entries after a place, a large page of them on the way to the end; not while others are read."""
        if self._is_reading:
            return

        def work(_job: Job) -> Answer:
            page = self._read(record_id, place, kinds, _LONG if far else PAGE)
            return Answer(page.entries, page.next, whole=False)

        self._start(work)

    def forget(self) -> None:
        """No answer is wanted any more."""
        self._is_reading = False
        self._desk.jobs.forget(self._page_key)
        self._desk.jobs.forget(self._facts_key)

    def _start(self, work: Callable[[Job], Answer]) -> None:
        self._is_reading = True
        self._desk.jobs.latest(self._page_key, work, self._answer, self._fail, self)

    def _read(self, record_id: int, place: Place | None, kinds: Sequence[str], limit: int) -> story.Page:
        with self._desk.workspace.read() as session:
            return story.page(session, self._noun, record_id, place, kinds=kinds, limit=limit)

    def _facts(self, record_id: int, kinds: Sequence[str]) -> Facts:
        def of(session: "Session") -> Facts:
            return Facts(
                story.kinds(session, self._noun, record_id),
                story.count(session, self._noun, record_id, kinds),
                story.since(session, self._noun, record_id, kinds),
            )

        with self._desk.workspace.read() as session:
            return of(session)

    def _answer(self, answer: Answer) -> None:
        self._is_reading = False
        self.answered.emit(answer)

    def _fail(self, error: Exception) -> None:
        self._is_reading = False
        self.failed.emit(error)
