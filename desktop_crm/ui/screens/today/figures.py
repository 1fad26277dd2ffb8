"""The month in one slim line; last month's figures are told on hovering. Without room for all the last ones go, never a digit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from desktop_crm.model.money import Money
from desktop_crm.services.today import MonthFigures
from desktop_crm.ui.i18n import speak, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import set_tip
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.privacy.veils import ValueLabel
from desktop_crm.ui.screens.today import words
from desktop_crm.ui.screens.today.painting import edge

HEIGHT: Final = 38
LOW: Final = 30
_GAP: Final = 40  # px between two figures, with the line in its middle


@dataclass(frozen=True, slots=True)
class _Figure:
    title: str
    value: str
    more: str
    before: str


class Figures(QFrame):
    """Title, value, and what else there is to it, of each."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("figures")
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(tr("The month so far"))
        self._parts: list[tuple[QWidget, QLabel, ValueLabel, ValueLabel]] = []
        self._row = QHBoxLayout(self)
        self._row.setSpacing(_GAP)
        self._row.addStretch(1)

    def show_figures(self, now: MonthFigures, before: MonthFigures) -> None:
        """Those of this month, each with last month's up to the same day."""
        figures = (
            _Figure(tr("Ordered this month"), *_sums(now.ordered), _counted(before.orders, before.ordered)),
            _Figure(
                tr("Signed"),
                speak().number(now.signed),
                words.sums(now.contracted),
                _counted(before.signed, before.contracted),
            ),
            _Figure(tr("New clients"), speak().number(now.clients), "", speak().number(before.clients)),
        )
        while len(self._parts) < len(figures):
            self._parts.append(self._made(len(self._parts)))
        self._hold(fast=privacy.is_on())
        for (box, title, value, more), figure in zip(self._parts, figures, strict=True):
            last = tr("Last month to this day: {value}", value=privacy.veil(figure.before))
            title.setText(figure.title)
            value.show_value(privacy.veil(figure.value), figure.title)
            more.show_value(privacy.veil(figure.more))
            extra = f"{privacy.veil(figure.more)}\n" if figure.more else ""
            set_tip(box, privacy.spoken(f"{extra}{last}"))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._row.setContentsMargins(edge(self.width()), 0, edge(self.width()), 0)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        for box, *_ in self._parts[1:]:
            if not box.isHidden():
                painter.fillRect(box.x() - _GAP // 2, 10, 1, self.height() - 20, QColor(theme.colors().line))
        painter.end()

    def _hold(self, *, fast: bool) -> None:
        """Each value keeps its place while it is covered."""
        for _box, _title, *labels in self._parts:
            for label in labels:
                label.setMinimumWidth(label.width() if fast and label.isVisible() else 0)

    def _fit(self) -> None:
        """Covering them moves nothing."""
        if privacy.is_on() or not self._parts:
            return
        room = self.width() - 2 * edge(self.width())
        whole = [_width(part, more=True) for part in self._parts]
        with_more = sum(whole) + _GAP * (len(whole) - 1) <= room
        used = 0
        for at, part in enumerate(self._parts):
            box, _title, _value, more = part
            more.setVisible(with_more and bool(more.text()))
            used += _width(part, more=with_more) + (_GAP if at else 0)
            box.setVisible(at == 0 or used <= room)

    def _made(self, at: int) -> tuple[QWidget, QLabel, ValueLabel, ValueLabel]:
        box = QWidget(self)
        inside = QHBoxLayout(box)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.PAD_8)
        title, value, more = QLabel(box), ValueLabel(box), ValueLabel(box)
        for label, look in ((title, "muted"), (value, "strong"), (more, "small")):
            theme.mark(label, look)
            inside.addWidget(label, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.insertWidget(at, box)
        return box, title, value, more


def _width(part: tuple[QWidget, QLabel, ValueLabel, ValueLabel], *, more: bool) -> int:
    _box, title, value, extra = part
    labels = [title, value, *([extra] if more and extra.text() else [])]
    return sum(label.sizeHint().width() for label in labels) + theme.PAD_8 * (len(labels) - 1)


def _sums(found: Sequence[Money]) -> tuple[str, str]:
    """The home currency as a rule, and the others with a +."""
    first, *others = [speak().money(money) for money in sorted(found, key=lambda money: -money.amount)] or ["–"]
    return first, " ".join(f"+ {money}" for money in others)


def _counted(count: int, sums: Sequence[Money]) -> str:
    return f"{speak().number(count)} · {words.sums(sums)}" if sums else speak().number(count)
