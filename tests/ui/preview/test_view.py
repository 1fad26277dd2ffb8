from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from desktop_crm.ui.look import theme
from desktop_crm.ui.preview import layout
from desktop_crm.ui.preview.layout import Fit, Layout
from desktop_crm.ui.preview.pages import Pages
from desktop_crm.ui.preview.strips import Look, Strip, Strips
from desktop_crm.ui.preview.view import PageView


@pytest.fixture
def view(qtbot: QtBot, desk: Any, window: QMainWindow, six: bytes, settled: Callable[..., Any]) -> PageView:
    made = PageView(desk.jobs, window)
    window.setCentralWidget(made)
    window.show()
    made.set_pages(Pages(six))
    made.setFocus()
    settled()
    return made


def wheel(
    view: PageView, turn: Any, modifiers: Any = Qt.KeyboardModifier.NoModifier, at: Any = None, pixels: Any = None
) -> None:
    at = at or QPointF(200, 200)
    pixels = pixels or QPoint()
    event = QWheelEvent(
        at, at, pixels, QPoint(0, turn), Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(view.viewport(), event)


def stand(view: PageView) -> Any:
    return view.verticalScrollBar().value()


def test_pages_lie_under_each_other_in_the_middle() -> None:
    made = Layout.of([QSizeF(600, 800), QSizeF(800, 600)], 0.75, QSize(1000, 500))
    assert [rect.size() for rect in made.rects] == [QSize(600, 800), QSize(800, 600)]
    assert [rect.center().x() for rect in made.rects] == [499, 499]
    assert made.rects[1].top() == made.rects[0].bottom() + 1 + layout.GAP
    assert made.page_at(-5) == 0
    assert made.page_at(made.rects[1].top() - 1) == 0
    assert made.page_at(10_000) == 1


def test_two_pages_lie_side_by_side() -> None:
    sizes = [QSizeF(595, 842)] * 5
    room = QSize(1300, 700)
    zoom = layout.zoom_of_two(sizes, room)
    assert layout.abreast(sizes, zoom, room)
    assert not layout.abreast(sizes, zoom * 1.01, room)
    made = Layout.of(sizes, zoom, room, 2)
    assert made.size.width() == room.width(), "nothing is to be moved aside"
    assert made.rects[0].right() < made.rects[1].left()
    assert made.rects[0].top() == made.rects[1].top() < made.rects[2].top()
    assert made.rects[4].left() == made.rects[0].left()
    low = made.rects[2].center()
    assert made.page_at(low.y()) == 2
    assert made.visible(QRect(0, low.y(), 1300, 10)) == range(2, 4)
    for page in range(5):
        assert made.anchor(made.rects[page].center())[0] == page
        assert made.spot(made.anchor(made.rects[page].center())) == made.rects[page].center()


def test_too_small_to_be_read_they_lie_under_each_other(view: PageView) -> None:
    view.window().resize(1300, 700)
    view.abreast_from = 1200
    view.set_fit(Fit.WIDTH)
    assert view.zoom == pytest.approx(layout.zoom_of_two([QSizeF(595, 842)], view.viewport().size()), abs=0.01)
    view.window().resize(1000, 700)
    one = view.zoom
    view.abreast_from = 900
    view.set_fit(Fit.WIDTH)
    assert view.zoom == one


@pytest.mark.parametrize("zoom", [0.1, 0.33, 1.0, 1.37, 5.0])
def test_an_anchor_is_found_again_at_another_zoom(zoom: float) -> None:
    sizes = [QSizeF(595, 842)] * 4
    before = Layout.of(sizes, 1.0, QSize(700, 500))
    after = Layout.of(sizes, zoom, QSize(700, 500))
    page, fraction = before.anchor(QPoint(300, 2000))
    assert after.anchor(after.spot((page, fraction)))[0] == page


def test_steps_go_up_and_down_to_the_ends() -> None:
    assert layout.next_step(1.0, 1) == 1.1
    assert layout.next_step(1.03, -1) == 1.0
    assert layout.next_step(9, 1) == layout.STEPS[-1]
    assert layout.next_step(0.01, -1) == layout.STEPS[0]


def test_strips_stay_within_their_bound() -> None:
    strips = Strips(bound=10_000)
    for number in range(50):
        strips.put(Strip(number, Look(1, 20, 20), 0), QImage(20, 20, QImage.Format.Format_RGB32))
        assert strips.bytes <= 10_000
    assert len(strips) == 6
    assert Strip(49, Look(1, 20, 20), 0) in strips
    assert Strip(0, Look(1, 20, 20), 0) not in strips


def test_one_picture_larger_than_the_bound_is_kept() -> None:
    strips = Strips(bound=10)
    strips.put(Strip(0, Look(1, 20, 20), 0), QImage(20, 20, QImage.Format.Format_RGB32))
    assert len(strips) == 1


def test_draws_what_is_seen(view: PageView, six: bytes, laid_out: Callable[..., Any]) -> None:
    image = view.viewport().grab().toImage()
    rect = laid_out(view, six).rects[0]
    colors = {image.pixel(x, y) & 0xFF for x in range(rect.left(), rect.right(), 1) for y in range(100, 300)}
    assert 255 in colors
    assert min(colors) < 90


def test_memory_stays_bounded_while_a_person_zooms_and_scrolls(view: PageView, settled: Callable[..., Any]) -> None:
    view.feed.strips.bound = 8_000_000
    for zoom in (0.5, 1.0, 2.0, 4.0):
        view.set_zoom(zoom)
        for page in range(6):
            view.go_to_page(page)
            settled()
            assert view.feed.strips.bytes <= view.feed.strips.bound
    seen = view.viewport().width() * (view.viewport().height() + 2 * 512) * 4 * 4
    assert view.feed.strips.bound <= max(8_000_000, seen)


def test_paper_stays_white_in_the_dark(
    view: PageView, settled: Callable[..., Any], qapp: QApplication, six: bytes, laid_out: Callable[..., Any]
) -> None:
    before = theme.mode()
    theme.apply(qapp, "dark")
    try:
        settled()
        image = view.viewport().grab().toImage()
        rect = laid_out(view, six).rects[0]
        assert image.pixelColor(rect.topLeft() + QPoint(10, 10)).name() == "#ffffff"
        assert image.pixelColor(5, 300).lightness() < 60
    finally:
        theme.apply(qapp, before)


def test_fits_the_width_and_the_page(view: PageView, six: bytes, laid_out: Callable[..., Any]) -> None:
    assert view.fit is Fit.WIDTH
    assert view.horizontalScrollBar().maximum() == 0
    view.set_fit(Fit.PAGE)
    page = laid_out(view, six).rects[0]
    assert view.viewport().height() - 2 * layout.GAP - 2 <= page.height() <= view.viewport().height()
    wide = view.zoom
    view.window().resize(900, 500)
    assert view.zoom < wide


def test_keys_turn_pages(qtbot: QtBot, view: PageView) -> None:
    seen: list[Any] = []
    view.page_changed.connect(seen.append)
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.page == 5
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert (view.page, stand(view)) == (0, 0)
    qtbot.keyClick(view, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert view.page == 1
    before = stand(view)
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: stand(view) >= before + view.viewport().height() - 50)
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    qtbot.waitUntil(lambda: stand(view) <= before)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: stand(view) > before)
    assert seen[0] == 5


def test_every_page_can_be_gone_to_even_the_last_short_ones(view: PageView) -> None:
    view.set_zoom(0.25)
    for page in range(6):
        view.go_to_page(page)
        assert view.page == page


def test_wheel_scrolls_and_with_ctrl_zooms_around_the_pointer(
    qtbot: QtBot, view: PageView, six: bytes, laid_out: Callable[..., Any], scrolled: Callable[..., Any]
) -> None:
    wheel(view, -120)
    wheel(view, -120)
    qtbot.waitUntil(lambda: stand(view) == 240)
    at = QPointF(400, 300)
    before = laid_out(view, six).anchor(at.toPoint() + scrolled(view))
    wheel(view, 120, Qt.KeyboardModifier.ControlModifier, at)
    wheel(view, 120, Qt.KeyboardModifier.ControlModifier, at)
    after = laid_out(view, six).anchor(at.toPoint() + scrolled(view))
    assert view.fit is Fit.NONE
    assert after[0] == before[0]
    assert after[1].y() == pytest.approx(before[1].y(), abs=0.01)


def test_a_touch_pad_moves_the_paper_at_once(view: PageView) -> None:
    wheel(view, -10, pixels=QPoint(0, -37))
    assert stand(view) == 37


def test_the_hand_drags(qtbot: QtBot, view: PageView) -> None:
    port = view.viewport()
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    qtbot.mouseMove(port, QPoint(300, 200))
    assert port.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    assert stand(view) == 100
    assert port.cursor().shape() == Qt.CursorShape.OpenHandCursor


def test_zoom_stays_within_sense(view: PageView) -> None:
    view.set_zoom(1000)
    assert view.zoom == layout.LARGEST
    view.set_zoom(0)
    assert view.zoom == layout.SMALLEST
    for _ in range(40):
        view.zoom_step(1)
    assert view.zoom == layout.LARGEST


def test_old_picture_serves_until_the_new_one_comes(
    view: PageView, settled: Callable[..., Any], make_pdf: Callable[..., Any]
) -> None:
    view.set_zoom(1.0)
    settled()
    view.set_zoom(1.5)
    look = view.feed.look(QSize(1, 1))
    assert view.feed.stand_in(0, look)
    view.set_pages(Pages(make_pdf("renewed")))
    assert view.feed.stand_in(0, view.feed.look(QSize(1, 1)))
    settled()


def test_a_shorter_paper_brings_back_to_its_last_page(
    view: PageView, settled: Callable[..., Any], make_pdf: Callable[..., Any]
) -> None:
    view.set_fit(Fit.PAGE)
    view.go_to_page(5)
    view.set_pages(Pages(make_pdf("one", "two")))
    settled()
    assert view.page == 1


def test_nothing_to_show(qtbot: QtBot, view: PageView) -> None:
    view.set_pages(None)
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_End, Qt.Key.Key_Space):
        qtbot.keyClick(view, key)
    view.zoom_step(1)
    view.go_to_page(3)
    assert view.page == 0
    view.viewport().grab()
