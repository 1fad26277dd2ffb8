"""An order's sums: the parts are the whole, whatever the taxes, discounts and currency."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.model.money import CURRENCIES, Money, digits, rounded
from desktop_crm.model.tax import Tax
from desktop_crm.model.totals import Part, line_amount, paper_totals, shared_out


@dataclass(frozen=True)
class Line:
    quantity: Decimal
    price: Decimal
    discount: Decimal
    tax: Tax | None


PPN = Tax("PPN11", "PPN 12% × 11/12", Decimal(12), 11, 12)
PPN_INCLUDED = Tax("PPN11I", "PPN 12% × 11/12, termasuk", Decimal(12), 11, 12, included=True)
PPN_BY_LINE = Tax("PPN11L", "PPN 12% × 11/12", Decimal(12), 11, 12, by_line=True)
FULL = Tax("PPN12", "PPN 12%", Decimal(12))
LUXURY = Tax("MEWAH", "PPN 12%", Decimal(12), second_name="PPnBM 20%", second_rate=Decimal(20))
taxes = st.one_of(
    st.none(),
    st.sampled_from([PPN, PPN_INCLUDED, PPN_BY_LINE, FULL, LUXURY, Tax("PPN0", "PPN 0%", Decimal(0))]),
    st.builds(
        Tax,
        st.sampled_from(["A", "B"]),
        st.just("any"),
        st.decimals(0, 100, places=2),
        st.just(1),
        st.integers(1, 12),
        st.booleans(),
        st.booleans(),
        st.sampled_from(["", "PPnBM"]),
        st.decimals(0, 200, places=2),
    ),
)
percents = st.one_of(st.sampled_from([Decimal(0), Decimal(5), Decimal(100)]), st.decimals(0, 100, places=2))
prices = st.one_of(st.none(), st.integers(0, 30).map(Decimal), st.decimals(0, 10**8, places=4))
lines = st.lists(
    st.builds(Line, st.one_of(st.just(Decimal(1)), st.decimals("0.001", 10_000, places=3)), prices, percents, taxes),
    max_size=12,
)
currencies = st.sampled_from(sorted(CURRENCIES))


def unit(currency: str) -> Decimal:
    return Decimal(1).scaleb(-digits(currency))


def amount(line: Line, currency: str) -> Decimal:
    return line_amount(line.quantity, line.price, line.discount, currency)


@given(lines, percents, currencies)
def test_the_printed_sums_add_up(lines: list[Line], discount: Decimal, currency: str) -> None:
    totals = paper_totals(lines, discount, currency)
    above = list(totals.above())

    def printed(part: Part, of: Callable[..., Any] = lambda _tax: True) -> Decimal:
        return sum((item.amount.amount for item in above if item.part is part and of(item.tax)), Decimal(0))

    total = totals.total.amount
    assert printed(Part.LINES) == sum((amount(line, currency) for line in lines), Decimal(0))
    added = printed(Part.TAX, lambda tax: not tax.included)
    assert printed(Part.LINES) + printed(Part.DISCOUNT) + added == total
    if any(item.part is Part.UNTAXED for item in above):
        assert printed(Part.UNTAXED) + printed(Part.TAX) + printed(Part.ROUNDING) == total
    else:
        assert not any(item.tax.included for item in totals.taxes)
        assert not totals.rounding
    assert sum((item.amount for item in totals.taxes), Money(Decimal(0), currency)) == totals.tax
    assert totals.main_tax + sum((item.amount for item in totals.further), Money(Decimal(0), currency)) == totals.tax


@given(lines, percents, currencies)
def test_a_tax_is_what_its_printed_base_says(lines: list[Line], discount: Decimal, currency: str) -> None:
    told = None
    for item in paper_totals(lines, discount, currency).above():
        if item.part is Part.TAX:
            exact = told * item.tax.rate / 100
            if item.tax.by_line:
                most = sum(line.tax is not None and line.tax.code == item.tax.code for line in lines) * unit(currency)
                assert abs(item.amount.amount - exact) <= most
            else:
                assert item.amount.amount == rounded(exact, currency)
        elif item.part is not Part.DISCOUNT:
            told = item.amount.amount


@given(lines, percents, currencies)
def test_what_an_included_tax_leaves_over_is_less_than_its_line(
    lines: list[Line], discount: Decimal, currency: str
) -> None:
    totals = paper_totals(lines, discount, currency)
    pieces = sum(line.tax is not None and line.tax.included for line in lines)
    assert abs(totals.rounding.amount) <= 2 * pieces * unit(currency)
    assert totals.untaxed.amount >= 0


@given(lines, percents, currencies)
def test_every_sum_is_in_whole_minor_units_and_none_negative(
    lines: list[Line], discount: Decimal, currency: str
) -> None:
    totals = paper_totals(lines, discount, currency)
    for part in (totals.lines, totals.discount, totals.untaxed, totals.tax, totals.total):
        assert part == part.rounded()
        assert part.amount >= 0


@given(lines, percents, currencies)
def test_the_order_of_lines_does_not_matter(lines: list[Line], discount: Decimal, currency: str) -> None:
    backwards, forwards = paper_totals(lines[::-1], discount, currency), paper_totals(lines, discount, currency)
    assert set(backwards.taxes) == set(forwards.taxes)
    assert (backwards.total, backwards.untaxed, backwards.discount) == (
        forwards.total,
        forwards.untaxed,
        forwards.discount,
    )


@given(lines, percents, currencies)
def test_the_discount_is_computed_once_from_the_sum(lines: list[Line], discount: Decimal, currency: str) -> None:
    totals = paper_totals(lines, discount, currency)
    assert totals.discount.amount == rounded(totals.lines.amount * discount / 100, currency)


@given(st.lists(st.integers(0, 10**6), max_size=20), st.data())
def test_shares_add_up_and_none_is_a_unit_off(weights: list[int], data: Any) -> None:
    whole = data.draw(st.integers(0, sum(weights)))
    shares = shared_out(whole, weights)
    assert sum(shares) == (whole if weights else 0)
    for weight, share in zip(weights, shares, strict=True):
        assert 0 <= share <= weight
        assert abs(share * sum(weights) - whole * weight) < max(sum(weights), 1)


@pytest.mark.parametrize(
    ("prices", "currency", "percent", "wanted"),
    [
        ([("10", PPN), ("10", FULL)], "IDR", "5", "1"),
        ([("10", None), ("10", FULL)], "IDR", "5", "1"),
        ([("0.30", FULL)], "USD", "5", "0.02"),
        ([("0.10", FULL), ("0.10", PPN), ("0.10", None)], "USD", "5", "0.02"),
        ([("10", PPN)] * 100 + [("10", FULL)] * 100, "IDR", "5", "100"),
    ],
)
def test_an_order_discount_adds_up(
    prices: list[tuple[str, Tax | None]], currency: str, percent: str, wanted: str
) -> None:
    found = paper_totals(
        [Line(Decimal(1), Decimal(price), Decimal(0), tax) for price, tax in prices], Decimal(percent), currency
    )
    assert found.discount == Money(Decimal(wanted), currency)
    assert found.untaxed == found.lines - found.discount


def test_each_tax_bears_its_share_of_the_discount() -> None:
    goods = [Line(Decimal(1), Decimal(10), Decimal(0), tax) for tax in [PPN] * 100 + [FULL] * 100]
    bases = {item.tax.code: item.base.amount for item in paper_totals(goods, Decimal(5), "IDR").taxes}
    assert bases == {"PPN12": 950, "PPN11": 871}


def test_a_tax_by_line_is_rounded_for_each_line() -> None:
    three = [Line(Decimal(1), Decimal(104), Decimal(0), tax) for tax in [PPN_BY_LINE] * 3]
    (by_line,) = paper_totals(three, Decimal(0), "IDR").taxes
    assert (by_line.base.amount, by_line.amount.amount) == (3 * 95, 3 * 11)
    (once,) = paper_totals([Line(Decimal(3), Decimal(104), Decimal(0), PPN)], Decimal(0), "IDR").taxes
    assert (once.base.amount, once.amount.amount) == (286, 34)


def test_a_second_tax_is_on_the_whole_price_beside_the_first() -> None:
    totals = paper_totals([Line(Decimal(1), Decimal(1_000_000), Decimal(0), LUXURY)], Decimal(0), "IDR")
    told = [(item.tax.name, item.base.amount, item.amount.amount) for item in totals.taxes]
    assert told == [("PPN 12%", 1_000_000, 120_000), ("PPnBM 20%", 1_000_000, 200_000)]
    assert totals.total.amount == 1_320_000
    assert [item.part for item in totals.above()] == [Part.LINES, Part.TAX, Part.TAX]


def test_an_included_second_tax_leaves_the_price_that_both_are_on() -> None:
    both = Tax("X", "PPN 12%", Decimal(12), included=True, second_name="PPnBM 20%", second_rate=Decimal(20))
    totals = paper_totals([Line(Decimal(1), Decimal(1_320_000), Decimal(0), both)], Decimal(0), "IDR")
    assert (totals.untaxed.amount, totals.tax.amount, totals.total.amount) == (1_000_000, 320_000, 1_320_000)


def test_where_no_price_and_tax_are_the_amount_the_rest_is_told() -> None:
    included = Tax("X", "PPN 12%", Decimal(12), included=True)
    totals = paper_totals([Line(Decimal(1), Decimal(5), Decimal(0), included)], Decimal(0), "IDR")
    told = [(item.part, item.amount.amount) for item in totals.above()]
    assert told == [(Part.LINES, 5), (Part.UNTAXED, 4), (Part.TAX, 0), (Part.ROUNDING, 1)]


def test_a_rule_of_an_earlier_version_is_read() -> None:
    kept = {
        "code": "PPN11",
        "name": "PPN",
        "rate": "12",
        "base_numerator": 11,
        "base_denominator": 12,
        "included": False,
    }
    assert Tax.from_json(kept) == Tax("PPN11", "PPN", Decimal(12), 11, 12)
    assert Tax.from_json(LUXURY.to_json()) == LUXURY


@pytest.mark.parametrize(
    ("prices", "percent", "wanted"),
    [
        ([("10", PPN), ("10", FULL)], "5", "2 18 20"),  # each tax's discount rounded by itself
        ([("1000050", PPN)], "0", "0 1000050 1110056"),  # the tax from the price: by its base of 916,713 it is the same
        ([("50", PPN)], "0", "0 50 56"),
        ([("5", Tax("X", "PPN 12%", Decimal(12), included=True))], "0", "0 4 5"),
    ],
)
def test_what_was_agreed_under_an_older_arithmetic_keeps_its_figures(
    prices: list[tuple[str, Tax]], percent: str, wanted: str
) -> None:
    goods = [Line(Decimal(1), Decimal(price), Decimal(0), tax) for price, tax in prices]
    for version in (1, 2):
        found = paper_totals(goods, Decimal(percent), "IDR", version)
        assert " ".join(str(part.amount) for part in (found.discount, found.untaxed, found.total)) == wanted
        assert not found.rounding


@given(st.integers(0, 10**14).map(Decimal), taxes.filter(lambda tax: tax is not None), currencies)
def test_an_amount_is_split_as_near_as_its_bases_allow(amount: Decimal, tax: Tax, currency: str) -> None:
    untaxed, dues = tax.split(amount.scaleb(-digits(currency)), currency)
    for due in dues:
        assert due.base == rounded(untaxed * due.tax.base_numerator / due.tax.base_denominator, currency)
        assert due.amount == rounded(due.base * due.tax.rate / 100, currency)
        assert 0 <= due.base <= untaxed
    left = amount.scaleb(-digits(currency)) - untaxed
    assert left == 0 if not tax.included else abs(left - sum(due.amount for due in dues)) <= 2 * unit(currency)


@given(st.integers(0, 10**14).map(Decimal))
def test_twelve_percent_of_eleven_twelfths_is_eleven_percent(amount: Decimal) -> None:
    untaxed, (due,) = PPN.split(amount, "IDR")
    assert untaxed == amount
    assert abs(due.amount - amount * 11 / 100) <= 1


@pytest.mark.parametrize(
    ("tax", "price", "wanted"),
    [
        (PPN, 1_200_000, (1_200_000, 1_100_000, 132_000, 1_332_000)),
        (FULL, 1_000_000, (1_000_000, 1_000_000, 120_000, 1_120_000)),
        (PPN_INCLUDED, 1_110_000, (1_000_000, 916_667, 110_000, 1_110_000)),
    ],
)
def test_worked_examples(tax: Tax, price: int, wanted: tuple[int, int, int, int]) -> None:
    totals = paper_totals([Line(Decimal(1), Decimal(price), Decimal(0), tax)], Decimal(0), "IDR")
    found = (totals.untaxed, totals.taxes[0].base, totals.tax, totals.total)
    assert found == tuple(Money(Decimal(amount)) for amount in wanted)
