"""The navigation rail: the window's places, wide with words or narrow with icons; the digit of each leads there with Ctrl."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.look.roles import PlaceButton
from desktop_crm.ui.look.widths import WORDS
from desktop_crm.ui.window.places import Place

WIDE: Final = 176
NARROW: Final = 56
_GAP: Final = "\N{EN SPACE}"  # a style sheet can't part icon and word


class Rail(QFrame):
    """One button a place; `chosen` gives its id, `collapsed` what the person switched its width to, None for as the window gives.

    Places without a digit stand below, where they are always seen; the others scroll where the window is low.
    """

    chosen = Signal(str)
    collapsed = Signal(object)

    def __init__(self, places: Sequence[Place], *, narrow: bool | None) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAccessibleName(tr("Navigation"))
        self._wanted, self._room = narrow, WORDS
        self._current = ""
        self._buttons: dict[str, _PlaceButton] = {}
        self._group = QButtonGroup(self)
        self._scroll, above = _scrolled()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.PAD_8, 0, theme.PAD_8)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        below = _column()
        column.addLayout(below)
        for place in places:
            (below if place.digit is None else above).addWidget(self._made(place))
        above.addStretch()
        self._fold = QToolButton()
        _size(self._fold)
        self._fold.clicked.connect(lambda: self.set_narrow(not self.narrow))
        below.addWidget(self._fold)
        self._fit()
        theme.signals.changed.connect(self._mark_again)

    @property
    def narrow(self) -> bool:
        """Whether icons stand alone: as the person wants it, else where the window has no room for words."""
        return self._by_itself() if self._wanted is None else self._wanted

    def set_narrow(self, narrow: bool) -> None:
        """Icons alone, or with words, until it is what the window gives by itself."""
        self._wanted = None if narrow == self._by_itself() else narrow
        self._fit()
        self.collapsed.emit(self._wanted)

    def set_room(self, width: int) -> None:
        """How wide the window is."""
        was_narrow, self._room = self.narrow, width
        if self.narrow != was_narrow:
            self._fit()

    def set_current(self, id: str) -> None:
        """Mark where the person is; nothing is marked for a screen that stands in no place."""
        self._current = id
        self._group.setExclusive(False)
        for name, button in self._buttons.items():
            button.mark(is_here=name == id)
        self._group.setExclusive(id in self._buttons)
        if id in self._buttons:
            self._scroll.ensureWidgetVisible(self._buttons[id], 0, 0)

    def button(self, id: str) -> QToolButton:
        """The button of a place."""
        return self._buttons[id]

    def _by_itself(self) -> bool:
        return self._room < WORDS

    def _mark_again(self) -> None:
        """A new style sheet brings the first fonts back."""
        self.set_current(self._current)

    def _made(self, place: Place) -> "_PlaceButton":
        button = self._buttons[place.id] = _PlaceButton(place)
        button.clicked.connect(lambda: self.chosen.emit(place.id))
        self._group.addButton(button)
        return button

    def _fit(self) -> None:
        narrow = self.narrow
        self.setFixedWidth(NARROW if narrow else WIDE)
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if narrow else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        for button in (*self._buttons.values(), self._fold):
            button.setToolButtonStyle(style)
        words = tr("Show the words") if narrow else tr("Icons only")
        self._fold.setIcon(icons.icon("panel-left-open" if narrow else "panel-left-close"))
        self._fold.setText(_GAP + words)
        self._fold.setToolTip(words)
        self._fold.setAccessibleName(words)


class _PlaceButton(PlaceButton):
    """Icon, word, and at the right the digit."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        _size(self)
        self._icon = place.icon
        self._digit = "" if place.digit is None else str(place.digit)
        self.setText(_GAP + say(place.title))
        self.setToolTip(say(place.title) + (f" (Ctrl+{self._digit})" if self._digit else ""))
        self.setAccessibleName(say(place.title))
        self.mark(is_here=False)

    def mark(self, *, is_here: bool) -> None:
        """Whether the person is there."""
        self.setChecked(is_here)
        self.setFont(theme.font(strong=is_here))
        self.setIcon(icons.icon(self._icon, "accent" if is_here else None))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        alone = self.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
        edge = theme.PAD_4 if alone else theme.PAD_12
        painter = QPainter(self)
        painter.setFont(theme.font(theme.SMALL, strong=self.isChecked()))
        painter.setPen(QColor(theme.colors().muted))
        box = QRect(self.rect()).adjusted(0, 0, -edge, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._digit)
        painter.end()


def _size(button: QToolButton) -> None:
    button.setIconSize(QSize(icons.SIZE, icons.SIZE))
    button.setFixedHeight(34)
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)


def _column() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(theme.PAD_8, 2, theme.PAD_8, 2)
    column.setSpacing(2)
    return column


def _scrolled() -> tuple[QScrollArea, QVBoxLayout]:
    area, inside, column = QScrollArea(), QWidget(), _column()
    inside.setLayout(column)
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area, column
