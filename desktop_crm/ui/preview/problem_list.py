"""What is wrong with a paper, above its pages: each line leads to the field that mends it."""

from collections.abc import Collection, Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QResizeEvent
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

from desktop_crm.model.problem import Problem, Severity
from desktop_crm.ui.i18n import ntr, say, tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.table.flow import Flow

_HIGHEST: Final = 3 * theme.ROW_HEIGHT  # more lines are scrolled
_ICON: Final = 18
_ONWARDS: Final = 14  # the sign that a line leads somewhere
_SEVERITY: Final = Qt.ItemDataRole.UserRole
_FIELD: Final = Qt.ItemDataRole.UserRole + 1


class ProblemList(QFrame):
    """The list and what it means for printing; hidden while there is nothing to tell."""

    chosen = Signal(str)  # the field of the problem

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = QLabel(self)
        theme.mark(self._head, "strong")
        self._meaning = _Sentence(self)
        theme.mark(self._meaning, "muted")
        self.lines = _Lines(self)
        self.lines.setAccessibleName(tr("What is wrong with this document"))
        self.lines.chosen.connect(self.chosen)
        words = Flow(self)
        words.setContentsMargins(theme.PAD_16, 0, theme.PAD_16, 0)
        for label in (self._head, self._meaning):
            words.add(label)
        line = QFrame(self)
        theme.mark(line, "line")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.PAD_8, 0, 0)
        column.setSpacing(theme.PAD_4)
        for widget in (words, self.lines, line):
            column.addWidget(widget)
        self.hide()

    def set_problems(
        self, problems: Sequence[Problem], *, for_the_pen: bool = False, elsewhere: Collection[str] = ()
    ) -> None:
        """Show these, what forbids printing first; `for_the_pen` where all errors are gaps that can be filled in by hand.

        What is told `elsewhere` in the window is left out.
        """
        errors = [each for each in problems if each.severity is Severity.ERROR]
        warnings = [each for each in problems if each.severity is not Severity.ERROR]
        row = self.lines.currentRow()
        self.lines.clear()
        for problem in (*errors, *warnings):
            self.lines.addItem(_item(problem))
        self.lines.setCurrentRow(min(max(row, 0), self.lines.count() - 1))
        shown = [each.field not in elsewhere for each in (*errors, *warnings)]
        for at, is_shown in enumerate(shown):
            self.lines.setRowHidden(at, not is_shown)
        errors = [each for each in errors if each.field not in elsewhere]
        if errors:
            self._head.setText(ntr("One thing to fix", "{n} things to fix", len(errors)))
            self._meaning.setText(
                tr("Fix the errors, or print it with blanks to fill in by hand.")
                if for_the_pen
                else tr("It can be printed when the errors are fixed.")
            )
        else:
            self._head.setText(ntr("One thing to look at", "{n} things to look at", sum(shown)))
            self._meaning.setText(tr("You can still print."))
        self.lines.fit()
        self.setVisible(any(shown))


class _Sentence(QLabel):
    """In one line where there is room for it, else in as many as it needs."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setMinimumWidth(1)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 2, metrics.height())


class _Lines(QListWidget):
    """The lines; a click, Enter or Space chooses one."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(_Delegate(self))
        self.setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QListWidget { background: transparent; }")
        self.itemClicked.connect(self._choose)

    def fit(self) -> None:
        """As high as the lines, within reason."""
        seen = [row for row in range(self.count()) if not self.isRowHidden(row)]
        needed = sum(self.sizeHintForRow(row) for row in seen)
        self.setFixedHeight(min(needed, _HIGHEST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and self.currentItem() is not None:
            self._choose(self.currentItem())
        else:
            super().keyPressEvent(event)

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(_FIELD))


def _item(problem: Problem) -> QListWidgetItem:
    text = say(problem.message)
    forbids = problem.severity is Severity.ERROR
    item = QListWidgetItem(text)
    item.setData(_SEVERITY, forbids)
    item.setData(_FIELD, problem.field)
    spoken = tr("Error, {text}", text=text) if forbids else tr("Warning, {text}", text=text)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
    return item


class _Delegate(QStyledItemDelegate):
    """An icon that tells the weight, and the sentence on as many lines as it needs."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
        room = QRect(0, 0, self._room(), 10_000)
        needed = option.fontMetrics.boundingRect(room, int(flags), str(index.data()))
        return QSize(self._room(), max(theme.ROW_HEIGHT, needed.height() + 14))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colors = theme.colors()
        place = option.rect.adjusted(theme.PAD_8, 0, -theme.PAD_8, 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(colors.hover))
            painter.drawRoundedRect(place, theme.RADIUS, theme.RADIUS)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(colors.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)
        forbids = bool(index.data(_SEVERITY))
        picture = icons.icon("circle-alert" if forbids else "triangle-alert", "danger" if forbids else "attention")
        picture.paint(painter, QRect(place.x() + theme.PAD_8, place.y() + 6, _ICON, _ICON))
        onwards = QRect(place.right() - _ONWARDS - 4, place.y() + (place.height() - _ONWARDS) // 2, _ONWARDS, _ONWARDS)
        icons.icon("chevron-right").paint(painter, onwards)
        words = QRect(place.x() + theme.PAD_8 + _ICON + theme.PAD_8, place.y() + 7, self._room(), place.height())
        painter.setPen(QColor(colors.text))
        painter.drawText(words, int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft), str(index.data()))
        painter.restore()

    def _room(self) -> int:
        """For the words of a line."""
        scroll_bar = 12
        return self._view.width() - 2 * theme.PAD_8 - 3 * theme.PAD_8 - _ICON - _ONWARDS - scroll_bar
