"""What a workbook says beside its values: number formats, faults, hidden and joined cells."""

import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.table import Table

from desktop_crm.documents.sheet_kit import number_formats
from desktop_crm.exchange.cells import Fault
from desktop_crm.exchange.formats import filled, shape_of
from desktop_crm.exchange.marks import marks_of
from desktop_crm.exchange.sheet import Sheet, read_sheet
from desktop_crm.exchange.workbook import tables
from desktop_crm.language import language
from desktop_crm.model.money import CURRENCIES, Money
from tests.fuzz.packages import ods


@pytest.mark.parametrize(
    ("code", "currency"),
    [
        ('"US$"\\ #,##0.00;\\-"US$"\\ #,##0.00', "USD"),
        ("[$USD] #,##0", "USD"),
        ("_-[$Rp-421]* #,##0_-", "IDR"),
        ("[$$-409]#,##0.00", "USD"),
        ("[$$-4809]#,##0.00", "SGD"),
        ("[$$-C09]#,##0.00", "AUD"),
        ("[$$-1009]#,##0.00", "$ (1009)"),
        ("[$¥-804]#,##0", "CNY"),
        ("[$¥-411]#,##0", "JPY"),
        ("[$₹-4009] #,##0", "₹"),
        ("[$THB] 0", "THB"),
        ('#,##0 "€"', "EUR"),
        ("$#,##0_);($#,##0)", "USD"),
        ("#,##0.00", ""),
        ('#,##0 "pcs"', ""),
        ("dd/mm/yyyy", ""),
        ("[Red]0.00", ""),
        ("[$-421]dd mmmm yyyy", ""),
    ],
)
def test_the_currency_of_a_format(code: str, currency: str) -> None:
    shape = shape_of(code)
    assert (shape.currency if shape else "") == currency


@pytest.mark.parametrize("code", ["en", "id"])
def test_the_formats_of_our_own_sheets_tell_their_currency(code: str) -> None:
    formats = number_formats(language(code))
    for currency in CURRENCIES:
        assert shape_of(formats[currency]).currency == currency


@pytest.mark.parametrize(
    ("code", "number", "shown"),
    [("00000", 1010, "01010"), ('"A-"000', 7, "A-007"), ("000-000", 12345, "012-345"), ("00", 12345, "12345")],
)
def test_zeros_in_front(code: str, number: int, shown: str) -> None:
    assert filled(number, shape_of(code).zeros) == shown


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every mark at once: a workbook is read in a process of its own."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Perusahaan", "Kode", "Harga", "Rahasia"],
        ["PT A", 1010, 19.99, "x"],
        [None, Decimal("12.1"), 0.11, "x"],
        [None, "B", "#N/A", "x"],
        ["PT B", "C", "=C2*2", "x"],
        ["PT C", "D", 5, "x"],
        ["Jumlah kolom", None, 30, None],
    ):
        sheet.append(row)
    for place, code in (("B2", "00000"), ("C2", "[$USD] 0.00"), ("B3", "0.00"), ("C3", "0%")):
        sheet[place].number_format = code
    sheet["C4"].data_type = "e"
    sheet.merge_cells("A2:A4")
    sheet.row_dimensions[6].hidden = True
    sheet.column_dimensions["D"].hidden = True
    table = Table(displayName="T", ref="A1:D7", totalsRowCount=1)
    sheet.add_table(table)
    path = tmp_path_factory.mktemp("marks") / "book.xlsx"
    book.save(path)
    return path


@pytest.fixture(scope="module")
def sheet(book: Path) -> Sheet:
    return read_sheet(book)


def test_cells_come_as_the_sheet_shows_them(sheet: Sheet) -> None:
    assert [row[:3] for row in sheet.rows] == [
        ("PT A", "01010", Money(Decimal("19.99"), "USD")),
        ("PT A", Decimal("12.10"), "11%"),
        ("PT A", "B", Fault("#N/A")),
        ("PT B", "C", Fault("=C2*2")),
        (None, None, None),
        (None, None, None),
    ]
    assert str(sheet.rows[1][1]) == "12.10"


def test_hidden_rows_and_a_tables_total_are_left_out_with_the_reason(sheet: Sheet) -> None:
    assert {row: str(why) for row, why in sheet.left.items()} == {
        6: "This row is hidden in the sheet",
        7: "This is a total, not a record",
    }
    assert sheet.hidden == {3}


def test_an_open_document_tells_the_same(tmp_path: Path) -> None:
    def cell(text: str, more: str = 'office:value-type="string"') -> str:
        return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"

    def number(value: int | str, kind: str, more: str = "") -> str:
        return f'office:value-type="{kind}" office:value="{value}" {more}'

    rows = (
        cell("Kode") + cell("Harga") + cell("Pajak"),
        cell("01010", number(1010, "float"))
        + cell("$ 5", number(5, "currency", 'office:currency="USD"'))
        + cell("11%", number("0.11", "percentage")),
    )
    hidden = f'<table:table-row table:visibility="filter">{cell("x")}</table:table-row>'
    path = tmp_path / "a.ods"
    path.write_bytes(ods("".join(f"<table:table-row>{row}</table:table-row>" for row in rows) + hidden))
    [(_, _, beside, found)] = tables(path)
    assert list(found)[1] == ("01010", Money(Decimal(5), "USD"), "11%")
    assert beside.hidden_rows == {3}


def test_a_sheet_is_read_the_same_however_its_marks_are_found(tmp_path: Path, book: Path) -> None:
    """Tags in an unusual order are followed one by one."""
    with zipfile.ZipFile(book) as whole, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as other:
        for name in whole.namelist():
            data = whole.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = data.replace(b"<c r=", b"<c  r=").replace(b"<v></v>", b"<v/>")
            other.writestr(name, data)
    assert marks_of(tmp_path / "b.xlsx") == marks_of(book)


def test_what_is_torn_has_no_marks(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Nama", date(2026, 1, 2)])
    book.save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as whole, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as torn:
        for name in whole.namelist():
            data = whole.read(name)
            torn.writestr(name, data[:-20] if name == "xl/workbook.xml" else data)
    assert list(marks_of(tmp_path / "a.xlsx")) == ["Sheet"]
    assert marks_of(tmp_path / "b.xlsx") == {}
