import threading
from array import array
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_crm.model.errors import WorldError
from desktop_crm.model.listing import Column, Filter, Kind, Query
from desktop_crm.model.message import msg
from desktop_crm.model.money import Money
from desktop_crm.ui.desk.jobs import Jobs
from desktop_crm.ui.look import theme
from desktop_crm.ui.table import Table, model
from tests.ui.table.sqlite_listing import COLUMNS, SqliteListing

UGLY = [
    "%",
    "_",
    'O\'Brien "x"',
    "🎪🎪",
    "شركة النور",
    "x" * 10_000,
    "two\nlines\tand a tab",
    "<b>bold</b>&",
    "",
    "=1+1",
    "+62 812-3456-7890",
    "&File",
    "{n}",
]


class Held(SqliteListing):
    """Answers some questions only when told."""

    def __init__(self, path: Any) -> None:
        super().__init__(path)
        self.gate = threading.Event()
        self.held = ""

    def page(self, query: Any, offset: Any, limit: Any) -> Any:
        if query.find == self.held != "":
            self.gate.wait(10)
        return super().page(query, offset, limit)


class Late(SqliteListing):
    """What its last column tells takes longer to find out than a page may."""

    columns = (*COLUMNS, Column("rest", msg("Rest"), Kind.NUMBER, late=True))

    def __init__(self, path: Any) -> None:
        super().__init__(path)
        self.readers = set[int]()

    def page(self, query: Any, offset: Any, limit: Any) -> Any:
        return [(*row, None) for row in super().page(query, offset, limit)]

    def rows(self, ids: Any) -> Any:
        self.readers.add(threading.get_ident())
        return [(*row, row[0] % 7) for row in super().rows(ids)]


class Broken(SqliteListing):
    """Fails until mended."""

    broken = True

    def page(self, query: Any, offset: Any, limit: Any) -> Any:
        if self.broken:
            raise WorldError(msg("The disk is gone"))
        return super().page(query, offset, limit)


def press(qtbot: QtBot, table: Any, *keys: Any, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        qtbot.keyClick(table.view, key, modifier)


def test_a_late_answer_is_dropped(
    table_of: Callable[..., Any], path: Path, qtbot: QtBot, settled: Callable[..., Any]
) -> None:
    listing = Held(path)
    table = table_of(listing)
    listing.held = "nama 11"
    table.set_query(Query(find="nama 11"))
    table.set_query(Query(find="nama 22"))
    settled_rows = listing.ids(Query(find="nama 22"))
    qtbot.waitUntil(lambda: table.model.ids == settled_rows)
    listing.gate.set()
    settled(table)
    assert table.model.ids == settled_rows


def test_selection_current_row_and_place_survive_a_reload(
    table_of: Callable[..., Any], listing: SqliteListing, settled: Callable[..., Any]
) -> None:
    table = table_of(listing)
    table.view.go_to(500)
    table.view.selectionModel().select(
        table.model.index(503, 0),
        table.view.selectionModel().SelectionFlag.Select | table.view.selectionModel().SelectionFlag.Rows,
    )
    chosen, current = table.selected_ids(), table.current_id()
    top = table.model.ids[table.view.verticalScrollBar().value() // 30]
    told: list[Any] = []
    table.current_changed.connect(told.append)
    listing.change("delete from item where id in (select id from item order by name, id limit 7)")
    listing.change("insert into item(id, name) values(5000, 'A first one')")
    table.reload()
    settled(table)
    assert (table.selected_ids(), table.current_id()) == (chosen, current)
    assert table.model.ids[table.view.verticalScrollBar().value() // 30] == top
    assert told == []


def test_a_deleted_current_row_leaves_its_place_to_the_next(
    table_of: Callable[..., Any], listing: SqliteListing, settled: Callable[..., Any]
) -> None:
    table = table_of(listing)
    table.view.go_to(10)
    gone, following = table.model.ids[10], table.model.ids[11]
    told: list[Any] = []
    table.current_changed.connect(told.append)
    listing.change("delete from item where id = ?", gone)
    table.reload()
    settled(table)
    assert table.current_id() == following
    assert told == [following]
    assert table.selected_ids() == array("q")


def test_changed_values_are_shown_after_a_reload(
    table_of: Callable[..., Any], listing: SqliteListing, settled: Callable[..., Any]
) -> None:
    table = table_of(listing)
    number = table.model.ids[0]
    listing.change("update item set city = 'Bandung' where id = ?", number)
    table.reload()
    settled(table)
    assert table.model.index(0, 1).data() == "Bandung"


def test_keys_move_by_rows(table_of: Callable[..., Any], path: Path, qtbot: QtBot) -> None:
    table = table_of(path)
    press(qtbot, table, Qt.Key.Key_Down)
    assert table.view.currentIndex().row() == 0
    press(qtbot, table, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up)
    assert table.view.currentIndex().row() == 1
    press(qtbot, table, Qt.Key.Key_End)
    assert table.view.currentIndex().row() == 999
    press(qtbot, table, Qt.Key.Key_Home, Qt.Key.Key_PageDown)
    page = table.view.currentIndex().row()
    assert 5 < page < 25
    press(qtbot, table, Qt.Key.Key_End, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert table.view.spans() == [(page, 999)]
    press(qtbot, table, Qt.Key.Key_Home, modifier=Qt.KeyboardModifier.ControlModifier)
    assert table.view.currentIndex().row() == 0


def test_enter_and_double_click_open(table_of: Callable[..., Any], path: Path, qtbot: QtBot) -> None:
    table = table_of(path)
    opened: list[Any] = []
    table.opened.connect(opened.append)
    table.view.go_to(3)
    press(qtbot, table, Qt.Key.Key_Return)
    place = table.view.visualRect(table.model.index(5, 0)).center()
    qtbot.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == [table.model.ids[3], table.model.ids[5]]


def test_a_click_right_of_the_last_column_selects_its_row(
    table_of: Callable[..., Any], path: Path, qtbot: QtBot
) -> None:
    table = table_of(path)
    table.resize(1900, 600)
    qtbot.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(1800, 2 * 30 + 5))
    assert table.view.spans() == [(2, 2)]


@pytest.mark.parametrize("key", [Qt.Key.Key_F2, Qt.Key.Key_Delete])
def test_keys_of_the_screen_are_not_swallowed(table_of: Callable[..., Any], path: Path, qtbot: QtBot, key: Any) -> None:
    table = table_of(path)
    ran = []
    action = QAction(table, shortcut=key)
    action.triggered.connect(lambda: ran.append(key))
    table.addAction(action)
    table.view.setFocus()
    press(qtbot, table, key)
    assert ran == [key]


def test_letters_typed_over_the_rows_find(
    table_of: Callable[..., Any], path: Path, qtbot: QtBot, settled: Callable[..., Any]
) -> None:
    table = table_of(path)
    table.view.setFocus()
    press(qtbot, table, Qt.Key.Key_7)
    qtbot.waitUntil(lambda: table.query().find == "7")
    settled(table)
    assert 0 < len(table.model.ids) < 1000


def test_down_in_the_find_field_goes_to_the_rows(table_of: Callable[..., Any], path: Path, qtbot: QtBot) -> None:
    table = table_of(path)
    table.focus_find()
    qtbot.keyClick(table.bar.field, Qt.Key.Key_Down)
    assert table.current_id() == table.model.ids[0]


def test_a_click_on_the_head_sorts_and_is_remembered(
    table_of: Callable[..., Any], path: Path, qtbot: QtBot, settled: Callable[..., Any]
) -> None:
    table = table_of(path)
    head = table.view.head
    place = QPoint(head.sectionViewportPosition(3) + 40, 10)
    for descending in (False, True):
        qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert table.query() == Query(sort="total", descending=descending)
    settled(table)
    amounts = [table.model.value(row, 3).amount for row in range(20)]
    assert amounts == sorted(amounts, reverse=True)
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(head.sectionViewportPosition(1) + 40, 10))
    assert table.query().sort == "total"
    assert table_of(path).query() == Query(sort="total", descending=True)


def test_columns_and_filters_are_remembered(table_of: Callable[..., Any], path: Path) -> None:
    table = table_of(path)
    head = table.view.head
    head.moveSection(head.visualIndex(3), 0)
    head.resizeSection(0, 333)
    next(action for action in head.menu().actions() if action.text() == "City").trigger()
    table.set_query(Query(filters=(Filter("total", (), Money(Decimal(5)), None), Filter("state", ("late",)))))
    table.save_state()
    again = table_of(path)
    names = [column.id for column in again.visible_columns()]
    assert names == ["total", "name", "state", "discount", "day", "key"]
    assert again.view.head.sectionSize(0) == 333
    assert again.query().filters == table.query().filters
    assert table_of(path, "other").visible_columns()[0].id == "name"


def test_the_last_column_can_not_be_hidden(table_of: Callable[..., Any], path: Path) -> None:
    head = table_of(path).view.head
    head.show_only(["city"])
    assert [action.text() for action in head.menu().actions() if action.isChecked() and action.isEnabled()] == []


def test_widths_fit_the_rows_on_the_screen(table_of: Callable[..., Any], listing: SqliteListing) -> None:
    table = table_of(listing)
    listing.change("update item set city = ?", "Kota yang sangat panjang namanya")
    narrow = table.view.sizeHintForColumn(1)
    table.view.head.fit_wanted.emit(1)
    assert table.view.head.sectionSize(1) == narrow


def test_empty_list_says_how_to_fill_it(table_of: Callable[..., Any], path: Path, qtbot: QtBot) -> None:
    listing = SqliteListing(path)
    listing.change("delete from item")
    table = table_of(listing)
    ran = []
    table.set_empty("No clients yet.", ("Add a client", lambda: ran.append(1)))
    assert table.empty.isVisible()
    assert table.empty.text.text() == "No clients yet."
    qtbot.mouseClick(table.empty.buttons[0], Qt.MouseButton.LeftButton)
    assert ran == [1]


def test_filters_that_hide_everything_can_be_cleared(
    table_of: Callable[..., Any], path: Path, qtbot: QtBot, settled: Callable[..., Any]
) -> None:
    table = table_of(path)
    table.set_query(Query(find="no such thing", sort="total"))
    settled(table)
    assert table.empty.buttons[0].text() == "Clear filters"
    qtbot.mouseClick(table.empty.buttons[0], Qt.MouseButton.LeftButton)
    settled(table)
    assert not table.empty.isVisible()
    assert table.query() == Query(sort="total")
    assert len(table.model.ids) == 1000


def test_a_list_that_can_not_be_read_says_so_and_can_be_tried_again(
    table_of: Callable[..., Any], path: Path, qtbot: QtBot, jobs: Jobs, settled: Callable[..., Any]
) -> None:
    told: list[Any] = []
    jobs.on_error = told.append
    listing = Broken(path)
    listing.broken = False
    table = table_of(listing)
    listing.broken = True
    table.set_query(Query(find="7"))
    qtbot.waitUntil(lambda: bool(told))
    assert table.empty.buttons[0].text() == "Try again"
    assert table.model.rowCount() == 0
    listing.broken = False
    qtbot.mouseClick(table.empty.buttons[0], Qt.MouseButton.LeftButton)
    settled(table)
    assert table.model.rowCount() > 0


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any listing counts as quick."""
    monkeypatch.setattr(model, "QUICK", 60.0)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any listing counts as slow."""
    monkeypatch.setattr(model, "QUICK", 0.0)


@pytest.mark.parametrize("speed", ["quick", "slow"])
def test_a_gone_row_is_an_empty_line(
    table_of: Callable[..., Any], listing: SqliteListing, qtbot: QtBot, request: pytest.FixtureRequest, speed: str
) -> None:
    request.getfixturevalue(speed)
    table = table_of(listing)
    gone = table.model.ids[900]
    listing.change("delete from item where id = ?", gone)
    qtbot.waitUntil(lambda: bool(table.model.row(900)[0]))
    assert table.model.row(900) == (True, None)
    assert table.model.row(901)[1][0] == table.model.ids[901]


def test_a_quick_listing_is_read_at_once(table_of: Callable[..., Any], path: Path, quick: None) -> None:
    table = table_of(path)
    assert table.model.row(800)[1][0] == table.model.ids[800]


def test_a_slow_listing_is_read_in_a_worker(table_of: Callable[..., Any], path: Path, qtbot: QtBot, slow: None) -> None:
    table = table_of(path)
    for row in (800, 500):  # what a page costs is known after the first
        assert table.model.row(row) == (False, None)
        qtbot.waitUntil(partial(lambda row: table.model.row(row)[1] is not None, row))


@pytest.mark.parametrize("find", ["", "kota 77"])
def test_what_is_late_comes_after_its_page_and_never_holds_up_the_window(
    table_of: Callable[..., Any], path: Path, qtbot: QtBot, quick: None, find: str
) -> None:
    listing = Late(path)
    table, place = table_of(listing), len(COLUMNS)
    if find:
        table.set_query(Query(find))
    qtbot.waitUntil(lambda: len(table.model.ids) == listing.count(Query(find)))
    for row in (0, len(table.model.ids) - 1):
        qtbot.waitUntil(partial(lambda row: table.model.value(row, place) == table.model.ids[row] % 7, row))
    assert threading.get_ident() not in listing.readers
    assert "Rest" not in [each.text() for each in table.bar.add.menu().actions()]


@pytest.fixture(params=["light", "dark"])
def mode(request: pytest.FixtureRequest, qapp: QApplication) -> None:
    theme.apply(qapp, request.param)


def test_ugly_values_are_painted_copied_and_found(
    table_of: Callable[..., Any],
    listing: SqliteListing,
    settled: Callable[..., Any],
    tip_at: Callable[..., Any],
    mode: Any,
) -> None:
    listing.change("delete from item")
    for number, name in enumerate(UGLY):
        listing.change("insert into item(id, name, city, state) values(?, ?, ?, 'unknown')", number + 1, name, name)
    table = table_of(listing)
    table.grab()
    table.view.selectAll()
    table.copy()
    assert QGuiApplication.clipboard().text().count("\n") >= len(UGLY)
    for row in range(len(UGLY)):
        tip_at(table.view, 20, row * 30 + 3)
    for find in ("%", "_", "'", "🎪", "النور"):
        table.set_query(Query(find=find))
        settled(table)
        assert len(table.model.ids) >= 1
        assert all(find in str(table.model.value(row, 0)) for row in range(len(table.model.ids)))


def test_a_tooltip_shows_text_not_markup_and_only_when_cut(
    table_of: Callable[..., Any], listing: SqliteListing, settled: Callable[..., Any], tip_at: Callable[..., Any]
) -> None:
    table = table_of(listing)
    first, second = table.model.ids[0], table.model.ids[1]
    listing.change("update item set city = ? where id = ?", "<b>" + "long " * 30, first)
    listing.change("update item set city = 'Solo' where id = ?", second)
    table.reload()
    settled(table)
    at = table.view.head.sectionViewportPosition(1) + 20
    assert "&lt;b&gt;long" in tip_at(table.view, at, 5)
    assert tip_at(table.view, at, 35) == ""


def test_names_for_the_screen_reader(table_of: Callable[..., Any], path: Path) -> None:
    table = table_of(path)
    table.bar.set_filter("state", Filter("state", ("late",)))
    named = [table.view, table.bar.field, table.bar.add, table.bar.views, table.bar.columns, table.view.head]
    assert all(widget.accessibleName() for widget in named)
    assert table.model.index(0, 3).data(Qt.ItemDataRole.AccessibleTextRole).startswith("Rp")


def test_the_context_menu_begins_with_the_screens_actions(table_of: Callable[..., Any], path: Path) -> None:
    table = table_of(path)
    table.set_actions([QAction("Open", table)])
    assert [action.text() for action in table.context_menu().actions()] == ["Open", "", "Copy rows"]


def test_select_id_waits_for_the_ids(
    table_of: Callable[..., Any], listing: SqliteListing, settled: Callable[..., Any]
) -> None:
    table = table_of(listing)
    table.set_query(Query(sort="total"))
    last = listing.ids(Query(sort="total"))[-1]
    table.select_id(last)
    settled(table)
    assert table.current_id() == last
    assert list(table.selected_ids()) == [last]


def test_kinds_are_all_declared() -> None:
    assert {column.kind for column in COLUMNS} | {Kind.MOMENT} == set(Kind)
    assert Column("x", msg("X")).kind is Kind.TEXT


def test_a_new_record_is_selected_when_its_reload_has_come(
    table_of: Callable[..., Any], listing: SqliteListing, settled: Callable[..., Any]
) -> None:
    table = table_of(listing)
    table.view.go_to(20)
    listing.change("insert into item(id, name) values(7000, 'zz last')")
    table.reload()
    table.select_id(7000)
    settled(table)
    assert list(table.selected_ids()) == [7000]
    assert table.view.visualRect(table.view.currentIndex()).intersects(table.view.viewport().rect())


def test_who_moves_on_is_not_called_back(table_of: Callable[..., Any], path: Path, settled: Callable[..., Any]) -> None:
    table = table_of(path)
    table.reload()
    table.select_id(7000)
    table.view.go_to(5)
    settled(table)
    assert table.view.currentIndex().row() == 5


def test_a_reload_during_a_new_question_answers_the_question(
    table_of: Callable[..., Any], listing: SqliteListing, settled: Callable[..., Any]
) -> None:
    table = table_of(listing)
    table.view.go_to(900)
    table.set_query(Query(sort="total"))
    table.reload()
    settled(table)
    assert table.view.verticalScrollBar().value() == 0
    assert table.model.ids == listing.ids(Query(sort="total"))


def test_a_table_closed_while_rows_are_read_leaves_quietly(
    path: Path, qtbot: QtBot, jobs: Jobs, settings: QSettings
) -> None:
    table = Table(SqliteListing(path), jobs, "items", settings)
    qtbot.waitUntil(lambda: table.model.whole)
    table.view.selectAll()
    table.set_query(Query(find="7"))
    table.copy()
    table.deleteLater()
    qtbot.waitUntil(lambda: not jobs.busy())


def test_the_scroll_bar_follows_the_columns(table_of: Callable[..., Any], path: Path) -> None:
    table = table_of(path)
    table.resize(500, 400)
    table.view.head.show_only(["city"])
    assert table.view.horizontalScrollBar().maximum() == 0
    table.view.head.arrange([])
    assert table.view.horizontalScrollBar().maximum() > 0


def test_columns_that_nearly_fit_need_no_scrolling(table_of: Callable[..., Any], path: Path, qtbot: QtBot) -> None:
    table = table_of(path)
    head, bar = table.view.head, table.view.horizontalScrollBar()
    last = [column.id for column in table.model.columns].index(table.visible_columns()[-1].id)
    width = 150
    head.resizeSection(last, width)
    spare = table.width() - table.view.viewport().width()
    table.resize(head.length() + spare - 10, table.height())
    qtbot.waitUntil(lambda: bar.maximum() == 0)
    assert head.sectionSize(last) == width - 10
    assert next(one.width for one in head.shown() if one.id == table.model.columns[last].id) == width
    table.resize(head.length() + spare + 50, table.height())
    qtbot.waitUntil(lambda: head.sectionSize(last) == width)
    table.resize(head.length() * 2 // 3, table.height())
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    assert head.sectionSize(last) == width
