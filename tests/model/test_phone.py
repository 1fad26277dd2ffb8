import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.model.phone import display_phone, normalise_phone, phone_needle, phone_problem


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("0812-3456-7890", "+6281234567890"),
        ("+62 0812 3456 7890", "+6281234567890"),
        ("62812345678", "+62812345678"),
        ("81234567890", "+6281234567890"),
        ("0062 812 3456 7890", "+6281234567890"),
        ("(0361) 123456", "+62361123456"),
        ("+62 (0)21 5551234", "+62215551234"),
        ("62 21 5551234", "+62215551234"),
        ("021 5551234 ext 12", "+62215551234;ext=12"),
        ("HP/WA: 0812 3456 789", "+628123456789"),
        ("tel:+62-21-5551234;ext=5", "+62215551234;ext=5"),
        ("+65 6123 4567", "+6561234567"),
        ("+390612345678", "+390612345678"),
        ("٠٨١٢٣٤٥٦٧٨٩", "+628123456789"),
    ],
)
def test_normalise(text: str, kept: str) -> None:
    assert normalise_phone(text) == kept
    assert phone_problem(text) is None
    assert normalise_phone(kept) == kept


@pytest.mark.parametrize("text", ["14045", "1500-888", "110", "150150"])
def test_short_codes_stay_short(text: str) -> None:
    assert normalise_phone(text) == text.replace("-", "")
    assert phone_problem(text) is None
    assert display_phone(normalise_phone(text)) == text.replace("-", "")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("65 6123 4567", "+6561234567"),
        ("14155552671", "+14155552671"),
        ("86 10 1234 5678", "+861012345678"),
        ("812-3456-7890", "+6281234567890"),
        ("21 5551 2345", "+622155512345"),
        ("31 5551 2345", "+623155512345"),
        ("61 451 2345", "+62614512345"),
    ],
)
def test_a_plus_that_was_left_out(text: str, kept: str) -> None:
    assert normalise_phone(text) == kept


@pytest.mark.parametrize(
    "text", ["", "abc", "12", "0812 / 0813", "0812 Budi 12345678", "+999 123456", "0" * 30, "6.28E+12"]
)
def test_no_number(text: str) -> None:
    assert normalise_phone(text) is None
    assert phone_problem(text) is not None


def test_country_of_the_caller() -> None:
    assert normalise_phone("6123 4567", "SG") == "+6561234567"


@given(st.from_regex(r"(\+62 ?|0)(8[1-35-9]|2[124]|3[1-4]|[4-7][1-9])[ .-]?[0-9]{3}[ .-]?[0-9]{3,6}", fullmatch=True))
def test_the_quick_way_agrees_with_the_library(text: str) -> None:
    parsed = phonenumbers.parse(text, "ID")
    kept = normalise_phone(text)
    if phonenumbers.is_possible_number(parsed):
        assert kept == phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    else:
        assert kept is None


@given(st.from_regex(r"\+628([1-35-9][0-9]{7,10}|[0-9]{10,11})", fullmatch=True))
def test_the_quick_display_agrees_with_the_library(kept: str) -> None:
    shown = phonenumbers.format_number(phonenumbers.parse(kept), phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    assert display_phone(kept) == shown
    assert normalise_phone(shown) == kept


@given(st.text())
def test_any_text_is_either_kept_or_told(text: str) -> None:
    kept = normalise_phone(text)
    assert (kept is None) == (phone_problem(text) is not None)
    assert kept is None or normalise_phone(display_phone(kept)) == kept


def test_display_of_what_is_no_number() -> None:
    assert display_phone("ask Budi") == "ask Budi"
    assert display_phone("+62215551234;ext=12") == "+62 21 5551234 ext. 12"


def test_needle() -> None:
    assert phone_needle("0812-34") == "81234"
    assert phone_needle("+62 812") == "62812"
    assert phone_needle("+62 (0)21 555") == "6221555"
