"""The boxes of the start screen: figures of the month, and groups of lines."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_crm.model.money import Money
from desktop_crm.services.today import MonthFigures
from desktop_crm.ui.i18n import speak, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.held import Held
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.privacy.veils import ValueLabel
from desktop_crm.ui.screens.today.line import Line

_ROWS: Final = 3  # title, figure, last month's


class Panel(QFrame):
    """A titled box with lines; an empty one says so in a sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, "card")
        self._heading = QLabel(self)
        theme.mark(self._heading, "strong")
        self._count = QLabel(self)
        theme.mark(self._count, "muted")
        self._head = QHBoxLayout()
        self._head.setContentsMargins(theme.PAD_8, 0, theme.PAD_8, 0)
        self._head.addWidget(self._heading)
        self._head.addWidget(self._count)
        self._head.addStretch(1)
        self._shown: Sequence[Line] = ()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._held = Held[QWidget](self._lines)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(theme.PAD_8, theme.PAD_12, theme.PAD_8, theme.PAD_12)
        inside.setSpacing(theme.PAD_4)
        inside.addLayout(self._head)
        inside.addLayout(self._lines)
        inside.addStretch(1)

    def set_title(self, title: str) -> None:
        """What the lines are."""
        self._heading.setText(title)
        self.setAccessibleName(title)

    def show_lines(
        self, lines: Sequence[Line], empty: str, count: int = 0, show_all: Callable[[], None] | None = None
    ) -> None:
        """These lines, or the sentence; *Show all* when there are more."""
        self._held.clear()
        self._shown = lines
        self.tell_lines()
        for line in lines:
            self._held.add(line)
            line.show()  # now, not when the layout comes to it: it may get the keyboard at once
        if not lines:
            nothing = QLabel(empty, self)
            nothing.setWordWrap(True)
            nothing.setContentsMargins(theme.PAD_8, theme.PAD_4, theme.PAD_8, theme.PAD_4)
            theme.mark(nothing, "muted")
            self._held.add(nothing)
        if show_all is not None and count > len(lines):
            more = QPushButton(tr("Show all {count}", count=count), self)
            theme.mark(more, "quiet")
            more.clicked.connect(show_all)
            self._held.add(more, Qt.AlignmentFlag.AlignLeft)
        self._count.setText(speak().number(count) if count else "")

    def tell_lines(self) -> None:
        """The texts of the lines, the days in line."""
        for line in self._shown:
            line.tell()
        widest = max((line.natural_worth_width() for line in self._shown), default=0)
        for line in self._shown:
            line.worth_width = widest


class MonthPanel(QFrame):
    """The month so far beside the last one up to the same day."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, "card")
        self.setAccessibleName(tr("The month so far"))
        self._labels: dict[tuple[int, int], ValueLabel] = {}
        self._beside: bool | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(theme.PAD_16, theme.PAD_12, theme.PAD_16, theme.PAD_12)
        self._grid.setHorizontalSpacing(theme.PAD_24)
        self._grid.setVerticalSpacing(theme.PAD_4)

    def show_figures(self, now: MonthFigures, before: MonthFigures) -> None:
        """Three figures, each with last month's beneath; covering them moves nothing."""
        self.setMinimumHeight(self.height() if privacy.is_on() and self.isVisible() else 0)
        figures = (
            (tr("Ordered this month"), _sums(now.ordered), _counted(before.orders, before.ordered)),
            (tr("Contracts signed"), _counted(now.signed, now.contracted), _counted(before.signed, before.contracted)),
            (tr("New clients"), speak().number(now.clients), speak().number(before.clients)),
        )
        for column, (title, value, last) in enumerate(figures):
            self._put(title, "muted", 0, column)
            self._put(privacy.veil(value), "heading", 1, column)
            self._put(tr("Last month to this day: {value}", value=privacy.veil(last)), "small", 2, column)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Beside each other where no figure would be cut, else one below the other; covering them moves nothing."""
        if privacy.is_on() or not self._labels:
            return
        count = 1 + max(column for _, column in self._labels)
        widest = [max(_longest(self._labels[row, column]) for row in range(_ROWS)) for column in range(count)]
        edges = self._grid.contentsMargins()
        gaps = (count - 1) * self._grid.horizontalSpacing() + edges.left() + edges.right()
        beside = count * max(widest) + gaps <= self.width()
        if beside == self._beside:
            return
        self._beside = beside
        for (row, column), label in self._labels.items():
            self._grid.removeWidget(label)
            place = (row, column) if beside else (column * _ROWS + row, 0)
            label.setContentsMargins(0, 0 if beside or row or not column else theme.PAD_12, 0, 0)
            self._grid.addWidget(label, *place, Qt.AlignmentFlag.AlignTop)
        for column in range(count):
            self._grid.setColumnStretch(column, int(beside or column == 0))

    def _put(self, text: str, look: str, row: int, column: int) -> None:
        label = self._labels.get((row, column))
        if label is None:
            label = self._labels[row, column] = ValueLabel(self)
            label.setWordWrap(True)
            label.setMinimumWidth(1)  # the panel sees to it that there is room
            theme.mark(label, look)
        label.show_value(text)


def _longest(label: ValueLabel) -> int:
    """The width in px of what can't be broken in it."""
    room = QRect(0, 0, 1, 10_000)
    return label.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), label.text()).width() + 2


def _sums(sums: Sequence[Money]) -> str:
    """The largest first, which is the home currency as a rule."""
    return " + ".join(speak().money(money) for money in sorted(sums, key=lambda money: -money.amount)) or "–"


def _counted(count: int, sums: Sequence[Money]) -> str:
    return f"{speak().number(count)} · {_sums(sums)}" if sums else speak().number(count)
