"""Paints the rows of a list in one go: a delegate a cell would be four times as slow while other threads work."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from desktop_crm.model.listing import Column, Kind, is_unreadable
from desktop_crm.model.money import Sums
from desktop_crm.ui.i18n import say
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.privacy.veils import BAR, draw_bar
from desktop_crm.ui.table import cells
from desktop_crm.ui.table.cells import Row
from desktop_crm.ui.table.covering import Covering

HEIGHT: Final = theme.ROW_HEIGHT
PAD: Final = theme.PAD_12
_CHIP: Final = 20
_CUT: Final = "…"
_ELIDED: Final = 4000  # shortened texts that are remembered
LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_CENTER_FLAGS: Final = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine)


@dataclass(frozen=True, slots=True)
class Place:
    """A visible column: its place in the row, its left edge and its width."""

    number: int
    column: Column
    left: int
    width: int


@dataclass(frozen=True, slots=True)
class Line:
    """A visible row: its values (None: not read yet, or gone) and how it looks."""

    top: int
    row: Row | None
    known: bool
    selected: bool
    current: bool
    hovered: bool


def seen(place: Place, room: int) -> Place:
    """Of a column of figures the part that is within `room` px; words may go beyond its edges."""
    left, right = max(place.left, 0), min(place.left + place.width, room)
    if place.column.kind not in cells.NUMERIC or right - left == place.width:
        return place
    return replace(place, left=left, width=max(right - left, 0))


@dataclass
class RowPainter:
    """Fonts, colours and shortened texts of one view; made anew when the theme changes."""

    colors: theme.Colors = field(default_factory=theme.colors)
    font: QFont = field(default_factory=theme.number_font)
    small: QFont = field(default_factory=lambda: theme.font(theme.SMALL, strong=True))
    height: int = HEIGHT
    _elided: dict[tuple[str, int, bool], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._metrics = {False: QFontMetrics(self.font), True: QFontMetrics(self.small)}

    def paint(
        self,
        painter: QPainter,
        lines: Sequence[Line],
        places: Sequence[Place],
        width: int,
        focused: bool,
        *,
        covering: Covering | None = None,
    ) -> None:
        """All of it; `width` is the view's, `covering` the cells that are covered."""
        for line in lines:
            self._ground(painter, line, width, focused)
            if line.row is not None:
                torn = is_unreadable(line.row)
                for place in places:
                    value = line.row[place.number + 1]
                    if covering is not None and covering.hides(place.number, line.row):
                        self._bar(painter, place, line.top)
                    elif value is not None and torn:
                        self._word(painter, seen(place, width), line.top, value, self.colors.muted)
                    elif value is not None:
                        self._cell(painter, seen(place, width), line.top, value)
            elif not line.known:
                for place in places:
                    self._missing(painter, place, line.top)

    def width(self, column: Column, value: Any) -> int:
        """How wide a column must be for this cell."""
        if column.kind is Kind.FLAG:
            return 2 * PAD + 16
        chip = column.kind is Kind.STATE
        extra = 2 * theme.PAD_8 if chip else 0
        return self._metrics[chip].horizontalAdvance(cells.text(column, value)) + 2 * PAD + extra + 2

    def covered_width(self) -> int:
        """How wide a column must be for a covered cell."""
        return BAR.width() + 2 * PAD + 2

    def is_cut(self, place: Place, value: Any) -> bool:
        """Whether the cell shows less than there is."""
        long = isinstance(value, str) and cells.one_line(value) != value
        return long or self.width(place.column, value) > place.width

    def _ground(self, painter: QPainter, line: Line, width: int, focused: bool) -> None:
        colors = self.colors
        ground = QRect(0, line.top, width, self.height)
        if line.selected:
            painter.fillRect(ground, QColor(colors.accent_soft if focused else colors.neutral_soft))
        elif line.hovered:
            painter.fillRect(ground, QColor(colors.hover))
        painter.fillRect(0, line.top + self.height - 1, width, 1, QColor(colors.line))
        if line.current:
            painter.fillRect(0, line.top, 3, self.height - 1, QColor(colors.accent if focused else colors.line))
            if focused and not line.selected:
                painter.setPen(QPen(QColor(colors.accent)))
                painter.drawRect(ground.adjusted(0, 0, -1, -2))

    def _cell(self, painter: QPainter, place: Place, top: int, value: Any) -> None:
        kind = place.column.kind
        if kind is Kind.STATE:
            self._chip(painter, place, top, value)
        elif kind is Kind.FLAG:
            self._flag(painter, place, top, value)
        else:
            self._word(painter, place, top, value, self.colors.text)

    def _word(self, painter: QPainter, place: Place, top: int, value: Any, color: str) -> None:
        """A value as plain text; all of a row that holds something unreadable is told so, and in grey."""
        numeric = place.column.kind in cells.NUMERIC
        painter.setFont(self.font)
        painter.setPen(QColor(color))
        fit = self._whole if numeric else self._fitting
        room = place.width - 2 * PAD
        text = fit(place.column, cells.text(place.column, value), room)
        if isinstance(value, Sums) and text == _CUT:
            text = self._whole(place.column, cells.largest(value), room)
        rect = QRect(place.left + PAD, top, place.width - 2 * PAD, HEIGHT - 1)
        painter.drawText(rect, RIGHT if numeric else LEFT, text)

    def _chip(self, painter: QPainter, place: Place, top: int, value: Any) -> None:
        choice = cells.choice(place.column, value)
        if choice is None:
            return
        room = place.width - 2 * PAD - 2 * theme.PAD_8
        text = self._fitting(place.column, say(choice.title), room)
        wide = self._metrics[True].horizontalAdvance(text) + 2 * theme.PAD_8
        rect = QRectF(place.left + PAD, top + (HEIGHT - 1 - _CHIP) / 2, wide, _CHIP)
        color, soft = theme.tone_colors(choice.tone)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(soft)
        painter.drawRoundedRect(rect, _CHIP / 2, _CHIP / 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setFont(self.small)
        painter.setPen(color)
        painter.drawText(rect, _CENTER_FLAGS, text)

    def _flag(self, painter: QPainter, place: Place, top: int, value: Any) -> None:
        if value:
            ratio = painter.device().devicePixelRatio()
            painter.drawPixmap(place.left + PAD, top + (HEIGHT - 16) // 2, icons.pixmap("check", "accent", 16, ratio))

    def _bar(self, painter: QPainter, place: Place, top: int) -> None:
        side = Qt.AlignmentFlag.AlignRight if place.column.kind in cells.NUMERIC else Qt.AlignmentFlag.AlignLeft
        draw_bar(painter, QRect(place.left + PAD, top, place.width - 2 * PAD, HEIGHT - 1), side)

    def _missing(self, painter: QPainter, place: Place, top: int) -> None:
        wide = min(place.width - 2 * PAD, 40 + place.number * 37 % 60)
        left = place.left + place.width - PAD - wide if place.column.kind in cells.NUMERIC else place.left + PAD
        painter.fillRect(left, top + HEIGHT // 2 - 4, max(wide, 0), 8, QColor(self.colors.hover))

    def _whole(self, _column: Column, text: str, width: int) -> str:
        """A figure of which a part is missing is another figure."""
        shown = self._metrics[False].elidedText(text, Qt.TextElideMode.ElideRight, width)
        return text if shown == text else _CUT

    def _fitting(self, column: Column, text: str, width: int) -> str:
        key = (text, width, column.kind is Kind.STATE)
        found = self._elided.get(key)
        if found is None:
            if len(self._elided) > _ELIDED:
                self._elided.clear()
            found = self._metrics[key[2]].elidedText(text, Qt.TextElideMode.ElideRight, width)
            self._elided[key] = found
        return found
