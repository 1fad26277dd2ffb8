"""Clients and contacts: normalised, found again, not deleted while papers name them."""

import pytest
from sqlalchemy import select

from desktop_crm.model.client import Client, Email
from desktop_crm.model.contact import Contact
from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Query
from desktop_crm.model.phone import Phone
from desktop_crm.services import client, contract, order
from desktop_crm.services import contact as contacts
from tests.office import Office


def test_phones_and_mails_are_kept_in_one_form(office: Office) -> None:
    made = office.do(
        lambda s: client.save(
            s, None, {"name": "Toko Baru", "phones": (Phone("(021) 555-12 34"),), "emails": (Email(" A@B.co.id "),)}
        )
    )
    assert made.phones[0].number == "+62215551234"
    assert made.emails[0].address.endswith("@b.co.id")


def test_a_client_without_a_name_is_refused_where_it_was_typed(office: Office) -> None:
    with pytest.raises(UserError) as caught:
        office.do(lambda s: client.save(s, None, {"name": "  "}))
    assert [problem.field for problem in caught.value.problems] == ["name"]


def test_a_stale_copy_is_refused(office: Office) -> None:
    seen = office.see(lambda s: client.get(s, office.client))
    office.do(lambda s: client.save(s, office.client, {"notes": "baru"}, seen.version))
    with pytest.raises(UserError):
        office.do(lambda s: client.save(s, office.client, {"notes": "lama"}, seen.version))
    assert office.see(lambda s: client.get(s, office.client)).notes == "baru"


def test_a_client_of_papers_stays_and_one_without_goes_with_its_contacts(office: Office) -> None:
    made = office.order()
    with pytest.raises(UserError):
        office.do(lambda s: client.delete(s, office.client))
    office.do(lambda s: order.delete(s, made.id))
    office.do(lambda s: client.delete(s, office.client))
    assert office.see(lambda s: list(s.scalars(select(Contact)))) == []
    office.workspace.undo()
    assert office.see(lambda s: [one.name for one in contacts.of_client(s, office.client)]) == ["Siti Aminah"]


def test_papers_follow_the_new_name_in_lists_and_search(office: Office) -> None:
    made = office.confirmed()
    paper = office.do(lambda s: contract.make(s, made.id))
    office.do(lambda s: client.save(s, office.client, {"name": "Zamrud Abadi"}))
    for noun, wanted in ((order, made.id), (contract, paper.id)):
        listing = noun.listing(office.workspace)
        assert list(listing.ids(Query(find="zamrud"))) == [wanted]
        assert list(listing.ids(Query(find="sumber makmur"))) == []
    office.workspace.undo()
    assert list(order.listing(office.workspace).ids(Query(find="sumber makmur"))) == [made.id]


def test_no_change_is_no_history(office: Office) -> None:
    office.do(lambda s: client.save(s, office.client, {"notes": "x"}))
    before = office.workspace.undo_text()
    office.do(lambda s: client.save(s, office.client, {"notes": "x"}), text="Nothing")
    assert office.workspace.undo_text() == before


@pytest.mark.parametrize("name", ["100%", "a_b", 'O\'Neil "Q"', "🙂 toko", "مرحبا", "=1+1", "x" * 10_000, "Café"])
def test_ugly_names_are_kept_and_found(office: Office, name: str) -> None:
    made = office.do(lambda s: client.save(s, None, {"name": name}))
    assert office.see(lambda s: s.get(Client, made.id)).name == name
    assert made.id in client.listing(office.workspace).ids(Query())
    if any(char.isalnum() for char in name):
        assert made.id in client.listing(office.workspace).ids(Query(find=name))


def test_any_phone_of_a_client_or_of_its_contacts_tells_a_double(office: Office) -> None:
    phones = (Phone("021 555 1234", "office"), Phone("0812 1111 2222"))
    shop = office.do(lambda s: client.save(s, None, {"name": "Toko Baru", "phones": phones}))
    office.do(lambda s: contacts.save(s, shop.id, None, {"name": "Rina", "phones": (Phone("0813 3333 4444"),)}))

    def known(number: str, except_id: int | None = None) -> list[tuple[int, str]]:
        values = {"phones": (Phone(number),)}
        return [(one.id, one.field) for one in office.see(lambda s: client.doubles(s, values, except_id))]

    for number in ("(021) 5551234", "+62 812-1111-2222", "0813-3333-4444"):
        assert known(number) == [(shop.id, "phones")]
        assert known(number, shop.id) == []
    assert known("0812 1111 222") == []
    assert known("0813 3333 44445") == []


def test_a_contact_that_papers_name_stays(office: Office) -> None:
    made = office.order(contact_id=office.contact)
    with pytest.raises(UserError, match=made.number):
        office.do(lambda s: contacts.delete(s, office.contact))
    other = office.do(lambda s: contacts.save(s, office.client, None, {"name": "Tamu"}))
    office.do(lambda s: contacts.delete(s, other.id))
    assert [one.id for one in office.see(lambda s: contacts.of_client(s, office.client))] == [office.contact]
