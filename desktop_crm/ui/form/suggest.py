"""A line that suggests while one types: ↑ ↓ walk through the suggestions, Enter takes one, Esc closes them.

The list lies over the window instead of being one of its own: no system takes the keyboard away for it. What is typed faster
than a search answers is asked for at once when Enter comes, so that a quick hand gets what it typed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import shiboken6
from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QCursor, QFocusEvent, QFontMetrics, QHideEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_crm.ui.form.editor import Latest
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.privacy.announce import announce

_ROW = 30
_MOST_ROWS = 9
_WAIT = 60  # ms of no typing before a search in the background
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line of the list. `lead` is a code in front, `detail` stands at the right; `data` is what it means."""

    title: str
    lead: str = ""
    detail: str = ""
    data: Any = None
    quiet: bool = False  # not found, but offered: *New client …*


Search = Callable[[str], Sequence[Suggestion]]


def nothing_more(_text: str) -> Sequence[Suggestion]:
    """The usual `more`."""
    return ()


class SuggestLine(QLineEdit):
    """Emits `taken` with the suggestion when one is chosen. `more` are offers below what `search` finds."""

    taken = Signal(object)

    def __init__(
        self,
        search: Search,
        latest: Latest | None = None,
        more: Search = nothing_more,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._search = search
        self._latest = latest
        self._more = more
        self._answered: str | None = None
        self._list: _List | None = None
        self._timer = QTimer(self, singleShot=True, interval=_WAIT)
        self._timer.timeout.connect(self._ask)
        self.textEdited.connect(self._typed)
        privacy.signals.changed.connect(self.close_list)  # what is offered now may be another list

    def suggestions(self) -> list[Suggestion]:
        """What is offered now."""
        return self._list.model_.rows if self._list is not None and self._list.isVisible() else []

    def current(self) -> Suggestion | None:
        """What Enter would take."""
        return self._list.current() if self._list is not None and self._list.isVisible() else None

    def is_open(self) -> bool:
        """Whether suggestions are seen."""
        return self._list is not None and self._list.isVisible()

    def offer(self) -> None:
        """Show suggestions for what stands there."""
        self._answer(self.text(), self._search(self.text().strip()))

    def take_typed(self) -> bool:
        """Take what Enter means: the marked suggestion; False when there is none (nothing typed, nothing found)."""
        if self.isModified() and (self._answered != self.text() or not self.is_open()):
            self.offer()
        chosen = self.current()
        if chosen is None:
            return False
        self._take(chosen)
        return True

    def close_list(self) -> None:
        """No suggestions until the next key."""
        self._timer.stop()
        self._answered = self.text()
        if self._list is not None and shiboken6.isValid(self._list):
            self._list.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up if not event.modifiers() & Qt.KeyboardModifier.AltModifier:
                if self._list is not None and self.is_open():
                    self._list.step(1 if event.key() == Qt.Key.Key_Down else -1)
                elif not self.isReadOnly():
                    self.offer()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not event.modifiers() and self._pending():
                self.take_typed()
            case Qt.Key.Key_Escape if self.is_open():
                self.close_list()
            case _:
                super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter}
            and self.is_open()
        ):
            event.accept()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.close_list()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.close_list()

    def _pending(self) -> bool:
        return self.is_open() or (self.isModified() and self._answered != self.text() and bool(self.text().strip()))

    def _typed(self, text: str) -> None:
        if self._latest is None:
            self._ask()
        elif text.strip():
            self._timer.start()
        else:
            self.close_list()

    def _ask(self) -> None:
        text = self.text()
        wanted = text.strip()
        if not wanted:
            self.close_list()
        elif self._latest is None:
            self._answer(text, self._search(wanted))
        else:
            search = self._search
            key = ("suggest", id(self))
            self._latest(key, lambda _job: search(wanted), lambda found: self._late_answer(text, found), parent=self)

    def _late_answer(self, text: str, found: Sequence[Suggestion]) -> None:
        """What was asked for at once meanwhile, or closed, stays as it is: the person may have gone on in it."""
        if text != self._answered:
            self._answer(text, found)

    def _answer(self, text: str, found: Sequence[Suggestion]) -> None:
        if text != self.text() or not (self.hasFocus() or self._latest is None):
            return
        self._answered = text
        rows = [*found, *self._more(text.strip())]
        if not rows:
            self.close_list()
            return
        if self._list is None:
            self._list = _List(self)
            self._list.picked.connect(self._take)
        self._list.show_rows(rows)

    def _take(self, chosen: Suggestion) -> None:
        self.close_list()
        self.taken.emit(chosen)


class _Model(QAbstractListModel):
    rows: list[Suggestion]

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows = []

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return " ".join(part for part in (row.lead, row.title, row.detail) if part)
        return None

    def show(self, rows: list[Suggestion]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()


class _List(QListView):
    """The suggestions below (or above) their line."""

    picked = Signal(object)

    def __init__(self, line: SuggestLine) -> None:
        super().__init__(line.window())
        self._line = line
        self._followed: list[QAbstractScrollArea] = []
        self._pointer = QCursor.pos()
        self.model_ = _Model(self)
        self.setModel(self.model_)
        self.setItemDelegate(_Painter(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(tr("Suggestions"))
        self.setObjectName("suggestions")
        self._tint()
        theme.signals.changed.connect(self._tint)
        self.hide()
        self.clicked.connect(lambda index: self.picked.emit(self.model_.rows[index.row()]))
        self.entered.connect(self._pointed)
        line.destroyed.connect(self.deleteLater)

    def current(self) -> Suggestion | None:
        at = self.currentIndex().row()
        return self.model_.rows[at] if 0 <= at < len(self.model_.rows) else None

    def step(self, by: int) -> None:
        """Past the end comes the beginning."""
        self.setCurrentIndex(self.model_.index((self.currentIndex().row() + by) % len(self.model_.rows)))
        self._tell()

    def _tell(self) -> None:
        """To a screen reader: the keyboard stays in the line."""
        announce(self._line, self.currentIndex().data() or "")

    def show_rows(self, rows: list[Suggestion]) -> None:
        self.model_.show(rows)
        self._follow()
        self._place(len(rows))
        self._pointer = QCursor.pos()
        self.show()
        self.raise_()
        self.setCurrentIndex(self.model_.index(0))
        self.scrollToTop()
        self._tell()

    def _pointed(self, index: QModelIndex) -> None:
        """A pointer that lay there before means nothing: the list came to it, not it to the list."""
        if QCursor.pos() != self._pointer:
            self.setCurrentIndex(index)

    def _follow(self) -> None:
        """Scrolling would leave the list behind: it closes."""
        parent = self._line.parentWidget()
        while parent is not None:
            if isinstance(parent, QAbstractScrollArea) and parent not in self._followed:
                self._followed.append(parent)
                parent.verticalScrollBar().valueChanged.connect(self.hide)
                parent.horizontalScrollBar().valueChanged.connect(self.hide)
            parent = parent.parentWidget()

    def _place(self, count: int) -> None:
        window, line = self._line.window(), self._line
        if self.parentWidget() is not window:
            self.setParent(window)
        wanted = min(count, _MOST_ROWS) * _ROW + 10
        top = line.mapTo(window, QPoint(0, 0)).y()
        below = window.height() - top - line.height() - 8
        height = min(wanted, max(below, top - 8))
        y = top + line.height() + 2 if wanted <= below or below >= top else top - height - 2
        width = min(max(line.width(), 420), window.width() - 16)
        left = line.mapTo(window, QPoint(0, 0)).x()
        self.setGeometry(max(8, min(left, window.width() - width - 8)), y, width, height)

    def _tint(self) -> None:
        shown = theme.colors()
        self.setStyleSheet(
            f"#suggestions {{ background: {shown.raised}; border: 1px solid {shown.border}; border-radius: 6px; padding: 4px; }}"
        )


class _Painter(QStyledItemDelegate):
    """Code, title, detail."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del option, index
        return QSize(200, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        assert isinstance(model, _Model)
        row, shown = model.rows[index.row()], theme.colors()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(shown.accent_soft))
            painter.drawRoundedRect(rect, 4, 4)
        left = rect.adjusted(8, 0, -8, 0)
        painter.setFont(theme.number_font())
        metrics = QFontMetrics(painter.font())
        detail = metrics.horizontalAdvance(row.detail) + 16 if row.detail else 0
        if row.lead:
            width = max(metrics.horizontalAdvance(other.lead) for other in model.rows) + 12
            _text(painter, left.adjusted(0, 0, -detail, 0), row.lead, shown.muted)
            left.adjust(min(width, left.width() // 2), 0, 0, 0)
        _text(painter, left.adjusted(0, 0, -detail, 0), row.title, shown.accent if row.quiet else shown.text)
        _text(painter, left, row.detail, shown.muted, Qt.AlignmentFlag.AlignRight)
        painter.restore()


def _text(
    painter: QPainter, rect: QRect, text: str, color: str, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
) -> None:
    painter.setPen(QColor(color))
    shown = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, shown)
