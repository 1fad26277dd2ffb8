"""The pages under each other: scroll, zoom, drag; drawn in the background as fine as the screen is."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from desktop_crm.ui.desk.jobs import Jobs
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.preview import layout, marks, painting
from desktop_crm.ui.preview.feed import StripFeed
from desktop_crm.ui.preview.glide import Glide
from desktop_crm.ui.preview.layout import Fit, Layout
from desktop_crm.ui.preview.marks import Mark
from desktop_crm.ui.preview.pages import Hit, Pages
from desktop_crm.ui.preview.strips import Strip

_LINE: Final = 60  # px an arrow key or a notch of the wheel's third
_WHEEL_NOTCH: Final = 120
_OVERLAP: Final = 40  # px that stay in sight at Page Down
_STILL: Final = 4  # px that a click may move


class PageView(QAbstractScrollArea):
    """Shows the pages it is given; pages count from 0, a zoom of 1.0 is paper's real size."""

    page_changed = Signal(int)
    zoom_changed = Signal(float)
    mark_clicked = Signal(str)  # its key

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fit = Fit.WIDTH
        self.abreast_from = 0  # px of the window from which two pages may stand side by side; 0: never
        self.zoom = 1.0
        self.feed = StripFeed(jobs, self)
        self._pages: Pages | None = None
        self._layout: Layout | None = None
        self._page = 0
        self._grip: QPoint | None = None
        self._hits: Sequence[Hit] = ()
        self._hit = -1
        self.marks: Sequence[Mark] = ()
        self.current_mark = ""  # the key of the current one
        self._pressed = QPoint()
        self._glide = Glide(self.verticalScrollBar())
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # else fitting the width would chase it
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(tr("Pages"))
        self.feed.drawn.connect(self._page_drawn)
        theme.signals.changed.connect(self.viewport().update)

    # What is shown

    def set_pages(self, pages: Pages | None) -> None:
        """Show another document; place and zoom stay where they were, as far as it reaches."""
        anchor = self._anchor(QPoint(0, 0))
        self._pages = pages
        self._page = min(self._page, len(pages) - 1 if pages else 0)
        self.set_hits((), -1)
        self.feed.show(pages)
        self._lay_out(anchor, QPoint(0, 0))
        self.page_changed.emit(self._page)

    @property
    def page(self) -> int:
        """The page that is being read."""
        return self._page

    def go_to_page(self, page: int) -> None:
        """Bring a page's head to the top."""
        if self._layout is None:
            return
        page = min(max(page, 0), len(self._layout.rects) - 1)
        self._glide.stop()
        self.verticalScrollBar().setValue(self._layout.rects[page].top() - layout.GAP)
        self._turn_to(page)

    def set_fit(self, fit: Fit) -> None:
        """Let the zoom follow the window's size, or stop that."""
        self.fit = fit
        self._zoom_around(self._fitting_zoom(), QPoint(0, 0))

    def set_zoom(self, zoom: float, spot: QPoint | None = None) -> None:
        """Zoom; what is at `spot` (viewport px; the middle by default) stays there."""
        self.fit = Fit.NONE
        self._zoom_around(layout.bounded(zoom), self.viewport().rect().center() if spot is None else spot)

    def zoom_step(self, direction: int) -> None:
        """To the next larger (1) or smaller (-1) round percentage."""
        self.set_zoom(layout.next_step(self.zoom, direction))

    def set_hits(self, hits: Sequence[Hit], current: int) -> None:
        """Mark places; the current one is brought into sight."""
        self._hits, self._hit = hits, current
        if 0 <= current < len(hits):
            self._show_hit(hits[current])
        self.viewport().update()

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Show these places, each of which can be clicked."""
        self.marks = marks
        self.viewport().update()

    def show_mark(self, key: str) -> None:
        """This one is current, and comes into sight; empty: none is."""
        self.current_mark = key
        mark = next((each for each in self.marks if each.key == key), None)
        if mark is not None:
            self._show_hit(Hit(mark.page, (mark.area,)))
        self.viewport().update()

    # Geometry

    def _fitting_zoom(self) -> float:
        if self.fit is Fit.NONE or self._pages is None:
            return self.zoom
        sizes, room = self._pages.sizes, self.viewport().size()
        if self.fit is Fit.WIDTH and self._may_be_abreast():
            two = layout.zoom_of_two(sizes, room)
            if layout.abreast(sizes, two, room):
                return two
        return layout.fitting_zoom(self.fit, sizes, room, self._page)

    def _may_be_abreast(self) -> bool:
        return 0 < self.abreast_from <= self.window().width()

    def _columns(self, sizes: Sequence[QSizeF], room: QSize) -> int:
        return 2 if self._may_be_abreast() and layout.abreast(sizes, self.zoom, room) else 1

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _anchor(self, spot: QPoint) -> tuple[int, QPointF] | None:
        return None if self._layout is None else self._layout.anchor(spot + self._offset())

    def _zoom_around(self, zoom: float, spot: QPoint) -> None:
        anchor = self._anchor(spot)
        self.zoom = zoom
        self._lay_out(anchor, spot)

    def _lay_out(self, anchor: tuple[int, QPointF] | None, spot: QPoint) -> None:
        self._glide.stop()
        room = self.viewport().size()
        self.zoom = self._fitting_zoom()
        sizes = () if self._pages is None else self._pages.sizes
        self._layout = Layout.of(sizes, self.zoom, room, self._columns(sizes, room)) if sizes else None
        size = QSize(0, 0) if self._layout is None else self._layout.size
        for bar, whole, shown in (
            (self.horizontalScrollBar(), size.width(), room.width()),
            (self.verticalScrollBar(), size.height(), room.height()),
        ):
            bar.setRange(0, max(0, whole - shown))
            bar.setPageStep(shown)
            bar.setSingleStep(_LINE)
        if self._layout is not None and anchor is not None:
            place = self._layout.spot(anchor) - spot
            self.horizontalScrollBar().setValue(place.x())
            self.verticalScrollBar().setValue(place.y())
        movable = size.width() > room.width() or size.height() > room.height()
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor if movable else Qt.CursorShape.ArrowCursor)
        self.zoom_changed.emit(self.zoom)
        self.viewport().update()

    def _show_hit(self, hit: Hit) -> None:
        if self._layout is None:
            return
        area = self._layout.area(hit.page, hit.areas[0]).toAlignedRect()
        shown = QRect(self._offset(), self.viewport().size())
        if not shown.adjusted(0, _OVERLAP, 0, -_OVERLAP).contains(area):
            self._glide.stop()
            self.verticalScrollBar().setValue(area.center().y() - shown.height() // 3)
            self.horizontalScrollBar().setValue(area.center().x() - shown.width() // 2)

    def _turn_to(self, page: int) -> None:
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), painting.desk_color())
        if self._layout is not None:
            shown = QRect(self._offset(), self.viewport().size())
            for page in self._layout.visible(shown):
                self._paint_page(painter, page, shown)
            self._ask_for(shown)
        if self.hasFocus():
            painter.setPen(theme.colors().accent)
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _paint_page(self, painter: QPainter, page: int, shown: QRect) -> None:
        assert self._layout is not None
        ratio = self.devicePixelRatioF()
        rect = self._layout.rects[page].translated(-shown.topLeft())
        painting.paint_paper(painter, rect)
        wanted = self._strips(page, shown)
        there = [(strip, image) for strip in wanted if (image := self.feed.strips.get(strip)) is not None]
        if len(there) == len(wanted):
            if wanted:
                self.feed.seen_whole(page, wanted[0].look)
        elif older := self.feed.stand_in(page, wanted[0].look):
            painting.paint_stand_in(painter, rect, older)
        painting.paint_strips(painter, QPoint(round(rect.x() * ratio), round(rect.y() * ratio)), there, ratio)
        marked = [mark for mark in self.marks if mark.page == page]
        if marked:
            moved = QPointF(-shown.topLeft())
            marks.paint(
                painter,
                [(mark, self._layout.area(page, mark.area).translated(moved)) for mark in marked],
                self.current_mark,
            )
        for number, hit in enumerate(self._hits):
            if hit.page == page:
                areas = [self._layout.area(page, area).translated(QPointF(-shown.topLeft())) for area in hit.areas]
                painting.paint_found(painter, areas, current=number == self._hit)

    def _strips(self, page: int, shown: QRect) -> list[Strip]:
        """The strips that show a page's part inside `shown`."""
        assert self._layout is not None
        ratio = self.devicePixelRatioF()
        rect = self._layout.rects[page]
        part = rect.intersected(shown)
        if part.isEmpty():
            return []
        look = self.feed.look(QSize(round(rect.width() * ratio), round(rect.height() * ratio)))
        top, bottom = (part.top() - rect.top()) * ratio, (part.bottom() + 1 - rect.top()) * ratio
        return [Strip(page, look, number) for number in look.strips(int(top), int(bottom))]

    def _ask_for(self, shown: QRect) -> None:
        """What is seen, then a window's height below and above."""
        seen = self._strips_in(shown)
        below, above = shown.translated(0, shown.height()), shown.translated(0, -shown.height())
        around = dict.fromkeys([*self._strips_in(below), *self._strips_in(above)])
        self.feed.want(seen, [strip for strip in around if strip not in seen])

    def _strips_in(self, shown: QRect) -> list[Strip]:
        assert self._layout is not None
        return [strip for page in self._layout.visible(shown) for strip in self._strips(page, shown)]

    def _page_drawn(self, _page: int) -> None:
        self.viewport().update()

    # Keys, wheel, hand

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._zoom_around(self.zoom, QPoint(0, 0))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        del dx, dy
        if self._layout is not None:
            bar = self.verticalScrollBar()
            third = bar.value() + self.viewport().height() // 3
            at_end = bar.value() == bar.maximum() > 0
            self._turn_to(len(self._layout.rects) - 1 if at_end else self._layout.page_at(third))
        self.viewport().update()

    def event(self, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.viewport().update()
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.viewport().update()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = self._moves()
        match = next((name for name in moves if event.matches(name)), None)
        if match is not None:
            moves[match]()
        elif event.key() == Qt.Key.Key_Space:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._glide.by(-self._window_step() if back else self._window_step())
        elif event.key() in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:  # with Ctrl
            self.go_to_page(self._page + (1 if event.key() == Qt.Key.Key_PageDown else -1))
        else:
            super().keyPressEvent(event)

    def _moves(self) -> dict[QKeySequence.StandardKey, Callable[[], None]]:
        keys = QKeySequence.StandardKey
        aside = self.horizontalScrollBar()
        last = len(self._layout.rects) - 1 if self._layout else 0
        return {
            keys.MoveToPreviousPage: lambda: self._glide.by(-self._window_step()),
            keys.MoveToNextPage: lambda: self._glide.by(self._window_step()),
            keys.MoveToStartOfLine: lambda: self.go_to_page(0),
            keys.MoveToEndOfLine: lambda: self.go_to_page(last),
            keys.MoveToStartOfDocument: lambda: self.go_to_page(0),
            keys.MoveToEndOfDocument: lambda: self.go_to_page(last),
            keys.MoveToPreviousLine: lambda: self._glide.by(-_LINE),
            keys.MoveToNextLine: lambda: self._glide.by(_LINE),
            keys.MoveToPreviousChar: lambda: aside.setValue(aside.value() - _LINE),
            keys.MoveToNextChar: lambda: aside.setValue(aside.value() + _LINE),
        }

    def _window_step(self) -> int:
        return max(_LINE, self.viewport().height() - _OVERLAP)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.zoom * 1.15 ** (turned.y() / _WHEEL_NOTCH), event.position().toPoint())
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier or turned.x():
            aside = self.horizontalScrollBar()
            aside.setValue(aside.value() - (turned.x() or turned.y()))
        elif not event.pixelDelta().isNull():  # a touch pad glides by itself
            bar = self.verticalScrollBar()
            self._glide.stop()
            bar.setValue(bar.value() - event.pixelDelta().y())
        else:
            self._glide.by(round(-turned.y() / _WHEEL_NOTCH * 2 * _LINE))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in {Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton}:
            self._glide.stop()
            self._pressed = event.position().toPoint()
            self._grip = self._pressed + self._offset()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            place = self._grip - event.position().toPoint()
            self.horizontalScrollBar().setValue(place.x())
            self.verticalScrollBar().setValue(place.y())
        elif self.marks:
            self._show_cursor(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        held, self._grip = self._grip is not None, None
        spot = event.position().toPoint()
        self._show_cursor(spot)
        still = (spot - self._pressed).manhattanLength() <= _STILL
        if held and still and event.button() == Qt.MouseButton.LeftButton and (mark := self._mark_at(spot)):
            self.mark_clicked.emit(mark.key)

    def place_of(self, mark: Mark) -> QPoint:
        """Its middle, in the viewport."""
        assert self._layout is not None
        return self._layout.area(mark.page, mark.area).center().toPoint() - self._offset()

    def _mark_at(self, spot: QPoint) -> Mark | None:
        return None if self._layout is None else marks.at(self.marks, self._layout, QPointF(spot + self._offset()))

    def _show_cursor(self, spot: QPoint) -> None:
        over = self._mark_at(spot) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.OpenHandCursor)
