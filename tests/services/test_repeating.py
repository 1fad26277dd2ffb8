"""On which day a task comes again: the last day of a month, leap days, working days and holidays, whatever was missed."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_crm.model.repeat import MOST, Repeat, Unit
from desktop_crm.services.repeating import is_working, next_day
from tests.rounds import rounds

DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))
RULES = st.builds(Repeat, st.integers(1, 40), st.sampled_from(Unit), st.booleans())


def months(start: date, n: int, *, last: bool = False) -> date:
    """So many later, counted on one's fingers."""
    year, month = divmod(start.year * 12 + start.month - 1 + n, 12)
    length = monthrange(year, month + 1)[1]
    return date(year, month + 1, length if last else min(start.day, length))


def series(rule: Repeat, start: date, at: int) -> date:
    n = rule.every * at
    match rule.unit:
        case Unit.DAY:
            return start + timedelta(days=n)
        case Unit.WEEK:
            return start + timedelta(days=7 * n)
        case Unit.MONTH:
            return months(start, n)
        case Unit.MONTH_END:
            return months(start, n, last=True)
        case _:
            return months(start, 12 * n)


@settings(max_examples=rounds(150, 2000))
@given(rule=RULES, start=DAYS, at=st.integers(0, 30), late=st.integers(-20, 400))
def test_by_the_calendar_it_is_the_first_of_its_series_that_is_neither_over_nor_the_same(
    rule: Repeat, start: date, at: int, late: int
) -> None:
    if rule.after_done or rule.unit is Unit.WORKING_DAY:
        return
    due = series(rule, start, at)
    done = due + timedelta(days=late)
    every = (series(rule, start, n) for n in range(at + late + 50))
    wanted = next(day for day in every if day > due and day >= done)
    assert next_day(rule, start, due, done) == wanted


@settings(max_examples=rounds(100, 1000))
@given(every=st.integers(1, 30), due=DAYS, late=st.integers(0, 60), after=st.booleans())
def test_working_days_are_counted_one_by_one(every: int, due: date, late: int, after: bool) -> None:
    done = due + timedelta(days=late)
    found = next_day(Repeat(every, Unit.WORKING_DAY, after), due, due, done)
    assert found is not None
    assert is_working(found)
    assert found > due
    assert found >= done
    worked = sum(
        is_working(begin(after, due, done) + timedelta(days=n))
        for n in range(1, (found - begin(after, due, done)).days + 1)
    )
    assert worked == every if after else worked % every == 0


def begin(after: bool, due: date, done: date) -> date:
    return done if after else due


@settings(max_examples=rounds(100, 1000))
@given(rule=RULES, due=DAYS, late=st.integers(-20, 400))
def test_after_it_is_done_it_comes_later_than_that_day_however_late_that_was(
    rule: Repeat, due: date, late: int
) -> None:
    done = due + timedelta(days=late)
    after = Repeat(rule.every, rule.unit, after_done=True)
    found = next_day(after, due, due, done)
    assert found is not None
    assert found > done
    assert found == next_day(after, done, done, done), "the day it was due says nothing"


@pytest.mark.parametrize(
    ("rule", "start", "due", "done", "wanted"),
    [
        ("1 month", date(2026, 1, 31), date(2026, 1, 31), date(2026, 1, 31), date(2026, 2, 28)),
        ("1 month", date(2026, 1, 31), date(2026, 2, 28), date(2026, 2, 28), date(2026, 3, 31)),
        ("1 month", date(2027, 12, 31), date(2028, 1, 31), date(2028, 1, 31), date(2028, 2, 29)),
        ("1 month", date(2026, 4, 30), date(2026, 4, 30), date(2026, 4, 30), date(2026, 5, 30)),
        ("1 month_end", date(2026, 4, 30), date(2026, 4, 30), date(2026, 4, 30), date(2026, 5, 31)),
        ("1 year", date(2024, 2, 29), date(2024, 2, 29), date(2024, 2, 29), date(2025, 2, 28)),
        ("1 year", date(2024, 2, 29), date(2027, 2, 28), date(2027, 2, 28), date(2028, 2, 29)),
        ("1 week", date(2026, 3, 3), date(2026, 3, 3), date(2026, 3, 10), date(2026, 3, 10)),
        ("1 week after", date(2026, 3, 3), date(2026, 3, 3), date(2026, 3, 10), date(2026, 3, 17)),
        # Nyepi with its joint leave, Eid with joint leave and a weekend: 18 to 24 March 2026
        ("1 working_day", date(2026, 3, 17), date(2026, 3, 17), date(2026, 3, 17), date(2026, 3, 25)),
        ("1 working_day after", date(2026, 8, 14), date(2026, 8, 14), date(2026, 8, 14), date(2026, 8, 18)),
        ("1 year", date(9999, 5, 1), date(9999, 5, 1), date(9999, 5, 1), None),
    ],
)
def test_days_that_people_remember(rule: str, start: date, due: date, done: date, wanted: date | None) -> None:
    found = Repeat.of(rule)
    assert found is not None
    assert next_day(found, start, due, done) == wanted


@given(rule=st.builds(Repeat, st.integers(1, MOST), st.sampled_from(Unit), st.booleans()))
def test_a_rule_is_kept_and_read(rule: Repeat) -> None:
    assert Repeat.of(rule.kept()) == rule


@pytest.mark.parametrize("text", ["", "0 day", "1000 day", "1 fortnight", "2 week later", "week", "1 DAY", "1  day"])
def test_what_is_no_rule_is_none(text: str) -> Any:
    assert Repeat.of(text) is None
