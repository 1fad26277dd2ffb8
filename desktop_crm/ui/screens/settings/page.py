"""A page of the settings: scrolls, and keeps a readable width."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop_crm.ui.look import theme

_WIDEST = 860


class Page(QScrollArea):
    """Put widgets into it with `add`; large ones are built `inside` from the beginning, which is quicker."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.inside = QWidget(self)
        self.inside.setMaximumWidth(_WIDEST)
        self._lines = QVBoxLayout(self.inside)
        self._lines.setContentsMargins(theme.PAD_24, theme.PAD_16, theme.PAD_24, theme.PAD_24)
        self._lines.setSpacing(theme.PAD_16)
        self._lines.addStretch(1)
        self.setWidget(self.inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def add(self, widget: QWidget) -> None:
        """One more below the others."""
        self._lines.insertWidget(self._lines.count() - 1, widget)

    def add_text(self, text: str) -> QLabel:
        """A sentence that explains."""
        label = QLabel(text, self)
        label.setWordWrap(True)
        theme.mark(label, "muted")
        self.add(label)
        return label

    def commit(self) -> None:
        """Keep what is being typed as if its field had been left: the page is about to go."""

    def reload(self) -> None:
        """Show what the file has now; what is typed and not saved stays."""
