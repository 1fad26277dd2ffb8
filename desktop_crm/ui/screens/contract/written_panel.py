"""The question before a contract that was printed with blanks is signed: what was written there, and where is the scan?"""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from desktop_crm.model.message import msg
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.services.clock import today
from desktop_crm.services.contract_pen import Asked
from desktop_crm.ui.desk import over
from desktop_crm.ui.form.asking_panel import AskingPanel
from desktop_crm.ui.form.fields import Date, Field, Section, Text
from desktop_crm.ui.form.problem_label import ProblemLabel
from desktop_crm.ui.form.record_form import RecordForm
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel

#: Day, values by path, scans.
Decided = Callable[[date, dict[str, Any], list[Path]], None]
#: What is wrong or odd about a day and values; fields are paths, or `day`.
Check = Callable[[date | None, dict[str, Any]], Sequence[Problem]]

#: Files that hold what was signed.
SCANS: Final = " (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.heic)"
_LEAST: Final = 76  # px; a row of fields with what is wrong with them
_DAY: Final = "day"
_AS_WRITTEN: Final = msg("As written, or – if struck out")
_NO_SCAN: Final = msg("There is no scan yet: it alone shows what was written by hand")
_APART: Final = "__"  # a form's field has no dots


class _Room(QScrollArea):
    """As high as the form in it, where there is that much room; else it is scrolled."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.viewport().setAutoFillBackground(False)

    def hold(self, form: QWidget) -> None:
        """In the place of what was in it, which is deleted."""
        self.setWidget(form)
        form.setAutoFillBackground(False)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        form = self.widget()
        if form is None:
            return super().sizeHint()
        return QSize(form.sizeHint().width(), max(form.sizeHint().height(), form.heightForWidth(form.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, min(self.sizeHint().height(), _LEAST))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class WrittenPanel(AskingPanel):
    """Hidden until something is asked; Enter decides, Esc thinks better of it."""

    given_up = Signal()
    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked: Sequence[Asked] = ()
        self._check: Check = _no_problems
        self._decided: Decided = _nothing
        self._told: Sequence[Problem] = ()
        self._scans: list[Path] = []
        self.form = RecordForm(())
        self._room = _Room(self)
        self._room.hold(self.form)
        self.scan = QPushButton(tr("Choose the signed scan…"), self)
        self.scan.clicked.connect(self.choose_scan)
        self._names = PlainLabel(parent=self)
        self._names.setMinimumWidth(1)  # cut rather than widening the window
        self._no_scan = ProblemLabel(self)
        self.go = QPushButton(tr("Mark as signed"), self)
        theme.mark(self.go, "primary")
        self.go.clicked.connect(self.decide)
        self.cancel = QPushButton(tr("Cancel"), self)
        self.cancel.clicked.connect(self.leave)
        self.lay_out(self._room, (self.cancel, self.go), told=self._no_scan, beside=(self.scan, self._names))

    def ask(self, question: str, asked: Sequence[Asked], check: Check, decided: Decided) -> None:
        """Show the question with a field for the day and for each value; `decided` gets what was answered."""
        self._asked, self._check, self._decided, self._told, self._scans = asked, check, decided, (), []
        self.question.setText(question)
        self.form = RecordForm((Section(None, self._fields(), columns=3),), check=self._problems)
        self.form.edited.connect(lambda _name: self.edited.emit())
        self._room.hold(self.form)
        self.form.load({_DAY: today()})
        chain = [self.form.editor(_field(asked[-1].path)).inputs()[-1], self.scan, self.cancel, self.go]
        for before, after in pairwise(chain):
            self.setTabOrder(before, after)
        self._tell_scan()
        self._no_scan.show_problems(())
        self.go.setText(tr("Mark as signed"))
        self.show()

    def focus_value(self, path: str = "") -> None:
        """Lead the keyboard to one value, or to the first."""
        self.form.focus_field(_field(path or self._asked[0].path))

    def typed(self) -> dict[str, Any]:
        """What a crash must not take."""
        return {} if self.isHidden() else self.form.draft()

    def choose_scan(self) -> None:
        """Which files show what was signed; they are kept once it is signed."""
        kinds = tr("Scans and photographs") + SCANS
        names, _ = over.waited(QFileDialog.getOpenFileNames, self, tr("Attach the signed scan"), "", kinds)
        if names:
            self._scans = [Path(name) for name in names]
            self._tell_scan()

    def decide(self) -> None:
        self.form.commit()
        problems = self.form.validate()
        errors = [problem for problem in problems if problem.severity is Severity.ERROR]
        doubts = [problem for problem in problems if problem.severity is not Severity.ERROR]
        if not self._scans:
            doubts.append(Problem("scan", _NO_SCAN, Severity.WARNING))
        self._no_scan.show_problems([problem for problem in doubts if problem.field == "scan"])
        if errors:
            return
        is_new, self._told = bool(doubts) and doubts != self._told, doubts
        self.go.setText(tr("Sign all the same") if doubts else tr("Mark as signed"))
        if is_new:
            return
        values = self._values()
        self.hide()
        self._decided(self.form.value(_DAY), values, self._scans)

    def leave(self) -> None:
        self.given_up.emit()
        self.hide()

    def _fields(self) -> tuple[Field, ...]:
        return (
            Date(_DAY, msg("Day"), required=True),
            *(
                Date(_field(each.path), each.title, required=True)
                if each.is_day
                else Text(_field(each.path), each.title, required=True, placeholder=_AS_WRITTEN)
                for each in self._asked
            ),
        )

    def _values(self) -> dict[str, Any]:
        return {each.path: self.form.value(_field(each.path)) for each in self._asked}

    def _problems(self, values: dict[str, Any]) -> Sequence[Problem]:
        day = values[_DAY]
        found = [] if day is not None else [Problem(_DAY, msg("Which day?"))]
        typed = {each.path: values[_field(each.path)] for each in self._asked}
        return [
            *found,
            *(Problem(_field(one.field), one.message, one.severity) for one in self._check(day, typed)),
        ]

    def _tell_scan(self) -> None:
        self._names.setText(", ".join(path.name for path in self._scans))
        if self._scans:
            self._no_scan.show_problems(())


def _field(path: str) -> str:
    return path.replace(".", _APART)


def _no_problems(_day: date | None, _values: dict[str, Any]) -> Sequence[Problem]:
    return ()


def _nothing(_day: date, _values: dict[str, Any], _scans: list[Path]) -> None:
    """Nobody has asked."""
