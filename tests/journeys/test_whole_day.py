"""From an empty home to a signed contract and a sheet in Excel, with real keys on real files."""

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from PySide6.QtGui import QDesktopServices
from python_calamine import CalamineWorkbook

from desktop_crm.ui.form.days import today
from tests.journeys.person import Person

NAME = "Kopi Nusantara Sejahtera"


@pytest.fixture(autouse=True)
def opened(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What another program would be started for."""
    files = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: files.append(url.toLocalFile()) or True)
    return files


@pytest.fixture
def day(person: Person) -> Person:
    """The whole morning, told once: company, client, contact, product."""
    person.start()
    set_up_company(person)
    make_client(person)
    make_product(person, "KP-01", "Kopi arabika Gayo", "Gayo arabica coffee", "125000")
    make_product(person, "KP-02", "Kopi robusta Lampung", "Lampung robusta coffee", "80000")
    return person


def set_up_company(person: Person) -> None:
    """Three lines and one is in; what papers need is asked in Settings."""
    for line in (f"PT {NAME}", "Jakarta Selatan", "Budi Santoso"):
        person.type(line)
        person.keys("Return")
    person.until(lambda: person.workspace is not None, "the new workspace")
    person.rest()
    for name, text in (
        ("NPWP", "012345678901000"),
        ("Street", "Jl. Melati 5"),
        ("Who signs", "Budi Santoso"),
        ("Position", "Direktur Utama"),
        ("Basis of authority", "Akta Pendirian Nomor 7"),
        ("Bank and branch", "Bank Mandiri Jakarta"),
        ("Account number", "1230004567"),
        ("Account holder", f"PT {NAME}"),
    ):
        set_up(person, name, text)


def set_up(person: Person, name: str, text: str) -> None:
    """Find a setting by its name and type what it is."""
    person.keys("Ctrl+,")
    person.rest()
    person.tab_to("Sections of the settings")
    person.type(name)
    person.rest()
    person.keys("Return")
    person.rest()
    if name == "Who signs":  # a section: its first field is the name
        person.tab_to("Name")
    assert name == "Who signs" or person.is_at(name), (name, person.name_of(person.focus()))
    person.keys("Ctrl+A")
    person.type(text)
    person.keys("Tab")
    person.rest()


def make_client(person: Person) -> None:
    person.keys("Ctrl+2", "Ctrl+N")
    person.type("PT Sinar Harapan Abadi")
    person.tab_to("Phones 1: Number").type("0812 3456 7890")
    person.tab_to("Add address").keys("Space")
    person.fill("Addresses 1: Street", "Jl. Anggrek 12")
    person.fill("Addresses 1: City", "Bandung")
    person.fill("Addresses 1: Postal code", "40115")
    person.tab_to("Add number").keys("Space")
    person.type("019876543210000")
    person.keys("Ctrl+S")
    person.rest()
    person.keys("Ctrl+Shift+N")
    person.rest()
    person.type("Siti Rahmawati")
    person.fill("Position", "Direktur")
    person.tab_to("Roles: Signatory").keys("Space")
    person.keys("Ctrl+S")
    person.rest()


def make_product(person: Person, code: str, indonesian: Any, english: Any, price: Any) -> None:
    person.keys("Ctrl+7", "Ctrl+N")
    person.rest()
    person.fill("Code", code)
    person.fill("Name (Indonesian)", indonesian)
    person.fill("Name (English)", english)
    person.fill("Price of one unit", price)
    person.keys("Ctrl+S")
    person.rest()
    person.keys("Esc")


def make_order(person: Person) -> None:
    """Part of a name, choose, quantity, discount, Enter, next line: no mouse and no Tab hunting."""
    person.keys("Ctrl+4", "Ctrl+N")
    person.rest()
    person.type("sinar")
    person.rest()
    person.keys("Return")
    person.rest()
    add_line(person, "gayo", "12", "5")
    add_line(person, "robusta", "2,5", "")
    person.keys("Ctrl+S")
    person.rest()


def add_line(person: Person, part: Any, quantity: Any, discount: Any) -> None:
    person.type(part)
    person.rest()
    person.keys("Return")
    person.type(quantity)
    person.keys("Return")
    person.type(discount)
    person.keys("Return")


def make_contract(person: Person) -> None:
    """Two keystrokes: the next step of the order, its contract; then a look at the paper."""
    person.keys("Ctrl+Shift+Return")
    person.rest()
    person.keys("Ctrl+Shift+K")
    person.rest()
    person.keys("Ctrl+Shift+P")
    person.rest()


def mend_authority(person: Person) -> None:
    """What is missing is a field beside the paper, in which the caret was at once; what is typed there mends it."""
    assert person.sees("1 of 1 left")
    assert person.sees("also on the contact")
    assert not person.button("Save as PDF…").isEnabled()
    person.keys("F2")
    person.until(
        lambda: person.name_of(person.focus()).startswith("1. Basis of authority of "), "the field that mends it"
    )
    person.type("Anggaran Dasar")
    person.keys("Tab")
    person.rest()
    person.keys("Ctrl+Shift+P")
    person.rest()
    person.until(lambda: person.button("Save as PDF…").isEnabled(), "a paper that may go out")
    assert person.sees("Nothing is missing on the paper")
    assert not person.sees("things to fix")


def save_paper(person: Person, path: Any) -> Any:
    person.click("Save as PDF…")
    person.until(path.exists, "the PDF")
    person.rest()
    return path.read_bytes()


def number() -> str:
    """Of the first contract, in the month in which this runs."""
    months = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
    return f"001/PKS/{months[today().month - 1]}/{today().year}"


def sign(person: Person) -> None:
    person.click("Mark as signed…")
    person.until(lambda: person.sees(f"On which day was contract {number()} signed?"), "the question")
    person.keys("Return")
    person.until(lambda: person.sees("Signed"), "the state")
    person.rest()


def fonts_of(reader: Any) -> Any:
    """Font name → whether its file is inside."""
    found = {}
    for page in reader.pages:
        for font in (each.get_object() for each in page["/Resources"]["/Font"].values()):
            descendants = font.get("/DescendantFonts")
            described = (descendants[0].get_object() if descendants else font).get("/FontDescriptor", {})
            found[font["/BaseFont"]] = any(name in described.get_object() for name in ("/FontFile2", "/FontFile3"))
    return found


def check_paper(data: Any) -> None:
    reader = PdfReader(io.BytesIO(data))
    text = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    for wanted in (
        number(),
        f"PT {NAME}",
        "PT Sinar Harapan Abadi",
        "Siti Rahmawati",
        "Budi Santoso",
        "Anggaran Dasar",
        "Kopi arabika Gayo",
        "1.425.000",
        "1.625.000",
        "178.750",
        "1.803.750",
        "2,5",
    ):
        assert wanted in text, wanted
    words = "satu juta delapan ratus tiga ribu tujuh ratus lima puluh rupiah"
    assert words in text.lower()
    clauses = (
        "Harga",
        "Penyerahan",
        "Klaim",
        "Keadaan Kahar",
        "Kerahasiaan",
        "Denda",
        "Perselisihan",
        "Bahasa",
        "Penutup",
    )
    assert [one for one in clauses if one.lower() not in text.lower()] == []
    fonts = fonts_of(reader)
    assert fonts
    assert all(re.fullmatch(r"/[A-Z]{6}\+.+", name) and inside for name, inside in fonts.items()), fonts
    assert reader.metadata.title
    assert len(reader.outline) > 5


def check_sheet(path: Any, total: Any) -> None:
    book = load_workbook(path)
    sheet = book.active
    heads = next(row for row in sheet.iter_rows() if any(cell.value == "Number" for cell in row))
    at = {cell.value: cell.column for cell in heads}
    first = heads[0].row + 1
    assert sheet.freeze_panes == f"A{first}" or sheet.freeze_panes.endswith(str(first))
    assert heads[0].font.bold
    cell = sheet.cell(first, at["Number"])
    assert cell.value == "SO/2026/00001"
    money = sheet.cell(first, at["Total"])
    assert money.value == total
    assert "#,##0" in money.number_format
    day: Any = sheet.cell(first, at["Order date"])
    assert day.is_date
    formulas = [
        str(one.value) for row in sheet.iter_rows(min_row=first) for one in row if str(one.value).startswith("=")
    ]
    assert any("SUBTOTAL" in one or "SUM" in one for one in formulas), formulas
    assert sheet.auto_filter.ref
    assert sheet.print_title_rows
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert any("SO/2026/00001" in row and float(total) in row for row in rows)
    assert any(isinstance(value, date) for row in rows for value in row)


def test_from_first_start_to_signed_contract_and_sheet(
    day: Person, save_as: Callable[..., Any], tmp_path: Path, opened: Any
) -> None:
    make_order(day)
    make_contract(day)
    mend_authority(day)
    sign(day)
    signed = save_paper(day, save_as(tmp_path / "kontrak.pdf"))
    check_paper(signed)
    rename_client(day)
    day.keys("Ctrl+5")
    day.rest()
    assert save_paper(day, save_as(tmp_path / "nanti.pdf")) == signed
    day.keys("Ctrl+4")
    day.rest()
    sheet = save_as(tmp_path / "orders.xlsx")
    day.keys("Ctrl+E")
    day.until(lambda: opened == [str(sheet)], "the sheet opened when done")
    check_sheet(sheet, 1_803_750)


def rename_client(person: Person) -> None:
    person.keys("Ctrl+2")
    person.rest()
    person.keys("Return")
    person.rest()
    person.open_tab("Story")
    person.fill("Name", "Sinar Baru Sekali")
    person.keys("Tab")
    person.rest()
    assert person.sees("PT Sinar Baru Sekali")
