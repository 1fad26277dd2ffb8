"""The check sees what a card would see, and what became of rows behind the program's back."""

from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as driver
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from desktop_crm.language import language
from desktop_crm.model.client import Client
from desktop_crm.model.contact import Contact
from desktop_crm.model.errors import LockedError, TellableError
from desktop_crm.model.listing import Query, is_unreadable
from desktop_crm.model.message import msg
from desktop_crm.services import attachment, client, contract, exporting, order, settings
from desktop_crm.services.past import trash
from desktop_crm.services.safety import check
from desktop_crm.services.workspace import create, opened
from desktop_crm.storage.journal.bulk import bulk_insert
from desktop_crm.storage.rescue.check import integrity
from tests.office import Office

pytestmark = pytest.mark.in_turn

PASSWORD = "kuda nil makan sore"


def told(office: Office) -> list[str]:
    return [str(message) for message in check.check(office.workspace)]


def behind(office: Office, *statements: str) -> None:
    """As another program does it, beside ours."""
    with closing(driver.connect(str(office.workspace.path), isolation_level=None)) as other:
        for statement in statements:
            other.execute(statement)


#: What was done to a value → what the check says of it.
VALUES = {
    "UPDATE clients SET phones = 'x'": "Client PT Sumber Makmur: Phones can't be read",
    "UPDATE clients SET phones = '[{\"number\":5}]'": "Client PT Sumber Makmur: Phones can't be read",
    'UPDATE clients SET emails = \'[{"mail":"a"}]\'': "Client PT Sumber Makmur: E-mails can't be read",
    "UPDATE clients SET notes = CAST(x'ff41' AS TEXT)": "Client PT Sumber Makmur: Notes can't be read",
    "UPDATE clients SET full_name = CAST(x'ff' AS TEXT)": "Client #1: full_name can't be read",
    "UPDATE clients SET created_at = 9223372036854775807": "Client PT Sumber Makmur: created_at can't be read",
    "UPDATE clients SET status = 'sleeping'": "Client PT Sumber Makmur: Status is nothing that this program knows",
    "UPDATE clients SET search_key = ''": "Client PT Sumber Makmur is listed under other words than its own (search_key)",
    "UPDATE clients SET notes = 'paid'": "Client PT Sumber Makmur: Notes was changed, but not by this program",
    "UPDATE contacts SET birthday = '1990-02-30'": "Contact Siti Aminah: Birthday can't be read",
    "UPDATE contacts SET roles = '{'": "Contact Siti Aminah: Roles can't be read",
    "UPDATE orders SET ordered_on = 'soon'": "Order {order}: Order date can't be read",
    "UPDATE orders SET currency = 'XXX'": "Order {order}: Currency is nothing that this program knows",
    "UPDATE orders SET discount = 20000": "Order {order}: A discount lies between 0 and 100 percent",
    "UPDATE order_lines SET tax = '{\"code\":1}'": "Line #1: Tax can't be read",
    "UPDATE order_lines SET quantity = -1": "Order {order}: Line 1: the quantity must be more than 0",
    "UPDATE order_lines SET quantity = 9000": "Line #1: Quantity was changed, but not by this program",
    "DELETE FROM contacts": "Contact Siti Aminah is gone, but nobody deleted it",
    "INSERT INTO templates SELECT 'x', '', '', '', '', 1, 99, 1, '{}', 'contract'": "Template #99 was not made with this program",
    "UPDATE journal_entries SET sentence = '[' WHERE id = 1": "Action 1 of the history can't be read",
    "CREATE VIEW debts AS SELECT 1": "debts was put into the file by another program; nothing of it is run",
    "DROP INDEX ix_clients_created_at": "The file lacks ix_clients_created_at, which makes searches quick or keeps its rules",
}


@pytest.mark.parametrize("done", VALUES)
def test_each_thing_that_is_wrong_is_named_with_noun_record_and_field(office: Office, done: str) -> None:
    made = office.order()
    assert told(office) == []
    behind(office, done)
    assert VALUES[done].format(order=made.number) in told(office)


def test_whatever_was_done_with_the_program_is_nothing_behind_its_back(office: Office) -> None:
    made = office.confirmed()
    agreed = office.do(lambda s: contract.make(s, made.id))
    office.do(lambda s: attachment.add(s, "contract", agreed.id, "scan.pdf", b"x"))
    other = office.do(lambda s: client.save(s, None, {"name": "Toko Dua"}))

    def move(session: Session) -> None:
        session.get(Contact, office.contact).client_id = other.id

    office.do(move)
    with office.workspace.write(msg("Import")) as session:
        ids = bulk_insert(session, Client, [{"name": f"Toko {at}"} for at in range(5)])
        bulk_insert(session, Contact, [{"client_id": at, "name": "Siti"} for at in ids])
    office.do(lambda s: client.delete(s, ids[2]))
    office.do(lambda s: client.save(s, ids[3], {"notes": "x"}))
    assert told(office) == []
    with office.workspace.driver_connection() as connection:
        last = connection.execute("SELECT max(id) FROM journal_changes WHERE op = 'delete'").fetchone()[0]
    office.do(lambda s: trash.restore(s, [last]))
    assert told(office) == []
    while office.workspace.undo():
        assert told(office) == []
    while office.workspace.redo():
        pass
    assert told(office) == []


def test_a_row_that_is_back_or_of_an_import_is_told_too(office: Office) -> None:
    with office.workspace.write(msg("Import")) as session:
        ids = bulk_insert(session, Client, [{"name": f"Toko {at}"} for at in range(3)])
    office.do(lambda s: client.save(s, ids[0], {"notes": "x"}))
    behind(office, f"UPDATE clients SET notes = 'y' WHERE id = {ids[0]}", f"DELETE FROM clients WHERE id = {ids[0]}")
    assert f"Client #{ids[0]} is gone, but nobody deleted it" in told(office)


def test_pages_put_back_are_found_by_the_history(tmp_path: Path) -> None:
    """The cipher signs each page alone; one of an hour ago fits."""
    path, page = tmp_path / "Usaha.crm", 4096
    states: list[Any] = []
    create(path, password=PASSWORD).close()
    for notes in ("owes 5", "owes 5000"):
        with opened(path, PASSWORD) as workspace, workspace.write(msg("Save")) as session:
            client.save(session, 1 if states else None, {"name": "Toko Satu", "notes": notes})
        states.append(path.read_bytes())
    old, new = states
    places = [at for at in range(page, len(old), page) if old[at : at + page] != new[at : at + page]]

    def told_with_an_old_page(at: int) -> list[str]:
        path.write_bytes(new[:at] + old[at : at + page] + new[at + page :])
        with suppress(TellableError), opened(path, PASSWORD) as workspace:
            return [str(message) for message in check.check(workspace)]
        return []

    changed = "Client Toko Satu: Notes was changed, but not by this program"
    assert any(changed in told_with_an_old_page(at) for at in places)


def test_a_check_rests_anywhere_and_goes_on_where_it_was(office: Office) -> None:
    office.order()
    behind(office, "UPDATE clients SET phones = 'x'", "UPDATE order_lines SET quantity = 9000")
    whole, kept, more = told(office), "", True
    assert len(whole) > 2
    while more:
        checking = check.Checking(office.workspace, kept)
        more = checking.go_on()
        kept = checking.text()
    assert [str(message) for message in checking.sentences] == whole
    done, total = checking.progress
    assert done == total


@pytest.mark.parametrize("kept", ["nonsense", "{}", '{"step":"of a later version","after":1,"found":[],"more":0}'])
def test_a_place_that_means_nothing_begins_anew(office: Office, kept: str) -> None:
    checking = check.Checking(office.workspace, kept)
    assert checking.progress[0] == 0
    assert checking.go_on()


def test_a_quick_look_sees_the_same_in_a_small_file(office: Office) -> None:
    made = office.order()
    assert check.quick(office.workspace) == []
    behind(
        office, "UPDATE contacts SET phones = 'x'", "CREATE VIEW debts AS SELECT 1", "UPDATE orders SET total_minor = 1"
    )
    found = [str(message) for message in check.quick(office.workspace)]
    assert "debts was put into the file by another program; nothing of it is run" in found
    assert "Contact Siti Aminah: Phones can't be read" in found
    assert any(each.startswith(f"Order {made.number} says ") for each in found)


def test_one_record_is_told_with_its_parts(office: Office) -> None:
    made = office.order()
    behind(office, "UPDATE clients SET phones = 'x'", "UPDATE order_lines SET tax = 'x'")
    assert "Line #1: Tax can't be read" in [str(each) for each in check.of_card(office.workspace, "order", made.id)]
    assert "Client PT Sumber Makmur: Phones can't be read" in [
        str(each) for each in check.of_card(office.workspace, "client", office.client)
    ]


def test_a_locked_file_is_not_taken_for_a_damaged_one(office: Office) -> None:
    office.workspace.protect("kopi susu gula")
    checking = check.Checking(office.workspace)
    office.workspace.lock()
    with pytest.raises(LockedError):
        while checking.go_on():
            pass


def test_an_index_that_others_wrote_to_is_not_taken_for_a_damaged_one(office: Office) -> None:
    """FTS5 complained of a sound index on a connection that had looked before."""
    with office.workspace.driver_connection() as connection:
        for name in ("abba", "a", "bab", "aa", "b") * 8:
            office.do(lambda s, name=name: client.save(s, office.client, {"name": f"{name} kopi bubuk"}))
            assert integrity(connection, lambda: None) == []


def test_a_thousand_findings_are_not_all_kept(office: Office) -> None:
    with office.workspace.write(msg("Import")) as session:
        bulk_insert(session, Client, [{"name": f"Toko {at}"} for at in range(1000)])
    behind(office, "UPDATE clients SET phones = 'x'")
    found = told(office)
    assert len(found) < 300
    assert found[-1].startswith("There is more of this kind (8")


def test_what_the_company_says_is_checked(office: Office) -> None:
    office.do(lambda s: settings.save_company(s, {"manager": "Dewi"}))
    behind(office, "UPDATE company SET manager = 'Thief'")
    assert "Your company #1: Account manager was changed, but not by this program" in told(office)
    office.do(lambda s: settings.save_company(s, {"manager": "Dewi"}))
    assert told(office) == []
    assert office.see(order.start)["currency"] == "IDR"


@pytest.mark.parametrize(
    "done",
    [
        "UPDATE orders SET promised_on = 'soon' WHERE id = {id}",
        "UPDATE orders SET changed_at = 9223372036854775807 WHERE id = {id}",
        "UPDATE orders SET payment_terms = CAST(x'ff' AS TEXT) WHERE id = {id}",
    ],
)
def test_one_row_that_can_not_be_read_is_one_line_and_no_empty_list(office: Office, tmp_path: Path, done: str) -> None:
    sound, torn = office.order(), office.order()
    behind(office, done.format(id=torn.id))
    listing = order.listing(office.workspace)
    found = {row[0]: row for row in listing.page(Query(), 0, 10)}
    assert found.keys() == {sound.id, torn.id}
    assert (is_unreadable(found[sound.id]), is_unreadable(found[torn.id])) == (False, True)
    assert torn.number in found[torn.id]
    sheet = tmp_path / "orders.xlsx"
    names = [column.id for column in listing.columns]
    exporting.export(listing, Query(), names, title="Orders", language=language("en"), target=sheet)
    texts = [str(cell) for row in load_workbook(sheet).active.iter_rows(values_only=True) for cell in row]
    assert texts.count("can't be read") == 1
    assert torn.number in texts
