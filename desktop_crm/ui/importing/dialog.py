"""The import dialog: choose a file, look at what would be written, write it. Closing it writes nothing."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.model.errors import UserError, WorldError
from desktop_crm.model.nouns import noun_of
from desktop_crm.services.importing import plan as importing
from desktop_crm.services.importing import report as import_report
from desktop_crm.services.importing.plan import Plan, Sheet
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.jobs import Job
from desktop_crm.ui.desk.underway import Underway
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.importing import memory
from desktop_crm.ui.importing.file_page import FilePage
from desktop_crm.ui.importing.plan_page import PlanPage
from desktop_crm.ui.importing.writing import Written, tell_done, write
from desktop_crm.ui.look import theme
from desktop_crm.ui.privacy import privacy

_SIZE = QSize(1240, 690)


class ImportDialog(QDialog):
    """Imports `clients`, `products` … `take_file` gives it a file without asking."""

    def __init__(self, desk: Desk, what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)  # now: with all its parts it would take 50 ms
        self.desk = desk
        self._what = what
        of = importing.kind(what)
        self._noun, self._words = noun_of(what).id, of.words
        self._path = Path()
        self._sheets: Sequence[Sheet] = ()
        self._sheet: Sheet | None = None
        self._plan: Plan | None = None
        self._writing: Underway | None = None
        self._over = False
        self.setWindowTitle(say(self._words.title))
        if not of.private:
            privacy.left_open(self)
        self.files = FilePage(say(self._words.hint), memory.folder(desk.settings))
        self.steps = QStackedWidget(self)
        self.page = PlanPage(of.fields, self._words, self.steps)
        self.steps.addWidget(self.files)
        self.steps.addWidget(self.page)
        self.says = QLabel()
        theme.mark(self.says, "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(220)
        self.bar.setAccessibleName(tr("Progress"))
        self.bar.hide()
        self.stop = QPushButton(tr("Cancel"))
        self.stop.setAutoDefault(False)
        self.stop.clicked.connect(self.reject)
        self.go = QPushButton()
        theme.mark(self.go, "primary")
        self.go.clicked.connect(self.write)
        self.go.hide()
        self._lay_out()
        self._connect()

    def take_file(self, path: Path, encoding: str = "") -> None:
        """Read a sheet and show what would be written; `encoding` is what was chosen for a text that was misread."""
        self._path = path
        self._plan = None
        self.files.reading(path.name)
        self.steps.setCurrentWidget(self.files)
        self.go.hide()
        what = self._what
        self.desk.jobs.latest(
            (id(self), "file"),
            lambda _job: importing.read(path, what, encoding=encoding),
            self._file_read,
            self._file_refused,
            self,
        )

    def write(self) -> None:
        """Write the plan that is shown."""
        if self._plan is None or self._writing is not None or not self.go.isEnabled():
            return
        message = self._words.action(self._path.name)
        self._writing = write(self.desk, self._plan, message, doubles_too=self._doubles_too(), parent=self)
        self._writing.progress.connect(self._show_progress)
        self._writing.done.connect(self._written)
        self._writing.failed.connect(self._not_written)
        self._writing.cancelled.connect(lambda: self._stand_still(tr("Cancelled. Nothing was written.")))
        self._show_progress(0, 0)
        self.bar.show()
        self.steps.setEnabled(False)
        self.go.setEnabled(False)
        self.stop.setFocus()

    def is_waiting(self) -> bool:
        """Whether it was only put aside to look at a known record."""
        return not self._over

    def reject(self) -> None:
        """Close, or stop what is being written."""
        if self._writing is not None:
            self._writing.cancel()
            self.says.setText(tr("Stopping…"))
        else:
            super().reject()

    def done(self, result: int) -> None:
        self._over = True
        super().done(result)
        self.deleteLater()

    # Reading

    def _file_read(self, sheets: Sequence[Sheet]) -> None:
        self._sheets = sheets
        memory.keep_folder(self.desk.settings, self._path)
        self.page.show_file(self._path.name, sheets)
        self.steps.setCurrentWidget(self.page)
        self.go.show()
        self.go.setDefault(True)
        best = max(range(len(sheets)), key=lambda at: len(importing.matched(sheets[at], self._what)))
        self._choose_sheet(best)
        self.page.mapping.combo(importing.kind(self._what).fields[0].id).setFocus()

    def _file_refused(self, error: Exception) -> None:
        self.go.hide()
        self.steps.setCurrentWidget(self.files)
        if isinstance(error, UserError | WorldError):
            self.files.wait_for_file(say(error.message), memory.folder(self.desk.settings))
        else:
            self.files.wait_for_file()
            self.desk.notify.error(error)
        self.files.button.setFocus()

    def _choose_sheet(self, at: int) -> None:
        self._sheet = self._sheets[at]
        kept = memory.mapping(self.desk.settings, self._what, self._sheet.header)
        mapping = importing.matched(self._sheet, self._what) if kept is None else kept
        self.page.show_sheet(self._sheet, at, mapping, by_hand=kept is not None)
        self._make_plan()

    def _mapped_by_hand(self, mapping: dict[str, int]) -> None:
        assert self._sheet is not None
        memory.keep_mapping(self.desk.settings, self._what, self._sheet.header, mapping)
        self.page.show_by_hand()
        self._make_plan()

    def _match_again(self) -> None:
        assert self._sheet is not None
        memory.keep_mapping(self.desk.settings, self._what, self._sheet.header, None)
        self._choose_sheet(self._sheets.index(self._sheet))

    def _make_plan(self) -> None:
        sheet, sheets, mapping = self._sheet, self._sheets, self.page.mapping.mapping()
        assert sheet is not None
        what, file = self._what, self._path.name
        self._plan = None
        self.says.setText(tr("Checking the rows…"))
        self.go.setEnabled(False)

        def work(_job: Job) -> Plan:
            with self.desk.workspace.read() as session:
                return importing.plan(session, what, file, sheets, sheet_name=sheet.name, mapping=mapping)

        self.desk.jobs.latest((id(self), "plan"), work, self._planned, self._not_planned, self)

    def _planned(self, plan: Plan) -> None:
        self._plan = plan
        self.says.setText("")
        self.page.show_plan(plan, doubles_too=self._doubles_too())
        self._name_button()

    def _not_planned(self, error: Exception) -> None:
        self.says.setText("")
        if isinstance(error, UserError | WorldError):
            self.page.show_problem(say(error.message))
        else:
            self.page.show_problem(tr("These rows could not be read."))
            self.desk.notify.error(error)
        self.go.setText(say(self._words.title))

    def _doubles_chosen(self, _too: bool) -> None:
        if self._plan is not None:
            self.page.show_preview(self._plan, doubles_too=self._doubles_too())
            self._name_button()

    def _name_button(self) -> None:
        assert self._plan is not None
        total = import_report.to_write(self._plan, doubles_too=self._doubles_too())
        people = import_report.joining(self._plan, doubles_too=self._doubles_too())
        self.go.setText(say(self._words.button(self._plan.new, total - self._plan.new, people)))
        self.go.setEnabled(total + people > 0)

    def _doubles_too(self) -> bool:
        return self.page.doubles.take.isChecked()

    # Writing

    def _show_progress(self, number: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(number)
        self.says.setText(tr("{n} of {total}", n=number, total=total) if total else tr("Writing…"))

    def _written(self, written: Written) -> None:
        self._writing = None
        self.accept()
        tell_done(self.desk, self._words, written)

    def _not_written(self, error: Exception) -> None:
        self._stand_still(tr("Nothing was written."))
        if isinstance(error, UserError | WorldError):
            self.page.problem.show_text(say(error.message), error=True)
        else:
            self.desk.notify.error(error)

    def _stand_still(self, says: str) -> None:
        self._writing = None
        self.bar.hide()
        self.steps.setEnabled(True)
        self.go.setEnabled(True)
        self.go.setFocus()
        self.says.setText(says)

    # Inside

    def _show_known(self, record_id: int) -> None:
        """Put the dialog aside; a note and the command bring it back."""
        self.hide()
        self.desk.navigate(self._noun, record_id)
        self.desk.notify.note(
            tr("Import of {file} put aside.", file=self._path.name), action=(tr("Back to the import"), self._come_back)
        )

    def _come_back(self) -> None:
        if not self._over:
            self.open()

    def _data_changed(self, nouns: frozenset[str]) -> None:
        """What is known may have become other."""
        if self._noun in nouns and self._sheet is not None and self._writing is None and not self._over:
            self._make_plan()

    def _connect(self) -> None:
        self.files.chosen.connect(self.take_file)
        self.page.another_file.connect(self.files.ask)
        self.page.match_again.connect(self._match_again)
        self.page.sheet_chosen.connect(self._choose_sheet)
        self.page.encoding_chosen.connect(lambda name: self.take_file(self._path, name))
        self.page.mapping.changed.connect(self._mapped_by_hand)
        self.page.doubles.chosen.connect(self._doubles_chosen)
        self.page.doubles.opened.connect(self._show_known)
        self.page.problems.failed.connect(lambda text: self.page.problem.show_text(text, error=True))
        self.desk.changed.connect(self._data_changed)
        self.desk.destroyed.connect(self.deleteLater)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.PAD_24, theme.PAD_8, theme.PAD_24, theme.PAD_16)
        foot.setSpacing(theme.PAD_12)
        foot.addWidget(self.bar)
        foot.addWidget(self.says, 1)
        foot.addWidget(self.stop)
        foot.addWidget(self.go)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(theme.PAD_8)
        lines.addWidget(self.steps, 1)
        lines.addLayout(foot)
        parent = self.parentWidget()
        room = parent.size() - QSize(40, 40) if parent is not None and parent.isVisible() else _SIZE
        self.resize(_SIZE.boundedTo(room))
