"""What is below a product's limits: the lower price counts as much as the discount, and both discounts count."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.model.limits import Limits, Verdict, both_discounts
from desktop_crm.model.product import Product
from desktop_crm.model.tax import Tax

ADDED = Tax("PPN11", "PPN", Decimal(12), 11, 12)
INCLUDED = Tax("PPN11I", "PPN", Decimal(12), 11, 12, included=True)
NONE = None


def limits(
    price: str | None = "100",
    lowest: str | None = NONE,
    largest: str | None = NONE,
    *,
    currency: str = "IDR",
    tax: Tax | None = NONE,
) -> Limits:
    amount, least, most = (None if each is None else Decimal(each) for each in (price, lowest, largest))
    return Limits(currency, amount, least, most, tax)


def verdict(
    of: Limits, price: str | None, discount: str = "0", *, currency: str = "IDR", tax: Tax | None = NONE
) -> str:
    return of.verdict(None if price is None else Decimal(price), Decimal(discount), currency, tax).name


@pytest.mark.parametrize(
    ("of", "price", "discount", "wanted"),
    [
        (limits(), "1", "99", "OPEN"),
        (limits(lowest="90"), None, "0", "OPEN"),
        (limits(lowest="90"), "90", "0", "WITHIN"),
        (limits(lowest="90"), "100", "10", "WITHIN"),
        (limits(lowest="90"), "100", "10.01", "BELOW"),
        (limits(lowest="90"), "89.9999", "0", "BELOW"),
        (limits(lowest="0"), "0", "0", "WITHIN"),
        (limits(lowest="90"), "0", "0", "BELOW"),
        (limits(largest="10"), "100", "10", "WITHIN"),
        (limits(largest="10"), "100", "10.01", "BELOW"),
        (limits(largest="10"), "89", "0", "BELOW"),  # the same by a lower price
        (limits(largest="10"), "120", "20", "WITHIN"),  # 96 of 100
        (limits(largest="0"), "100", "0", "WITHIN"),
        (limits(largest="0"), "99.99", "0", "BELOW"),
        (limits("100", "80", "10"), "85", "0", "BELOW"),
        (limits("100", "95", "10"), "92", "0", "BELOW"),
        (limits(NONE, NONE, "10"), "50", "10", "WITHIN"),
        (limits(NONE, NONE, "10"), "50", "11", "BELOW"),
    ],
)
def test_verdict(of: Limits, price: str | None, discount: str, wanted: str) -> None:
    assert verdict(of, price, discount) == wanted


def test_in_another_currency_only_the_discount_is_compared() -> None:
    assert verdict(limits(largest="10"), "1", "10", currency="USD") == "WITHIN"
    assert verdict(limits(largest="10"), "1", "11", currency="USD") == "BELOW"
    assert verdict(limits(lowest="90"), "1", currency="USD") == "OPEN"
    assert verdict(limits("100", "90", "10"), "1", "11", currency="USD") == "BELOW"


def test_prices_are_compared_without_the_tax_that_is_in_them() -> None:
    of = limits("111", lowest="99.9", tax=INCLUDED)  # 90 without tax
    assert verdict(of, "99.9", tax=INCLUDED) == "WITHIN"
    assert verdict(of, "99.89", tax=INCLUDED) == "BELOW"
    assert verdict(of, "90", tax=ADDED) == "WITHIN"
    assert verdict(of, "89.99", tax=ADDED) == "BELOW"
    assert verdict(limits("111", largest="10", tax=INCLUDED), "90", tax=NONE) == "WITHIN"


percents = st.decimals(0, 100, places=2)
prices = st.decimals(0, 10**9, places=4)


@given(prices, prices, percents, percents, percents)
def test_who_gives_less_is_never_worse_off(
    price: Decimal, lowest: Decimal, largest: Decimal, one: Decimal, other: Decimal
) -> None:
    of = Limits("IDR", price, lowest, largest, ADDED)
    less, more = sorted((one, other))
    order = (Verdict.WITHIN, Verdict.BELOW)
    assert order.index(of.verdict(price, less, "IDR", ADDED)) <= order.index(of.verdict(price, more, "IDR", ADDED))


@given(prices.filter(bool), percents, percents)
def test_two_discounts_are_one(price: Decimal, one: Decimal, other: Decimal) -> None:
    both = both_discounts(one, other)
    assert price * (100 - both) / 100 == pytest.approx(price * (100 - one) / 100 * (100 - other) / 100)
    assert max(one, other) <= both <= 100


@pytest.mark.parametrize(
    ("values", "field", "severity"),
    [
        ({"lowest_price": Decimal(-1)}, "lowest_price", "error"),
        ({"lowest_price": Decimal("1.00001")}, "lowest_price", "error"),
        ({"lowest_price": Decimal(101)}, "lowest_price", "warning"),
        ({"largest_discount": Decimal(101)}, "largest_discount", "error"),
        ({"largest_discount": Decimal("1.005")}, "largest_discount", "error"),
    ],
)
def test_limits_that_make_no_sense_are_told(values: dict[str, Decimal], field: str, severity: str) -> None:
    record = Product(code="A", name_id="A", name_en="A", price=Decimal(100), **values)
    assert [(problem.field, problem.severity.value) for problem in record.problems()] == [(field, severity)]
