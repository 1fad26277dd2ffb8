"""Rows that are known already, and what shall become of them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QRadioButton, QVBoxLayout, QWidget

from desktop_crm.model.message import msg
from desktop_crm.services.importing.plan import SAME, Double, Plan, Words
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.importing.rows import RowsView
from desktop_crm.ui.look import theme

_TITLES = (msg("Row"), msg("In the sheet"), msg("Already here as"), msg("Match"))


class DoublesPage(QWidget):
    """The list; Enter leads to the known record."""

    chosen = Signal(bool)  # whether doubles are written, too
    opened = Signal(int)  # the known record's id

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._doubles: tuple[Double, ...] = ()
        self.leave = QRadioButton(tr("Leave duplicates out"))
        self.leave.setChecked(True)
        self.take = QRadioButton(say(words.take))
        self.take.toggled.connect(self.chosen)
        self._none = QLabel(tr("No row is here already."))
        theme.mark(self._none, "muted")
        self.view = RowsView(tr("Duplicates"))
        self.view.setToolTip(tr("Enter or a double click shows the one already here"))
        self.view.opened.connect(self._open)
        tools = QHBoxLayout()
        tools.setContentsMargins(theme.PAD_4, 0, 0, 0)
        tools.setSpacing(theme.PAD_16)
        for widget in (self._none, self.leave, self.take):
            tools.addWidget(widget)
        tools.addStretch(1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, theme.PAD_8, 0, 0)
        lines.setSpacing(theme.PAD_8)
        lines.addLayout(tools)
        lines.addWidget(self.view, 1)

    def show_plan(self, plan: Plan | None) -> None:
        """The doubles of this plan."""
        doubles = self._doubles = plan.doubles if plan else ()
        self._none.setVisible(not doubles and plan is not None)
        self.leave.setVisible(bool(doubles))
        self.take.setVisible(bool(doubles))
        self.view.rows.show(
            _TITLES, len(doubles), lambda row: _line(doubles[row]), lambda _row, column: "accent" if column == 2 else ""
        )
        self.view.fit()

    def _open(self, row: int) -> None:
        if self._doubles[row].known_id:
            self.opened.emit(self._doubles[row].known_id)


def _line(double: Double) -> tuple[object, ...]:
    known = (
        double.known_name
        if double.known_id
        else msg("{name}, further up in the sheet: put together", name=double.known_name)
    )
    return double.row, double.name, known, SAME[double.by][1]
