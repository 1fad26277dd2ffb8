"""A record's figures below its head: up to four beside each other; one line where the window is low."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.model.tone import Tone
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel, set_tip
from desktop_crm.ui.peek.content import Figure
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.privacy.veils import ValueLabel

_TALL: Final = 53
_FLAT: Final = 30
_LOW: Final = 560  # px of the window


class FiguresRow(QFrame):
    """Hidden while there are none."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("figures")
        self._figures: Sequence[Figure] = ()
        self._cells: list[_Cell] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.PAD_24, 0, theme.PAD_24, 0)
        self._row.setSpacing(theme.PAD_16)
        for signals in (privacy.signals, theme.signals):
            signals.changed.connect(self._tell_again)
        self.hide()

    def tell(self, figures: Sequence[Figure]) -> None:
        """These, the last one being the one that is acted on."""
        self._figures = figures
        while len(self._cells) < len(figures):
            self._cells.append(cell := _Cell(self, first=not self._cells))
            self._row.addWidget(cell, 4)
        for at, cell in enumerate(self._cells):
            cell.setVisible(at < len(figures))
            self._row.setStretch(at, 5 if at == len(figures) - 1 else 4)
            if at < len(figures):
                cell.tell(figures[at])
        self.setVisible(bool(figures))

    def _tell_again(self) -> None:
        self.tell(self._figures)

    def fit(self, height: int) -> None:
        """As the window is high."""
        flat = height < _LOW
        self.setFixedHeight(_FLAT if flat else _TALL)
        for cell in self._cells:
            cell.lie(flat=flat)


class _Cell(QWidget):
    """Label, figure, and what it is made of."""

    def __init__(self, parent: QWidget, *, first: bool) -> None:
        super().__init__(parent)
        self._label, self._beside = PlainLabel(parent=self), PlainLabel(parent=self)
        self._value = ValueLabel(self)
        self._value.setTextFormat(Qt.TextFormat.PlainText)
        self._value.setFont(theme.number_font(theme.LARGE, strong=True))
        self._value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for small in (self._label, self._beside):
            theme.mark(small, "small")
        self._beside.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._lines = QHBoxLayout()
        self._lines.setSpacing(theme.PAD_8)
        self._lines.addWidget(self._value)
        self._lines.addWidget(self._beside, 1)
        line = QFrame(self)
        theme.mark(line, "line-down")
        line.setVisible(not first)
        self._box = QVBoxLayout()
        self._box.setContentsMargins(0, theme.PAD_4, 0, theme.PAD_4)
        self._box.setSpacing(0)
        self._box.addWidget(self._label)
        self._box.addLayout(self._lines)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.PAD_16)
        across.addWidget(line)
        across.addLayout(self._box, 1)

    def tell(self, figure: Figure) -> None:
        """Another one; what does not fit is told on hovering."""
        covered = privacy.covered(figure.sensitive)
        self._label.setText(figure.label)
        self._value.show_value(privacy.DOTS if covered else figure.value, figure.label)
        plain = covered or figure.tone is Tone.NEUTRAL
        color = "" if plain else f"color: {theme.tone_colors(figure.tone)[0].name()}"
        if color != self._value.styleSheet():
            self._value.setStyleSheet(color)
        self._beside.setText("" if covered else figure.beside)
        self._fit()
        set_tip(self._value, "" if covered or not figure.beside else f"{figure.value}, {figure.beside}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """What stands beside the figure is there as a whole or not at all: half a day would be another one."""
        label = self._label.sizeHint().width() if self._box.direction() == QBoxLayout.Direction.LeftToRight else 0
        room = self.width() - 2 * theme.PAD_16 - self._value.sizeHint().width() - label
        self._beside.setVisible(self._beside.sizeHint().width() <= room)

    def lie(self, *, flat: bool) -> None:
        """Label before the figure, in one line."""
        way = self._box.direction()
        wanted = QBoxLayout.Direction.LeftToRight if flat else QBoxLayout.Direction.TopToBottom
        if way != wanted:
            self._box.setDirection(wanted)
            self._box.setSpacing(theme.PAD_8 if flat else 0)
