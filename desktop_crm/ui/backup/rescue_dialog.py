"""What is readable of a damaged workspace goes into a new one, and what could not be saved is listed."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_crm import fitting
from desktop_crm.model.errors import PasswordNeededError, TellableError
from desktop_crm.ui.desk.jobs import Job, Jobs
from desktop_crm.ui.desk.save_dialog import ask_where_workspace
from desktop_crm.ui.i18n import say, speak, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.password.field import PasswordField
from desktop_crm.ui.window import geometry

if TYPE_CHECKING:
    from desktop_crm.services.safety.rescue import Rescued


class RescueDialog(QDialog):
    """The damaged file is only read; the new one is opened when the person says so."""

    open_wanted = Signal(object)  # the new file

    def __init__(self, jobs: Jobs, damaged: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._jobs, self._damaged = jobs, damaged
        self._new: Path | None = None
        self._job: Job | None = None
        self.setWindowTitle(tr("Rescue what is readable"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(560)
        self.says = PlainLabel(
            tr(
                "{file} is only read. What can be read of it goes into a new file; the rest is listed here.",
                file=damaged.name,
            ),
            self,
            wrap=True,
        )
        self.password = PasswordField(tr("Password or recovery key"), self)
        self.password.hide()
        self.told = QPlainTextEdit(self, readOnly=True)
        self.told.setAccessibleName(tr("What was rescued, and what was not"))
        self.told.setTabChangesFocus(True)
        self.told.hide()
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.bar.hide()
        self.go = QPushButton(tr("Rescue into a new file…"), self)
        theme.mark(self.go, "primary")
        self.go.clicked.connect(self._ask_target)
        self.close_ = QPushButton(tr("Cancel"), self)
        self.close_.setAutoDefault(False)
        self.close_.clicked.connect(self.reject)
        self._lay_out()
        jobs.changed.connect(self._follow)

    def rescue(self, new: Path) -> None:
        """Begin."""
        typed = self.password.text()

        def work(job: Job) -> "Rescued":
            from desktop_crm.services.safety.rescue import rescue

            return rescue(self._damaged, new, typed, job.progress)

        self._new = new
        self.go.setEnabled(False)
        self.bar.show()
        self._job = self._jobs.run(
            self, self.windowTitle(), work, self._done, self._failed, cancelled=self._stand_still
        )

    def reject(self) -> None:
        """Leaving stops it; an unfinished file does not stay."""
        if self._job is not None:
            self._job.cancel()
        super().reject()

    def _follow(self) -> None:
        if self._job is not None and self._job in self._jobs.running():
            self.bar.setRange(0, self._job.total)
            self.bar.setValue(self._job.number)

    def _done(self, rescued: "Rescued") -> None:
        self._stand_still()
        lines = [f"{say(what)}: {speak().number(count)}" for what, count in rescued.kept]
        missing = [say(sentence) for sentence in (*rescued.lost, *rescued.wrong)]
        self.told.setPlainText("\n".join([*lines, "", *missing]).strip())
        self.told.show()
        geometry.fit(self, 600, 420)
        if missing:
            self.says.setText(tr("{file} holds what could be rescued. Keep the damaged file.", file=rescued.path.name))
        else:
            self.says.setText(tr("{file} holds everything; nothing is lost.", file=rescued.path.name))
        self.password.hide()
        self.close_.setText(tr("Close"))
        self.go.setText(tr("Open the rescued file"))
        self.go.clicked.disconnect()
        self.go.clicked.connect(self._open)
        self.go.setFocus()

    def _failed(self, error: Exception) -> None:
        self._stand_still()
        if not isinstance(error, TellableError):
            raise error
        if isinstance(error, PasswordNeededError) and not self.password.isVisibleTo(self):
            self.says.setText(
                tr("{file} is protected. Type its password or recovery key, then try again.", file=self._damaged.name)
            )
        else:
            self.says.setText(say(error.message))
        if isinstance(error, PasswordNeededError) or self.password.isVisibleTo(self):
            self.password.show()
            self.password.select()
        self._new = None

    def _stand_still(self) -> None:
        self._job = None
        self.bar.hide()
        self.go.setEnabled(True)

    def _open(self) -> None:
        new = self._new
        self.accept()
        self.open_wanted.emit(new)

    def _ask_target(self) -> None:
        kind = tr("rescued")
        suggested = fitting.named(self._damaged.parent, self._damaged.stem, f" {kind}.crm")
        path = ask_where_workspace(self, tr("Where shall the rescued workspace be?"), suggested)
        if path is not None:
            self.rescue(path)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(theme.PAD_8)
        foot.addStretch(1)
        foot.addWidget(self.close_)
        foot.addWidget(self.go)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(*[theme.PAD_24] * 4)
        lines.setSpacing(theme.PAD_12)
        for widget in (self.says, self.password, self.bar):
            lines.addWidget(widget)
        lines.addWidget(self.told, 1)
        lines.addStretch(0)
        lines.addLayout(foot)
