"""A button that drops its words where there is no room for them."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

_ICON_ONLY = 42  # px


class RoomyButton(QPushButton):
    """Icon and words, or the icon alone in a narrow pane; give it a tool tip."""

    def __init__(self, icon: QIcon, words: str, parent: QWidget) -> None:
        super().__init__(icon, words, parent)
        self._words = words
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        missing = "" if self.text() else f" {self._words}"
        return hint + QSize(self.fontMetrics().horizontalAdvance(missing), 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(_ICON_ONLY, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setText(self._words if self.width() >= self.sizeHint().width() else "")
