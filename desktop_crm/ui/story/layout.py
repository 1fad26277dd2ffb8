"""The lines of an entry: broken at the width there is, at most three of them, and painted."""

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from desktop_crm.model.story import Look
from desktop_crm.services.story import Entry
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.privacy.veils import BAR
from desktop_crm.ui.story import words

ROW: Final = 32  # px of an entry of one line
LINE: Final = 18  # of each further one
HEAD: Final = 28  # of the time above the first one of it
TEXT: Final = 28  # from the picture's left to the text's
_MOST: Final = 3  # lines
_BEFORE_DAY: Final = 24
_LEAST: Final = 80  # px of text
_GREY: Final = (0.62, 0.44, 0.71, 0.5, 0.58, 0.4)  # of the width, of what stands for entries that come
_DAY_TEXT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_LEFT_TEXT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


class Lines:
    """One entry's text, for one width, one theme and what is covered now."""

    def __init__(self, entry: Entry, day: str, width: int) -> None:
        small = QFontMetrics(theme.number_font(theme.SMALL))
        self._entry, self._day = entry, day
        self._pieces = words.pieces(entry)
        self.is_cut = False
        room = width - TEXT - (small.horizontalAdvance(day) + _BEFORE_DAY if day else 0)
        self._layout = self._laid_out(max(room, _LEAST))
        self.number = max(1, self._layout.lineCount())

    @property
    def height(self) -> int:
        """Of the entry."""
        return ROW + LINE * (self.number - 1)

    @property
    def text(self) -> str:
        """What is seen of it."""
        return self._layout.text()

    def link(self) -> QRectF:
        """Where its strong part stands in its first line, from the text's left."""
        strong = next((piece for piece in self._pieces if piece.look is Look.STRONG), None)
        if strong is None or self._layout.lineCount() == 0:
            return QRectF()
        line = self._layout.lineAt(0)
        right = _x(line, min(len(strong.text), line.textLength()))
        return QRectF(0, (ROW - LINE) / 2, right, LINE)

    def paint(self, painter: QPainter, area: QRect, *, hovered: bool) -> None:
        """Into an area of its height, its picture at the left edge; what leads on is underlined under the pointer."""
        colors = theme.colors()
        ratio = painter.device().devicePixelRatio()
        picture = icons.pixmap(self._entry.told.icon, "muted", icons.SIZE, ratio)
        painter.drawPixmap(area.left(), area.top() + (ROW - icons.SIZE) // 2, picture)
        painter.setPen(QColor(colors.text))
        origin = QPointF(area.left() + TEXT, area.top() + (ROW - LINE) / 2)
        for number in range(self._layout.lineCount()):
            self._layout.lineAt(number).draw(painter, origin)
        self._bars(painter, origin)
        if hovered:
            link = self.link().translated(origin.x(), area.top())
            painter.fillRect(QRectF(link.left(), link.bottom() - 2, link.width(), 1), QColor(colors.text))
        painter.setFont(theme.number_font(theme.SMALL))
        painter.setPen(QColor(colors.muted))
        painter.drawText(QRect(area.left(), area.top(), area.width(), ROW), _DAY_TEXT, self._day)

    def _bars(self, painter: QPainter, origin: QPointF) -> None:
        """Over what is covered."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.colors().border))
        for at, piece in self._places():
            line = self._layout.lineForTextPosition(at) if piece.covered else None
            if line is not None and line.isValid():
                left, right = _x(line, at), _x(line, at + len(piece.text))
                top = line.y() + (LINE - BAR.height()) / 2
                bar = QRectF(left, top, right - left, BAR.height())
                painter.drawRoundedRect(bar.translated(origin), 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _places(self) -> list[tuple[int, words.Piece]]:
        at, found = 0, []
        for piece in self._pieces:
            found.append((at, piece))
            at += len(piece.text) + 1
        return found

    def _laid_out(self, room: int) -> QTextLayout:
        text = " ".join(piece.text for piece in self._pieces)
        made, cut = self._made(text, room)
        self.is_cut = cut > 0
        while cut and text:
            text = f"{text[: max(cut - 1, 0)].rstrip(' …,;')}…" if cut < len(text) else f"{text[:-2].rstrip(' …,;')}…"
            made, further = self._made(text, room)
            if not further:
                break
            cut = min(further, cut - 1)
        return made

    def _made(self, text: str, room: int) -> tuple[QTextLayout, int]:
        """The text in lines, and where it has to be cut: 0 when all of it has its place."""
        layout = QTextLayout(text, theme.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(self._formats(len(text)))
        layout.beginLayout()
        cut = 0
        for number in range(_MOST + 1):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(room)
            if number == _MOST:
                cut = line.textStart()
                break
            line.setPosition(QPointF(0, number * LINE + (LINE - line.height()) / 2))
        layout.endLayout()
        return layout, cut

    def _formats(self, length: int) -> list[QTextLayout.FormatRange]:
        colors = theme.colors()
        found = []
        for at, piece in self._places():
            if at >= length:
                break
            form = QTextCharFormat()
            form.setFont(theme.font(strong=piece.look is Look.STRONG))
            color = QColor(colors.muted if piece.look is Look.MUTED else colors.text)
            form.setForeground(QColor(Qt.GlobalColor.transparent) if piece.covered else color)
            made = QTextLayout.FormatRange()
            made.start, made.length, made.format = at, min(len(piece.text), length - at), form
            found.append(made)
        return found


def _x(line: QTextLine, at: int) -> float:
    """Where a letter of a line begins."""
    x: float = line.cursorToX(at)[0]  # type: ignore[index]  # Qt's signature; it gives the letter, too
    return x


def paint_head(painter: QPainter, area: QRect, text: str) -> None:
    """The time above entries."""
    painter.setFont(theme.font(theme.SMALL, strong=True))
    painter.setPen(QColor(theme.colors().muted))
    painter.drawText(area.adjusted(0, 4, 0, 0), _LEFT_TEXT, text)


def paint_waiting(painter: QPainter, pad: int, width: int) -> None:
    """Grey bars where entries will stand."""
    color = QColor(theme.colors().hover)
    for number, part in enumerate(_GREY):
        top = HEAD + number * ROW + ROW // 2 - 4
        painter.fillRect(pad, top, 18, 8, color)
        painter.fillRect(pad + TEXT, top, round((width - 2 * pad) * part), 8, color)
