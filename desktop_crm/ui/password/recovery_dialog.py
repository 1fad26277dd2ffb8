"""Print the recovery key again; the password is asked for, because the sheet opens everything."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.narrow import NarrowDialog
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.password.present import PresentPassword
from desktop_crm.ui.password.recovery import RecoveryOffer

if TYPE_CHECKING:
    from desktop_crm.services.safety.protection import Attempts


class RecoveryDialog(NarrowDialog):
    """What *Print recovery key…* opens."""

    def __init__(self, desk: Desk, attempts: "Attempts", parent: QWidget | None = None) -> None:
        super().__init__(tr("Recovery key"), parent)
        self.present = PresentPassword(attempts, self)
        self.offer = RecoveryOffer(desk, self.present, self)
        self.offer.print.setDefault(True)  # Enter in the field prints
        self.offer.save.setAutoDefault(False)
        close = QPushButton(tr("Close"), self)
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        self.lines.addWidget(self.present)
        self.lines.addWidget(self.offer)
        self.lines.addLayout(foot)
        self.present.field.select()
        desk.destroyed.connect(self.close)
