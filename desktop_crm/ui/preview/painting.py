"""How a page looks in the view: paper with a shadow, its strips, the places that were found."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from desktop_crm.ui.look import theme
from desktop_crm.ui.preview.strips import Strip

#: On white paper in both themes, hence not the theme's.
_FOUND: Final = QColor("#FDE68A")
_CURRENT: Final = QColor("#FDBA74")
_CURRENT_EDGE: Final = QColor("#C2410C")
_SHADOW: Final = ((1, 26), (2, 16), (4, 9), (7, 5))  # px around the paper, of 255


def desk_color() -> QColor:
    """What the paper lies on."""
    shown = theme.colors()
    return QColor(shown.surface if shown.dark else shown.neutral_soft)


def paint_paper(painter: QPainter, rect: QRect) -> None:
    """A white sheet and its shadow; white in the dark theme too: it is paper."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    stronger = 3 if theme.colors().dark else 1
    for spread, strength in _SHADOW:
        painter.setBrush(QColor(0, 0, 0, min(255, strength * stronger)))
        painter.drawRoundedRect(rect.adjusted(-spread, -spread + 1, spread, spread + 1), spread, spread)
    painter.restore()
    painter.fillRect(rect, Qt.GlobalColor.white)


def paint_strips(painter: QPainter, corner: QPoint, strips: Sequence[tuple[Strip, QImage]], ratio: float) -> None:
    """Strips at their own size; the page's corner is in device pixels, so that no seam shows on odd screen scales."""
    painter.save()
    painter.scale(1 / ratio, 1 / ratio)
    for strip, image in strips:
        painter.drawImage(QRect(corner + strip.part.topLeft(), strip.part.size()), image)
    painter.restore()


def paint_stand_in(painter: QPainter, rect: QRect, strips: Sequence[tuple[Strip, QImage]]) -> None:
    """Strips of another size, stretched over the page."""
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for strip, image in strips:
        down = rect.height() / strip.look.height
        part = strip.part
        place = QRectF(rect.x(), rect.y() + part.y() * down, rect.width(), part.height() * down)
        painter.drawImage(place, image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)


def paint_found(painter: QPainter, areas: Sequence[QRectF], *, current: bool) -> None:
    """Mark places as with a felt pen: the letters stay black."""
    painter.save()
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    for area in areas:
        painter.fillRect(area.adjusted(-1, -1, 1, 1), _CURRENT if current else _FOUND)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    painter.setPen(QPen(_CURRENT_EDGE, 1))
    for area in areas if current else ():
        painter.drawRect(area.adjusted(-2, -2, 1, 1))
    painter.restore()
