"""Which numbers name a party on paper: here the NPWP with 16 digits, of a person the NIK, abroad those of the country."""

import pytest

from desktop_crm.model.address import Address
from desktop_crm.model.country import country_of, is_abroad
from desktop_crm.model.identifier import Identifier
from desktop_crm.model.party_numbers import kinds_asked, party_numbers

OLD, NEW, BRANCH = "02.183.241.5-000.000", "0021832415000000", "021832415000001"
NIK, PLACE = "3273056010900009", "0021832415000000000001"
OTHER = "0021832416000000000001"  # of another taxpayer


def told(
    *identifiers: tuple[str, str], country: str = "Indonesia", person: bool = False, legal_form: str = "PT"
) -> list[tuple[str, str]]:
    kept = [Identifier(kind, number) for kind, number in identifiers]
    found = party_numbers(kept, country, person=person, legal_form=legal_form)
    return [(one.kind, one.number.replace("\xa0", " ")) for one in found]


@pytest.mark.parametrize(
    ("identifiers", "expected"),
    [
        ([("npwp", OLD)], [("npwp", "0021 8324 1500 0000")]),
        ([("npwp", NEW)], [("npwp", "0021 8324 1500 0000")]),
        ([("npwp", BRANCH)], [("npwp", "02.183.241.5-000.001")]),  # a branch has no NPWP of 16 digits
        (
            [("npwp", BRANCH), ("nitku", PLACE)],
            [("npwp", "0021 8324 1500 0000"), ("nitku", f"0021 8324 1500 0000 {PLACE[16:]}")],
        ),
        ([("nitku", PLACE)], [("npwp", "0021 8324 1500 0000"), ("nitku", f"0021 8324 1500 0000 {PLACE[16:]}")]),
        ([("npwp", OLD), ("nitku", OTHER)], [("npwp", "0021 8324 1500 0000"), ("nitku", "0021 8324 1600 0000 000001")]),
        (
            [("npwp", BRANCH), ("nitku", OTHER)],
            [("npwp", "02.183.241.5-000.001"), ("nitku", "0021 8324 1600 0000 000001")],
        ),
        ([("nib", "9120001234567"), ("npwp", NEW)], [("npwp", "0021 8324 1500 0000"), ("nib", "9120001234567")]),
        ([("npwp", NEW), ("npwp", BRANCH)], [("npwp", "0021 8324 1500 0000")]),
        ([("npwp", "ABC 1")], [("npwp", "ABC 1")]),
        ([("siup", "12/2020"), ("npwp", "")], []),
    ],
)
def test_a_company_here(identifiers: list[tuple[str, str]], expected: list[tuple[str, str]]) -> None:
    assert told(*identifiers) == expected


@pytest.mark.parametrize(
    ("identifiers", "expected"),
    [
        ([("nik", NIK)], [("nik", "3273 0560 1090 0009")]),
        ([("npwp", OLD)], [("npwp", OLD)]),  # what it became is the NIK, which nobody has told
        ([("npwp", OLD), ("nik", NIK)], [("nik_npwp", "3273 0560 1090 0009")]),
        ([("npwp", NIK), ("nik", NIK)], [("nik_npwp", "3273 0560 1090 0009")]),
        ([("npwp", NEW), ("nik", NIK)], [("nik", "3273 0560 1090 0009"), ("npwp", "0021 8324 1500 0000")]),
    ],
)
def test_a_person_and_a_firm_that_is_its_owner(
    identifiers: list[tuple[str, str]], expected: list[tuple[str, str]]
) -> None:
    assert told(*identifiers, person=True, legal_form="") == expected
    assert sorted(told(*identifiers, legal_form="UD")) == sorted(expected)


def test_abroad_the_country_has_its_own_words() -> None:
    kept = (Identifier("tax", "M2-0012345-6"), Identifier("registration", "201912345K"))
    found = party_numbers(kept, "Singapura", person=False)
    assert [(one.number, one.word) for one in found] == [("201912345K", "UEN"), ("M2-0012345-6", "GST")]
    assert [one.word for one in party_numbers(kept, "Narnia", person=False)] == ["", ""]


@pytest.mark.parametrize(
    ("country", "person", "first"),
    [
        ("", False, "npwp"),
        ("Indonesia", True, "nik"),
        ("Jepang", False, "registration"),
        ("Japan", True, "passport"),
    ],
)
def test_what_is_asked_first(country: str, person: bool, first: str) -> None:
    assert kinds_asked(country, person=person)[0] == first


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Jerman", "DE"),
        ("germany", "DE"),
        ("RRC", "CN"),
        ("Republik Indonesia", "ID"),
        ("indonesia ", "ID"),
        ("", ""),
        ("Narnia", ""),
    ],
)
def test_countries_in_both_languages(text: str, code: str) -> None:
    assert country_of(text) == code


@pytest.mark.parametrize("country", ["", " ", "Indonesia", "INDONESIA", "id", "RI", "Republic of Indonesia"])
def test_home_is_not_abroad_however_it_is_written(country: str) -> None:
    assert not is_abroad(country)
    assert Address("Jl. Braga 1", "Bandung", country=country).lines() == ["Jl. Braga 1", "Bandung"]
