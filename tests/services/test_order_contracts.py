"""A contract that was sent and whose order changes is the draft of its next version; a signed one never changes."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest

from desktop_crm.model.contract import Contract
from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Query
from desktop_crm.model.order import Order
from desktop_crm.services import client, contract, order
from desktop_crm.services.lines import LineInput, lines_of, taxes_by_id
from desktop_crm.services.past import done, trash
from tests.office import Office


@pytest.fixture
def made(office: Office) -> Order:
    return office.order(office.line("2"), office.line("1"))


@pytest.fixture
def sent(office: Office, made: Order) -> Contract:
    return send(office, made)


def send(office: Office, made: Order, **values: Any) -> Contract:
    paper = office.do(lambda s: contract.make(s, made.id))
    if values:
        office.do(lambda s: contract.save(s, paper.id, values))
    return office.do(lambda s: contract.step(s, paper.id, "sent"))


def change(
    office: Office, made: Order, values: Mapping[str, Any] = MappingProxyType({}), lines: list[LineInput] | None = None
) -> list[str]:
    """Save the order; what was told."""
    told: list[Any] = []
    office.do(lambda s: order.save(s, made.id, dict(values), lines, tell=told.append), "Change the order")
    return [str(message) for message in told]


def typed(office: Office, made: Order) -> list[LineInput]:
    return office.see(lambda s: lines_of(order.get(s, made.id), "id", taxes_by_id(s)))


def now(office: Office, paper: Contract) -> Contract:
    return office.see(lambda s: contract.get(s, paper.id))


def standing(office: Office, paper: Contract) -> tuple[str, int]:
    record = now(office, paper)
    return record.state, record.revision


@pytest.mark.parametrize(
    "values",
    [
        {"discount": Decimal(5)},
        {"currency": "USD"},
        {"ordered_on": date(2025, 1, 1), "promised_on": date(2025, 2, 1)},
        {"payment_terms": "tunai"},
        {"delivery_terms": "diambil sendiri"},
    ],
)
def test_what_stands_on_paper_makes_a_new_draft_version(
    office: Office, made: Order, sent: Contract, values: dict[str, Any]
) -> None:
    (sentence,) = change(office, made, values)
    assert sentence.startswith(f"Contract {sent.number} was sent before this change.")
    assert "version 2" in sentence
    assert standing(office, sent) == ("draft", 2)
    assert now(office, sent).total == office.see(lambda s: order.get(s, made.id)).total


@pytest.mark.parametrize("quantities", [["2"], ["2", "7"], ["2", "1", "1"], ["1", "2"]])
def test_so_do_lines(office: Office, made: Order, sent: Contract, quantities: list[str]) -> None:
    assert len(change(office, made, {}, [office.line(quantity) for quantity in quantities])) == 1
    assert standing(office, sent) == ("draft", 2)


def test_a_note_at_a_line_stands_on_paper_though_the_sums_stay(office: Office, made: Order, sent: Contract) -> None:
    first, second = typed(office, made)
    noted = order.LineInput(**{**{name: getattr(first, name) for name in first.__slots__}, "note": "giling halus"})
    assert change(office, made, {}, [noted, second])
    assert standing(office, sent) == ("draft", 2)


def test_another_client_makes_a_new_version_too(office: Office, made: Order, sent: Contract) -> None:
    other = office.do(lambda s: client.save(s, None, {"name": "Mega Jaya"}))
    assert change(office, made, {"client_id": other.id})
    assert standing(office, sent) == ("draft", 2)


def test_what_does_not_stand_on_paper_leaves_it_sent(office: Office, made: Order, sent: Contract) -> None:
    kept = {"notes": "telepon dulu", "promised_on": date(2031, 1, 1), "discount": Decimal("0.00")}
    assert change(office, made, kept, typed(office, made)) == []
    assert standing(office, sent) == ("sent", 1)


def test_terms_agreed_apart_from_the_order_stay(office: Office, made: Order) -> None:
    paper = send(office, made, payment_terms="lunas di muka")
    assert change(office, made, {"payment_terms": "60 hari"}) == []
    assert standing(office, paper) == ("sent", 1)
    assert now(office, paper).payment_terms == "lunas di muka"


def test_terms_that_were_the_orders_follow_it_and_are_never_emptied(
    office: Office, made: Order, sent: Contract
) -> None:
    change(office, made, {"payment_terms": "60 hari", "delivery_terms": ""})
    record = now(office, sent)
    assert (record.payment_terms, record.delivery_terms) == ("60 hari", "franko gudang")


def test_a_draft_follows_without_a_word(office: Office, made: Order) -> None:
    paper = office.do(lambda s: contract.make(s, made.id))
    assert change(office, made, {"discount": Decimal(10)}) == []
    assert standing(office, paper) == ("draft", 1)


def test_a_signed_one_holds_the_order_and_so_its_sisters(office: Office, made: Order, sent: Contract) -> None:
    signed = office.do(lambda s: contract.make(s, made.id))
    office.do(lambda s: contract.step(s, signed.id, "signed"))
    before = now(office, signed)
    with pytest.raises(UserError, match=signed.number):
        change(office, made, {"discount": Decimal(10), "payment_terms": "tunai"})
    after = now(office, signed)
    assert standing(office, sent) == ("sent", 1)
    assert (after.state, after.version, after.total) == (before.state, before.version, before.total)


def test_one_undo_takes_back_both_and_one_redo_does_both_again(office: Office, made: Order, sent: Contract) -> None:
    total = sent.total
    change(office, made, {"discount": Decimal(50)})
    assert str(office.workspace.undo()) == "Change the order"
    assert (standing(office, sent), now(office, sent).total) == (("sent", 1), total)
    assert office.see(lambda s: order.get(s, made.id)).discount == 0
    office.workspace.redo()
    assert standing(office, sent) == ("draft", 2)
    assert now(office, sent).total.amount < total.amount


def test_sent_anew_it_becomes_a_third_version_by_the_next_change(office: Office, made: Order, sent: Contract) -> None:
    change(office, made, {"discount": Decimal(1)})
    assert change(office, made, {"discount": Decimal(2)}) == []
    office.do(lambda s: contract.step(s, sent.id, "sent"))
    change(office, made, {"discount": Decimal(3)})
    assert standing(office, sent) == ("draft", 3)


def test_back_to_draft_is_the_next_version_for_the_first_is_out_there(
    office: Office, made: Order, sent: Contract
) -> None:
    office.do(lambda s: contract.step(s, sent.id, "draft"))
    assert standing(office, sent) == ("draft", 2)
    office.do(lambda s: contract.save(s, sent.id, {"payment_terms": "90 hari"}))
    office.do(lambda s: contract.step(s, sent.id, "sent"))
    assert standing(office, sent) == ("sent", 2)
    for _ in range(3):
        office.workspace.undo()
    assert standing(office, sent) == ("sent", 1)


# Taking back what was done before it was sent


def take_back_last_but(office: Office, after: Callable[..., Any]) -> tuple[Contract, str, Callable[..., Any]]:
    """Take back the latest action, after others were done: what came after, what was told, and how to do it again."""
    entry = done.listing(office.workspace).page(Query(), 0, 1)[0][0]
    paper = after()
    return paper, str(office.workspace.take_back(entry)), lambda: office.workspace.take_back(entry)


def renamed_line(office: Office, made: Order) -> None:
    first, second = typed(office, made)
    change(office, made, {}, [replace(first, name="Kopi luwak asli"), second])


def of_another_day(office: Office, made: Order) -> None:
    change(office, made, {"ordered_on": date(2025, 1, 1), "promised_on": date(2025, 2, 1)})


def lines_changed_about(office: Office, made: Order) -> None:
    change(office, made, {}, typed(office, made)[::-1])


@pytest.mark.parametrize("before", [renamed_line, of_another_day, lines_changed_about])
def test_a_change_from_before_the_sending_is_taken_back_into_a_new_version(
    office: Office, made: Order, before: Callable[..., Any]
) -> None:
    before(office, made)
    paper, told, do_again = take_back_last_but(office, lambda: send(office, made))
    assert standing(office, paper) == ("draft", 2)
    assert told.endswith("It is a draft again, as version 2: send it anew.")
    do_again()
    assert standing(office, paper) == ("sent", 1)


def test_so_is_a_change_of_the_contract_itself(office: Office, made: Order) -> None:
    paper = office.do(lambda s: contract.make(s, made.id))
    office.do(lambda s: contract.save(s, paper.id, {"delivery_place": "Gudang lama"}))
    _, told, _ = take_back_last_but(office, lambda: office.do(lambda s: contract.step(s, paper.id, "sent")))
    assert standing(office, paper) == ("draft", 2)
    assert "send it anew" in told


def test_taking_back_what_does_not_stand_on_paper_leaves_it_sent(office: Office, made: Order) -> None:
    change(office, made, {"notes": "telepon dulu", "promised_on": date(2031, 1, 1), "payment_terms": "60 hari"})
    paper, told, _ = take_back_last_but(office, lambda: send(office, made))
    assert standing(office, paper) == ("sent", 1)
    assert told == "Change the order"
    assert now(office, paper).payment_terms == "60 hari"


def test_what_comes_back_under_another_number_must_be_sent_anew(office: Office, made: Order, sent: Contract) -> None:
    office.do(lambda s: order.delete(s, made.id, with_papers=True))
    again = office.order()
    taker = office.do(lambda s: contract.make(s, again.id))
    office.do(lambda s: contract.save(s, taker.id, {"number": sent.number}))
    [gone] = trash.listing(office.workspace).ids(Query())
    result = office.do(lambda s: trash.restore(s, [gone]))
    assert standing(office, sent) == ("draft", 2)
    assert "send it anew" in str(result.told[-1])
    assert now(office, sent).number == f"{sent.number}-2"
