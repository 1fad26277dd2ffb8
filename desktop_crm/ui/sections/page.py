"""The page of a section: its title, what it is about, and what can be set; it scrolls, and keeps a readable width."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop_crm.ui.look import theme
from desktop_crm.ui.look.tab_order import stops

WIDEST = 900
_ANY = 16_777_215  # px, Qt's own for as wide as one likes
_NARROW = 560  # px, below which the paddings are small


class Page(QScrollArea):
    """Put widgets into it with `add`; large ones are built `inside` from the beginning, which is quicker."""

    def __init__(self, title: str = "", about: str = "") -> None:
        super().__init__()
        self.inside = QWidget(self)
        theme.mark(self.inside, "page")
        self.inside.setMaximumWidth(WIDEST + 2 * theme.PAD_24)
        self._lines = QVBoxLayout(self.inside)
        self._lines.setSpacing(theme.PAD_16)
        self._lines.addStretch(1)
        self._filled = False
        self._pad(theme.PAD_24)
        self.setWidget(self.inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if title:
            self._head(title, about)

    def add(self, widget: QWidget) -> None:
        """One more below the others."""
        self._lines.insertWidget(self._lines.count() - 1, widget)

    def fill(self, widget: QWidget) -> None:
        """This alone, with all the room there is."""
        self._filled = True
        self.inside.setMaximumWidth(_ANY)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.insertWidget(0, widget, 1)
        self._lines.setStretch(1, 0)

    def add_text(self, text: str) -> QLabel:
        """A sentence that explains."""
        label = QLabel(text, self)
        label.setWordWrap(True)
        theme.mark(label, "muted")
        self.add(label)
        return label

    # What the settings ask of it

    def take_keyboard(self) -> None:
        """Enter in the list of sections: to the first thing here that takes it."""
        for first in stops(self.inside)[:1]:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def edit(self) -> None:
        """F2 in the list of sections: edit the row that is current here, or the first."""
        self.take_keyboard()

    def show_setting(self, name: str) -> None:
        """Lead the keyboard to a setting, or to a record by its id; what is not here is ignored."""

    def commit(self) -> None:
        """Keep what is being typed as if its field had been left: the page is about to go."""

    def may_leave(self) -> bool:
        """Asked before the settings are left; False keeps the person here."""
        return True

    def reload(self) -> None:
        """Show what the file has now; what is typed and not saved stays."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._filled:
            self._pad(theme.PAD_16 if event.size().width() < _NARROW else theme.PAD_24)

    def _pad(self, side: int) -> None:
        self._lines.setContentsMargins(side, theme.PAD_16, side, theme.PAD_24)

    def _head(self, title: str, about: str) -> None:
        head = QWidget(self)
        lines = QVBoxLayout(head)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(theme.PAD_4)
        named = QLabel(title, head)
        named.setFont(theme.font(theme.LARGE, strong=True))
        lines.addWidget(named)
        if about:
            told = QLabel(about, head)
            told.setWordWrap(True)
            theme.mark(told, "muted")
            lines.addWidget(told)
        self.add(head)
