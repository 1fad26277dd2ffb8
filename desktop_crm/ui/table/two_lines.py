"""Rows of two lines, for a list beside a peek: who and how much; below it number, state, when, and what is special today.

Which column stands where is declared with it (`Part`). Money, days, numbers and chips are never cut: the name gives way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from desktop_crm.model.listing import Column, Role, is_unreadable
from desktop_crm.model.tone import Tone
from desktop_crm.ui.desk.distance import distance
from desktop_crm.ui.form.days import today
from desktop_crm.ui.i18n import say
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.privacy.veils import BAR, draw_bar
from desktop_crm.ui.table import cells
from desktop_crm.ui.table.cells import Row
from desktop_crm.ui.table.covering import Covering
from desktop_crm.ui.table.painting import LEFT, RIGHT, Line, Place, RowPainter

TALL: Final = 52
_FIRST, _SECOND, _LINE = 6, 27, 19  # where the lines begin, and how high one is
_PAD: Final = theme.PAD_24
_END: Final = theme.PAD_16
_GAP: Final = theme.PAD_16
_SOON: Final = 3  # days
_STAR: Final = 14
_LEAST_NAME: Final = 160  # px


@dataclass
class TwoLines(RowPainter):
    """Paints by the parts of `columns`."""

    columns: Sequence[Column] = ()
    height: int = TALL
    strong: QFont = field(default_factory=lambda: theme.font(strong=True))
    plain: QFont = field(default_factory=lambda: theme.number_font(theme.SMALL))

    def __post_init__(self) -> None:
        super().__post_init__()
        self.strong_metrics, self.plain_metrics = QFontMetrics(self.strong), QFontMetrics(self.plain)
        self._at: Mapping[Role, list[int]] = {
            role: [n for n, each in enumerate(self.columns) if each.part is not None and each.part.role is role]
            for role in Role
        }
        self._chips = self._widest_chip()
        self._numbers = 0  # px that the widest number takes so far

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
        """All of it, whatever columns are shown."""
        del places
        self._measure(lines)
        for line in lines:
            self._ground(painter, line, width, focused)
            if line.row is not None:
                self._put(_Writer(self, painter, line.row, covering), line.top, width)
            elif not line.known:
                self._put_missing(painter, line.top, width)

    def at(self, role: Role) -> Sequence[int]:
        """The columns that are this."""
        return self._at[role]

    def name_of(self, row: Row) -> str:
        """What stands in the first line."""
        number = self.name_column()
        return "" if row[number + 1] is None else cells.text(self.columns[number], row[number + 1])

    def name_column(self) -> int:
        """The column of the first line."""
        return next(iter((*self._at[Role.PARTY], *self._at[Role.TITLE])), 0)

    def is_name_cut(self, row: Row, width: int) -> bool:
        """Whether it does not fit."""
        return self.strong_metrics.horizontalAdvance(self.name_of(row)) > self._room_of_name(row, width)

    def _put(self, writer: "_Writer", top: int, width: int) -> None:
        first, second = QRect(0, top + _FIRST, width, _LINE), QRect(0, top + _SECOND, width, _LINE)
        color = self.colors.muted if is_unreadable(writer.row) else self.colors.text
        self._put_first(writer, first, color)
        right = self._put_side(writer, second)
        left = _PAD
        if self._at[Role.PARTY]:
            left += writer.text(self._at[Role.TITLE], second, left, right, self.colors.muted)
            left = max(left, _PAD + self._numbers) + theme.PAD_12
        left = self._put_state(writer, second, left, right)
        writer.text([*self._at[Role.WHEN], *self._at[Role.DETAIL]], second, left, right, self.colors.muted)

    def _put_first(self, writer: "_Writer", line: QRect, color: str) -> None:
        room, name = self._room_of_name(writer.row, line.width()), [self.name_column()]
        taken = writer.text(name, line, _PAD, _PAD + room, color, strong=True)
        mark = self._at[Role.MARK]
        if mark and writer.row[mark[0] + 1] is True:
            ratio = writer.painter.device().devicePixelRatio()
            at = line.topLeft()
            at.setX(_PAD + taken + 6)
            at.setY(line.top() + (line.height() - _STAR) // 2)
            writer.painter.drawPixmap(at, icons.pixmap("star", "attention", _STAR, ratio))
        for number in self._at[Role.MONEY]:
            writer.right(number, line, self.colors.text)

    def _room_of_name(self, row: Row, width: int) -> int:
        money = sum(self._figure(number, row) for number in self._at[Role.MONEY])
        star = _STAR + 6 if self._at[Role.MARK] and row[self._at[Role.MARK][0] + 1] is True else 0
        return max(width - _PAD - _END - star - (money + _GAP if money else 0), _LEAST_NAME)

    def _figure(self, number: int, row: Row) -> int:
        value = row[number + 1]
        return 0 if value is None else self._metrics[False].horizontalAdvance(cells.text(self.columns[number], value))

    def _put_side(self, writer: "_Writer", line: QRect) -> int:
        """At the right: how near its day is while that counts, else what is declared; what is left of the line."""
        for number in self._at[Role.WHEN]:
            told = _nearness(self.columns, number, writer.row)
            if told is not None:
                return line.width() - _END - writer.right_words(told[0], line, told[1]) - _GAP
        for number in self._at[Role.SIDE]:
            if taken := writer.right(number, line, self._side_color(number, writer.row), small=True):
                return line.width() - _END - taken - _GAP
        return line.width() - _END

    def _side_color(self, number: int, row: Row) -> str:
        part, value = self.columns[number].part, row[number + 1]
        if part is None or part.tone is None or value is None or is_unreadable((value,)):
            return self.colors.muted
        return {Tone.DANGER: self.colors.danger, Tone.ATTENTION: self.colors.attention}.get(
            part.tone(value), self.colors.muted
        )

    def _put_state(self, writer: "_Writer", line: QRect, left: int, right: int) -> int:
        for number in self._at[Role.STATE]:
            if writer.row[number + 1] is not None and left + self._chips <= right:
                column = self.columns[number]
                self._chip(
                    writer.painter,
                    Place(number, column, left - theme.PAD_12, self._chips + 24),
                    line.top() - 6,
                    writer.row[number + 1],
                )
            left += self._chips + theme.PAD_12
        return left

    def _widest_chip(self) -> int:
        told = [say(each.title) for number in self._at[Role.STATE] for each in self.columns[number].choices]
        return max((self._metrics[True].horizontalAdvance(text) for text in told), default=0) + 2 * theme.PAD_8 + 2

    def _measure(self, lines: Sequence[Line]) -> None:
        """States and days stand below each other as far as the widest number that was seen lets them."""
        for line in lines if self._at[Role.PARTY] else ():
            for number in self._at[Role.TITLE]:
                if line.row is not None and line.row[number + 1] is not None:
                    text = cells.text(self.columns[number], line.row[number + 1])
                    self._numbers = max(self._numbers, self.plain_metrics.horizontalAdvance(text))

    def _put_missing(self, painter: QPainter, top: int, width: int) -> None:
        for at, wide in ((_FIRST + 5, width // 3), (_SECOND + 5, width // 4)):
            painter.fillRect(_PAD, top + at, wide, 8, QColor(self.colors.hover))


@dataclass
class _Writer:
    """One row on its way to the screen."""

    looks: TwoLines
    painter: QPainter
    row: Row
    covering: Covering | None

    def text(
        self, numbers: Sequence[int], line: QRect, left: int, right: int, color: str, *, strong: bool = False
    ) -> int:
        """Cells one after the other from the left, as far as there is room; how much they take."""
        at, looks = left, self.looks
        font, metrics = (looks.strong, looks.strong_metrics) if strong else (looks.plain, looks.plain_metrics)
        parts = [number for number in numbers if self.row[number + 1] not in (None, "")]
        for order, number in enumerate(parts):
            words = _said(looks.columns[number], self.row[number + 1])
            words = f" · {words}" if order else words
            room = right - at
            wide = metrics.horizontalAdvance(words)
            if wide > room and number in looks.at(Role.WHEN):
                continue  # half a day is another one
            if self._hides(number):
                draw_bar(self.painter, QRect(at, line.top(), room, line.height()), Qt.AlignmentFlag.AlignLeft)
                at += min(room, BAR.width())
                continue
            if room < metrics.averageCharWidth() * 4 and order:
                break
            shown = words if wide <= room else metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
            self.painter.setFont(font)
            self.painter.setPen(QColor(color))
            self.painter.drawText(QRect(at, line.top(), room, line.height()), LEFT, shown)
            at += metrics.horizontalAdvance(shown)
        return at - left

    def right(self, number: int, line: QRect, color: str, *, small: bool = False) -> int:
        """A cell at the right end; how much it takes."""
        value = self.row[number + 1]
        if value in (None, ""):
            return 0
        if self._hides(number):
            draw_bar(self.painter, line.adjusted(_PAD, 0, -_END, 0), Qt.AlignmentFlag.AlignRight)
            return BAR.width()
        return self.right_words(_said(self.looks.columns[number], value), line, color, small=small)

    def right_words(self, words: str, line: QRect, color: str, *, small: bool = True) -> int:
        """Words at the right end; how much they take."""
        font = self.looks.plain if small else self.looks.font
        self.painter.setFont(font)
        self.painter.setPen(QColor(color))
        self.painter.drawText(line.adjusted(0, 0, -_END, 0), RIGHT, words)
        return QFontMetrics(font).horizontalAdvance(words)

    def _hides(self, number: int) -> bool:
        return self.covering is not None and self.covering.hides(number, self.row)


def _said(column: Column, value: Any) -> str:
    words = cells.text(column, value)
    told = column.part.words if column.part is not None else None
    return words if told is None or is_unreadable((value,)) else say(told(words))


def _nearness(columns: Sequence[Column], number: int, row: Row) -> tuple[str, str] | None:
    """How far a day is, and in which colour; None while it does not count."""
    day, part = row[number + 1], columns[number].part
    state = next((row[n + 1] for n, each in enumerate(columns) if each.part and each.part.role is Role.STATE), None)
    if part is None or not isinstance(day, date) or str(state) not in part.live or is_unreadable(row):
        return None
    left, colors = (day - today()).days, theme.colors()
    color = colors.danger if left < 0 else colors.attention if left <= _SOON else colors.muted
    return distance(day, today(), late=part.late), color
