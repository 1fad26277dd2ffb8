"""What can't be kept is refused where it was typed, and never an error of the program."""

from decimal import Decimal

import pytest

from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Query
from desktop_crm.model.money import Money
from desktop_crm.model.numbering import pattern_problem
from desktop_crm.services import attachment, client, order, product, search, settings


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
def test_a_line_beyond_all_measure(office, quantity, price, discount, field):
    line = office.line(quantity, price, discount)
    with pytest.raises(UserError) as refused:
        office.order(line)
    assert field in {problem.field for problem in refused.value.problems}
    told = office.see(lambda s: order.problems(s, order.start(s, office.client), [line]))
    assert field in {problem.field for problem in told}


def test_a_discount_with_too_many_decimals(office):
    with pytest.raises(UserError, match="decimals"):
        office.order(discount=Decimal("33.333"))


def test_an_unknown_currency_of_an_order(office):
    with pytest.raises(UserError, match="XXX"):
        office.order(currency="XXX")
    made = office.order()
    with pytest.raises(UserError, match="XXX"):
        office.do(lambda s: order.save(s, made.id, {"currency": "XXX"}, [office.line()]))
    assert office.see(lambda s: order.problems(s, {"currency": "XXX"}, [office.line()]))


def test_a_price_stays_when_only_the_currency_changes(office):
    made = office.order(office.line("1", "12.50", tax=False), currency="USD")
    changed = office.do(lambda s: order.save(s, made.id, {"currency": "EUR"}))
    assert changed.total == Money(Decimal("12.50"), "EUR")
    changed = office.do(lambda s: order.save(s, made.id, {"currency": "IDR"}))
    assert changed.total == Money(Decimal(13), "IDR")
    goods = office.do(lambda s: product.save(s, office.goods, {"currency": "USD"}))
    assert (goods.price, goods.currency) == (Decimal(125000), "USD")


@pytest.mark.parametrize("price", ["1e19", "1e40"])
def test_a_price_beyond_all_measure(office, price):
    with pytest.raises(UserError, match="too large"):
        office.do(lambda s: product.save(s, office.goods, {"price": Decimal(price)}))


@pytest.mark.parametrize("wrong", [{"rate": Decimal("1.23456")}, {"base_denominator": 10**30}])
def test_a_tax_that_can_not_be_kept(office, wrong):
    with pytest.raises(UserError):
        office.do(lambda s: settings.save_tax_rule(s, office.tax, wrong))


@pytest.mark.parametrize("days", [-1, 10**9])
def test_a_delivery_takes_some_days(office, days):
    with pytest.raises(UserError):
        office.do(lambda s: settings.save_company(s, {"delivery_days": days}))


@pytest.mark.parametrize(
    "place", ["{seq!s:.1}", "{seq:.0e}", "{seq:{seq}}", "{seq:999999999}", "{seq:0>99}", "{seq:%}"]
)
def test_a_pattern_that_may_give_a_number_twice_is_refused(place):
    assert pattern_problem(f"{place}/{{year}}")


@pytest.mark.parametrize("pattern", ["{seq:03}/PKS/{roman_month}/{year}", "{year2}{month:02}-{seq:5d}", "{seq}{year}"])
def test_usual_patterns_are_taken(pattern):
    assert pattern_problem(pattern) is None


def test_half_characters_of_old_file_names_and_torn_clipboards_are_marked(office):
    """Linux hands out names in an old encoding with half characters in them; no file can keep those."""
    made = office.do(lambda s: client.save(s, None, {"name": "Caf\udce9", "notes": "\ud83d"}), text="Caf\udce9")
    kept = office.see(lambda s: client.get(s, made.id))
    assert (kept.name, kept.full_name, kept.notes) == ("Caf\N{REPLACEMENT CHARACTER}",) * 2 + (
        "\N{REPLACEMENT CHARACTER}",
    )
    file = office.do(lambda s: attachment.add(s, "client", made.id, "Caf\udce9.pdf", b"x"))
    assert file.name == "Caf\N{REPLACEMENT CHARACTER}.pdf"
    assert office.workspace.undo()


def test_a_whole_page_pasted_into_the_search_finds_nothing(office):
    words = " ".join(f"kata{number}" for number in range(3000))
    assert search.find(office.workspace, words) == []
    assert client.listing(office.workspace).count(Query(find=words)) == 0
