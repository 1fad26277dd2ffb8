"""The paper of a letter beside its form: made anew after each change, checked, printed; of an incoming one its scan."""

from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_crm.model.errors import TellableError, UserError
from desktop_crm.model.message import msg
from desktop_crm.services import letter as letters
from desktop_crm.services.papers import letter as letter_paper
from desktop_crm.services.papers.letter import Paper
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.jobs import Job
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.notes.refusal import Refusal
from desktop_crm.ui.preview.pane import PreviewPane
from desktop_crm.ui.preview.printing import print_pdf
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.records.dropped import scans_in
from desktop_crm.ui.records.tabs import Tab

_LEAST: Final = 360  # px


class _Pane(PreviewPane):
    """Its commands print what the letter is now, not what was shown a moment ago."""

    print_wanted = Signal()
    fresh = True

    def print_document(self) -> None:
        self.print_wanted.emit()

    def may_print(self) -> bool:
        return self.fresh and super().may_print()


class LetterPaper(Tab):
    """Shows the PDF of one letter, which is made only while it can be seen, or when it is to be printed."""

    problem_chosen = Signal(str)
    printed = Signal(int)  # the letter of this id
    scan_wanted = Signal()
    dropped = Signal(list)  # paths of scans

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._letter: Any = None
        self.current: Paper | None = None  # as the letter is now; None: has to be made anew
        self._pending = self._print_when_made = False
        self._refusal = Refusal(desk.notify)
        self.setMinimumWidth(_LEAST)
        self.setAcceptDrops(True)
        privacy.signals.changed.connect(self._show_pages)

    def make_pane(self) -> None:
        """Where it is shown, before a letter is: it takes a while."""
        self.pane = _Pane(self._desk, "letter-paper", self)
        self._desk.actions.qaction("letter-paper.print").setShortcuts([])  # the card prints, paper seen or not
        self.pane.toolbar.print.hide()  # the card has that button
        self.pane.print_wanted.connect(self.print_paper)
        self.pane.problem_chosen.connect(self.problem_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pane)

    def show_letter(self, letter: Any) -> None:
        """The paper of this letter as it is now; page and zoom stay while it is the same one."""
        before, self._letter = self._letter, letter
        if before is None or before.id != letter.id:
            self._refusal.settle()
            self.pane.clear()
            self.pane.set_problems(())
            self._print_when_made = False
        self.current, self._pending = None, False
        self._desk.jobs.forget(self._key)  # what is being made is of the letter before
        if self.isVisible():
            self._make()

    def show_nothing(self) -> None:
        """A new letter is written: it has no paper before it is saved."""
        self._letter = self.current = None
        self._desk.jobs.forget(self._key)
        self.pane.set_problems(())
        self.pane.clear(tr("The letter is seen here when it is saved."))

    def print_paper(self) -> None:
        """Print the letter as it is now; with an empty place in its text, say why not."""
        if self.current is None:
            self._print_when_made = True
            self._make()
        elif self.may_go_out() and self.current.pdf:
            page, told = self.pane.view.page, partial(self.printed.emit, self._letter.id)
            print_pdf(
                self._desk, self, self.current.pdf, self._title(), page, name=self.current.file_name, printed=told
            )

    def may_go_out(self) -> bool:
        """Whether it may be printed or sent as far as is known; tells what has to be mended first."""
        if self.current is None or self.current.may_go_out:
            return True
        told = msg("Letter {number} can't go out yet. Fix what is listed above its pages.", number=self._letter.number)
        self._refusal.tell(UserError(told))
        lines = self.pane.problems.lines
        (lines if lines.isVisible() else self.pane).setFocus()
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._letter is not None and scans_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.dropped.emit(scans_in(event.mimeData()))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.current is None and not self._pending:
            self._make()

    @property
    def _key(self) -> tuple[str, int]:
        return ("letter paper", id(self))

    def _make(self) -> None:
        if self._letter is None:
            return
        letter_id, workspace = self._letter.id, self._desk.workspace

        def work(_job: Job) -> Paper:
            with workspace.read() as session:
                return letter_paper.make(session, letters.get(session, letter_id))

        self._pending, self.pane.fresh = True, False
        if not self.pane.has_paper():
            self.pane.set_busy()
        self._desk.jobs.latest(self._key, work, self._made, self._failed, parent=self)

    def _made(self, paper: Paper) -> None:
        self.current, self._pending, self.pane.fresh = paper, False, True
        self.pane.set_problems(paper.problems)
        if paper.may_go_out:
            self._refusal.settle()
        self._show_pages()
        if self._print_when_made:
            self._print_when_made = False
            self.print_paper()

    def _show_pages(self) -> None:
        """Its words are private, also on paper."""
        paper = self.current
        if paper is None:
            return
        if not paper.pdf:
            way = (tr("Attach the scan…"), self.scan_wanted.emit)
            self.pane.clear(tr("No scan of it yet. Drop it here, or attach it."), way)
        elif privacy.covered():
            self.pane.clear(tr("Covered by the privacy screen. F12 shows it again."))
        else:
            self.pane.set_pdf(paper.pdf, self._title(), paper.file_name)

    def _failed(self, error: Exception) -> None:
        self._pending, self.pane.fresh, self._print_when_made = False, True, False
        self.pane.set_failed(error)
        if isinstance(error, UserError):
            self.pane.set_problems(error.problems)
        elif not isinstance(error, TellableError):
            self._desk.notify.error(error)

    def _title(self) -> str:
        return tr("Letter {number}", number=self._letter.number)
