"""Contacts as a noun of their own: their list, their history apart from their client's, what is typed on their cards."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop_crm.cli import main
from desktop_crm.model.client import Email
from desktop_crm.model.contact import Contact, Role
from desktop_crm.model.listing import UNREADABLE, Filter, Query
from desktop_crm.model.message import msg
from desktop_crm.model.phone import Phone
from desktop_crm.services import client, search
from desktop_crm.services import contact as contacts
from desktop_crm.services.beside import Beside
from desktop_crm.services.draft import Draft, Drafts
from desktop_crm.services.past import history, trash
from desktop_crm.services.safety.check import check
from desktop_crm.storage.journal.bulk import bulk_insert
from tests.office import Office

SRI: dict[str, Any] = {
    "name": "Sri Rahayu",
    "office": "Direktur",
    "roles": [Role.SIGNATORY, Role.PAYER],
    "phones": (Phone("0812 5550 1199"),),
    "emails": (Email("sri@maju.example"),),
    "birthday": date(1980, 5, 17),
}


@pytest.fixture
def sri(office: Office) -> int:
    return office.do(lambda session: contacts.save(session, office.client, None, SRI)).id


def names(office: Office, **asked: Any) -> list[str]:
    listing = contacts.listing(office.workspace)
    query = Query(**asked)
    rows = listing.rows(listing.ids(query))
    assert listing.count(query) == len(rows)
    assert listing.page(query, 0, 100) == rows
    return [row[1] for row in rows]


def row_of(office: Office, contact_id: int) -> dict[str, Any]:
    listing = contacts.listing(office.workspace)
    (row,) = listing.rows([contact_id])
    return dict(zip([column.id for column in listing.columns], row[1:], strict=True))


def story(office: Office, noun: str, card_id: int) -> list[str]:
    return office.see(lambda session: [entry.text.text for entry in history.of_card(session, noun, card_id)])


def test_a_line_of_the_list_tells_who_it_is_and_at_whom(office: Office, sri: int) -> None:
    row = row_of(office, sri)
    named = office.see(lambda session: client.get(session, office.client).full_name)
    assert (row["name"], row["office"], row["client"]) == ("Sri Rahayu", "Direktur", named)
    assert (row["phone"], row["email"], row["birthday"]) == ("+62 812-5550-1199", "sri@maju.example", date(1980, 5, 17))
    assert (row["roles"].args["first"].text, row["roles"].args["rest"].text) == ("Signatory", "Payer")
    bare = office.do(lambda session: contacts.save(session, office.client, None, {"name": "Budi"})).id
    row = row_of(office, bare)
    assert (row["phone"], row["email"], row["birthday"], row["roles"]) == (None, None, None, None)


def test_the_list_is_filtered_by_role_phone_and_client(office: Office, sri: int) -> None:
    other = office.do(lambda session: client.save(session, None, {"name": "Abadi"}))
    office.do(lambda session: contacts.save(session, other.id, None, {"name": "Tono", "roles": [Role.PAYER]}))
    assert {"Sri Rahayu", "Tono"} <= set(names(office, filters=(Filter("roles", (Role.PAYER,)),)))
    assert "Tono" not in names(office, filters=(Filter("roles", (Role.SIGNATORY,)),))
    assert names(office, filters=(Filter("roles", (Role.TECHNICAL,)),)) == []
    assert names(office, filters=(Filter("phone", ("0812-5550-1199",)),)) == ["Sri Rahayu"]
    assert names(office, filters=(Filter("client", (other.full_name,)),)) == ["Tono"]
    assert names(office, find="rahayu") == names(office, find="0812 5550 1199") == ["Sri Rahayu"]


def test_the_list_is_sorted_by_what_its_heads_say(office: Office, sri: int) -> None:
    first, last = (
        office.do(lambda session, name=name: client.save(session, None, {"name": name})).id for name in ("Aa", "Zz")
    )
    for client_id, name, day in ((last, "Amir", date(1999, 1, 1)), (first, "Zul", date(1950, 1, 1))):
        values = {"name": name, "birthday": day, "office": name}
        office.do(lambda session, client_id=client_id, values=values: contacts.save(session, client_id, None, values))
    by_name = names(office)
    assert by_name.index("Amir") < by_name.index("Sri Rahayu") < by_name.index("Zul")
    by_client = names(office, sort="client")
    assert (by_client[0], by_client[-1]) == ("Zul", "Amir")
    assert names(office, sort="client", descending=True) == by_client[::-1]
    by_day = [name for name in names(office, sort="birthday") if name in {"Amir", "Sri Rahayu", "Zul"}]
    assert by_day == ["Zul", "Sri Rahayu", "Amir"]
    assert names(office, sort="office")[-1] == "Zul"


def test_it_is_sorted_by_its_client_whatever_that_is_called_now(office: Office, sri: int) -> None:
    other = office.do(lambda s: client.save(s, None, {"name": "Zamrud"})).id
    (zul,) = office.do(lambda s: bulk_insert(s, Contact, [{"client_id": other, "name": "Zul"}]))
    made = office.do(lambda s: contacts.save(s, other, None, {"name": "Ani"})).id
    listing = contacts.listing(office.workspace)

    def by_client() -> list[int]:
        return [each for each in listing.ids(Query(sort="client")) if each in {sri, zul, made}]

    assert by_client() == [sri, made, zul]
    office.do(lambda s: client.save(s, other, {"name": "Abadi"}))
    assert by_client() == [made, zul, sri]
    assert check(office.workspace) == []
    office.workspace.undo()
    assert by_client() == [sri, made, zul]
    office.workspace.redo()
    assert by_client() == [made, zul, sri]
    with office.workspace.driver_connection() as connection:
        plan = connection.execute(
            "EXPLAIN QUERY PLAN SELECT t.id FROM contacts t ORDER BY t.client_key, t.name_key, t.id"
        )
        assert ["INDEX" in row[3] for row in plan] == [True]  # and nothing is put in order


def test_a_list_of_phones_that_is_torn_is_told_in_its_cell_alone(office: Office, sri: int) -> None:
    with office.workspace.aside() as connection:
        connection.execute("UPDATE contacts SET phones = '[{', roles = 'x' WHERE id = ?", (sri,))
    row = row_of(office, sri)
    assert (row["phone"], row["roles"], row["email"]) == (UNREADABLE, UNREADABLE, "sri@maju.example")
    assert names(office, filters=(Filter("roles", (Role.PAYER,)),)) == []


def test_a_new_contact_among_many_hits_is_found(office: Office, sri: int) -> None:
    """The order of all that was read before is known for hits; a contact is written under its client's card."""
    office.do(
        lambda session: bulk_insert(
            session, Contact, [{"client_id": office.client, "name": f"Agus {n}"} for n in range(400)]
        )
    )
    listing = contacts.listing(office.workspace)
    listing.ids(Query())
    assert len(listing.page(Query(find="agus"), 0, 500)) == 400
    office.do(lambda session: contacts.save(session, office.client, None, {"name": "Agus Aa"}))
    assert listing.page(Query(find="agus"), 0, 1)[0][1] == "Agus 0"
    assert "Agus Aa" in [row[1] for row in listing.page(Query(find="agus"), 0, 500)]


def test_a_search_leads_to_the_contact(office: Office, sri: int) -> None:
    (hit,) = search.find(office.workspace, "rahayu")
    assert (hit.noun, hit.id, hit.title, hit.private) == ("contact", sri, "Sri Rahayu", True)
    assert hit.client
    assert hit.client in hit.subtitle


def test_history_stands_on_its_own_page_and_on_its_clients(office: Office, sri: int) -> None:
    tono = office.do(lambda session: contacts.save(session, office.client, None, {"name": "Tono"}), "Add Tono").id
    office.do(lambda session: contacts.save(session, office.client, sri, {"office": "Komisaris"}), "Promote Sri")
    office.do(lambda session: client.save(session, office.client, {"short_name": "Maju"}), "Rename")
    told = office.see(lambda session: history.of_card(session, "contact", sri))
    assert [entry.text.args["text"] for entry in told] == ["Promote Sri", "Do it"]
    (detail,) = told[0].rows[0].details
    assert (detail.before, detail.after) == ("Direktur", "Komisaris")
    assert [
        each.text.args["text"] for each in office.see(lambda session: history.of_card(session, "contact", tono))
    ] == ["Add Tono"]
    of_client = [
        entry.text.args.get("text")
        for entry in office.see(lambda session: history.of_card(session, "client", office.client))
    ]
    assert of_client[:4] == ["Rename", "Promote Sri", "Add Tono", "Do it"]


def test_history_is_read_by_pages_in_both_directions(office: Office, sri: int) -> None:
    for n in range(7):
        office.do(lambda session, n=n: contacts.save(session, office.client, sri, {"office": f"Office {n}"}), f"{n}")
        office.do(lambda session, n=n: client.save(session, office.client, {"short_name": f"{n}"}), "of the client")

    def page(*args: int, **asked: int) -> tuple[list[str], int, int]:
        found = office.see(lambda session: history.of_card(session, "contact", sri, *args, **asked))
        return [entry.text.args["text"] for entry in found], found[-1].id, found[0].id

    newest, last, _ = page(3)
    assert newest == ["6", "5", "4"]
    older, _, _ = page(3, before=last)
    assert older == ["3", "2", "1"]
    oldest, _, first = page(3, after=0)
    assert oldest == ["1", "0", "Do it"]
    assert page(2, after=first)[0] == ["3", "2"]


def test_who_came_by_an_import_begins_with_it(office: Office) -> None:
    with office.workspace.write(msg("Import")) as session:
        ids = bulk_insert(session, Contact, [{"client_id": office.client, "name": f"Agus {n}"} for n in range(3)])
    office.do(lambda session: contacts.save(session, office.client, ids[1], {"office": "Staf"}), "Change")
    assert story(office, "contact", ids[1]) == ["{text}", "Import"]
    assert story(office, "contact", ids[0]) == ["Import"]
    assert story(office, "contact", office.contact) == ["Set up"]


def test_deleted_it_is_in_the_trash_and_comes_back_with_its_history(office: Office, sri: int) -> None:
    office.do(lambda session: contacts.delete(session, sri))
    listed = trash.listing(office.workspace)
    (gone,) = [row for row in listed.rows(listed.ids(Query())) if row[2] == "Sri Rahayu"]
    assert gone[1] == "contacts"
    office.do(lambda session: trash.restore(session, [gone[0]]))
    assert row_of(office, sri)["office"] == "Direktur"
    assert len(story(office, "contact", sri)) == 3


def test_what_a_commit_tells_names_contacts_and_their_client(office: Office, sri: int) -> None:
    told: list[frozenset[str]] = []
    office.workspace.subscribe(told.append)
    office.do(lambda session: contacts.save(session, office.client, sri, {"office": "Komisaris"}))
    office.workspace.undo()
    office.do(lambda session: bulk_insert(session, Contact, [{"client_id": office.client, "name": "Agus"}]))
    office.workspace.undo()
    assert len(told) == 4
    assert all({"contact", "client"} <= nouns for nouns in told)
    told.clear()
    office.do(lambda session: client.save(session, office.client, {"short_name": "Maju"}))
    assert "contact" not in told[0]


def test_what_was_typed_on_its_card_goes_with_it(office: Office, sri: int) -> None:
    beside = Beside(office.workspace)
    drafts = Drafts(office.workspace, beside)

    def typed(contact_id: int) -> list[str]:
        return [draft.slot for draft in drafts.of_card("contact", contact_id)]

    with office.workspace.write(msg("Import")) as session:
        (bulk,) = bulk_insert(session, Contact, [{"client_id": office.client, "name": "Agus"}])
    for contact_id in (sri, bulk, office.contact):
        drafts.keep(Draft(f"slot-{contact_id}", "contact", contact_id, typed={"office": "x"}))
    beside.settle()
    office.workspace.undo()
    office.do(lambda session: contacts.delete(session, sri))
    assert (typed(sri), typed(bulk)) == ([], [])
    assert typed(office.contact) == [f"slot-{office.contact}"]
    beside.close()


def test_a_contact_without_a_client_is_refused_where_it_is_wrong(office: Office) -> None:
    found = contacts.problems({"name": "Sri", "client_id": None})
    assert [problem.field for problem in found] == ["client_id"]
    assert contacts.problems({"name": "Sri"}) == []  # on its client's card, where it is known


def test_the_command_line_lists_and_exports_them(
    office: Office, sri: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office.workspace.close()
    path = str(office.workspace.path)
    assert main(["list", "contacts", "--workspace", path, "--json", "--find", "rahayu"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["name"], row["roles"], row["birthday"]) == ("Sri Rahayu", "Signatory, Payer", "1980-05-17")
    assert main(["list", "contacts", "--workspace", path]) == 0
    assert "Sri Rahayu" in capsys.readouterr().out
    assert main(["export", "contacts", "--workspace", path, str(tmp_path / "out.xlsx")]) == 0
    assert (tmp_path / "out.xlsx").stat().st_size > 1000
