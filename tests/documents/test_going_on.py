"""A paper that nobody wants any more is given up in the middle, and the next one is whole."""

from typing import Any

import pytest

from desktop_crm.services import contract as contracts
from desktop_crm.services import contract_making
from desktop_crm.services.papers import contract as contract_paper
from desktop_crm.services.papers.going_on import checked_by
from desktop_crm.ui.desk.jobs import CancelledError, Job
from tests.office import Office
from tests.pdf import text_of


def test_it_is_given_up_while_it_is_made_and_the_next_one_is_whole(office: Office) -> None:
    made = office.confirmed()
    contract = office.do(lambda s: contract_making.make(s, made.id))
    job, asked = Job("a page"), list[int]()

    def check() -> None:
        asked.append(len(asked))
        if len(asked) == 40:
            job.cancel()
        job.check_cancelled()

    def make(session: Any) -> bytes:
        pdf: bytes = contract_paper.make(session, contracts.get(session, contract.id)).pdf
        return pdf

    whole = office.see(make)
    with pytest.raises(CancelledError), checked_by(check):
        office.see(make)
    assert len(asked) == 40
    assert text_of(office.see(make)) == text_of(whole)
