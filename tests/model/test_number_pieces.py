"""A pattern and its pieces are the same thing, both ways."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.model.nouns import NUMBER_PATTERNS
from desktop_crm.model.number_pieces import PLACES, Piece, Place, TextPiece, may_repeat, pattern_of, pieces_of
from desktop_crm.model.numbering import number_of, pattern_problem

TEXTS = st.builds(TextPiece, st.text(min_size=1, max_size=6))
SEQUENCES = st.builds(Place, st.just("seq"), st.sampled_from(["", "3", "03", "03d", "05"]))
OTHERS = st.builds(Place, st.sampled_from(PLACES[1:]))


@st.composite
def made(draw: st.DrawFn) -> tuple[Piece, ...]:
    """No two texts beside each other: they are one."""
    found: list[Piece] = []
    for piece in draw(st.lists(st.one_of(TEXTS, SEQUENCES, OTHERS), max_size=7)):
        if not (isinstance(piece, TextPiece) and found and isinstance(found[-1], TextPiece)):
            found.append(piece)
    return tuple(found)


@given(made())
def test_pieces_become_a_pattern_and_the_same_pieces_again(pieces: tuple[Piece, ...]) -> None:
    assert pieces_of(pattern_of(pieces)) == pieces


@given(
    st.lists(
        st.sampled_from(["{seq}", "{seq:03}", "{year}", "{roman_month}", "{day}", "/", "PKS", "{{", "}}", "{seq:4d}"])
    )
)
def test_a_pattern_becomes_pieces_and_the_same_pattern_again(parts: list[str]) -> None:
    pattern = "".join(parts)
    pieces = pieces_of(pattern)
    assert pieces is not None
    assert pattern_of(pieces) == pattern


@given(st.text(max_size=30))
def test_any_text_that_is_a_pattern_gives_the_same_numbers_as_its_pieces(pattern: str) -> None:
    pieces = pieces_of(pattern)
    if pattern_problem(pattern) is None:
        assert pieces is not None
        day = date(2026, 11, 29)
        assert number_of(pattern_of(pieces), 7, day) == number_of(pattern, 7, day)


def test_what_patterns_are_made_of() -> None:
    assert pieces_of(NUMBER_PATTERNS["contract"]) == (
        *(Place("seq", "03"), TextPiece("/PKS/"), Place("roman_month"), TextPiece("/"), Place("year")),
    )
    assert Place("seq", "03").digits == 3
    assert Place("seq").with_digits(4) == Place("seq", "04")
    assert Place("seq", "04").with_digits(1) == Place("seq")


@pytest.mark.parametrize("pattern", ["{seq", "{sec}", "{seq!r}", "{}", "{seq:{year}}", "}", "{seq.real}"])
def test_what_is_no_pattern_has_no_pieces(pattern: str) -> None:
    assert pieces_of(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("{seq}{month}/{year}", True),
        ("{day}{seq}/{year}", True),
        ("{seq}/{month}{year}", False),
        ("{seq}{year}", False),
    ],
)
def test_a_number_that_runs_into_a_month_may_come_twice(pattern: str, wanted: bool) -> None:
    first, second = number_of(pattern, 1, date(2026, 11, 11)), number_of(pattern, 11, date(2026, 1, 1))
    assert may_repeat(pattern) is wanted
    assert (first == second) <= wanted
