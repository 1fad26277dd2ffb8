import threading
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.model.message import msg
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.model.totals import line_amount
from desktop_crm.ui import i18n
from desktop_crm.ui.desk.jobs import Jobs
from desktop_crm.ui.form.suggest import SuggestLine
from desktop_crm.ui.lines.columns import widths
from desktop_crm.ui.lines.grid import LinesGrid
from desktop_crm.ui.lines.line import Col, GridLine, HalfTyped, ProductChoice, TaxChoice
from desktop_crm.ui.look import theme
from desktop_crm.ui.privacy import privacy
from tests.office import keyboard
from tests.ui.fields import suggestions, told_in

K = Qt.Key
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
CEMENT = ProductChoice(1, "SMN-50", "Semen Portland 50 kg", "sak", Decimal(68500), 1)
STEEL = ProductChoice(2, "BSI-10", "Besi beton 10 mm", "btg", Decimal(87500), 1)
PAINT = ProductChoice(3, "CAT-05", "Cat semen putih 5 kg", "klg", Decimal(142000), None)
PRODUCTS = (CEMENT, STEEL, PAINT)


class Catalogue:
    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.threads: set[Any] = set()
        self.gate = threading.Event()
        self.gate.set()

    def search(self, text: str) -> list[ProductChoice]:
        self.asked.append(text)
        self.threads.add(threading.current_thread().name)
        if threading.current_thread() is not threading.main_thread():
            self.gate.wait(5)
        wanted = text.casefold()
        return [item for item in PRODUCTS if item.code.casefold().startswith(wanted) or wanted in item.name.casefold()]

    def by_codes(self, codes: Any) -> Any:
        return {code: item for code in codes for item in PRODUCTS if item.code.casefold() == code.casefold()}


class Window(QWidget):
    """The grid between two fields, as on a card."""

    def __init__(self, latest: Any = None, is_below: Callable[[GridLine], bool] | None = None) -> None:
        super().__init__()
        self.catalogue = Catalogue()
        self.told: list[Any] = []
        self.grid = LinesGrid(
            self.catalogue,
            lambda line: line_amount(line.quantity, line.unit_price, line.discount, "IDR"),
            [TaxChoice(1, "PPN 12%"), TaxChoice(2, "PPN 11%")],
            latest=latest,
            is_below=is_below,
        )
        self.grid.changed.connect(self.told.append)
        self.before, self.after = QLineEdit(), QLineEdit()
        box = QVBoxLayout(self)
        for widget in (self.before, self.grid, self.after):
            box.addWidget(widget)
        self.undone: list[Any] = []
        QShortcut(QKeySequence("Ctrl+Z"), self, lambda: self.undone.append(1))
        QShortcut(QKeySequence("Del"), self, lambda: self.undone.append("deleted"))
        self.resize(1200, 500)


def shown(qtbot: QtBot, window: Window) -> Window:
    """With the keyboard on the empty line."""
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    window.grid.focus_entry()
    return window


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    return shown(qtbot, Window())


@pytest.fixture
def grid(window: Window) -> LinesGrid:
    return window.grid


@pytest.fixture
def press(qtbot: QtBot) -> Callable[..., Any]:
    def typed(*keys: Any, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            for one in key if isinstance(key, str) else [key]:
                widget = keyboard()
                assert widget is not None
                if isinstance(one, str):
                    qtbot.keyClicks(widget, one, modifier)
                else:
                    qtbot.keyClick(widget, one, modifier)

    return typed


def at(grid: LinesGrid) -> Any:
    index = grid.view.currentIndex()
    return index.row(), Col(index.column())


def text_below(grid: LinesGrid) -> Any:
    return told_in(grid)


FIRST = GridLine(1, "SMN-50", "Semen Portland 50 kg", Decimal(120), "sak", Decimal(68500), Decimal("2.5"), 1)
SECOND = GridLine(2, "BSI-10", "Besi beton 10 mm", Decimal(3), "btg", Decimal(87500), Decimal(0), 1, key=7)
THIRD = GridLine(None, "", "Ongkos kirim", Decimal(1), "", Decimal(1500000))


def test_two_lines_by_keyboard_alone(window: Window, grid: LinesGrid, press: Callable[..., Any]) -> None:
    press("smn", K.Key_Return, "120", K.Key_Return, "2.5", K.Key_Return)
    assert at(grid) == (1, Col.PRODUCT)
    press("besi", K.Key_Enter, "3", K.Key_Enter, K.Key_Enter)
    assert at(grid) == (2, Col.PRODUCT)
    assert grid.lines() == [FIRST, replace(SECOND, key=None)]
    assert window.told[-1] == grid.lines()
    assert len(window.told) == 5
    press(K.Key_Return)
    assert keyboard() is window.after, "Enter on the empty line goes on to the next field"


def test_arrows_choose_among_the_found(grid: LinesGrid, press: Callable[..., Any]) -> None:
    press("semen", K.Key_Down, K.Key_Return)
    assert grid.lines()[0].product_id == PAINT.id
    assert at(grid) == (0, Col.QUANTITY)
    press(K.Key_F2)
    assert keyboard().text() == "1"


def test_tab_visits_every_cell_and_leaves_at_the_ends(
    window: Window, grid: LinesGrid, press: Callable[..., Any]
) -> None:
    grid.set_lines([FIRST])
    grid.view.go(0, Col.PRODUCT)
    seen = []
    for _ in range(7):
        seen.append(at(grid))
        press(K.Key_Tab)
    assert [column for _, column in seen] == [1, 2, 3, 4, 5, 6, 1]
    assert keyboard() is window.after
    grid.view.setFocus()
    grid.view.go(0, Col.QUANTITY)
    press(K.Key_Backtab, K.Key_Backtab)
    assert keyboard() is window.before


def test_tab_takes_what_was_typed(grid: LinesGrid, press: Callable[..., Any]) -> None:
    press("smn", K.Key_Tab, "5", K.Key_Tab, "box", K.Key_Tab, "1,2jt", K.Key_Tab, "10", K.Key_Tab, "11", K.Key_Tab)
    assert grid.lines() == [GridLine(1, "SMN-50", CEMENT.name, Decimal(5), "box", Decimal(1200000), Decimal(10), 2)]
    assert at(grid) == (1, Col.PRODUCT)


def test_escape_takes_back_the_cell(grid: LinesGrid, press: Callable[..., Any]) -> None:
    grid.set_lines([FIRST])
    grid.view.go(0, Col.QUANTITY)
    press("99", K.Key_Escape)
    assert grid.lines() == [FIRST]
    grid.view.go(0, Col.PRODUCT)
    press("besi", K.Key_Escape)
    assert grid.lines() == [FIRST]
    assert keyboard() is grid.view
    assert not grid.can_undo()


def test_free_text_is_the_last_suggestion_and_the_only_one_for_the_unknown(
    grid: LinesGrid, press: Callable[..., Any]
) -> None:
    press("Ongkos kirim", K.Key_Return, K.Key_Return, "5000", K.Key_Return, K.Key_Return)
    press("semen", K.Key_Up, K.Key_Return)
    assert [(line.product_id, line.name) for line in grid.lines()] == [(None, "Ongkos kirim"), (None, "semen")]


def test_leaving_by_the_mouse_keeps_what_was_typed(window: Window, grid: LinesGrid, press: Callable[..., Any]) -> None:
    press("bsi-10")
    window.after.setFocus()
    grid.focus_entry()
    press("Jasa angkut")
    window.after.setFocus()
    assert [(line.product_id, line.name) for line in grid.lines()] == [(2, STEEL.name), (None, "Jasa angkut")]


def test_a_click_takes_a_suggestion(window: Window, grid: LinesGrid, press: Callable[..., Any], qtbot: QtBot) -> None:
    press("semen")
    line = keyboard()
    assert isinstance(line, SuggestLine)
    shown = suggestions(line)
    index = shown.model().index(1, 0)
    qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=shown.visualRect(index).center())
    assert grid.lines()[0].product_id == PAINT.id
    assert at(grid) == (0, Col.QUANTITY)
    assert keyboard() is grid.view


def test_another_product_keeps_quantity_discount_and_key(grid: LinesGrid, press: Callable[..., Any]) -> None:
    grid.set_lines([replace(SECOND, discount=Decimal(5), note="red")])
    grid.view.go(0, Col.PRODUCT)
    press("smn", K.Key_Return)
    line = grid.lines()[0]
    assert (line.product_id, line.quantity, line.discount, line.key, line.note) == (1, 3, 5, 7, "red")
    assert (line.unit, line.unit_price) == ("sak", 68500)


def test_what_is_no_number_stays_to_be_mended(grid: LinesGrid, press: Callable[..., Any]) -> None:
    grid.set_lines([FIRST])
    grid.view.go(0, Col.QUANTITY)
    press("many", K.Key_Return)
    assert keyboard().text() == "many"
    assert text_below(grid) == "“many” is not a number"
    press(K.Key_Escape)
    assert grid.lines() == [FIRST]
    assert text_below(grid) == ""
    press("5", K.Key_Return)
    assert grid.lines()[0].quantity == 5


def test_lines_are_removed_doubled_and_moved_and_it_can_be_undone(
    window: Window, grid: LinesGrid, press: Callable[..., Any]
) -> None:
    grid.set_lines([FIRST, SECOND, THIRD])
    grid.view.go(1, Col.QUANTITY)
    press(K.Key_D, modifier=CTRL)
    assert grid.lines() == [FIRST, SECOND, replace(SECOND, key=None), THIRD]
    assert at(grid) == (2, Col.QUANTITY)
    press(K.Key_Up, K.Key_Up, modifier=ALT)
    assert grid.lines()[0] == replace(SECOND, key=None)
    press(K.Key_Delete)
    assert grid.lines() == [FIRST, SECOND, THIRD]
    press(K.Key_Z, K.Key_Z, K.Key_Z, modifier=CTRL)
    assert grid.lines() == [FIRST, SECOND, replace(SECOND, key=None), THIRD]
    press(K.Key_Z, modifier=CTRL)
    assert grid.lines() == [FIRST, SECOND, THIRD]
    assert window.undone == []
    press(K.Key_Z, modifier=CTRL)
    assert window.undone == [1], "with nothing left to undo here the window may undo"
    press(K.Key_Z, modifier=CTRL | SHIFT)
    assert len(grid.lines()) == 4


def test_line_keys_work_while_a_cell_is_typed_in(grid: LinesGrid, press: Callable[..., Any]) -> None:
    grid.set_lines([FIRST, SECOND])
    grid.view.go(0, Col.QUANTITY)
    press("7")
    press(K.Key_Down, modifier=ALT)
    assert grid.lines() == [SECOND, replace(FIRST, quantity=Decimal(7))]
    press("8")
    press(K.Key_Delete, modifier=CTRL)
    assert grid.lines() == [SECOND]


def test_several_lines_go_at_once(grid: LinesGrid, press: Callable[..., Any]) -> None:
    grid.set_lines([FIRST, SECOND, THIRD])
    grid.view.go(0, Col.QUANTITY)
    press(K.Key_Down, modifier=SHIFT)
    press(K.Key_Delete, modifier=CTRL)
    assert grid.lines() == [THIRD]
    press(K.Key_Delete)
    press(K.Key_Delete)
    assert grid.lines() == []


def paste(text: Any, press: Any) -> None:
    QGuiApplication.clipboard().setText(text)
    press(K.Key_V, modifier=CTRL)


def test_rows_of_a_spreadsheet_are_pasted(grid: LinesGrid, press: Callable[..., Any]) -> None:
    grid.set_lines([THIRD])
    grid.focus_entry()
    paste("Code\tQty\tPrice\tDiscount\nsmn-50\t120\t\t2.5%\nXYZ\t3\t1,000\n\nBSI-10\tfew\t90,000\t\textra\n", press)
    assert grid.lines() == [
        THIRD,
        FIRST,
        GridLine(None, "", "XYZ", Decimal(3), "", Decimal(1000)),
        replace(SECOND, quantity=Decimal(1), unit_price=Decimal(90000), key=None),
    ]
    assert text_below(grid) == "Not in the catalogue, pasted as free text: XYZ · No numbers, left as they were: “few”"
    grid.undo()
    assert grid.lines() == [THIRD]


def test_copied_lines_can_be_pasted(grid: LinesGrid, press: Callable[..., Any]) -> None:
    grid.set_lines([FIRST, THIRD])
    grid.view.selectAll()
    press(K.Key_C, modifier=CTRL)
    assert QGuiApplication.clipboard().text() == "SMN-50\t120\t68500\t2.5\nOngkos kirim\t1\t1500000\t0"
    grid.focus_entry()
    press(K.Key_V, modifier=CTRL)
    assert grid.lines() == [FIRST, THIRD, FIRST, THIRD]


def test_problems_are_told_in_the_cell_and_below(grid: LinesGrid) -> None:
    grid.set_lines([FIRST, SECOND])
    rest = grid.show_problems(
        [
            Problem("lines.1.price", msg("Below the lowest price")),
            Problem("lines.0.quantity", msg("Not so many in stock"), Severity.WARNING),
            Problem("promised_on", msg("In the past")),
        ]
    )
    assert [problem.field for problem in rest] == ["promised_on"]
    assert text_below(grid) == "Not so many in stock (1 more problem)"
    grid.focus_problem("lines.1.price")
    assert at(grid) == (1, Col.PRICE)
    assert text_below(grid) == "Below the lowest price (1 more problem)"
    index = grid.view.currentIndex()
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "Below the lowest price"
    assert "Below the lowest price" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    grid.show_problems([])
    assert text_below(grid) == ""


@pytest.mark.parametrize("lines", [(), (FIRST, SECOND)], ids=["none to read", "no cell"])
@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        *((key, Qt.KeyboardModifier.NoModifier) for key in (K.Key_Return, K.Key_Delete, K.Key_F2, K.Key_Up, K.Key_Tab)),
        *((key, ALT) for key in (K.Key_Up, K.Key_Down)),
        *((key, CTRL) for key in (K.Key_C, K.Key_D, K.Key_Delete, K.Key_Return)),
    ],
)
def test_every_key_works_where_there_is_no_cell(
    grid: LinesGrid, press: Callable[..., Any], lines: Any, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    grid.set_lines(lines)
    grid.set_read_only(not lines)
    grid.view.setCurrentIndex(QModelIndex())
    grid.view.setFocus()
    press(key, modifier=modifier)
    assert grid.lines() == list(lines)


def test_frozen_lines_can_be_read_and_copied_only(grid: LinesGrid, press: Callable[..., Any]) -> None:
    grid.set_lines([FIRST, SECOND])
    grid.set_read_only(True)
    grid.view.go(0, Col.QUANTITY)
    press("5", K.Key_F2, K.Key_Delete)
    press(K.Key_D, K.Key_Delete, K.Key_V, modifier=CTRL)
    press(K.Key_Down, modifier=ALT)
    assert grid.lines() == [FIRST, SECOND]
    assert grid.view.model().rowCount() == 2
    press(K.Key_C, modifier=CTRL)
    assert QGuiApplication.clipboard().text() == "120"


def test_a_quick_hand_does_not_wait_for_the_search(qtbot: QtBot, press: Callable[..., Any]) -> None:
    jobs = Jobs()
    window = Window(latest=jobs.latest)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    window.grid.focus_entry()
    window.catalogue.gate.clear()
    press("smn")
    qtbot.waitUntil(lambda: window.catalogue.asked == ["smn"])
    press(K.Key_Return, "4", K.Key_Return)
    assert (window.grid.lines()[0].product_id, window.grid.lines()[0].quantity) == (1, 4)
    window.catalogue.gate.set()
    qtbot.waitUntil(lambda: not jobs.busy())
    assert window.grid.lines()[0].quantity == 4
    window.grid.focus_entry()
    press("besi")
    qtbot.waitUntil(lambda: len(keyboard().suggestions()) == 2)
    assert any(name.startswith("latest") for name in window.catalogue.threads)
    assert jobs.close()


def test_a_thousand_lines(grid: LinesGrid, press: Callable[..., Any]) -> None:
    grid.set_lines([replace(FIRST, key=at) for at in range(1000)])
    grid.view.go(500, Col.QUANTITY)
    press("9", K.Key_Return)
    assert grid.lines()[500].quantity == 9
    grid.view.go(999, Col.DISCOUNT)
    press("50", K.Key_Return)
    assert at(grid) == (1000, Col.PRODUCT)
    press(K.Key_Z, K.Key_Z, modifier=CTRL)
    assert grid.lines()[500] == replace(FIRST, key=500)


def test_numbers_in_indonesian(grid: Any, press: Callable[..., Any], indonesian: Any) -> None:
    grid.set_lines([FIRST])
    grid.view.go(0, Col.PRICE)
    press("1.250.000,4", K.Key_Return)
    assert grid.lines()[0].unit_price == Decimal("1250000.4")
    model = grid.view.model()
    assert model.text(0, Col.PRICE) == "1.250.000,4"
    assert model.text(0, Col.DISCOUNT) == "2,5%"
    grid.view.go(0, Col.DISCOUNT)
    press(K.Key_F2)
    assert keyboard().text() == "2,5"


def test_an_emptied_tax_is_none(grid: LinesGrid, press: Callable[..., Any]) -> None:
    grid.set_lines([FIRST])
    grid.view.go(0, Col.TAX)
    press(K.Key_F2, K.Key_Backspace, K.Key_Tab)
    assert grid.lines()[0].tax_id is None
    grid.view.go(0, Col.TAX)
    press("nonsense", K.Key_Tab)
    assert grid.lines()[0].tax_id is None
    assert text_below(grid) == "There is no tax “nonsense”"


def test_lines_that_were_saved_get_their_keys_and_nothing_moves(grid: LinesGrid, press: Callable[..., Any]) -> None:
    press("smn", K.Key_Return)
    press("12")
    grid.set_lines([replace(line, key=5) for line in grid.lines()])
    assert keyboard().text() == "12"
    press(K.Key_Return)
    assert [(line.quantity, line.key) for line in grid.lines()] == [(12, 5)]
    grid.set_lines([FIRST, SECOND])
    assert at(grid) == (0, Col.DISCOUNT)
    assert not grid.can_undo()


def test_a_products_line_under_another_name_keeps_product_and_price(grid: LinesGrid, press: Callable[..., Any]) -> None:
    grid.set_lines([GridLine(1, "SMN-50", "Semen Portland 50 kg", Decimal(3), "sak", Decimal(68500), key=7)])
    grid.view.go(0, Col.PRODUCT)
    press(K.Key_F2)
    press("Semen abu-abu", K.Key_Return)
    [line] = grid.lines()
    assert (line.product_id, line.code, line.name) == (1, "SMN-50", "Semen abu-abu")
    assert (line.unit_price, line.quantity, line.key) == (Decimal(68500), Decimal(3), 7)


def test_a_line_takes_a_note(grid: LinesGrid, press: Callable[..., Any]) -> None:
    grid.set_lines([GridLine(1, "SMN-50", "Semen Portland 50 kg", Decimal(3), "sak", Decimal(68500))])
    grid.view.go(0, Col.QUANTITY)
    press(K.Key_F2, modifier=SHIFT)
    press("warna abu-abu", K.Key_Return)
    assert grid.lines()[0].note == "warna abu-abu"
    assert grid.lines()[0].name == "Semen Portland 50 kg"
    assert "warna abu-abu" in grid.view.model().index(0, Col.PRODUCT).data(Qt.ItemDataRole.ToolTipRole)
    press(K.Key_F2, modifier=SHIFT)
    press(K.Key_Escape)
    assert grid.lines()[0].note == "warna abu-abu"
    grid.view.go(0, Col.PRODUCT)
    press(K.Key_F2)
    assert isinstance(keyboard(), SuggestLine)


def test_what_is_typed_in_a_cell_outlives_a_record_that_is_read_anew(
    window: Window, grid: LinesGrid, press: Callable[..., Any]
) -> None:
    """The card thaws its fields each time it shows its record."""
    grid.set_lines([GridLine(name="Kopi")])
    grid.view.go(0, Col.QUANTITY)
    press("12")
    grid.set_read_only(False)
    assert window.focusWidget() is not grid.view
    press(Qt.Key.Key_Return)
    assert grid.lines()[0].quantity == 12


@pytest.mark.parametrize("code", ["en", "id"])
@pytest.mark.parametrize("room", [520, 664, 880])
def test_the_words_above_the_columns_are_whole(grid: LinesGrid, room: int, code: str) -> None:
    i18n.set_language(code)
    try:
        words = QFontMetrics(theme.font(theme.SMALL))
        for column, width in widths(room).items():
            title = grid.view.model().headerData(column, Qt.Orientation.Horizontal)
            assert not width or words.horizontalAdvance(title) + 2 * theme.PAD_8 <= width, title
        assert sum(widths(room).values()) == room
    finally:
        i18n.set_language("en")


# below the limits


@pytest.fixture
def limited(qtbot: QtBot) -> LinesGrid:
    """Cement may go down to 60,000."""
    below: Callable[[GridLine], bool] = lambda line: (  # noqa: E731 - with its types
        line.product_id == 1 and line.unit_price * (100 - line.discount) < 6_000_000
    )
    return shown(qtbot, Window(is_below=below)).grid


def cement(press: Any, discount: Any) -> None:
    press("smn", K.Key_Return, "2", K.Key_Return, discount, K.Key_Return)


def test_enter_asks_why_a_line_is_below_its_limits_and_goes_on(limited: LinesGrid, press: Callable[..., Any]) -> None:
    cement(press, "50")
    editor = keyboard()
    assert editor.placeholderText() == "Why below your limits? Never printed"
    assert editor.accessibleName() == editor.placeholderText()
    assert at(limited) == (0, Col.PRODUCT)
    press("stok lama", K.Key_Return)
    assert at(limited) == (1, Col.PRODUCT)
    (line,) = limited.lines()
    assert (line.below_reason, line.name, line.discount) == ("stok lama", CEMENT.name, 50)
    press("bsi", K.Key_Return, "1", K.Key_Return, "90", K.Key_Return)
    assert at(limited) == (2, Col.PRODUCT)
    limited.undo()
    limited.undo()
    limited.undo()
    limited.undo()
    assert limited.lines()[0].below_reason == ""


def test_within_the_limits_nothing_is_asked(limited: LinesGrid, press: Callable[..., Any]) -> None:
    cement(press, "10")
    assert at(limited) == (1, Col.PRODUCT)
    assert limited.lines()[0].below_reason == ""


@pytest.mark.parametrize("answer", [K.Key_Return, K.Key_Escape])
def test_who_says_nothing_is_not_held_up(limited: LinesGrid, press: Callable[..., Any], answer: Qt.Key) -> None:
    cement(press, "50")
    press(answer)
    if answer == K.Key_Escape:
        limited.focus_entry()
    assert at(limited) == (1, Col.PRODUCT)
    press("bsi", K.Key_Return)
    assert [line.code for line in limited.lines()] == ["SMN-50", "BSI-10"]
    assert limited.lines()[0].below_reason == ""


def test_a_reason_is_changed_by_its_key_and_goes_with_the_product(
    limited: LinesGrid, press: Callable[..., Any]
) -> None:
    cement(press, "50")
    press("a", K.Key_Return)
    limited.view.go(0, Col.TAX)
    press(K.Key_F2, modifier=CTRL)
    assert keyboard().text() == "a"
    press("b", K.Key_Return)
    assert limited.lines()[0].below_reason == "b"
    limited.view.go(0, Col.PRODUCT)
    press("bsi", K.Key_Return)
    assert limited.lines()[0].below_reason == ""
    press(K.Key_F2, modifier=CTRL)
    assert keyboard() is limited.view


def test_while_a_visitor_may_read_along_nothing_asks_and_nothing_tells(
    limited: LinesGrid, press: Callable[..., Any]
) -> None:
    cement(press, "50")
    press("a", K.Key_Return)
    price = limited.view.model().index(0, Col.PRICE)
    tip: Callable[[Any], str] = lambda role: str(price.data(role) or "")  # noqa: E731 - with its types
    roles = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    assert all("Below your limits: a" in tip(role) for role in roles)
    privacy.turn(on=True)
    try:
        assert not any("limits" in tip(role) for role in roles)
        limited.view.go(0, Col.PRODUCT)
        press(K.Key_F2, modifier=CTRL)
        assert keyboard() is limited.view
        limited.view.model().change(0, below_reason="")
        limited.view.go(0, Col.TAX)
        press(K.Key_Return)
        assert at(limited) == (1, Col.PRODUCT)
        assert keyboard() is limited.view
    finally:
        privacy.turn(on=False)


def test_a_reason_that_is_half_typed_is_kept_and_typed_on(limited: LinesGrid, press: Callable[..., Any]) -> None:
    kept: list[Any] = []
    limited.typed.connect(kept.append)
    cement(press, "50")
    press("stok")
    assert kept[-1] == HalfTyped(0, Col.PRODUCT, "stok", note=False, reason=True)
    half = kept[-1]
    limited.give_up_cell()
    limited.type_on(half)
    press(" lama", K.Key_Return)
    assert limited.lines()[0].below_reason == "stok lama"
