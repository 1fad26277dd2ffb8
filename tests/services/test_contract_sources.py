"""A contract that is being made knows when what it lacks was filled in where it comes from."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from desktop_crm.model.address import Address
from desktop_crm.model.contract import Contract
from desktop_crm.model.signatory import Signatory
from desktop_crm.services import client, contract, order, settings, today
from desktop_crm.services import contact as contacts
from tests.office import Office

ANI = {"name": "Ani", "office": "Direktur", "authority": "Anggaran Dasar"}


@pytest.fixture
def bare(office: Office) -> int:
    """A client known by name only."""
    return office.do(lambda s: client.save(s, None, {"name": "Baru Jaya"})).id


def draft(office: Office, client_id: int) -> int:
    def work(session: Session) -> Contract:
        made = order.save(session, None, order.start(session, client_id), [office.line()])
        return contract.make(session, made.id)

    return office.do(work).id


def now(office: Office, paper: int) -> Contract:
    return office.see(lambda s: contract.get(s, paper))


def add(book: Office, client_id: int, **values: Any) -> int:
    return book.do(lambda s: contacts.save(s, client_id, None, {**ANI, **values})).id


def company(office: Office, **values: Any) -> None:
    office.do(lambda s: settings.save_company(s, values))


@pytest.mark.parametrize(
    ("roles", "chosen"),
    [
        (([],), 0),
        ((["signatory"],), 0),
        (([], ["signatory"]), 1),
        (([], []), None),
    ],
)
def test_who_signs_is_proposed_when_there_is_one(
    office: Office, bare: int, roles: tuple[list[str], ...], chosen: int | None
) -> None:
    people = [add(office, bare, name=f"Person {at}", roles=each) for at, each in enumerate(roles)]
    found = now(office, draft(office, bare))
    assert found.contact_id == (None if chosen is None else people[chosen])
    assert found.client_signatory.name == ("" if chosen is None else f"Person {chosen}")


def test_a_person_signs_alone_whoever_works_there(office: Office) -> None:
    person = office.do(lambda s: client.save(s, None, {"kind": "person", "name": "Sari Lestari"})).id
    add(office, person, name="Her assistant")
    assert now(office, draft(office, person)).client_signatory.name == "Sari Lestari"


def test_who_signs_and_where_it_goes_are_taken_over_by_what_was_made_before(office: Office, bare: int) -> None:
    paper = draft(office, bare)
    person = add(office, bare, roles=["signatory"])
    office.do(lambda s: client.save(s, bare, {"addresses": (Address("Jl. Asia 7", "Medan", kind="delivery"),)}))
    found = now(office, paper)
    assert (found.contact_id, found.client_signatory) == (person, Signatory(*ANI.values()))
    assert found.delivery_place == "Jl. Asia 7, Medan"
    office.workspace.undo()
    assert now(office, paper).delivery_place == ""


def test_an_office_that_was_missing_is_taken_over(office: Office, bare: int) -> None:
    person = add(office, bare, office="", authority="")
    paper = draft(office, bare)
    office.do(lambda s: contacts.save(s, bare, person, {"office": "Manajer", "authority": "Surat Kuasa 1"}))
    assert now(office, paper).client_signatory == Signatory("Ani", "Manajer", "Surat Kuasa 1")


def test_what_was_agreed_apart_stays(office: Office, bare: int) -> None:
    person = add(office, bare)
    paper = draft(office, bare)
    kept = Signatory("Ani", "Wakil Direktur", "Surat Kuasa 1")
    office.do(lambda s: contract.save(s, paper, {"client_signatory": kept, "delivery_place": "Gudang 3"}))
    office.do(lambda s: contacts.save(s, bare, person, {"office": "Manajer"}))
    office.do(lambda s: client.save(s, bare, {"addresses": (Address("Jl. Asia 7", "Medan", kind="delivery"),)}))
    assert (now(office, paper).client_signatory, now(office, paper).delivery_place) == (kept, "Gudang 3")


def test_somebody_typed_by_hand_stays(office: Office, bare: int) -> None:
    paper = draft(office, bare)
    kept = Signatory("Rudi", "", "")
    office.do(lambda s: contract.save(s, paper, {"client_signatory": kept}))
    add(office, bare, roles=["signatory"])
    found = now(office, paper)
    assert (found.contact_id, found.client_signatory) == (None, kept)


def test_what_the_own_company_lacked_is_taken_over(office: Office) -> None:
    company(office, signatory_authority="", city="")
    paper = draft(office, office.client)
    assert now(office, paper).own_signatory.authority == ""
    company(office, signatory_authority="Akta 12", city="Bogor")
    found = now(office, paper)
    assert (found.own_signatory, found.place) == (Signatory("Budi Hartono", "Direktur", "Akta 12"), "Bogor")


def test_another_of_our_people_stays(office: Office) -> None:
    paper = draft(office, office.client)
    kept = Signatory("Wati", "Manajer", "")
    office.do(lambda s: contract.save(s, paper, {"own_signatory": kept}))
    company(office, signatory_authority="Akta 12")
    assert now(office, paper).own_signatory == kept


def test_what_was_sent_stays_as_it_was(office: Office) -> None:
    paper = draft(office, office.client)
    office.do(lambda s: contract.step(s, paper, "sent"))
    sent = now(office, paper)
    company(office, signatory_authority="Akta 12")
    office.do(lambda s: contacts.save(s, office.client, office.contact, {"office": "Manajer"}))
    found = now(office, paper)
    assert (found.state, found.revision, found.own_signatory, found.client_signatory) == (
        sent.state,
        sent.revision,
        sent.own_signatory,
        sent.client_signatory,
    )
    assert replace(found.own_signatory) == Signatory("Budi Hartono", "Direktur", "Anggaran Dasar")


@pytest.mark.parametrize(
    ("day", "until"), [(date(2026, 11, 29), date(2026, 12, 6)), (date(2026, 11, 28), date(2026, 11, 29))]
)
def test_on_a_sunday_the_week_that_begins_is_looked_at(office: Office, day: date, until: date) -> None:
    for promised in (until, date(2026, 12, 7)):
        office.confirmed(ordered_on=date(2026, 11, 2), promised_on=promised)
    with office.workspace.driver_connection() as connection:
        seen = today.overview(connection, day)
    assert [item.day for item in seen.group(today.WEEK).items] == [until]
