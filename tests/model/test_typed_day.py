from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.model.typed_day import read_day

NOW = date(2026, 3, 10)  # a Tuesday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", NOW),
        ("hari ini", NOW),
        ("Besok", date(2026, 3, 11)),
        ("lusa", date(2026, 3, 12)),
        ("kemarin", date(2026, 3, 9)),
        ("+7", date(2026, 3, 17)),
        ("- 7", date(2026, 3, 3)),
        ("+2w", date(2026, 3, 24)),
        ("+2 minggu", date(2026, 3, 24)),
        ("+1 bulan", date(2026, 4, 10)),
        ("+1y", date(2027, 3, 10)),
        ("12", date(2026, 3, 12)),
        ("12/3", date(2026, 3, 12)),
        ("12.3.", date(2026, 3, 12)),
        ("12/3/26", date(2026, 3, 12)),
        ("12-03-2026", date(2026, 3, 12)),
        ("2026-03-12", date(2026, 3, 12)),
        ("120326", date(2026, 3, 12)),
        ("12032026", date(2026, 3, 12)),
        ("12 mar", date(2026, 3, 12)),
        ("12 Maret 2026", date(2026, 3, 12)),
        ("17 agustus", date(2026, 8, 17)),
        ("Mar 12, 2026", date(2026, 3, 12)),
        ("5/12", date(2025, 12, 5)),
        ("1/5/71", date(1971, 5, 1)),
        ("fri", date(2026, 3, 13)),
        ("jumat", date(2026, 3, 13)),
        ("selasa", date(2026, 3, 17)),
    ],
)
def test_reads_what_people_type(text: str, day: date) -> None:
    assert read_day(text, NOW) == day


def test_the_year_that_was_not_typed_is_the_nearest() -> None:
    assert read_day("5/1", date(2026, 12, 20)) == date(2027, 1, 5)
    assert read_day("20/12", date(2027, 1, 5)) == date(2026, 12, 20)


def test_a_month_later_ends_with_the_month() -> None:
    assert read_day("+1m", date(2026, 1, 31)) == date(2026, 2, 28)


@pytest.mark.parametrize(
    "text", ["", "32/1", "31/2/2026", "0", "45", "12/13", "foo", "+", "+9999y", "12 foo", "1/2/3/4", "0000-01-01"]
)
def test_is_silent_about_what_is_no_day(text: str) -> None:
    assert read_day(text, NOW) is None


@given(st.text(max_size=15))
def test_survives_any_text(text: Any) -> None:
    read_day(text, NOW)
