"""The orders' screen, driven by keys in the real window on a real workspace."""

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_crm.model.contract_states import ContractState
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg
from desktop_crm.model.money import Money
from desktop_crm.model.order_states import OrderState
from desktop_crm.services import client as clients
from desktop_crm.services import contract as contracts
from desktop_crm.services import order as orders
from desktop_crm.services import product as products
from desktop_crm.services import workspace as workspaces
from desktop_crm.services.clock import today
from desktop_crm.ui.desk.screen import ScreenDeclaration
from desktop_crm.ui.lines.delegate import with_product
from desktop_crm.ui.lines.line import Col, ProductChoice
from desktop_crm.ui.preview.window import PreviewWindow
from desktop_crm.ui.records.unsaved import Answer
from desktop_crm.ui.screens.order import card as card_module
from desktop_crm.ui.window.shell import Shell

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

    def __init__(self, qtbot, shell, workspace):
        self.qtbot, self.shell, self.workspace = qtbot, shell, workspace
        self.screen = shell.made_screen("order")
        self.card = self.screen.card

    def key(self, key, modifiers=NONE):
        QTest.keyClick(self.shell.focusWidget(), key, modifiers)

    def type(self, text):
        for letter in text:
            QTest.keyClick(self.shell.focusWidget(), letter)

    def saved(self, order_id=None):
        with self.workspace.read() as session:
            return orders.get(session, order_id or self.card.record_id)

    def make(self, *, promised=14, state=None, **values):
        """A saved order of one line."""
        with self.workspace.write(msg("Order")) as session:
            given = {**orders.start(session, 1), "promised_on": today() + timedelta(days=promised), **values}
            line = orders.LineInput(1, "KP-01", "Kopi", Decimal(2), "kg", Decimal(100_000), Decimal(0), 1)
            made = orders.save(session, None, given, [line])
            if state:
                orders.step(session, made.id, state)
        return made.id

    def show(self, order_id):
        self.shell.navigate("order", order_id)
        self.qtbot.waitUntil(lambda: self.card.record_id == order_id)

    def chips(self):
        return [text for text, _ in self.card.texts()[2]]

    def words(self):
        return self.shell.notify.stack.notes[-1] if self.shell.notify.stack else None


@pytest.fixture
def workspace(tmp_path):
    made = workspaces.create(tmp_path / "office.crm")
    with made.write(msg("Seed")) as session:
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
    yield made
    made.close()


@pytest.fixture
def office(qtbot, settings, workspace, monkeypatch):
    monkeypatch.setattr(card_module, "ask", lambda _card: Answer.DISCARD)
    monkeypatch.setattr("desktop_crm.ui.records.card.ask", lambda _card: Answer.DISCARD)
    shell = Shell(settings).fill(SCREENS)
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    shell.open_workspace(workspace)
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    made = Office(qtbot, shell, workspace)
    yield made
    made.card._forget_typed()
    shell.close()


def test_a_whole_order_is_typed_saved_and_confirmed_by_keys_alone(office):
    office.key(Qt.Key.Key_N, CTRL)
    office.type("mega")
    office.key(ENTER)  # the client; the cursor goes on to the lines
    office.type("kp-01")
    office.key(ENTER)
    office.type("12")
    office.key(ENTER)
    office.type("5")
    office.key(ENTER)  # the next line
    office.type("melati")
    office.key(ENTER)
    office.type("3")
    office.key(ENTER)
    office.key(ENTER)
    shown = office.card.lines.totals(Decimal(0))
    office.key(Qt.Key.Key_S, CTRL)
    saved = office.saved()
    assert saved.client.full_name == "CV Mega Jaya"
    assert [(line.code, line.quantity, line.discount) for line in saved.lines] == [("KP-01", 12, 5), ("TH-02", 3, 0)]
    assert saved.totals() == shown
    assert saved.total == shown.total
    assert saved.state == OrderState.DRAFT
    office.key(ENTER, CTRL | SHIFT)
    assert office.saved().state == OrderState.CONFIRMED
    assert office.chips() == ["Confirmed"]


def test_an_exact_code_comes_first_and_inactive_products_do_not_come(office):
    found = office.card.form.catalogue.search("TH-02")
    assert [item.code for item in found][:1] == ["TH-02"]
    assert "TH-03" not in {item.code for item in office.card.form.catalogue.search("teh")}
    assert not office.card.form.catalogue.by_codes(["TH-03"])


def test_a_price_in_another_currency_is_left_to_the_manager_and_told(office):
    office.screen.start_new({"client_id": 1})
    office.type("US-04")
    office.key(ENTER)
    (line,) = office.card.form.value("lines")
    assert line.unit_price is None
    (hint,) = office.card.check(office.card.form.values())
    assert hint.field == "lines.0.price"
    assert "US$" in str(hint.message.args["price"]) or hint.message.args["price"].currency == "USD"


@pytest.mark.parametrize("typed", ["Toko Sumber Makmur", "CV. sumber makmur", "Sumber Makmur"])
def test_a_client_is_found_under_any_word_for_a_shop(office, typed):
    """What is likely is who is known: Enter makes no second one."""
    office.screen.start_new()
    office.card.form.focus_field("client_id")
    office.type(typed)
    assert not office.shell.focusWidget().property("invalid")
    office.key(ENTER)
    assert office.card.form.value("client_id") == 1


def test_a_client_typed_in_full_need_not_be_chosen(office):
    office.screen.start_new()
    office.card.form.focus_field("client_id")
    office.type("sumber makmur")
    office.key(TAB)
    assert office.card.form.value("client_id") == 1


def test_a_new_order_without_client_is_told_beside_the_field(office):
    office.screen.start_new()
    office.key(Qt.Key.Key_S, CTRL)
    assert office.card.is_new
    assert office.card.form.editor("client_id").isAncestorOf(office.shell.focusWidget())
    assert [item.field for item in office.card.check(office.card.form.values())] == ["client_id"]


def test_discarding_a_new_order_asks_nothing(office, monkeypatch):
    asked = []
    monkeypatch.setattr(card_module, "ask", lambda card: asked.append(card.form.changed_values()) or Answer.STAY)
    office.screen.start_new({"client_id": 1})
    office.type("KP-01")
    office.key(ENTER)
    office.key(Qt.Key.Key_S, CTRL | SHIFT)
    office.card.discard()
    assert not asked
    office.screen.start_new()
    office.key(Qt.Key.Key_S, CTRL)
    office.card.discard()
    assert not asked
    assert not office.card.is_new


def test_from_a_client_card_the_client_is_filled_and_the_lines_wait(office):
    office.screen.start_new({"client_id": 2})
    assert office.card.form.value("client_id") == 2
    assert office.shell.focusWidget() is office.card.lines.grid.view


def test_lines_and_terms_of_a_draft_are_saved_in_one_action(office):
    office.show(office.make())
    form = office.card.form
    form.put("payment_terms", "tunai")
    form.put("discount", Decimal(10))
    office.card.lines.grid._model.change(0, quantity=Decimal(7))
    assert office.saved().lines[0].quantity == 2  # nothing is written before Ctrl+S
    assert office.card.commit()
    saved = office.saved()
    assert (saved.payment_terms, saved.discount, saved.lines[0].quantity) == ("tunai", 10, 7)
    assert not office.card.has_changes()
    office.shell.desk.undo()
    again = office.saved()
    assert (again.payment_terms, again.discount, again.lines[0].quantity) == ("", 0, 2)
    assert office.card.form.value("lines")[0].quantity == 2


def test_the_sums_on_screen_are_those_of_the_paper(office):
    office.show(office.make())
    office.card.form.put("discount", Decimal("7.5"))
    office.card.lines.grid._model.change(0, quantity=Decimal("3.333"), discount=Decimal("2.5"))
    shown = office.card.lines.totals(Decimal("7.5"))
    assert office.card.commit()
    assert office.saved().totals() == shown


def test_a_draft_of_an_older_arithmetic_shows_what_was_saved_until_it_is_changed(office, monkeypatch):
    office.show(office.make())
    with monkeypatch.context() as patch:
        patch.setattr(orders, "ARITHMETIC", 2)
        with office.workspace.write(msg("Order")) as session:
            taxed = [(1, "10"), (2, "10")]
            lines = [
                orders.LineInput(1, "", "x", Decimal(1), "kg", Decimal(each), Decimal(0), tax) for tax, each in taxed
            ]
            given = {**orders.start(session, 1), "discount": Decimal(5)}
            older = orders.save(session, None, given, lines)
    office.show(older.id)
    assert office.card.form.sums().total == office.saved().total == Money(Decimal(20))
    assert "Rp\xa020" in office.card.texts()[1]
    office.card.form.put("notes", "x")
    assert office.card.form.totals._total.text() == "Rp\xa021"
    assert office.card.commit()
    assert office.saved().total == Money(Decimal(21))
    office.shell.desk.undo()
    assert office.card.form.totals._total.text() == "Rp\xa020"


@pytest.fixture
def limited(office):
    """Coffee for 90,000 at least."""
    with office.workspace.write(msg("Limit")) as session:
        products.save(session, 1, {"lowest_price": Decimal(90_000)})


def test_why_a_line_is_below_its_limits_is_asked_on_the_way_and_kept(office, limited):
    office.screen.start_new({"client_id": 1})
    office.type("kp-01")
    office.key(ENTER)
    office.type("1")
    office.key(ENTER)
    office.type("15")
    office.key(ENTER)
    office.type("pelanggan lama")
    office.key(ENTER)
    office.key(Qt.Key.Key_S, CTRL)
    assert office.saved().lines[0].below_reason == "pelanggan lama"
    office.key(ENTER, CTRL | SHIFT)
    assert office.saved().state == OrderState.CONFIRMED
    assert not office.card.check(office.card.form.values())


def test_an_order_that_says_nothing_is_not_confirmed_and_leads_to_the_question(office, limited):
    office.show(office.make(discount=Decimal(15)))
    assert [problem.field for problem in office.card.check(office.card.form.values())] == ["lines.0.below_reason"]
    office.key(ENTER, CTRL | SHIFT)
    assert office.saved().state == OrderState.DRAFT
    assert office.shell.focusWidget().placeholderText() == "Why below your limits? Never printed"
    office.type("stok lama")
    office.key(ENTER)
    office.key(ENTER, CTRL | SHIFT)
    assert office.saved().state == OrderState.CONFIRMED
    assert office.saved().lines[0].below_reason == "stok lama"


def wants_reason(office):
    grid = office.card.lines.grid
    return grid._cells.wants_reason(grid.lines()[0])


def test_the_orders_own_discount_counts_and_limits_that_change_are_heard(office, limited):
    office.show(office.make())
    office.card.form.put("discount", Decimal(15))
    assert wants_reason(office)
    office.card.form.put("discount", Decimal(10))
    assert not wants_reason(office)


def test_a_confirmed_order_is_fixed_but_for_what_may_change(office, qtbot):
    office.show(office.make(state=OrderState.CONFIRMED))
    card = office.card
    assert card.lines.grid._model.read_only
    assert not card.notice.isHidden()
    assert card.notice.button.text() == "Back to draft"
    card.form.put("notes", "Telepon dulu")
    assert office.saved().notes == "Telepon dulu"  # saved when left
    card.notice.button.click()
    assert office.saved().state == OrderState.DRAFT
    assert not card.lines.grid._model.read_only
    assert card.notice.isHidden()


def test_overdue_is_seen_in_list_and_card(office, qtbot):
    order_id = office.make(promised=-5, state=OrderState.CONFIRMED, ordered_on=today() - timedelta(days=20))
    office.make(promised=5, state=OrderState.CONFIRMED)
    office.show(order_id)
    assert office.chips() == ["Confirmed", "Overdue"]
    assert "5 days late" in office.card.texts()[1]
    office.screen.quick.buttons[-1].click()
    qtbot.waitUntil(lambda: list(office.screen.table.ids()) == [order_id])
    office.screen.quick.buttons[0].click()
    qtbot.waitUntil(lambda: len(office.screen.table.ids()) == 2)


def test_duplicate_shows_a_new_draft_that_undo_takes_away(office, qtbot):
    first = office.make(state=OrderState.CONFIRMED)
    office.show(first)
    office.screen.table.view.setFocus()
    office.key(Qt.Key.Key_D, CTRL)
    copy = office.card.record_id
    assert copy != first
    assert office.saved(copy).state == OrderState.DRAFT
    assert office.saved(copy).total == office.saved(first).total
    office.shell.desk.undo()
    qtbot.waitUntil(lambda: office.card.record_id != copy)


def test_a_copy_tells_what_is_no_longer_so(office, qtbot):
    order_id = office.make()
    with office.workspace.write(msg("Change")) as session:
        products.save(session, 1, {"active": False})
    office.show(order_id)
    office.card.commands.duplicate()
    qtbot.waitUntil(lambda: office.card.record_id != order_id)
    assert "No longer sold: KP-01" in [note.text for note in office.shell.notify.stack.notes()]


def test_cancel_and_undo(office):
    order_id = office.make(state=OrderState.CONFIRMED)
    office.show(order_id)
    assert office.shell.desk.actions.run("order.cancel")
    assert office.chips() == ["Cancelled"]
    office.shell.desk.undo()
    assert office.chips() == ["Confirmed"]


def test_a_contract_is_made_in_two_keystrokes(office, qtbot):
    order_id = office.make()
    office.show(order_id)
    office.screen.table.view.setFocus()
    office.key(Qt.Key.Key_K, CTRL | SHIFT)
    with office.workspace.read() as session:
        ((contract_id, number),) = orders.contracts_of(session, order_id)
        assert contracts.get(session, contract_id).order_id == order_id
    assert office.shell.history.here.noun == "contract"
    office.show(order_id)
    assert number in office.card.texts()[1]


def test_a_contract_that_was_sent_is_told_to_be_a_draft_again(office):
    order_id = office.make()
    with office.workspace.write(msg("Send")) as session:
        paper = contracts.make(session, order_id)
        paper.state = ContractState.SENT
    office.show(order_id)
    office.card.lines.grid._model.change(0, quantity=Decimal(9))
    assert office.card.commit()
    notes = [note.text for note in office.shell.notify.stack.notes()]
    assert notes == [
        f"Contract {paper.number} was sent before this change. It is a draft again, as version 2: send it anew."
    ]
    office.shell.desk.undo()
    with office.workspace.read() as session:
        assert contracts.get(session, paper.id).state == ContractState.SENT
    assert office.saved(order_id).lines[0].quantity == 2


def test_an_order_without_lines_is_not_confirmed_and_the_lines_say_so(office):
    office.show(office.make())
    office.card.lines.grid._model.remove([0])
    office.screen.table.view.setFocus()
    office.card.commands.go_on()
    assert office.saved().state == OrderState.DRAFT
    assert office.card.lines.grid._told.isVisible()


@pytest.mark.parametrize(
    ("answer", "quantity", "left"), [(Answer.SAVE, 9, True), (Answer.DISCARD, 2, True), (Answer.STAY, 2, False)]
)
def test_a_changed_draft_is_asked_about(office, monkeypatch, answer, quantity, left):
    order_id = office.make()
    other = office.make()
    office.show(order_id)
    office.card.lines.grid._model.change(0, quantity=Decimal(9))
    monkeypatch.setattr(card_module, "ask", lambda _card: answer)
    office.shell.navigate("order", other)
    assert office.saved(order_id).lines[0].quantity == quantity
    assert (office.card.record_id == other) is left


def test_a_stale_copy_is_told_and_nothing_is_lost(office, monkeypatch):
    told = []
    order_id = office.make()
    office.show(order_id)
    office.card.lines.grid._model.change(0, quantity=Decimal(9))
    office.card.record.version -= 1
    monkeypatch.setattr(office.shell.notify, "error", lambda error, _action: told.append(error))
    assert not office.card.commit()
    assert len(told) == 1
    assert office.saved().lines[0].quantity == 2
    assert office.card.form.value("lines")[0].quantity == 9
    assert office.card.commit()  # looked at again, then saved
    assert office.saved().lines[0].quantity == 9


def test_problems_are_told_in_the_cell_as_one_types(office, qtbot):
    office.show(office.make())
    office.card.lines.grid._model.change(0, quantity=Decimal(0))
    model = office.card.lines.grid._model
    qtbot.waitUntil(lambda: bool(model.problems_at(0, Col.QUANTITY)))
    assert not office.card.commit()
    assert office.saved().lines[0].quantity == 2


def test_ctrl_s_takes_a_cell_that_is_being_typed(office):
    office.show(office.make())
    view = office.card.lines.grid.view
    view.setFocus()
    view.go(0, Col.QUANTITY)
    office.type("31")
    office.key(Qt.Key.Key_S, CTRL)
    assert office.saved().lines[0].quantity == 31


def prices(office):
    return [line.unit_price for line in office.card.form.value("lines")]


def in_dollars(office):
    """A saved order of 2 × 100,000 rupiah whose currency a person has just changed with the keyboard."""
    office.show(office.make())
    office.card.form.focus_field("currency")
    office.key(Qt.Key.Key_Down)
    assert office.card.form.value("currency") == "USD"
    return office.card.form.rate


def test_another_currency_lets_no_number_stand_and_asks_for_a_rate(office):
    panel = in_dollars(office)
    assert prices(office) == [None]
    assert panel.isVisible()
    assert "How much IDR is 1 USD?" in panel.question.text()
    for _ in range(4):  # ordered on, promised for, discount, and there it is
        office.key(TAB)
    office.type("nonsense")
    office.key(ENTER)
    assert panel.isVisible()
    office.key(Qt.Key.Key_A, CTRL)
    office.type("16000")
    office.key(ENTER)
    assert prices(office) == [Decimal("6.25")]
    assert not panel.isVisible()
    view = office.card.lines.grid.view
    assert view.hasFocus()
    office.key(Qt.Key.Key_Z, CTRL)
    assert prices(office) == [None]
    assert panel.isVisible()
    office.key(Qt.Key.Key_Z, CTRL | SHIFT)
    assert prices(office) == [Decimal("6.25")]
    office.key(Qt.Key.Key_S, CTRL)
    assert office.saved().totals().lines == Money(Decimal("12.50"), "USD")
    office.workspace.undo()
    assert office.saved().lines[0].price == 100_000
    assert office.saved().currency == "IDR"


def test_prices_are_typed_anew_on_the_way_with_enter(office):
    panel = in_dollars(office)
    panel.form.focus_field("rate")
    office.key(Qt.Key.Key_Escape)
    assert not panel.isVisible()
    view = office.card.lines.grid.view
    assert (view.currentIndex().row(), view.currentIndex().column()) == (0, Col.PRICE)
    assert office.card.commit()
    with pytest.raises(UserError, match="Line 1 has no price"), office.workspace.write(msg("Confirm")) as session:
        orders.step(session, office.card.record_id, "confirmed")
    view.go(0, Col.QUANTITY)
    office.key(ENTER)
    assert view.currentIndex().column() == Col.PRICE
    office.type("7.25")
    office.key(ENTER)
    assert view.currentIndex().column() == Col.DISCOUNT
    view.go(0, Col.QUANTITY)
    office.key(ENTER)
    assert view.currentIndex().column() == Col.DISCOUNT
    assert prices(office) == [Decimal("7.25")]


def test_the_former_currency_brings_its_prices_back(office):
    panel = in_dollars(office)
    office.key(Qt.Key.Key_Down)
    assert office.card.form.value("currency") == "EUR"
    assert "IDR" in panel.question.text()
    office.key(Qt.Key.Key_Up)
    office.key(Qt.Key.Key_Up)
    assert prices(office) == [100_000]
    assert not panel.isVisible()
    assert not office.card.form.is_changed()


def test_the_numbers_stay_when_somebody_says_so(office):
    panel = in_dollars(office)
    panel.keep.setFocus()
    office.key(ENTER)
    assert prices(office) == [100_000]
    assert office.card.commit()
    assert office.saved().lines[0].price == 100_000


def test_what_is_free_stays_free_and_new_lines_are_left_alone(office):
    office.show(office.make())
    model = office.card.lines.grid._model
    model.change(0, unit_price=Decimal(0))
    office.card.form.put("currency", "USD")
    assert prices(office) == [0]
    assert not office.card.form.rate.isVisible()
    model.change(0, unit_price=Decimal("2.5"))
    office.card.form.put("currency", "JPY")
    model.insert(0, [replace(model.lines[0], name="Other", key=None, unit_price=Decimal(9))])
    office.card.form.rate.form.put("rate", Decimal(100))
    office.card.form.rate.decide()
    assert prices(office) == [9, 250]


def test_prices_that_wait_are_in_the_draft(office):
    order_id = office.make()
    office.show(order_id)
    office.card.form.put("currency", "USD")
    typed = office.card.draft()
    office.card.form.put("currency", "IDR")
    office.card.discard()
    assert prices(office) == [100_000]
    office.card.restore_draft(json.loads(json.dumps(typed)))
    assert prices(office) == [None]
    assert office.card.form.rate.isVisible()
    office.card.form.rate.keep.click()
    assert prices(office) == [100_000]


def test_prices_that_wait_in_a_draft_of_an_older_version_are_read(office):
    order_id = office.make()
    office.show(order_id)
    office.card.form.put("currency", "USD")
    typed = json.loads(json.dumps(office.card.draft()))
    office.card.form.put("currency", "IDR")
    office.card.discard()
    place = next(each for each in (typed, *typed.values()) if isinstance(each, dict) and "lines" in each)
    lines = [{name: value for name, value in line.items() if name != "waiting"} for line in place["lines"]["lines"]]
    place["lines"] = {"lines": lines, "waiting": {"currency": "IDR", "prices": ["100000"]}}
    office.card.restore_draft(typed)
    assert prices(office) == [None]
    office.card.form.rate.keep.click()
    assert prices(office) == [100_000]


def remove_first(model):
    model.remove([0])


def insert_one(model):
    model.insert(0, [replace(model.lines[2], name="New", key=None, unit_price=None, waiting=None)])


def move_first_down(model):
    model.move(0, 1)


def another_product(model):
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
def test_a_price_that_waits_stays_with_its_own_line(office, change, expected, resumed):
    """Three new lines of one name: nothing but their place and price tells them apart."""
    office.show(office.make())
    model = office.card.lines.grid._model
    line = replace(model.lines[0], key=None)
    model.remove([0])
    model.insert(0, [replace(line, unit_price=Decimal(price)) for price in (100_000, 200_000, 300_000)])
    office.card.form.put("currency", "USD")
    change(model)
    if resumed:
        typed = json.loads(json.dumps(office.card.draft()))
        office.card.discard()
        office.card.restore_draft(typed)
    office.card.form.rate.form.put("rate", Decimal(10_000))
    office.card.form.rate.decide()
    assert prices(office) == expected
    office.card.discard()


def test_a_product_priced_elsewhere_asks_for_its_price_on_the_way(office):
    office.screen.start_new({"client_id": 1})
    office.type("US-04")
    office.key(ENTER)
    office.type("3")
    office.key(ENTER)
    office.type("200000.5")
    office.key(ENTER)
    office.type("1.23456")  # of a percent
    office.key(ENTER)
    assert "more than 2 decimals" in office.card.lines.grid.trouble()
    office.key(Qt.Key.Key_Escape)
    (line,) = office.card.form.value("lines")
    assert (line.quantity, line.unit_price) == (3, Decimal("200000.5"))


def test_a_line_keeps_its_tax_when_the_rule_is_changed_or_gone(office):
    from desktop_crm.services import settings as rules

    order_id = office.make()
    before = office.saved(order_id).totals()
    with office.workspace.write(msg("Rule")) as session:
        rules.save_tax_rule(session, 1, {"rate": Decimal(50)})
    office.show(order_id)
    assert office.card.lines.totals(Decimal(0)) == before
    office.card.form.put("notes", "x")
    office.card.lines.grid._model.change(0, note="y")
    assert office.card.commit()
    assert office.saved().totals() == before


def test_a_draft_survives(office, qtbot):
    office.screen.start_new({"client_id": 1})
    office.card.lines.grid._model.insert(0, [])
    office.type("KP-01")
    office.key(ENTER)
    typed = office.card.draft()
    office.card.start_new({"client_id": 1})
    assert office.card.form.value("lines") == ()
    office.card.restore_draft(typed)
    assert office.card.form.value("lines")[0].code == "KP-01"


def test_a_new_client_and_contact_are_made_on_the_way(office):
    office.screen.start_new()
    people = office.card._people
    made = people.new_client("Toko Baru")
    office.card.form.put("client_id", made)
    contact = people.new_contact("Bu Sari")
    assert [found.id for found in people.find_contacts("sari")] == [contact]
    office.card.form.put("contact_id", contact)
    office.card.form.put("client_id", 1)  # whose contact it is not
    assert office.card.form.value("contact_id") is None


def sheet_of(office, qtbot):
    """The window that shows the sheet of the order on the card."""
    office.card.commands.show_sheet()
    qtbot.waitUntil(lambda: bool(office.shell.findChildren(PreviewWindow)))
    (window,) = office.shell.findChildren(PreviewWindow)
    qtbot.waitUntil(window.pane.has_paper)
    return window


def test_the_sheet_is_shown(office, qtbot):
    office.show(office.make())
    window = sheet_of(office, qtbot)
    assert window.pane.problems.isHidden()
    window.reject()


def test_what_no_font_can_draw_is_told_above_the_sheet_and_leads_to_its_field(office, qtbot):
    office.show(office.make())
    office.card.form.put("paper_text", "Kopi 𓀀𓀁")
    window = sheet_of(office, qtbot)
    lines = window.pane.problems.lines
    assert "𓀀 𓀁" in lines.item(0).text()
    window.activateWindow()
    lines.setFocus()
    qtbot.keyClick(lines, Qt.Key.Key_Return)
    assert not window.isVisible()
    assert office.card.form.editor("paper_text").isAncestorOf(office.shell.focusWidget())


def test_deleting_a_draft_is_undone(office, qtbot):
    order_id = office.make()
    office.show(order_id)
    office.screen.delete(order_id)
    assert office.card.record_id is None
    office.shell.desk.undo()
    office.show(order_id)


@pytest.fixture
def older(office):
    """An order of the time when its notes were printed."""
    order_id = office.make(notes="Hubungi gudang")
    with office.workspace.write(msg("Earlier")) as session:
        orders.get(session, order_id).notes_on_paper = True
    office.show(order_id)
    return order_id


def test_an_older_order_says_that_its_notes_are_printed_and_one_key_moves_them(office, older):
    told = office.card.printed_notes
    assert told.isVisibleTo(office.card)
    assert "printed on the order sheet" in told.text.text()
    assert office.chips() == ["Draft", "Notes are printed"]
    office.key(Qt.Key.Key_T, CTRL | SHIFT)
    assert (office.saved(older).paper_text, office.saved(older).notes) == ("Hubungi gudang", "")
    assert office.card.form.value("paper_text") == "Hubungi gudang"
    assert not told.isVisibleTo(office.card)
    assert not office.shell.actions_.qaction("order.notes").isEnabled()
    assert office.chips() == ["Draft"]
    office.workspace.undo()
    office.qtbot.waitUntil(lambda: office.card.form.value("notes") == "Hubungi gudang")
    assert told.isVisibleTo(office.card)


def test_or_keeps_them_for_itself_while_the_paper_may_change(office, older):
    told = office.card.printed_notes
    assert told.keeps.isVisibleTo(told)
    told.keeps.click()
    saved = office.saved(older)
    assert (saved.paper_text, saved.notes, saved.notes_on_paper) == ("", "Hubungi gudang", False)
    office.workspace.undo()
    office.key(ENTER, CTRL | SHIFT)
    office.qtbot.waitUntil(lambda: office.card.record.state == OrderState.CONFIRMED)
    assert told.isVisibleTo(office.card)
    assert not told.keeps.isVisibleTo(told)
    assert office.card.form.editor("paper_text").read_only


def test_a_new_order_says_nothing_of_the_kind(office):
    office.screen.start_new({"client_id": 1})
    assert not office.card.printed_notes.isVisibleTo(office.card)


def test_what_a_form_needs_at_least_does_not_hang_on_how_narrow_it_is(office):
    """Or a page that scrolls sizes it to and fro until the stack ends: a card first seen in a place of no width did."""
    office.screen.start_new({"client_id": 1})
    form, needed = office.card.form, []
    for width in (100, 234, 282, 300, 348):
        form.resize(width, 900)
        needed.append(form.minimumSizeHint().width())
    assert len(set(needed)) == 1, needed
