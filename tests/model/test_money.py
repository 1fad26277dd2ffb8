"""Money: kept as integers, rounded in one place, never mixed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.model.money import CURRENCIES, Money, digits, from_minor, rounded, to_minor

currencies = st.sampled_from(sorted(CURRENCIES))
amounts = st.decimals(-(10**12), 10**12, places=4, allow_nan=False)


@given(st.integers(-(10**15), 10**15), currencies)
def test_what_the_file_keeps_comes_back(minor, currency):
    assert to_minor(from_minor(minor, currency), currency) == minor
    assert Money.of_minor(minor, currency).minor == minor


@given(amounts, currencies)
def test_rounding_is_near_settled_and_symmetric(amount, currency):
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
def test_halves_go_away_from_zero(amount, currency, wanted):
    assert rounded(Decimal(amount), currency) == Decimal(wanted)


@given(st.lists(amounts, max_size=8), currencies)
def test_sums_and_products_stay_in_their_currency(parts, currency):
    total = Money(Decimal(0), currency)
    for part in parts:
        total = total + Money(part, currency)
    assert total == Money(sum(parts, Decimal(0)), currency)
    assert total - total == total * 0
    assert -total + total == total * 0
    assert bool(total) == (total.amount != 0)


def test_two_currencies_are_never_mixed():
    with pytest.raises(ValueError, match="IDR and USD"):
        Money(Decimal(1)) + Money(Decimal(1), "USD")
    with pytest.raises(ValueError, match="USD and IDR"):
        Money(Decimal(1), "USD") - Money(Decimal(1))
    with pytest.raises(KeyError):
        rounded(Decimal(1), "XXX")
