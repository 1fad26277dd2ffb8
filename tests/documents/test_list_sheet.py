import io
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_crm.documents.list_sheet import list_sheet
from desktop_crm.documents.sheet_kit import sheet_name
from desktop_crm.language import language
from desktop_crm.model.errors import WorldError
from desktop_crm.model.listing import Choice, Column, Kind
from desktop_crm.model.message import msg
from desktop_crm.model.money import Money
from tests.rounds import rounds

COLUMNS = (
    Column("name", msg("Name")),
    Column("state", msg("Status"), Kind.STATE, choices=(Choice("a", msg("Active")),)),
    Column("day", msg("Promised"), Kind.DATE),
    Column("moment", msg("Changed"), Kind.MOMENT),
    Column("total", msg("Total"), Kind.MONEY, summable=True),
    Column("count", msg("Count"), Kind.NUMBER, summable=True),
    Column("discount", msg("Discount"), Kind.PERCENT),
    Column("key", msg("Key"), Kind.FLAG),
)
EN = language("en")


def row(number: int, name: str = "PT A", currency: str = "IDR") -> tuple[Any, ...]:
    moment = datetime(2026, 3, 12, 3, 4, 5, tzinfo=UTC)
    return (
        number,
        name,
        "a",
        date(2026, 3, 12),
        moment,
        Money(Decimal("12.5"), currency),
        number,
        Decimal("12.5"),
        True,
    )


def written(rows: Iterable[tuple[Any, ...]], columns: tuple[Column, ...] = COLUMNS, **options: Any) -> BytesIO:
    stream = io.BytesIO()
    list_sheet("Clients", columns, rows, EN, stream, **options)
    stream.seek(0)
    return stream


def test_sentences_are_said_in_the_sheets_language() -> None:
    stream = io.BytesIO()
    listed = [(1, msg("Undone: {what}", what=msg("Yes")))]
    list_sheet("Riwayat", [Column("what", msg("Action"))], listed, language("id"), stream)
    assert openpyxl.load_workbook(stream).active["A2"].value == language("id").say(listed[0][1]) != "Undone: Yes"


def test_real_values_with_formats() -> None:
    sheet: Any = openpyxl.load_workbook(written([row(1), row(2, currency="USD")])).active
    cells = list(sheet[3])
    assert [cell.value for cell in cells][:3] == ["PT A", "Active", datetime(2026, 3, 12)]  # noqa: DTZ001 - sheets know no zones
    assert cells[3].value.replace(microsecond=0) == datetime(2026, 3, 12, 10, 4, 5)  # noqa: DTZ001 - Jakarta's clock
    assert [cell.value for cell in cells][4:] == [12.5, 2, 0.125, "Yes"]
    assert cells[4].number_format.startswith('"US$"\\ #,##0.00')
    assert sheet["E2"].number_format.startswith('"Rp"\\ #,##0.0;')
    assert cells[2].is_date
    assert cells[3].is_date


def test_ready_to_work() -> None:
    book = openpyxl.load_workbook(written([row(1), row(2)]))
    sheet = book.active
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.b
    assert sheet.auto_filter.ref == "A1:H3"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.print_area == "'Clients'!$A$1:$H$5"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToWidth == 1
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.column_dimensions["A"].width >= 7
    assert book.properties.title == "Clients"


def test_totals_follow_the_filter() -> None:
    stream = written([row(1), row(2)])
    sheet = openpyxl.load_workbook(stream).active
    assert sheet["A5"].value == "Total"
    assert sheet["E5"].value == "=SUBTOTAL(109,E2:E3)"
    assert sheet["F5"].value == "=SUBTOTAL(109,F2:F3)"
    assert sheet["E5"].font.b
    assert openpyxl.load_workbook(stream, data_only=True).active["F5"].value == 3


def test_several_currencies_are_not_added() -> None:
    sheet: Any = openpyxl.load_workbook(written([row(1), row(2, currency="USD")])).active
    assert sheet["E5"].value == "several currencies"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+62 812",
        "-5",
        "@x",
        "0012",
        "#N/A",
        "<b>&amp;",
        "_x0041_",
        " padded ",
        "a\nb",
        "🎉",
        "שלום",
        "=",
        "TRUE",
    ],
)
def test_texts_stay_texts(text: str) -> None:
    cell = openpyxl.load_workbook(written([row(1, text)])).active["A2"]
    assert cell.data_type == "s"
    read = python_calamine.CalamineWorkbook.from_filelike(written([row(1, text)])).get_sheet_by_index(0).to_python()
    assert read[1][0] == text


@settings(max_examples=rounds(8, 30))
@given(st.text())
def test_any_text_leaves_a_readable_file(text: str) -> None:
    columns = (Column("name", msg("Name")),)
    read = python_calamine.CalamineWorkbook.from_filelike(written([(1, f"x{text}")], columns)).get_sheet_by_index(0)
    assert str(read.to_python()[1][0]).startswith("x")


def test_long_and_illegal_texts_are_cut() -> None:
    sheet = openpyxl.load_workbook(written([row(1, "a\x01b\ud800"), row(2, "x" * 40_000)])).active
    assert sheet["A2"].value == "ab"
    assert len(sheet["A3"].value) == 32_767


def test_blank_cells_are_left_out() -> None:
    sheet = openpyxl.load_workbook(written([(1, None, None, None, None, None, None, None, None)])).active
    assert all(cell.value is None for cell in sheet[2])


def test_more_rows_than_a_sheet_holds() -> None:
    seen: list[Any] = []
    book = openpyxl.load_workbook(written(map(row, range(25)), rows_a_sheet=10, progress=seen.append))
    assert book.sheetnames == ["Clients", "Clients 2", "Clients 3"]
    assert [sheet.auto_filter.ref for sheet in book] == ["A1:H11", "A1:H11", "A1:H6"]
    assert seen == [10, 20, 25]


def test_no_rows() -> None:
    sheet = openpyxl.load_workbook(written([])).active
    assert sheet.max_row == 1
    assert sheet["A1"].value == "Name"


def test_a_stopped_export_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    path.write_bytes(b"old")

    def stop(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list_sheet("Clients", COLUMNS, [row(1)], EN, path, progress=stop)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_longest_name_that_the_disk_takes(tmp_path: Path) -> None:
    path = tmp_path / f"{'x' * 250}.xlsx"
    list_sheet("Clients", COLUMNS, [row(1)], EN, path)
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(WorldError):
        list_sheet("Clients", COLUMNS, [row(1)], EN, tmp_path / "none" / "out.xlsx")


@settings(max_examples=rounds(8, 30))
@given(st.text())
def test_sheet_names(title: str) -> None:
    name = sheet_name(title, 2)
    assert 0 < len(name) <= 31
    assert not set(name) & set("[]:*?/\\")
