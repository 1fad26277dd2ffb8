from array import array
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.ui.table import spans

ids = st.lists(st.integers(1, 60), unique=True).map(lambda found: array("q", found))
pairs = st.lists(st.tuples(st.integers(0, 59), st.integers(0, 10)))


def cut(found: Any, count: Any) -> Any:
    return spans.merged((first, min(first + more, count - 1)) for first, more in found if first < count)


@given(ids, ids, pairs)
def test_rows_are_followed_by_id(old: Any, new: Any, found: Any) -> None:
    chosen = cut(found, len(old))
    wanted = set(spans.pick(old, chosen))
    followed = spans.follow(old, new, chosen)
    assert set(spans.pick(new, followed)) == wanted & set(new)
    assert followed == spans.merged(followed)


@given(st.integers(0, 40_000), st.integers(0, 40_000))
def test_a_removed_row_moves_the_others(gone: Any, chosen: Any) -> None:
    old = array("q", range(40_001))
    new = old[:gone] + old[gone + 1 :]
    expected = [] if gone == chosen else [(chosen - (gone < chosen),) * 2]
    assert spans.follow(old, new, [(chosen, chosen)]) == expected


@given(pairs)
def test_a_row_is_held_by_its_span(found: Any) -> None:
    merged = cut(found, 70)
    rows = {row for first, last in merged for row in range(first, last + 1)}
    assert [row for row in range(75) if spans.holds(merged, row)] == sorted(rows)
    assert spans.size(merged) == len(rows)
