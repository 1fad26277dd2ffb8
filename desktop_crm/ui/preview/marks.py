"""Numbered places of a page that can be clicked: seen in the view only, never printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop_crm.ui.look import theme
from desktop_crm.ui.preview.layout import Layout

#: On white paper in both themes, hence not the theme's.
_SOFT: Final = QColor("#FEF3C7")
_INK: Final = QColor("#92400E")
_CURRENT_SOFT: Final = QColor("#CCFBF1")
_CURRENT_INK: Final = QColor("#0F766E")
_FILLED_SOFT: Final = QColor("#E3F6F2")
_LEAST: Final = 6.0  # pt of a number that can be read
_AROUND: Final = 1.5  # px around words
_BADGE: Final = 15  # px


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of a line (points from the page's top left) that is for `key`; the first one of a place has a `label`."""

    key: str
    page: int
    area: QRectF
    label: str = ""
    filled: bool = False  # what was asked for stands there


def at(marks: Sequence[Mark], layout: Layout, spot: QPointF) -> Mark | None:
    """The one at a place of the view's whole area."""
    return next((mark for mark in marks if layout.area(mark.page, mark.area).contains(spot)), None)


def paint(painter: QPainter, marks: Sequence[tuple[Mark, QRectF]], current: str) -> None:
    """As with a felt pen, so that the rule stays black, and its number at the left above it.

    What is filled in is green, and has its number while it is the current one.
    """
    painter.save()
    for mark, area in marks:
        chosen = mark.key == current
        if mark.filled:
            _paint_filled(painter, mark, area.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND), chosen=chosen)
            continue
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.fillRect(area, _CURRENT_SOFT if chosen else _SOFT)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        ink = _CURRENT_INK if chosen else _INK
        painter.setPen(QPen(ink, 2 if chosen else 1, Qt.PenStyle.SolidLine if chosen else Qt.PenStyle.DotLine))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if mark.label:
            font = theme.font(max(_LEAST, area.height() * 0.5), strong=True)
            painter.setFont(font)
            painter.drawText(area.adjusted(4, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, mark.label)
    painter.restore()


def _paint_filled(painter: QPainter, mark: Mark, area: QRectF, *, chosen: bool) -> None:
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    painter.fillRect(area, _CURRENT_SOFT if chosen else _FILLED_SOFT)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    if not chosen:
        return
    painter.setPen(QPen(_CURRENT_INK, 2))
    painter.drawLine(area.bottomLeft(), area.bottomRight())
    if mark.label:
        badge = QRectF(0, 0, _BADGE, _BADGE)
        badge.moveCenter(area.topLeft() - QPointF(1, 1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_CURRENT_INK)
        painter.drawEllipse(badge)
        painter.setPen(Qt.GlobalColor.white)
        painter.setFont(theme.font(7.5, strong=True))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, mark.label)
