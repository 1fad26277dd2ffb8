"""What other programs' grids and lookups lost, as people have reported it, tried on ours."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, cast

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from desktop_crm.model.message import msg
from desktop_crm.model.problem import Problem
from desktop_crm.ui.form.fields import Amount, Found, Record, Section, Text
from desktop_crm.ui.form.record_form import RecordForm
from desktop_crm.ui.form.suggest import SuggestLine
from desktop_crm.ui.lines.grid import LinesGrid
from desktop_crm.ui.lines.line import Col, GridLine
from tests.office import keyboard
from tests.ui.form.test_lines_grid import FIRST, SECOND, K, Window

CLIENTS = {1: "Toko Abadi", 2: "Toko Abadi Jaya"}


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    made = Window()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    made.grid.set_lines([FIRST, SECOND])
    made.grid.focus_entry()
    return made


@pytest.fixture
def grid(window: Window) -> LinesGrid:
    return window.grid


@pytest.fixture
def form(qtbot: QtBot) -> RecordForm:
    fields = (
        Text("code", msg("Code"), required=True),
        Record(
            "client",
            msg("Client"),
            lambda text: [Found(*item) for item in CLIENTS.items() if text.casefold() in item[1].casefold()],
            CLIENTS.__getitem__,
        ),
        Amount("price", msg("Price")),
        Text("notes", msg("Notes"), multiline=True),
    )
    made = RecordForm((Section(None, fields),), check=lambda _values: [Problem("client", msg("Choose a client"))])
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    made.load({})
    return made


@pytest.fixture
def press(qtbot: QtBot) -> Callable[..., Any]:
    def typed(*keys: str | Qt.Key) -> None:
        for key in keys:
            for one in key if isinstance(key, str) else [key]:
                widget = keyboard()
                if isinstance(one, str):
                    qtbot.keyClicks(widget, one)
                else:
                    qtbot.keyClick(widget, one)

    return typed


def test_the_letter_that_opens_a_cell_does_not_close_it_again(grid: LinesGrid, press: Callable[..., Any]) -> None:
    """TrenchBroom 3082: the list that came with the first letter ended the editor."""
    press("s")
    assert isinstance(keyboard(), SuggestLine)
    press("mn")
    assert keyboard().text() == "smn"
    assert keyboard().is_open()


@pytest.mark.parametrize("key", [K.Key_Down, K.Key_Up, K.Key_Tab, K.Key_Backtab, K.Key_Return])
@pytest.mark.parametrize("column", [Col.QUANTITY, Col.DISCOUNT, Col.PRICE, Col.UNIT])
def test_a_cell_keeps_its_value_by_whichever_key_it_is_left(
    grid: LinesGrid, press: Callable[..., Any], column: Col, key: Qt.Key
) -> None:
    """frappe 42263: gone with the down arrow, and with Tab sometimes."""
    grid.view.go(1, column)
    press("7", key)
    assert grid.view.model().index(1, column).data(Qt.ItemDataRole.EditRole) == "7"


def test_a_click_on_another_cell_keeps_the_value(grid: LinesGrid, press: Callable[..., Any], qtbot: QtBot) -> None:
    """mesoSPIM 7: only Enter kept it."""
    grid.view.go(0, Col.QUANTITY)
    press("77")
    place = grid.view.visualRect(grid.view.model().index(1, Col.DISCOUNT)).center()
    qtbot.mouseClick(grid.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    assert grid.lines()[0].quantity == 77


def test_a_value_typed_and_scrolled_away_is_kept(grid: LinesGrid, press: Callable[..., Any]) -> None:
    """Mergin 1508: a field that left the page took its value with it."""
    grid.set_lines([FIRST] * 80)
    grid.view.go(0, Col.QUANTITY)
    press("77")
    grid.view.verticalScrollBar().setValue(grid.view.verticalScrollBar().maximum())
    grid.commit()
    assert grid.lines()[0].quantity == 77


def test_a_price_is_not_zero_after_enter(form: RecordForm, press: Callable[..., Any]) -> None:
    """frappe 36609: Enter after the price made it 0, a click on *Save* did not."""
    form.focus_field("price")
    press("1500000", K.Key_Return)
    form.commit()
    assert form.value("price") == Decimal(1_500_000)


def test_tab_through_a_lookup_chooses_nobody(form: RecordForm, press: Callable[..., Any]) -> None:
    """erpnext 4408: whoever tabbed through it slowly took the first one along."""
    form.focus_field("client")
    press(K.Key_Tab)
    assert form.value("client") is None
    form.focus_field("client")
    press(K.Key_Down, K.Key_Tab)
    assert form.value("client") is None


def test_a_lookup_takes_nothing_by_itself_however_well_it_fits(form: RecordForm, press: Callable[..., Any]) -> None:
    """erpnext 11502: the first letter that fitted one article put it into the cart."""
    form.focus_field("client")
    press("Toko Abadi J", K.Key_Backspace, "x", K.Key_Backspace)
    assert form.value("client") is None
    assert keyboard().text() == "Toko Abadi "


def test_enter_in_a_form_with_problems_empties_nothing(form: RecordForm, press: Callable[..., Any]) -> None:
    """erpnext 53592: the code was cleared when something else was missing."""
    form.focus_field("code")
    press("ABC123", K.Key_Return)
    form.validate()
    assert form.value("code") == "ABC123"
    assert cast(Any, form.editor("code").inputs()[0]).text() == "ABC123"


def test_tab_in_a_long_text_goes_on(form: RecordForm, press: Callable[..., Any]) -> None:
    """erpnext 52410: it wrote blanks into the description instead."""
    form.focus_field("notes")
    press("x", K.Key_Tab)
    assert form.value("notes") == "x"
    assert keyboard() is not form.editor("notes").inputs()[0]


def test_a_lines_own_name_outlives_a_record_read_anew(grid: LinesGrid, press: Callable[..., Any]) -> None:
    """odoo 23276: the description was the product's again once the line was left."""
    grid.view.go(0, Col.PRODUCT)
    press(K.Key_F2, "Semen abu", K.Key_Return)
    grid.set_lines(grid.lines())
    grid.show_problems([Problem("lines.0.price", msg("Wrong"))])
    assert grid.lines()[0].name == "Semen abu"


def test_a_line_stays_when_another_gets_a_product(grid: LinesGrid, press: Callable[..., Any]) -> None:
    """odoo 31221: the last line went when the first one was changed after it."""
    press("cat", K.Key_Return, "5", K.Key_Return, K.Key_Return)
    grid.view.go(0, Col.PRODUCT)
    press("bsi", K.Key_Return)
    assert [line.code for line in grid.lines()] == ["BSI-10", "BSI-10", "CAT-05"]
    assert isinstance(grid.lines()[2], GridLine)
