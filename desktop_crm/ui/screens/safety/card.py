"""A box of the screen: what it is about, how it stands, what can be done."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_crm.model.tone import Tone
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.chip import Chip
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.table.flow import Flow


class SafetyCard(QFrame):
    """Title with a chip that says whether all is well, a sentence, buttons."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        theme.mark(self, "card")
        self.setAccessibleName(title)
        heading = PlainLabel(title, self)
        theme.mark(heading, "strong")
        self.chip = Chip("", parent=self)
        head = QHBoxLayout()
        head.addWidget(heading)
        head.addStretch(1)
        head.addWidget(self.chip)
        self.says = PlainLabel(parent=self, wrap=True)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(theme.PAD_8)
        self.foot = Flow()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(theme.PAD_16, theme.PAD_12, theme.PAD_16, theme.PAD_12)
        inside.setSpacing(theme.PAD_8)
        inside.addLayout(head)
        inside.addWidget(self.says)
        inside.addLayout(self.lines)
        inside.addStretch(1)
        inside.addWidget(self.foot)

    def tell(self, text: str, chip: str, tone: Tone) -> None:
        """How it stands."""
        self.says.setText(text)
        self.chip.show_state(chip, tone)

    def add_button(self, button: QPushButton) -> QPushButton:
        """At the foot, from the left."""
        button.setAutoDefault(False)
        self.foot.add(button)
        return button

    def add_action(self, desk: Desk, id: str, text: str) -> QPushButton | None:
        """A command of the window as a button; none for one that the window does not have."""
        if id not in desk.actions:
            return None
        button = self.add_button(QPushButton(text, self))
        button.clicked.connect(lambda: desk.actions.run(id))
        action = desk.actions.qaction(id)
        button.setEnabled(action.isEnabled())
        action.enabledChanged.connect(button.setEnabled)
        return button


def good() -> str:
    """The chip of what is well."""
    return tr("All OK")
