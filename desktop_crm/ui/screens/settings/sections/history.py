"""Settings, Program: how long history is kept in full; nothing is forgotten before it is asked for here."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QMessageBox, QPushButton, QSizePolicy, QWidget

from desktop_crm.model.message import msg
from desktop_crm.model.now_true import NowTrue
from desktop_crm.model.tone import Tone
from desktop_crm.services.past import keeping
from desktop_crm.ui.desk import over
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.jobs import Job
from desktop_crm.ui.i18n import ntr, say, speak, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.sections.page import Page
from desktop_crm.ui.sections.section import PROGRAM, Setting, SettingsSection

_YEARS: Final = msg("How long to keep history")


class HistoryPage(Page):
    """The choice, what it would forget now, and the button that forgets it."""

    def __init__(self, desk: Desk) -> None:
        about = tr(
            "The history knows who did what and when, and what every value was before. Undo, the trash, "
            "and the undoing of imports come from it."
        )
        super().__init__(say(SECTION.title), about)
        self._desk = desk
        self._old = keeping.Old(0, None, None)
        box = QWidget(self)
        lines = QFormLayout(box)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setHorizontalSpacing(theme.PAD_16)
        self.years = QComboBox(self)
        for years in keeping.YEARS:
            self.years.addItem(ntr("{n} year", "{n} years", years) if years else tr("For ever"), years)
        self.years.setMaximumWidth(260)
        self.years.activated.connect(self._choose)
        lines.addRow(say(_YEARS), self.years)
        self.add(box)
        self.add_text(
            tr(
                "Of older actions the sentences stay: who, when, and what was done. What the values were "
                "goes, and so do deleted files. Undo and the trash then reach back only so far. Nothing is "
                "deleted before you say so here."
            )
        )
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.add(self.told)
        self.forget = QPushButton(tr("Delete older details…"), self)
        self.forget.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.forget.clicked.connect(self._ask)
        self.add(self.forget)

    def show_setting(self, name: str) -> None:
        if name == "history_years":
            self.years.setFocus(Qt.FocusReason.TabFocusReason)

    def reload(self) -> None:
        self.years.setCurrentIndex(self.years.findData(self._desk.read(keeping.years)))
        years, workspace = self._chosen(), self._desk.workspace
        self._desk.jobs.latest(
            (id(self), "old"), lambda _job: keeping.old(workspace, years), partial(self._show, years), None, self
        )

    def _chosen(self) -> int:
        return int(self.years.currentData() or 0)

    def _show(self, years: int, old: keeping.Old) -> None:
        self._old = old
        self.forget.setEnabled(bool(old.entries))
        self.told.setVisible(bool(years))
        if old.entries and old.last is not None:
            self.told.setText(
                ntr(
                    "{n} action is older than that; it was done on {last}.",
                    "{n} actions are older than that; the last of them was done on {last}.",
                    old.entries,
                    last=speak().moment(old.last),
                )
            )
        else:
            self.told.setText(tr("No action is older than that."))

    def _choose(self) -> None:
        years = self._chosen()
        try:
            self._desk.write(
                msg("Change how long history is kept"),
                lambda session: keeping.save_years(session, years),
                note=self._kept_for(years),
            )
        except Exception as error:  # noqa: BLE001 - the window tells each kind in its way
            self._desk.notify.error(error)
        self.reload()

    def _kept_for(self, years: int) -> NowTrue:
        said = (
            msg("History kept for {years}.", years=self.years.currentText()) if years else msg("History kept for ever.")
        )
        return NowTrue(said)

    def _ask(self) -> None:
        box = QMessageBox(self.window())
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(tr("Delete older details"))
        privacy.left_open(box)
        box.setText(
            ntr(
                "The details of {n} action will be deleted for good.",
                "The details of {n} actions will be deleted for good.",
                self._old.entries,
            )
            + "\n"
            + tr(
                "They can't be undone afterwards, and what was deleted then leaves the trash. Backups made "
                "before still hold it."
            )
        )
        forget = box.addButton(tr("Delete details"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(tr("Don't delete"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        over.run(box)
        wanted = box.clickedButton() is forget
        box.deleteLater()
        if wanted:
            self._forget()

    def _forget(self) -> None:
        workspace, years = self._desk.workspace, self._chosen()
        before = workspace.path.stat().st_size

        def work(job: Job) -> tuple[int, int]:
            count = keeping.thin(workspace, years, job.progress)
            return count, max(0, before - workspace.path.stat().st_size)

        self.forget.setEnabled(False)
        title = tr("Deleting older details of the history")
        self._desk.jobs.run(self, title, work, self._done, self._failed, cancelled=self.reload)

    def _done(self, result: tuple[int, int]) -> None:
        count, freed = result
        megabytes = speak().number(round(freed / 1_000_000))
        self._desk.notify.note(
            ntr("Details of {n} action deleted.", "Details of {n} actions deleted.", count)
            + " "
            + tr("The file is {size} MB smaller.", size=megabytes),
            tone=Tone.GOOD,
        )
        self._desk.actions.refresh()
        self.reload()

    def _failed(self, error: Exception) -> None:
        self._desk.notify.error(error)
        self.reload()


SECTION: Final = SettingsSection(
    "history",
    msg("History"),
    PROGRAM,
    f"{__name__}:HistoryPage",
    lambda: (Setting("history_years", _YEARS, (msg("Delete older details"),)),),
)
