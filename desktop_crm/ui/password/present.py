"""The present password, asked for again."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.password.field import PasswordField
from desktop_crm.ui.password.tries import Tries

if TYPE_CHECKING:
    from desktop_crm.services.safety.protection import Attempts


class PresentPassword(QWidget):
    """One field that takes the recovery key, too; what is wrong is told below it."""

    entered = Signal()  # Enter

    def __init__(self, attempts: "Attempts", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = PasswordField(tr("Current password or recovery key"), self)
        self.field.entered.connect(self.entered)
        self.tries = Tries(attempts, self)
        label = PlainLabel(self.field.editor.accessibleName(), self)
        label.setBuddy(self.field.editor)
        theme.mark(label, "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.PAD_4)
        for widget in (label, self.field, self.tries):
            column.addWidget(widget)

    def typed(self) -> str:
        """What is typed; empty, with the reason told, when it can't be tried now."""
        if self.tries.seconds:
            return ""
        if not self.field.text():
            self.tries.tell(tr("Type the current password, or the recovery key."))
            self.field.select()
        return self.field.text()

    def refuse(self, error: Exception) -> None:
        """It was wrong."""
        self.tries.refuse(error)
        self.field.select()

    def accept(self) -> None:
        """It was right."""
        self.tries.tell("")

    def focusInEvent(self, _event: QFocusEvent) -> None:
        self.field.select()
