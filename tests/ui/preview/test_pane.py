from collections.abc import Callable
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.ui.preview import printing, saving
from desktop_crm.ui.preview.layout import Fit
from desktop_crm.ui.preview.pages import ClosedError, Pages
from desktop_crm.ui.preview.pane import PreviewPane
from desktop_crm.ui.preview.window import show_pdf

pytestmark = pytest.mark.in_turn

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ERROR = Problem("signatory", msg("The signatory has no basis of authority"))
WARNING = Problem("date", msg("The date has passed"), Severity.WARNING)


@pytest.fixture
def pane(qtbot: QtBot, desk: Any, window: QMainWindow, six: bytes, settled: Callable[..., Any]) -> PreviewPane:
    made = PreviewPane(desk, "contract", window)
    window.setCentralWidget(made)
    window.show()
    window.activateWindow()
    qtbot.waitActive(window)
    made.set_pdf(six, "Contract 1/2026")
    settled()
    made.view.setFocus()
    return made


def test_shows_the_paper(pane: PreviewPane) -> None:
    assert pane.view.page == 0
    assert pane.toolbar.page.text() == "1"
    assert pane.toolbar.count.text() == "of 6"
    assert pane.thumbnails.model().rowCount() == 6
    assert pane.state.isHidden()


def test_the_page_field_goes_to_a_page(qtbot: QtBot, pane: PreviewPane) -> None:
    pane.toolbar.page.setFocus()
    pane.toolbar.page.selectAll()
    qtbot.keyClicks(pane.toolbar.page, "4")
    qtbot.keyClick(pane.toolbar.page, Qt.Key.Key_Return)
    assert pane.view.page == 3
    assert pane.thumbnails.currentIndex().row() == 3
    assert pane.view.hasFocus()


@pytest.mark.parametrize(("text", "page"), [("99", 5), ("0", 0), ("", 0), ("x", 0), ("²", 0)])
def test_the_page_field_takes_any_number(qtbot: QtBot, pane: PreviewPane, text: str, page: int) -> None:
    pane.toolbar.page.setFocus()
    pane.toolbar.page.selectAll()
    qtbot.keyClick(pane.toolbar.page, Qt.Key.Key_Delete)
    qtbot.keyClicks(pane.toolbar.page, text)
    qtbot.keyClick(pane.toolbar.page, Qt.Key.Key_Return)
    assert pane.view.page == page
    assert pane.toolbar.page.text() == str(page + 1)


def test_thumbnails_lead_to_pages_by_click_and_key(
    qtbot: QtBot, pane: Any, desk: Any, settled: Callable[..., Any]
) -> None:
    desk.actions.run("contract.pictures")
    rect = pane.thumbnails.visualRect(pane.thumbnails.model().index(2))
    qtbot.mouseClick(pane.thumbnails.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert pane.view.page == 2
    qtbot.keyClick(pane.thumbnails, Qt.Key.Key_Down)
    assert pane.view.page == 3
    settled()
    assert pane.thumbnails.model().index(3).data(Qt.ItemDataRole.DecorationRole) is not None


def test_thumbnails_are_folded_away_until_opened_and_stay_so(qtbot: QtBot, pane: PreviewPane, desk: Any) -> None:
    assert pane.thumbnails.isHidden()
    desk.actions.run("contract.pictures")
    assert not pane.thumbnails.isHidden()
    other = PreviewPane(desk, "order")
    qtbot.addWidget(other)
    other.resize(800, 600)
    other.show()
    assert other.thumbnails.isVisible()
    desk.actions.run("contract.pictures")
    assert pane.thumbnails.isHidden()


def test_in_a_narrow_place_thumbnails_give_way(qtbot: QtBot, pane: PreviewPane, desk: Any, window: QMainWindow) -> None:
    desk.actions.run("contract.pictures")
    window.resize(500, 600)
    qtbot.waitUntil(pane.thumbnails.isHidden)
    window.resize(1100, 600)
    qtbot.waitUntil(pane.thumbnails.isVisible)


def test_zoom_by_keys(qtbot: QtBot, pane: PreviewPane) -> None:
    qtbot.keyClick(pane.view, Qt.Key.Key_0, CTRL)
    assert pane.view.zoom == 1.0
    assert pane.toolbar.zoom.text() == "100%"
    qtbot.keyClick(pane.view, Qt.Key.Key_Plus, CTRL)
    assert pane.view.zoom == 1.1
    qtbot.keyClick(pane.view, Qt.Key.Key_Minus, CTRL)
    qtbot.keyClick(pane.view, Qt.Key.Key_Minus, CTRL)
    assert pane.view.zoom == 0.9


def test_a_new_version_keeps_page_and_zoom(
    pane: PreviewPane, settled: Callable[..., Any], make_pdf: Callable[..., Any]
) -> None:
    pane.view.set_zoom(0.75)
    pane.view.go_to_page(3)
    before = pane.view.verticalScrollBar().value()
    pane.set_pdf(make_pdf(*["Another version"] * 6), "Contract 1/2026")
    settled()
    assert (pane.view.page, pane.view.zoom, pane.view.fit) == (3, 0.75, Fit.NONE)
    assert pane.view.verticalScrollBar().value() == before
    pane.copy_page_text()
    settled()
    assert "Another version 4" in QGuiApplication.clipboard().text()


def test_only_the_last_of_many_versions_is_shown(
    pane: PreviewPane, settled: Callable[..., Any], make_pdf: Callable[..., Any]
) -> None:
    for number in range(10):
        pane.set_pdf(make_pdf(f"Version {number}"), "Contract")
    settled()
    pane.copy_page_text()
    settled()
    assert "Version 9" in QGuiApplication.clipboard().text()


def test_documents_are_closed_when_another_is_shown_and_with_the_pane(
    pane: PreviewPane, settled: Callable[..., Any], six: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Pages] = []
    monkeypatch.setattr("desktop_crm.ui.preview.pane.Pages", lambda data: opened.append(Pages(data)) or opened[-1])
    for _ in range(2):
        pane.set_pdf(six, "Contract")
        settled()
    before, shown = opened
    with pytest.raises(ClosedError):
        before.text(0)
    assert "Needle" in shown.text(0)
    shiboken6.delete(pane)
    with pytest.raises(ClosedError):
        shown.text(0)


def marked(view: Any) -> list[QPoint]:
    """The dots of a view that are as a felt pen leaves them."""
    image = view.viewport().grab().toImage()
    colors = {(x, y): image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())}
    return [QPoint(*spot) for spot, color in colors.items() if color.red() > color.blue() + 60]


def test_search_by_keys(qtbot: QtBot, pane: PreviewPane, settled: Callable[..., Any]) -> None:
    qtbot.keyClick(pane.view, Qt.Key.Key_F, CTRL)
    assert pane.search.isVisible()
    assert pane.search.field.hasFocus()
    qtbot.keyClicks(pane.search.field, "needle")
    settled()
    assert pane.search.count.text() == "1 of 6"
    qtbot.keyClick(pane.search.field, Qt.Key.Key_Return)
    assert pane.search.count.text() == "2 of 6"
    assert pane.view.page == 1
    qtbot.keyClick(pane.search.field, Qt.Key.Key_Return, SHIFT)
    qtbot.keyClick(pane.search.field, Qt.Key.Key_Return, SHIFT)
    assert pane.search.count.text() == "6 of 6"
    qtbot.keyClick(pane.search.field, Qt.Key.Key_Escape)
    assert pane.search.isHidden()
    assert pane.view.hasFocus()


def test_hits_are_painted_until_the_search_is_over(
    *,
    qtbot: QtBot,
    pane: PreviewPane,
    settled: Callable[..., Any],
    six: bytes,
    laid_out: Callable[..., Any],
    scrolled: Callable[..., Any],
) -> None:
    pane.open_search()
    pane.search.field.setText("needle")
    settled()
    pages = Pages(six)
    [area] = pages.find("needle")[0].areas
    pages.close()
    place = laid_out(pane.view, six).area(0, area).toAlignedRect().translated(-scrolled(pane.view))
    found = marked(pane.view)
    assert place.topLeft() + QPoint(0, 1) in found
    assert all(place.adjusted(-3, -3, 3, 3).contains(spot) for spot in found)
    qtbot.keyClick(pane.search.field, Qt.Key.Key_Escape)
    assert marked(pane.view) == []


def test_search_for_what_is_not_there(pane: PreviewPane, settled: Callable[..., Any]) -> None:
    pane.open_search()
    pane.search.field.setText("unicorn")
    settled()
    assert pane.search.count.text() == "Not in this document"
    pane.search.go(1)
    pane.search.field.setText("")
    assert pane.search.count.text() == ""


def test_search_stays_when_the_paper_is_made_anew(
    pane: PreviewPane, settled: Callable[..., Any], make_pdf: Callable[..., Any]
) -> None:
    pane.open_search()
    pane.search.field.setText("needle")
    settled()
    pane.search.go(1)
    pane.set_pdf(make_pdf("x", "y", "z"), "Contract")
    settled()
    assert pane.search.count.text() == "2 of 3"


def test_an_error_forbids_printing_and_leads_to_its_field(qtbot: QtBot, pane: PreviewPane, desk: Any) -> None:
    pane.set_problems([WARNING, ERROR])
    assert not pane.toolbar.print.isEnabled()
    assert not pane.toolbar.save.isEnabled()
    assert "fix" in pane.toolbar.print.toolTip()
    assert not desk.actions.run("contract.print")
    lines = pane.problems.lines
    assert [lines.item(row).text() for row in range(2)] == [str(ERROR.message), str(WARNING.message)]
    with qtbot.waitSignal(pane.problem_chosen) as chosen:
        qtbot.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=lines.visualItemRect(lines.item(0)).center())
    assert chosen.args == ["signatory"]
    lines.setFocus()
    qtbot.keyClick(lines, Qt.Key.Key_Down)
    with qtbot.waitSignal(pane.problem_chosen) as chosen:
        qtbot.keyClick(lines, Qt.Key.Key_Return)
    assert chosen.args == ["date"]


def test_a_warning_forbids_nothing(pane: PreviewPane) -> None:
    pane.set_problems([WARNING])
    assert pane.toolbar.print.isEnabled()
    assert pane.problems.isVisible()
    pane.set_problems([])
    assert pane.problems.isHidden()


def test_many_problems_leave_room_for_the_pages(qtbot: QtBot, pane: PreviewPane, window: QMainWindow) -> None:
    window.resize(560, 600)
    pane.set_problems([ERROR, WARNING] * 10)
    qtbot.waitUntil(lambda: pane.problems.lines.verticalScrollBar().maximum() > 0)
    assert pane.problems.height() < window.height() / 3
    assert pane.view.width() > pane.width() * 0.9


def test_buttons_drop_their_words_and_their_width(qtbot: QtBot, pane: PreviewPane, window: QMainWindow) -> None:
    window.resize(1200, 600)
    qtbot.waitUntil(lambda: bool(pane.toolbar.save.text() and pane.toolbar.print.text()))
    wide = pane.toolbar.save.width()
    window.resize(pane.toolbar.minimumSizeHint().width(), 600)
    qtbot.waitUntil(lambda: not pane.toolbar.save.text())
    qtbot.waitUntil(lambda: pane.toolbar.save.width() < wide / 2)
    window.resize(1200, 600)
    qtbot.waitUntil(lambda: pane.toolbar.save.width() == wide)


def test_keys_print_and_save(qtbot: QtBot, pane: PreviewPane, six: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    monkeypatch.setattr(printing, "print_pdf", lambda *args, **_more: calls.append(("print", *args[2:])))
    monkeypatch.setattr(saving, "save_pdf", lambda *args: calls.append(("save", *args[2:4])))
    pane.view.go_to_page(2)
    qtbot.keyClick(pane.view, Qt.Key.Key_P, CTRL)
    qtbot.keyClick(pane.view, Qt.Key.Key_S, CTRL | SHIFT)
    qtbot.mouseClick(pane.toolbar.print, Qt.MouseButton.LeftButton)
    assert calls == [
        ("print", six, "Contract 1/2026", 2),
        ("save", six, "Contract 1/2026"),
        ("print", six, "Contract 1/2026", 2),
    ]


def test_damaged_bytes_are_told_in_place(pane: PreviewPane, settled: Callable[..., Any], desk: Any) -> None:
    pane.set_pdf(b"junk", "Contract")
    settled()
    assert pane.state.isVisible()
    assert "damaged" in pane.state.text
    assert not pane.toolbar.print.isEnabled()
    assert desk.notify.errors == []


def test_a_paper_that_could_not_be_made(pane: PreviewPane) -> None:
    pane.set_failed(UserError(msg("The template has no clause on price.")))
    assert pane.state.text == "The template has no clause on price."
    assert pane.thumbnails.model().rowCount() == 0
    assert not pane.has_paper()


def test_while_it_is_made_the_old_paper_is_seen_but_not_printed(
    pane: PreviewPane, settled: Callable[..., Any], six: bytes
) -> None:
    pane.set_busy()
    assert pane.has_paper()
    assert not pane.may_print()
    assert pane.state.isVisible()
    pane.set_pdf(six, "Contract")
    settled()
    assert pane.may_print()
    assert pane.state.isHidden()


def test_clear_forgets_what_was_on_its_way(pane: PreviewPane, settled: Callable[..., Any], six: bytes) -> None:
    pane.set_pdf(six, "Contract")
    pane.clear()
    settled()
    assert not pane.has_paper()
    assert pane.toolbar.page.text() == ""


def test_copies_the_words_of_a_page(pane: PreviewPane, settled: Callable[..., Any]) -> None:
    pane.view.go_to_page(1)
    pane.copy_page_text()
    settled()
    assert "Needle of page 2" in QGuiApplication.clipboard().text()


def test_everything_focusable_has_a_name(pane: PreviewPane) -> None:
    from PySide6.QtWidgets import QWidget

    nameless = [
        widget
        for widget in pane.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not widget.accessibleName()
        and not getattr(widget, "text", lambda: "")()
        and not widget.objectName().startswith("qt_")
    ]
    assert nameless == []


def test_a_pane_may_go_while_it_works(pane: PreviewPane, settled: Callable[..., Any], six: bytes) -> None:
    pane.set_pdf(six, "Contract")
    pane.view.set_zoom(3)
    pane.view.viewport().grab()
    shiboken6.delete(pane)
    settled()


def test_a_window_of_its_own(
    qtbot: QtBot, desk: Any, window: QMainWindow, six: bytes, settled: Callable[..., Any]
) -> None:
    window.show()
    made = show_pdf(desk, window, six, "Letter 5")
    settled()
    assert made.pane.has_paper()
    with qtbot.waitSignal(made.destroyed):
        qtbot.keyClick(made.pane.view, Qt.Key.Key_Escape)
    assert desk.settings.get("preview/window")


def test_a_paper_on_its_way_does_not_hide_that_the_next_one_failed(
    pane: PreviewPane, settled: Callable[..., Any], six: bytes
) -> None:
    pane.set_pdf(six, "Contract")
    pane.set_failed(UserError(msg("The template has no clause on price.")))
    settled()
    assert not pane.has_paper()
    assert pane.state.text == "The template has no clause on price."


def test_the_small_pictures_are_counted_as_before_until_they_are_others(
    pane: PreviewPane, settled: Callable[..., Any], make_pdf: Callable[..., Any]
) -> None:
    """Qt's views look at a model once more before it is reset."""
    counts = []
    model = pane.thumbnails.model()
    model.modelAboutToBeReset.connect(lambda: counts.append(model.rowCount()))
    pane.set_pdf(make_pdf("short"), "Contract")
    settled()
    assert counts == [6]
