"""The question before a step that needs a day or a reason: a line on the card, no box over it."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_crm.model.message import msg
from desktop_crm.model.problem import Problem
from desktop_crm.services.clock import today
from desktop_crm.ui.form.asking_panel import AskingPanel
from desktop_crm.ui.form.fields import Date, Section, Text
from desktop_crm.ui.form.record_form import RecordForm
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme

Decided = Callable[[date, str], None]
#: What is odd about a day, and does not forbid it.
Doubts = Callable[[date | None], Sequence[Problem]]


class StepPanel(AskingPanel):
    """Hidden until something is asked; Enter decides, Esc thinks better of it."""

    given_up = Signal()  # somebody thought better of it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._decided: Decided = _nothing
        self._reason_needed = False
        self._doubts: Doubts = _no_doubts
        self._told: Sequence[Problem] = ()
        self._words = ("", "")
        self.form = RecordForm(
            (Section(None, (Date("day", msg("Day")), Text("reason", msg("Reason"), sensitive=True)), columns=2),),
            self,
            check=self._check,
        )
        self.go = QPushButton(self)
        theme.mark(self.go, "primary")
        self.go.clicked.connect(self.decide)
        self.cancel = QPushButton(tr("Cancel"), self)
        self.cancel.clicked.connect(self.leave)
        self.lay_out(self.form, (self.cancel, self.go))

    def ask(
        self,
        question: str,
        button: tuple[str, str],
        decided: Decided,
        doubts: Doubts,
        *,
        day: bool = True,
        reason: bool = False,
    ) -> None:
        """Show the question; `decided` gets the `day` (first of all today) and, with `reason` (of an unhappy end), why.

        `doubts` about the day are told before it is decided; the button has its second word then.
        """
        theme.mark(self.go, "danger" if reason else "primary")
        self.question.setText(question)
        self._words, self._doubts = button, doubts
        self._decided, self._reason_needed = decided, reason
        self.form.show_field("day", shown=day)
        self.form.show_field("reason", shown=reason)
        self.form.load({"day": today()})
        self._told = ()
        self._tell_doubts()
        self.show()
        self.form.focus_field("reason" if reason else "day")

    def decide(self) -> None:
        """Take the answer if it is one."""
        self.form.commit()
        day, reason = self.form.value("day"), self.form.value("reason")
        problems = []
        if day is None or self.form.editor("day").trouble() is not None:
            problems.append(Problem("day", msg("Which day?")))
        if self._reason_needed and not reason:
            problems.append(Problem("reason", msg("Say why, so that it can be understood later")))
        self.form.show_problems(problems)
        if problems:
            self.form.focus_field(problems[0].field)
            return
        if self._tell_doubts():
            return
        self.hide()
        self._decided(day, reason)

    def typed(self) -> dict[str, Any]:
        """What a crash must not take: the reason, as far as it is typed."""
        return self.form.draft() if self._reason_needed and "reason" in self.form.draft() else {}

    def leave(self) -> None:
        """Nothing is done."""
        self.hide()
        self.given_up.emit()

    def _tell_doubts(self) -> bool:
        """Whether there are some that were not told yet."""
        found = tuple(self._doubts(self.form.value("day")))
        is_new, self._told = bool(found) and found != self._told, found
        self.form.show_problems(found)
        self.go.setText(self._words[bool(found)])
        return is_new

    def _check(self, values: dict[str, Any]) -> Sequence[Problem]:
        return self._doubts(values["day"])


def _nothing(_day: date, _reason: str) -> None:
    """Nobody has asked."""


def _no_doubts(_day: date | None) -> Sequence[Problem]:
    return ()
