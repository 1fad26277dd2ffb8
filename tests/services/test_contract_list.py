"""The list of contracts tells how many blanks the paper of each draft has, never another number."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.orm import Session

from desktop_crm.model.address import Address
from desktop_crm.model.contract import Contract
from desktop_crm.model.identifier import Identifier
from desktop_crm.model.listing import Listing, Query
from desktop_crm.services import client, contract, contract_gaps, contract_steps, order, settings, template
from desktop_crm.services.clock import today
from tests.office import Office

Change = Callable[[Session], object]


@pytest.fixture
def papers(office: Office) -> list[int]:
    """Two drafts with a client of whom only the name is known, and one with another."""
    bare = office.do(lambda s: client.save(s, None, {"name": "Baru Jaya"})).id
    return [draft(office, bare), draft(office, bare), draft(office, office.client)]


def draft(office: Office, client_id: int) -> int:
    def work(session: Session) -> Contract:
        made = order.save(session, None, order.start(session, client_id), [office.line()])
        return contract.make(session, made.id)

    return int(office.do(work).id)


def told(listing: Listing, rows: list[Any]) -> dict[int, Any]:
    at = [column.id for column in listing.columns].index("blanks") + 1
    return {row[0]: row[at] for row in rows}


def truth(office: Office) -> dict[int, int | None]:
    """As each page counts them."""
    ids = contract.listing(office.workspace).ids(Query())
    return office.see(lambda s: {each: contract_gaps.count(s, contract.get(s, each)) or None for each in ids})


def texts(session: Session, old: str, new: str) -> None:
    for each in contract.templates(session):
        assert old in each.text_id
        template.save(session, each.id, {"text_id": each.text_id.replace(old, new)})


def changes(office: Office, papers: list[int]) -> list[Change]:
    """Each of them fills some blank, or makes one."""
    first, second, third = papers

    def party(session: Session) -> int:
        return contract.get(session, first).client_id

    def renamed(session: Session, paper: int) -> object:
        tea = [replace(office.line(), name="Teh")]
        return order.save(session, contract.get(session, paper).order_id, {}, tea)

    return [
        lambda s: client.save(s, party(s), {"identifiers": (Identifier("npwp", "0098765432109000"),)}),
        lambda s: client.save(s, party(s), {"addresses": (Address("Jl. Raya 5", "Kudus"),)}),
        lambda s: settings.save_company(s, {"npwp": ""}),
        lambda s: contract.save(
            s, first, {"client_signatory": replace(contract.get(s, first).client_signatory, name="Ani")}
        ),
        lambda s: contract.save(s, third, {"delivery_place": "", "place": ""}),
        lambda s: texts(s, "NPWP {{ client.npwp }}", "e-mail {{ client.email }}"),
        lambda s: texts(
            s, "e-mail {{ client.email }}", "{% if subject == 'Teh' %}e-mail {{ client.email }}{% endif %}"
        ),
        lambda s: renamed(s, second),
        lambda s: settings.save_company(s, {"npwp": "0123456789012345"}),
        lambda s: contract.save(s, second, {"language": "en"}),
        lambda s: contract.delete(s, second),
    ]


def test_whatever_changes_no_other_number_is_told(office: Office, papers: list[int]) -> None:
    listing, seen = contract.listing(office.workspace), list[dict[int, int | None]]()

    def look() -> None:
        now = truth(office)
        at_once = told(listing, listing.page(Query(), 0, 99))
        assert all(count in {None, now[each]} for each, count in at_once.items())
        assert told(listing, listing.rows(list(now))) == now
        assert told(listing, listing.page(Query(), 0, 99)) == now
        seen.append(now)

    look()
    assert list(seen[0].values()).count(7) == 2
    for change in changes(office, papers):
        office.do(change)
        look()
        assert seen[-1] != seen[-2], "else it proves nothing"
    for _ in changes(office, papers):
        office.workspace.undo()
        look()
    assert seen[-1] == seen[0]
    office.workspace.redo()
    look()


def test_what_is_not_concerned_is_known_at_once_and_only_drafts_have_blanks(office: Office, papers: list[int]) -> None:
    first, second, _third = papers
    listing = contract.listing(office.workspace)
    before = told(listing, listing.rows(papers))
    office.do(lambda s: contract.save(s, first, {"place": "", "delivery_place": ""}))
    assert told(listing, listing.page(Query(), 0, 9)) == {**before, first: None}
    office.do(lambda s: settings.save_company(s, {"signatory_authority": "Akta 7"}))
    office.do(lambda s: contract_steps.leave_blank(s, contract.get(s, second), today()))
    assert told(listing, listing.rows(papers))[second] is None
    office.do(lambda s: contract.save(s, second, {"place": "Solo"}))
    assert told(listing, listing.rows(papers))[second] == before[second]


def test_a_paper_that_cannot_be_made_has_no_number_and_takes_none_from_others(
    office: Office, papers: list[int]
) -> None:
    first, *others = papers
    listing = contract.listing(office.workspace)
    before = told(listing, listing.rows(papers))

    def wrong(session: Session) -> None:
        own = template.duplicate(session, contract.get(session, first).template_id)
        contract.save(session, first, {"template_id": own.id})
        own.text_id = "# Perjanjian\n\n{{ client.name"  # which an editor refuses

    office.do(wrong)
    assert told(listing, listing.rows(papers)) == {first: None, **{each: before[each] for each in others}}
