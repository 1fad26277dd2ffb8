from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.language import Language
from desktop_crm.model.money import to_places
from desktop_crm.ui.form.numbers import read_number, typed_number


@pytest.mark.parametrize(
    ("text", "code", "value"),
    [
        ("1.250.000", "id", "1250000"),
        ("1250000,50", "id", "1250000.5"),
        ("1.250.000,50", "id", "1250000.5"),
        ("1,250,000.50", "id", "1250000.5"),
        ("1,250,000.50", "en", "1250000.5"),
        ("1.250", "id", "1250"),
        ("1.250", "en", "1.25"),
        ("1,250", "en", "1250"),
        ("1,5", "en", "1.5"),
        ("1.5", "id", "1.5"),
        ("0.125", "id", "0.125"),
        ("1.2jt", "id", "1200000"),
        ("1,5 juta", "id", "1500000"),
        ("25rb", "id", "25000"),
        ("25 ribu", "en", "25000"),
        ("25k", "en", "25000"),
        ("2M", "id", "2000000000"),
        ("2m", "en", "2000000"),
        ("Rp 1.250.000,-", "id", "1250000"),
        ("Rp. 1.250.000,–", "id", "1250000"),
        ("US$ 12.50", "en", "12.5"),
        ("$12.50", "en", "12.5"),
        ("12,5 %", "id", "12.5"),
        ("-5", "en", "-5"),
        ("−5", "en", "-5"),
        ("1\xa0250\xa0000", "en", "1250000"),
        (" 007 ", "en", "7"),
        (".5", "en", "0.5"),
        ("1'000", "en", "1000"),
    ],
)
def test_reads_what_people_type(text: str, code: str, value: str) -> None:
    assert read_number(text, code) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "abc",
        "1.2.3",
        "12.50.000",
        "1,2,3",
        "1-2",
        "--5",
        "jt",
        "5 apples",
        "1..5",
        "٣٤x",
        "9" * 40,
        "1e5",
        "NaN",
        "l21",
        "O5",
        "abc5",
        "x 7",
        "HK$ 5",
    ],
)
@pytest.mark.parametrize("code", ["en", "id"])
def test_is_silent_about_what_is_no_number(text: str, code: str) -> None:
    assert read_number(text, code) is None


@pytest.mark.parametrize(
    ("text", "currency", "value"),
    [
        ("Rp 12.500", "IDR", 12500),
        ("IDR 12.500", "IDR", 12500),
        ("$5", "SGD", 5),
        ("¥ 5", "CNY", 5),
        ("usd 5", "USD", 5),
        ("USD 12.50", "IDR", None),
        ("Rp 12.500", "USD", None),
        ("€5", "GBP", None),
    ],
)
def test_the_sign_of_another_currency_makes_it_no_amount(text: str, currency: str, value: int | None) -> None:
    assert read_number(text, "id", currency) == value


@given(st.decimals(min_value=-(10**14), max_value=10**14, places=2), st.sampled_from(["en", "id"]))
def test_reads_back_what_it_writes_and_shows(value: Any, code: str) -> None:
    assert read_number(typed_number(value, code), code) in {value, to_places(value, 2)}
    shown = value.quantize(Decimal("0.01"))
    text = f"{shown:,.2f}"
    if code == "id":
        text = text.translate(str.maketrans(",.", ".,"))
    assert read_number(text, code) == value
    assert Language


@given(st.text(max_size=20))
def test_survives_any_text(text: Any) -> None:
    for code in ("en", "id"):
        value = read_number(text, code)
        assert value is None or value.is_finite()
