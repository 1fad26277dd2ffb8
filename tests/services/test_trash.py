"""What was deleted can be put back: one by one or many, with all that hung on it, whatever was done in between."""

import pytest

from desktop_crm.language import language
from desktop_crm.model.attachment import Attachment
from desktop_crm.model.contract import Contract
from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Filter, Query
from desktop_crm.model.order import Order
from desktop_crm.services import attachment, client, contract, dependents, order, product
from desktop_crm.services import contact as contacts
from desktop_crm.services.past import history, trash
from desktop_crm.services.safety import check
from desktop_crm.storage.journal.restore import Restored
from tests.office import Office


def rows(office: Office, find: str = "") -> list[tuple[str, str, str, str]]:
    """Kind, name, whose, with what – as a person reads the trash."""
    listed = trash.listing(office.workspace)
    return [
        (row[1], row[2], row[3], language("en").say(row[4]) if row[4] else "")
        for row in listed.rows(listed.ids(Query(find)))
    ]


def restore(office: Office, *names: str) -> Restored:
    listed = trash.listing(office.workspace)
    ids = [row[0] for row in listed.page(Query(), 0, 1000) if row[2] in names]
    with office.workspace.write(trash.message(listed, ids)) as session:
        return trash.restore(session, ids)


def everything(office: Office) -> list[tuple[str | int | None, ...]]:
    """All rows of all records but for what each save counts."""
    with office.workspace.driver_connection() as connection:
        tables = ("clients", "contacts", "products", "orders", "order_lines", "contracts", "attachments")
        found = []
        for table in tables:
            kept = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            names = ", ".join(name for name in kept if name not in {"version", "changed_at"})
            found += [(table, *row) for row in connection.execute(f"SELECT {names} FROM {table} ORDER BY id")]
        return found


def with_file(office: Office, noun: str, owner_id: int, name: str = "scan.pdf") -> Attachment:
    return office.do(lambda s: attachment.add(s, noun, owner_id, name, name.encode()))


def busy_client(office: Office) -> tuple[Order, Order, Contract]:
    """Two orders, a contract, and files everywhere."""
    first, second = office.order(), office.order()
    made = office.do(lambda s: contract.make(s, first.id))
    with_file(office, "client", office.client)
    with_file(office, "order", second.id, "foto.jpg")
    with_file(office, "contract", made.id, "konsep.pdf")
    return first, second, made


def test_a_client_goes_with_its_orders_contracts_and_files_and_one_undo_brings_them_back(office: Office) -> None:
    first, _, _ = busy_client(office)
    office.do(lambda s: order.step(s, first.id, "confirmed"))
    before = everything(office)
    with pytest.raises(UserError, match="2 orders and 1 contract"):
        office.do(lambda s: client.delete(s, office.client))
    office.do(lambda s: client.delete(s, office.client, with_papers=True))
    with office.workspace.driver_connection() as connection:
        for table in ("clients", "contacts", "orders", "order_lines", "contracts", "attachments"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    office.workspace.undo()
    assert everything(office) == before


def test_a_signed_contract_keeps_its_client(office: Office) -> None:
    ordered = office.order()
    made = office.do(lambda s: contract.make(s, ordered.id))
    office.do(lambda s: contract.step(s, made.id, "sent"))
    office.do(lambda s: contract.step(s, made.id, "signed"))
    hanging = office.see(lambda s: dependents.of(s, "client", office.client, "PT Sumber Makmur"))
    assert (hanging.counts, str(hanging.told())) == (
        {"order": 1, "contract": 1, "activity": 0, "task": 0, "letter": 0},
        "1 order and 1 contract",
    )
    assert str(hanging.refusal) == f"Not deleted: PT Sumber Makmur signed {made.number}."
    before = everything(office)
    with pytest.raises(UserError, match=f"signed {made.number}"):
        office.do(lambda s: client.delete(s, office.client, with_papers=True))
    assert everything(office) == before


def test_the_trash_tells_what_when_by_whom_and_with_what(office: Office) -> None:
    busy_client(office)
    office.workspace.user = "Dewi"
    office.do(lambda s: client.delete(s, office.client, with_papers=True))
    office.do(lambda s: product.delete(s, office.service))
    assert rows(office) == [
        ("products", "JASA-1", "", ""),
        ("clients", "PT Sumber Makmur", "", "1 contact, 2 orders, 1 contract, 3 files"),
    ]
    listed = trash.listing(office.workspace)
    assert [row[6] for row in listed.page(Query(), 0, 9)] == ["Dewi", "Dewi"]
    assert rows(office, "makmur") == rows(office)[1:]
    assert rows(office, "nothing like it") == []
    assert listed.count(Query(filters=(Filter("kind", ("products",)),))) == 1
    assert [row[2] for row in listed.page(Query(sort="name", descending=True), 0, 9)] == ["PT Sumber Makmur", "JASA-1"]


def test_a_client_comes_back_with_everything_after_other_things_were_done(office: Office) -> None:
    busy_client(office)
    before = everything(office)
    office.do(lambda s: client.delete(s, office.client, with_papers=True))
    other = office.do(lambda s: client.save(s, None, {"name": "Lain"}))
    done = restore(office, "PT Sumber Makmur")
    assert done.names == ["PT Sumber Makmur"]
    assert done.told == []
    assert [row for row in everything(office) if "Lain" not in row] == before
    assert rows(office) == []
    assert client.listing(office.workspace).count(Query("makmur")) == 1
    told = office.see(lambda s: [str(entry.text) for entry in history.of_card(s, "client", office.client)])
    assert told[:2] == ["Restore PT Sumber Makmur", "Do it"]
    assert check.check(office.workspace) == []
    assert office.see(lambda s: client.get(s, other.id)).name == "Lain"


def test_restoring_is_an_action_that_undo_takes_back(office: Office) -> None:
    office.do(lambda s: client.delete(s, office.client))
    deleted = everything(office)
    restore(office, "PT Sumber Makmur")
    restored = everything(office)
    assert str(office.workspace.undo()) == "Restore PT Sumber Makmur"
    assert everything(office) == deleted
    assert rows(office) == [("clients", "PT Sumber Makmur", "", "1 contact")]
    office.workspace.redo()
    assert everything(office) == restored
    assert rows(office) == []
    office.workspace.undo()
    office.workspace.undo()
    assert everything(office) == restored
    assert rows(office) == []


def test_an_order_brings_its_client_back_when_that_is_gone_too(office: Office) -> None:
    made = office.order()
    office.do(lambda s: order.delete(s, made.id))
    office.do(lambda s: client.delete(s, office.client))
    done = restore(office, made.number)
    assert done.names == [made.number, "PT Sumber Makmur"]
    assert [str(one) for one in done.told] == [f"PT Sumber Makmur came back too, because {made.number} belongs to it."]
    assert office.see(lambda s: order.get(s, made.id)).client.full_name == "PT Sumber Makmur"
    assert rows(office) == []


def test_many_come_back_at_once(office: Office) -> None:
    made = [office.order() for _ in range(3)]
    before = everything(office)
    for one in made:
        office.do(lambda s, one=one: order.delete(s, one.id))
    office.do(lambda s: client.delete(s, office.client))
    done = restore(office, "PT Sumber Makmur", *(one.number for one in made))
    assert len(done.names) == 4
    assert everything(office) == before
    assert str(office.workspace.undo_text()) == "Restore 4 records from the trash"


def test_a_number_that_was_taken_meanwhile_gets_an_addition_and_is_told(office: Office) -> None:
    ordered = office.order()
    made = office.do(lambda s: contract.make(s, ordered.id))
    office.do(lambda s: contract.delete(s, made.id))
    office.do(lambda s: product.delete(s, office.service))
    office.do(lambda s: product.save(s, None, {"code": "JASA-1", "name_id": "Lain", "unit": "kg"}))
    other = office.do(lambda s: contract.make(s, ordered.id))
    office.do(lambda s: contract.save(s, other.id, {"number": made.number}))
    done = restore(office, "JASA-1", made.number)
    assert {str(one) for one in done.told} == {
        "JASA-1 is taken by another record by now; what came back is called JASA-1-2.",
        f"{made.number} is taken by another record by now; what came back is called {made.number}-2.",
    }
    assert office.see(lambda s: product.get(s, office.service)).code == "JASA-1-2"
    assert office.see(lambda s: contract.get(s, made.id)).number == f"{made.number}-2"
    assert product.listing(office.workspace).count(Query("jasa-1-2")) == 1
    assert check.check(office.workspace) == []


def test_mentions_of_what_is_gone_meanwhile_are_left_out(office: Office) -> None:
    made = office.order(contact_id=office.contact)
    office.do(lambda s: order.delete(s, made.id))
    office.do(lambda s: contacts.delete(s, office.contact))
    office.do(lambda s: product.delete(s, office.goods))
    restore(office, made.number)
    back = office.see(lambda s: order.get(s, made.id))
    assert back.contact_id is None
    assert [(line.product_id, line.name_id) for line in back.lines] == [(None, "Kopi bubuk")]


def test_what_comes_back_follows_its_clients_new_name(office: Office) -> None:
    made = office.order()
    office.do(lambda s: order.delete(s, made.id))
    office.do(lambda s: client.save(s, office.client, {"name": "Nama Baru"}))
    restore(office, made.number)
    assert order.listing(office.workspace).count(Query("nama baru")) == 1
    assert order.listing(office.workspace).count(Query("makmur")) == 0


def test_contacts_and_files_taken_off_a_card_are_in_the_trash_too(office: Office) -> None:
    file = with_file(office, "client", office.client)
    office.do(lambda s: attachment.delete(s, file.id))
    office.do(lambda s: contacts.delete(s, office.contact))
    assert rows(office) == [
        ("contacts", "Siti Aminah", "PT Sumber Makmur", ""),
        ("attachments", "scan.pdf", "PT Sumber Makmur", ""),
    ]
    restore(office, "scan.pdf", "Siti Aminah")
    assert office.see(lambda s: attachment.content(s, file.id)) == ("scan.pdf", b"scan.pdf")


def test_what_is_alive_again_is_not_shown_and_not_restored_twice(office: Office) -> None:
    office.do(lambda s: client.delete(s, office.client))
    listed = trash.listing(office.workspace)
    [old] = listed.ids(Query())
    office.workspace.undo()
    assert listed.count(Query()) == 0
    with pytest.raises(UserError, match="Not restored: all of it is there again"):
        office.do(lambda s: trash.restore(s, [old]))
    office.do(lambda s: client.delete(s, office.client))
    assert len(rows(office)) == 1


def test_what_undo_took_away_is_in_the_trash_as_well(office: Office) -> None:
    """Redo is over as soon as something else is done; the trash is not."""
    office.do(lambda s: client.save(s, None, {"name": "Salah ketik"}))
    office.workspace.undo()
    office.do(lambda s: client.save(s, None, {"name": "Lain"}))
    assert [row[1] for row in rows(office)] == ["Salah ketik"]
    restore(office, "Salah ketik")
    assert client.listing(office.workspace).count(Query("salah")) == 1
