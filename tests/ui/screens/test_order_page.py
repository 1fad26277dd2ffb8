"""An order's page: one scroll between its head and its sums, whatever the window, and forty lines as easy as five."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QScrollBar
from pytestqt.qtbot import QtBot

from desktop_crm.model.message import msg
from desktop_crm.model.order_states import OrderState
from desktop_crm.services import client as clients
from desktop_crm.services import order as orders
from desktop_crm.services import product as products
from desktop_crm.services.workspace import Workspace
from desktop_crm.ui import i18n
from desktop_crm.ui.lines.line import Col
from desktop_crm.ui.look import theme
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.privacy.veils import ValueLabel
from desktop_crm.ui.records.unsaved import Answer
from desktop_crm.ui.window.shell import Shell
from tests.ui.screens.test_order import CTRL, ENTER, SCREENS, Office

pytestmark = pytest.mark.in_turn

SIZES = [(1366, 728), (1024, 660), (800, 560)]
PRICE = Decimal(7_736_715_152)


@pytest.fixture
def screens() -> Any:
    return SCREENS


@pytest.fixture(autouse=True)
def _seed(workspace: Workspace) -> None:
    with workspace.write(msg("Seed")) as session:
        clients.save(session, None, {"legal_form": "PT", "name": "Sumber Makmur"})
        given = {"code": "KP-01", "name_id": "Kopi Gayo", "price": Decimal(100_000), "currency": "IDR", "unit": "kg"}
        products.save(session, None, {**given, "tax_id": 1})


@pytest.fixture(params=["en", "id"])
def speaking(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.set_language(request.param)
    yield request.param
    i18n.set_language("en")


@pytest.fixture
def counter(qtbot: QtBot, shell: Shell, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr("desktop_crm.ui.records.card.ask", lambda _card: Answer.DISCARD)
    made = Office(qtbot, shell, workspace)
    yield made
    made.card.discard()


def order_of(counter: Office, count: int, price: Decimal = PRICE, **values: Any) -> int:
    """A draft of so many lines, shown."""
    with counter.workspace.write(msg("Order")) as session:
        line = orders.LineInput(1, "KP-01", "Kopi", Decimal(2), "kg", price, Decimal("2.5"), 1)
        lines = [replace(line, note=str(at)) for at in range(count)]
        made = orders.save(session, None, {**orders.start(session, 1), **values}, lines)
    counter.shell.navigate("order", made.id)
    at_rest(counter)
    return int(made.id)


def at_rest(counter: Office) -> None:
    """Until all has its place."""
    for _ in range(3):
        QApplication.processEvents()
        counter.qtbot.waitUntil(lambda: not counter.shell.jobs.busy())
    counter.qtbot.wait(20)


def place(counter: Office, widget: Any) -> QRect:
    """In the window."""
    return QRect(widget.mapTo(counter.shell, QPoint(0, 0)), widget.size())


def bars(counter: Office) -> list[QScrollBar]:
    """Those on the page that can be moved by."""
    return [each for each in counter.card.findChildren(QScrollBar) if each.isVisible()]


def line_in_sight(counter: Office) -> bool:
    """Whether the cell that has the keyboard is seen whole, between the words above the columns and the sums."""
    view = counter.card.lines.grid.view
    cell = view.visualRect(view.currentIndex())
    shown = QRect(view.viewport().mapTo(counter.shell, cell.topLeft()), cell.size())
    above, below = place(counter, counter.card.lines.grid.head), place(counter, counter.card.form.totals)
    return shown.top() > above.bottom() and shown.bottom() < below.top()


@pytest.mark.parametrize("size", SIZES)
def test_head_and_sums_stay_while_lines_and_terms_share_the_only_scroll(counter: Office, size: Any) -> None:
    counter.shell.resize(*size)
    order_of(counter, 40)
    grid, form = counter.card.lines.grid, counter.card.form
    [bar] = bars(counter)
    fixed = (counter.card.header, form.sections[0], grid.head, form.totals)
    bar.setValue(0)
    at_rest(counter)
    before = [place(counter, each) for each in fixed]
    first = place(counter, grid.view).top()
    bar.setValue(bar.maximum())
    at_rest(counter)
    assert place(counter, grid.view).top() < first
    assert [place(counter, each) for each in fixed] == before
    assert bars(counter) == [bar]
    terms, foot = place(counter, form.editor("notes")), place(counter, form.totals)
    assert place(counter, grid.head).bottom() < terms.top() < terms.bottom() < foot.top()
    assert foot.bottom() <= place(counter, counter.card).bottom()
    columns = [at for at in Col if not grid.view.isColumnHidden(at)]
    at = grid.head.mapTo(counter.shell, QPoint(0, 0)).x() - grid.view.mapTo(counter.shell, QPoint(0, 0)).x()
    assert at == 0
    for column in columns:
        assert grid.head.sectionViewportPosition(column) == grid.view.columnViewportPosition(column)
        assert grid.head.sectionSize(column) == grid.view.columnWidth(column)


def test_five_lines_need_no_scroll(counter: Office) -> None:
    counter.shell.resize(1366, 728)
    order_of(counter, 5)
    assert bars(counter) == []


@pytest.mark.parametrize("size", [*SIZES, (640, 560)])
def test_the_sums_of_billions_are_whole(speaking: str, counter: Office, size: Any) -> None:
    counter.shell.setMinimumSize(600, 300)
    counter.shell.resize(*size)
    order_of(counter, 12, discount=Decimal("7.5"))
    counter.lines.change(0, quantity=Decimal(3))
    at_rest(counter)
    foot = counter.card.form.totals
    seen = [each for each in foot.findChildren(ValueLabel) if each.isVisible()]
    money = i18n.speak().money(counter.card.form.sums().total)
    assert money in [each.text() for each in seen]
    assert i18n.speak().amount(counter.card.form.sums().lines) in [each.text() for each in seen]
    for each in seen:
        assert each.fontMetrics().horizontalAdvance(each.text()) <= each.width(), each.text()
    shown = [*seen, *(each for each in foot.findChildren(QPushButton) if each.isVisible())]
    places = [place(counter, each) for each in shown]
    assert all(place(counter, foot).contains(each) for each in places)
    assert not any(a.intersects(b) for at, a in enumerate(places) for b in places[:at])
    assert [each.text() for each in foot.findChildren(QPushButton) if each.isVisible()][-1] in {"Save", "Simpan"}


def test_what_has_no_room_at_the_foot_is_told_on_hovering(counter: Office) -> None:
    counter.shell.resize(800, 560)
    order_of(counter, 2, discount=Decimal("7.5"))
    foot, sums = counter.card.form.totals, counter.card.form.sums()
    told = " ".join(each.toolTip() for each in foot.findChildren(ValueLabel))
    seen = [each.text() for each in foot.findChildren(ValueLabel) if each.isVisible()]
    for each in sums.above():
        words = i18n.speak().amount(each.amount)
        assert words in seen or words in told or words in counter.card.form.totals.discount_tip(), words
    assert "rupiah" in told


def test_a_draft_opens_on_its_empty_last_line_and_takes_a_product_there(counter: Office) -> None:
    counter.shell.resize(1024, 660)
    order_of(counter, 20)
    view = counter.card.lines.grid.view
    assert view.hasFocus()
    assert (view.currentIndex().row(), view.currentIndex().column()) == (20, Col.PRODUCT)
    assert line_in_sight(counter)
    counter.type("kp-01")
    counter.key(ENTER)
    assert [line.code for line in counter.card.form.value("lines")] == ["KP-01"] * 21


def test_a_locked_order_opens_as_a_whole_and_says_why(counter: Office) -> None:
    order_id = order_of(counter, 2)
    with counter.workspace.write(msg("Confirm")) as session:
        orders.step(session, order_id, OrderState.CONFIRMED)
    counter.shell.navigate("order")
    counter.shell.navigate("order", order_id)
    at_rest(counter)
    assert not counter.card.form.isAncestorOf(counter.shell.focusWidget())
    assert counter.card.notice.isVisible()
    texts = [each.text() for each in counter.card.form.totals.findChildren(QPushButton) if each.isVisible()]
    assert texts == ["Make contract"]


def test_forty_lines_are_typed_by_keys_and_each_is_in_sight(counter: Office) -> None:
    counter.shell.resize(1366, 728)
    order_of(counter, 1, Decimal(100_000))
    keys = 0
    for at in range(1, 41):
        for step in ("kp-01", ENTER, str(at), ENTER, ENTER):
            counter.type(step) if isinstance(step, str) else counter.key(step)
            keys += not isinstance(step, str)
        at_rest(counter)
        assert line_in_sight(counter), at
    assert keys == 40 * 3
    lines = counter.card.form.value("lines")
    assert [line.quantity for line in lines[1:]] == list(range(1, 41))
    view = counter.card.lines.grid.view
    assert view.currentIndex().row() == 41
    counter.key(Qt.Key.Key_Home, CTRL)
    view.go(0, Col.QUANTITY)
    at_rest(counter)
    assert line_in_sight(counter)
    counter.key(Qt.Key.Key_S, CTRL)
    assert len(counter.saved().lines) == 41


def test_where_there_is_little_room_the_unit_joins_the_quantity_and_the_tax_is_told(counter: Office) -> None:
    counter.shell.resize(1366, 728)
    order_of(counter, 1)
    view = counter.card.lines.grid.view
    assert not any(view.isColumnHidden(column) for column in Col)
    counter.shell.resize(1024, 660)
    at_rest(counter)
    assert [column for column in Col if view.isColumnHidden(column)] == [Col.UNIT, Col.TAX]
    tip = view.model().index(0, Col.PRODUCT).data(Qt.ItemDataRole.ToolTipRole)
    assert view.model().text(0, Col.TAX) in tip
    assert view.model().text(0, Col.TAX)
    assert list(view.model().joined()) == ["2 kg"]
    assert view.columnWidth(Col.PRODUCT) <= 720


def test_head_is_one_row_from_1180_on_and_never_more_than_two(counter: Office) -> None:
    order_of(counter, 1)
    form = counter.card.form
    rows = {}
    for width in (1180, 800, 640):
        counter.shell.resize(width, 700)
        at_rest(counter)
        names = ("client_id", "contact_id", "ordered_on", "promised_on", "currency")
        rows[width] = len({place(counter, form.editor(name)).top() for name in names})
    assert rows == {1180: 1, 800: 2, 640: 2}


def test_visitors_see_neither_subtotal_nor_discount(counter: Office) -> None:
    order_of(counter, 2, discount=Decimal("7.5"))
    sums, said = counter.card.form.sums(), i18n.speak()
    secret = [said.amount(sums.lines), said.amount(-sums.discount)]

    def words() -> str:
        foot = counter.card.form.totals
        seen = [f"{each.text()} {each.toolTip()} {each.accessibleName()}" for each in foot.findChildren(ValueLabel)]
        return " ".join([*seen, foot.discount_tip()])

    assert all(each in words() for each in secret)
    privacy.turn(on=True)
    try:
        assert not any(each in words() for each in secret)
        assert said.money(sums.total) in words()
    finally:
        privacy.turn(on=False)


def test_the_primary_button_is_what_comes_next(counter: Office) -> None:
    order_of(counter, 1)

    def primary() -> list[str]:
        at_rest(counter)
        found = [each for each in counter.card.findChildren(QPushButton) if each.isVisible()]
        return [each.text() for each in found if each.property("look") == "primary"]

    assert primary() == ["Confirm order"]
    counter.lines.change(0, quantity=Decimal(9))
    assert primary() == ["Save"]
    counter.qtbot.waitUntil(lambda: "draft kept" in counter.card.texts()[1])
    counter.key(Qt.Key.Key_S, CTRL)
    assert primary() == ["Confirm order"]
    assert "draft kept" not in counter.card.texts()[1]
    assert counter.card.lines.grid.head.height() == theme.ROW_HEIGHT


def test_in_a_low_window_the_head_is_one_line_until_it_is_wanted(counter: Office) -> None:
    counter.shell.resize(1024, 500)
    order_of(counter, 12)
    form = counter.card.form
    folded, client = form.folded, form.editor("client_id")
    assert folded.isVisible()
    assert folded.height() == 30
    assert not client.isVisible()
    assert "PT Sumber Makmur" in folded.accessibleName()
    folded.setFocus()
    counter.key(Qt.Key.Key_F2)
    assert client.isVisible()
    assert client.isAncestorOf(counter.shell.focusWidget())
    assert not folded.isVisible()
    counter.shell.resize(1024, 700)
    at_rest(counter)
    counter.card.take_keyboard()
    counter.shell.resize(1024, 500)
    at_rest(counter)
    assert folded.isVisible()
    form.focus_field("currency")
    assert form.editor("currency").isAncestorOf(counter.shell.focusWidget())
