"""The gaps of a contract's paper as one form: in the order of the paper, numbered alike."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_crm.services.contract_gaps import Gap
from desktop_crm.ui.desk.actions import Actions
from desktop_crm.ui.desk.hints import Hint, hint
from desktop_crm.ui.i18n import ntr, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.screens.contract.gap_row import GapRow

_BAR: Final = 4  # px of height
_BETWEEN: Final = 4


class GapsPanel(QWidget):
    """`wanted` is to be kept, `entered` has the keyboard (its path), `finished` that nothing is left behind the last one."""

    wanted = Signal(object)  # GapRow
    entered = Signal(str)
    edited = Signal()
    finished = Signal()

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self._rows: dict[str, GapRow] = {}
        self._title, self._order = PlainLabel(parent=self), PlainLabel(tr("in the order of the paper"), self)
        self._progress = _Progress(self)
        self._lay_out()
        self.hide()

    def key_hints(self) -> Sequence[Hint]:
        """The keys of a gap, for the status line."""
        return (
            Hint("Enter", tr("next blank")),
            Hint("Shift+Enter", tr("blank before")),
            *hint(self._actions, "contract.main", tr("print")),
            *hint(self._actions, "contract.paper_only", tr("paper only")),
            Hint("Esc", tr("back")),
        )

    @property
    def rows(self) -> Sequence[GapRow]:
        """In the order of the paper."""
        return list(self._rows.values())

    @property
    def paths(self) -> Sequence[str]:
        """Of the rows."""
        return list(self._rows)

    @property
    def left(self) -> Sequence[GapRow]:
        """What is still to be filled."""
        return [row for row in self._rows.values() if not row.is_done]

    def row(self, path: str) -> GapRow | None:
        """The one for a value."""
        return self._rows.get(path)

    def current(self) -> GapRow | None:
        """The one that is typed into."""
        return next((row for row in self._rows.values() if row.has_keyboard()), None)

    def clear(self) -> None:
        """Another contract."""
        for row in self._rows.values():
            row.hide()
            row.deleteLater()
        self._rows.clear()
        self.hide()

    def tell(self, gaps: Sequence[Gap], left: Sequence[str]) -> None:
        """All gaps there were, in the order of the paper; those that are `left` are still to be filled."""
        known = {gap.path for gap in gaps}
        for path in [path for path in self._rows if path not in known]:
            row = self._rows.pop(path)
            row.hide()
            row.deleteLater()
        rows = {gap.path: self._rows.get(gap.path) or self._made(gap) for gap in gaps}
        if list(rows) != list(self._rows):
            self._put(list(rows.values()))
        self._rows = rows
        for number, gap in enumerate(gaps, 1):
            rows[gap.path].tell(gap, number, done=gap.path not in left)
        self.tell_count()

    def tell_count(self) -> None:
        """How many are left."""
        every, left = len(self._rows), len(self.left)
        self._title.setText(
            tr("Nothing is missing on the paper")
            if not left
            else ntr("{left} of {n} left", "{left} of {n} left", every, left=left)
        )
        self._fit()
        self._progress.tell(every, every - left)
        self._progress.setVisible(every > 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """What the numbers mean, where there is room for it."""
        needed = self._title.sizeHint().width() + self._order.sizeHint().width() + theme.PAD_16
        self._order.setVisible(len(self.left) > 1 and needed <= self.width())

    def take_keyboard(self, path: str = "") -> bool:
        """Into this gap, or the first that is left; whether there is one."""
        row = self._rows.get(path) or next(iter(self.left), None)
        if row is None:
            return False
        self._lead_to(row)
        return True

    def draft(self) -> dict[str, Any]:
        """What is typed and not kept."""
        return {path: row.editor.draft() for path, row in self._rows.items() if row.is_dirty()}

    def restore(self, typed: Mapping[str, Any]) -> None:
        """Type it again; a gap that is no more is left out."""
        for path, value in typed.items():
            if path in self._rows:
                self._rows[path].editor.restore(value)
                self._rows[path].arrange()

    def _move(self, row: GapRow, by: int) -> None:
        """Enter: keep it, and go on where that went well; Shift+Enter back, into what is filled, too."""
        row.editor.leave()
        if row.is_dirty():
            return
        rows = list(self._rows.values())
        at = rows.index(row)
        ahead = [each for each in (*rows[at + 1 :], *rows[:at]) if not each.is_done]
        following = next(iter(reversed(rows[:at]) if by < 0 else ahead), None)
        if following is not None:
            self._lead_to(following)
        elif by > 0:
            self.finished.emit()

    def _lead_to(self, row: GapRow) -> None:
        row.take_keyboard()
        self._show(row)

    def _entered(self, row: GapRow) -> None:
        self._show(row)
        self.entered.emit(row.gap.path)

    def _show(self, row: GapRow) -> None:
        place = self.parentWidget()
        while place is not None and not isinstance(place, QScrollArea):
            place = place.parentWidget()
        if place is not None:
            place.ensureWidgetVisible(row, 0, theme.PAD_24)

    def _made(self, gap: Gap) -> GapRow:
        row = GapRow(gap, self)
        row.moved.connect(lambda by: self._move(row, by))
        row.left.connect(lambda: self.wanted.emit(row))
        row.entered.connect(lambda: self._entered(row))
        row.edited.connect(self.edited)
        return row

    def _put(self, rows: Sequence[GapRow]) -> None:
        """In this order, for the eye and for Tab."""
        for at, row in enumerate(rows):
            self._column.removeWidget(row)
            self._column.insertWidget(at, row)
            row.show()
        stops = [stop for row in rows for stop in row.stops()]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _lay_out(self) -> None:
        self._title.setFont(theme.font(theme.LARGE, strong=True))
        theme.mark(self._order, "small")
        self._title.setMinimumWidth(1)
        self._order.setMinimumWidth(1)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._order, 0, Qt.AlignmentFlag.AlignBottom)
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.PAD_8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.PAD_8)
        column.addLayout(head)
        column.addWidget(self._progress)
        column.addLayout(self._column)


class _Progress(QWidget):
    """A piece for each gap, those that are filled in the accent."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._all = self._done = 0
        self.setFixedHeight(_BAR)

    def tell(self, every: int, done: int) -> None:
        """So many of so many."""
        self._all, self._done = every, done
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if not self._all:
            return
        painter, colors = QPainter(self), theme.colors()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = max((self.width() - (self._all - 1) * _BETWEEN) / self._all, 1)
        for at in range(self._all):
            painter.setBrush(QColor(colors.accent if at < self._done else colors.border))
            painter.drawRoundedRect(round(at * (wide + _BETWEEN)), 0, round(wide), _BAR, 2, 2)
        painter.end()
