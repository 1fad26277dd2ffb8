"""Any action of the history can be taken back while nothing stands on it; else what stands in the way is named."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

from desktop_crm.model.address import Address
from desktop_crm.model.client import Client
from desktop_crm.model.contact import Contact
from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Query
from desktop_crm.model.message import msg
from desktop_crm.services import attachment, client, contract, order, product
from desktop_crm.services import contact as contacts
from desktop_crm.services.lines import lines_of, taxes_by_id
from desktop_crm.services.past import trash
from desktop_crm.services.safety import check
from desktop_crm.storage.client import GATHERED
from desktop_crm.storage.journal.bulk import bulk_insert
from tests.office import Office


@pytest.fixture
def last(office: Office) -> Callable[..., Any]:
    """The id of the latest entry."""

    def ask() -> int:
        with office.workspace.driver_connection() as connection:
            return connection.execute("SELECT max(id) FROM journal_entries").fetchone()[0]

    return ask


def everything(office: Office, *, gathered: bool = True) -> list[tuple[str | int | None, ...]]:
    """All rows; with what clients gather of the others, unless these are meant to be others."""
    left_out = {"version", "changed_at", *(() if gathered else GATHERED.columns)}
    with office.workspace.driver_connection() as connection:
        found = []
        for table in ("clients", "contacts", "products", "orders", "order_lines", "contracts", "attachments"):
            kept = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            names = ", ".join(name for name in kept if name not in left_out)
            found += [(table, *row) for row in connection.execute(f"SELECT {names} FROM {table} ORDER BY id")]
        return found


def lines(error: Any) -> list[str]:
    return [str(error.value.message), *(str(problem.message) for problem in error.value.problems)]


def do_import(office: Office, number: int = 5) -> None:
    """As importing clients writes: in parts, with contacts."""

    def work(session: Session) -> None:
        for start in (0, number):
            ids = bulk_insert(session, Client, [{"name": f"Toko {start + at}"} for at in range(number)])
            bulk_insert(session, Contact, [{"client_id": at, "name": f"Siti {at}"} for at in ids])

    office.do(work, "Import toko.xlsx")


def toko(office: Office, name: str) -> int:
    listed = client.listing(office.workspace)
    return listed.ids(Query(name))[0]


def test_an_import_is_taken_back_after_other_things_were_done(office: Office, last: Callable[..., Any]) -> None:
    def rest() -> list[tuple[str | int | None, ...]]:
        return [row for row in everything(office, gathered=False) if row[0] not in {"orders", "order_lines"}]

    before = rest()
    do_import(office)
    imported = last()
    after = rest()
    made = office.order()
    assert str(office.workspace.take_back(imported)) == "Import toko.xlsx"
    assert rest() == before
    assert client.listing(office.workspace).count(Query("toko")) == 0
    assert str(office.workspace.redo_text()) == "Import toko.xlsx"
    office.workspace.take_back(imported)
    assert rest() == after
    assert client.listing(office.workspace).count(Query("toko")) == 10
    assert office.see(lambda s: order.get(s, made.id)).number == made.number
    assert check.check(office.workspace) == []


def test_undo_goes_on_in_order_after_something_older_was_taken_back(office: Office, last: Callable[..., Any]) -> None:
    do_import(office)
    imported = last()
    made = office.order()
    office.workspace.take_back(imported)
    office.workspace.redo()
    assert str(office.workspace.undo()) == "Import toko.xlsx"
    assert str(office.workspace.undo()) == "Do it"
    assert order.listing(office.workspace).count(Query()) == 0
    assert office.workspace.undo_text() is None or made


@pytest.mark.parametrize("way", ["changed", "contact", "order", "file", "deleted"])
def test_what_stands_in_the_way_of_an_import_is_named(office: Office, last: Callable[..., Any], way: str) -> None:
    do_import(office)
    imported, shop = last(), toko(office, "toko 3")
    match way:
        case "changed":
            office.do(lambda s: client.save(s, shop, {"notes": "x"}))
            told = ["something it changed was changed again", "Changed again since: Toko 3"]
        case "contact":
            [contact] = office.see(lambda s: contacts.of_client(s, shop))
            office.do(lambda s: contacts.save(s, shop, contact.id, {"office": "Direktur"}))
            told = ["something it changed was changed again", f"Changed again since: Siti {shop}"]
        case "order":
            made = office.do(lambda s: order.save(s, None, order.start(s, shop), [office.line()]))
            told = ["other records still need what it added", f"Still needed by: {made.number}"]
        case "file":
            office.do(lambda s: attachment.add(s, "client", shop, "scan.pdf", b"x"))
            told = ["other records still need what it added", "Still needed by: scan.pdf"]
        case "deleted":
            office.do(lambda s: client.delete(s, shop))
            told = ["something it changed is gone since", "Gone since: "]
    before = everything(office)
    with pytest.raises(UserError) as error:
        office.workspace.take_back(imported)
    assert told[0] in lines(error)[0]
    assert any(told[1] in line for line in lines(error))
    assert everything(office) == before
    office.workspace.undo()
    office.workspace.take_back(imported)
    assert client.listing(office.workspace).count(Query("toko")) == 0


def test_one_obstacle_is_named_among_many_parts_that_go_along(office: Office, last: Callable[..., Any]) -> None:
    do_import(office, 150)
    imported, shop = last(), toko(office, "toko 299")
    office.do(lambda s: contacts.save(s, shop, None, {"name": "Orang Baru"}))
    with pytest.raises(UserError) as error:
        office.workspace.take_back(imported)
    assert lines(error)[1:] == ["Still needed by: Orang Baru"]


def test_many_obstacles_are_counted(office: Office, last: Callable[..., Any]) -> None:
    do_import(office, 20)
    imported = last()
    for name in range(9):
        shop = toko(office, f"toko {name}")
        office.do(lambda s, shop=shop: client.save(s, shop, {"notes": "x"}))
    with pytest.raises(UserError) as error:
        office.workspace.take_back(imported)
    assert lines(error)[1].endswith("and 4 more")


def test_a_change_is_taken_back_beside_others_of_the_same_record(office: Office, last: Callable[..., Any]) -> None:
    office.do(lambda s: client.save(s, office.client, {"notes": "one"}))
    first = last()
    office.do(lambda s: client.save(s, office.client, {"name": "Nama Baru"}))
    made = office.order()
    office.workspace.take_back(first)
    record = office.see(lambda s: client.get(s, office.client))
    assert (record.notes, record.full_name) == ("", "PT Nama Baru")
    assert client.listing(office.workspace).count(Query("nama baru")) == 1
    assert office.see(lambda s: order.get(s, made.id)).client_key == record.name_key


def test_taking_back_a_new_name_renames_the_papers_made_since(office: Office, last: Callable[..., Any]) -> None:
    office.do(lambda s: client.save(s, office.client, {"name": "Nama Baru"}))
    renamed = last()
    office.order()
    office.workspace.take_back(renamed)
    assert order.listing(office.workspace).count(Query("makmur")) == 1
    assert order.listing(office.workspace).count(Query("nama baru")) == 0
    office.workspace.undo()
    office.workspace.undo()


def test_undo_after_something_older_was_taken_back_leaves_papers_under_the_name_their_client_has(
    office: Office, last: Callable[..., Any]
) -> None:
    made = office.order()
    other = office.do(lambda s: client.save(s, None, {"name": "Toko Lain"}))
    office.do(lambda s: client.save(s, office.client, {"name": "Nama Baru"}))
    renamed = last()
    office.do(lambda s: order.save(s, made.id, {"client_id": other.id}))
    office.workspace.take_back(renamed)
    office.workspace.undo()
    assert order.listing(office.workspace).count(Query("makmur")) == 1
    assert order.listing(office.workspace).count(Query("nama baru")) == 0
    assert check.check(office.workspace) == []


def test_a_paper_that_is_gone_does_not_keep_the_name_it_only_repeated(office: Office, last: Callable[..., Any]) -> None:
    office.order()
    made = last()
    office.do(lambda s: client.save(s, office.client, {"name": "Nama Baru"}))
    office.workspace.take_back(made)
    office.workspace.undo()
    assert office.see(lambda s: client.get(s, office.client)).full_name == "PT Sumber Makmur"
    office.workspace.redo()
    office.workspace.redo()
    assert order.listing(office.workspace).count(Query("nama baru")) == 1
    assert check.check(office.workspace) == []


def test_a_paper_that_comes_back_has_the_name_its_client_has_then(office: Office, last: Callable[..., Any]) -> None:
    office.order()
    made = last()
    office.do(lambda s: client.save(s, office.client, {"name": "Nama Baru"}))
    renamed = last()
    office.workspace.take_back(renamed)
    office.workspace.take_back(made)
    office.workspace.take_back(renamed)
    office.workspace.redo()
    assert order.listing(office.workspace).count(Query("nama baru")) == 1
    assert order.listing(office.workspace).count(Query("makmur")) == 0


def test_a_change_that_was_changed_again_is_refused_with_its_name(office: Office, last: Callable[..., Any]) -> None:
    office.do(lambda s: client.save(s, office.client, {"notes": "one"}))
    first = last()
    office.do(lambda s: client.save(s, office.client, {"notes": "two"}))
    with pytest.raises(UserError) as error:
        office.workspace.take_back(first)
    assert lines(error)[1:] == ["Changed again since: PT Sumber Makmur"]
    office.do(lambda s: client.save(s, office.client, {"notes": "one"}))
    office.workspace.take_back(first)
    assert office.see(lambda s: client.get(s, office.client)).notes == ""


def test_a_deletion_whose_number_was_taken_is_refused_with_who_has_it(office: Office, last: Callable[..., Any]) -> None:
    office.do(lambda s: product.delete(s, office.service))
    deleted = last()
    values = {"code": "JASA-1", "name_id": "Lain", "price": Decimal(1)}
    office.do(lambda s: product.save(s, None, values))
    with pytest.raises(UserError) as error:
        office.workspace.take_back(deleted)
    assert lines(error)[1:] == ["Taken meanwhile by: JASA-1"]


def test_a_deletion_whose_client_is_gone_is_refused(office: Office, last: Callable[..., Any]) -> None:
    made = office.order()
    office.do(lambda s: order.delete(s, made.id))
    deleted = last()
    office.do(lambda s: client.delete(s, office.client))
    with pytest.raises(UserError) as error:
        office.workspace.take_back(deleted)
    assert "gone" in lines(error)[0]
    assert any(made.number in line for line in lines(error))


def test_a_deletion_that_was_restored_from_the_trash_is_refused(office: Office, last: Callable[..., Any]) -> None:
    from desktop_crm.services.past import trash

    office.do(lambda s: client.delete(s, office.client))
    deleted = last()
    [row] = trash.listing(office.workspace).ids(Query())
    office.do(lambda s: trash.restore(s, [row]))
    with pytest.raises(UserError, match="is there again"):
        office.workspace.take_back(deleted)


def test_how_the_file_began_stays(office: Office) -> None:
    with pytest.raises(UserError, match="began"):
        office.workspace.take_back(1)


def test_a_contract_follows_its_order_back_to_the_client(office: Office, last: Callable[..., Any]) -> None:
    made = office.order()
    address = Address("Jl. Asia 1", "Medan")
    other = office.do(lambda s: client.save(s, None, {"kind": "person", "name": "Rini", "addresses": (address,)}))
    office.do(lambda s: order.save(s, made.id, {"client_id": other.id}))
    moved = last()
    paper = office.do(lambda s: contract.make(s, made.id))
    office.do(lambda s: contract.step(s, paper.id, "sent"))
    office.workspace.take_back(moved)
    found = office.see(lambda s: contract.get(s, paper.id))
    assert (found.client_id, found.client_key, found.state, found.revision) == (
        office.client,
        "sumber makmur",
        "draft",
        2,
    )
    office.workspace.take_back(moved)
    assert office.see(lambda s: contract.get(s, paper.id)).client_id == other.id


def test_a_contract_comes_back_from_the_trash_to_the_client_its_order_has(office: Office) -> None:
    made = office.order()
    paper = office.do(lambda s: contract.make(s, made.id))
    office.do(lambda s: contract.delete(s, paper.id))
    other = office.do(lambda s: client.save(s, None, {"name": "Toko Lain"}))
    office.do(lambda s: order.save(s, made.id, {"client_id": other.id}))
    [gone] = trash.listing(office.workspace).ids(Query())
    office.do(lambda s: trash.restore(s, [gone]))
    assert office.see(lambda s: contract.get(s, paper.id)).client_id == other.id


def test_totals_of_contracts_follow_an_order_that_was_taken_back(office: Office, last: Callable[..., Any]) -> None:
    made = office.order()
    office.do(lambda s: order.save(s, made.id, {}, [office.line("7")]))
    changed = last()
    paper = office.do(lambda s: contract.make(s, made.id))
    office.workspace.take_back(changed)
    with office.workspace.read() as session:
        assert contract.get(session, paper.id).total == order.get(session, made.id).total
    assert check.check(office.workspace) == []


def test_an_undone_undone_import_is_one_action_still(office: Office, last: Callable[..., Any]) -> None:
    do_import(office)
    imported = last()
    for _ in range(3):
        office.workspace.take_back(imported)
        assert client.listing(office.workspace).count(Query("toko")) == 0
        office.workspace.take_back(imported)
        assert client.listing(office.workspace).count(Query("toko")) == 10
    assert msg("{text}", text="Import toko.xlsx") == office.workspace.undo_text()


def test_the_history_holds_what_the_file_held_not_what_a_record_became_on_the_way(office: Office) -> None:
    """A currency changes the prices in memory before the removed line leaves; its price in the file is another."""
    made = office.order(
        office.line("1", "12.50", tax=False), office.line("1", "99.99", tax=False), currency="USD", discount=Decimal(0)
    )
    before = everything(office)
    with office.workspace.read() as session:
        record = order.get(session, made.id)
        typed = lines_of(record, "id", taxes_by_id(session, record))
    office.do(lambda s: order.save(s, made.id, {"currency": "IDR"}, typed[1:]), "Change order")
    after = everything(office)
    for _ in range(2):
        office.workspace.undo()
        assert everything(office) == before
        office.workspace.redo()
        assert everything(office) == after


def test_an_undo_that_can_not_be_is_told_once_and_then_passed_over(office: Office, last: Callable[..., Any]) -> None:
    """Changed and changed back is no obstacle to taking the first change back, but then stands above all others."""
    one = office.do(lambda s: client.save(s, None, {"name": "Toko Satu"}), "Add")
    office.do(lambda s: client.save(s, office.client, {"notes": "a"}), "First")
    first = last()
    office.do(lambda s: client.save(s, office.client, {"notes": "b"}), "Second")
    office.do(lambda s: client.save(s, office.client, {"notes": "a"}), "Third")
    office.workspace.take_back(first)
    for text in ("Third", "Second"):
        assert str(office.workspace.undo_text()) == text
        with pytest.raises(UserError, match="changed again since") as error:
            office.workspace.undo()
        assert lines(error)[-1] == "Undo once more, and what was done before it is undone."
    assert str(office.workspace.undo()) == "Add"
    assert office.see(lambda s: s.get(Client, one.id)) is None
    assert str(office.workspace.redo()) == "Add"


def test_what_history_does_not_show_is_compared_too(office: Office, last: Callable[..., Any]) -> None:
    """Which product a line names is no word for a person, but it is not computed either."""
    made = office.order(office.line())

    def name_other(product_id: int | None) -> None:
        def work(session: Session) -> None:
            order.get(session, made.id).lines[0].product_id = product_id

        office.do(work)

    name_other(office.service)
    changed = last()
    name_other(None)
    with pytest.raises(UserError, match="changed again since"):
        office.workspace.take_back(changed)
