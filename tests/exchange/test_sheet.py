import errno
import os
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop_crm.exchange import apart
from desktop_crm.exchange.client_fields import CLIENT_FIELDS
from desktop_crm.exchange.columns import known_names
from desktop_crm.exchange.sheet import read_sheet, read_sheets
from desktop_crm.model.errors import UserError, WorldError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def workbook(path: Path, *rows: list[Any], title: str = "Sheet") -> Path:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_titles_above_the_head_and_blank_columns_are_left_out(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "v.xlsx",
        ["DAFTAR PENGUNJUNG"],
        [],
        ["No", "Nama Perusahaan", None, "HP"],
        [1, "PT A", None, 6281234567890.0],
        [],
        [2, "PT B", None, None],
        title="Pengunjung",
    )
    sheet = read_sheet(path)
    assert sheet.name == "Pengunjung"
    assert sheet.header == ("No", "Nama Perusahaan", "HP")
    assert list(sheet.numbered()) == [(4, (1, "PT A", 6281234567890)), (6, (2, "PT B", None))]


def test_kinds_of_cells(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "k.xlsx", ["a", "b", "c", "d", "e"], [0.1 + 0.2, date(2026, 3, 12), True, " x\xa0", "\u200b"]
    )
    assert read_sheet(path).rows == [(Decimal("0.3"), date(2026, 3, 12), True, "x", None)]


def test_a_known_name_makes_the_head_certain(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "k.xlsx", ["PT", "X", "Y", "Z"], ["Nama", "Kota", None, None], ["PT A", "Bogor", None, None]
    )
    assert read_sheet(path, "", known_names(CLIENT_FIELDS)).header == ("Nama", "Kota")


def test_a_head_far_below_the_first_row(tmp_path: Path) -> None:
    path = tmp_path / "b.csv"
    path.write_text("\n" * 60 + "Nama,Kota\nPT A,Bogor\n")
    sheet = read_sheet(path)
    assert (sheet.header, sheet.rows, sheet.first_row_number) == (("Nama", "Kota"), [("PT A", "Bogor")], 62)


def test_no_head_at_all(tmp_path: Path) -> None:
    path = tmp_path / "n.csv"
    path.write_text("PT A,0812345678,a@b.co\nPT B,0812345679,b@b.co\n")
    sheet = read_sheet(path)
    assert sheet.header == ("A", "B", "C")
    assert sheet.first_row_number == 1
    assert len(sheet.rows) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encodings_and_separators(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "c.csv"
    text = f'Kode{separator}Nama\r\nA1{separator}Café\r\nA2{separator}"X{separator}\n Y"\r\n'
    path.write_bytes(text.encode(encoding))
    sheet = read_sheet(path)
    assert sheet.header == ("Kode", "Nama")
    assert sheet.rows == [("A1", "Café"), ("A2", f"X{separator}\n Y")]


def test_the_separator_that_excel_announces(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("sep=;\nKode;Nama\nA;B,C\n")
    sheet = read_sheet(path)
    assert sheet.rows == [("A", "B,C")]
    assert sheet.first_row_number == 3


def test_hidden_and_empty_sheets_are_left_out(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Nama"])
    book.active.append(["A"])
    book.create_sheet("Empty")
    hidden = book.create_sheet("Hidden")
    hidden.append(["x"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "h.xlsx")
    assert [sheet.name for sheet in read_sheets(tmp_path / "h.xlsx")] == ["Sheet"]
    with pytest.raises(UserError, match="Hidden"):
        read_sheet(tmp_path / "h.xlsx", "Hidden")


@pytest.mark.parametrize("name", ["v.xls", "v.ods", "v.xlsb", "v.XLSX", "v.csv", "v"])
def test_a_name_says_nothing(tmp_path: Path, name: str) -> None:
    """Portals hand out xlsx as .xls."""
    workbook(tmp_path / "v.xlsx", ["Nama"], ["A"]).rename(tmp_path / name)
    assert read_sheet(tmp_path / name).rows == [("A",)]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("e.csv", b"", "empty"),
        ("blank.csv", b"\n\n,,\n", "empty"),
        ("p.csv", b"%PDF-1.4", "is a PDF"),
        ("bin.csv", bytes(range(256)) * 9, "no sheet"),
        ("h.xls", b"<html><table></table></html>", "web page"),
        ("x.xls", OLE + bytes(600), "damaged"),
        ("enc.xlsx", OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("z.xlsx", b"PK\x03\x04" + bytes(100), "damaged"),
    ],
)
def test_what_is_no_sheet_is_told_with_its_file(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UserError, match=told) as error:
        read_sheets(path)
    assert name in str(error.value)


def test_a_torn_workbook(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", ["a", "b"], [1, 2])
    path.write_bytes(path.read_bytes()[:2500])
    with pytest.raises(UserError, match="damaged"):
        read_sheets(path)


def test_a_cell_far_out_is_refused_before_the_reader_makes_room_for_it(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.active["XFD1048576"] = "y"
    book.save(tmp_path / "far.xlsx")
    with pytest.raises(UserError, match="XFD1048576"):
        read_sheets(tmp_path / "far.xlsx")


def test_a_packed_giant_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr("xl/workbook.xml", "<x/>")
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(601):
                part.write(bytes(2**20))
    with pytest.raises(UserError, match="too large"):
        read_sheets(path)


def test_another_office_file(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("word/document.xml", "<x/>")
    with pytest.raises(UserError, match="text document"):
        read_sheets(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_no_sheet(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(UserError, match="no sheet"):
        read_sheets(tmp_path / "pipe.csv")


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(WorldError):
        read_sheets(tmp_path / "none.csv")


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_stick_that_is_pulled_out_meanwhile(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / name
    path.write_text("Nama\nAdi\n")
    if name == "a.xlsx":
        workbook(path, ["Nama"], ["Adi"])
    opened: Any = Path.open
    times: list[Path] = []

    def pulled_out(self: Any, *args: str, **options: Any) -> Any:
        times.append(self)
        if len(times) > 1:
            raise OSError(errno.EIO, "pulled out")
        return opened(self, *args, **options)

    monkeypatch.setattr(Path, "open", pulled_out)
    monkeypatch.setattr(apart, "allowed", lambda _size: pulled_out(path))
    with pytest.raises(WorldError, match="the disk reports a fault"):
        read_sheets(path)
