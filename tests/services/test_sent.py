"""What was sent is what is signed, under the version it was sent as; each paper that goes out has a version of its own."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from desktop_crm.model.address import Address
from desktop_crm.model.contract import Contract
from desktop_crm.model.listing import Query
from desktop_crm.services import client, contract, settings, template
from desktop_crm.services.papers import contract as contract_paper
from desktop_crm.services.past import done
from desktop_crm.services.safety import check
from tests.office import Office
from tests.pdf import text_of

pytestmark = pytest.mark.in_turn


@pytest.fixture
def sent(office: Office) -> Contract:
    made = office.confirmed()
    paper = office.do(lambda s: contract.make(s, made.id))
    return step(office, paper, "sent")


def step(office: Office, paper: Contract, state: str) -> Contract:
    return office.do(lambda s: contract.step(s, paper.id, state))


def now(office: Office, paper: Contract) -> Contract:
    return office.see(lambda s: contract.get(s, paper.id))


def standing(office: Office, paper: Contract) -> tuple[str, int, int]:
    record = now(office, paper)
    return record.state, record.revision, record.version_on_paper


def said(office: Office, paper: Contract, language: str | None = None) -> tuple[str, list[str]]:
    """What the paper says now, and what is told about it."""
    made = office.see(lambda s: contract_paper.make(s, contract.get(s, paper.id), language))
    return text_of(made.pdf), [str(problem.message) for problem in made.problems]


def doubts(office: Office, paper: Contract) -> list[str]:
    day = paper.contract_date
    return [str(doubt.message) for doubt in office.see(lambda s: contract.signing_doubts(s, paper.id, day))]


def moved(session: Session, office: Office) -> None:
    client.save(session, office.client, {"addresses": (Address("Jl. Pindah 99", "Surabaya", "Jawa Timur", "60111"),)})


def renamed(session: Session, office: Office) -> None:
    client.save(session, office.client, {"name": "Nama Lain"})


def another_bank(session: Session, _office: Office) -> None:
    settings.save_company(session, {"bank_account": "999"})


def another_text(session: Session, _office: Office) -> None:
    for each in settings.templates(session):
        template.save(session, each.id, {"text_id": "# Lain", "text_en": "# Other"})


@pytest.mark.parametrize("change", [moved, renamed, another_bank, another_text])
def test_what_was_sent_is_signed_whatever_becomes_of_what_it_was_made_of(
    office: Office, sent: Contract, change: Callable[..., Any]
) -> None:
    papers = said(office, sent)[0], said(office, sent, "en")[0]
    office.do(lambda s: change(s, office))
    text, told = said(office, sent)
    assert (text, said(office, sent, "en")[0]) == papers
    assert "was changed since this was sent" in told[-1]
    assert "to send version 2" in told[-1]
    assert doubts(office, sent) == told[-1:]
    step(office, sent, "signed")
    assert (said(office, sent)[0], said(office, sent, "en")[0]) == papers
    assert standing(office, sent) == ("signed", 1, 1)
    assert check.check(office.workspace) == []


def test_nothing_is_told_while_it_is_still_so(office: Office, sent: Contract) -> None:
    assert doubts(office, sent) == []
    assert said(office, sent)[1] == []


@pytest.mark.parametrize("values", [{}, {"payment_terms": "90 hari"}])
def test_back_to_draft_is_the_next_version(office: Office, sent: Contract, values: dict[str, str]) -> None:
    office.do(lambda s: moved(s, office))
    step(office, sent, "draft")
    assert standing(office, sent) == ("draft", 2, 2)
    assert "Jl. Pindah 99" in said(office, sent)[0]
    office.do(lambda s: contract.save(s, sent.id, values))
    step(office, sent, "sent")
    assert standing(office, sent) == ("sent", 2, 2)
    step(office, sent, "signed")
    text, _ = said(office, sent)
    assert "Jl. Pindah 99" in text
    assert ("90 (sembilan puluh) hari" if values else "30 (tiga puluh) hari") in text
    assert standing(office, sent) == ("signed", 2, 2)


def test_undo_of_that_brings_the_version_back_that_was_sent(office: Office, sent: Contract) -> None:
    before, _ = said(office, sent)
    step(office, sent, "draft")
    office.do(lambda s: moved(s, office))
    office.workspace.undo()
    office.workspace.undo()
    assert standing(office, sent) == ("sent", 1, 1)
    assert said(office, sent) == (before, [])


def test_what_was_changed_meanwhile_does_not_become_what_was_sent(office: Office, sent: Contract) -> None:
    step(office, sent, "draft")
    entry = done.listing(office.workspace).page(Query(), 0, 1)[0][0]
    office.do(lambda s: contract.save(s, sent.id, {"payment_terms": "90 hari"}))
    told = office.workspace.take_back(entry)
    assert "send it anew" in str(told)
    assert standing(office, sent) == ("draft", 2, 2)
    assert "90 (sembilan puluh) hari" in said(office, sent)[0]


def test_after_a_signing_was_taken_back_the_next_paper_says_what_is_so(office: Office, sent: Contract) -> None:
    step(office, sent, "signed")
    office.do(lambda s: moved(s, office))
    contract.withdraw(office.workspace, sent.id, "Salah alamat")
    assert doubts(office, sent) == said(office, sent)[1] == ["Version 1 was sent, this is version 2"]
    step(office, sent, "signed")
    assert standing(office, sent) == ("signed", 2, 2)
    assert "Jl. Pindah 99" in said(office, sent)[0]
