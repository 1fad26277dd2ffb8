"""One sentence above a form that can't be changed, and the button that helps."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from desktop_crm.ui.look import theme
from desktop_crm.ui.look.icon_label import IconLabel
from desktop_crm.ui.look.plain import PlainLabel

_BESIDE: Final = 440  # px from which the button stands beside the sentence


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
        row.addWidget(IconLabel("lock", size=16), 0, Qt.AlignmentFlag.AlignTop)
        self._words = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._words.addWidget(self.text, 1)
        self._words.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(self._words, 1)
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= _BESIDE
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._words.setDirection(way)

    def tell(self, text: str, button: str) -> None:
        """Say it; an empty text hides the notice, an empty word the button."""
        self.text.setText(text)
        self.setAccessibleName(text)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.setVisible(bool(text))
