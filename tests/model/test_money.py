"""Money: kept as integers, rounded in one place, never mixed."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.language import language
from desktop_crm.model.base import Fixed
from desktop_crm.model.money import (
    CURRENCIES,
    MAX_PRICE,
    PRICE_PLACES,
    Money,
    Rate,
    digits,
    from_minor,
    price_from_file,
    price_problem,
    price_to_file,
    rounded,
    to_minor,
)
from desktop_crm.model.totals import line_amount
from desktop_crm.ui.form.numbers import read_number

currencies = st.sampled_from(sorted(CURRENCIES))
amounts = st.decimals(-(10**12), 10**12, places=4, allow_nan=False)


@given(st.integers(-(10**15), 10**15), currencies)
def test_what_the_file_keeps_comes_back(minor: int, currency: str) -> None:
    assert to_minor(from_minor(minor, currency), currency) == minor
    assert Money.of_minor(minor, currency).minor == minor


@given(amounts, currencies)
def test_rounding_is_near_settled_and_symmetric(amount: Decimal, currency: str) -> None:
    near = rounded(amount, currency)
    assert abs(near - amount) <= Decimal(1).scaleb(-digits(currency)) / 2
    assert rounded(near, currency) == near
    assert rounded(-amount, currency) == -near


@pytest.mark.parametrize(
    ("amount", "currency", "wanted"),
    [
        ("0.5", "IDR", "1"),
        ("1.5", "IDR", "2"),
        ("-0.5", "IDR", "-1"),
        ("0.005", "USD", "0.01"),
        ("2.345", "EUR", "2.35"),
    ],
)
def test_halves_go_away_from_zero(amount: str, currency: str, wanted: str) -> None:
    assert rounded(Decimal(amount), currency) == Decimal(wanted)


@given(st.lists(amounts, max_size=8), currencies)
def test_sums_and_products_stay_in_their_currency(parts: list[Decimal], currency: str) -> None:
    total = Money(Decimal(0), currency)
    for part in parts:
        total = total + Money(part, currency)
    assert total == Money(sum(parts, Decimal(0)), currency)
    assert total - total == total * 0
    assert -total + total == total * 0
    assert bool(total) == (total.amount != 0)


prices = st.decimals(0, MAX_PRICE, places=PRICE_PLACES)
quantities = st.decimals(0, 10**12, places=3)
percents = st.decimals(0, 100, places=2)


@given(prices, currencies)
def test_a_price_keeps_its_four_decimals_in_any_currency(price: Decimal, currency: str) -> None:
    kept = Fixed(PRICE_PLACES).process_bind_param(price, None)
    assert kept < 2**63
    assert price_from_file(kept, currency) == Money(price, currency)
    assert price_to_file(Money(price, currency)) == kept
    assert price_problem(price) is None


@given(st.decimals(allow_nan=True, allow_infinity=True))
def test_what_is_no_price_is_told_and_all_else_can_be_kept(price: Decimal) -> None:
    if price_problem(price) is None:
        assert Decimal(Fixed(PRICE_PLACES).process_bind_param(price, None)) == price.scaleb(PRICE_PLACES)


@given(prices, currencies, st.sampled_from(["id", "en"]))
def test_a_price_is_shown_as_it_is(price: Decimal, currency: str, code: str) -> None:
    shown = language(code).amount(Money(price, currency))
    assert read_number(shown, code) == price
    assert len(shown.partition("," if code == "id" else ".")[2]) >= digits(currency)


@given(quantities, prices, percents, currencies)
def test_an_amount_is_rounded_once_and_half_up(
    quantity: Decimal, price: Decimal, discount: Decimal, currency: str
) -> None:
    exact = Fraction(quantity) * Fraction(price) * (100 - Fraction(discount)) / 100
    unit = Fraction(1, 10 ** digits(currency))
    assert line_amount(quantity, price, discount, currency) == (exact / unit + Fraction(1, 2)).__floor__() * unit


@pytest.mark.parametrize(
    ("quantity", "price", "currency", "wanted"),
    [
        ("1", "12.50", "IDR", "13"),
        ("3", "12.50", "IDR", "38"),
        ("2", "12.50", "IDR", "25"),
        ("1000", "0.0005", "USD", "0.5"),
        ("1", "0.0049", "USD", "0"),
        ("999999999.999", "99999999999999.9999", "IDR", "99999999999899999900000"),
    ],
)
def test_twelve_and_a_half_rupiah(quantity: str, price: str, currency: str, wanted: str) -> None:
    """The last one's product has 41 digits: a shorter way to it rounds twice."""
    assert line_amount(Decimal(quantity), Decimal(price), Decimal(0), currency) == Decimal(wanted)


@given(prices.filter(bool), st.decimals("0.0001", 10**6, places=6), st.permutations(["USD", "IDR", "EUR"]))
def test_a_rate_leads_there_and_about_back(price: Decimal, number: Decimal, pair: list[str]) -> None:
    rate = Rate.between(*pair[:2])
    assert {rate.unit, rate.other} == set(pair[:2])
    assert rate.unit != "IDR"
    there = rate.converted(price, pair[0], number)
    if there is not None:
        exact = Fraction(price) * Fraction(number) if pair[0] == rate.unit else Fraction(price) / Fraction(number)
        assert abs(Fraction(there) - exact) <= max(Fraction(1, 20_000), exact / 10_000)
        assert price_problem(there) is None
        assert there > 0


def test_a_rate_is_quoted_above_one() -> None:
    assert Rate.between("IDR", "USD") == Rate.between("USD", "IDR") == Rate("USD", "IDR")
    assert Rate.between("JPY", "EUR") == Rate("EUR", "JPY")
    assert Rate.between("JPY", "IDR") == Rate.between("IDR", "JPY") == Rate("JPY", "IDR")
    dollars = Rate("USD", "IDR")
    assert dollars.converted(Decimal(850_000), "IDR", Decimal(16_000)) == Decimal("53.13")
    assert dollars.converted(Decimal(12_500), "IDR", Decimal(16_350)) == Decimal("0.7645")
    assert dollars.converted(Decimal("12.34"), "USD", Decimal("16357.5")) == Decimal(201_852)
    assert dollars.converted(Decimal(10**14), "USD", Decimal(2)) is None


def test_two_currencies_are_never_mixed() -> None:
    with pytest.raises(ValueError, match="IDR and USD"):
        Money(Decimal(1)) + Money(Decimal(1), "USD")
    with pytest.raises(ValueError, match="USD and IDR"):
        Money(Decimal(1), "USD") - Money(Decimal(1))
    with pytest.raises(KeyError):
        rounded(Decimal(1), "XXX")
