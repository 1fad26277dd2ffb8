"""Texts in whatever encoding, and with whatever quotes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_crm.exchange.encoding import encoding_of
from desktop_crm.exchange.sheet import read_sheet
from desktop_crm.model.errors import UserError


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Any]:
    def write(content: bytes) -> Path:
        path = tmp_path / "daftar.csv"
        path.write_bytes(content)
        return path

    return write


LISTS = {
    "gb18030": "公司,城市\n北京科技有限公司,北京\n上海贸易公司,上海\n",
    "cp932": "会社名,市\n株式会社さくら,東京\nトヨタ,名古屋\n",
    "big5": "名稱,城市\n台灣積體電路股份有限公司,新竹\n",
    "cp949": "이름,도시\n삼성전자 주식회사,서울\n",
    "cp1250": "Nazwa,Miasto\nŻółta Róża,Łódź\nŚwiat,Kraków\n",
    "mac_roman": "Nom,Ville\nCafé Müller,Genève\nHôtel,Orléans\n",
    "cp1252": "Nama,Kota\nCafé Oz – “Bar”,Genève\n",
    "cp1251": "Имя,Город\nООО Ромашка,Москва\n",
}


@pytest.mark.parametrize("encoding", LISTS)
def test_an_encoding_is_recognised_and_told_with_a_sample(file: Callable[..., Any], encoding: str) -> None:
    sheet = read_sheet(file(LISTS[encoding].encode(encoding)))
    assert [sheet.header, *sheet.rows] == [tuple(line.split(",")) for line in LISTS[encoding].split()] or (
        str(sheet.rows[0][0]) in LISTS[encoding]
    )
    assert sheet.rows[0][0] == LISTS[encoding].splitlines()[1].split(",")[0]
    [note] = sheet.notes
    assert "The letters were read as" in str(note.message)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("mac_roman", "Café Oz"), ("cp1252", "Café Oz"), ("gb18030", "华为技术")],
)
def test_one_foreign_name_among_others_is_enough(file: Callable[..., Any], encoding: str, name: str) -> None:
    text = f"Nama,Kota\nPT Maju Jaya,Bandung\n{name},Jakarta\nPT Dua,Solo\n"
    assert read_sheet(file(text.encode(encoding))).rows[1][0] == name


def test_one_bad_byte_does_not_turn_the_whole_file(file: Callable[..., Any]) -> None:
    text = "Nama,Kota\n" + "Café Müller,Genève\n" * 50
    content = text.encode() + b"Caf\xe9 Rouge,Solo\n" + text.splitlines()[1].encode()
    sheet = read_sheet(file(content))
    assert {row[0] for row in sheet.rows} == {"Café Müller", "Café Rouge"}
    assert [(note.row, str(note.message)) for note in sheet.notes] == [
        (52, "A letter was damaged; it is read as “Café Rouge,Solo”")
    ]


@pytest.mark.parametrize("text", ["Nama,Kota\nPT Satu,Genè", "Nama,Kota\nCafé,Solo\nPT Satu,Genè", "Nama\n公司"])
def test_a_cut_end_does_not_turn_the_whole_file(file: Callable[..., Any], text: str) -> None:
    sheet = read_sheet(file(text.encode()[:-1]))
    assert sheet.rows[-1][-1] in {"Gen\ufffd", "公\ufffd"}
    assert encoding_of(file(text.encode()[:-1])).name == "utf-8-sig"


def test_an_encoding_can_be_chosen(file: Callable[..., Any], tmp_path: Path) -> None:
    from desktop_crm.exchange.sheet import read_sheets

    path = file("Nama,Kota\nDvořák,Plzeň\n".encode("cp1250"))
    [sheet] = read_sheets(path, encoding="windows-1250")
    assert sheet.rows == [("Dvořák", "Plzeň")]
    assert sheet.notes == ()
    with pytest.raises(UserError, match="no encoding"):
        read_sheets(path, encoding="nonsense")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "^", "~"])
def test_separators(file: Callable[..., Any], separator: str) -> None:
    lines = (("Nama", "Kota", "Catatan"), ("PT Satu", "Solo", "a, b; c"), ("PT Dua", "Bogor", "-"))
    text = "\n".join(separator.join(f'"{cell}"' if separator in cell else cell for cell in line) for line in lines)
    assert read_sheet(file(text.encode())).rows == list(lines[1:])


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('"Toko "Maju" Jaya";Solo', ('Toko "Maju" Jaya', "Solo")),
        ('"Toko ""Maju"" Jaya";Solo', ('Toko "Maju" Jaya', "Solo")),
        ('Toko "Maju" Jaya;Solo', ('Toko "Maju" Jaya', "Solo")),
        ('Pipa 1/2";Solo', ('Pipa 1/2"', "Solo")),
        ('"Jl. Satu\nNo. 2";Solo', ("Jl. Satu\nNo. 2", "Solo")),
        ('"PT Satu; Cabang";Solo', ("PT Satu; Cabang", "Solo")),
        ('"PT Satu" ; "Solo"', ("PT Satu", "Solo")),
    ],
)
def test_quotes_as_people_leave_them(file: Callable[..., Any], line: str, cells: tuple[str, str]) -> None:
    sheet = read_sheet(file(f"Nama;Kota\n{line}\nPT Dua;Bogor\n".encode()))
    assert sheet.rows == [cells, ("PT Dua", "Bogor")]
    assert sheet.notes == ()


@pytest.mark.parametrize(
    "rest",
    [
        *("PT Dua;Bogor\nPT Tiga;Depok\n", '"PT Dua";"Bogor"\nPT Tiga;Depok\n', "PT Dua;Bogor\nPT Tiga;Depok\n" * 200),
        'PT Dua;Bogor\nPT Tiga;Depok\nPipa 1/2";Solo\n',
    ],
    ids=["short", "quotes behind it", "long", "an inch behind it"],
)
def test_an_open_quote_does_not_eat_the_rest(file: Callable[..., Any], rest: str) -> None:
    sheet = read_sheet(file(f'Nama;Kota\nPT Nol;Solo\n"PT Satu;Solo\n{rest}'.encode()))
    assert sheet.rows[:4] == [("PT Nol", "Solo"), ("PT Satu", "Solo"), ("PT Dua", "Bogor"), ("PT Tiga", "Depok")]
    assert [(note.row, str(note.message)) for note in sheet.notes] == [
        (3, "A quotation mark is not closed; the row is read without it")
    ]


def test_blank_cells_cost_nothing(file: Callable[..., Any]) -> None:
    """A spreadsheet writes a row of commas for each formatted line."""
    sheet = read_sheet(file(b"Nama,Kota\nPT Satu,Solo\n" + (b"," * 99 + b"\n") * 60_000))
    assert [row for _, row in sheet.numbered()] == [("PT Satu", "Solo")]
