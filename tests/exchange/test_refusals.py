"""Workbooks that are packed in another way are read; what is no sheet is told by its name."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_crm.exchange.sheet import read_sheets
from desktop_crm.exchange.workbook import tables
from desktop_crm.model.errors import UserError
from tests.fuzz.packages import packed, xls, xlsx


def moved(name: Callable[..., Any], content: Callable[..., Any] = lambda _name, data: data) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx())) as whole, zipfile.ZipFile(made, "w") as other:
        for part in whole.namelist():
            info = zipfile.ZipInfo("x")
            info.filename = name(part)
            other.writestr(info, content(part, whole.read(part)))
    return made.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        moved(lambda part: part.replace("/", "\\")),
        moved(lambda part: part.replace("xl/", ""), lambda _part, data: data.replace(b"xl/work", b"work")),
        moved(
            lambda part: part.replace("xl/", "app/it/"), lambda _part, data: data.replace(b"xl/work", b"/app/it/work")
        ),
        moved(lambda part: part.replace("xl/workbook.xml", "xl/Workbook.xml")),
    ],
    ids=["backslashes", "in the root", "in another folder", "capitals"],
)
def test_a_workbook_that_is_packed_in_another_way_is_read(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    [(_, _, _, rows)] = tables(path)
    assert list(rows) == [("Nama Perusahaan", "Telepon"), ("PT Maju Jaya", "0812-3456-7890")]


MANIFEST = (
    '<m:manifest xmlns:m="urn"><m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry></m:manifest>'
)
BOF = b"\x09\x08\x0c\x00\x00\x06\x05\x00"


def scrambled() -> bytes:
    """A workbook (xls) with the record of its password behind its first one."""
    plain = xls()
    at = plain.index(BOF) + 16
    return plain[:at] + b"\x2f\x00\x36\x00" + plain[at + 4 :]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        (
            "a.ods",
            packed(
                {
                    "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                    "META-INF/manifest.xml": MANIFEST,
                    "content.xml": bytes(range(256)),
                }
            ),
            "protected with a password",
        ),
        ("a.xls", scrambled(), "protected with a password"),
        ("a.xls", b"<html><table></table></html>", "web page"),
        ("a.mht", b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n', "web page"),
        ("a.json", b'\xef\xbb\xbf[{"Nama": "PT Maju"}]', "JSON"),
        ("a.json", b'{\n "klien": []}', "JSON"),
        ("a.vcf", b"BEGIN:VCARD\r\nVERSION:3.0\r\n", "vCard"),
        ("a.ics", b"BEGIN:VCALENDAR\r\n", "calendar"),
        ("a.slk", b'ID;PWXL;N;E\r\nC;Y1;X1;K"Nama"\r\nE\r\n', "old format"),
        ("a.dif", b'TABLE\r\n0,1\r\n"EXCEL"\r\n', "old format"),
        ("a.xml", b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook/>', "old format"),
        ("a.eml", b"From: a@contoh.example\r\nTo: b@contoh.example\r\n\r\nIsi", "e-mail"),
        ("a.pdf", b"%PDF-1.7", "PDF"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "picture"),
        ("a.docx", packed({"word/document.xml": "<x/>"}), "text document"),
        (
            "a.odt",
            packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}),
            "text document",
        ),
        ("a.numbers", packed({"Index/Document.iwa": "x"}), "Apple Numbers"),
        ("a.zip", packed({"daftar.csv": "a,b"}), "archive"),
    ],
)
def test_what_it_is_is_said(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UserError, match=told) as refused:
        read_sheets(path)
    assert name in str(refused.value)


@pytest.mark.parametrize(
    "head", ["ID;Perusahaan;Kota", "ID;PIC;Kota", "From;Date;Subject", "[Nama];Kota", "Subject: x;Kota"]
)
def test_a_list_that_begins_in_this_way_is_still_a_list(tmp_path: Path, head: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{head}\n1;PT Maju;Solo\n2;PT Dua;Bogor\n")
    [sheet] = read_sheets(path)
    assert len(sheet.rows) == 2
