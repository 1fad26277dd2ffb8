"""The second page: who we are. Only the name is needed to begin."""

import os
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_crm import fitting
from desktop_crm.model.document_language import DOCUMENT_LANGUAGES
from desktop_crm.model.file_name import plain_file_name
from desktop_crm.model.message import msg
from desktop_crm.model.problem import Severity
from desktop_crm.ui.desk.jobs import Jobs
from desktop_crm.ui.desk.save_dialog import ask_where_workspace
from desktop_crm.ui.form import company_form
from desktop_crm.ui.form.editors import Surroundings
from desktop_crm.ui.form.fields import Choice, Section, Width
from desktop_crm.ui.form.record_form import RecordForm
from desktop_crm.ui.i18n import speak, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.password.optional import OptionalPassword


class CompanyPage(QWidget):
    """Asks for the company and where the file shall lie.

    What is typed here is the only text of the program that no draft keeps: drafts lie in the workspace, of which there is none
    yet, and whether that will have a password is decided on this very page. Beside it, a draft would be a plain copy of
    names, tax number and bank account. It stays in the window's memory, and is asked about before the window closes.
    """

    ready = Signal(object, object, str)  # path, values, password
    back = Signal()

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        habits = Section(
            msg("New orders and contracts begin with"),
            (
                Choice("currency", msg("Currency"), company_form.CURRENCY_CHOICES, width=Width.SHORT),
                Choice("language", msg("Document language"), DOCUMENT_LANGUAGES),
            ),
            columns=2,
        )
        sections = (*company_form.company_sections(), habits)
        self.form = RecordForm(sections, check=company_form.check, around=Surroundings(jobs.latest))
        self.form.load({"legal_form": "PT", "country": "Indonesia", "currency": "IDR", "language": speak().code})
        self.optional = OptionalPassword(jobs, self._known_words, self)
        self.optional.entered.connect(self._start)
        self.chosen_path: Path | None = None  # None: as named after the company
        self._place = PlainLabel(parent=self)
        theme.mark(self._place, "muted")
        self.form.edited.connect(self._show_place)
        self.start = QPushButton(tr("Start"), self)
        theme.mark(self.start, "primary")
        self.start.setDefault(True)
        self.start.setToolTip(tr("Start (Ctrl+S)"))
        self.start.clicked.connect(self._start)
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self._start)
        self._lay_out()
        self._show_place()

    def take_over(self, before: "CompanyPage") -> None:
        """What was typed and chosen in another language."""
        self.form.restore_draft(before.form.draft())
        self.optional.take_over(before.optional)
        self.chosen_path = before.chosen_path
        self._show_place()

    def path(self) -> Path:
        """Where the file will be: named after the company, in the documents, unless another place was chosen."""
        if self.chosen_path is not None:
            return self.chosen_path
        documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        return free_path(documents, str(self.form.value("name") or "") or tr("My company"))

    def _start(self) -> None:
        self.form.commit()
        problems = self.form.validate()
        password = self.optional.password()
        if password is not None and not any(problem.severity is Severity.ERROR for problem in problems):
            self.ready.emit(self.path(), _given(self.form.values()), password)

    def _known_words(self) -> tuple[str, ...]:
        """What a person who knows us would try first."""
        values = self.form.values()
        return tuple(str(values.get(name) or "") for name in ("name", "manager", "signatory_name"))

    def _choose(self) -> None:
        path = ask_where_workspace(self, tr("Where shall the workspace be?"), self.path())
        if path is not None:
            self.chosen_path = path
            self._show_place()

    def _show_place(self) -> None:
        self._place.setText(tr("The file: {path}", path=str(self.path())))

    def _lay_out(self) -> None:
        heading = QLabel(tr("Your company"), self)
        theme.mark(heading, "title")
        about = QLabel(
            tr("Documents begin with this. Only the name is needed now; the rest can wait until Settings."), self
        )
        about.setWordWrap(True)
        theme.mark(about, "muted")
        inside = QWidget(self)
        inside.setMaximumWidth(820)
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(theme.PAD_24, theme.PAD_24, theme.PAD_24, theme.PAD_24)
        lines.setSpacing(theme.PAD_12)
        for widget in (heading, about, self.form, self.optional):
            lines.addWidget(widget)
        lines.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(scroll, 1)
        page.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        back = QPushButton(tr("Back"), self)
        back.clicked.connect(self.back)
        other = QPushButton(tr("Another place…"), self)
        theme.mark(other, "quiet")
        other.clicked.connect(self._choose)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.PAD_24, theme.PAD_12, theme.PAD_24, theme.PAD_16)
        foot.addWidget(back)
        foot.addStretch(1)
        foot.addWidget(self._place)
        foot.addWidget(other)
        foot.addSpacing(theme.PAD_16)
        foot.addWidget(self.start)
        return foot


def free_path(folder: Path, name: str) -> Path:
    """A file name nobody has yet, made of a company's name."""
    plain = "".join(letter if letter.isalnum() or letter in " .-_&" else " " for letter in name).strip(" .") or "CRM"
    plain = plain_file_name(f"{plain}.crm").removesuffix(".crm")  # no system's device, and not too long
    path = fitting.named(folder, plain, ".crm")
    number = 2
    while os.path.lexists(path):
        path = fitting.named(folder, plain, f" {number}.crm")
        number += 1
    return path


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None)}
