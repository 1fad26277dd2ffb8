"""Where pages lie under each other, or two by two: plain geometry in logical pixels, no widget."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, QSizeF

MARGIN: Final = 24  # around all pages
GAP: Final = 16  # between two pages
#: 100 % is paper's real size on a screen of 96 dots an inch.
PIXELS_A_POINT: Final = 96 / 72
SMALLEST, LARGEST = 0.1, 5.0
READABLE: Final = 0.6  # of the real size: smaller, two pages are worse than one
STEPS: Final = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 5.0)


class Fit(Enum):
    """How the zoom follows the size of the window."""

    WIDTH = "width"
    PAGE = "page"
    NONE = "none"


def bounded(zoom: float) -> float:
    """`zoom` within what we offer."""
    return min(max(zoom, SMALLEST), LARGEST)


def next_step(zoom: float, direction: int) -> float:
    """The next round percentage above (1) or below (-1)."""
    if direction > 0:
        return next((step for step in STEPS if step > zoom + 0.005), STEPS[-1])
    return next((step for step in reversed(STEPS) if step < zoom - 0.005), STEPS[0])


def abreast(sizes: Sequence[QSizeF], zoom: float, room: QSize) -> bool:
    """Whether two pages stand beside each other in the room, and can be read there."""
    widest = max(size.width() for size in sizes) * PIXELS_A_POINT
    return len(sizes) > 1 and zoom >= READABLE and 2 * round(widest * zoom) + GAP + 2 * MARGIN <= room.width()


def zoom_of_two(sizes: Sequence[QSizeF], room: QSize) -> float:
    """The zoom at which two pages fill the room's width."""
    widest = max(size.width() for size in sizes) * PIXELS_A_POINT
    return bounded(((room.width() - 2 * MARGIN - GAP) // 2) / widest)


def fitting_zoom(fit: Fit, sizes: Sequence[QSizeF], room: QSize, current: int) -> float:
    """The zoom at which the widest page fills the room's width, or page `current` is seen whole."""
    width = max(room.width() - 2 * MARGIN, 50) / PIXELS_A_POINT
    by_width = width / max(size.width() for size in sizes)
    if fit is Fit.WIDTH:
        return bounded(min(by_width, 1.6))  # on a wide screen a page of hand-high letters helps nobody
    page = sizes[current]
    height = max(room.height() - 2 * GAP, 50) / PIXELS_A_POINT
    return bounded(min(width / page.width(), height / page.height()))


@dataclass(frozen=True)
class Layout:
    """The pages of one document at one zoom, centred in a view `room` wide."""

    rects: tuple[QRect, ...]
    size: QSize
    scale: float  # logical pixels a point

    @classmethod
    def of(cls, sizes: Sequence[QSizeF], zoom: float, room: QSize, columns: int = 1) -> "Layout":
        """Lay the pages out, so many side by side."""
        scale = zoom * PIXELS_A_POINT
        drawn = [QSize(max(1, round(s.width() * scale)), max(1, round(s.height() * scale))) for s in sizes]
        column = max(size.width() for size in drawn)
        together = columns * column + (columns - 1) * GAP
        width = max(room.width(), together + 2 * MARGIN)
        rects, top = list[QRect](), GAP
        for first in range(0, len(drawn), columns):
            row = drawn[first : first + columns]
            for at, size in enumerate(row):
                left = (width - together) // 2 + at * (column + GAP)
                rects.append(QRect(QPoint(left + (column - size.width()) // 2, top), size))
            top += max(size.height() for size in row) + GAP
        return cls(tuple(rects), QSize(width, top), scale)

    def page_at(self, y: int) -> int:
        """The page at this height, or the one above the gap; of two side by side the left one."""
        last = max(0, bisect_right(self.rects, y, key=lambda rect: rect.top()) - 1)
        return bisect_left(self.rects, self.rects[last].top(), key=lambda rect: rect.top())

    def visible(self, shown: QRect) -> range:
        """The pages of which something is in `shown`."""
        first = self.page_at(shown.top())
        end = bisect_right(self.rects, shown.bottom(), key=lambda rect: rect.top())
        return range(first, max(end, first + 1))

    def area(self, page: int, points: QRectF) -> QRectF:
        """An area of a page (points) where it lies."""
        corner = QPointF(self.rects[page].topLeft())
        return QRectF(corner + points.topLeft() * self.scale, points.size() * self.scale)

    def anchor(self, spot: QPoint) -> tuple[int, QPointF]:
        """Which page and which place on it (as fractions) is at `spot`, to find it again at another zoom."""
        page = self.page_at(spot.y())
        while page + 1 < len(self.rects) and self.rects[page + 1].left() <= spot.x() and self._is_beside(page):
            page += 1
        rect = self.rects[page]
        return page, QPointF((spot.x() - rect.x()) / rect.width(), (spot.y() - rect.y()) / rect.height())

    def _is_beside(self, page: int) -> bool:
        """Whether the next one is."""
        return self.rects[page].top() == self.rects[page + 1].top()

    def spot(self, anchor: tuple[int, QPointF]) -> QPoint:
        """Where an anchor lies; on the last page when there are fewer by now."""
        page, fraction = anchor
        rect = self.rects[min(page, len(self.rects) - 1)]
        return QPoint(round(rect.x() + fraction.x() * rect.width()), round(rect.y() + fraction.y() * rect.height()))
