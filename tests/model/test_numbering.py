"""Patterns of document numbers: each sequence number gives another number, or the pattern is refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.model.nouns import NUMBER_PATTERNS
from desktop_crm.model.numbering import Anew, counted, number_key, number_of, pattern_problem, time_problem

PARTS = ["{seq}", "{seq:03}", "{year}", "{year2}", "{month}", "{roman_month}", "{day}", "/", "-", "PKS", "{{x}}", " "]


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        (NUMBER_PATTERNS["contract"], "007/PKS/III/2026"),
        (NUMBER_PATTERNS["order"], "SO/2026/00007"),
        ("{seq}.{day}.{month}.{year2}", "7.09.03.26"),
    ],
)
def test_numbers(pattern: str, wanted: str) -> None:
    assert pattern_problem(pattern) is None
    assert number_of(pattern, 7, date(2026, 3, 9)) == wanted


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            "",
            "SO",
            "{seq}",
            "{year}",
            "{seq}{month}",
            "{seq}/{year",
            "{seq}/{years}",
            "{0}{seq}{year}",
            "{seq:q}{year}",
        ),
        *("{seq.real.__class__}{year}", "{seq!z}{year}", "{seq:0100}{year}", "{seq}\n{year}", "{seq[0]}{year}"),
        "{seq}{year:{month}",
    ],
)
def test_unusable_patterns_are_refused(pattern: str) -> None:
    assert pattern_problem(pattern) is not None


@given(
    st.lists(st.sampled_from(PARTS), max_size=6).map("".join),
    st.lists(st.integers(1, 10**6), min_size=2, max_size=2, unique=True),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
)
def test_an_accepted_pattern_tells_sequence_numbers_apart(pattern: str, seqs: list[int], day: date) -> None:
    if pattern_problem(pattern) is None:
        assert len({number_of(pattern, seq, day) for seq in seqs}) == 2


@given(st.text(max_size=30))
def test_no_text_breaks_the_check(pattern: str) -> None:
    if pattern_problem(pattern) is None:
        assert number_of(pattern, 1, date(2026, 1, 1))


@pytest.mark.parametrize(
    "same",
    [
        *("001⁄pks-a", "001╱PKS-A", "001⟋PKS-A", "001⧵PKS-A", "001\\PKS-A", "001/PKS⁃A", "001/PKS―A", "001/PKSーA"),
        *("001/PKS─A", "００１／ＰＫＳ－Ａ", "001 / PKS_A", "001/PKS⸺A", "001/PKS˗A"),
        *(
            "001/PK\u034fS-A",
            "001/PKS-A\ufe0f",
            "001/\u2800PKS-A",
            "001/P\u3164KS-A",
            "001/PKS\u200b-A",
            "\uffa0001/PKS-A",
        ),
    ],
)
def test_what_people_read_as_the_same_number_is_the_same(same: str) -> None:
    assert number_key(same) == number_key("001/PKS-A")


@pytest.mark.parametrize("other", ["002/PKS-A", "001/PKSA", "001-PKS-A", "001/PKS.A", "001/PKŚ-A"])
def test_what_they_read_as_another_is_another(other: str) -> None:
    assert number_key(other) != number_key("001/PKS-A")


CONTRACT = NUMBER_PATTERNS["contract"]


@pytest.mark.parametrize(
    ("number", "pattern", "told"),
    [
        ("001/PKS/XI/2026", CONTRACT, "2026"),
        ("001/PKS/XI/26", CONTRACT, "26"),
        ("001/PKS/XI/26", "{seq:03}/PKS/{roman_month}/{year2}", "26"),
        ("pks20260001", "PKS{year}{seq:04}", "2026"),
        ("PKS260001", "PKS{year2}{seq:04}", "26"),
        ("1226", "{seq}{year2}", "26"),
        ("0122026", "{seq:03}{year}", "2026"),
        ("PERJANJIAN 2026", CONTRACT, "2026"),
        ("２０２６/1", CONTRACT, "2026"),
    ],
)
def test_a_number_of_another_year_is_told(number: str, pattern: str, told: str) -> None:
    assert time_problem(number, date(2026, 11, 1), pattern) is None
    assert time_problem(number, date(2027, 1, 1), pattern).args["year"] == told


@pytest.mark.parametrize(
    ("number", "pattern", "told"),
    [
        ("001/PKS/XI/2026", CONTRACT, "XI"),
        ("001/pks/xi/2026", CONTRACT, "XI"),
        ("001/PKS/XI/26", CONTRACT, "XI"),
        ("PKS-11-0001", "PKS-{month}-{seq:04}", "11"),
    ],
)
def test_so_is_one_of_another_month_where_the_pattern_has_months(number: str, pattern: str, told: str) -> None:
    assert time_problem(number, date(2026, 11, 30), pattern) is None
    assert time_problem(number, date(2026, 12, 1), pattern).args["month"] == told
    assert (
        time_problem(f"{number} (revised)", date(2026, 12, 1), pattern) is None
    )  # letters of no pattern name no month


def test_a_pattern_without_years_names_none() -> None:
    assert time_problem("K-2025", date(2026, 5, 1), "K-{seq}") is None
    assert time_problem("K2025-7", date(2026, 5, 1), "K2025-{seq}") is None
    assert time_problem("S-2025", date(2026, 5, 1), "K-{seq}").args["year"] == "2025"


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("{seq}/{month}/{year}", [Anew.YEAR, Anew.MONTH, Anew.NEVER]),
        ("{seq}/{year2}", [Anew.YEAR, Anew.YEAR, Anew.NEVER]),
        ("{seq}/{roman_month}", [Anew.NEVER] * 3),
        ("{seq", [Anew.NEVER] * 3),
    ],
)
def test_numbers_begin_anew_only_where_what_they_name_tells_them_apart(pattern: str, wanted: list[Anew]) -> None:
    assert [counted(pattern, anew) for anew in Anew] == wanted
    assert [pattern_problem(pattern, anew) is None for anew in Anew] == [
        anew == is_counted and pattern != "{seq" for anew, is_counted in zip(Anew, wanted, strict=True)
    ]


@pytest.mark.parametrize("number", ["27/PKS", "7/PKS/A-26", "PKS20260001"])
def test_one_that_names_no_year_is_not(number: str) -> None:
    assert time_problem(number, date(2030, 1, 1), CONTRACT) is None


@pytest.mark.parametrize("pattern", ["{seq", "", "{year}{seq}{seq:02}{year2}{roman_month}{roman_month}"])
def test_nor_does_a_strange_pattern_break_or_stop_it(pattern: str) -> None:
    assert time_problem("1" * 2000 + "/2026", date(2027, 1, 1), pattern) is not None
