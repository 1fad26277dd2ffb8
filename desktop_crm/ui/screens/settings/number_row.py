"""The numbers of one kind of papers in a row: what they are made of, the next one, and when they begin anew."""

from typing import Final, NamedTuple

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop_crm.model.number_pieces import pieces_of
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.screens.settings import number_words

HEIGHT: Final = 34
_SIDE: Final = 8  # px
_CHEVRON: Final = 40
#: Where the columns begin, of a thousand, where there is room for all, for three, for two.
_COLUMNS: Final = ((620, (0, 168, 577, 800)), (440, (0, 330, 700, 1000)), (0, (0, 1000, 400, 1000)))


class Told(NamedTuple):
    """What the row says."""

    paper: str
    pattern: str
    following: str
    anew: str
    problem: str = ""


class NumberRow(QAbstractButton):
    """Pressed, it opens and closes; up and down go to the next row."""

    step = Signal(int)

    def __init__(self, kind: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.kind = kind
        self._told = Told("", "", "", "")
        self.setCheckable(True)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def tell(self, told: Told) -> None:
        """Show this."""
        self._told = told
        self.setText(told.paper)
        self.setAccessibleName(
            tr(
                "{papers}: {pattern}, next {number}, begins anew: {anew}",
                papers=told.paper,
                pattern=self._pattern_in_words(),
                number=told.following or told.problem,
                anew=told.anew,
            )
        )
        self.update()

    def told(self) -> Told:
        """What it shows."""
        return self._told

    def sizeHint(self) -> QSize:
        return QSize(300, HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self.step.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_F2:
                self.click()
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter, colors = QPainter(self), theme.colors()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.fillRect(self.rect(), QColor(colors.hover))
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), QColor(colors.line))
        columns = places(self.width())
        _draw(painter, columns[0], self._told.paper, theme.font(strong=True), colors.text)
        self._draw_pattern(painter, columns[1])
        said = self._told.following or self._told.problem
        color = colors.text if self._told.following else colors.danger
        _draw(painter, columns[2], said, theme.number_font(), color)
        _draw(painter, columns[3], self._told.anew, theme.font(), colors.muted)
        name = "chevron-up" if self.isChecked() else "chevron-down"
        icons.icon(name).paint(painter, QRect(self.width() - 34, (self.height() - 18) // 2, 18, 18))
        if self.hasFocus():
            painter.setPen(QColor(colors.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = painter.pen()
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def _draw_pattern(self, painter: QPainter, box: QRect) -> None:
        """What is filled in stands out from what is always the same."""
        pieces = pieces_of(self._told.pattern)
        shown = number_words.words(pieces) if pieces is not None else [(self._told.pattern, False)]
        x = box.left()
        painter.save()
        painter.setClipRect(box)
        for text, is_place in shown:
            painter.setFont(theme.font())
            width = painter.fontMetrics().horizontalAdvance(text)
            color = theme.colors().text if is_place else theme.colors().muted
            _draw(
                painter, QRect(x, box.top(), min(width, box.right() - x + 1), box.height()), text, theme.font(), color
            )
            x += width
        painter.restore()

    def _pattern_in_words(self) -> str:
        pieces = pieces_of(self._told.pattern)
        return self._told.pattern if pieces is None else "".join(text for text, _ in number_words.words(pieces))


class NumberHead(QWidget):
    """The names of the columns."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(30)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter, colors = QPainter(self), theme.colors()
        names = (tr("Papers"), tr("Pattern"), tr("Next"), tr("Begins anew"))
        for box, name in zip(places(self.width(), self.height()), names, strict=True):
            _draw(painter, box, name, theme.font(theme.SMALL), colors.muted)
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), QColor(colors.line))
        painter.end()


def places(width: int, height: int = HEIGHT) -> list[QRect]:
    """Of paper, pattern, next number and when they begin anew; those without room are empty."""
    starts = next(starts for least, starts in _COLUMNS if width >= least)
    room = width - _CHEVRON
    found = []
    for at, start in enumerate(starts):
        left = width * start // 1000 + _SIDE
        later = [width * other // 1000 for other in starts if other > start]
        right = min([room, *later])
        found.append(QRect(left, 0, max(right - left - _SIDE, 0), height) if start < 1000 or at == 0 else QRect())
    return found


def _draw(painter: QPainter, box: QRect, words: str, font: QFont, color: str) -> None:
    if box.width() <= 0:
        return
    painter.setFont(font)
    painter.setPen(QColor(color))
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, box.width() + 1)
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
