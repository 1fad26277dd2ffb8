"""Two originals and a copy by one command, which goes on with what is missing after a jam; and a paper with blanks."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_crm.model.contract import Contract
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg
from desktop_crm.model.printed import COUNTERPARTS, Counterpart
from desktop_crm.model.problem import Problem
from desktop_crm.services import contract_sheets
from desktop_crm.services.contract_sheets import Sheets
from desktop_crm.services.papers.contract import Paper
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.form.asking_panel import AskingPanel
from desktop_crm.ui.form.fields import Flag, Section
from desktop_crm.ui.form.record_form import RecordForm
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.preview.printing import OnPaper, print_in_turn

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Session
    from desktop_crm.ui.desk.jobs import Job

Chosen = Callable[[Sequence[Counterpart]], None]
_TITLES: Final = {choice.code: choice.title for choice in COUNTERPARTS}
_NOTHING: Final = msg("Tick what is to be printed")


class SheetsPanel(AskingPanel):
    """Asks which of the sheets are to be printed, when some came out before; Enter prints, Esc thinks better of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted: Sequence[Counterpart] = ()
        self._chosen: Chosen = _nothing
        fields = tuple(Flag(str(sheet), _TITLES[sheet]) for sheet in Counterpart)
        self.form = RecordForm((Section(None, fields, columns=3),), self)
        self.go = QPushButton(tr("Print…"), self)
        theme.mark(self.go, "primary")
        self.go.clicked.connect(self.decide)
        self.cancel = QPushButton(tr("Cancel"), self)
        self.cancel.clicked.connect(self.leave)
        self.lay_out(self.form, (self.cancel, self.go))

    def ask(self, number: str, sheets: Sheets, chosen: Chosen) -> None:
        """What is still to print is ticked."""
        self._wanted, self._chosen = sheets.wanted, chosen
        if sheets.left:
            told = tr(
                "Contract {number}: what is ticked is still to print. Tick also what came out badly.", number=number
            )
        else:
            told = tr("Contract {number} is printed whole. Tick what came out badly.", number=number)
        self.question.setText(told)
        for sheet in Counterpart:
            self.form.show_field(sheet, shown=sheet in sheets.wanted)
        self.form.load({str(sheet): sheet in sheets.left for sheet in Counterpart})
        self.show()
        self.form.focus_field((*sheets.left, *sheets.wanted)[0])

    def decide(self) -> None:
        sheets = [sheet for sheet in self._wanted if self.form.value(sheet)]
        if not sheets:
            self.form.show_problems([Problem(self._wanted[0], _NOTHING)])
            return
        self.hide()
        self._chosen(sheets)

    def leave(self) -> None:
        self.hide()


class SheetsPrinting(QObject):
    """Prints the sheets of the contract that is shown, and keeps which came out and what was left open on them."""

    done = Signal(object, int)  # what was wanted of a contract has come out, with so many blanks, and is kept
    refused = Signal(object)  # the paper has empty places; what prints it with blanks, or None

    def __init__(self, desk: Desk, panel: SheetsPanel, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._panel = panel
        self._parent = parent
        self._making = False  # fast fingers ask twice

    def start(self, contract: Contract, *, blanks: bool = False) -> None:
        """Print what is still to print; where some came out before, ask first."""
        try:
            sheets = self._desk.read(lambda session: contract_sheets.state(session, contract.id))
        except UserError as error:
            self._desk.notify.error(error)
            return
        chosen = partial(self._make, contract, blanks)
        if sheets.done:
            self._panel.ask(contract.number, sheets, chosen)
        else:
            chosen(sheets.left)

    def one_with_blanks(self, contract: Contract) -> None:
        """One paper that says nothing of originals, with gaps for what is missing."""
        self._make(contract, True, [None])

    def _make(self, contract: Contract, blanks: bool, sheets: Sequence[Counterpart | None]) -> None:
        if self._making:
            return
        self._making = True
        workspace, contract_id = self._desk.workspace, contract.id

        def work(_job: "Job") -> list[tuple[Counterpart | None, Paper]]:
            with workspace.read() as session:
                return contract_sheets.make(session, contract_id, sheets, blanks=blanks)

        self._desk.jobs.run(
            self._parent,
            tr("Making the document…"),
            work,
            partial(self._print, contract, blanks),
            self._not_made,
            cancelled=self._made,
        )

    def _made(self) -> None:
        self._making = False

    def _not_made(self, error: Exception) -> None:
        self._made()
        self._desk.notify.error(error)

    def _print(self, contract: Contract, blanks: bool, made: Sequence[tuple[Counterpart | None, Paper]]) -> None:
        self._made()
        first = made[0][1]
        if not first.may_print:
            sheets = [sheet for sheet, _ in made]
            self.refused.emit(partial(self._make, contract, True, sheets) if first.may_print_with_blanks else None)
            return
        papers = [
            OnPaper(paper.pdf, _title(contract.number, sheet), partial(self._keep, contract, blanks, sheet, paper.said))
            for sheet, paper in made
        ]
        done = partial(self.done.emit, contract, len(first.gaps) if blanks else 0)
        print_in_turn(self._desk, self._parent, papers, first.file_name, done)

    def _keep(self, contract: Contract, blanks: bool, sheet: Counterpart | None, said: str) -> bool:
        """That it came out; False when that could not be kept, so that what is left would be of no use."""

        def work(session: "Session") -> None:
            contract_sheets.keep(session, contract.id, sheet, said, blanks=blanks)

        try:
            self._desk.write(contract_sheets.message(contract, sheet), work)
        except Exception as error:  # noqa: BLE001 - each kind has its place in the window; what came out is out
            self._desk.notify.error(error)
            return False
        return True


def _title(number: str, sheet: Counterpart | None) -> str:
    """How notes and the printer's queue name it."""
    match sheet:
        case None:
            return tr("Contract {number}", number=number)
        case Counterpart.FIRST:
            return tr("Contract {number}, original 1", number=number)
        case Counterpart.SECOND:
            return tr("Contract {number}, original 2", number=number)
        case Counterpart.COPY:
            return tr("Contract {number}, copy", number=number)


def _nothing(_sheets: Sequence[Counterpart]) -> None:
    """Nobody has asked."""
