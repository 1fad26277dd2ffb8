"""How many rows are new, known, wrong and doubtful: a line of chips."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_crm.model.tone import Tone
from desktop_crm.services.importing import report as import_report
from desktop_crm.services.importing.plan import Plan
from desktop_crm.ui.i18n import ntr, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.chip import Chip
from desktop_crm.ui.look.held import Held


class Counts(QWidget):
    """Made anew with each plan."""

    def __init__(self) -> None:
        super().__init__()
        self._chips: list[tuple[str, Tone]] = []
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(theme.PAD_8)
        self._line.addStretch(1)
        self._held = Held[Chip](self._line)
        self.setFixedHeight(24)

    def tell(self, chips: list[tuple[str, Tone]]) -> None:
        """These chips and no others."""
        self._chips = chips
        self.setVisible(bool(chips))
        self._held.clear()
        for text, tone in chips:
            self._held.add(Chip(text, tone, self))
        self.setAccessibleName(", ".join(text for text, _ in chips))

    def texts(self) -> list[str]:
        """What stands there."""
        return [text for text, _ in self._chips]


def chips_of(plan: Plan) -> list[tuple[str, Tone]]:
    """The counts of a plan, worst last; what is zero is not told, except that nothing is new."""
    warnings = import_report.warnings(plan.problems)
    known = len(plan.rows) - plan.new
    chips = [(tr("{n} new", n=plan.new), Tone.GOOD if plan.new else Tone.NEUTRAL)]
    if plan.people:
        chips.append((ntr("{n} contact joins", "{n} contacts join", plan.people), Tone.GOOD))
    if known:
        chips.append((ntr("{n} duplicate", "{n} duplicates", known), Tone.INFORMATION))
    if warnings:
        chips.append((ntr("{n} warning", "{n} warnings", warnings), Tone.ATTENTION))
    if plan.errors:
        chips.append((ntr("{n} row left out", "{n} rows left out", plan.errors), Tone.DANGER))
    return chips
