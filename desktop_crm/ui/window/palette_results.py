"""The results below the search field: a list the keyboard never enters."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.privacy.announce import announce
from desktop_crm.ui.privacy.veils import BAR, draw_bar

if TYPE_CHECKING:
    from desktop_crm.ui.window.palette import Entry

_ROW: Final = 36
_HEAD: Final = 26
_ENTRY: Final = Qt.ItemDataRole.UserRole


class Results(QFrame):
    """The list below the field; the keyboard stays in the field."""

    chosen = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._stepped = False
        self.setObjectName("palette")
        self.list = QListWidget(self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(_Lines(self.list))
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.list.itemEntered.connect(self._hovered)
        self.list.itemClicked.connect(lambda _item: self.choose())
        self.list.setAccessibleName(tr("Results"))
        self._empty = QLabel(tr("Nothing found. Try another word, a phone number or an order number."))
        theme.mark(self._empty, "muted")
        self._empty.setContentsMargins(*[theme.PAD_12] * 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.PAD_4] * 4)
        column.setSpacing(0)
        column.addWidget(self._empty)
        column.addWidget(self.list)
        self.hide()

    def fill(self, entries: "Sequence[Entry]") -> None:
        """Show these; the first is chosen, or the one the user had stepped to."""
        kept = self._title() if self._stepped else None
        self.list.clear()
        for entry in entries:
            item = QListWidgetItem(entry.title, self.list)
            item.setData(_ENTRY, entry)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, privacy.spoken(f"{entry.title} {entry.subtitle}"))
            if entry.run is None:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
        self._empty.setVisible(not entries)
        self.list.setVisible(bool(entries))
        self._choose_first(kept)

    def step(self, by: int) -> None:
        """Move the choice over the headings, around the ends."""
        self._stepped = True
        self._move(by)
        self.tell()

    def tell(self) -> None:
        """To a screen reader: the keyboard never comes here."""
        item = self.list.currentItem()
        announce(self.list, self._empty.text() if item is None else item.data(Qt.ItemDataRole.AccessibleTextRole))

    def begin(self) -> None:
        """Another question: the first line is chosen again."""
        self._stepped = False

    def _move(self, by: int) -> None:
        count, row = self.list.count(), self.list.currentRow()
        for _ in range(count):
            row = (row + by) % count
            if self.list.item(row).flags() & Qt.ItemFlag.ItemIsEnabled:
                self.list.setCurrentRow(row)
                return

    def _choose_first(self, kept: str | None) -> None:
        titles = [self.list.item(row).text() for row in range(self.list.count())]
        if kept in titles:
            self.list.setCurrentRow(titles.index(kept))
        else:
            self._stepped = False
            self._move(1)

    def _title(self) -> str | None:
        item = self.list.currentItem()
        return item.text() if item else None

    def choose(self) -> None:
        """Take the chosen line."""
        item = self.list.currentItem()
        if item is not None and self.isVisible():
            self.chosen.emit(item.data(_ENTRY))

    def drop_below(self, field: QWidget) -> None:
        """Show under the field, as wide as it, no longer than the window."""
        corner = field.mapTo(self._window, QPoint(0, field.height() + theme.PAD_4))
        room = self._window.height() - corner.y() - theme.PAD_24
        self.setGeometry(QRect(corner, QSize(field.width(), min(self._wanted_height(), room))))
        self.show()
        self.raise_()

    def _wanted_height(self) -> int:
        rows = sum(self.list.sizeHintForRow(row) for row in range(self.list.count()))
        return rows + 2 * theme.PAD_4 + 2 if rows else self._empty.sizeHint().height() + 2 * theme.PAD_4

    def _hovered(self, item: QListWidgetItem) -> None:
        if item.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.list.setCurrentItem(item)


class _Lines(QStyledItemDelegate):
    """Paints icon, title, subtitle and keys of a result."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        del option
        return QSize(0, _HEAD if index.data(_ENTRY).run is None else _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry: Entry = index.data(_ENTRY)
        shown = theme.colors()
        box = QRect(option.rect)
        painter.save()
        if entry.run is None:
            painter.setFont(theme.font(theme.SMALL, strong=True))
            painter.setPen(QColor(shown.muted))
            painter.drawText(box.adjusted(8, 4, -8, 0), Qt.AlignmentFlag.AlignVCenter, entry.title)
        else:
            if option.state & QStyle.StateFlag.State_Selected:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(shown.accent_soft))
                painter.drawRoundedRect(box, 6, 6)
            self._line(painter, box.adjusted(8, 0, -8, 0), entry)
        painter.restore()

    def _line(self, painter: QPainter, box: QRect, entry: "Entry") -> None:
        shown = theme.colors()
        icons.icon(entry.icon).paint(painter, QRect(box.left(), box.center().y() - 8, 18, 18))
        box.setLeft(box.left() + 28)
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(QColor(shown.muted))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, entry.keys)
        box.setRight(box.right() - painter.fontMetrics().horizontalAdvance(entry.keys) - (12 if entry.keys else 0))
        font = theme.font()
        title = QFontMetrics(font).elidedText(entry.title, Qt.TextElideMode.ElideRight, box.width())
        used = 10 + (BAR.width() if title == privacy.DOTS else QFontMetrics(font).horizontalAdvance(title))
        below = 0 if entry.subtitle == privacy.DOTS else 1
        _text(painter, box.adjusted(used, below, 0, below), entry.subtitle)
        painter.setFont(font)
        painter.setPen(QColor(shown.text))
        _text(painter, box, title)


def _text(painter: QPainter, room: QRect, text: str) -> None:
    if text == privacy.DOTS:
        draw_bar(painter, room)
    else:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(room.width(), 0))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
