"""Which backups of one line stay, whatever its clocks said; no files are needed for that."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.services.safety.rotation import Moment, kept

FIRST = datetime(2020, 1, 1)  # noqa: DTZ001  # any clock will do

moments = st.sets(st.datetimes(FIRST, FIRST + timedelta(days=3650)), max_size=300)
wild = st.datetimes(datetime(1999, 1, 1), datetime(2040, 1, 1))  # noqa: DTZ001
steps = st.lists(st.tuples(st.integers(0, 400), wild, st.integers(0, 60)), min_size=1, max_size=150)


def line_of(there: set[datetime], each: int = 10) -> list[Moment]:
    """So many things were done between two backups, and the clock was right."""
    return [Moment(number * each, number, made, name=str(number)) for number, made in enumerate(sorted(there))]


def present_of(line: list[Moment], holds: tuple[Any, ...] = ()) -> Moment:
    last = max((each.entry for each in line), default=0)
    return Moment(last, 0, FIRST, holds)


def kept_days(there: set[datetime]) -> set[datetime]:
    line = line_of(there)
    return {each.made for each in kept(line, present_of(line))}


@given(moments)
def test_the_newest_of_each_recent_day_week_and_month_stays(there: set[datetime]) -> None:
    stays = kept_days(there)
    assert stays <= there
    assert not there or max(there) in stays
    days = sorted({each.date() for each in there}, reverse=True)[:7]
    assert {each.date() for each in stays} >= set(days)
    for day in days:
        assert max(each for each in there if each.date() == day) in stays
    months = sorted({(each.year, each.month) for each in there}, reverse=True)[:12]
    assert {(each.year, each.month) for each in stays} >= set(months)
    weeks = sorted({each.isocalendar()[:2] for each in there}, reverse=True)[:4]
    assert {each.isocalendar()[:2] for each in stays} >= set(weeks)


@given(moments)
def test_what_stays_once_stays_as_long_as_nothing_comes(there: set[datetime]) -> None:
    line = line_of(there)
    once = kept(line, present_of(line))
    assert kept(once, present_of(line)) == once


@given(st.dates(FIRST.date(), FIRST.date() + timedelta(days=3000)), st.integers(1, 400))
def test_a_backup_a_day_never_leaves_a_gap_larger_than_a_month_in_the_last_year(first: date, days: int) -> None:
    line: frozenset[Any] = frozenset()
    for day in range(days):
        made = datetime.combine(first, datetime.min.time()) + timedelta(days=day, hours=9)
        line = kept({*line, Moment(day * 20, day, made, name=str(day))}, Moment(day * 20, day, made))
    newest_first = sorted((each.made for each in line), reverse=True)
    recent = [each for each in newest_first if newest_first[0] - each < timedelta(days=330)]
    gaps = [later - earlier for later, earlier in pairwise(recent)]
    assert all(gap <= timedelta(days=31 + 7) for gap in gaps)
    assert len(line) <= 40


def lived(steps: list[tuple[int, datetime, int]]) -> tuple[list[Moment], frozenset[Moment]]:
    """All backups that were ever made, and those that are left when each was followed by a rotation."""
    ever, entry = [], 0
    line: frozenset[Any] = frozenset()
    for number, (done, made, clients) in enumerate(steps):
        entry += done
        each = Moment(entry, number, made, (clients,), str(number))
        ever.append(each)
        line = kept({*line, each}, each)
    return ever, line


@given(steps)
def test_under_any_clock_the_newest_the_first_and_the_fullest_stay(steps: list[tuple[int, datetime, int]]) -> None:
    ever, line = lived(steps)
    assert {ever[-1], ever[0]} <= line
    assert max(each.holds for each in line) == max(each.holds for each in ever)


@given(steps)
def test_under_any_clock_nobody_has_to_go_back_more_than_four_times_as_far_as_to_one_that_was_made(
    steps: list[tuple[int, datetime, int]],
) -> None:
    ever, line = lived(steps)
    now = ever[-1].entry
    for each in ever:
        back = max(1, now - each.entry)
        assert any(now - stays.entry <= 4 * back and stays.entry <= each.entry for stays in line)


@given(steps)
def test_they_do_not_grow_without_end(steps: list[tuple[int, datetime, int]]) -> None:
    _, line = lived(steps)
    assert len(line) <= 7 + 4 + 12 + 2 * 9 + 4


@given(steps, st.integers(0, 60))
def test_the_newest_that_holds_more_than_the_present_file_stays(
    steps: list[tuple[int, datetime, int]], clients: int
) -> None:
    ever, line = lived(steps)
    after = Moment(ever[-1].entry + 1, 10_000, ever[-1].made, (clients,), "after")
    more = [each for each in line if each.holds[0] > clients]
    stays = kept({*line, after}, after)
    assert not more or max(more, key=lambda each: (each.entry, each.counter)) in stays


def test_a_clock_that_stands_still_at_every_start_is_passed_over() -> None:
    """A dead battery: each day begins at the same moment."""
    line: frozenset[Any] = frozenset()
    for day in range(18):
        each = Moment(day * 20, day, datetime(2016, 1, 1, 0, 5), name=str(day))  # noqa: DTZ001
        line = kept({*line, each}, each)
    assert len(line) >= 5
    seen_in_history: frozenset[Any] = frozenset()
    for day in range(18):
        for hour in (9, 17):
            made = datetime(2016, 1, 1, hour)  # noqa: DTZ001
            each = Moment(day * 20 + hour, day, made, name=f"{day} {hour}", turns=day)
            seen_in_history = kept({*seen_in_history, each}, each)
    assert len({each.turns for each in seen_in_history}) >= 12


def test_what_a_clock_of_2036_dated_gives_way_like_all_others() -> None:
    line: frozenset[Any] = frozenset()
    for day in range(60):
        year = 2036 if day < 10 else 2026
        each = Moment(day * 20, day, datetime(year, 3, 1) + timedelta(days=day), name=str(day))  # noqa: DTZ001
        line = kept({*line, each}, each)
    newest_first = sorted(line, key=lambda each: each.entry, reverse=True)
    assert [each.made.year for each in newest_first[:7]] == [2026] * 7
    assert [each.counter for each in newest_first[:7]] == list(range(59, 52, -1))
    assert sum(each.made.year == 2036 for each in line) < 10


@given(steps)
def test_a_branch_pushes_nothing_out_that_is_of_another(steps: list[tuple[int, datetime, int]]) -> None:
    """Which was copied, and whose states are all in the copy's history."""
    made = datetime(2026, 11, 25, 9, 30)  # noqa: DTZ001
    of_another = {Moment(0, number, made, (number % 7,), f"other {number}", "other") for number in range(9)}
    line = frozenset(of_another)
    for number, (done, moment, clients) in enumerate(steps):
        each = Moment(done, number, moment, (clients,), str(number), "ours")
        line = kept({*line, each}, each)
    assert of_another <= line


def test_two_of_one_state_are_one_too_many() -> None:
    made = datetime(2026, 11, 25, 9, 30)  # noqa: DTZ001
    line = {Moment(100, 7, made, (40,), name=str(number)) for number in range(10)}
    assert len(kept({Moment(0, 0, made, (1,)), *line}, Moment(100, 7, made, (40,)))) == 2
