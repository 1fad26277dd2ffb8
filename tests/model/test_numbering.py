"""Patterns of document numbers: each sequence number gives another number, or the pattern is refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.model.numbering import DEFAULT_PATTERNS, number_of, pattern_problem

PARTS = ["{seq}", "{seq:03}", "{year}", "{year2}", "{month}", "{roman_month}", "{day}", "/", "-", "PKS", "{{x}}", " "]


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        (DEFAULT_PATTERNS["contract"], "007/PKS/III/2026"),
        (DEFAULT_PATTERNS["order"], "SO/2026/00007"),
        ("{seq}.{day}.{month}.{year2}", "7.09.03.26"),
    ],
)
def test_numbers(pattern, wanted):
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
def test_unusable_patterns_are_refused(pattern):
    assert pattern_problem(pattern) is not None


@given(
    st.lists(st.sampled_from(PARTS), max_size=6).map("".join),
    st.lists(st.integers(1, 10**6), min_size=2, max_size=2, unique=True),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
)
def test_an_accepted_pattern_tells_sequence_numbers_apart(pattern, seqs, day):
    if pattern_problem(pattern) is None:
        assert len({number_of(pattern, seq, day) for seq in seqs}) == 2


@given(st.text(max_size=30))
def test_no_text_breaks_the_check(pattern):
    if pattern_problem(pattern) is None:
        assert number_of(pattern, 1, date(2026, 1, 1))
