"""Numbers: never given twice, and none lost by a save that failed."""

import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from desktop_crm.model.errors import UserError
from desktop_crm.model.numbering import Anew, pattern_problem
from desktop_crm.services import contract, order
from desktop_crm.services import settings as rules
from desktop_crm.storage.settings import next_number
from tests.office import Office
from tests.rounds import rounds


def number(office: Office, day: date | None = None) -> str:
    values = {"ordered_on": day, "promised_on": None} if day else {}
    return office.order(**values).number


def test_a_failed_save_loses_no_number(office: Office) -> None:
    assert number(office, date(2026, 5, 1)) == "SO/2026/00001"
    with pytest.raises(UserError):
        office.order(office.line("0"), ordered_on=date(2026, 5, 1))

    def fail(session: Session) -> None:
        order.save(
            session, None, {**order.start(session, office.client), "ordered_on": date(2026, 5, 1)}, [office.line()]
        )
        raise KeyError

    with pytest.raises(KeyError):
        office.do(fail)
    assert number(office, date(2026, 5, 1)) == "SO/2026/00002"


def test_each_year_counts_for_itself(office: Office) -> None:
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2025, 6, 1), date(2026, 2, 1)]
    assert [number(office, day) for day in days] == ["SO/2025/00001", "SO/2026/00001", "SO/2025/00002", "SO/2026/00002"]


def test_a_number_is_not_given_again_after_undo_or_delete(office: Office) -> None:
    first = office.order()
    office.workspace.undo()
    second = office.order()
    office.do(lambda s: order.delete(s, second.id))
    third = office.order()
    assert len({first.number, second.number, third.number}) == 3


def test_a_number_typed_by_hand_is_stepped_over(office: Office) -> None:
    made = office.confirmed()
    typed = office.do(lambda s: contract.make(s, made.id, day=date(2026, 3, 1)))
    office.do(lambda s: contract.save(s, typed.id, {"number": "002/PKS/III/2026"}))
    other = office.do(lambda s: contract.make(s, made.id, day=date(2026, 3, 2)))
    assert other.number == "003/PKS/III/2026"


def test_a_new_pattern_counts_on(office: Office) -> None:
    assert number(office, date(2026, 3, 1)) == "SO/2026/00001"
    office.do(lambda s: rules.save_series(s, "order", "{seq:03}-{month}-{year2}"))
    assert number(office, date(2026, 3, 1)) == "002-03-26"
    with pytest.raises(UserError):
        office.do(lambda s: rules.save_series(s, "order", "{seq:03}"))


@settings(max_examples=rounds(8, 25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["make", "fail", "undo", "redo", "delete", "next year"]), max_size=12))
def test_whatever_happens_no_number_is_given_twice(office: Office, steps: list[str]) -> None:
    given_so_far = office.__dict__.setdefault("numbers", [])
    year, last = 2026, None
    for step in steps:
        if step == "make":
            last = office.order(ordered_on=date(year, 5, 1))
            given_so_far.append(last.number)
        elif step == "fail":
            with pytest.raises(UserError):
                office.order(office.line("0"), ordered_on=date(year, 5, 1))
        elif step == "undo":
            office.workspace.undo()
        elif step == "redo":
            office.workspace.redo()
        elif step == "delete" and last:
            try:
                office.do(lambda s, last=last: order.delete(s, last.id))
            except UserError:
                last = None
        elif step == "next year":
            year += 1
    assert len(given_so_far) == len(set(given_so_far))
    for at in {told[3:7] for told in given_so_far}:
        seqs = [int(re.sub(".*/", "", told)) for told in given_so_far if told[3:7] == at]
        assert seqs == list(range(1, len(seqs) + 1))


def test_each_month_counts_for_itself(office: Office) -> None:
    office.do(lambda s: rules.save_series(s, "order", "{seq}/{roman_month}/{year}", Anew.MONTH))
    days = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 1, 1), date(2027, 1, 1)]
    assert [number(office, day) for day in days] == ["1/I/2026", "1/II/2026", "2/I/2026", "1/I/2027"]


def test_what_never_begins_anew_needs_no_year(office: Office) -> None:
    office.do(lambda s: rules.save_series(s, "order", "K-{seq:04}", Anew.NEVER))
    days = [date(2026, 12, 31), date(2027, 1, 1), date(2025, 1, 1)]
    assert [number(office, day) for day in days] == ["K-0001", "K-0002", "K-0003"]


@pytest.mark.parametrize(
    ("anew", "pattern"), [("year", "{seq}"), ("month", "{seq}/{year}"), ("month", "{seq}/{month}")]
)
def test_what_begins_anew_names_when(office: Office, anew: str, pattern: str) -> None:
    with pytest.raises(UserError, match="begin anew"):
        office.do(lambda s: rules.save_series(s, "order", pattern, anew))
    with pytest.raises(UserError, match="“week”"):
        office.do(lambda s: rules.save_series(s, "order", "{seq}/{year}", "week"))


def test_another_time_to_begin_anew_counts_on_where_it_has_to(office: Office) -> None:
    def counted(anew: Anew, *days: date) -> list[str]:
        office.do(lambda s: rules.save_series(s, "order", "{seq}/{month}/{year}", anew))
        return [number(office, day) for day in days]

    january, february, later = date(2026, 1, 5), date(2026, 2, 5), date(2027, 2, 5)
    assert counted(Anew.MONTH, january, january, february) == ["1/01/2026", "2/01/2026", "1/02/2026"]
    assert counted(Anew.YEAR, february, later) == ["3/02/2026", "1/02/2027"]
    assert counted(Anew.NEVER, later) == ["4/02/2027"]
    assert counted(Anew.MONTH, january, february, later) == ["3/01/2026", "4/02/2026", "5/02/2027"]


def test_numbers_go_on_with_what_is_said_until_they_begin_anew(office: Office) -> None:
    day, pattern = date(2026, 5, 2), "{seq}/{month}/{year}"
    office.do(lambda s: rules.save_numbering(s, "order", pattern, 500, day, begins_anew=Anew.MONTH))
    assert [number(office, each) for each in (day, date(2026, 6, 1))] == ["500/05/2026", "1/06/2026"]
    with pytest.raises(UserError, match="500 was given already"):
        office.do(lambda s: rules.save_numbering(s, "order", pattern, 500, date(2026, 6, 2), begins_anew=Anew.YEAR))
    assert number(office, date(2026, 6, 1)) == "2/06/2026"


RULES = [
    (anew, pattern)
    for pattern in ("{seq}", "{seq}/{year}", "{seq}/{roman_month}/{year}")
    for anew in Anew
    if pattern_problem(pattern, anew) is None
]
DAYS = [date(2025, 12, 1), date(2025, 12, 31), date(2026, 1, 1), date(2026, 2, 3), date(2026, 12, 3), date(2027, 1, 1)]


@settings(max_examples=rounds(60, 300), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([*DAYS, *DAYS, *RULES, "undo", "undo", "redo"]), min_size=8, max_size=30))
def test_nor_when_they_begin_anew_at_another_time(office: Office, steps: list[date | tuple[str, str] | str]) -> None:
    """Of no number it is asked whether a paper has it: all of them may have been deleted."""
    office.do(lambda s: s.execute(text("DELETE FROM number_counters")))
    office.do(lambda s: rules.save_series(s, "order", "{seq}/{year}", Anew.YEAR))
    given_so_far = []
    for step in steps:
        if isinstance(step, date):
            given_so_far.append(office.do(lambda s, day=step: next_number(s, "order", day, lambda *_asked: None)))
        elif isinstance(step, tuple):
            office.do(lambda s, rule=step: rules.save_series(s, "order", rule[1], rule[0]))
        elif step == "undo":
            office.workspace.undo()
        else:
            office.workspace.redo()
    assert len(given_so_far) == len(set(given_so_far))
