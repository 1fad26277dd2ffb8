import random
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_crm.model.listing import Query
from desktop_crm.ui.table.table import Table
from tests.rounds import MANY
from tests.ui.table.sqlite_listing import SqliteListing


class Remembering(SqliteListing):
    """Knows which rows were read one page after the other."""

    def __init__(self, path: Any) -> None:
        super().__init__(path)
        self.read: list[int] = []

    def rows(self, ids: Any) -> Any:
        self.read += ids
        return super().rows(ids)


@pytest.fixture
def listing(million: Path) -> Remembering:
    return Remembering(million)


@pytest.fixture
def table(table_of: Callable[..., Any], listing: Remembering) -> Table:
    return table_of(listing)


def shown_name(table: Table, row: Any) -> Any:
    return table.model.value(row, 0)


def test_scrolling_anywhere_shows_the_rows_of_the_ids(table: Table, qtbot: QtBot) -> None:
    draw = random.Random(5)
    for row in [0, MANY - 1, *(draw.randrange(MANY) for _ in range(30))]:
        table.view.go_to(row)
        qtbot.waitUntil(partial(lambda row: table.model.row(row)[1] is not None, row))
        number = table.model.ids[row]
        assert table.model.row(row)[1][:2] == (number, f"PT Nama {number * 7919 % 1000003}")
        assert table.view.visualRect(table.model.index(row, 0)).intersects(table.view.viewport().rect())


def test_only_pages_looked_at_last_stay_in_memory(table: Table, listing: Remembering, qtbot: QtBot) -> None:
    looked_at = range(0, MANY, MANY // 111)
    for row in looked_at:
        table.view.go_to(row)
        qtbot.waitUntil(partial(lambda row: bool(table.model.row(row)[0]), row))
    listing.read.clear()
    for row in reversed(looked_at):
        qtbot.waitUntil(partial(lambda row: bool(table.model.row(row)[0]), row))
    again = set(listing.read)
    kept = [row for row in looked_at if table.model.ids[row] not in again]
    assert 32 < len(kept) <= 64
    assert set(kept) <= set(looked_at[-64:])  # a page or two of them may have made room for what lies beside others


def test_everything_is_selected_at_once_and_summed_up(
    table: Table, listing: Remembering, qtbot: QtBot, settled: Callable[..., Any]
) -> None:
    qtbot.keyClick(table.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert table.view.spans() == [(0, MANY - 1)]
    assert table.footer.count.text() == f"{MANY:,} of {MANY:,} selected"
    qtbot.waitUntil(lambda: bool(table.footer.sums.text()), timeout=20_000)
    expected = listing.select("select sum(total) from item")[0][0]
    assert table.footer.sums.text() == f"Total Rp\xa0{expected:,}"
    assert table.selected_ids() == table.model.ids


def test_all_selected_survives_a_reload_with_one_row_less_and_one_more(
    table: Table, listing: Remembering, settled: Callable[..., Any]
) -> None:
    table.view.selectAll()
    listing.change("delete from item where id = 500")
    table.reload()
    settled(table)
    assert table.view.spans() == [(0, MANY - 2)]
    listing.change("insert into item(id, name) values(500, 'PT Nama 959494')")
    table.reload()
    settled(table)
    new = table.model.row_of(500)
    assert table.selected_count() == MANY - 1
    assert table.view.spans() == [(0, new - 1), (new + 1, MANY - 1)]


def test_select_all_before_the_ids_have_come_selects_all(table: Table, settled: Callable[..., Any]) -> None:
    table.set_query(Query(sort="total"))
    table.view.selectAll()
    settled(table)
    assert table.selected_count() == MANY


def test_the_current_row_stays_when_the_list_is_sorted_by_another_column_and_reloaded(
    table: Table, settled: Callable[..., Any]
) -> None:
    chosen = MANY * 7 // 10 + 123
    table.select_id(chosen)
    before = table.view.verticalScrollBar().value()
    table.reload()
    settled(table)
    assert table.current_id() == chosen
    assert table.view.verticalScrollBar().value() == before
    table.set_query(Query(sort="total", descending=True))
    settled(table)
    table.select_id(chosen)
    assert table.current_id() == chosen


def test_the_head_has_a_selection_of_its_own(table: Table) -> None:
    assert table.view.head.selectionModel() is not table.view.selectionModel()
    assert table.view.verticalHeader().selectionModel() is not table.view.selectionModel()
