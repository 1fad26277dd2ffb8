"""Export, search, today, history, check, attachments, own company, order paper, files."""

import errno
import os
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver

from desktop_crm.exchange.values import RowProblem
from desktop_crm.language import language
from desktop_crm.model.address import Address
from desktop_crm.model.errors import UserError, WorldError
from desktop_crm.model.listing import Query
from desktop_crm.model.message import msg
from desktop_crm.services import (
    attachment,
    client,
    clock,
    contract,
    exporting,
    files,
    order,
    product,
    search,
    settings,
    today,
)
from desktop_crm.services import contact as contacts
from desktop_crm.services.importing import report as import_report
from desktop_crm.services.papers import order as order_paper
from desktop_crm.services.past import done, history
from desktop_crm.services.safety import check
from desktop_crm.services.workspace import create
from tests.office import Office


def test_export_writes_what_the_query_answers(office: Office, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    office.order()
    office.order(office.line("1", "10", tax=False), currency="USD")
    target, listing = tmp_path / "p.xlsx", order.listing(office.workspace)
    seen = []
    rows = exporting.export(
        listing,
        Query(find="00002"),
        ["number", "total"],
        title="Pesanan",
        language=language("id"),
        target=target,
        progress=lambda done, total: seen.append((done, total)),
    )
    assert rows == 1
    assert seen[-1] == (1, 1)
    book = load_workbook(target)
    values = [cell.value for row in book.active.iter_rows(max_row=2) for cell in row]
    assert f"SO/{clock.today().year}/00002" in values
    book.close()


def test_a_stopped_export_leaves_nothing(office: Office, tmp_path: Path) -> None:
    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    target = tmp_path / "p.xlsx"
    listing = client.listing(office.workspace)
    with pytest.raises(KeyboardInterrupt):
        exporting.export(listing, Query(), ["name"], title="x", language=language("en"), target=target, progress=stop)
    assert [path.name for path in tmp_path.iterdir() if path.suffix in {".xlsx", ".part"}] == []


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("sumber", "client"),
        ("08123456", "client"),
        ("siti", "contact"),
        ("kopi", "product"),
        ("00001", "order"),
        ("pks", "contract"),
    ],
)
def test_search_finds_every_noun(office: Office, text: str, noun: str) -> None:
    made = office.confirmed()
    office.do(lambda s: contract.make(s, made.id))
    assert noun in {hit.noun for hit in search.find(office.workspace, text)}


#: A word, and what is done to one of the two records it finds → what the search says of that one: title and subtitle.
SPOILED = {
    ("sumber", "clients", "created_at = 9223372036854775807"): (
        None,
        "Bandung · +62 812-3456-7890 · info@sumber.example.com",
    ),
    ("sumber", "clients", "full_name = CAST(x'ff' AS TEXT)"): (
        "",
        "Bandung · +62 812-3456-7890 · info@sumber.example.com",
    ),
    ("siti", "contacts", "name = CAST(x'ff' AS TEXT)"): ("", "Direktur · PT Sumber Makmur"),
    ("siti", "contacts", "office = CAST(x'ff' AS TEXT)"): ("Siti Aminah", "PT Sumber Makmur"),
    ("kopi", "products", "code = CAST(x'ff' AS TEXT)"): ("Kopi bubuk", "kg"),
    ("kopi", "products", "unit = CAST(x'ff' AS TEXT)"): ("KOPI-1 – Kopi bubuk", ""),
    ("sumber", "orders", "number = CAST(x'ff' AS TEXT)"): ("", "PT Sumber Makmur"),
    ("sumber", "contracts", "number = CAST(x'ff' AS TEXT)"): ("", "PT Sumber Makmur"),
    ("sumber", "contracts", "contract_date = '2026-02-30'"): (None, "PT Sumber Makmur"),
}


@pytest.mark.parametrize(("text", "table", "done"), SPOILED)
def test_search_steps_around_what_can_not_be_read(office: Office, text: str, table: str, done: str) -> None:
    for _ in range(2):
        contract_of = office.confirmed().id
        office.do(lambda s, made=contract_of: contract.make(s, made))
    more = {"name": "Sumber Baru", "addresses": (Address("Jl. Braga 2", "Bandung", "Jawa Barat", "40111"),)}
    other = office.do(lambda s: client.save(s, None, more))
    office.do(lambda s: contacts.save(s, other.id, None, {"name": "Siti Kedua"}))
    office.do(
        lambda s: product.save(s, None, {"code": "KOPI-2", "name_id": "Kopi kedua", "unit": "kg", "price": Decimal(5)})
    )
    before = search.find(office.workspace, text)
    with closing(driver.connect(str(office.workspace.path), isolation_level=None)) as behind:
        first = behind.execute(f"SELECT min(id) FROM {table}").fetchone()[0]
        behind.execute(f"UPDATE {table} SET {done} WHERE id = ?", (first,))
    hits = search.find(office.workspace, text)
    assert {(hit.noun, hit.id) for hit in hits} == {(hit.noun, hit.id) for hit in before}
    title, subtitle = SPOILED[text, table, done]
    torn = {(hit.title, hit.subtitle) for hit in hits if hit.unreadable}
    assert (title, subtitle) in torn or (title is None and subtitle in {about for _, about in torn})
    assert any(not hit.unreadable for hit in hits)


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "zzzz", "'", '"', "*", "OR AND", "🙂"])
def test_search_of_nothing_or_signs_finds_nothing(office: Office, text: str) -> None:
    assert search.find(office.workspace, text) == []


def test_today_tells_what_asks_for_attention(office: Office) -> None:
    day = date(2026, 3, 11)  # a Wednesday
    late = office.confirmed(ordered_on=day - timedelta(days=30), promised_on=day - timedelta(days=1))
    due = office.confirmed(ordered_on=day - timedelta(days=30), promised_on=day + timedelta(days=2))
    office.confirmed(ordered_on=day - timedelta(days=30), promised_on=day + timedelta(days=7))
    draft = office.do(lambda s: contract.make(s, late.id, day=day))
    ending = office.do(lambda s: contract.make(s, due.id, day=day))
    office.do(lambda s: contract.save(s, ending.id, {"valid_until": day + timedelta(days=10)}))
    office.do(lambda s: contract.step(s, ending.id, "signed", day))
    with office.workspace.driver_connection() as connection:
        seen = today.overview(connection, day)
    told = {group.id: [(item.noun, item.id) for item in group.items] for group in seen.groups}
    assert told == {
        today.LATE: [("order", late.id)],
        today.TODAY: [("contract", draft.id)],
        today.WEEK: [("order", due.id)],
        today.SOON: [("contract", ending.id)],
    }
    assert (seen.this_month.orders, seen.this_month.signed) == (0, 1)
    assert (seen.last_month.orders, seen.last_month.ordered[0].amount) == (3, Decimal(277500 * 3))
    assert seen.latest[0].noun == "contract"


def test_history_is_told_in_the_users_words(office: Office) -> None:
    office.do(lambda s: client.save(s, office.client, {"status": "active", "notes": "baru"}), text="Change client")
    entry = office.see(lambda s: history.of_card(s, "client", office.client))[0]
    details = {str(detail.field): (detail.before, detail.after) for detail in entry.rows[0].details}
    assert details["Status"] == (msg("Prospect"), msg("Active"))
    assert (str(entry.text), entry.kind) == ("Change client", "do")
    office.workspace.undo()
    assert office.see(lambda s: history.of_card(s, "client", office.client))[0].kind == "undo"


def test_history_names_what_a_field_points_to(office: Office) -> None:
    made = office.order(contact_id=office.contact)
    rows = office.see(lambda s: history.of_card(s, "order", made.id))[0].rows
    details = {str(detail.field): detail.after for row in rows for detail in row.details}
    named = office.see(lambda s: contacts.get(s, office.contact)).name
    assert details["Contact"] == named
    paper = office.do(lambda s: contract.make(s, made.id))
    rows = office.see(lambda s: history.of_card(s, "contract", paper.id))[0].rows
    assert "Jual beli barang" in [
        detail.after for row in rows for detail in row.details if str(detail.field) == "Template"
    ]


def test_a_long_history_comes_in_pages(office: Office) -> None:
    for number in range(7):
        office.do(lambda s, number=number: client.save(s, office.client, {"notes": f"{number}"}), text=f"Note {number}")
    pages, before = [], None
    for _ in range(3):
        page = office.see(lambda s, before=before: history.of_card(s, "client", office.client, 3, before))
        pages.append([str(entry.text) for entry in page])
        before = page[-1].id
    assert pages[:2] == [["Note 6", "Note 5", "Note 4"], ["Note 3", "Note 2", "Note 1"]]
    assert pages[2][0] == "Note 0"


def test_of_an_entry_of_many_lines_the_first_are_told_and_the_others_counted(office: Office) -> None:
    made = office.order(*[office.line() for _ in range(250)])
    [entry] = office.see(lambda s: history.of_card(s, "order", made.id, 1))
    assert (len(entry.rows), entry.left_out) == (40, 211)
    assert str(entry.rows[0].title) == "Order"


def test_a_contact_is_not_said_to_belong_to_the_client_whose_card_it_is_on(office: Office) -> None:
    office.do(lambda s: contacts.save(s, office.client, None, {"name": "Tamu"}), text="New contact")
    [row] = office.see(lambda s: history.of_card(s, "client", office.client))[0].rows
    assert [str(detail.field) for detail in row.details] == ["Name"]


@pytest.mark.parametrize(
    ("find", "count"), [("text", 0), ("args", 0), ("sumber", 1), ("edit makmur", 1), ("makmur so", 0)]
)
def test_what_was_done_is_found_by_its_words_and_names(office: Office, find: str, count: int) -> None:
    with office.workspace.write(msg("Edit {name}", name="PT Sumber Makmur")) as session:
        client.save(session, office.client, {"notes": "x"})
    listing = done.listing(office.workspace)
    assert listing.count(Query(find)) == count
    listing.ids(Query())  # as the window asks for them, before anything is typed
    assert len(listing.page(Query(find), 0, 100)) == count


def test_problems_of_an_import_are_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    problems = [RowProblem("Sheet", 3, "Nama", msg("The name is missing"))]
    import_report.save_problems(problems, language("en"), tmp_path / "p.csv")
    before = (tmp_path / "p.csv").read_bytes()
    assert before.decode("utf-8-sig").splitlines()[1] == "Sheet;3;Nama;The name is missing;Row is left out"

    def refuse(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(WorldError, match="full"):
        import_report.save_problems(problems * 2, language("en"), tmp_path / "p.csv")
    assert (tmp_path / "p.csv").read_bytes() == before
    assert [each.name for each in tmp_path.iterdir() if each.suffix != ".crm"] == ["p.csv"]


def test_what_a_file_begins_with_is_not_undone(tmp_path: Path) -> None:
    workspace = create(tmp_path / "baru.crm")
    try:
        assert workspace.undo_text() is None
        assert workspace.undo() is None
        with workspace.read() as session:
            assert len(settings.tax_rules(session)) == 4
    finally:
        workspace.close()


def test_a_whole_file_has_no_complaints(office: Office) -> None:
    office.confirmed()
    assert check.check(office.workspace) == []


@pytest.mark.parametrize(
    ("damage", "word"),
    [
        ("UPDATE orders SET total_minor = total_minor + 1", "add up to"),
        ("DELETE FROM order_lines", "add up to"),
        ("UPDATE contracts SET total_minor = 5", "another total"),
        ("UPDATE blobs SET content = x'00'", "damaged"),
        ("DELETE FROM clients_fts WHERE rowid = 1", "search index"),
    ],
)
def test_damage_is_told(office: Office, damage: str, word: str) -> None:
    made = office.confirmed()
    office.do(lambda s: contract.make(s, made.id))
    office.do(lambda s: attachment.add(s, "client", office.client, "foto.png", b"bytes"))
    with office.workspace.driver_connection() as connection:
        connection.execute(damage)
    assert any(word in str(problem) for problem in check.check(office.workspace))


@pytest.mark.parametrize("sentence", ['{"text', "[" * 9_000, "[1]", '{"text": 1}'])
def test_a_sentence_that_can_not_be_read_hides_nothing_else(office: Office, sentence: str) -> None:
    office.order()
    with office.workspace.aside() as connection:
        connection.execute("UPDATE journal_entries SET sentence = ?", (sentence,))
    with office.workspace.driver_connection() as connection:
        told = [str(change.text) for change in today.overview(connection).latest]
    listed = done.listing(office.workspace)
    rows = [str(row[2]) for row in listed.page(Query(), 0, 9)]
    assert set(told) == set(rows) == {"A sentence that can't be read"}
    assert listed.count(Query("sentence")) == 0
    assert str(office.workspace.take_back(max(listed.ids(Query())))) == told[0]


def test_a_dangling_reference_is_told(office: Office) -> None:
    office.confirmed()
    with office.workspace.driver_connection() as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM products")
        connection.execute("PRAGMA foreign_keys = ON")
    assert any("is gone" in str(problem) for problem in check.check(office.workspace))


def test_files_hang_on_cards_and_come_back_with_undo(office: Office) -> None:
    added = office.do(lambda s: attachment.add(s, "client", office.client, "C:\\scan\\kontrak.pdf", b"%PDF"))
    assert (added.name, added.media_type, added.size) == ("kontrak.pdf", "application/pdf", 4)
    assert office.see(lambda s: attachment.content(s, added.id)) == ("kontrak.pdf", b"%PDF")
    office.do(lambda s: attachment.rename(s, added.id, "salinan.pdf"))
    office.do(lambda s: attachment.delete(s, added.id))
    assert office.see(lambda s: attachment.files_of(s, "client", office.client)) == []
    office.workspace.undo()
    assert office.see(lambda s: attachment.files_of(s, "client", office.client))[0].name == "salinan.pdf"
    with pytest.raises(UserError):
        office.do(lambda s: attachment.rename(s, added.id, " "))


def test_the_own_company_needs_a_name(office: Office) -> None:
    with pytest.raises(UserError):
        office.do(lambda s: settings.save_company(s, {"name": ""}))


def test_a_tax_rule_in_use_stays(office: Office) -> None:
    with pytest.raises(UserError):
        office.do(lambda s: settings.delete_tax_rule(s, office.tax))


@pytest.mark.parametrize("language_code", ["id", "en", "both"])
def test_an_order_on_paper(office: Office, language_code: str) -> None:
    made = office.confirmed()
    pdf = office.see(lambda s: order_paper.make(s, order.get(s, made.id), language_code))
    assert pdf.startswith(b"%PDF")
    assert "/" not in order_paper.file_name(made)


def test_files_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    files.write_whole(tmp_path / "a.pdf", b"1")
    files.write_whole(tmp_path / "a.pdf", b"22")
    assert (tmp_path / "a.pdf").read_bytes() == b"22"
    with pytest.raises(UserError):
        files.write_whole(tmp_path / "no" / "a.pdf", b"")
    with pytest.raises(UserError):
        files.write_whole(tmp_path, b"")
    with pytest.raises(WorldError):
        files.write_whole(tmp_path / ("x" * 300), b"")
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
    files.write_whole(tmp_path / ("x" * 255), b"3")  # the longest that the disk takes
    assert (tmp_path / ("x" * 255)).read_bytes() == b"3"
