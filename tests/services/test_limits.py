"""What can't be kept is refused where it was typed, and never an error of the program."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Query
from desktop_crm.model.money import Money
from desktop_crm.model.numbering import pattern_problem
from desktop_crm.model.problem import Severity
from desktop_crm.services import attachment, client, contract, order, product, search, settings
from desktop_crm.services.papers import contract as contract_paper
from desktop_crm.services.papers import order as order_paper
from tests.office import Office


@pytest.mark.parametrize(
    ("quantity", "price", "discount", "field"),
    [
        ("1e20", "0", "0", "lines.0.quantity"),
        ("1e20", "1", "100", "lines.0.quantity"),
        ("1", "1e20", "100", "lines.0.price"),
        ("1e30", "1e30", "0", "lines.0.quantity"),
        ("1", "1e40", "0", "lines.0.price"),
        ("1.2345", "1", "0", "lines.0.quantity"),
        ("1", "1", "12.345", "lines.0.discount"),
        ("1e6", "1e9", "0", "lines"),
    ],
)
def test_a_line_beyond_all_measure(office: Office, quantity: str, price: str, discount: str, field: str) -> None:
    line = office.line(quantity, price, discount)
    with pytest.raises(UserError) as refused:
        office.order(line)
    assert field in {problem.field for problem in refused.value.problems}
    told = office.see(lambda s: order.problems(s, order.start(s, office.client), [line]))
    assert field in {problem.field for problem in told}


def test_a_discount_with_too_many_decimals(office: Office) -> None:
    with pytest.raises(UserError, match="decimals"):
        office.order(discount=Decimal("33.333"))


def test_an_unknown_currency_of_an_order(office: Office) -> None:
    with pytest.raises(UserError, match="XXX"):
        office.order(currency="XXX")
    made = office.order()
    with pytest.raises(UserError, match="XXX"):
        office.do(lambda s: order.save(s, made.id, {"currency": "XXX"}, [office.line()]))
    assert office.see(lambda s: order.problems(s, {"currency": "XXX"}, [office.line()]))


def test_a_currency_that_changes_alone_leaves_no_price_but_what_is_free(office: Office) -> None:
    made = office.order(office.line("1", "12.50"), office.line("1", "0"), currency="USD")
    changed = office.do(lambda s: order.save(s, made.id, {"currency": "EUR"}))
    assert [line.price for line in changed.lines] == [None, 0]
    assert changed.total == Money(Decimal(0), "EUR")
    with pytest.raises(UserError, match="Line 1 has no price"):
        office.do(lambda s: order.step(s, made.id, "confirmed"))
    office.workspace.undo()
    again = office.see(lambda s: order.get(s, made.id))
    assert [line.price for line in again.lines] == [Decimal("12.50"), 0]
    kept = office.do(lambda s: order.save(s, made.id, {"currency": "USD"}))
    assert kept.lines[0].price == Decimal("12.50")
    goods = office.do(lambda s: product.save(s, office.goods, {"currency": "USD"}))
    assert (goods.price, goods.currency) == (None, "USD")
    goods = office.do(lambda s: product.save(s, office.goods, {"currency": "EUR", "price": Decimal(9)}))
    assert (goods.price, goods.currency) == (Decimal(9), "EUR")


def test_an_order_waits_for_its_prices_and_adds_up_the_others(office: Office) -> None:
    made = office.order(replace(office.line("3", tax=False), price=None), office.line("2", "100", tax=False))
    assert made.total == Money(Decimal(200), "IDR")
    (told,) = office.see(lambda s: order.get(s, made.id).problems())
    assert (told.field, told.severity) == ("lines.0.price", Severity.WARNING)
    paper = office.do(lambda s: contract.make(s, made.id))
    checked = office.see(lambda s: contract_paper.make(s, contract.get(s, paper.id)))
    assert not checked.may_print
    assert "lines.0.price" in {problem.field for problem in checked.problems}
    assert office.see(lambda s: order_paper.make(s, order.get(s, made.id)))


@pytest.mark.parametrize(
    ("price", "wrong"),
    [("0.00001", "at most 4 decimals"), ("100000000000000.0001", "too large"), ("-0.0001", "negative")],
)
def test_a_price_that_can_not_be_kept_is_refused(office: Office, price: str, wrong: str) -> None:
    with pytest.raises(UserError, match=wrong):
        office.order(office.line("1", price))
    with pytest.raises(UserError, match=wrong):
        office.do(lambda s: product.save(s, office.goods, {"price": Decimal(price)}))


@pytest.mark.parametrize("price", ["0.0001", "12.5", "100000000000000", "99999999999999.9999"])
@pytest.mark.parametrize("currency", ["IDR", "USD"])
def test_a_price_is_kept_to_its_fourth_decimal(office: Office, price: str, currency: str) -> None:
    made = office.order(office.line("0.001", price, "100", tax=False), currency=currency)
    assert office.see(lambda s: order.get(s, made.id)).lines[0].price == Decimal(price)


@pytest.mark.parametrize("price", ["1e19", "1e40"])
def test_a_price_beyond_all_measure(office: Office, price: str) -> None:
    with pytest.raises(UserError, match="too large"):
        office.do(lambda s: product.save(s, office.goods, {"price": Decimal(price)}))


@pytest.mark.parametrize("wrong", [{"rate": Decimal("1.23456")}, {"base_denominator": 10**30}])
def test_a_tax_that_can_not_be_kept(office: Office, wrong: dict[str, Any]) -> None:
    with pytest.raises(UserError):
        office.do(lambda s: settings.save_tax_rule(s, office.tax, wrong))


@pytest.mark.parametrize("days", [-1, 10**9])
def test_a_delivery_takes_some_days(office: Office, days: int) -> None:
    with pytest.raises(UserError):
        office.do(lambda s: settings.save_company(s, {"delivery_days": days}))


@pytest.mark.parametrize(
    "place", ["{seq!s:.1}", "{seq:.0e}", "{seq:{seq}}", "{seq:999999999}", "{seq:0>99}", "{seq:%}"]
)
def test_a_pattern_that_may_give_a_number_twice_is_refused(place: str) -> None:
    assert pattern_problem(f"{place}/{{year}}")


@pytest.mark.parametrize("pattern", ["{seq:03}/PKS/{roman_month}/{year}", "{year2}{month:02}-{seq:5d}", "{seq}{year}"])
def test_usual_patterns_are_taken(pattern: str) -> None:
    assert pattern_problem(pattern) is None


def test_half_characters_of_old_file_names_and_torn_clipboards_are_marked(office: Office) -> None:
    """Linux hands out names in an old encoding with half characters in them; no file can keep those."""
    made = office.do(lambda s: client.save(s, None, {"name": "Caf\udce9", "notes": "\ud83d"}), text="Caf\udce9")
    kept = office.see(lambda s: client.get(s, made.id))
    assert (kept.name, kept.full_name, kept.notes) == ("Caf\N{REPLACEMENT CHARACTER}",) * 2 + (
        "\N{REPLACEMENT CHARACTER}",
    )
    file = office.do(lambda s: attachment.add(s, "client", made.id, "Caf\udce9.pdf", b"x"))
    assert file.name == "Caf\N{REPLACEMENT CHARACTER}.pdf"
    assert office.workspace.undo()


def test_a_whole_page_pasted_into_the_search_finds_nothing(office: Office) -> None:
    words = " ".join(f"kata{number}" for number in range(3000))
    assert search.find(office.workspace, words) == []
    assert client.listing(office.workspace).count(Query(find=words)) == 0
