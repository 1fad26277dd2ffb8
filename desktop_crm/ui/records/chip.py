"""A word on a coloured ground: a state on a card."""

from PySide6.QtWidgets import QLabel, QWidget

from desktop_crm.model.listing import Tone
from desktop_crm.ui import theme


class Chip(QLabel):
    """One state; the word is always there, the colour only helps."""

    def __init__(self, text: str, tone: Tone = Tone.NEUTRAL, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._tone = tone
        self._paint()
        theme.signals.changed.connect(self._paint)

    def _paint(self) -> None:
        text, ground = theme.tone_colors(self._tone)
        self.setStyleSheet(
            f"QLabel {{ color: {text.name()}; background: {ground.name()}; border-radius: 9px; padding: 1px 8px; font-size: {theme.SMALL}pt; }}"
        )
