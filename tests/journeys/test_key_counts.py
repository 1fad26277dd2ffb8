"""How many keys the usual work takes, beyond the words and figures that must be typed; the README tells them."""

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import select

from desktop_crm.model.activity import Activity
from desktop_crm.model.client import Client
from desktop_crm.model.contract import Contract
from desktop_crm.model.order import Order
from desktop_crm.model.product import Product
from desktop_crm.services import order
from tests.journeys.person import Person


class Counting(Person):
    """A person whose keys are counted: those with a name, and the letters."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.pressed = Counter[str]()

    def keys(self, *names: Any) -> None:
        self.pressed["named"] += len(names)
        super().keys(*names)

    def type(self, text: Any) -> None:
        self.pressed["letters"] += len(text)
        super().type(text)

    @property
    def count(self) -> int:
        return self.pressed["named"]


@pytest.fixture
def person(qtbot: Any, settings: Any) -> Any:
    someone = Counting(qtbot, settings)
    yield someone
    someone.go_home()


def one(demo: Any, mapped: Any) -> Any:
    with demo.workspace.read() as session:
        return session.scalars(select(mapped).order_by(mapped.id).limit(1)).one()


def newest(demo: Any, mapped: Any) -> Any:
    with demo.workspace.read() as session:
        return session.scalars(select(mapped).order_by(mapped.id.desc()).limit(1)).one()


def test_a_caller_is_captured_with_three_keys(demo: Counting) -> None:
    caller = one(demo, Client)
    demo.keys("Ctrl+J")
    demo.type(caller.name)
    demo.rest()
    demo.keys("Return")
    demo.type("Wants the price of a cable")
    demo.keys("Ctrl+Return")
    demo.rest()
    kept = newest(demo, Activity)
    assert (kept.client_id, kept.text) == (caller.id, "Wants the price of a cable")
    assert demo.count == 3


def test_an_order_of_five_lines_takes_seventeen_keys_and_its_contract_one_more(demo: Counting) -> None:
    client, product = one(demo, Client), one(demo, Product)
    demo.window.navigate("client", client.id)
    demo.rest()
    demo.keys("Ctrl+Shift+O")
    demo.rest()
    for quantity in range(1, 6):
        demo.type(product.code)
        demo.rest()
        demo.keys("Return")
        demo.type(str(quantity))
        demo.keys("Return", "Return")
    demo.keys("Ctrl+S")
    demo.rest()
    made = newest(demo, Order)
    assert made.client_id == client.id
    with demo.workspace.read() as session:
        assert [line.quantity for line in order.get(session, made.id).lines] == [1, 2, 3, 4, 5]
    assert demo.count == 17
    demo.keys("Ctrl+Shift+K")
    demo.rest()
    assert demo.window.history.here.noun == "contract"
    assert newest(demo, Contract).order_id == made.id
    assert demo.count == 18
