"""A password for a workspace that is being made; nobody has to give one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop_crm.ui.desk.jobs import Jobs
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.password.new_password import NewPassword, Words


class OptionalPassword(QWidget):
    """A switch, and the fields below it while it is on."""

    entered = Signal()  # Enter in the last field

    def __init__(self, jobs: Jobs, words: Words = tuple, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wanted = QCheckBox(tr("Protect the workspace with a password"), self)
        self.new = NewPassword(jobs, words, self)
        self.new.entered.connect(self.entered)
        about = PlainLabel(
            tr(
                "The file is encrypted then. Without a password, whoever gets hold of it can read it. You can decide later."
            ),
            self,
            wrap=True,
        )
        theme.mark(about, "muted")
        self.wanted.toggled.connect(self._show)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.PAD_8)
        for widget in (self.wanted, about, self.new):
            column.addWidget(widget)
        self.new.hide()

    def password(self) -> str | None:
        """Empty when none is wanted; None, with the problem told, when what is typed can't be taken."""
        return (self.new.password() or None) if self.wanted.isChecked() else ""

    def take_over(self, before: "OptionalPassword") -> None:
        """What was typed in another language."""
        self.wanted.setChecked(before.wanted.isChecked())
        self.new.take_over(before.new)

    def _show(self, wanted: bool) -> None:
        self.new.setVisible(wanted)
        if wanted:
            self.new.first.select()
        else:
            self.new.clear()
