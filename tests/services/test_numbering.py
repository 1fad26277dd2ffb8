"""Numbers: never given twice, and none lost by a save that failed."""

import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from desktop_crm.model.errors import UserError
from desktop_crm.services import contract, order
from desktop_crm.services import settings as rules
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
    for at in {text[3:7] for text in given_so_far}:
        seqs = [int(re.sub(".*/", "", text)) for text in given_so_far if text[3:7] == at]
        assert seqs == list(range(1, len(seqs) + 1))
