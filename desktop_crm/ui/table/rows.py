"""Puts answers on the screen, so that what the person sees and has selected moves as little as can be."""

from array import array
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, Signal

from desktop_crm.model.listing import Listing, Query
from desktop_crm.ui.desk.jobs import Jobs
from desktop_crm.ui.table.feed import PAGE, Answer, Feed, find
from desktop_crm.ui.table.model import TableModel
from desktop_crm.ui.table.view import View


class Rows(QObject):
    """Asks for a view's rows and shows what comes."""

    shown = Signal()  # an answer is on the screen
    failed = Signal()  # a new question has no answer; a failed reload leaves the rows as they are
    current_changed = Signal(object)  # id or None
    selection_changed = Signal()

    def __init__(self, listing: Listing, jobs: Jobs, model: TableModel, view: View) -> None:
        super().__init__(view)
        self._jobs = jobs
        self._model = model
        self._view = view
        self._told_current: int | None = None
        self._asked = False
        self._wanted: int | None = None  # to be selected when it comes
        self._feed = Feed(listing, jobs, self)
        self._feed.answered.connect(self._answered)
        self._feed.failed.connect(self._failed)
        model.failed.connect(self._tell_error)
        view.current_changed.connect(self._moved)
        view.selection_changed.connect(self.selection_changed)

    def ask(self, query: Query) -> None:
        """A new question: its rows appear from the top."""
        self._wanted = None
        self._asked = True
        self._model.expect()
        self._feed.ask(query)

    def reload(self, query: Query) -> None:
        """The same question again; scrolling, current row and selection stay with their ids."""
        if self._model.whole:
            self._asked = True
            self._feed.reload(query, self._view.kept())
        else:  # what is shown is no answer to keep anything of
            wanted = self._wanted
            self.ask(query)
            self._wanted = wanted

    def select(self, wanted: int) -> None:
        """Select a record and show it, as soon as it is known to be in the list."""
        self._go_to(wanted)
        self._wanted = wanted if self._asked else None

    def _go_to(self, wanted: int) -> None:
        row = self._model.row_of(wanted)
        if row is not None:
            self._view.go_to(row)

    def _answered(self, answer: Answer) -> None:
        with self._one_telling():
            if answer.kept is None:
                self._show_new(answer)
            else:
                self._show_again(answer)
            if self._wanted is not None:
                self._go_to(self._wanted)
        if answer.whole:
            self._asked, self._wanted = False, None
        self.shown.emit()

    def _show_new(self, answer: Answer) -> None:
        """From the top, the current row kept when it is on the first page."""
        current = self._view.current_id()
        if self._model.show(answer):
            return
        self._view.scrollToTop()
        row = None if current is None else self._model.row_of(current)
        if row is not None and row < PAGE:
            self._view.go_to(row)

    def _show_again(self, answer: Answer) -> None:
        """After a reload; the person may have moved on since it was asked."""
        kept, pixels = self._view.kept(), self._view.pixels()
        found = answer.found if kept == answer.kept else None
        if not self._model.show(answer):
            self._view.restore(found or find(kept, answer.ids), pixels)

    @contextmanager
    def _one_telling(self) -> Iterator[None]:
        """Selection and current row jump while rows are replaced: told once, when all is in its place."""
        ids, selected = self._model.ids, self._view.spans()
        self._view.set_quiet(True)
        try:
            yield
        finally:
            self._view.set_quiet(False)
        self._tell_current(self._view.current_id())
        if self._view.spans() != selected or (selected and self._model.ids is not ids):
            self.selection_changed.emit()

    def _moved(self, current: int | None) -> None:
        self._wanted = None  # the person went elsewhere
        self._tell_current(current)

    def _tell_current(self, current: int | None) -> None:
        if current != self._told_current:
            self._told_current = current
            self.current_changed.emit(current)

    def _failed(self, error: Exception) -> None:
        self._asked, self._wanted = False, None
        if not self._model.whole:
            self._model.show(Answer(Query(), array("q"), ()))
            self.failed.emit()
        self._tell_error(error)

    def _tell_error(self, error: Exception) -> None:
        if self._jobs.on_error is None:
            raise error
        self._jobs.on_error(error)
