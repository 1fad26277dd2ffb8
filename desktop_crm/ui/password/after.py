"""What remains to be done when the workspace has a new password."""

from enum import Enum, auto

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.narrow import NarrowDialog
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.password.recovery import RecoveryOffer


class Since(Enum):
    """Since when there is a password."""

    BEGINNING = auto()
    NOW = auto()
    BEFORE = auto()  # with another one


class AfterPage(QWidget):
    """The recovery key, and the older papers and copies that stay as they were."""

    def __init__(self, desk: Desk, since: Since, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        changed = since is Since.BEFORE
        heading = PlainLabel(tr("The password is changed") if changed else tr("The workspace is protected"), self)
        theme.mark(heading, "heading")
        self.offer = RecoveryOffer(desk, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.PAD_12)
        column.addWidget(heading)
        column.addWidget(self.offer)
        column.addSpacing(theme.PAD_4)
        for text in _reminders(since):
            label = PlainLabel(text, self, wrap=True)
            theme.mark(label, "muted")
            column.addWidget(label)


class AfterDialog(NarrowDialog):
    """The same by itself, when a new workspace was protected from its beginning."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(tr("Recovery key"), parent)
        self.page = AfterPage(desk, Since.BEGINNING, self)
        self.page.offer.print.setDefault(True)
        self.page.offer.save.setAutoDefault(False)
        later = QPushButton(tr("Close"), self)
        later.setAutoDefault(False)
        later.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(later)
        self.lines.addWidget(self.page)
        self.lines.addLayout(foot)
        desk.destroyed.connect(self.close)


def _reminders(since: Since) -> tuple[str, ...]:
    match since:
        case Since.BEGINNING:
            return (tr("You can print it later, too: File, Print recovery key…"),)
        case Since.NOW:
            return (
                tr(
                    "Backups and copies made before have no password and stay readable: delete those you need no longer."
                ),
                tr("What was printed or exported is not protected by it either."),
            )
        case Since.BEFORE:
            return (
                tr(
                    "The recovery key printed before opens this file no more: tear it up, unless you keep older backups."
                ),
                tr("Backups and copies made before still open with the old password and the old recovery key."),
            )
