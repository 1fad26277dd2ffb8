"""A sheet is looked at, mended by hand, and written in one action or not at all."""

import os
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop_crm.model.client import Client
from desktop_crm.model.contact import Contact
from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Query
from desktop_crm.model.message import msg
from desktop_crm.model.nouns import NOUNS
from desktop_crm.model.product import Product
from desktop_crm.services import client
from desktop_crm.services.importing import client as importing_clients
from desktop_crm.services.importing import plan as importing
from desktop_crm.services.workspace import Workspace
from desktop_crm.storage.journal.bulk import bulk_insert
from desktop_crm.ui import i18n
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.importing import import_action, memory
from desktop_crm.ui.importing.dialog import ImportDialog
from desktop_crm.ui.importing.file_page import dropped_file
from desktop_crm.ui.window.shell import Shell
from tests.office import screen_of

pytestmark = pytest.mark.in_turn

CLIENT_HEAD = ["Nama Perusahaan", "Telepon", "Email", "Kota", "NPWP", "Narahubung"]

GOOD = ["PT Maju Bersama", "081234567890", "halo@contoh.co.id", "Bandung", "", "Ibu Sari"]
KNOWN = ["PT Lama Jaya", "", "", "Medan", "", ""]
NAMELESS = ["", "0812999888", "", "", "", ""]
DOUBTFUL = ["CV Ragu", "bukan telepon", "bukansurel", "Solo", "", ""]
ROWS = (CLIENT_HEAD, GOOD, KNOWN, NAMELESS, DOUBTFUL)


def press(button: str, notes: Any) -> None:
    next(each for note in notes for each in note.findChildren(QPushButton) if each.text() == button).click()


@pytest.fixture(params=["xlsx", "csv_file", "ods"])
def sheet(request: pytest.FixtureRequest) -> Callable[..., Any]:
    return request.getfixturevalue(request.param)


@pytest.fixture
def shown(dialog: Callable[..., Any], xlsx: Callable[..., Any]) -> ImportDialog:
    """The dialog with the four rows."""
    return dialog("clients", xlsx(*ROWS))


@pytest.fixture
def written(shown: ImportDialog, settle: Callable[..., Any]) -> None:
    """The four rows, imported."""
    shown.write()
    settle()


def test_any_kind_of_sheet_is_shown_before_anything_is_written(
    dialog: Callable[..., Any], sheet: Callable[..., Any], count: Callable[..., Any]
) -> None:
    shown = dialog("clients", sheet(*ROWS))
    assert shown.go.text() == "Import 2 clients"
    assert shown.page.counts.texts() == ["2 new", "1 duplicate", "2 warnings", "1 row left out"]
    preview = shown.page.preview.rows
    assert [preview.text(at, 1) for at in range(preview.rowCount())] == ["PT Maju Bersama", "CV Ragu"]
    assert preview.text(0, 0) == "2"
    assert shown.page.tabs.tabText(1) == "Problems (3)"
    shown.reject()
    assert count("clients") == 1


def test_everything_is_written_in_one_action_and_taken_back_by_one(
    written: Any, settle: Callable[..., Any], count: Callable[..., Any], notes: Callable[..., Any], workspace: Workspace
) -> None:
    assert (count("clients"), count("contacts")) == (3, 1)
    assert [note.text for note in notes()] == ["2 clients imported."]
    assert str(workspace.undo_text()) == "Import clients from tamu.xlsx"
    press("Undo", notes())
    settle()
    assert (count("clients"), count("contacts")) == (1, 0)
    assert len(client.listing(workspace).ids(Query(find="maju bersama"))) == 0


def test_undo_of_the_note_does_not_take_back_something_else(
    written: Any, settle: Callable[..., Any], count: Callable[..., Any], notes: Callable[..., Any], shell: Shell
) -> None:
    shell.desk.write(msg("Other"), lambda s: client.save(s, None, {"name": "Sesudahnya"}))
    press("Undo", notes())
    settle()
    assert count("clients") == 4
    assert "something else" in notes()[-1].text


def test_doubles_are_written_when_asked_for(
    dialog: Callable[..., Any], xlsx: Callable[..., Any], settle: Callable[..., Any], count: Callable[..., Any]
) -> None:
    shown = dialog("clients", xlsx(*ROWS))
    doubles = shown.page.doubles.view.rows
    assert [doubles.text(0, at) for at in range(4)] == ["3", "PT Lama Jaya", "PT Lama Jaya", "Same name"]
    shown.page.doubles.take.click()
    assert shown.go.text() == "Import 3 clients"
    assert shown.page.preview.rows.rowCount() == 3
    shown.write()
    settle()
    assert count("clients") == 4


def test_a_new_person_joins_the_known_firm(
    dialog: Callable[..., Any],
    xlsx: Callable[..., Any],
    settle: Callable[..., Any],
    count: Callable[..., Any],
    notes: Callable[..., Any],
) -> None:
    shown = dialog("clients", xlsx(CLIENT_HEAD, ["PT Lama Jaya", "", "", "Medan", "", "Ibu Baru"]))
    assert shown.go.text() == "Add 1 contact"
    assert shown.page.counts.texts() == ["0 new", "1 contact joins", "1 duplicate"]
    shown.write()
    settle()
    assert (count("clients"), count("contacts")) == (1, 1)
    assert [note.text for note in notes()] == ["1 contact added."]


def test_a_double_leads_to_the_known_client_and_back(
    dialog: Callable[..., Any],
    xlsx: Callable[..., Any],
    shell: Shell,
    notes: Callable[..., Any],
    settle: Callable[..., Any],
) -> None:
    shown = dialog("clients", xlsx(*ROWS))
    shown.page.doubles.view.opened.emit(0)
    settle()
    assert not shown.isVisible()
    assert screen_of(shell, "client").card.record.name == "Lama Jaya"
    press("Back to the import", notes())
    assert shown.isVisible()
    assert shown.go.text() == "Import 2 clients"


def test_the_plan_follows_what_becomes_known_meanwhile(
    dialog: Callable[..., Any], xlsx: Callable[..., Any], settle: Callable[..., Any], shell: Shell
) -> None:
    shown = dialog("clients", xlsx(*ROWS))
    shell.desk.write(msg("New"), lambda s: client.save(s, None, {"name": "Maju Bersama", "legal_form": "PT"}))
    QApplication.processEvents()
    settle()
    assert shown.go.text() == "Import 1 and add 1 contact"


def unused(shown: ImportDialog) -> list[str]:
    """What is said of columns that would not come in."""
    told = [label.text() for label in shown.page.findChildren(QLabel) if label.isVisible()]
    return [text for text in told if text.startswith("Columns that are not imported")]


def test_columns_are_chosen_by_hand_and_remembered(
    dialog: Callable[..., Any], xlsx: Callable[..., Any], settle: Callable[..., Any], settings: Settings
) -> None:
    path = xlsx(["Aneh", "Lain"], ["PT Satu", "Bogor"], ["PT Dua", "Depok"])
    shown = dialog("clients", path)
    assert not shown.go.isEnabled()
    assert "client's name" in shown.page.problem.text()
    shown.page.mapping.combo("name").setCurrentIndex(1)
    settle()
    assert shown.go.text() == "Import 2 clients"
    shown.page.mapping.combo("city").setCurrentIndex(2)
    settle()
    shown.page.mapping.combo("notes").setCurrentIndex(2)  # a column goes to one field only
    settle()
    assert shown.page.mapping.mapping() == {"name": 0, "notes": 1}
    shown.page.mapping.combo("notes").setCurrentIndex(0)
    settle()
    assert unused(shown) == ["Columns that are not imported: Lain"]
    shown.page.mapping.combo("notes").setCurrentIndex(2)
    settle()
    assert unused(shown) == []
    shown.reject()
    again = dialog("clients", path)
    assert again.page.mapping.mapping() == {"name": 0, "notes": 1}
    again.page.match_again.emit()
    settle()
    assert again.page.mapping.mapping() == {}
    assert memory.mapping(settings, "clients", ["Aneh", "Lain"]) is None


def test_a_second_column_is_offered_once_the_first_is_chosen(
    dialog: Callable[..., Any], xlsx: Callable[..., Any], settle: Callable[..., Any], workspace: Workspace
) -> None:
    shown = dialog("clients", xlsx([*CLIENT_HEAD, "Lain"], [*GOOD, "0813 3456 789"]))
    panel = shown.page.mapping
    assert panel.combo("phones.2").isVisibleTo(panel)
    assert not panel.combo("phones.3").isVisibleTo(panel)
    assert not panel.combo("notes.2").isVisibleTo(panel)
    panel.combo("phones.2").setCurrentIndex(len(CLIENT_HEAD) + 1)
    settle()
    assert panel.combo("phones.3").isVisibleTo(panel)
    shown.write()
    settle()
    with workspace.read() as session:
        new = session.scalars(select(Client).where(Client.name == "Maju Bersama")).one()
        assert [phone.number for phone in new.phones] == ["+6281234567890", "+628133456789"]


def test_two_columns_with_one_claim_are_asked_about(
    dialog: Callable[..., Any], xlsx: Callable[..., Any], settle: Callable[..., Any], workspace: Workspace
) -> None:
    shown = dialog("products", xlsx(["Kode", "Nama Barang", "Harga Jual", "Harga Satuan"], ["X-1", "Baut", 5, 7]))
    problems = shown.page.problems.view.rows
    told = [problems.text(at, 3) for at in range(problems.rowCount())]
    asked = "“Harga Jual”, “Harga Satuan” may each be: Price. Choose the column"
    assert asked in told
    assert asked in shown.page.problem.text()
    shown.page.mapping.combo("price").setCurrentIndex(3)
    settle()
    assert asked not in shown.page.problem.text()
    shown.write()
    settle()
    with workspace.read() as session:
        assert session.scalars(select(Product.price).where(Product.code == "X-1")).all() == [5]


def test_how_letters_are_written_is_chosen_where_they_were_guessed(
    dialog: Callable[..., Any], tmp_path: Path, settle: Callable[..., Any]
) -> None:
    path = tmp_path / "klien.csv"
    path.write_bytes("Nama Perusahaan,Kota\nDvořák,Brno\n".encode("cp1250"))
    shown = dialog("clients", path)
    assert shown.page.letters.isVisible()
    assert "The letters were read as" in shown.page.problem.text()
    choice = shown.page.letters.findData("cp1250")
    shown.page.letters.setCurrentIndex(choice)
    shown.page.letters.activated.emit(choice)
    settle()
    assert shown.page.preview.rows.text(0, 1) == "Dvořák"
    assert "The letters" not in shown.page.problem.text()
    assert shown.page.letters.currentIndex() == choice
    path.write_text("Nama Perusahaan,Kota\nDvořák,Brno\n", encoding="utf-8")
    shown.take_file(path)
    settle()
    assert not shown.page.letters.isVisible()


def test_a_spoiled_memory_is_no_harm(settings: Settings) -> None:
    memory.keep_mapping(settings, "clients", ["A"], {"name": 0})
    [key] = settings.store.allKeys()
    settings.set(key, {"name": 7, "nonsense": 0, "city": "x", "notes": 0})
    assert memory.mapping(settings, "clients", ["A"]) == {"notes": 0}


def test_the_sheet_with_most_known_columns_is_taken_first(
    dialog: Callable[..., Any], xlsx: Callable[..., Any], settle: Callable[..., Any]
) -> None:
    path = xlsx(["apa", "ini"], [1, 2], more=[("Daftar", (CLIENT_HEAD, GOOD))])
    shown = dialog("clients", path)
    assert shown.page.sheets.currentText() == "Daftar"
    assert shown.page.sheets.isVisible()
    assert shown.go.text() == "Import 1 client"
    shown.page.sheets.setCurrentIndex(0)
    settle()
    assert not shown.go.isEnabled()


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "empty"), (b"PK\x03\x04 torn", "damaged"), (b"%PDF-1.7 x", "PDF"), (b"<html></html>", "web page")],
)
def test_what_is_wrong_with_a_file_is_told_in_the_dialog(
    dialog: Callable[..., Any], tmp_path: Path, settle: Callable[..., Any], content: bytes, says: str
) -> None:
    path = tmp_path / "rusak.xlsx"
    path.write_bytes(content)
    shown = dialog("clients", path)
    assert says in shown.files.problem.text()
    assert shown.files.isVisible()
    assert shown.go.isHidden()
    shown.take_file(tmp_path / "tidak ada.xlsx")
    settle()
    assert "can't be read" in shown.files.problem.text()


def test_a_sheet_of_titles_only_has_nothing_to_import(dialog: Callable[..., Any], xlsx: Callable[..., Any]) -> None:
    shown = dialog("clients", xlsx(CLIENT_HEAD))
    assert not shown.go.isEnabled()


def test_cancelling_writes_nothing(
    dialog: Callable[..., Any],
    csv_file: Callable[..., Any],
    settle: Callable[..., Any],
    count: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = dialog("clients", csv_file(CLIENT_HEAD, *([f"PT Nomor {at}", "", "", "", "", ""] for at in range(3000))))
    inserting, cancelled = Event(), Event()

    def insert_after_that(*args: Any) -> Any:
        inserting.set()
        cancelled.wait(10)
        return bulk_insert(*args)

    monkeypatch.setattr(importing_clients, "bulk_insert", insert_after_that)
    shown.write()
    assert inserting.wait(10)
    shown.reject()
    cancelled.set()
    settle()
    assert count("clients") == 1
    assert shown.isVisible()
    assert shown.says.text() == "Cancelled. Nothing was written."
    monkeypatch.undo()
    shown.write()
    settle()
    assert count("clients") == 3001


def test_escape_while_writing_stops_and_keeps_the_dialog(
    dialog: Callable[..., Any], csv_file: Callable[..., Any], count: Callable[..., Any], qtbot: QtBot
) -> None:
    shown = dialog("clients", csv_file(CLIENT_HEAD, *([f"PT Nomor {at}", "", "", "", "", ""] for at in range(3000))))
    shown.write()
    shown.reject()
    assert shown.isVisible()
    assert not shown.steps.isEnabled()
    qtbot.waitUntil(shown.steps.isEnabled)
    assert count("clients") == 1
    assert shown.isVisible()


def test_too_late_to_cancel_is_told_as_done(
    shown: ImportDialog,
    settle: Callable[..., Any],
    count: Callable[..., Any],
    notes: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write = importing.apply

    def late(*args: Any, **options: Any) -> Any:
        done = write(*args, **options)
        options["progress"].__self__.cancel()  # the job: the dialog may not know it yet
        return done

    monkeypatch.setattr(importing, "apply", late)
    shown.write()
    settle()
    assert count("clients") == 3
    assert [note.text for note in notes()] == ["2 clients imported."]


def test_a_failure_while_writing_leaves_nothing(
    dialog: Callable[..., Any],
    xlsx: Callable[..., Any],
    settle: Callable[..., Any],
    count: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = dialog("clients", xlsx(*ROWS))

    def full_at_the_contacts(session: Any, table: Any, rows: Any) -> Any:
        if table is Contact:
            raise UserError(msg("The disk is full"))
        return bulk_insert(session, table, rows)

    monkeypatch.setattr(importing_clients, "bulk_insert", full_at_the_contacts)
    shown.write()
    settle()
    assert (count("clients"), count("contacts")) == (1, 0)
    assert shown.page.problem.text() == "The disk is full"
    assert shown.go.isEnabled()


PRICES = (
    ["Kode", "Nama Barang", "Harga", "PPN"],
    ["BRG-001", "Bantalan baru", "15", "PPN11"],
    ["BRG-002", "Baut", "2.500", "PPN99"],
    ["BRG-003", "Mur", "mahal", ""],
)


def test_known_products_are_updated_when_asked_for_and_keep_their_currency(
    dialog: Callable[..., Any],
    xlsx: Callable[..., Any],
    settle: Callable[..., Any],
    workspace: Workspace,
    notes: Callable[..., Any],
) -> None:
    shown = dialog("products", xlsx(*PRICES))
    assert shown.go.text() == "Import 2 products"  # what has no price is a product all the same
    shown.page.doubles.take.click()
    assert shown.go.text() == "Import 2 and update 1 product"
    shown.write()
    settle()
    with workspace.read() as session:
        known = session.get(Product, 1)
    assert (known.name_id, known.price, known.currency) == ("Bantalan baru", 15, "USD")
    assert notes()[-1].text == "3 products imported."


def test_products_that_are_so_already_offer_no_undo(
    dialog: Callable[..., Any], xlsx: Callable[..., Any], settle: Callable[..., Any], notes: Callable[..., Any]
) -> None:
    path = xlsx(*PRICES)
    for _ in range(2):
        shown = dialog("products", path)
        shown.page.doubles.take.click()
        shown.write()
        settle()
    assert "Nothing imported" in notes()[-1].text
    assert [each.text() for each in notes()[-1].findChildren(QPushButton)] == []


def test_problems_are_saved_and_copied(dialog: Callable[..., Any], xlsx: Callable[..., Any], tmp_path: Path) -> None:
    shown = dialog("clients", xlsx(CLIENT_HEAD, ["", "0812", "", "", "", ""], ["CV =Ragu", "=1+1 x", "", "", "", ""]))
    page = shown.page.problems
    page.save(tmp_path / "masalah.xlsx")
    lines = list(openpyxl.load_workbook(tmp_path / "masalah.xlsx").active.iter_rows(values_only=True))
    assert lines[0] == ("Sheet", "Row", "Column", "Problem", "What happens to it")
    assert lines[1][:3] == ("Tamu", 2, "Nama Perusahaan")
    page.save(tmp_path / "masalah.csv")
    text = (tmp_path / "masalah.csv").read_text("utf-8-sig")
    assert "Row is left out" in text
    page.view.copy(everything=True)
    assert QApplication.clipboard().text().startswith("Sheet\tRow\tColumn")


def test_problems_that_cannot_be_saved_are_told(
    dialog: Callable[..., Any], xlsx: Callable[..., Any], tmp_path: Path
) -> None:
    shown = dialog("clients", xlsx(*ROWS))
    for name, told in (("tidak/ada.csv", "no folder"), ("tidak/ada.xlsx", "can't be written")):
        shown.page.problem.show_text("")
        shown.page.problems.save(tmp_path / name)
        assert told in shown.page.problem.text()


def test_a_file_is_chosen_in_the_system_dialog_from_the_last_folder(
    dialog: Callable[..., Any],
    xlsx: Callable[..., Any],
    settle: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
) -> None:
    path, asked = xlsx(*ROWS), []

    def answer(_parent: object, _title: object, folder: Any, _kinds: object) -> Any:
        asked.append(folder)
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", answer)
    first = dialog()
    first.files.button.click()
    settle()
    assert first.page.isVisible()
    first.reject()
    dialog().files.ask()
    settle()
    assert asked[1] == str(path.parent)
    settings.set("import/folder", os.devnull)
    assert memory.folder(settings) != os.devnull


def test_a_file_is_dropped(xlsx: Callable[..., Any]) -> None:
    mime = QMimeData()
    assert dropped_file(mime) is None
    path = xlsx(*ROWS)
    mime.setUrls([QUrl("https://contoh.co.id/x.xlsx"), QUrl.fromLocalFile(str(path))])
    assert dropped_file(mime) == path


def test_the_keyboard_alone_does_it(
    dialog: Callable[..., Any],
    xlsx: Callable[..., Any],
    settle: Callable[..., Any],
    qtbot: QtBot,
    count: Callable[..., Any],
) -> None:
    shown = dialog("clients", xlsx(*ROWS))
    assert shown.page.mapping.combo("name").hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle()
    assert count("clients") == 3


def test_the_command_brings_back_what_waits(
    shell: Shell, qtbot: QtBot, settle: Callable[..., Any], xlsx: Callable[..., Any]
) -> None:
    shell.navigate("product")
    settle()
    assert "products.import" in shell.desk.actions
    shell.desk.actions.run("products.import")
    (shown,) = [each for each in shell.findChildren(ImportDialog) if each.isVisible()]
    shown.hide()
    shell.desk.actions.run("products.import")
    assert shown.isVisible()
    shown.reject()
    shell.desk.actions.run("products.import")
    visible = [each for each in shell.findChildren(ImportDialog) if each.isVisible()]
    assert len(visible) == 1
    assert visible[0] is not shown


def test_ten_thousand_problems_are_only_counted(
    dialog: Callable[..., Any], csv_file: Callable[..., Any], count: Callable[..., Any]
) -> None:
    path = csv_file(CLIENT_HEAD, *(["", f"x{at}", "", "", "", ""] for at in range(10_000)))
    shown = dialog("clients", path)
    assert shown.page.problems.view.rows.rowCount() >= 10_000
    assert not shown.go.isEnabled()
    assert shown.page.preview.rows.rowCount() == 0


def test_in_indonesian(dialog: Callable[..., Any], xlsx: Callable[..., Any], qtbot: QtBot, shell: Shell) -> None:
    before = shell.desk
    i18n.set_language("id")
    qtbot.waitUntil(lambda: shell.desk is not before)
    shown = dialog("clients", xlsx(*ROWS))
    assert shown.go.isEnabled()
    assert "client" not in shown.go.text() or shown.go.text() == "Import 2 clients"


def test_every_imported_noun_has_a_command(shell: Shell) -> None:
    for what in [noun.plural for noun in NOUNS if noun.is_imported]:
        action = import_action(shell.desk, shell, what, msg("Import"))
        assert (action.id, action.shortcut) == (f"{what}.import", "Ctrl+Shift+I")
