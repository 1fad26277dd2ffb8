"""A picture beside words."""

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from desktop_crm.ui.look import icons, theme


class IconLabel(QLabel):
    """One of Lucide's icons; `color` is a name of `theme.Colors`, followed through changes of the theme."""

    def __init__(
        self, name: str = "", color: str = "muted", size: int = icons.SIZE, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._color, self._size = name, color, size
        theme.signals.changed.connect(self._draw)
        self._draw()

    def show_icon(self, name: str, color: str = "muted") -> None:
        """Another one; an empty name is none."""
        self._name, self._color = name, color
        self._draw()

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        self.setPixmap(icons.pixmap(self._name, self._color, self._size, ratio) if self._name else QPixmap())
