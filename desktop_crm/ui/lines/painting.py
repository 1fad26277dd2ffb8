"""What the cells of the lines are painted with."""

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen

from desktop_crm.ui.lines.line import GridLine
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.privacy.veils import draw_bar

PAD: Final = 8
_NOTE_LEAST: Final = 60  # px
_SIGN: Final = 14


def draw_text(
    painter: QPainter, rect: QRect, text: str, color: str, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
) -> None:
    """Shortened where there is no room; a covered value as a bar."""
    if text == privacy.DOTS:
        draw_bar(painter, rect, side)
        return
    painter.setPen(QColor(color))
    shown = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, shown)


def draw_figure(painter: QPainter, rect: QRect, text: str, color: str) -> None:
    """At the right, whole or not at all."""
    if text == privacy.DOTS:
        draw_bar(painter, rect, Qt.AlignmentFlag.AlignRight)
        return
    painter.setPen(QColor(color))
    fits = painter.fontMetrics().horizontalAdvance(text) <= rect.width()
    painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text if fits else "…")


def draw_with_unit(painter: QPainter, rect: QRect, figure: str, unit: str) -> None:
    """At the right, its unit muted behind it; without the unit where there is no room for both."""
    behind = painter.fontMetrics().horizontalAdvance(f" {unit}") + 1 if unit else 0
    if painter.fontMetrics().horizontalAdvance(figure) + behind > rect.width():
        behind = 0
    shown = theme.colors()
    draw_figure(painter, rect.adjusted(0, 0, -behind, 0), figure, shown.text)
    if behind:
        draw_text(painter, rect.adjusted(rect.width() - behind, 0, 0, 0), f" {unit}", shown.muted)


def name_and_note(painter: QPainter, rect: QRect, line: GridLine) -> None:
    """The note behind the name where there is room, else a sign that there is one."""
    shown = theme.colors()
    name_width = painter.fontMetrics().horizontalAdvance(line.name) + 2 * PAD
    if line.note and rect.width() - name_width < _NOTE_LEAST:
        sign = icons.pixmap("message-square-text", "muted", _SIGN, painter.device().devicePixelRatio())
        painter.drawPixmap(rect.right() - _SIGN, rect.center().y() - _SIGN // 2, sign)
        rect = rect.adjusted(0, 0, -_SIGN - PAD, 0)
    elif line.note:
        draw_text(painter, rect.adjusted(name_width, 0, 0, 0), line.note, shown.muted)
    draw_text(painter, rect, line.name, shown.text)


def wave(painter: QPainter, rect: QRect, color: str) -> None:
    """A wavy line under the cell: not the colour alone tells."""
    path = QPainterPath()
    y = rect.bottom() - 3
    path.moveTo(rect.left() + PAD, y)
    for step, x in enumerate(range(rect.left() + PAD + 3, rect.right() - PAD, 3)):
        path.lineTo(x, y - 2 if step % 2 == 0 else y)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(color), 1.2))
    painter.drawPath(path)
