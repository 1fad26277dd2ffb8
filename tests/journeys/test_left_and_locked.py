"""Esc leaves what is typed into an order as a draft that leads back; F2 on what is locked says why."""

from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit
from sqlalchemy import func, select

from desktop_crm.model.client import Client
from desktop_crm.model.contract import Contract
from desktop_crm.model.contract_states import ContractState
from desktop_crm.model.message import msg
from desktop_crm.model.order import Order, OrderLine
from desktop_crm.model.order_states import OrderState
from desktop_crm.model.product import Product
from desktop_crm.services import contract, order
from desktop_crm.services.lines import LineInput
from desktop_crm.ui.form.fact import Fact
from desktop_crm.ui.lines.line import Col
from tests.journeys.person import Person

pytestmark = pytest.mark.in_turn


def one(demo: Person, what: Any) -> Any:
    with demo.workspace.read() as session:
        return session.scalars(what.limit(1)).one()


def count(demo: Person) -> Any:
    return one(demo, select(func.count()).select_from(Order))


def typed(demo: Person) -> tuple[int, Any]:
    """A new order with a client and a line, which nobody saved."""
    client, product = one(demo, select(Client)), one(demo, select(Product).where(Product.active))
    demo.window.desk.start_new("order", client_id=client.id)
    demo.rest()
    demo.type(product.code)
    demo.keys("Return")
    demo.type("7")
    demo.keys("Return", "Return")
    demo.rest()
    return client.id, demo.card.form.value("lines")


def to_the_list(demo: Person) -> None:
    for _ in range(3):  # out of the cell first
        if demo.screen.is_wide():
            demo.keys("Esc")
            demo.rest()
    assert not demo.screen.is_wide()


def test_a_new_order_is_left_as_a_draft_and_gone_on_with_by_its_note(demo: Person) -> None:
    before = count(demo)
    client_id, lines = typed(demo)
    assert lines
    assert lines[0].quantity == 7
    to_the_list(demo)  # a question would be a surprise, which fails the test
    assert demo.notes()[-1].startswith("New order of ")
    assert demo.notes()[-1].endswith(" kept as a draft.")
    assert not demo.screen.is_new()
    demo.keys("F6", "Return")
    demo.rest()
    assert demo.card.is_new
    assert (demo.card.form.value("client_id"), demo.card.form.value("lines")) == (client_id, lines)
    demo.keys("Ctrl+S")
    demo.rest()
    assert count(demo) == before + 1
    assert demo.window.desk.drafts.every() == []


def test_a_new_order_that_was_left_is_offered_by_the_next(demo: Person) -> None:
    client_id, lines = typed(demo)
    to_the_list(demo)
    demo.keys("Ctrl+N")
    demo.rest()
    assert demo.card.form.value("lines") != lines
    demo.click("Continue")
    demo.rest()
    assert (demo.card.form.value("client_id"), demo.card.form.value("lines")) == (client_id, lines)


def test_a_new_order_in_which_nothing_is_typed_leaves_no_draft(demo: Person) -> None:
    demo.keys("Ctrl+4")
    demo.rest()
    demo.keys("Ctrl+N")
    demo.rest()
    to_the_list(demo)
    assert demo.window.desk.drafts.every() == []
    assert not any("draft" in each for each in demo.notes())


def changed(demo: Person) -> tuple[Any, Any]:
    """A saved draft of an order, and its lines with another quantity, which nobody saved."""
    with demo.workspace.write(msg("Draft")) as session:
        lines = [LineInput(None, "", "Meja", Decimal(2), "unit", Decimal(7_500_000), Decimal(0), None)]
        made = order.save(session, None, order.start(session, one(demo, select(Client)).id), lines)
    demo.rest()
    demo.window.navigate("order", made.id)
    demo.rest()
    demo.card.lines.grid.view.go(0, Col.QUANTITY)
    demo.type("9")
    demo.keys("Return")
    typed = demo.card.form.value("lines")
    assert typed[0].quantity == 9
    return made, typed


def quantity(demo: Person, order_id: int) -> Any:
    return one(demo, select(OrderLine.quantity).where(OrderLine.order_id == order_id))


def test_a_changed_draft_is_left_as_it_is_typed_and_gone_on_with_by_its_note(demo: Person) -> None:
    made, lines = changed(demo)
    to_the_list(demo)  # a question would be a surprise, which fails the test
    assert demo.notes()[-1] == f"Order {made.number}: changes kept as a draft."
    assert quantity(demo, made.id) == 2
    demo.keys("F6", "Return")
    demo.rest()
    assert (demo.card.record_id, demo.card.form.value("lines")) == (made.id, lines)
    demo.keys("Ctrl+S")
    demo.rest()
    assert quantity(demo, made.id) == 9
    assert demo.window.desk.drafts.every() == []


def test_a_changed_draft_that_was_left_is_offered_by_its_page(demo: Person) -> None:
    made, lines = changed(demo)
    to_the_list(demo)
    demo.keys("Return")
    demo.rest()
    assert demo.card.record_id == made.id
    assert demo.card.form.value("lines") != lines
    demo.click(demo.button("Continue", demo.card.offer))
    demo.rest()
    assert demo.card.form.value("lines") == lines
    to_the_list(demo)


@pytest.mark.parametrize("back", [("F6", "Return"), ("Return",)])
def test_a_changed_draft_says_what_was_changed_elsewhere_before_it_goes_on(demo: Person, back: tuple[str, ...]) -> None:
    made, lines = changed(demo)
    to_the_list(demo)
    with demo.workspace.write(msg("Change")) as session:
        order.save(session, made.id, {"notes": "Written elsewhere"}, None)
    demo.rest()
    demo.keys(*back)
    demo.rest()
    assert demo.card.form.value("lines") != lines
    assert "changed since" in demo.card.offer.accessibleName()
    demo.click(demo.button("Continue", demo.card.offer))
    demo.rest()
    assert demo.card.form.value("lines") == lines
    demo.keys("Ctrl+S")
    demo.rest()
    assert quantity(demo, made.id) == 9
    assert one(demo, select(Order.notes).where(Order.id == made.id)) == "Written elsewhere"


def test_a_draft_of_what_is_locked_by_now_waits_until_it_is_open(demo: Person) -> None:
    made, lines = changed(demo)
    to_the_list(demo)
    with demo.workspace.write(msg("Confirm")) as session:
        order.step(session, made.id, "confirmed")
    demo.rest()
    demo.keys("Return")
    demo.rest()
    demo.click(demo.button("Continue", demo.card.offer))
    demo.rest()
    assert demo.notes()[-1] == f"Not changed: order {made.number} is confirmed."
    assert demo.card.offer.isVisible()
    with demo.workspace.write(msg("Open")) as session:
        order.step(session, made.id, "draft")
    demo.rest()
    demo.click(demo.button("Continue", demo.card.offer))
    demo.rest()
    assert demo.card.form.value("lines") == lines
    demo.keys("Ctrl+S")
    demo.rest()
    assert quantity(demo, made.id) == 9


def test_f2_says_why_an_order_is_locked(demo: Person) -> None:
    locked = one(demo, select(Order).where(Order.state == OrderState.CANCELLED))
    with demo.workspace.read() as session:
        assert order.hold_on(session, locked.id) is None
    demo.window.navigate("order", locked.id)
    demo.rest()
    why = f"Not changed: order {locked.number} is cancelled."
    demo.keys("F2")
    assert demo.notes()[-1] == why
    told = len(demo.notes())
    assert [each.keys for each in demo.window.frame.status.keys.hints] == ["F2", "Esc"]
    demo.keys("F2")  # in the lines by now; the same is told once
    assert demo.notes()[-1] == why
    assert len(demo.notes()) == told
    for field, notes in (("Payment terms", [why]), ("Notes for us", [])):
        demo.keys("F6", "Esc")
        assert demo.notes() == []
        demo.tab_to(field)
        demo.keys("F2")
        assert demo.notes() == notes


def test_what_must_be_there_is_marked_only_while_it_can_change(demo: Person) -> None:
    with demo.workspace.write(msg("Draft")) as session:
        made = order.save(session, None, order.start(session, one(demo, select(Client)).id), [])
    signed = one(demo, select(Contract).where(Contract.state == ContractState.SIGNED))
    cancelled = one(demo, select(Order).where(Order.state == OrderState.CANCELLED))
    for noun, record_id, marked in (
        ("order", made.id, True),
        ("order", cancelled.id, False),
        ("contract", signed.id, False),
    ):
        demo.window.navigate(noun, record_id)
        demo.rest()
        labels = [each.text() for each in demo.all(QLabel, demo.card.form)]
        assert labels
        assert any("*</span>" in text for text in labels) == marked


def test_f2_says_why_a_signed_contract_is_locked_and_its_order(demo: Person) -> None:
    signed = one(demo, select(Contract).where(Contract.state == ContractState.SIGNED))
    demo.window.navigate("contract", signed.id)
    demo.rest()
    demo.keys("F2")
    assert demo.notes()[-1] == f"Not changed: contract {signed.number} stays as it was signed."
    demo.window.navigate("order", signed.order_id)
    demo.rest()
    demo.keys("F2")
    assert demo.notes()[-1] == f"Not changed: contract {signed.number} holds this order."


def test_a_sent_contract_is_read_until_it_is_a_draft_again(demo: Person) -> None:
    sent = one(demo, select(Contract).where(Contract.state == ContractState.SENT))
    demo.window.navigate("contract", sent.id)
    demo.rest()
    why = f"Not changed: contract {sent.number} was sent."
    demo.keys("F2")
    assert demo.notes() == [why]
    assert demo.sees("The client holds version 1, so it is locked.")
    demo.click(demo.card.form.empties)
    for field, notes in (("Place", [why]), ("For us only, never printed", [])):
        demo.keys("F6", "Esc")
        assert demo.notes() == []
        demo.tab_to(field)
        demo.keys("F2")
        assert demo.notes() == notes
        assert demo.all(QLineEdit, demo.card.form) == []
    demo.type("Ask Dewi first")
    demo.click("Back to draft")
    demo.rest()
    assert not demo.sees("so it is locked.")
    demo.fill("Place", "Bekasi")
    demo.keys("Return")
    with demo.workspace.read() as session:
        now = contract.get(session, sent.id)
    assert (now.state, now.version_on_paper) == (ContractState.DRAFT, 2)
    assert (now.place, now.notes) == ("Bekasi", "Ask Dewi first")


def test_a_draft_that_lacks_nothing_is_read_before_it_is_edited(demo: Person) -> None:
    full = one(demo, select(Contract).where(Contract.state == ContractState.SENT))
    with demo.workspace.write(msg("Another")) as session:
        made = contract.make(session, full.order_id)
    demo.window.navigate("contract", made.id)
    demo.rest()
    assert demo.sees("Nothing is missing on the paper")
    assert demo.all(QLineEdit, demo.card.form) == []
    [place] = [each for each in demo.all(Fact, demo.card.form) if each.accessibleName().startswith("Place: ")]
    demo.click(place)
    demo.keys("Ctrl+A")
    demo.type("Bekasi")
    demo.keys("Return")
    demo.rest()
    assert demo.all(QLineEdit, demo.card.form) == []
    with demo.workspace.read() as session:
        assert contract.get(session, made.id).place == "Bekasi"


def test_f2_in_a_draft_tells_nothing(demo: Person) -> None:
    with demo.workspace.write(msg("Draft")) as session:
        made = order.save(session, None, order.start(session, one(demo, select(Client)).id), [])
    demo.window.navigate("order", made.id)
    demo.rest()
    demo.card.setFocus()
    demo.keys("F2")
    assert demo.notes() == []
    assert demo.card.form.isAncestorOf(demo.focus())
