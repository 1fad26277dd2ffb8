"""The second step, all on one page: columns at the left, what would be written and what is wrong at the right."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from desktop_crm.services.importing import report as import_report
from desktop_crm.services.importing.plan import ENCODINGS, ImportField, Plan, Sheet, Words
from desktop_crm.ui.form.problem_label import ProblemLabel
from desktop_crm.ui.i18n import say, speak, tr
from desktop_crm.ui.importing.counts import Counts, chips_of
from desktop_crm.ui.importing.doubles_page import DoublesPage
from desktop_crm.ui.importing.mapping_panel import MappingPanel
from desktop_crm.ui.importing.problems_page import ProblemsPage
from desktop_crm.ui.importing.rows import RowsView
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.buttons import quiet_button
from desktop_crm.ui.look.plain import PlainLabel, set_tip

_LEFT = 388
_TOLD = 6  # columns
_WHOLE = 3  # sentences about the sheet as a whole


class PlanPage(QWidget):
    """Shows a plan; every change is told, so that a new plan can be made."""

    sheet_chosen = Signal(int)
    encoding_chosen = Signal(str)
    another_file = Signal()
    match_again = Signal()

    def __init__(self, fields: Sequence[ImportField], words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._file = PlainLabel()
        theme.mark(self._file, "strong")
        self._sheet_label = QLabel(tr("Sheet"))
        theme.mark(self._sheet_label, "muted")
        self.sheets = QComboBox(self)
        self.sheets.setAccessibleName(tr("Sheet"))
        self.sheets.setMinimumContentsLength(14)
        self.sheets.currentIndexChanged.connect(self.sheet_chosen)
        self._sheet_label.setBuddy(self.sheets)
        self._letters_label = QLabel(tr("Characters"))
        theme.mark(self._letters_label, "muted")
        self.letters = QComboBox(self)
        self.letters.setAccessibleName(tr("Characters"))
        for name, called in ENCODINGS.items():
            self.letters.addItem(say(called), name)
        self.letters.activated.connect(lambda at: self.encoding_chosen.emit(self.letters.itemData(at)))
        self._letters_label.setBuddy(self.letters)
        self._other = quiet_button("folder-open", tr("Choose another file…"))
        self._other.clicked.connect(self.another_file)
        self._again = quiet_button("wand-sparkles", tr("Match again"))
        self._again.setToolTip(tr("Discard what was chosen by hand and match the columns by their titles"))
        self._again.clicked.connect(self.match_again)
        self._left = QWidget(self)
        self.mapping = MappingPanel(fields, self._left)
        self.mapping.changed.connect(self._tell_unused)
        self._unused = PlainLabel()
        self._unused.setWordWrap(True)
        theme.mark(self._unused, "small")
        self.counts = Counts()
        self.problem = ProblemLabel()
        self.preview = RowsView(tr("Preview"))
        self.problems = ProblemsPage()
        self.doubles = DoublesPage(words)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        for page, title in (
            (self.preview, tr("Preview")),
            (self.problems, tr("Problems")),
            (self.doubles, tr("Duplicates")),
        ):
            self.tabs.addTab(page, title)
        self._lay_out()

    def show_file(self, name: str, sheets: Sequence[Sheet]) -> None:
        """A file has been read."""
        self._file.setText(name)
        with QSignalBlocker(self.sheets):
            self.sheets.clear()
            self.sheets.addItems([sheet.name for sheet in sheets])
        self.sheets.setVisible(len(sheets) > 1)
        self._sheet_label.setVisible(len(sheets) > 1)
        self.letters.setCurrentIndex(self.letters.findData(sheets[0].encoding))
        self.letters.setVisible(bool(sheets[0].encoding))
        self._letters_label.setVisible(bool(sheets[0].encoding))

    def show_sheet(self, sheet: Sheet, at: int, mapping: Mapping[str, int], *, by_hand: bool) -> None:
        """One of its sheets; `by_hand` says that its columns are those chosen another time."""
        with QSignalBlocker(self.sheets):
            self.sheets.setCurrentIndex(at)
        self.mapping.show_sheet(sheet, mapping)
        self._again.setVisible(by_hand)
        self._tell_unused()

    def show_by_hand(self) -> None:
        """A column was chosen by hand."""
        self._again.show()

    def show_plan(self, plan: Plan, *, doubles_too: bool) -> None:
        """What would happen."""
        self.problem.show_text("\n".join(say(told) for told in import_report.of_the_whole(plan)[:_WHOLE]))
        self.counts.tell(chips_of(plan))
        self.problems.show_plan(plan)
        self.doubles.show_plan(plan)
        self.show_preview(plan, doubles_too=doubles_too)
        self._name_tabs(len(plan.problems), len(plan.doubles))

    def show_preview(self, plan: Plan, *, doubles_too: bool) -> None:
        """The first rows as they would be written."""
        titles, rows = import_report.preview(plan, doubles_too=doubles_too)
        self.preview.rows.show(titles, len(rows), lambda row: rows[row])
        self.preview.fit()

    def show_problem(self, text: str) -> None:
        """There is no plan, and this is why."""
        self.problem.show_text(text, error=True)
        self.counts.tell([])
        self.preview.rows.show((), 0, lambda _row: ())
        self.problems.show_plan(None)
        self.doubles.show_plan(None)
        self._name_tabs(0, 0)

    def _tell_unused(self) -> None:
        """What of the sheet would not come in."""
        titles = self.mapping.unused()
        shown = ", ".join(titles[:_TOLD]) + (" …" if len(titles) > _TOLD else "")
        self._unused.setText(tr("Columns that are not imported: {columns}", columns=shown))
        set_tip(self._unused, ", ".join(titles))
        self._unused.setVisible(bool(titles))

    def _name_tabs(self, problems: int, doubles: int) -> None:
        for at, (title, count) in enumerate(((tr("Problems"), problems), (tr("Duplicates"), doubles)), 1):
            self.tabs.setTabText(at, f"{title} ({speak().number(count)})" if count else title)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme.PAD_8)
        for widget in (self._file, self._sheet_label, self.sheets, self._letters_label, self.letters):
            top.addWidget(widget)
            if widget is self._file:
                top.addSpacing(theme.PAD_16)
        top.addStretch(1)
        top.addWidget(self._other)
        body = QHBoxLayout()
        body.setSpacing(theme.PAD_24)
        self._lay_out_left()
        body.addWidget(self._left)
        body.addLayout(self._right(), 1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(theme.PAD_24, theme.PAD_16, theme.PAD_24, 0)
        lines.setSpacing(theme.PAD_16)
        lines.addLayout(top)
        lines.addLayout(body, 1)

    def _lay_out_left(self) -> None:
        heading = QLabel(tr("Match columns"))
        theme.mark(heading, "strong")
        head = QHBoxLayout()
        head.addWidget(heading, 1)
        head.addWidget(self._again)
        self._left.setFixedWidth(_LEFT)
        lines = QVBoxLayout(self._left)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(theme.PAD_8)
        lines.addLayout(head)
        lines.addWidget(self.mapping, 1)
        lines.addWidget(self._unused)

    def _right(self) -> QVBoxLayout:
        lines = QVBoxLayout()
        lines.setSpacing(theme.PAD_8)
        lines.addWidget(self.counts)
        lines.addWidget(self.problem)
        lines.addWidget(self.tabs, 1)
        return lines
