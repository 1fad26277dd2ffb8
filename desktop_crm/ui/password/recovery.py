"""The recovery key on paper: printed, or saved as PDF where the person wants it; never written down unasked."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_crm.model.errors import WrongPasswordError
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.jobs import Job
from desktop_crm.ui.i18n import speak, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.password.present import PresentPassword

if TYPE_CHECKING:
    from pathlib import Path

Take = Callable[[bytes], None]


class RecoveryOffer(QWidget):
    """Why it matters, and two buttons; with `present` the password must be right first."""

    def __init__(self, desk: Desk, present: PresentPassword | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._present = present
        self.save = QPushButton(tr("Save as PDF…"), self)
        self.save.clicked.connect(lambda: self._with_sheet(self._save))
        self.print = QPushButton(tr("Print recovery key…"), self)
        theme.mark(self.print, "primary")
        self.print.clicked.connect(lambda: self._with_sheet(self._print))
        about = PlainLabel(
            tr(
                "The recovery key opens the workspace when the password is forgotten. Without both, nobody can open it, "
                "the makers of this program included. Print it, and keep it where you keep contracts, not beside the laptop."
            ),
            self,
            wrap=True,
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.PAD_8)
        buttons.addStretch(1)
        buttons.addWidget(self.save)
        buttons.addWidget(self.print)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.PAD_12)
        column.addWidget(about)
        column.addLayout(buttons)

    def _with_sheet(self, take: Take) -> None:
        typed = self._present.typed() if self._present else ""
        if self._present and not typed:
            return
        workspace, code, checked = self._desk.workspace, speak().code, self._present is not None

        def work(_job: Job) -> bytes:
            from desktop_crm.services.clock import today
            from desktop_crm.services.safety.present_password import refuse_wrong
            from desktop_crm.services.safety.protection import recovery_sheet

            if checked:
                refuse_wrong(workspace, typed)
            return recovery_sheet(workspace, today(), code)

        def made(sheet: bytes) -> None:
            if self._present:
                self._present.accept()
            take(sheet)

        self._desk.jobs.run(self, tr("Preparing the recovery key"), work, made, self._refused, shows=True)

    def _refused(self, error: Exception) -> None:
        if self._present and isinstance(error, WrongPasswordError):
            self._present.refuse(error)
        else:
            self._desk.notify.error(error)

    def _print(self, sheet: bytes) -> None:
        from desktop_crm.ui.preview.printing import print_pdf

        print_pdf(self._desk, self.window(), sheet, self._title())

    def _save(self, sheet: bytes) -> None:
        from desktop_crm.ui.preview.saving import save_pdf

        save_pdf(self._desk, self.window(), sheet, self._title(), self._warn)

    def _warn(self, path: "Path") -> None:
        self._desk.notify.note(tr("{name} saved. It opens your workspace: keep it apart.", name=path.name))

    def _title(self) -> str:
        return tr("Recovery key of {name}", name=self._desk.workspace.name)
