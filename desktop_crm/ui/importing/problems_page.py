"""What is wrong, row by row; to be copied or saved, so that the sheet can be mended."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm import fitting
from desktop_crm.model.errors import TellableError
from desktop_crm.services.importing import report as import_report
from desktop_crm.services.importing.plan import Plan, RowProblem
from desktop_crm.ui.desk.save_dialog import ask_where
from desktop_crm.ui.i18n import say, speak, tr
from desktop_crm.ui.importing.rows import RowsView
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.buttons import quiet_button


class ProblemsPage(QWidget):
    """The list with its two buttons."""

    failed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._problems: tuple[RowProblem, ...] = ()
        self._file = ""
        self.view = RowsView(tr("Problems"))
        self._well = QLabel(tr("Every row could be read."))
        theme.mark(self._well, "muted")
        self._copy = quiet_button("copy", tr("Copy all"))
        self._copy.clicked.connect(lambda: self.view.copy(everything=True))
        self._save = quiet_button("save", tr("Save the list…"))
        self._save.clicked.connect(self._save_where)
        tools = QHBoxLayout()
        tools.setContentsMargins(0, 0, 0, 0)
        tools.addWidget(self._well, 1)
        tools.addWidget(self._copy)
        tools.addWidget(self._save)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, theme.PAD_8, 0, 0)
        lines.setSpacing(theme.PAD_8)
        lines.addLayout(tools)
        lines.addWidget(self.view, 1)

    def show_plan(self, plan: Plan | None) -> None:
        """The problems of this plan."""
        self._problems = plan.problems if plan else ()
        self._file = plan.file if plan else ""
        many = bool(self._problems)
        self._well.setText("" if many or plan is None else tr("Every row could be read."))
        self._copy.setVisible(many)
        self._save.setVisible(many)
        problems, out, language = self._problems, import_report.left_out(self._problems), speak()
        self.view.rows.show(
            import_report.PROBLEM_TITLES,
            len(problems),
            lambda row: import_report.problem_row(problems[row], out, language),
            lambda row, column: ("danger" if problems[row].row in out else "attention") if column == 4 else "",
        )
        self.view.setColumnHidden(0, plan is None or len(plan.sheets) == 1)
        self.view.fit()

    def save(self, target: Path | None = None) -> None:
        """Write the list where the user says."""
        path = target or self._ask()
        if path is None:
            return
        try:
            import_report.save_problems(self._problems, speak(), path)
        except TellableError as error:
            self.failed.emit(say(error.message))

    def _save_where(self) -> None:
        self.save()

    def _ask(self) -> Path | None:
        file, added = Path(self._file), tr("Problems in {file}", file="") + ".xlsx"
        stem = tr("Problems in {file}", file=fitting.cut(file.parent, file.stem, added))
        kinds = tr("Excel sheet (*.xlsx)") + ";;" + tr("Text with separators (*.csv)")
        return ask_where(self, tr("Save the list"), f"{stem}.xlsx", kinds, ".xlsx", ".csv")
