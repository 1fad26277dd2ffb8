"""The orders' screen, driven by keys in the real window on a real workspace."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_crm.model.contract_states import ContractState
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg
from desktop_crm.model.money import Money
from desktop_crm.model.order_states import OrderState
from desktop_crm.services import client as clients
from desktop_crm.services import contact as contacts
from desktop_crm.services import contract as contracts
from desktop_crm.services import order as orders
from desktop_crm.services import product as products
from desktop_crm.services.clock import today
from desktop_crm.services.workspace import Workspace
from desktop_crm.ui.desk.screen import ScreenDeclaration
from desktop_crm.ui.lines.delegate import with_product
from desktop_crm.ui.lines.line import Col, ProductChoice
from desktop_crm.ui.preview.window import PreviewWindow
from desktop_crm.ui.privacy.veils import ValueLabel
from desktop_crm.ui.records import card as card_module
from desktop_crm.ui.records.unsaved import Answer
from desktop_crm.ui.window.shell import Shell
from tests.office import screen_of

pytestmark = pytest.mark.in_turn

HERE = "desktop_crm.ui.screens"
SCREENS = (
    ScreenDeclaration("order", msg("Orders"), "shopping-cart", f"{HERE}.order.screen:OrderScreen"),
    ScreenDeclaration("contract", msg("Contracts"), "file-text", f"{HERE}.contract.screen:ContractScreen"),
)
CTRL, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)
ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab


class Office:
    """The window with what a person does in it."""

    def __init__(self, qtbot: QtBot, shell: Shell, workspace: Workspace) -> None:
        self.qtbot, self.shell, self.workspace = qtbot, shell, workspace
        self.screen = screen_of(shell, "order")
        self.card = self.screen.card

    def key(self, key: Any, modifiers: Any = NONE) -> None:
        QTest.keyClick(self.shell.focusWidget(), key, modifiers)

    def type(self, text: Any) -> None:
        for letter in text:
            QTest.keyClick(self.shell.focusWidget(), letter)

    def saved(self, order_id: Any = None) -> Any:
        with self.workspace.read() as session:
            return orders.get(session, order_id or self.card.record_id)

    def make(self, *, promised: int = 14, state: Any = None, **values: Any) -> Any:
        """A saved order of one line."""
        with self.workspace.write(msg("Order")) as session:
            given = {**orders.start(session, 1), "promised_on": today() + timedelta(days=promised), **values}
            line = orders.LineInput(1, "KP-01", "Kopi", Decimal(2), "kg", Decimal(100_000), Decimal(0), 1)
            made = orders.save(session, None, given, [line])
            if state:
                orders.step(session, made.id, state)
        return made.id

    def show(self, order_id: Any) -> None:
        self.shell.navigate("order", order_id)
        self.qtbot.waitUntil(lambda: self.card.record_id == order_id)

    @property
    def lines(self) -> Any:
        """Those of the card, as the grid shows them."""
        return self.card.lines.grid.view.model()

    def chips(self) -> Any:
        return [text for text, _ in self.card.texts()[2]]


@pytest.fixture(autouse=True)
def _seed(workspace: Workspace) -> None:
    with workspace.write(msg("Seed")) as session:
        clients.save(session, None, {"legal_form": "PT", "name": "Sumber Makmur"})
        clients.save(session, None, {"legal_form": "CV", "name": "Mega Jaya"})
        for code, name, price, currency, active in (
            ("KP-01", "Kopi Gayo", Decimal(100_000), "IDR", True),
            ("TH-02", "Teh melati", Decimal(25_500), "IDR", True),
            ("TH-03", "Teh lama", Decimal(1), "IDR", False),
            ("US-04", "Teko impor", Decimal("12.50"), "USD", True),
        ):
            given = {"code": code, "name_id": name, "price": price, "currency": currency}
            products.save(session, None, {**given, "active": active, "tax_id": 1})


@pytest.fixture
def screens() -> Any:
    return SCREENS


@pytest.fixture
def counter(qtbot: QtBot, shell: Shell, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr(card_module, "ask", lambda _card: Answer.DISCARD)
    monkeypatch.setattr("desktop_crm.ui.records.card.ask", lambda _card: Answer.DISCARD)
    made = Office(qtbot, shell, workspace)
    yield made
    made.card.discard()


def test_a_whole_order_is_typed_saved_and_confirmed_by_keys_alone(counter: Office) -> None:
    counter.key(Qt.Key.Key_N, CTRL)
    counter.type("mega")
    counter.key(ENTER)  # the client; the cursor goes on to the lines
    counter.type("kp-01")
    counter.key(ENTER)
    counter.type("12")
    counter.key(ENTER)
    counter.type("5")
    counter.key(ENTER)  # the next line
    counter.type("melati")
    counter.key(ENTER)
    counter.type("3")
    counter.key(ENTER)
    counter.key(ENTER)
    shown = counter.card.lines.totals(Decimal(0))
    counter.key(Qt.Key.Key_S, CTRL)
    saved = counter.saved()
    assert saved.client.full_name == "CV Mega Jaya"
    assert [(line.code, line.quantity, line.discount) for line in saved.lines] == [("KP-01", 12, 5), ("TH-02", 3, 0)]
    assert saved.totals() == shown
    assert saved.total == shown.total
    assert saved.state == OrderState.DRAFT
    counter.key(ENTER, CTRL | SHIFT)
    assert counter.saved().state == OrderState.CONFIRMED
    assert counter.chips() == ["Confirmed"]


def test_an_exact_code_comes_first_and_inactive_products_do_not_come(counter: Office) -> None:
    found = counter.card.form.catalogue.search("TH-02")
    assert [item.code for item in found][:1] == ["TH-02"]
    assert "TH-03" not in {item.code for item in counter.card.form.catalogue.search("teh")}
    assert not counter.card.form.catalogue.by_codes(["TH-03"])


def test_a_price_in_another_currency_is_left_to_the_manager_and_told(counter: Office) -> None:
    counter.screen.start_new({"client_id": 1})
    counter.type("US-04")
    counter.key(ENTER)
    (line,) = counter.card.form.value("lines")
    assert line.unit_price is None
    (hint,) = counter.card.check(counter.card.form.values())
    assert hint.field == "lines.0.price"
    assert "US$" in str(hint.message.args["price"]) or hint.message.args["price"].currency == "USD"


@pytest.mark.parametrize("name", ["Toko Sumber Makmur", "CV. sumber makmur", "Sumber Makmur"])
def test_a_client_is_found_under_any_word_for_a_shop(counter: Office, name: str) -> None:
    """What is likely is who is known: Enter makes no second one."""
    counter.screen.start_new()
    counter.card.form.focus_field("client_id")
    counter.type(name)
    assert not counter.shell.focusWidget().property("invalid")
    counter.key(ENTER)
    assert counter.card.form.value("client_id") == 1


def test_a_client_typed_in_full_need_not_be_chosen(counter: Office) -> None:
    counter.screen.start_new()
    counter.card.form.focus_field("client_id")
    counter.type("sumber makmur")
    counter.key(TAB)
    assert counter.card.form.value("client_id") == 1


def test_a_new_order_without_client_is_told_beside_the_field(counter: Office) -> None:
    counter.screen.start_new()
    counter.key(Qt.Key.Key_S, CTRL)
    assert counter.card.is_new
    assert counter.card.form.editor("client_id").isAncestorOf(counter.shell.focusWidget())
    assert [item.field for item in counter.card.check(counter.card.form.values())] == ["client_id"]


def test_discarding_a_new_order_asks_nothing(counter: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(card_module, "ask", lambda card: asked.append(card.form.changed_values()) or Answer.STAY)
    counter.screen.start_new({"client_id": 1})
    counter.type("KP-01")
    counter.key(ENTER)
    counter.key(Qt.Key.Key_S, CTRL | SHIFT)
    counter.card.discard()
    assert not asked
    counter.screen.start_new()
    counter.key(Qt.Key.Key_S, CTRL)
    counter.card.discard()
    assert not asked
    assert not counter.card.is_new


def test_from_a_client_card_the_client_is_filled_and_the_lines_wait(counter: Office) -> None:
    counter.screen.start_new({"client_id": 2})
    assert counter.card.form.value("client_id") == 2
    assert counter.shell.focusWidget() is counter.card.lines.grid.view


def test_lines_and_terms_of_a_draft_are_saved_in_one_action(counter: Office) -> None:
    counter.show(counter.make())
    form = counter.card.form
    form.put("payment_terms", "tunai")
    form.put("discount", Decimal(10))
    counter.lines.change(0, quantity=Decimal(7))
    assert counter.saved().lines[0].quantity == 2  # nothing is written before Ctrl+S
    assert counter.card.commit()
    saved = counter.saved()
    assert (saved.payment_terms, saved.discount, saved.lines[0].quantity) == ("tunai", 10, 7)
    assert not counter.card.has_changes()
    counter.shell.desk.undo()
    again = counter.saved()
    assert (again.payment_terms, again.discount, again.lines[0].quantity) == ("", 0, 2)
    assert counter.card.form.value("lines")[0].quantity == 2


def total(counter: Office) -> Any:
    """As it is read at the foot."""
    [shown] = [
        each
        for each in counter.card.form.totals.findChildren(ValueLabel)
        if each.accessibleName().startswith("Total Rp")
    ]
    return shown.text()


def test_the_sums_on_screen_are_those_of_the_paper(counter: Office) -> None:
    counter.show(counter.make())
    counter.card.form.put("discount", Decimal("7.5"))
    counter.lines.change(0, quantity=Decimal("3.333"), discount=Decimal("2.5"))
    shown = counter.card.lines.totals(Decimal("7.5"))
    assert counter.card.commit()
    assert counter.saved().totals() == shown


def test_a_draft_of_an_older_arithmetic_shows_what_was_saved_until_it_is_changed(
    counter: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter.show(counter.make())
    with monkeypatch.context() as patch:
        patch.setattr(orders, "ARITHMETIC", 2)
        with counter.workspace.write(msg("Order")) as session:
            taxed = [(1, "10"), (2, "10")]
            lines = [
                orders.LineInput(1, "", "x", Decimal(1), "kg", Decimal(each), Decimal(0), tax) for tax, each in taxed
            ]
            given = {**orders.start(session, 1), "discount": Decimal(5)}
            older = orders.save(session, None, given, lines)
    counter.show(older.id)
    assert counter.card.form.sums().total == counter.saved().total == Money(Decimal(20))
    assert total(counter) == "Rp\xa020"
    counter.card.form.put("notes", "x")
    assert total(counter) == "Rp\xa021"
    assert counter.card.commit()
    assert counter.saved().total == Money(Decimal(21))
    counter.shell.desk.undo()
    assert total(counter) == "Rp\xa020"


@pytest.fixture
def limited(counter: Office) -> None:
    """Coffee for 90,000 at least."""
    with counter.workspace.write(msg("Limit")) as session:
        products.save(session, 1, {"lowest_price": Decimal(90_000)})


def test_why_a_line_is_below_its_limits_is_asked_on_the_way_and_kept(counter: Office, limited: Any) -> None:
    counter.screen.start_new({"client_id": 1})
    counter.type("kp-01")
    counter.key(ENTER)
    counter.type("1")
    counter.key(ENTER)
    counter.type("15")
    counter.key(ENTER)
    counter.type("pelanggan lama")
    counter.key(ENTER)
    counter.key(Qt.Key.Key_S, CTRL)
    assert counter.saved().lines[0].below_reason == "pelanggan lama"
    counter.key(ENTER, CTRL | SHIFT)
    assert counter.saved().state == OrderState.CONFIRMED
    assert not counter.card.check(counter.card.form.values())


def test_an_order_that_says_nothing_is_not_confirmed_and_leads_to_the_question(counter: Any, limited: Any) -> None:
    counter.show(counter.make(discount=Decimal(15)))
    assert [problem.field for problem in counter.card.check(counter.card.form.values())] == ["lines.0.below_reason"]
    counter.key(ENTER, CTRL | SHIFT)
    assert counter.saved().state == OrderState.DRAFT
    assert counter.shell.focusWidget().placeholderText() == "Why below your limits? Never printed"
    counter.type("stok lama")
    counter.key(ENTER)
    counter.key(ENTER, CTRL | SHIFT)
    assert counter.saved().state == OrderState.CONFIRMED
    assert counter.saved().lines[0].below_reason == "stok lama"


def wants_reason(counter: Office) -> Any:
    return counter.lines.cells.wants_reason(counter.lines.line(0))


def test_the_orders_own_discount_counts_and_limits_that_change_are_heard(counter: Office, limited: Any) -> None:
    counter.show(counter.make())
    counter.card.form.put("discount", Decimal(15))
    assert wants_reason(counter)
    counter.card.form.put("discount", Decimal(10))
    assert not wants_reason(counter)


def test_a_confirmed_order_is_fixed_but_for_what_may_change(counter: Office, qtbot: QtBot) -> None:
    counter.show(counter.make(state=OrderState.CONFIRMED))
    card = counter.card
    assert counter.lines.read_only
    assert not card.notice.isHidden()
    assert card.notice.button.text() == "Back to draft"
    card.form.put("notes", "Telepon dulu")
    assert counter.saved().notes == "Telepon dulu"  # saved when left
    card.notice.button.click()
    assert counter.saved().state == OrderState.DRAFT
    assert not counter.lines.read_only
    assert card.notice.isHidden()


def test_overdue_is_seen_in_list_and_card(counter: Office, qtbot: QtBot) -> None:
    order_id = counter.make(promised=-5, state=OrderState.CONFIRMED, ordered_on=today() - timedelta(days=20))
    counter.make(promised=5, state=OrderState.CONFIRMED)
    counter.show(order_id)
    assert counter.chips() == ["Confirmed", "Overdue"]
    assert "5 days late" in counter.card.texts()[1]
    counter.screen.quick.buttons[-1].click()
    qtbot.waitUntil(lambda: list(counter.screen.table.ids()) == [order_id])
    counter.screen.quick.buttons[0].click()
    qtbot.waitUntil(lambda: len(counter.screen.table.ids()) == 2)


def test_duplicate_shows_a_new_draft_that_undo_takes_away(counter: Office, qtbot: QtBot) -> None:
    first = counter.make(state=OrderState.CONFIRMED)
    counter.show(first)
    counter.screen.table.view.setFocus()
    counter.key(Qt.Key.Key_D, CTRL)
    copy = counter.card.record_id
    assert copy != first
    assert counter.saved(copy).state == OrderState.DRAFT
    assert counter.saved(copy).total == counter.saved(first).total
    counter.shell.desk.undo()
    qtbot.waitUntil(lambda: counter.card.record_id != copy)


def test_a_copy_tells_what_is_no_longer_so(counter: Office, qtbot: QtBot) -> None:
    order_id = counter.make()
    with counter.workspace.write(msg("Change")) as session:
        products.save(session, 1, {"active": False})
    counter.show(order_id)
    counter.card.commands.duplicate()
    qtbot.waitUntil(lambda: counter.card.record_id != order_id)
    assert "No longer sold: KP-01." in [note.text for note in counter.shell.notify.stack.notes()]


def test_cancel_and_undo(counter: Office) -> None:
    order_id = counter.make(state=OrderState.CONFIRMED)
    counter.show(order_id)
    assert counter.shell.desk.actions.run("order.cancel")
    assert counter.chips() == ["Cancelled"]
    counter.shell.desk.undo()
    assert counter.chips() == ["Confirmed"]


def test_a_contract_is_made_in_two_keystrokes(counter: Office, qtbot: QtBot) -> None:
    order_id = counter.make()
    counter.show(order_id)
    counter.screen.table.view.setFocus()
    counter.key(Qt.Key.Key_K, CTRL | SHIFT)
    with counter.workspace.read() as session:
        ((contract_id, number),) = orders.contracts_of(session, order_id)
        assert contracts.get(session, contract_id).order_id == order_id
    assert counter.shell.history.here.noun == "contract"
    counter.show(order_id)
    assert number in counter.card.texts()[1]


def test_a_contract_that_was_sent_is_told_to_be_a_draft_again(counter: Office) -> None:
    order_id = counter.make()
    with counter.workspace.write(msg("Send")) as session:
        paper = contracts.make(session, order_id)
        paper.state = ContractState.SENT
    counter.show(order_id)
    counter.lines.change(0, quantity=Decimal(9))
    assert counter.card.commit()
    notes = [note.text for note in counter.shell.notify.stack.notes()]
    assert notes == [
        f"Contract {paper.number} was sent before this change. It is a draft again, as version 2: send it anew."
    ]
    counter.shell.desk.undo()
    with counter.workspace.read() as session:
        assert contracts.get(session, paper.id).state == ContractState.SENT
    assert counter.saved(order_id).lines[0].quantity == 2


def test_lines_that_are_removed_come_back_from_their_note(counter: Office) -> None:
    counter.show(counter.make())
    before = list(counter.lines.lines)
    counter.card.focus_field("lines.0.product")
    counter.card.lines.grid.view.go(0, Col.PRODUCT)
    counter.key(Qt.Key.Key_Delete, CTRL)
    assert counter.lines.lines == []
    note = counter.shell.notify.stack.notes()[-1]
    assert note.text == "KP-01 removed."
    note.buttons[-1].click()
    assert counter.lines.lines == before
    assert not counter.card.has_changes()


def test_an_order_without_lines_is_not_confirmed_and_the_lines_say_so(counter: Office) -> None:
    counter.show(counter.make())
    counter.lines.remove([0])
    counter.screen.table.view.setFocus()
    counter.card.steps.go_on()
    assert counter.saved().state == OrderState.DRAFT
    assert counter.card.lines.grid.told.isVisible()


@pytest.mark.parametrize(
    ("answer", "quantity", "left"), [(Answer.SAVE, 9, True), (Answer.DISCARD, 2, True), (Answer.STAY, 2, False)]
)
def test_a_changed_draft_is_asked_about(
    counter: Office, monkeypatch: pytest.MonkeyPatch, answer: Answer, quantity: int, left: bool
) -> None:
    order_id = counter.make()
    other = counter.make()
    counter.show(order_id)
    counter.lines.change(0, quantity=Decimal(9))
    monkeypatch.setattr(card_module, "ask", lambda _card: answer)
    counter.shell.navigate("order", other)
    assert counter.saved(order_id).lines[0].quantity == quantity
    assert (counter.card.record_id == other) is left


def test_a_stale_copy_is_told_and_nothing_is_lost(counter: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    told = []
    order_id = counter.make()
    counter.show(order_id)
    counter.lines.change(0, quantity=Decimal(9))
    counter.card.record.version -= 1
    monkeypatch.setattr(counter.shell.notify, "error", lambda error, _action: told.append(error))
    assert not counter.card.commit()
    assert len(told) == 1
    assert counter.saved().lines[0].quantity == 2
    assert counter.card.form.value("lines")[0].quantity == 9
    assert counter.card.commit()  # looked at again, then saved
    assert counter.saved().lines[0].quantity == 9


def test_problems_are_told_in_the_cell_as_one_types(counter: Office, qtbot: QtBot) -> None:
    counter.show(counter.make())
    counter.lines.change(0, quantity=Decimal(0))
    model = counter.lines
    qtbot.waitUntil(lambda: bool(model.problems_at(0, Col.QUANTITY)))
    assert not counter.card.commit()
    assert counter.saved().lines[0].quantity == 2


def test_ctrl_s_takes_a_cell_that_is_being_typed(counter: Office) -> None:
    counter.show(counter.make())
    view = counter.card.lines.grid.view
    view.setFocus()
    view.go(0, Col.QUANTITY)
    counter.type("31")
    counter.key(Qt.Key.Key_S, CTRL)
    assert counter.saved().lines[0].quantity == 31


def prices(counter: Office) -> Any:
    return [line.unit_price for line in counter.card.form.value("lines")]


def in_dollars(counter: Office) -> Any:
    """A saved order of 2 × 100,000 rupiah whose currency a person has just changed with the keyboard."""
    counter.show(counter.make())
    counter.card.form.focus_field("currency")
    counter.key(Qt.Key.Key_Down)
    assert counter.card.form.value("currency") == "USD"
    return counter.card.form.rate


def test_another_currency_lets_no_number_stand_and_asks_for_a_rate(counter: Office) -> None:
    panel = in_dollars(counter)
    assert prices(counter) == [None]
    assert panel.isVisible()
    assert "How much IDR is 1 USD?" in panel.question.text()
    counter.key(TAB)
    counter.type("nonsense")
    counter.key(ENTER)
    assert panel.isVisible()
    counter.key(Qt.Key.Key_A, CTRL)
    counter.type("16000")
    counter.key(ENTER)
    assert prices(counter) == [Decimal("6.25")]
    assert not panel.isVisible()
    view = counter.card.lines.grid.view
    assert view.hasFocus()
    counter.key(Qt.Key.Key_Z, CTRL)
    assert prices(counter) == [None]
    assert panel.isVisible()
    counter.key(Qt.Key.Key_Z, CTRL | SHIFT)
    assert prices(counter) == [Decimal("6.25")]
    counter.key(Qt.Key.Key_S, CTRL)
    assert counter.saved().totals().lines == Money(Decimal("12.50"), "USD")
    counter.workspace.undo()
    assert counter.saved().lines[0].price == 100_000
    assert counter.saved().currency == "IDR"


def test_prices_are_typed_anew_on_the_way_with_enter(counter: Office) -> None:
    panel = in_dollars(counter)
    panel.form.focus_field("rate")
    counter.key(Qt.Key.Key_Escape)
    assert not panel.isVisible()
    view = counter.card.lines.grid.view
    assert (view.currentIndex().row(), view.currentIndex().column()) == (0, Col.PRICE)
    assert counter.card.commit()
    with pytest.raises(UserError, match="Line 1 has no price"), counter.workspace.write(msg("Confirm")) as session:
        orders.step(session, counter.card.record_id, "confirmed")
    view.go(0, Col.QUANTITY)
    counter.key(ENTER)
    assert view.currentIndex().column() == Col.PRICE
    counter.type("7.25")
    counter.key(ENTER)
    assert view.currentIndex().column() == Col.DISCOUNT
    view.go(0, Col.QUANTITY)
    counter.key(ENTER)
    assert view.currentIndex().column() == Col.DISCOUNT
    assert prices(counter) == [Decimal("7.25")]


def test_the_former_currency_brings_its_prices_back(counter: Office) -> None:
    panel = in_dollars(counter)
    counter.key(Qt.Key.Key_Down)
    assert counter.card.form.value("currency") == "EUR"
    assert "IDR" in panel.question.text()
    counter.key(Qt.Key.Key_Up)
    counter.key(Qt.Key.Key_Up)
    assert prices(counter) == [100_000]
    assert not panel.isVisible()
    assert not counter.card.form.is_changed()


def test_the_numbers_stay_when_somebody_says_so(counter: Office) -> None:
    panel = in_dollars(counter)
    panel.keep.setFocus()
    counter.key(ENTER)
    assert prices(counter) == [100_000]
    assert counter.card.commit()
    assert counter.saved().lines[0].price == 100_000


def test_what_is_free_stays_free_and_new_lines_are_left_alone(counter: Office) -> None:
    counter.show(counter.make())
    model = counter.lines
    model.change(0, unit_price=Decimal(0))
    counter.card.form.put("currency", "USD")
    assert prices(counter) == [0]
    assert not counter.card.form.rate.isVisible()
    model.change(0, unit_price=Decimal("2.5"))
    counter.card.form.put("currency", "JPY")
    model.insert(0, [replace(model.lines[0], name="Other", key=None, unit_price=Decimal(9))])
    counter.card.form.rate.form.put("rate", Decimal(100))
    counter.card.form.rate.decide()
    assert prices(counter) == [9, 250]


def test_prices_that_wait_are_in_the_draft(counter: Office) -> None:
    order_id = counter.make()
    counter.show(order_id)
    counter.card.form.put("currency", "USD")
    typed = counter.card.draft()
    counter.card.form.put("currency", "IDR")
    counter.card.discard()
    assert prices(counter) == [100_000]
    counter.card.restore_draft(json.loads(json.dumps(typed)))
    assert prices(counter) == [None]
    assert counter.card.form.rate.isVisible()
    counter.card.form.rate.keep.click()
    assert prices(counter) == [100_000]


def test_prices_that_wait_in_a_draft_of_an_older_version_are_read(counter: Office) -> None:
    order_id = counter.make()
    counter.show(order_id)
    counter.card.form.put("currency", "USD")
    typed = json.loads(json.dumps(counter.card.draft()))
    counter.card.form.put("currency", "IDR")
    counter.card.discard()
    place = next(each for each in (typed, *typed.values()) if isinstance(each, dict) and "lines" in each)
    lines = [{name: value for name, value in line.items() if name != "waiting"} for line in place["lines"]["lines"]]
    place["lines"] = {"lines": lines, "waiting": {"currency": "IDR", "prices": ["100000"]}}
    counter.card.restore_draft(typed)
    assert prices(counter) == [None]
    counter.card.form.rate.keep.click()
    assert prices(counter) == [100_000]


def remove_first(model: Any) -> None:
    model.remove([0])


def insert_one(model: Any) -> None:
    model.insert(0, [replace(model.lines[2], name="New", key=None, unit_price=None, waiting=None)])


def move_first_down(model: Any) -> None:
    model.move(0, 1)


def another_product(model: Any) -> None:
    model.put(0, with_product(model.lines[0], ProductChoice(1, "KP-01", "Kopi")))


@pytest.mark.parametrize("resumed", [False, True], ids=["at once", "from the draft"])
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (remove_first, [20, 30]),
        (insert_one, [None, 10, 20, 30]),
        (move_first_down, [20, 10, 30]),
        (another_product, [None, 20, 30]),
    ],
)
def test_a_price_that_waits_stays_with_its_own_line(
    counter: Office, change: Callable[..., Any], expected: Any, resumed: bool
) -> None:
    """Three new lines of one name: nothing but their place and price tells them apart."""
    counter.show(counter.make())
    model = counter.lines
    line = replace(model.lines[0], key=None)
    model.remove([0])
    model.insert(0, [replace(line, unit_price=Decimal(price)) for price in (100_000, 200_000, 300_000)])
    counter.card.form.put("currency", "USD")
    change(model)
    if resumed:
        typed = json.loads(json.dumps(counter.card.draft()))
        counter.card.discard()
        counter.card.restore_draft(typed)
    counter.card.form.rate.form.put("rate", Decimal(10_000))
    counter.card.form.rate.decide()
    assert prices(counter) == expected
    counter.card.discard()


def test_a_product_priced_elsewhere_asks_for_its_price_on_the_way(counter: Office) -> None:
    counter.screen.start_new({"client_id": 1})
    counter.type("US-04")
    counter.key(ENTER)
    counter.type("3")
    counter.key(ENTER)
    counter.type("200000.5")
    counter.key(ENTER)
    counter.type("1.23456")  # of a percent
    counter.key(ENTER)
    assert "more than 2 decimals" in counter.card.lines.grid.trouble()
    counter.key(Qt.Key.Key_Escape)
    (line,) = counter.card.form.value("lines")
    assert (line.quantity, line.unit_price) == (3, Decimal("200000.5"))


def test_a_line_keeps_its_tax_when_the_rule_is_changed_or_gone(counter: Office) -> None:
    from desktop_crm.services import settings as rules

    order_id = counter.make()
    before = counter.saved(order_id).totals()
    with counter.workspace.write(msg("Rule")) as session:
        rules.save_tax_rule(session, 1, {"rate": Decimal(50)})
    counter.show(order_id)
    assert counter.card.lines.totals(Decimal(0)) == before
    counter.card.form.put("notes", "x")
    counter.lines.change(0, note="y")
    assert counter.card.commit()
    assert counter.saved().totals() == before


def test_a_draft_survives(counter: Office, qtbot: QtBot) -> None:
    counter.screen.start_new({"client_id": 1})
    counter.lines.insert(0, [])
    counter.type("KP-01")
    counter.key(ENTER)
    typed = counter.card.draft()
    counter.card.start_new({"client_id": 1})
    assert counter.card.form.value("lines") == ()
    counter.card.restore_draft(typed)
    assert counter.card.form.value("lines")[0].code == "KP-01"


def test_a_new_client_and_contact_are_made_on_the_way(counter: Office) -> None:
    counter.screen.start_new()
    counter.type("Toko Baru")
    counter.key(ENTER)
    assert counter.card.client_name() == "Toko Baru"
    counter.card.form.focus_field("contact_id")
    counter.type("Bu Sari")
    counter.key(ENTER)
    contact = counter.card.form.value("contact_id")
    with counter.workspace.read() as session:
        assert [each.id for each in contacts.of_client(session, counter.card.form.value("client_id"))] == [contact]
    counter.card.form.put("contact_id", None)
    [line] = counter.card.form.editor("contact_id").inputs()
    line.setFocus()
    counter.type("sari")
    counter.qtbot.waitUntil(line.is_open)
    assert line.current().title == "Bu Sari"
    counter.key(ENTER)
    assert counter.card.form.value("contact_id") == contact
    counter.card.form.put("client_id", 1)  # whose contact it is not
    assert counter.card.form.value("contact_id") is None


def sheet_of(counter: Office, qtbot: QtBot) -> Any:
    """The window that shows the sheet of the order on the card."""
    counter.card.commands.show_sheet()
    qtbot.waitUntil(lambda: bool(counter.shell.findChildren(PreviewWindow)))
    (window,) = counter.shell.findChildren(PreviewWindow)
    qtbot.waitUntil(window.pane.has_paper)
    return window


def test_the_sheet_is_shown(counter: Office, qtbot: QtBot) -> None:
    counter.show(counter.make())
    window = sheet_of(counter, qtbot)
    assert window.pane.problems.isHidden()
    window.reject()


def test_what_no_font_can_draw_is_told_above_the_sheet_and_leads_to_its_field(counter: Office, qtbot: QtBot) -> None:
    counter.show(counter.make())
    counter.card.form.put("paper_text", "Kopi 𓀀𓀁")
    window = sheet_of(counter, qtbot)
    lines = window.pane.problems.lines
    assert "𓀀 𓀁" in lines.item(0).text()
    window.activateWindow()
    lines.setFocus()
    qtbot.keyClick(lines, Qt.Key.Key_Return)
    assert not window.isVisible()
    assert counter.card.form.editor("paper_text").isAncestorOf(counter.shell.focusWidget())


def test_deleting_a_draft_is_undone(counter: Office, qtbot: QtBot) -> None:
    order_id = counter.make()
    counter.show(order_id)
    counter.screen.delete(order_id)
    assert counter.card.record_id is None
    counter.shell.desk.undo()
    counter.show(order_id)


@pytest.fixture
def older(counter: Office) -> int:
    """An order of the time when its notes were printed."""
    order_id = counter.make(notes="Hubungi gudang")
    with counter.workspace.write(msg("Earlier")) as session:
        orders.get(session, order_id).notes_on_paper = True
    counter.show(order_id)
    return order_id


def test_an_older_order_says_that_its_notes_are_printed_and_one_key_moves_them(counter: Office, older: int) -> None:
    told = counter.card.printed_notes
    assert told.isVisibleTo(counter.card)
    assert "printed on the order sheet" in told.text.text()
    assert counter.chips() == ["Draft", "Notes are printed"]
    counter.key(Qt.Key.Key_T, CTRL | SHIFT)
    assert (counter.saved(older).paper_text, counter.saved(older).notes) == ("Hubungi gudang", "")
    assert counter.card.form.value("paper_text") == "Hubungi gudang"
    assert not told.isVisibleTo(counter.card)
    assert not counter.shell.actions_.qaction("order.notes").isEnabled()
    assert counter.chips() == ["Draft"]
    counter.workspace.undo()
    counter.qtbot.waitUntil(lambda: counter.card.form.value("notes") == "Hubungi gudang")
    assert told.isVisibleTo(counter.card)


def test_or_keeps_them_for_itself_while_the_paper_may_change(counter: Office, older: int) -> None:
    told = counter.card.printed_notes
    assert told.keeps.isVisibleTo(told)
    told.keeps.click()
    saved = counter.saved(older)
    assert (saved.paper_text, saved.notes, saved.notes_on_paper) == ("", "Hubungi gudang", False)
    counter.workspace.undo()
    counter.key(ENTER, CTRL | SHIFT)
    counter.qtbot.waitUntil(lambda: counter.card.record.state == OrderState.CONFIRMED)
    assert told.isVisibleTo(counter.card)
    assert not told.keeps.isVisibleTo(told)
    assert counter.card.form.editor("paper_text").read_only


def test_a_new_order_says_nothing_of_the_kind(counter: Office) -> None:
    counter.screen.start_new({"client_id": 1})
    assert not counter.card.printed_notes.isVisibleTo(counter.card)


def test_what_a_form_needs_at_least_does_not_hang_on_how_narrow_it_is(counter: Office) -> None:
    """Or a page that scrolls sizes it to and fro until the stack ends: a card first seen in a place of no width did."""
    counter.screen.start_new({"client_id": 1})
    form, needed = counter.card.form, []
    for width in (100, 234, 282, 300, 348):
        form.resize(width, 900)
        needed.append(form.minimumSizeHint().width())
    assert len(set(needed)) == 1, needed
