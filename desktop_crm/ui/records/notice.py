"""One sentence above a form that can't be changed, and the button that helps."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from desktop_crm.ui.look import theme
from desktop_crm.ui.look.icon_label import IconLabel
from desktop_crm.ui.look.plain import PlainLabel


class Notice(QFrame):
    """Hidden while there is nothing to say."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, "card")
        self.text = PlainLabel(wrap=True)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        theme.mark(self.text, "muted")
        self.button = QPushButton()
        theme.mark(self.button, "quiet")
        self.button.clicked.connect(self.clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.PAD_12, theme.PAD_8, theme.PAD_8, theme.PAD_8)
        row.setSpacing(theme.PAD_8)
        row.addWidget(IconLabel("lock", size=16))
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        self.hide()

    def tell(self, text: str, button: str) -> None:
        """Say it; an empty text hides the notice, an empty word the button."""
        self.text.setText(text)
        self.setAccessibleName(text)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.setVisible(bool(text))
