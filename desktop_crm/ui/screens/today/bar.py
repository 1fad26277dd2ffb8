"""Above the list of Today: the group that stands at its top, what is looked for, and the filters."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QToolButton, QWidget

from desktop_crm.model.message import Message
from desktop_crm.ui.i18n import say, speak, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.held import Held
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.screens.today.painting import edge
from desktop_crm.ui.screens.today.row import Row

HEIGHT = 32


class GroupBar(QFrame):
    """`chosen` gives the kind of rows that shall be shown, empty for all; `made` tells of other filters."""

    chosen = Signal(str)
    made = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("groupbar")
        self.setFixedHeight(HEIGHT)
        self._title, self._count, self._find = PlainLabel(parent=self), PlainLabel(parent=self), PlainLabel(parent=self)
        theme.mark(self._count, "small")
        theme.mark(self._find, "muted")
        self.chips: list[QToolButton] = []
        self._kinds: Sequence[tuple[str, int]] = ()
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(theme.PAD_8)
        self._row.addWidget(self._title)
        self._row.addWidget(self._count)
        self._row.addWidget(self._find)
        self._row.addStretch(1)
        self._chips = QWidget(self)
        self._inside = QHBoxLayout(self._chips)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(theme.PAD_4)
        self._held = Held[QWidget](self._inside)
        self._row.addWidget(self._chips)

    def fit(self, width: int) -> None:
        """The same edges as the list below."""
        self._row.setContentsMargins(edge(width), 2, edge(width), 0)

    def show_group(self, head: Row | None) -> None:
        """The heading of what stands at the list's top."""
        self._title.setText("" if head is None else head.title)
        self._count.setText("" if head is None else head.count)
        theme.mark(self._title, "strong")
        color = theme.colors().danger if head is not None and head.urgent else theme.colors().text
        self._title.setStyleSheet(f"color: {color}")

    def show_find(self, words: str) -> None:
        """What is typed."""
        self._find.setText(tr("with “{words}”", words=words) if words else "")

    def show_kinds(self, kinds: Sequence[tuple[str, int]], chosen: str) -> None:
        """A filter for each kind with its number; none where there is no choice."""
        if kinds != self._kinds:
            self._kinds = kinds
            self._make(kinds)
            self.made.emit()
        for (kind, _count), chip in zip(self._kinds, self.chips, strict=True):
            chip.setChecked(kind == chosen)

    def _make(self, kinds: Sequence[tuple[str, int]]) -> None:
        had = next((at for at, chip in enumerate(self.chips) if chip.hasFocus()), None)
        self._held.clear()
        self.chips = [self._chip(kind, count) for kind, count in kinds]
        if had is not None and had < len(self.chips):
            self.chips[had].setFocus()

    def _chip(self, kind: str, count: int) -> QToolButton:
        chip = QToolButton(self._chips)
        word = say(Message(kind)) if kind else tr("All")
        chip.setCheckable(True)
        chip.setText(f"{word}  {speak().number(count)}")
        chip.setAccessibleName(tr("{kind}, {count}", kind=word, count=speak().number(count)))
        theme.mark(chip, "filter")
        chip.clicked.connect(lambda: self.chosen.emit(kind))
        self._group.addButton(chip)
        self._held.add(chip)
        return chip
