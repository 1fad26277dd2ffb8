"""What was agreed under an older arithmetic keeps its figures; what is still a draft takes the new one when it is saved."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

from desktop_crm.model.money import Money
from desktop_crm.model.order import Order
from desktop_crm.services import contract, order, settings
from desktop_crm.services.lines import LineInput
from desktop_crm.services.papers import contract as contract_paper
from desktop_crm.services.safety import check
from tests.office import Office

OLDER = 2


@pytest.fixture
def full(office: Office) -> tuple[int, int]:
    """A second tax group: the ids of both rules."""
    rule = office.do(lambda s: settings.save_tax_rule(s, None, {"code": "P12", "name": "PPN 12%", "rate": Decimal(12)}))
    return office.tax, rule.id


def lines(office: Office, rules: tuple[int, int]) -> list[LineInput]:
    """Two of 10 in two tax groups: at 5 % the discount was 2, and is 1."""
    found = []
    for rule in rules:
        one = office.line("1", "10")
        found.append(order.LineInput(**{**{name: getattr(one, name) for name in one.__slots__}, "tax_id": rule}))
    return found


@pytest.fixture
def older(office: Office, full: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Makes an order the way version 2 of the arithmetic did."""

    def make() -> Order:
        with monkeypatch.context() as patch:
            patch.setattr(order, "ARITHMETIC", OLDER)
            return office.order(*lines(office, full), discount=Decimal(5))

    return make


def now(office: Office, record: Order) -> Order:
    return office.see(lambda s: order.get(s, record.id))


def figures(record: Order) -> tuple[Decimal, Decimal]:
    totals = record.totals()
    assert totals.total == record.total
    return totals.discount.amount, totals.total.amount


def test_a_draft_is_what_it_was_until_it_is_saved(office: Office, older: Callable[..., Any]) -> None:
    draft = older()
    assert figures(draft) == (2, 20)
    assert figures(now(office, draft)) == (2, 20)
    office.do(lambda s: order.save(s, draft.id, {"notes": "x"}))
    assert figures(now(office, draft)) == (1, 21)
    office.workspace.undo()
    assert figures(now(office, draft)) == (2, 20)
    assert check.check(office.workspace) == []


def test_confirmed_and_signed_orders_keep_their_figures(office: Office, older: Callable[..., Any]) -> None:
    made = older()
    office.do(lambda s: order.step(s, made.id, "confirmed"))
    paper = office.do(lambda s: contract.make(s, made.id))
    office.do(lambda s: contract.step(s, paper.id, "signed"))
    office.do(lambda s: order.save(s, made.id, {"notes": "x"}))
    office.do(
        lambda s: settings.save_tax_rule(
            s, office.tax, {"by_line": True, "second_name": "PPnBM", "second_rate": Decimal(20)}
        )
    )
    assert figures(now(office, made)) == (2, 20)
    assert now(office, made).arithmetic == OLDER
    assert check.check(office.workspace) == []


def test_a_contract_that_was_sent_is_told_when_its_draft_order_comes_to_something_else(
    office: Office, older: Callable[..., Any]
) -> None:
    made = older()
    paper = office.do(lambda s: contract.make(s, made.id))
    office.do(lambda s: contract.step(s, paper.id, "sent"))
    told: list[Any] = []
    office.do(lambda s: order.save(s, made.id, {"notes": "x"}, tell=told.append))
    assert "was sent before this change" in str(told[0])
    assert office.see(lambda s: contract.get(s, paper.id)).total == Money(Decimal(21))


def test_signing_takes_the_figures_of_the_paper_that_was_sent(office: Office, older: Callable[..., Any]) -> None:
    made = older()
    paper = office.do(lambda s: contract.make(s, made.id))
    office.do(lambda s: contract.step(s, paper.id, "sent"))
    office.do(lambda s: contract.step(s, paper.id, "signed"))
    assert figures(now(office, made)) == (2, 20)
    assert check.check(office.workspace) == []


def test_a_copy_is_reckoned_as_today(office: Office, older: Callable[..., Any]) -> None:
    made = older()
    told: list[Any] = []
    copy = office.do(lambda s: order.duplicate(s, made.id, tell=told.append))
    assert figures(copy) == (1, 21)
    assert told[-1].args == {"now": Money(Decimal(21)), "before": Money(Decimal(20))}


def test_a_rule_is_kept_with_the_line_and_a_copy_takes_todays(office: Office) -> None:
    made = office.confirmed()
    values = {"by_line": True, "second_name": "PPnBM 20%", "second_rate": Decimal(20)}
    office.do(lambda s: settings.save_tax_rule(s, office.tax, values))
    kept = now(office, made)
    assert (kept.lines[0].tax.by_line, kept.lines[0].tax.second_name, kept.total) == (False, "", made.total)
    told: list[Any] = []
    copy = office.do(lambda s: order.duplicate(s, made.id, tell=told.append))
    assert [item.tax.name for item in copy.totals().taxes] == ["PPN 12% × 11/12", "PPnBM 20%"]
    assert "PPnBM 20% (20 %)" in str(told[0])


def test_a_paper_that_calls_all_taxes_one_is_told(office: Office) -> None:
    values = {"second_name": "PPnBM 20%", "second_rate": Decimal(20)}
    office.do(lambda s: settings.save_tax_rule(s, office.tax, values))
    made = office.confirmed()
    paper = office.do(lambda s: contract.make(s, made.id))

    def told() -> list[str]:
        problems = office.see(lambda s: contract_paper.make(s, contract.get(s, paper.id))).problems
        return [str(problem.message) for problem in problems if problem.field == "totals.taxes"]

    assert told() == []
    older: Callable[[str], str] = lambda text: re.sub(r"{% for item in totals.further %}.*?{% endfor %}", "", text)  # noqa: E731 - with its types

    def as_before(session: Session) -> None:
        record = contract.get(session, paper.id).template
        record.text_id, record.text_en = older(record.text_id), older(record.text_en)

    office.do(as_before)
    assert told() == ["The text of the contract doesn't name PPnBM 20%, which is in the price"]
