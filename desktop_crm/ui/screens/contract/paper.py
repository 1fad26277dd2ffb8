"""The paper of a contract beside its form: made anew after each change, checked, printed."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QSplitter, QVBoxLayout, QWidget

from desktop_crm.model.contract import Contract
from desktop_crm.model.document_language import DOCUMENT_LANGUAGES
from desktop_crm.model.errors import TellableError, UserError
from desktop_crm.model.listing import title_of
from desktop_crm.model.message import msg
from desktop_crm.model.spot import Spot
from desktop_crm.services import contract as contracts
from desktop_crm.services import contract_gaps
from desktop_crm.services.contract_gaps import Gap
from desktop_crm.services.papers import contract as contract_paper
from desktop_crm.services.papers.contract import Paper
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.jobs import Job
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.notes.refusal import Refusal
from desktop_crm.ui.preview.marks import Mark
from desktop_crm.ui.preview.pane import PreviewPane
from desktop_crm.ui.preview.printing import print_pdf
from desktop_crm.ui.records.tabs import Tab
from desktop_crm.ui.screens.contract.filled import filled, places_of
from desktop_crm.ui.screens.contract.languages import LanguageSwitch

_LEAST: Final = 360  # px
_TWO_PAGES: Final = 1600  # px of the window

#: A paper, the gaps it has or had, and where what was filled in stands.
Made = tuple[Paper, tuple[Gap, ...], tuple[Spot, ...]]


class _Pane(PreviewPane):
    """Its commands print what the contract is now, not what was shown a moment ago."""

    print_wanted = Signal()
    fresh = True

    def print_document(self) -> None:
        self.print_wanted.emit()

    def may_print(self) -> bool:
        return self.fresh and super().may_print()


class PaperTab(Tab):
    """Shows the PDF of one contract. The paper is made only while it can be seen, or when it is to be printed."""

    problem_chosen = Signal(str)
    printed = Signal(int)  # the contract of this id
    blanks_wanted = Signal()  # it is to be printed with gaps for what is missing
    blanks_known = Signal()
    gaps_known = Signal(object, object)  # all there were, in its order (Gap); the paths of those that are left
    gap_clicked = Signal(str)  # its path

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._contract: Contract | None = None
        self._language = ""
        self.current: Paper | None = None  # as the contract is now; None: has to be made anew
        self._pending = False
        self._print_when_made = False
        self.blanks = 0  # it can be printed with so many gaps, and not without
        self.needed = False  # also while its place is seen and it is not
        self._places = dict[str, Sequence[Spot]]()  # of gaps, as they were last seen
        self.asked: tuple[str, ...] = ()  # the paths of gaps that there were before
        self.setMinimumWidth(_LEAST)  # its toolbar gives way
        self._refusal = Refusal(desk.notify)
        self._refused: Exception | None = None  # told when the paper is made
        self._filled_beside: set[str] = set()  # the gaps that have a field
        self._reveals = False  # they are listed all the same
        self.switch = LanguageSwitch(self)
        self.switch.chosen.connect(self.show_language)
        self.notice = QLabel(self)
        self.notice.setWordWrap(True)
        self.notice.setContentsMargins(theme.PAD_16, theme.PAD_8, theme.PAD_16, theme.PAD_8)
        theme.mark(self.notice, "muted")

    def make_pane(self) -> None:
        """Where it is shown, before a contract is: a fifth of what all of a card takes to make."""
        self.pane = _Pane(self._desk, "contract-paper", self)
        self.pane.view.abreast_from = _TWO_PAGES
        own_print = self._desk.actions.qaction("contract-paper.print")
        own_print.setShortcuts([])  # the card prints, whether the paper is seen or not
        self.pane.print_wanted.connect(self.print_paper)
        self.pane.problem_chosen.connect(self.problem_chosen)
        self.pane.view.mark_clicked.connect(self.gap_clicked)
        self._lay_out()

    def show_contract(self, contract: Contract) -> None:
        """The paper of this contract as it is now; page, zoom and language stay while it is the same one."""
        before, self._contract = self._contract, contract
        if before is None or before.id != contract.id:
            self._refusal.settle()
            self._refused = None
            self.pane.clear()
            self.pane.set_problems(())
            self._language = ""
            self._print_when_made = self._reveals = False
            self.blanks = 0
            self._places.clear()
        self._stale()

    def show_language(self, code: str) -> None:
        """Show it in another language; the contract keeps its own."""
        self._language = code
        self._stale()

    def print_paper(self) -> None:
        """Print the contract as it is now; with an empty place in its text, say why not."""
        if self.current is None:
            self._print_when_made = True
            self._make()
        elif self.may_go_out():
            paper, title = self.current, tr("Contract {number}", number=self._number())
            page, told = self.pane.view.page, partial(self.printed.emit, self._contract.id if self._contract else 0)
            print_pdf(self._desk, self, paper.pdf, title, page, name=paper.file_name, printed=told)

    def may_go_out(self, with_blanks: Callable[[], object] | None = None) -> bool:
        """Whether it may be printed or signed as far as is known; tells what has to be mended first.

        Where only what the pen can fill in is missing, that is offered, too: `with_blanks`, or to print it so.
        """
        if self.current is None or self.current.may_print:
            return True
        self.refuse(self._blanks_instead(with_blanks))
        return False

    def refuse(self, with_blanks: Callable[[], object] | None = None) -> None:
        """Once, until the paper has no errors any more; the keyboard goes to the first of them."""
        told = msg("Contract {number} can't go out yet. Fix the errors above its pages.", number=self._number())
        if with_blanks is None:
            self._refusal.tell(UserError(told))
        else:
            told = msg(
                "Contract {number} can't go out yet. Fix the errors above its pages, or fill the blanks in by hand.",
                number=self._number(),
            )
            self._refusal.tell(UserError(told), (tr("Print with blanks"), with_blanks))
        self.take_keyboard()

    def tell_refused(self, error: Exception) -> None:
        """What the list above the pages tells is not told a second time; what it tells is known when the paper is made."""
        if self._pending:
            self._refused = error
            return
        known = [] if self.current is None else [problem.message for problem in self.current.problems]
        problems = error.problems if isinstance(error, UserError) else ()
        if problems and all(problem.message in known for problem in problems):
            self.refuse(self._blanks_instead())
        else:
            self._refusal.tell(error)

    def take_keyboard(self) -> None:
        """To what has to be mended, all of it in one list, or to the pages."""
        self._reveals = True
        if self.current is not None:
            self._tell_problems(self.current)
        lines = self.pane.problems.lines
        (lines if lines.isVisible() else self.pane).setFocus(Qt.FocusReason.OtherFocusReason)

    def pane_shows(self, path: str) -> None:
        """The place of this gap, in its page."""
        self.pane.view.show_mark(path)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.catch_up()

    def catch_up(self) -> None:
        """Make what was not made while nobody looked."""
        if self.current is None and not self._pending and self._is_wanted():
            self._make()

    def _is_wanted(self) -> bool:
        place = self.parentWidget()
        while place is not None and not isinstance(place, QSplitter):
            place = place.parentWidget()
        return self.isVisible() or (self.needed and place is not None and place.isVisible())

    def _blanks_instead(self, print_so: Callable[[], object] | None = None) -> Callable[[], object] | None:
        """What prints it with blanks, where that is enough."""
        enough = self.current is not None and self.current.may_print_with_blanks
        return (print_so or self.blanks_wanted.emit) if enough else None

    @property
    def _key(self) -> tuple[str, int]:
        return ("contract paper", id(self))

    def _stale(self) -> None:
        self.current, self._pending = None, False
        self._desk.jobs.forget(self._key)  # what is being made is of the contract before
        self._tell_language()
        if self._is_wanted():
            self._make()

    def _make(self) -> None:
        contract = self._contract
        if contract is None:
            return
        contract_id, language, workspace = contract.id, self._language or None, self._desk.workspace
        asked, places = self.asked, dict(self._places)

        def work(_job: Job) -> Made:
            with workspace.read() as session:
                contract = contracts.get(session, contract_id)
                paper = contract_paper.make(session, contract, language)
                gaps = contract_gaps.of(session, contract, merged(asked, paper.gaps))
            return paper, gaps, filled(paper.pdf, gaps, paper.gaps, places)

        self._pending, self.pane.fresh = True, False
        if not self.pane.has_paper():
            self.pane.set_busy()
        self._desk.jobs.latest(self._key, work, self._made, self._failed, parent=self)

    def _made(self, made: Made) -> None:
        paper, gaps, there = made
        self.current, self._pending, self.pane.fresh = paper, False, True
        self._filled_beside = {gap.path for gap in gaps} if self.needed else set()
        self._tell_problems(paper)
        self.blanks = len(paper.gaps) if paper.may_print_with_blanks else 0
        self.blanks_known.emit()
        if paper.may_print:
            self._refusal.settle()
            self._reveals = False
        refused, self._refused = self._refused, None
        if refused is not None:
            self.tell_refused(refused)
        paths = [gap.path for gap in gaps]
        marks = [*marks_of(paper.spots, paths), *marks_of(there, paths, filled=True)] if self.needed else ()
        self._places.update(places_of(paper.spots))
        self.pane.set_pdf(paper.pdf, tr("Contract {number}", number=self._number()), paper.file_name, marks)
        self.gaps_known.emit(gaps, paper.gaps)
        if self._print_when_made:
            self._print_when_made = False
            self.print_paper()

    def _tell_problems(self, paper: Paper) -> None:
        """Gaps have their form, until somebody wants them in the list."""
        elsewhere = () if self._reveals else self._filled_beside
        self.pane.set_problems(paper.problems, for_the_pen=paper.may_print_with_blanks, elsewhere=elsewhere)

    def _failed(self, error: Exception) -> None:
        self._pending, self.pane.fresh, self._print_when_made = False, True, False
        refused, self._refused = self._refused, None
        if refused is not None:
            self._refusal.tell(refused)
        self.pane.set_failed(error)
        if isinstance(error, UserError):
            self.pane.set_problems(error.problems)
        elif not isinstance(error, TellableError):
            self._desk.notify.error(error)

    def _tell_language(self) -> None:
        contract = self._contract
        if contract is None:
            return
        shown = self._language or contract.language
        self.switch.show_language(shown)
        own = say(title_of(DOCUMENT_LANGUAGES, contract.language).title)
        self._notice_line.setVisible(shown != contract.language)
        self.notice.setVisible(shown != contract.language)
        if contract.is_frozen():
            self.notice.setText(tr("A translation. What was signed is: {language}.", language=own))
        else:
            self.notice.setText(tr("Shown to look at. The contract's own language stays: {language}.", language=own))

    def _number(self) -> str:
        return self._contract.number if self._contract is not None else ""

    def _lay_out(self) -> None:
        self._notice_line = QFrame(self)
        theme.mark(self._notice_line, "line")
        tools = self.pane.toolbar.layout()
        assert isinstance(tools, QBoxLayout)
        self.pane.toolbar.print.hide()  # the card has that button
        tools.insertWidget(_before_stretch(tools), self.switch)
        self.pane.keep_order(self.switch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self._notice_line)
        column.addWidget(self.pane, 1)
        self.notice.hide()
        self._notice_line.hide()


def _before_stretch(tools: QBoxLayout) -> int:
    """The end of the toolbar's left half."""
    return next((at for at in range(tools.count()) if tools.stretch(at) > 0), tools.count())


def merged(known: Sequence[str], found: Sequence[str]) -> list[str]:
    """Those that were known, and each new one behind the one that it follows on the paper."""
    every = list(known)
    for at, path in enumerate(found):
        if path not in every:
            every.insert(every.index(found[at - 1]) + 1 if at else 0, path)
    return every


def marks_of(spots: Sequence[Spot], paths: Sequence[str], *, filled: bool = False) -> list[Mark]:
    """Numbered as in the form; of a gap in several pieces the first has the number."""
    numbers = {path: str(number) for number, path in enumerate(paths, 1)}
    befores = [None, *(spot.path for spot in spots)]
    return [
        Mark(
            spot.path,
            spot.page,
            QRectF(spot.left, spot.top, spot.width, spot.height),
            numbers[spot.path] if spot.path != before else "",
            filled,
        )
        for spot, before in zip(spots, befores, strict=False)
        if spot.path in numbers
    ]
