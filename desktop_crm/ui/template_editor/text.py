"""The text of a template: a typewriter's face, line numbers, the line with a mistake marked."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontDatabase, QPainter, QPaintEvent, QResizeEvent, QTextCursor, QTextFormat
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from desktop_crm.ui.look import theme

_GAP = 8  # px beside the numbers
_BREAK = "\u2028"  # what Shift+Enter writes


class TemplateText(QPlainTextEdit):
    """Tab goes on to the next field: a template needs no tabs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(theme.BASE)
        self.setFont(font)
        self.setTabChangesFocus(True)
        self._wrong = 0
        self._numbers = _Numbers(self)
        self.blockCountChanged.connect(lambda _count: self._make_room())
        self.updateRequest.connect(self._scrolled)
        theme.signals.changed.connect(self._mark)
        self._make_room()

    def mark_line(self, line: int) -> None:
        """The line with a mistake, from 1; 0: none."""
        self._wrong = line
        self._mark()

    def go_to(self, line: int) -> None:
        """Put the keyboard into a line, from 1."""
        block = self.document().findBlockByNumber(max(line, 1) - 1)
        self.setTextCursor(QTextCursor(block if block.isValid() else self.document().lastBlock()))
        self.centerCursor()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def source(self) -> str:
        """Letter by letter what stands here: Qt's own answer takes hard spaces for plain ones."""
        block, lines = self.document().begin(), []
        while block.isValid():
            lines.append(block.text().replace(_BREAK, "\n"))
            block = block.next()
        return "\n".join(lines)

    def put_source(self, source: str) -> None:
        """Change it to this as if typed, only where it differs: Ctrl+Z takes it back."""
        before = self.source()
        if before == source:
            return
        most = min(len(before), len(source))
        same = next((at for at in range(most) if before[at] != source[at]), most)
        after = next((at for at in range(most - same) if before[-1 - at] != source[-1 - at]), most - same)
        cursor = QTextCursor(self.document())
        cursor.setPosition(_units(before[:same]))
        cursor.setPosition(_units(before[: len(before) - after]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(source[same : len(source) - after])

    def insert_field(self, name: str) -> None:
        """Write a field where the cursor is."""
        self.insertPlainText(f"{{{{ {name} }}}}")
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._numbers.setGeometry(QRect(inside.left(), inside.top(), self.numbers_width(), inside.height()))

    def numbers_width(self) -> int:
        """Of the column at the left."""
        digits = len(str(max(self.blockCount(), 100)))
        return 2 * _GAP + digits * self.fontMetrics().horizontalAdvance("9")

    def paint_numbers(self, event: QPaintEvent) -> None:
        """The numbers of the visible lines."""
        painter, colors = QPainter(self._numbers), theme.colors()
        painter.setFont(self.font())
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        while block.isValid() and top <= event.rect().bottom():
            height = self.blockBoundingRect(block).height()
            wrong = block.blockNumber() + 1 == self._wrong
            painter.setPen(QColor(colors.danger if wrong else colors.muted))
            place = QRect(0, round(top), self._numbers.width() - _GAP, self.fontMetrics().height())
            painter.drawText(place, Qt.AlignmentFlag.AlignRight, str(block.blockNumber() + 1))
            top += height
            block = block.next()

    def _make_room(self) -> None:
        self.setViewportMargins(self.numbers_width(), 0, 0, 0)

    def _scrolled(self, rect: QRect, dy: int) -> None:
        if dy:
            self._numbers.scroll(0, dy)
        else:
            self._numbers.update(0, rect.y(), self._numbers.width(), rect.height())

    def _mark(self) -> None:
        marks = []
        block = self.document().findBlockByNumber(self._wrong - 1) if self._wrong else None
        if block is not None and block.isValid():
            mark = QTextEdit.ExtraSelection()
            mark.format.setBackground(QColor(theme.colors().danger_soft))
            mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
            mark.cursor = QTextCursor(block)
            marks.append(mark)
        self.setExtraSelections(marks)
        self._numbers.update()


def _units(text: str) -> int:
    """Its length as Qt counts letters."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class _Numbers(QWidget):
    """The column of line numbers."""

    def __init__(self, text: TemplateText) -> None:
        super().__init__(text)
        self._text = text

    def sizeHint(self) -> QSize:
        return QSize(self._text.numbers_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._text.paint_numbers(event)
