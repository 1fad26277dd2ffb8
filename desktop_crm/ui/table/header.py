"""The head of a list: sorting by a click, widths, order, and which columns are shown."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QContextMenuEvent, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from desktop_crm.model.listing import Column, Kind
from desktop_crm.ui.desk import over
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.table.cells import NUMERIC
from desktop_crm.ui.table.memory import Shown
from desktop_crm.ui.table.painting import RowPainter

HEIGHT: Final = 32
_LEAST: Final = 48
_WIDEST: Final = 320  # px that a column takes by itself
_READABLE: Final = 130  # px, and that one of words keeps
_ARROW: Final = 12
_SQUEEZED: Final = 0.7  # of its width, at the narrowest


class Header(QHeaderView):
    """Paints itself; `sort_wanted(column id, descending)` asks for another order, an empty id for the list's own."""

    sort_wanted = Signal(str, bool)
    fit_wanted = Signal(int)
    columns_changed = Signal()  # width, order or visibility

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns = tuple(columns)
        self._sorted = ("", False)
        self._needed: dict[int, int] = {}  # what figures need, by their column
        self._own: dict[int, int] = {}  # widths of columns that are wider now
        self._narrowed: set[int] = set()  # by hand
        self._squeezed: tuple[int, int] | None = None  # the last column and the width it is meant to have
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(_LEAST)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setMouseTracking(True)
        self.sectionClicked.connect(self._clicked)
        self.sectionMoved.connect(self.columns_changed)
        self.sectionResized.connect(self._resized)
        self.setAccessibleName(tr("Columns"))

    def own_selection(self) -> None:
        """A head that shares the list's selection looks at every row when all are selected: it gets one that stays empty."""
        self.setSelectionModel(QItemSelectionModel(self.model(), self))

    def show_sort(self, column: str, *, descending: bool) -> None:
        """Show by which column the list is sorted."""
        self._sorted = (column, descending)
        self.viewport().update()

    def shown(self) -> list[Shown]:
        """Every column in the order of the head."""
        return [Shown(self._columns[n].id, self._width(n), self.isSectionHidden(n)) for n in self._in_order()]

    def arrange(self, wanted: Sequence[Shown]) -> None:
        """Take order, widths and visibility; columns that are not named come last, as they are declared."""
        numbers = {column.id: number for number, column in enumerate(self._columns)}
        known = [one for one in wanted if one.id in numbers]
        named = {one.id for one in known}
        rest = [Shown(one.id, _first_width(one), one.hidden) for one in self._columns if one.id not in named]
        everything = [*known, *rest]
        if all(one.hidden for one in everything):
            everything = [Shown(one.id, one.width, hidden=False) for one in everything]
        self._squeezed = None
        self._own.clear()
        self.blockSignals(True)  # one telling at the end is enough
        for place, one in enumerate(everything):
            number = numbers[one.id]
            self.moveSection(self.visualIndex(number), place)
            self.setSectionHidden(number, False)
            self.resizeSection(number, max(_LEAST, min(one.width, 2000)))
            self.setSectionHidden(number, one.hidden)
        self.blockSignals(False)
        self.geometriesChanged.emit()
        self.viewport().update()

    def squeeze(self, room: int) -> None:
        """Where the columns would fit into `room` if only the last were somewhat narrower, it is; else it has its own width."""
        last = next((number for number in reversed(list(self._in_order())) if not self.isSectionHidden(number)), -1)
        before, self._squeezed = self._squeezed, None
        self.blockSignals(True)
        if before is not None and not self.isSectionHidden(before[0]):
            self.resizeSection(*before)
        wanted = self.sectionSize(last) if last >= 0 else 0
        over = self.length() - room
        least = max(self.title_width(last), self._needed.get(last, 0), round(wanted * _SQUEEZED))
        if 0 < over <= wanted - least:
            self._squeezed = (last, wanted)
            self.resizeSection(last, wanted - over)
        self.blockSignals(False)
        if before != self._squeezed:
            self.viewport().update()

    def widen(self, needed: Mapping[int, int]) -> bool:
        """Make columns at least so wide, except those that were narrowed by hand; whether one is wider now.

        They are not remembered so: another file has other figures.
        """
        self._needed.update(needed)
        narrow = [
            (number, width)
            for number, width in needed.items()
            if number not in self._narrowed and self.sectionSize(number) < min(width, _WIDEST)
        ]
        self.blockSignals(True)
        for number, width in narrow:
            if self._squeezed is not None and self._squeezed[0] == number:
                self._own.setdefault(number, self._squeezed[1])
                self._squeezed = None
            self._take_from_words(min(width, _WIDEST) - self.sectionSize(number))
            self._resize(number, min(width, _WIDEST))
        self.blockSignals(False)
        return bool(narrow)

    def _take_from_words(self, wanted: int) -> None:
        """The widest column of words gives way, as far as it is still read; so what stands at the right stays there."""
        words = [number for number in self._in_order() if self._columns[number].kind is Kind.TEXT]
        widest = max(words, key=self.sectionSize, default=-1)
        if widest >= 0 and (given := min(wanted, self.sectionSize(widest) - _READABLE)) > 0:
            self._resize(widest, self.sectionSize(widest) - given)

    def _resize(self, number: int, width: int) -> None:
        """For now: the width it was given is remembered."""
        self._own.setdefault(number, self._width(number))
        self.resizeSection(number, width)

    def show_only(self, ids: Sequence[str]) -> None:
        """Show these columns in this order, hide the others."""
        widths = {one.id: one.width for one in self.shown()}
        first = [Shown(name, widths[name], hidden=False) for name in ids if name in widths]
        rest = [Shown(one.id, widths[one.id], hidden=True) for one in self._columns if one.id not in ids]
        self.arrange([*first, *rest])
        self.columns_changed.emit()

    def visible_columns(self) -> list[Column]:
        """What is shown, from left to right."""
        return [self._columns[number] for number in self._in_order() if not self.isSectionHidden(number)]

    def title_width(self, number: int) -> int:
        """How wide a column must be for its title with the arrow."""
        metrics = QFontMetrics(theme.font(theme.SMALL, strong=True))
        return metrics.horizontalAdvance(say(self._columns[number].title)) + 2 * theme.PAD_12 + _ARROW + theme.PAD_4

    def menu(self, at: int = -1) -> QMenu:
        """Which columns are shown; sorting and fitting of the column `at`."""
        menu = QMenu(self)
        if at >= 0:
            self._add_sorting(menu, self._columns[at])
            menu.addAction(tr("Fit width"), lambda: self.fit_wanted.emit(at))
        self.fill_menu(menu)
        return menu

    def fill_menu(self, menu: QMenu) -> None:
        """Which columns are shown."""
        menu.addAction(tr("Fit all widths"), self._fit_all)
        menu.addAction(tr("Reset columns"), self._as_at_first)
        menu.addSeparator()
        for number in self._in_order():
            menu.addAction(self._toggle(menu, number))

    def fill_sort_menu(self, menu: QMenu) -> None:
        """Sorting by every column that can be sorted: the one it is sorted by again, to turn it round."""
        by, falling = self._sorted
        for column in self._columns:
            if column.sortable:
                turned = column.id == by and not falling
                action = menu.addAction(say(column.title), partial(self.sort_wanted.emit, column.id, turned))
                if column.id == by:
                    action.setIcon(icons.icon("arrow-down" if falling else "arrow-up", "accent"))
        if by:
            menu.addSeparator()
            menu.addAction(tr("Don't sort"), lambda: self.sort_wanted.emit("", False))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu(self.logicalIndexAt(event.pos()))
        over.run(menu, event.globalPos())
        menu.deleteLater()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(theme.colors().line))
        painter.end()

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  # Qt's name
        column, colors = self._columns[logicalIndex], theme.colors()
        hovered = column.sortable and rect.contains(self.viewport().mapFromGlobal(self.cursor().pos()))
        painter.fillRect(rect, colors.hover if hovered else colors.raised)
        painter.setPen(QPen(colors.line))
        painter.drawLine(rect.right(), rect.top() + 9, rect.right(), rect.bottom() - 9)
        inner = rect.adjusted(theme.PAD_12, 0, -theme.PAD_12, 0)
        sorted_here = column.id == self._sorted[0]
        if sorted_here:
            inner.setRight(inner.right() - _ARROW - theme.PAD_4)
        painter.setFont(theme.font(theme.SMALL, strong=True))
        painter.setPen(QPen(colors.text if sorted_here or hovered else colors.muted))
        metrics = painter.fontMetrics()
        text = metrics.elidedText(say(column.title), Qt.TextElideMode.ElideRight, inner.width())
        side = Qt.AlignmentFlag.AlignRight if column.kind in NUMERIC else Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), text)
        if sorted_here:
            right = column.kind in NUMERIC
            left = inner.right() if right else inner.left() + metrics.horizontalAdvance(text)
            self._arrow(painter, QPoint(left + theme.PAD_4, rect.center().y() - _ARROW // 2 + 1))

    def _arrow(self, painter: QPainter, at: QPoint) -> None:
        name = "arrow-down" if self._sorted[1] else "arrow-up"
        painter.drawPixmap(at, icons.pixmap(name, "accent", _ARROW, self.devicePixelRatioF()))

    def _clicked(self, number: int) -> None:
        column = self._columns[number]
        if column.sortable:
            self.sort_wanted.emit(column.id, self._sorted == (column.id, False))

    def _add_sorting(self, menu: QMenu, column: Column) -> None:
        if not column.sortable:
            return
        menu.addAction(icons.icon("arrow-up"), tr("Sort ascending"), lambda: self.sort_wanted.emit(column.id, False))
        menu.addAction(icons.icon("arrow-down"), tr("Sort descending"), lambda: self.sort_wanted.emit(column.id, True))
        if self._sorted[0] == column.id:
            menu.addAction(tr("Don't sort"), lambda: self.sort_wanted.emit("", False))

    def _toggle(self, menu: QMenu, number: int) -> QAction:
        action = QAction(say(self._columns[number].title), menu)
        action.setCheckable(True)
        action.setChecked(not self.isSectionHidden(number))
        action.setEnabled(self.isSectionHidden(number) or len(self.visible_columns()) > 1)
        action.toggled.connect(lambda on: self._show_column(number, on))
        return action

    def _show_column(self, number: int, on: bool) -> None:
        self.setSectionHidden(number, not on)
        if on and self.sectionSize(number) < _LEAST:
            self.resizeSection(number, _first_width(self._columns[number]))
        self.columns_changed.emit()

    def _fit_all(self) -> None:
        for number in self._in_order():
            if not self.isSectionHidden(number):
                self.fit_wanted.emit(number)

    def _as_at_first(self) -> None:
        self.arrange([])
        self.columns_changed.emit()

    def _resized(self, number: int, _before: int, width: int) -> None:
        self._narrowed.discard(number)
        self._own.pop(number, None)
        if 0 < width < self._needed.get(number, 0):
            self._narrowed.add(number)
        if self._squeezed is not None and self._squeezed[0] == number:
            self._squeezed = None  # by hand
        self.columns_changed.emit()

    def _in_order(self) -> Iterator[int]:
        return (self.logicalIndex(place) for place in range(self.count()))

    def _width(self, number: int) -> int:
        """As it is meant to be; also of a hidden column, whose size Qt tells as 0."""
        if self._squeezed is not None and self._squeezed[0] == number:
            return self._own.get(number, self._squeezed[1])
        if number in self._own:
            return self._own[number]
        if not self.isSectionHidden(number):
            return self.sectionSize(number)
        self.blockSignals(True)
        self.setSectionHidden(number, False)
        width = self.sectionSize(number)
        self.setSectionHidden(number, True)
        self.blockSignals(False)
        return width


def _first_width(column: Column) -> int:
    """As declared; a column of states at least as wide as its widest chip in the window's language."""
    painter = RowPainter()
    chips = (painter.width(column, choice.code) for choice in column.choices if choice.code)
    return max([column.width, *chips])
