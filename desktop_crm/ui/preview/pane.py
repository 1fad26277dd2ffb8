"""A paper in the window: look at it, find words in it, print it, save it, and mend what is wrong with it."""

from collections.abc import Collection, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_crm.model.errors import TellableError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.tab_order import in_order
from desktop_crm.ui.preview.commands import commands
from desktop_crm.ui.preview.marks import Mark
from desktop_crm.ui.preview.pages import Pages
from desktop_crm.ui.preview.problem_list import ProblemList
from desktop_crm.ui.preview.search_bar import SearchBar
from desktop_crm.ui.preview.state import StateCard, Way
from desktop_crm.ui.preview.thumbnails import Thumbnails
from desktop_crm.ui.preview.toolbar import Toolbar
from desktop_crm.ui.preview.view import PageView

if TYPE_CHECKING:
    from desktop_crm.ui.desk.desk import Desk

_THUMBNAILS_KEY: Final = "preview/thumbnails"
_ROOM_FOR_THUMBNAILS: Final = 620  # px of width for the pages and them; narrower, they give way


class PreviewPane(QWidget):
    """Shows one PDF. `name` must differ between panes that live at the same time (their commands' ids begin with it)."""

    problem_chosen = Signal(str)  # the field that mends a problem
    saved = Signal(Path)
    printed = Signal()  # given to a printer, or written to the file chosen in its dialog

    def __init__(self, desk: "Desk", name: str = "preview", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._data: bytes | None = None
        self._title = ""
        self._file_name = ""
        self._marks: Sequence[Mark] = ()
        self._pages: Pages | None = None
        self._open: list[Pages] = []
        self.destroyed.connect(partial(_close, self._open))
        self._forbidden: Message | None = None
        self._busy = False
        self._wants_thumbnails = bool(desk.settings.get(_THUMBNAILS_KEY, default=False))
        self.view = PageView(desk.jobs, self)
        self.thumbnails = Thumbnails(desk.jobs, self)
        self.search = SearchBar(desk.jobs, self)
        self.problems = ProblemList(self)
        self.state = StateCard(self)
        desk.actions.add(*commands(self, name), owner=self)
        self.toolbar = Toolbar(desk.actions, name, self.view, self)
        self._build()
        self._connect()
        self._refresh()

    # What is shown

    def set_pdf(self, data: bytes, title: str, file_name: str = "", marks: Sequence[Mark] = ()) -> None:
        """Show these bytes; page and zoom stay as they were.

        `title` names the paper in sentences, `file_name` as a file and in the print queue; `marks` come with its pages.
        """
        self._marks = marks
        self._data, self._title, self._file_name = data, title, file_name or title
        if self._pages is None:
            self.set_busy()
        self._desk.jobs.latest(self._key, lambda _job: Pages(data), self._opened, self._failed, parent=self)

    def set_problems(
        self, problems: Sequence[Problem], *, for_the_pen: bool = False, elsewhere: Collection[str] = ()
    ) -> None:
        """Tell what is wrong; an error forbids printing and saving, a warning does not. See `ProblemList`."""
        self.problems.set_problems(problems, for_the_pen=for_the_pen, elsewhere=elsewhere)
        errors = any(problem.severity is Severity.ERROR for problem in problems)
        self._forbidden = msg("First fix what is listed above the pages.") if errors else None
        self._refresh()

    def set_busy(self, text: str = "") -> None:
        """The paper is being made anew: say so; what was shown stays in sight."""
        self._busy = True
        self.state.tell_busy(text or tr("Making the document…"))
        self._refresh()

    def set_failed(self, error: Exception) -> None:
        """There is no paper, and why."""
        self._desk.jobs.forget(self._key)
        self._show(None)
        self._data = None
        reason = say(error.message) if isinstance(error, TellableError) else tr("The document could not be made.")
        self.state.tell_failed(reason)
        self._refresh()

    def clear(self, text: str = "", way: Way | None = None) -> None:
        """Show nothing, a `text` of why, and what can be done about it."""
        self._desk.jobs.forget(self._key)
        self._show(None)
        self._data = None
        self.state.tell_empty(text, way)
        self._refresh()

    # What can be done

    def may_print(self) -> bool:
        """Whether there is a paper without errors."""
        return self._pages is not None and self._forbidden is None and not self._busy

    def has_paper(self) -> bool:
        """Whether there is anything to see."""
        return self._pages is not None

    def shows_thumbnails(self) -> bool:
        """Whether the small pictures are seen."""
        return not self.thumbnails.isHidden()

    def print_document(self) -> None:
        """Ask for a printer and print."""
        from desktop_crm.ui.preview.printing import print_pdf

        if self._data is not None and self.may_print():
            name, page = self._file_name, self.view.page
            print_pdf(self._desk, self, self._data, self._title, page, name=name, printed=self.printed.emit)

    def save_document(self) -> None:
        """Ask for a file and save."""
        from desktop_crm.ui.preview.saving import save_pdf

        if self._data is not None and self.may_print():
            save_pdf(self._desk, self, self._data, self._file_name, self.saved.emit)

    def open_search(self) -> None:
        """Let the person type what to find."""
        self.search.open(self.view.page)

    def copy_page_text(self) -> None:
        """Put the words of the page that is being read on the clipboard."""
        if self._pages is None:
            return
        pages, page = self._pages, self.view.page
        self._desk.jobs.latest(
            ("preview copy", id(self)), lambda _job: pages.text(page), self._copied, lambda _error: None, parent=self
        )

    def toggle_thumbnails(self) -> None:
        """Show or hide the small pictures, here and the next time."""
        self._wants_thumbnails = self.thumbnails.isHidden()
        self._desk.settings.set(_THUMBNAILS_KEY, self._wants_thumbnails)
        self.thumbnails.setVisible(self._wants_thumbnails)
        self._refresh()

    def keep_order(self, *more_tools: QWidget) -> None:
        """Tab as the eye; again when more tools are put at the end of the toolbar's left half."""
        self.toolbar.keep_order(*more_tools)
        in_order(self.toolbar, self.problems, self.thumbnails, self.search, self.view, self.state)

    # Inside

    @property
    def _key(self) -> tuple[str, int]:
        return ("preview open", id(self))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard goes on to the pages; a focus proxy would break the ring of Tab in two."""
        self.view.setFocus(event.reason())

    def event(self, event: QEvent) -> bool:
        """While the keyboard is here Ctrl+F is for the paper, before it is for a list beside it."""
        if isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Find) and self.has_paper():
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.open_search()
                return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._place_thumbnails()

    def _place_thumbnails(self) -> None:
        self.thumbnails.setVisible(self._wants_thumbnails and self.width() >= _ROOM_FOR_THUMBNAILS)

    def _opened(self, pages: Pages) -> None:
        self._busy = False
        self.state.hide()
        self._show(pages)
        self._refresh()

    def _failed(self, error: Exception) -> None:
        self.set_failed(error)
        if not isinstance(error, TellableError):
            self._desk.notify.error(error)

    def _show(self, pages: Pages | None) -> None:
        self._pages = pages
        before, self._open[:] = self._open[:], [] if pages is None else [pages]
        self._busy = False
        self.view.set_pages(pages)
        self.view.set_marks(self._marks if pages is not None else ())
        self.thumbnails.set_pages(pages)
        self.thumbnails.set_page(self.view.page)
        self.search.set_pages(pages)
        self.toolbar.set_count(0 if pages is None else len(pages))
        _close(before)

    def _copied(self, text: str) -> None:
        from PySide6.QtGui import QGuiApplication

        QGuiApplication.clipboard().setText(text)
        self._desk.notify.note(tr("Page text copied."))

    def _refresh(self) -> None:
        self._place_thumbnails()
        self.toolbar.set_forbidden("" if self._forbidden is None else say(self._forbidden))
        self._desk.actions.refresh()

    def _connect(self) -> None:
        self.view.page_changed.connect(self.thumbnails.set_page)
        self.thumbnails.chosen.connect(self.view.go_to_page)
        self.search.found.connect(self.view.set_hits)
        self.search.closed.connect(self.view.setFocus)
        self.problems.chosen.connect(self.problem_chosen)

    def _build(self) -> None:
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.search)
        middle.addWidget(self.view, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.thumbnails)
        row.addWidget(_line(self, "line-down"))
        row.addLayout(middle, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addWidget(_line(self))
        column.addWidget(self.problems)
        column.addLayout(row, 1)
        self.keep_order()
        self.state.lie_over(self.view)
        self.state.tell_empty()


def _close(documents: Sequence[Pages], _pane: object = None) -> None:
    """Without the pane, which may be gone."""
    for pages in documents:
        pages.close()


def _line(parent: QWidget, look: str = "line") -> QFrame:
    line = QFrame(parent)
    theme.mark(line, look)
    return line
