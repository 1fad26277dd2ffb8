import csv
import io
from array import array
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDate, QMimeData, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QDateEdit, QInputDialog, QLineEdit, QRadioButton
from pytestqt.qtbot import QtBot

from desktop_crm.model.listing import Column, Filter, Kind, Query, SavedView
from desktop_crm.model.message import msg
from desktop_crm.model.money import Money
from desktop_crm.ui import i18n
from desktop_crm.ui.desk.jobs import Jobs
from desktop_crm.ui.table import cells, copying, periods
from desktop_crm.ui.table.describe import describe
from desktop_crm.ui.table.editors import editor
from desktop_crm.ui.table.filterbar import FilterBar
from desktop_crm.ui.table.flow import Flow
from desktop_crm.ui.table.memory import Memory, Shown
from tests.ui.table.sqlite_listing import COLUMNS, SqliteListing

BY_ID = {column.id: column for column in COLUMNS}
MOMENT = Column("changed", msg("Changed"), Kind.MOMENT)


@pytest.fixture
def bar(qtbot: QtBot) -> FilterBar:
    made = FilterBar(COLUMNS)
    qtbot.addWidget(made)
    made.show()
    return made


# Filters


def test_states_are_chosen_by_checking_them(bar: FilterBar, qtbot: QtBot) -> None:
    popup = bar.edit_filter("state")
    for box in popup.findChildren(QCheckBox)[:2]:
        box.click()
    assert bar.filters() == (Filter("state", ("draft", "confirmed")),)
    for box in popup.findChildren(QCheckBox)[:2]:
        box.click()
    assert bar.filters() == ()


def test_a_flag_is_yes_or_no(bar: FilterBar) -> None:
    bar.edit_filter("key").findChildren(QRadioButton)[1].click()
    assert bar.filters() == (Filter("key", (False,)),)


def test_money_lies_between_two_amounts_of_one_currency(bar: FilterBar, qtbot: QtBot) -> None:
    popup = bar.edit_filter("total")
    low, high = popup.findChildren(QLineEdit)[:2]
    qtbot.keyClicks(low, "1,500,000")
    qtbot.keyClick(low, Qt.Key.Key_Tab)
    assert bar.filters() == (Filter("total", (), Money(Decimal(1_500_000), "IDR"), None),)
    qtbot.keyClicks(high, "what")
    qtbot.keyClick(high, Qt.Key.Key_Return)
    assert bar.filters()[0].high is None
    assert high.property("invalid") is True


def test_escape_takes_back_what_was_typed(bar: FilterBar, qtbot: QtBot) -> None:
    popup = bar.edit_filter("total")
    low = popup.findChildren(QLineEdit)[0]
    qtbot.keyClicks(low, "5")
    qtbot.keyClick(low, Qt.Key.Key_Escape)
    assert bar.filters() == ()
    assert not popup.isVisible()


def test_a_click_elsewhere_keeps_what_was_typed(bar: FilterBar, qtbot: QtBot) -> None:
    popup = bar.edit_filter("discount")
    high = popup.findChildren(QLineEdit)[1]
    high.setFocus()
    qtbot.keyClicks(high, "12.5")
    popup.close()
    assert bar.filters() == (Filter("discount", (), None, Decimal("12.5")),)


def test_texts_are_separated_by_semicolons(bar: FilterBar, qtbot: QtBot) -> None:
    line = bar.edit_filter("city").findChildren(QLineEdit)[0]
    qtbot.keyClicks(line, "Kota 1; Kota, 2;;Kota 1 ")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert bar.filters() == (Filter("city", ("Kota 1", "Kota, 2")),)


def test_a_period_or_days(bar: FilterBar, qtbot: QtBot) -> None:
    popup = bar.edit_filter("day")
    popup.findChildren(QRadioButton)[1].click()
    assert bar.filters()[0].period == "this_week"
    popup.findChildren(QDateEdit)[0].setDate(QDate(2026, 3, 1))
    assert bar.filters() == (Filter("day", (), date(2026, 3, 1), None),)
    assert not any(button.isChecked() for button in popup.findChildren(QRadioButton))


@pytest.fixture
def indonesian() -> Iterator[None]:
    i18n.set_language("id")
    yield
    i18n.set_language("en")


@pytest.mark.parametrize(
    ("typed", "low"), [("1.5", "1.5"), ("1,5", "1.5"), ("1.250.000", "1250000"), ("2 jt", "2000000")]
)
def test_numbers_are_typed_as_in_forms(qtbot: QtBot, indonesian: None, typed: str, low: str) -> None:
    made = editor(Column("weight", msg("Weight"), Kind.NUMBER), None)
    qtbot.addWidget(made)
    told: list[Any] = []
    made.changed.connect(told.append)
    line = made.findChild(QLineEdit)
    line.setText(typed)
    line.editingFinished.emit()
    assert told == [Filter("weight", (), Decimal(low), None)]


@pytest.mark.parametrize("column", [*COLUMNS, MOMENT], ids=lambda column: column.id)
def test_every_kind_has_an_editor(column: Column, qtbot: QtBot) -> None:
    qtbot.addWidget(editor(column, None))


def test_chips_are_removed_one_by_one_and_together(bar: Any, qtbot: QtBot) -> None:
    told = []
    bar.changed.connect(lambda: told.append(bar.filters()))
    one, two = Filter("state", ("late",)), Filter("key", (True,))
    bar.show_query(Query(filters=(one, two)))
    assert told == []
    chip, *_ = bar.findChild(Flow)
    chip.cross.click()
    assert told == [(two,)]
    bar.show_query(Query(filters=(one, two)))
    [*_, everything] = bar.findChild(Flow)
    everything.click()
    assert told[-1] == ()
    assert not bar.findChild(Flow).isVisible()


def test_typing_asks_once(bar: FilterBar, qtbot: QtBot) -> None:
    told = []
    bar.changed.connect(lambda: told.append(bar.find_text()))
    qtbot.keyClicks(bar.field, "abc")
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["abc"]
    qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: told == ["abc", ""])


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (Filter("state", ("draft", "late")), "Status: Draft, Late"),
        (Filter("key", (True,)), "Key client: Yes"),
        (Filter("city", ("a", "b", "c", "d", "e")), "City: a, b, c and 2 more"),
        (Filter("total", (), Money(Decimal(1000)), None), "Total: from Rp\xa01,000"),
        (Filter("total", (), None, Money(Decimal(5), "USD")), "Total: up to US$\xa05.00"),
        (Filter("day", (), date(2026, 3, 1), date(2026, 3, 2)), "Due: 1 Mar 2026 to 2 Mar 2026"),
        (Filter("day", (), None, date(2026, 3, 2), "overdue"), "Due: Before today"),
        (Filter("city", ("{x}",)), "City: {x}"),
    ],
)
def test_chips_say_what_they_hide(one: Filter, words: str) -> None:
    assert describe(BY_ID[one.column], one) == words


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("this_week", date(2026, 12, 28), date(2027, 1, 3)),
        ("this_month", date(2026, 12, 1), date(2026, 12, 31)),
        ("last_month", date(2026, 11, 1), date(2026, 11, 30)),
        ("this_year", date(2026, 1, 1), date(2026, 12, 31)),
        ("overdue", None, date(2026, 12, 29)),
        ("today", date(2026, 12, 30), date(2026, 12, 30)),
        ("next_30", date(2026, 12, 30), date(2027, 1, 29)),
    ],
)
def test_periods_are_counted_from_today(name: str, first: date | None, last: date) -> None:
    assert periods.bounds(name, date(2026, 12, 30)) == (first, last)


def test_moments_are_bound_by_whole_days() -> None:
    one = periods.day_filter("changed", Kind.MOMENT, date(2026, 3, 1), date(2026, 3, 1))
    assert one.low.tzinfo is not None
    assert (one.high - one.low).days == 0
    assert one.low.astimezone().date() == one.high.astimezone().date() == date(2026, 3, 1)


# What is remembered

FILTERS = (
    Filter("state", ("draft",)),
    Filter("key", (True,)),
    Filter("total", (), Money(Decimal("1.50"), "USD"), None),
    Filter("discount", (), Decimal(3), Decimal("12.5")),
    Filter("day", (), date(2026, 1, 1), date(2026, 2, 1)),
    Filter("changed", (), datetime(2026, 1, 1, tzinfo=UTC), None),
    Filter("name", ("O'Brien %", "🎪", "شركة")),
)


def test_views_come_back_as_they_were_saved(settings: QSettings) -> None:
    view = SavedView("Terlambat / %", Query("x", FILTERS, "total", descending=True), ("name", "total"))
    Memory(settings, "orders").keep_view(view)
    assert Memory(settings, "orders").views((*COLUMNS, MOMENT)) == [view]
    assert Memory(settings, "clients").views(COLUMNS) == []


class Kept(dict[Any, Any]):
    """A workspace's habits."""

    def get(self, key: Any, default: Any = "") -> Any:
        return super().get(key, default)

    def put(self, key: Any, content: Any) -> None:
        self[key] = content


def test_what_names_clients_is_kept_in_the_workspace_and_leaves_the_settings(settings: QSettings) -> None:
    query = Query(filters=(Filter("name", values=("Siti",)),))
    before, view = Memory(settings, "clients"), SavedView("Hers", query)
    before.keep_view(view)
    before.keep_query(query)
    before.keep_columns([Shown("name", 90, hidden=False)])
    kept = Kept()
    now = Memory(settings, "clients", kept)
    assert now.views(COLUMNS) == [view]
    assert now.query(COLUMNS) == query
    assert now.columns() == [Shown("name", 90, hidden=False)]
    assert "Siti" not in "".join(str(settings.value(key)) for key in settings.allKeys())
    now.drop_view("Hers")
    now.keep_query(Query())
    assert "Siti" not in str(kept)
    Memory(settings, "clients").keep_query(query)  # an earlier version once more
    assert Memory(settings, "clients", kept).query(COLUMNS) == Query()


def test_a_period_moves_on_with_the_calendar(settings: QSettings) -> None:
    memory = Memory(settings, "x")
    memory.keep_query(Query(filters=(Filter("day", (), date(2000, 1, 3), date(2000, 1, 9), "this_week"),)))
    assert memory.query(COLUMNS).filters == (periods.period_filter("day", Kind.DATE, "this_week"),)


def test_what_no_longer_fits_is_left_out(settings: QSettings) -> None:
    memory = Memory(settings, "x")
    memory.keep_query(Query("find", (Filter("gone", (1,)), FILTERS[0]), "gone"))
    assert memory.query(COLUMNS) == Query(filters=(FILTERS[0],))


@pytest.mark.parametrize("broken", ["", "nonsense", "[]", "{}", "null", '{"filters": [{}]}', '{"filters": 3}', "[[1]]"])
def test_broken_settings_count_as_none(settings: QSettings, broken: str) -> None:
    for name in ("columns", "query", "views"):
        settings.setValue(f"tables/x/{name}", broken)
    memory = Memory(settings, "x")
    assert memory.query(COLUMNS) == Query()
    assert memory.columns() == []
    assert all(view.query == Query() for view in memory.views(COLUMNS))


def test_columns_of_an_older_version_are_arranged(table_of: Callable[..., Any], path: Path) -> None:
    head = table_of(path).view.head
    head.arrange([Shown("total", 9, hidden=False), Shown("gone", 50, hidden=False), Shown("name", 99999, hidden=True)])
    shown = head.shown()
    assert [(one.id, one.hidden) for one in shown[:3]] == [("total", False), ("name", True), ("city", False)]
    assert shown[0].width >= 48
    assert len(shown) == len(COLUMNS)


def in_views_menu(table: Any, *words: str) -> list[str]:
    """Open the menu of saved views and go along the words; what can be chosen there, when they end at a menu."""
    menu = table.bar.views.menu()
    menu.aboutToShow.emit()
    for word in words:
        chosen = next(action for action in menu.actions() if action.text() == word)
        if chosen.menu() is None:
            chosen.trigger()
            return []
        menu = chosen.menu()
    return [action.text() for action in menu.actions() if action.text()]


def test_views_are_saved_chosen_renamed_and_deleted(
    table_of: Callable[..., Any], path: Path, settled: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    table = table_of(path)
    names = iter([("Late & more", True), ("Late", True), ("", False)])
    monkeypatch.setattr(QInputDialog, "getText", lambda *args, **more: next(names))
    assert in_views_menu(table) == ["No saved views yet", "Save this view…"]
    table.set_query(Query(find="nama", filters=(Filter("state", ("late",)),), sort="total"))
    table.view.head.show_only(["total", "name"])
    in_views_menu(table, "Save this view…")
    table.set_query(Query())
    table.view.head.arrange([])
    in_views_menu(table, "Late && more")
    settled(table)
    assert table.query() == Query("nama", (Filter("state", ("late",)),), "total")
    assert [column.id for column in table.visible_columns()] == ["total", "name"]
    in_views_menu(table, "Rename", "Late && more")
    assert in_views_menu(table) == ["Late", "Save this view…", "Rename", "Delete"]
    in_views_menu(table, "Save this view…")
    assert in_views_menu(table, "Delete") == ["Late"]
    in_views_menu(table, "Delete", "Late")
    assert in_views_menu(table) == ["No saved views yet", "Save this view…"]


# Cells and copies


@pytest.mark.parametrize(
    ("column", "value", "shown", "copied"),
    [
        ("name", "two\nlines\t!", "two lines !", "two\nlines\t!"),
        ("name", None, "", ""),
        ("state", "late", "Late", "Late"),
        ("state", "unknown", "unknown", "unknown"),
        ("total", Money(Decimal(1_250_000)), "Rp\xa01,250,000", "1250000"),
        ("total", Money(Decimal("-3.5"), "USD"), "-US$\xa03.50", "-3.50"),
        ("discount", Decimal("12.50"), "12.5%", "12.50"),
        ("lines", 1234, "1,234", "1234"),
        ("day", date(2026, 3, 12), "12 Mar 2026", "2026-03-12"),
        ("key", True, "Yes", "Yes"),
    ],
)
def test_cells_on_the_screen_and_in_the_clipboard(column: str, value: Any, shown: str, copied: str) -> None:
    assert cells.text(BY_ID[column], value) == shown
    assert cells.plain(BY_ID[column], value) == copied


@pytest.mark.parametrize(
    ("text", "safe"), [("=1+1", "'=1+1"), ("@x", "'@x"), ("-cmd", "'-cmd"), ("+62 812-3", "+62 812-3")]
)
def test_formulas_are_copied_as_text(text: str, safe: str) -> None:
    assert cells.harmless(text) == safe


def test_copied_rows_read_back_as_a_sheet(path: Path) -> None:
    listing = SqliteListing(path)
    ugly = 'a "b"\tc\nd <i>&'
    listing.change("update item set name = ? where id = 2", ugly)
    clip = copying.clip(listing, [BY_ID["total"], BY_ID["name"]], array("q", [2, 1, 99_999]))
    rows = list(csv.reader(io.StringIO(clip.text.decode()), delimiter="\t"))
    assert rows == [["Total", "Client"], ["209458", ugly], ["104729", "PT Nama 7919"]]
    assert b"&lt;i&gt;&amp;" in clip.html
    assert clip.rows == 2


def test_many_rows_are_copied_in_a_job(table_of: Callable[..., Any], path: Path, qtbot: QtBot, jobs: Jobs) -> None:
    table = table_of(path)
    table.view.selectAll()
    qtbot.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert len(jobs.running()) == 1
    qtbot.waitUntil(lambda: table.footer.message.text() == "1,000 rows copied")
    data = QGuiApplication.clipboard().mimeData()
    assert isinstance(data, QMimeData)
    assert data.text().startswith("Client\tCity\tStatus\tTotal\tDiscount\tDue\tKey client\n")
    assert data.text().count("\n") == 1001
    assert data.hasHtml()


def test_too_many_rows_are_told(
    table_of: Callable[..., Any], path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "MOST", 10)
    table = table_of(path)
    table.view.selectAll()
    table.copy()
    assert table.footer.message.text() == "The first 10 of 1,000 rows are copied; an Excel sheet takes all."
