"""A new password: typed twice, its strength told while one types."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_crm.ui.desk.jobs import Jobs
from desktop_crm.ui.form.problem_label import ProblemLabel
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.password.field import PasswordField
from desktop_crm.ui.password.strength import StrengthMeter

Words = Callable[[], Sequence[str]]


class NewPassword(QWidget):
    """Two fields and what is to be said about them."""

    entered = Signal()  # Enter in the last field

    def __init__(self, jobs: Jobs, words: Words = tuple, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first = PasswordField(tr("New password"), self)
        self.again = PasswordField(tr("Repeat the password"), self)
        self.meter = StrengthMeter(jobs, words, self)
        self.problem = ProblemLabel(self)
        self.first.edited.connect(self._typed)
        self.again.edited.connect(self._compare)
        self.first.entered.connect(self.again.select)
        self.again.entered.connect(self.entered)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.PAD_4)
        for field in (self.first, self.again):
            label = PlainLabel(field.editor.accessibleName(), self)
            label.setBuddy(field.editor)
            theme.mark(label, "small")
            column.addWidget(label)
            column.addWidget(field)
            column.addWidget(self.meter if field is self.first else self.problem)
            column.addSpacing(theme.PAD_8)

    def password(self) -> str:
        """What is typed; empty, with the problem told, when it can't be taken. Whoever takes it refuses a weak one."""
        if not self.first.text():
            self.problem.show_text(
                tr("Type a password. Four or five words that don't belong together hold well."), error=True
            )
            self.first.select()
        elif self.first.text() != self.again.text():
            self.problem.show_text(tr("The passwords differ. Type the second one again."), error=True)
            self.again.select()
        else:
            self.problem.show_text("")
            return self.first.text()
        return ""

    def take_over(self, before: "NewPassword") -> None:
        """What was typed in another language."""
        for mine, typed in ((self.first, before.first), (self.again, before.again)):
            mine.editor.setText(typed.text())
        self._typed()

    def refuse(self, sentence: str) -> None:
        """It is not taken."""
        self.problem.show_text(sentence, error=True)
        self.first.select()

    def clear(self) -> None:
        """Forget what is typed."""
        for field in (self.first, self.again):
            field.clear()
        self.meter.measure("")
        self.problem.show_text("")

    def focusInEvent(self, _event: QFocusEvent) -> None:
        self.first.select()

    def _typed(self) -> None:
        self.meter.measure(self.first.text())
        self._compare()

    def _compare(self) -> None:
        """A difference is told as soon as the second one can't become the first any more."""
        other = not self.first.text().startswith(self.again.text())
        self.problem.show_text(tr("The passwords differ.") if other else "", error=True)
