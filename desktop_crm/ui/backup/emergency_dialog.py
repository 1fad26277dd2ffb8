"""The emergency archive: its password and its place are asked for, then it is made in the background."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from desktop_crm import fitting
from desktop_crm.model.errors import UserError
from desktop_crm.model.tone import Tone
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.jobs import Job
from desktop_crm.ui.desk.narrow import NarrowDialog
from desktop_crm.ui.desk.save_dialog import ask_where
from desktop_crm.ui.i18n import say, speak, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.password.field import PasswordField

if TYPE_CHECKING:
    from desktop_crm.services.safety.emergency import Packed


class EmergencyDialog(NarrowDialog):
    """A password typed twice: whoever finds it out reads everything."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(tr("Emergency archive"), parent)
        self._desk = desk
        about = PlainLabel(
            tr(
                "A zip with sheets of all records, the papers of your contracts, an address book and a calendar. "
                "7-Zip and most others open it without this program."
            ),
            self,
            wrap=True,
        )
        theme.mark(about, "muted")
        self.first = PasswordField(tr("Password of the zip"), self)
        self.again = PasswordField(tr("Repeat the password"), self)
        self.says = PlainLabel(parent=self, wrap=True)
        theme.mark(self.says, "problem")
        self.says.hide()
        cancel = QPushButton(tr("Cancel"), self)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.go = QPushButton(tr("Create emergency archive…"), self)
        self.go.setDefault(True)
        self.go.clicked.connect(self.pack)
        foot = QHBoxLayout()
        foot.setSpacing(theme.PAD_8)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.go)
        self.lines.addWidget(about)
        for title, field in ((tr("Password of the zip"), self.first), (tr("Repeat the password"), self.again)):
            label = QLabel(title, self)
            label.setBuddy(field.editor)
            self.lines.addWidget(label)
            self.lines.addWidget(field)
        self.lines.addWidget(self.says)
        self.lines.addLayout(foot)
        self.first.setFocus()
        desk.destroyed.connect(self.close)

    def pack(self) -> None:
        """Ask where, and begin."""
        from desktop_crm.services.safety import emergency, protection

        password = self.first.text()
        try:
            emergency.refuse_password(password)
            protection.refuse_weak(password, self.again.text())
        except UserError as error:
            self.says.setText(say(error.message))
            self.says.show()
            self.first.select()
            return
        kind = tr("emergency")
        workspace = self._desk.workspace
        suggested = fitting.named(workspace.path.parent, workspace.name, f" {kind}.zip")
        path = ask_where(self, tr("Emergency archive"), suggested, tr("Zip (*.zip)"), ".zip")
        if path is not None:
            pack(self._desk, path, password)
            self.accept()


def pack(desk: Desk, target: Path, password: str) -> None:
    """Pack it, and tell when it is done."""
    workspace, language = desk.workspace, speak()

    def work(job: Job) -> "Packed":
        from desktop_crm.services.safety import emergency

        return emergency.pack(workspace, target, password, language, job.progress)

    def done(packed: "Packed") -> None:
        said = tr(
            "{file} packed: {records}.",
            file=target.name,
            records=packed.told(),
        )
        if packed.unreadable:
            missing = tr("Some values can't be read; “Read me” names them.")
            desk.notify.note(f"{said}\n{missing}", tone=Tone.ATTENTION)
        else:
            desk.notify.note(said, tone=Tone.GOOD)

    desk.jobs.run(desk, tr("Creating the emergency archive"), work, done, keeps=True)
