"""Buttons that drop their words where there is no room for them."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

_ICON_ONLY = 42  # px


class RoomyButton(QPushButton):
    """Icon and words, or the icon alone, no wider than that takes; give it a tool tip."""

    def __init__(self, icon: QIcon, words: str, parent: QWidget) -> None:
        super().__init__(icon, words, parent)
        self._words = words
        self._wide = 0  # px with the words, kept while they are dropped
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return hint if self.text() else QSize(_ICON_ONLY, hint.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(_ICON_ONLY, super().minimumSizeHint().height())

    def dropped(self) -> int:
        """How many pixels the words would add; 0 while they are shown."""
        return 0 if self.text() else max(self._wide - _ICON_ONLY, 0)

    def spell(self, on: bool) -> None:
        """Show the words, or the icon alone."""
        if on == bool(self.text()):
            return
        if not on:
            self._wide = self.sizeHint().width()
        self.setText(self._words if on else "")


def fit(line: QWidget, buttons: Sequence[RoomyButton]) -> None:
    """Let those of the buttons in a line drop their words that have no room for them, the first ones first."""
    layout = line.layout()
    seen = [button for button in buttons if not button.isHidden()]
    if layout is None:
        return
    over = layout.sizeHint().width() + sum(button.dropped() for button in seen) - line.width()
    for button in seen:
        words = button.dropped() or button.sizeHint().width() - _ICON_ONLY
        button.spell(over <= 0)
        over -= max(words, 0)
