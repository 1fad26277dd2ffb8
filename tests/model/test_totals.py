"""An order's sums: the parts are the whole, whatever the taxes, discounts and currency."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.model.money import CURRENCIES, Money, digits, rounded
from desktop_crm.model.tax import Tax
from desktop_crm.model.totals import line_amount, order_totals


@dataclass(frozen=True)
class Line:
    quantity: Decimal
    price: Decimal
    discount: Decimal
    tax: Tax | None


PPN = Tax("PPN11", "PPN 12% × 11/12", Decimal(12), 11, 12)
PPN_INCLUDED = Tax("PPN11I", "PPN 12% × 11/12, termasuk", Decimal(12), 11, 12, included=True)
LUXURY = Tax("PPN12", "PPN 12%", Decimal(12))
taxes = st.one_of(
    st.none(),
    st.sampled_from([PPN, PPN_INCLUDED, LUXURY, Tax("PPN0", "PPN 0%", Decimal(0))]),
    st.builds(
        Tax,
        st.sampled_from(["A", "B"]),
        st.just("any"),
        st.decimals(0, 100, places=2),
        st.just(1),
        st.integers(1, 12),
        st.booleans(),
    ),
)
percents = st.decimals(0, 100, places=2)
lines = st.lists(
    st.builds(Line, st.decimals("0.001", 10_000, places=3), st.integers(0, 10**8).map(Decimal), percents, taxes),
    max_size=12,
)
currencies = st.sampled_from(sorted(CURRENCIES))


@given(lines, percents, currencies)
def test_the_parts_are_the_whole(lines, discount, currency):
    totals = order_totals(lines, discount, currency)
    net = totals.lines - totals.discount
    added = sum((part.amount.amount for part in totals.taxes if not part.tax.included), Decimal(0))
    included = sum((part.amount.amount for part in totals.taxes if part.tax.included), Decimal(0))
    assert totals.total.amount == net.amount + added
    assert totals.untaxed.amount == net.amount - included
    assert totals.untaxed + totals.tax == totals.total
    assert totals.tax.amount == added + included
    assert totals.lines.amount == sum(
        (line_amount(line.quantity, line.price, line.discount, currency) for line in lines), Decimal(0)
    )


@given(lines, percents, currencies)
def test_every_sum_is_in_whole_minor_units_and_none_negative(lines, discount, currency):
    totals = order_totals(lines, discount, currency)
    for part in (totals.lines, totals.discount, totals.untaxed, totals.tax, totals.total):
        assert part == part.rounded()
        assert part.amount >= 0


@given(lines, percents, currencies)
def test_the_order_of_lines_does_not_matter(lines, discount, currency):
    backwards = order_totals(reversed(lines), discount, currency)
    assert (backwards.total, backwards.tax, backwards.discount) == (
        (forwards := order_totals(lines, discount, currency)).total,
        forwards.tax,
        forwards.discount,
    )


@given(lines, percents, currencies)
def test_the_spread_discount_is_the_discount_but_for_a_unit_a_tax(lines, discount, currency):
    totals = order_totals(lines, discount, currency)
    exact = totals.lines.amount * discount / 100
    kinds = len({line.tax for line in lines})
    assert abs(totals.discount.amount - exact) <= kinds * Decimal(1).scaleb(-digits(currency)) / 2


@given(st.integers(0, 10**14).map(Decimal), taxes.filter(lambda tax: tax is not None), currencies)
def test_an_included_tax_and_its_base_are_the_price(amount, tax, currency):
    untaxed, base, due = tax.split(amount, currency)
    if tax.included:
        assert untaxed + due == rounded(amount, currency)
    else:
        assert untaxed == rounded(amount, currency)
    assert 0 <= base <= untaxed
    exact = untaxed * tax.effective.numerator / tax.effective.denominator
    assert abs(due - exact) <= Decimal(1).scaleb(-digits(currency))


@given(st.integers(0, 10**14).map(Decimal))
def test_twelve_percent_of_eleven_twelfths_is_eleven_percent(amount):
    untaxed, base, due = PPN.split(amount, "IDR")
    assert due == rounded(amount * 11 / 100, "IDR")
    assert untaxed == amount
    assert abs(base * 12 / 100 - due) <= 1


@pytest.mark.parametrize(
    ("tax", "price", "wanted"),
    [
        (PPN, 1_200_000, (1_200_000, 1_100_000, 132_000, 1_332_000)),
        (LUXURY, 1_000_000, (1_000_000, 1_000_000, 120_000, 1_120_000)),
        (PPN_INCLUDED, 1_110_000, (1_000_000, 916_667, 110_000, 1_110_000)),
    ],
)
def test_worked_examples(tax, price, wanted):
    totals = order_totals([Line(Decimal(1), Decimal(price), Decimal(0), tax)], Decimal(0), "IDR")
    found = (totals.untaxed, totals.taxes[0].base, totals.tax, totals.total)
    assert found == tuple(Money(Decimal(amount)) for amount in wanted)
