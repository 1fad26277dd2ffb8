"""A word on a coloured ground: a state on a card."""

from PySide6.QtWidgets import QWidget

from desktop_crm.model.tone import Tone
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel

_HEIGHT = 20  # px


class Chip(PlainLabel):
    """One state; the word is always there, the colour only helps."""

    def __init__(self, text: str, tone: Tone = Tone.NEUTRAL, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._tone = tone
        self.setFont(theme.font(theme.SMALL, strong=True))
        self.setFixedHeight(_HEIGHT)
        self._paint()
        theme.signals.changed.connect(self._paint)

    def show_state(self, text: str, tone: Tone) -> None:
        """Another state."""
        self.setText(text)
        self._tone = tone
        self._paint()

    def _paint(self) -> None:
        text, ground = (color.name() for color in theme.tone_colors(self._tone))
        self.setStyleSheet(f"color: {text}; background: {ground}; border-radius: {_HEIGHT // 2}px; padding: 0 9px;")
