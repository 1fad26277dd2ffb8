"""The top of a card: way back, name, chips, one line of facts, and what can be done."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop_crm.model.listing import Tone
from desktop_crm.ui import icons, theme
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.records.chip import Chip


class CardHeader(QWidget):
    """Name and chips in the first line, facts in the second, buttons at the right or below when it is narrow."""

    back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._back = QToolButton(self)
        self._back.setIcon(icons.icon("arrow-left"))
        self._back.setToolTip(tr("Back to the list (Esc)"))
        self._back.setAccessibleName(tr("Back to the list"))
        self._back.clicked.connect(self.back)
        self._back.hide()
        self._title = QLabel(self)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setWordWrap(True)
        self._title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        theme.mark(self._title, "heading")
        self._chips = QHBoxLayout()
        self._chips.setSpacing(theme.PAD_4)
        self._facts = QLabel(self)
        self._facts.setTextFormat(Qt.TextFormat.PlainText)
        self._facts.setWordWrap(True)
        theme.mark(self._facts, "muted")
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(theme.PAD_8)
        self._lay_out()

    def set_back_shown(self, shown: bool) -> None:
        """The way back is needed only while the list is hidden."""
        self._back.setVisible(shown)

    def set_texts(self, title: str, facts: str, chips: Sequence[tuple[str, Tone]]) -> None:
        """What the card is about."""
        self._title.setText(title)
        self._facts.setText(facts)
        self._facts.setVisible(bool(facts))
        _clear(self._chips)
        for text, tone in chips:
            self._chips.addWidget(Chip(text, tone, self))

    def set_buttons(self, buttons: Sequence[QWidget]) -> None:
        """The card's commands, the most likely first."""
        _clear(self._buttons)
        for button in buttons:
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(theme.PAD_8)
        first.addWidget(self._back, 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self._title, 1)
        first.addLayout(self._chips)
        first.setAlignment(self._chips, Qt.AlignmentFlag.AlignTop)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(theme.PAD_24, theme.PAD_16, theme.PAD_24, theme.PAD_8)
        lines.setSpacing(theme.PAD_8)
        lines.addLayout(first)
        lines.addWidget(self._facts)
        lines.addLayout(self._buttons)


def primary(text: str, parent: QWidget | None = None) -> QPushButton:
    """The one button that goes on."""
    button = QPushButton(text, parent)
    theme.mark(button, "primary")
    return button


def _clear(layout: QHBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
