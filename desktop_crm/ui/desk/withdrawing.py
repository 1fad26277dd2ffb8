"""Taking a signing back: what it means is told, and why it is done is asked, whichever way it was come to."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from desktop_crm.services import contract as contracts
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.narrow import NarrowDialog
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel

#: Id and number of a contract.
Signing = tuple[int, str]


class Withdrawing(NarrowDialog):
    """Gives the reason to `decided`; nothing is done without one."""

    def __init__(self, desk: Desk, signings: Sequence[Signing], decided: Callable[[str], object]) -> None:
        owner = desk.parent()
        super().__init__(tr("Undo the signing"), owner if isinstance(owner, QWidget) else None)
        self._decided = decided
        for signing in signings:
            told = PlainLabel(_told(desk, signing), self, wrap=True)
            self.lines.addWidget(told)
        self.reason = QLineEdit(self)
        self.reason.setAccessibleName(tr("Reason"))
        label = QLabel(tr("Reason"), self)
        label.setBuddy(self.reason)
        self.says = PlainLabel(parent=self, wrap=True)
        theme.mark(self.says, "problem")
        self.says.hide()
        self.go = QPushButton(tr("Undo the signing"), self)
        theme.mark(self.go, "danger")
        self.go.setDefault(True)
        self.go.clicked.connect(self.decide)
        self._lay_out(label)
        self.reason.setFocus()
        desk.destroyed.connect(self.close)

    def decide(self) -> None:
        """Take the reason if it is one."""
        reason = self.reason.text().strip()
        if not reason:
            self.says.setText(tr("Say why, so that it can be understood later"))
            self.says.show()
            self.reason.setFocus()
            return
        self.accept()
        self._decided(reason)

    def _lay_out(self, label: QLabel) -> None:
        cancel = QPushButton(tr("Cancel"), self)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(theme.PAD_8)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.go)
        for widget in (label, self.reason, self.says):
            self.lines.addWidget(widget)
        self.lines.addLayout(foot)


def _told(desk: Desk, signing: Signing) -> str:
    contract_id, number = signing
    record = desk.read(lambda session: contracts.get(session, contract_id))
    return tr(
        "Contract {number} is signed. Undone, it is as before signing: it and its order can change again, "
        "and its next paper is version {version}. The signed scan and your reason are kept.",
        number=number,
        version=record.next_version,
    )
