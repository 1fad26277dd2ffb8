"""Orders: steps and the rules between them, what may change when, and sums that hold."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop_crm.model.address import Address
from desktop_crm.model.errors import UserError
from desktop_crm.model.order_flow import ORDER_FLOW
from desktop_crm.model.order_states import OrderState
from desktop_crm.model.problem import Severity
from desktop_crm.services import client, contract, order, settings
from desktop_crm.services.lines import lines_of, taxes_by_id
from desktop_crm.services.papers import order as order_paper
from tests.office import Office
from tests.pdf import words_of


def test_the_sheet_says_usual_terms_in_both_languages(office: Office) -> None:
    made = office.order(payment_terms="30 hari setelah faktur", delivery_terms="franko gudang")
    english = words_of(office.see(lambda s: order_paper.make(s, order.get(s, made.id), "en")))
    assert "30 days after receipt of the invoice" in english
    assert "delivered to the warehouse" in english
    assert "30 hari setelah faktur" in words_of(office.see(lambda s: order_paper.make(s, order.get(s, made.id), "id")))


@pytest.mark.parametrize(("currency", "country", "told"), [("USD", "", 1), ("USD", "Singapore", 0), ("IDR", "", 0)])
def test_rupiah_are_wanted_between_parties_at_home(office: Office, currency: str, country: str, told: int) -> None:
    office.do(
        lambda s: client.save(s, office.client, {"addresses": (Address("Jl. Braga 1", "Bandung", country=country),)})
    )
    values = {"client_id": office.client, "ordered_on": date(2026, 3, 2), "currency": currency}
    found = office.see(lambda s: order.problems(s, values, [office.line(price="2.50", tax=False)]))
    assert [problem.field for problem in found if "rupiah" in str(problem.message)] == ["currency"] * told
    assert all(problem.severity is Severity.WARNING for problem in found if "rupiah" in str(problem.message))


def test_a_new_order_has_its_number_total_and_terms(office: Office) -> None:
    made = office.order(office.line("12.5", "125000", "10"), office.line("1", "50000", tax=False))
    assert made.number == f"SO/{made.ordered_on.year}/00001"
    assert made.total.amount == Decimal(1406250) + Decimal(154688) + 50000
    assert (made.payment_terms, made.delivery_terms) == ("30 hari", "franko gudang")
    assert made.lines[0].name_en == "Ground coffee"


@pytest.mark.parametrize("wanted", list(OrderState))
@pytest.mark.parametrize("state", list(OrderState))
def test_only_the_allowed_steps_are_taken(office: Office, state: OrderState, wanted: OrderState) -> None:
    made = office.order()
    path = {
        "draft": [],
        "confirmed": ["confirmed"],
        "in_delivery": ["confirmed", "in_delivery"],
        "fulfilled": ["confirmed", "in_delivery", "fulfilled"],
        "cancelled": ["cancelled"],
    }
    for step in path[state]:
        office.do(lambda s, step=step: order.step(s, made.id, step))
    if ORDER_FLOW.step(state, wanted):
        assert office.do(lambda s: order.step(s, made.id, wanted)).state == wanted
    else:
        with pytest.raises(UserError):
            office.do(lambda s: order.step(s, made.id, wanted))
        assert office.see(lambda s: order.get(s, made.id)).state == state


def test_confirming_makes_a_prospect_active_and_needs_a_line(office: Office) -> None:
    empty = office.do(lambda s: order.save(s, None, order.start(s, office.client), []))
    with pytest.raises(UserError):
        office.do(lambda s: order.step(s, empty.id, "confirmed"))
    assert office.see(lambda s: client.get(s, office.client)).status == "prospect"
    office.confirmed()
    assert office.see(lambda s: client.get(s, office.client)).status == "active"
    office.workspace.undo()
    assert office.see(lambda s: client.get(s, office.client)).status == "prospect"


def test_a_confirmed_order_keeps_its_lines_and_a_draft_does_not(office: Office) -> None:
    made = office.confirmed()
    with pytest.raises(UserError):
        office.do(lambda s: order.save(s, made.id, {}, [office.line("9")]))
    with pytest.raises(UserError):
        office.do(lambda s: order.save(s, made.id, {"discount": Decimal(5)}))
    office.do(lambda s: order.save(s, made.id, {"promised_on": date(2030, 1, 1), "notes": "tunggu"}))
    office.do(lambda s: order.step(s, made.id, "draft"))
    changed = office.do(lambda s: order.save(s, made.id, {"discount": Decimal(50)}, [office.line("9")]))
    assert len(changed.lines) == 1
    assert changed.total == office.see(lambda s: order.get(s, made.id)).totals().total


def test_lines_are_changed_added_and_taken_away_in_one_action(office: Office) -> None:
    made = office.order(office.line("1"), office.line("2"))
    typed = office.see(lambda s: lines_of(order.get(s, made.id), "id", taxes_by_id(s)))
    kept = order.LineInput(**{**{f: getattr(typed[1], f) for f in typed[1].__slots__}, "quantity": Decimal(5)})
    changed = office.do(lambda s: order.save(s, made.id, {}, [kept, office.line("7")]))
    assert [line.quantity for line in changed.lines] == [5, 7]
    assert changed.lines[0].id == typed[1].key
    office.workspace.undo()
    assert [line.quantity for line in office.see(lambda s: order.get(s, made.id)).lines] == [1, 2]


def test_unsigned_contracts_follow_the_total_and_a_signed_one_holds_the_order(office: Office) -> None:
    made = office.order()
    paper = office.do(lambda s: contract.make(s, made.id))
    changed = office.do(lambda s: order.save(s, made.id, {}, [office.line("10")]))
    assert office.see(lambda s: contract.get(s, paper.id)).total == changed.total
    office.do(lambda s: order.step(s, made.id, "confirmed"))
    office.do(lambda s: contract.step(s, paper.id, "signed"))
    for state in ("draft", "cancelled"):
        with pytest.raises(UserError):
            office.do(lambda s, state=state: order.step(s, made.id, state))


def test_a_duplicate_is_a_draft_of_today_with_a_number_of_its_own(office: Office) -> None:
    made = office.confirmed(office.line("3", discount="5"), discount=Decimal(2))
    copy = office.do(lambda s: order.duplicate(s, made.id))
    assert (copy.state, copy.total, copy.discount) == ("draft", made.total, made.discount)
    assert copy.number != made.number
    assert {line.id for line in copy.lines}.isdisjoint(line.id for line in made.lines)


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"quantity": "0"}, "lines.0.quantity"),
        ({"quantity": "-1"}, "lines.0.quantity"),
        ({"price": "-1"}, "lines.0.price"),
        ({"discount": "100.01"}, "lines.0.discount"),
        ({"quantity": "999999999", "price": "99999999999"}, "lines"),
    ],
)
def test_impossible_lines_are_told_at_their_cell(office: Office, line: dict[str, Any], field: str) -> None:
    with pytest.raises(UserError) as caught:
        office.order(office.line(**line))
    assert field in [problem.field for problem in caught.value.problems]
    assert str(office.workspace.undo_text()) == "None"


def test_an_order_is_deleted_only_while_nothing_hangs_on_it(office: Office) -> None:
    draft, firm = office.order(), office.confirmed()
    office.do(lambda s: order.delete(s, draft.id))
    with pytest.raises(UserError):
        office.do(lambda s: order.delete(s, firm.id))
    with pytest.raises(UserError):
        office.see(lambda s: order.get(s, draft.id))


def test_a_foreign_currency_keeps_its_cents(office: Office) -> None:
    made = office.order(office.line("3", "19.99", tax=False), currency="USD")
    assert (made.total.amount, made.total.currency) == (Decimal("59.97"), "USD")


@pytest.mark.parametrize("wrong", ["NaN", "-NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused_by_its_field(office: Office, wrong: str) -> None:
    for line, field in (
        (office.line(wrong), "quantity"),
        (office.line(discount=wrong), "discount"),
        (office.line(price=wrong), "price"),
    ):
        with pytest.raises(UserError) as refused:
            office.order(line)
        assert refused.value.problems[0].field == f"lines.0.{field}"
    with pytest.raises(UserError) as refused:
        office.order(discount=Decimal(wrong))
    assert refused.value.problems[0].field == "discount"
    with pytest.raises(UserError) as refused:
        office.do(lambda s: settings.save_tax_rule(s, None, {"code": "X", "name": "X", "rate": Decimal(wrong)}))
    assert refused.value.problems[0].field == "rate"
    made = office.order()
    paper = office.do(lambda s: contract.make(s, made.id))
    with pytest.raises(UserError) as refused:
        office.do(lambda s: contract.save(s, paper.id, {"terms": replace(paper.terms, penalty_percent=Decimal(wrong))}))
    assert refused.value.problems[0].field == "terms.penalty_percent"
