"""Paints the rows of Today: icon, what, when, how much, and what can be done; two lines a row where there is little width."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.privacy.veils import BAR, draw_bar
from desktop_crm.ui.screens.today.model import ROW
from desktop_crm.ui.screens.today.row import Row

HEAD: Final = 30
LINE: Final = 36
TWO_LINES: Final = 52
_DONE: Final = 32
_ICON: Final = 18
_DUE: Final = 128
_MONEY: Final = 150
_ACTION: Final = 142
_NARROW: Final = 760  # px of the list in which one line has room for all
_NARROW_PAD: Final = 700
_MARK: Final = 3  # px of the bar beside the current row
_LEFT: Final = Qt.AlignmentFlag.AlignLeft
_RIGHT: Final = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class Text:
    """A part as it is painted."""

    text: str
    room: QRect
    font: QFont
    color: str
    side: Qt.AlignmentFlag = _LEFT


@dataclass(frozen=True, slots=True)
class Widths:
    """Of the columns: figures and words in them are never cut."""

    due: int = _DUE
    money: int = _MONEY
    action: int = _ACTION


def edge(width: int) -> int:
    """The padding of the page at both sides."""
    return theme.PAD_24 if width >= _NARROW_PAD else theme.PAD_16


def width_of(font: QFont, text: str) -> int:
    """Of a part, in px."""
    return BAR.width() if text == privacy.DOTS else QFontMetrics(font).horizontalAdvance(text)


class RowPainter(QStyledItemDelegate):
    """Of one list, whose `width` it is told with its scroll bar: what is painted ends where the page does."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.widths = Widths()
        self.width = 0

    def measure(self, rows: list[Row]) -> None:
        """Give each column what its widest value needs."""
        numbers, strong = theme.number_font(), theme.font(strong=True)
        self.widths = Widths(
            max([_DUE, *(width_of(numbers, row.due) for row in rows)]),
            max([_MONEY, *(width_of(numbers, row.money) for row in rows)]),
            max([_ACTION, *(width_of(strong, row.act.text) + 2 * theme.PAD_12 for row in rows if row.act)]),
        )

    @property
    def is_narrow(self) -> bool:
        """Whether a row takes two lines."""
        fixed = sum((self.widths.due, self.widths.money, self.widths.action)) - _DUE - _MONEY - _ACTION
        return self.width < _NARROW + fixed

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        del option
        return QSize(0, self.height_of(index.data(ROW)))

    def height_of(self, row: Row) -> int:
        """In px."""
        if row.head:
            return HEAD
        if row.told:
            room = self._told_room(QRect(0, 0, self.width, 1000))
            flags = int(Qt.TextFlag.TextWordWrap)
            return QFontMetrics(theme.font()).boundingRect(room, flags, row.title).height() + 2 * theme.PAD_12
        if row.done:
            return _DONE
        return TWO_LINES if self.is_narrow else LINE

    def action_room(self, row: Row, box: QRect) -> QRect:
        """Where what a row offers can be clicked."""
        if row.act is None:
            return QRect()
        width = width_of(theme.font(strong=True), row.act.text) + theme.PAD_12
        right = box.left() + self.width - 1 - edge(self.width)
        return QRect(right - width + 1, box.top(), width + theme.PAD_8, box.height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: Row = index.data(ROW)
        box = QRect(option.rect)
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if current:
            self._mark(
                painter, box, focused=bool(option.state & QStyle.StateFlag.State_Active) and self._has_keyboard()
            )
        elif row.is_choice and option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(theme.colors().hover))
        if row.is_choice and not current:
            self._line(painter, box)
        if row.icon:
            self._icon(painter, row, box)
        for text in self.texts(row, box, current=current):
            _paint(painter, text)
        painter.restore()

    def texts(self, row: Row, box: QRect, *, current: bool = False) -> list[Text]:
        """What is painted where: without room for all the client's name is cut first, then the title."""
        colors, strong, plain = theme.colors(), theme.font(strong=True), theme.font()
        pad = edge(self.width)
        room = QRect(box.left() + pad, box.top(), self.width - 2 * pad, box.height())
        if row.head:
            title = Text(row.title, room, strong, colors.danger if row.urgent else colors.text)
            after = room.adjusted(width_of(strong, row.title) + theme.PAD_8, 0, 0, 0)
            return [title, Text(row.count, after, theme.number_font(theme.SMALL), colors.muted)]
        if row.told:
            return [Text(row.title, self._told_room(box), plain, colors.muted)]
        room.setLeft(room.left() + _ICON + theme.PAD_12)
        if row.done:
            return [_cut(row.title, room, plain, colors.muted)]
        found = [] if row.act is None or current else [Text(row.act.text, QRect(room), strong, colors.accent, _RIGHT)]
        room.setRight(room.right() - self.widths.action)
        return found + (self._two_lines(row, room) if self.is_narrow else self._one_line(row, room))

    def _one_line(self, row: Row, room: QRect) -> list[Text]:
        colors, numbers = theme.colors(), theme.number_font()
        found = [Text(row.money, room, numbers, colors.text, _RIGHT)] if row.money else []
        left = room.right() - self.widths.money - theme.PAD_16 - self.widths.due
        if row.due:
            due = QRect(left + 1, room.top(), self.widths.due, room.height())
            found.append(Text(row.due, due, numbers, _due_color(row)))
        room = QRect(room.left(), room.top(), left - theme.PAD_16 - room.left(), room.height())
        return [*found, *self._what(row, room, colors.muted)]

    def _two_lines(self, row: Row, room: QRect) -> list[Text]:
        colors, numbers, small = theme.colors(), theme.number_font(), theme.number_font(theme.SMALL)
        above, below = room.adjusted(0, 6, 0, -room.height() // 2), room.adjusted(0, room.height() // 2, 0, -6)
        found = [_cut(row.title, above, theme.font(strong=not row.plain), colors.text)]
        if row.money:
            found.append(Text(row.money, QRect(below), numbers, colors.text, _RIGHT))
            below = below.adjusted(0, 0, -width_of(numbers, row.money) - theme.PAD_12, 0)
        if row.due:
            found.append(Text(row.due, QRect(below), small, _due_color(row)))
            below = below.adjusted(width_of(small, row.due) + theme.PAD_12, 0, 0, 0)
        return [*found, _cut(row.about, below, small, colors.muted)]

    def _what(self, row: Row, room: QRect, muted: str) -> list[Text]:
        font = theme.font(strong=not row.plain)
        title = _cut(row.title, room, font, theme.colors().text)
        room = room.adjusted(width_of(font, title.text) + theme.PAD_8, 0, 0, 0)
        return [title, _cut(row.about, room, theme.font(), muted)]

    def _told_room(self, box: QRect) -> QRect:
        pad = edge(self.width)
        return QRect(box.left() + pad, box.top(), min(560, self.width - 2 * pad), box.height())

    def _has_keyboard(self) -> bool:
        view = self.parent()
        return bool(view is not None and view.hasFocus())  # type: ignore[attr-defined]  # a view owns it

    def _mark(self, painter: QPainter, box: QRect, *, focused: bool) -> None:
        colors = theme.colors()
        painter.fillRect(box, QColor(colors.accent_soft if focused else colors.neutral_soft))
        painter.fillRect(QRect(box.left(), box.top(), _MARK, box.height()), QColor(colors.accent))

    def _line(self, painter: QPainter, box: QRect) -> None:
        pad = edge(self.width)
        left = box.left() + pad + _ICON + theme.PAD_12
        painter.fillRect(
            QRect(left, box.bottom(), box.left() + self.width - pad - left, 1), QColor(theme.colors().line)
        )

    def _icon(self, painter: QPainter, row: Row, box: QRect) -> None:
        color = "good" if row.done else "muted"
        room = QRect(box.left() + edge(self.width), box.center().y() - _ICON // 2 + 1, _ICON, _ICON)
        icons.icon(row.icon, color).paint(painter, room)


def _due_color(row: Row) -> str:
    colors = theme.colors()
    if row.urgent:
        return colors.danger
    return colors.muted if row.plain else colors.text


def _cut(text: str, room: QRect, font: QFont, color: str) -> Text:
    if text != privacy.DOTS:
        text = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, max(room.width(), 0))
    return Text(text, room, font, color)


def _paint(painter: QPainter, text: Text) -> None:
    if text.text == privacy.DOTS:
        draw_bar(painter, text.room, text.side)
        return
    painter.setFont(text.font)
    painter.setPen(QColor(text.color))
    wrap = Qt.TextFlag.TextWordWrap if text.room.height() > TWO_LINES else Qt.TextFlag.TextSingleLine
    painter.drawText(text.room, int(text.side | Qt.AlignmentFlag.AlignVCenter | wrap), text.text)
