"""A contract is signed, its order is locked, the signing is taken back with a reason and done again: by keys."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit, QListWidget, QTextBrowser
from sqlalchemy import exists, select

from desktop_crm.model.contract import Contract
from desktop_crm.model.message import msg
from desktop_crm.model.order import Order
from desktop_crm.model.order_states import OrderState
from desktop_crm.model.signatory import Signatory
from desktop_crm.services import contract, order
from desktop_crm.storage.opening import open_workspace
from tests.journeys.person import Person

pytestmark = pytest.mark.in_turn


@dataclass
class Deal:
    """An order that is a draft, and its contract with nothing missing."""

    order: int
    order_number: str
    contract: int
    number: str


@pytest.fixture
def deal(demo_copy: Path) -> Deal:
    workspace = open_workspace(demo_copy)
    with workspace.write(msg("Prepare")) as session:
        open_ones = select(Order.id).where(Order.state == OrderState.CONFIRMED, Order.lines.any())
        free = open_ones.where(~exists().where(Contract.order_id == Order.id))
        order_id = session.scalars(free.order_by(Order.id.desc())).first()
        number = order.step(session, order_id, OrderState.DRAFT).number
        session.flush()
        made = contract.make(session, order_id)
        who = {"client_signatory": Signatory("Rini Astuti", "Direktur", "Anggaran Dasar")}
        contract.save(session, made.id, who)
        found = Deal(order_id, number, made.id, made.number)
    workspace.close()
    return found


@pytest.fixture
def at_work(person: Person, demo_copy: Path, deal: Deal) -> Person:
    del deal
    return person.start(demo_copy)


def go(person: Person, words: Any) -> None:
    """By the one search: to a record, or a command."""
    person.keys("Ctrl+K")
    person.type(words)
    person.until(lambda: any(words in line for line in results(person)), words)
    person.keys("Return")
    person.rest()


def results(person: Person) -> Any:
    lines = person.window.frame.palette_field.results.findChild(QListWidget)
    return [lines.item(row).text() for row in range(lines.count())]


def state(person: Person, deal: Deal) -> Any:
    with person.workspace.read() as session:
        record = contract.get(session, deal.contract)
        return record.state, record.order.state, record.version_on_paper


def sign(person: Person, deal: Deal) -> None:
    go(person, deal.number)
    person.until(lambda: person.screen.noun == "contract" and person.card.record is not None, "the contract")
    go(person, "Mark as signed")
    person.until(lambda: person.sees(f"contract {deal.number} signed?"), "the question")
    person.keys("Return")
    person.rest()
    person.until(lambda: state(person, deal)[0] == "signed", "signed")


def test_signing_locks_the_order_visibly_and_ctrl_z_asks_why(at_work: Person, deal: Deal) -> None:
    sign(at_work, deal)
    assert state(at_work, deal)[1] == "confirmed"
    assert at_work.told(f"Order {deal.order_number} confirmed with it.")
    go(at_work, deal.order_number)
    at_work.until(
        lambda: at_work.sees(f"Contract {deal.number} is signed, so its order stays as it is."), "why it is locked"
    )
    assert at_work.card.form.editor("payment_terms").read_only
    at_work.click("Go to the contract")
    at_work.rest()
    assert at_work.screen.noun == "contract"
    at_work.keys("Ctrl+Z")
    at_work.until(lambda: at_work.sees("its next paper is version 2"), "what it means")
    at_work.keys("Return")
    assert at_work.sees("Say why, so that it can be understood later")
    assert state(at_work, deal)[0] == "signed"
    assert isinstance(at_work.focus(), QLineEdit)
    at_work.type("Harga salah")
    at_work.keys("Return")
    at_work.back_in_window()
    assert state(at_work, deal) == ("draft", "draft", 2)
    assert at_work.sees("Version 2")
    at_work.open_tab("History")
    at_work.rest()
    [history] = [each for each in at_work.all(QTextBrowser) if each.accessibleName() == "History"]
    assert "Reason: Harga salah" in history.toPlainText()
    sign(at_work, deal)
    assert state(at_work, deal) == ("signed", "confirmed", 2)


def test_the_command_is_the_same_and_escape_leaves_it_signed(at_work: Person, deal: Deal) -> None:
    sign(at_work, deal)
    go(at_work, "Undo the signing")
    at_work.until(lambda: at_work.sees("its next paper is version 2"), "what it means")
    at_work.keys("Esc")
    at_work.back_in_window()
    assert state(at_work, deal)[0] == "signed"
    go(at_work, "Undo the signing")
    at_work.until(lambda: at_work.sees("its next paper is version 2"), "what it means")
    at_work.type("Salah hari")
    at_work.keys("Return")
    at_work.back_in_window()
    assert state(at_work, deal) == ("draft", "draft", 2)
    assert at_work.told(f"Signing of contract {deal.number} undone. Next: version 2.")


def test_what_is_odd_about_the_day_is_told_before_it_is_signed(at_work: Person, deal: Deal) -> None:
    go(at_work, deal.number)
    at_work.until(lambda: at_work.screen.noun == "contract" and at_work.card.record is not None, "the contract")
    go(at_work, "Mark as signed")
    at_work.until(lambda: at_work.sees(f"contract {deal.number} signed?"), "the question")
    at_work.keys("Ctrl+A")
    at_work.type("1.1.2020")
    at_work.keys("Return")
    at_work.rest()
    assert at_work.sees("That is before the day of the contract")
    assert state(at_work, deal)[0] == "draft"
    at_work.button("Sign all the same")
    at_work.keys("Return")
    at_work.rest()
    at_work.until(lambda: state(at_work, deal)[0] == "signed", "signed all the same")
