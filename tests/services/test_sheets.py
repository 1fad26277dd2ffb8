"""Two originals and a copy: which of them came out is kept, and counts while the contract says the same."""

import pytest

from desktop_crm.model.contract import Contract
from desktop_crm.model.errors import UserError
from desktop_crm.model.printed import Counterpart
from desktop_crm.services import contract, contract_sheets
from desktop_crm.services.contract_sheets import Sheets
from desktop_crm.services.papers import contract as contract_paper
from tests.office import Office
from tests.pdf import words_of

FIRST, SECOND, COPY = Counterpart


@pytest.fixture
def draft(office: Office) -> Contract:
    made = office.confirmed()
    return office.do(lambda s: contract.make(s, made.id))


def sheets(office: Office, paper: Contract) -> Sheets:
    return office.see(lambda s: contract_sheets.state(s, paper.id))


def printed(office: Office, paper: Contract, *wanted: Counterpart) -> None:
    """What a printer took."""
    for sheet, made in office.see(lambda s: contract_sheets.make(s, paper.id, wanted)):
        office.do(lambda s, sheet=sheet, made=made: contract_sheets.keep(s, paper.id, sheet, made.said))


def step(office: Office, paper: Contract, state: str) -> Contract:
    return office.do(lambda s: contract.step(s, paper.id, state))


def test_after_a_jam_what_is_missing_is_still_to_print(office: Office, draft: Contract) -> None:
    assert sheets(office, draft).left == (FIRST, SECOND, COPY)
    printed(office, draft, FIRST)
    assert sheets(office, draft).left == (SECOND, COPY)
    assert sheets(office, draft).done == (FIRST,)
    printed(office, draft, COPY, SECOND, SECOND)
    assert sheets(office, draft).left == ()
    office.workspace.undo()
    assert sheets(office, draft).left == (SECOND,)
    office.workspace.redo()
    assert sheets(office, draft).left == ()


def test_a_contract_that_says_something_else_is_printed_anew(office: Office, draft: Contract) -> None:
    printed(office, draft, FIRST, SECOND)
    office.do(lambda s: contract.save(s, draft.id, {"notes": "only for us"}))
    assert sheets(office, draft).left == (COPY,)
    office.do(lambda s: contract.save(s, draft.id, {"place": "Surabaya"}))
    assert sheets(office, draft).left == (FIRST, SECOND, COPY)
    printed(office, draft, COPY)
    assert sheets(office, draft).left == (FIRST, SECOND)


def test_what_was_printed_as_a_draft_is_what_is_sent(office: Office, draft: Contract) -> None:
    printed(office, draft, FIRST, SECOND)
    step(office, draft, "sent")
    assert sheets(office, draft).left == (COPY,)
    step(office, draft, "draft")
    assert sheets(office, draft).left == (FIRST, SECOND, COPY)


def test_of_a_signed_contract_only_copies_are_made(office: Office, draft: Contract) -> None:
    printed(office, draft, FIRST, SECOND)
    step(office, draft, "signed")
    assert sheets(office, draft).left == (COPY,)
    (made,) = office.see(lambda s: contract_sheets.make(s, draft.id, [COPY]))
    plain = office.see(lambda s: contract_paper.make(s, contract.get(s, draft.id)))
    assert words_of(made[1].pdf).lstrip().startswith("SALINAN")
    assert "SALINAN" not in words_of(plain.pdf)
    printed(office, draft, COPY)
    assert sheets(office, draft).left == ()


def test_what_came_out_of_an_older_contract_is_not_kept(office: Office, draft: Contract) -> None:
    ((sheet, made),) = office.see(lambda s: contract_sheets.make(s, draft.id, [FIRST]))
    office.do(lambda s: contract.save(s, draft.id, {"place": "Surabaya"}))
    with pytest.raises(UserError, match="Throw away what came out"):
        office.do(lambda s: contract_sheets.keep(s, draft.id, sheet, made.said))
    assert sheets(office, draft).done == ()


def test_the_originals_differ_by_their_marks_alone(office: Office, draft: Contract) -> None:
    made = dict(office.see(lambda s: contract_sheets.make(s, draft.id, list(Counterpart))))
    texts = {sheet: words_of(paper.pdf) for sheet, paper in made.items()}
    assert "ASLI 1 · untuk PIHAK PERTAMA" in texts[FIRST]
    assert "ASLI 2 · untuk PIHAK KEDUA" in texts[SECOND]
    assert texts[FIRST].count("Meterai Rp") == texts[SECOND].count("Meterai Rp") == 1
    assert texts[COPY].count("Meterai Rp") == 0
    assert len({paper.said for paper in made.values()}) == 1
