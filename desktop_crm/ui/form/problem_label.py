"""The sentence below a field that says what is wrong with it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_crm.model.problem import Problem, Severity
from desktop_crm.ui.i18n import say
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel


class ProblemLabel(PlainLabel):
    """Hidden while all is well; the worst problem's colour, each problem a line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, wrap=True)
        self.setFont(theme.font(theme.SMALL))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._tint(error=False)
        self.hide()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """These and no others; errors first."""
        ordered = sorted(problems, key=lambda problem: problem.severity is not Severity.ERROR)
        self._tint(error=any(problem.severity is Severity.ERROR for problem in problems))
        self.setText("\n".join(dict.fromkeys(say(problem.message) for problem in ordered)))
        self.setVisible(bool(ordered))

    def show_text(self, text: str, *, error: bool = False) -> None:
        """A sentence that is no problem of the record; an empty one hides the label."""
        self._tint(error=error)
        self.setText(text)
        self.setVisible(bool(text))

    def _tint(self, *, error: bool) -> None:
        look = "problem" if error else "warning"
        if self.property("look") != look:
            theme.mark(self, look)
