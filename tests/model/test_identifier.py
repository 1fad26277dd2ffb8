import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.model.identifier import (
    Identifier,
    display_identifier,
    identifier_doubt,
    identifier_problem,
    normalise_identifier,
    npwp_16,
)


@pytest.mark.parametrize(
    ("kind", "text", "number", "shown"),
    [
        ("NPWP", "02.183.241.5-000.000", "021832415000000", "02.183.241.5-000.000"),
        ("npwp", "0021 8324 1500 0000", "0021832415000000", "0021 8324 1500 0000"),
        ("nik", "3273056010900009", "3273056010900009", "3273 0560 1090 0009"),
        ("nib", " 1234567890123 ", "1234567890123", "1234567890123"),
        ("SIUP", " 503/  12 ", "503/ 12", "503/ 12"),
    ],
)
def test_right_numbers(kind: str, text: str, number: str, shown: str) -> None:
    identifier = normalise_identifier(kind, text)
    assert identifier == Identifier(kind.lower(), number)
    assert identifier_problem(identifier) is None
    assert identifier_doubt(identifier) is None
    assert display_identifier(identifier) == shown
    assert normalise_identifier(kind, shown) == identifier


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("npwp", "123"),
        ("npwp", "abc"),
        ("npwp", "0" * 15),
        ("nib", "12"),
        ("nik", "3273059910900009"),
        ("nik", "1"),
        ("siup", " "),
        ("npwp", ""),
    ],
)
def test_wrong_numbers(kind: str, text: str) -> None:
    assert identifier_problem(normalise_identifier(kind, text)) is not None


def test_a_mistyped_digit_raises_a_doubt_only() -> None:
    mistyped = Identifier("npwp", "021832414000000")
    assert identifier_problem(mistyped) is None
    assert identifier_doubt(mistyped) is not None
    assert identifier_doubt(Identifier("npwp", npwp_16(mistyped.number))) is not None


@given(st.sampled_from(["npwp", "nib", "nik", "nitku", "siup"]), st.text())
def test_normalising_twice_changes_nothing(kind: str, text: str) -> None:
    once = normalise_identifier(kind, text)
    assert normalise_identifier(once.kind, once.number) == once
    identifier_problem(once)
    identifier_doubt(once)
    display_identifier(once)
