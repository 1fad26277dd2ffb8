"""Sheets that would end the program, or keep it busy for minutes, if they were believed."""

import zipfile
from pathlib import Path

import pytest

from desktop_crm.exchange.client_fields import CLIENT_FIELDS
from desktop_crm.exchange.columns import match
from desktop_crm.exchange.sheet import read_sheets
from desktop_crm.model.errors import UserError

pytestmark = pytest.mark.in_turn

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKED = "http://schemas.openxmlformats.org/package/2006/relationships"
_TEXT = "<is><t>x</t></is>"
_FAR = (
    f'<worksheet xmlns="{_MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr">{_TEXT}</c></row>'
    f'<row r="1048576"><c r="XFD1048576" t="inlineStr">{_TEXT}</c></row></sheetData></worksheet>'
)


def workbook(path: Path, sheet: str, part: str = "worksheets/sheet1.xml") -> Path:
    def links(target: str, kind: str) -> str:
        return f'<Relationships xmlns="{_PACKED}"><Relationship Id="r1" Type="{_LINKS}/{kind}" Target="{target}"/></Relationships>'

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("_rels/.rels", links("xl/workbook.xml", "officeDocument"))
        sheets = '<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets>'
        packed.writestr("xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}">{sheets}</workbook>')
        packed.writestr("xl/_rels/workbook.xml.rels", links(part, "worksheet"))
        packed.writestr(f"xl/{part}", sheet)
    return path


@pytest.mark.parametrize(
    "sheet",
    [
        _FAR.replace("<sheetData>", '<dimension ref="A1:B2"/><sheetData>'),
        _FAR.replace("<c r", '<c s="0" r'),
        _FAR.replace('"XFD1048576"', "'XFD1048576'"),
        _FAR.replace("<c r", "<c\n r"),
        _FAR.replace('r="XFD1048576" ', "").replace("</row></sheetData>", f"{'<c><v>1</v></c>' * 9}</row></sheetData>"),
        _FAR.replace("<", "<m:").replace("<m:/", "</m:").replace("xmlns=", "xmlns:m="),
    ],
    ids=["lying size", "other order", "other quotes", "line end", "no place", "prefixes"],
)
def test_a_cell_far_out_is_found_however_it_is_written(tmp_path: Path, sheet: str) -> None:
    """The reader would make room for the whole rectangle, and a failed allocation there ends the process."""
    with pytest.raises(UserError, match="reaches as far"):
        read_sheets(workbook(tmp_path / "far.xlsx", sheet))


def test_a_cell_where_none_can_be_is_damage(tmp_path: Path) -> None:
    sheet = _FAR.replace("XFD1048576", "ZZZZZZ99999999999")
    with pytest.raises(UserError, match="damaged"):
        read_sheets(workbook(tmp_path / "far.xlsx", sheet))


def test_a_sheet_in_another_folder_of_the_package_is_looked_at_too(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="reaches as far"):
        read_sheets(workbook(tmp_path / "far.xlsx", _FAR, "sheets/one.xml"))


def test_cells_without_their_places_are_read(tmp_path: Path) -> None:
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData><row><c t="inlineStr">{_TEXT}</c></row></sheetData></worksheet>'
    [found] = read_sheets(workbook(tmp_path / "near.xlsx", sheet))
    assert found.header == ("x",)


def test_an_empty_cell_far_out_is_none(tmp_path: Path) -> None:
    sheet = _FAR.replace(f'<c r="XFD1048576" t="inlineStr">{_TEXT}</c>', '<c r="XFD1048576" s="1"/>')
    assert read_sheets(workbook(tmp_path / "near.xlsx", sheet))


def test_too_many_columns_are_refused_at_once(tmp_path: Path) -> None:
    wide = tmp_path / "wide.csv"
    wide.write_text(",".join(f"Nama {number}" for number in range(200_000)) + "\nx\n")
    with pytest.raises(UserError, match="too many columns"):
        read_sheets(wide)


def test_as_many_columns_as_there_may_be_are_matched() -> None:
    header = [f"Kolom tambahan {number}" for number in range(2000)] + ["Nama Perusahaan"]
    assert match(header, CLIENT_FIELDS)["name"] == 2000


@pytest.mark.parametrize("damage", [(8, 99), (6, 1), (4, 200)], ids=["unknown packing", "password", "newer format"])
def test_a_package_that_is_scrambled_is_damaged(tmp_path: Path, damage: tuple[int, int]) -> None:
    at, value = damage
    path = workbook(tmp_path / "torn.xlsx", _FAR)
    content = bytearray(path.read_bytes())
    start = -1
    while (start := content.find(b"PK\x01\x02", start + 1)) >= 0:
        content[start + at + 2] = value
    path.write_bytes(content)
    with pytest.raises(UserError, match=r"damaged|no sheet"):
        read_sheets(path)


def test_an_open_document_whose_tags_do_not_close_is_damaged(tmp_path: Path) -> None:
    """The reader would go round for ever in it."""
    path = tmp_path / "torn.ods"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", "<manifest/>")
        packed.writestr("content.xml", '<a><table:table table:name="S"><table:table-row></a>')
    with pytest.raises(UserError, match="damaged"):
        read_sheets(path)
