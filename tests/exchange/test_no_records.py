"""Rows of a sheet that are no records are left out and told; what looks like one and isn't stays."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_crm.exchange.cells import clean_text
from desktop_crm.exchange.sheet import read_sheet

HEAD = "No;Nama Perusahaan;Telepon;Kota;Omzet"
ROWS = ("1;PT Satu;0811111111;Solo;10", "2;PT Dua;0811111112;Bogor;20", "3;PT Tiga;0811111113;Depok;30")


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Any]:
    def write(*lines: str) -> tuple[dict[int, str], list[str]]:
        path = tmp_path / "daftar.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        sheet = read_sheet(path)
        return {row: str(why) for row, why in sheet.left.items()}, [str(row[1]) for _, row in sheet.numbered()]

    return write


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (";TOTAL;;;60", "total"),
        ("Jumlah;;;;60", "total"),
        (";Grand Total:;;;Rp 60", "total"),
        ("Total 3 klien;;;;", "total"),
        (";Sub Total;;;60", "total"),
        ("Rata-rata;;;;20", "total"),
        ("Halaman 1 dari 3;;;;", "foot"),
        (";;;;Page 2 of 7", "foot"),
        ("Dicetak pada: 12/03/2026;;;;", "foot"),
        (HEAD, "titles of the columns"),
        (HEAD.upper(), "titles of the columns"),
        (";WILAYAH JAWA BARAT;;;", "section"),
        ("Hall A;;;;", "section"),
        ("----;----;---;---;---", "line"),
    ],
)
def test_what_is_no_record_is_left_out_and_told(read: Callable[..., Any], line: str, why: str) -> None:
    left, names = read(HEAD, *ROWS[:2], line, ROWS[2])
    assert list(left) == [4]
    assert why in left[4]
    assert names == ["PT Satu", "PT Dua", "PT Tiga"]


@pytest.mark.parametrize(
    "line",
    [
        "4;Total Bangun Persada;0811111114;Jakarta;40",
        "4;Total;0811111114;Jakarta;",
        "4;Jumlah Makmur;;;",
        "4;PT Page One;;;",
        "4;Halaman Rumah;;Solo;",
    ],
)
def test_a_firm_that_is_called_so_stays(read: Callable[..., Any], line: str) -> None:
    left, names = read(HEAD, *ROWS, line)
    assert left == {}
    assert len(names) == 4


def test_a_name_alone_is_a_client_where_the_rows_have_no_numbers(read: Callable[..., Any]) -> None:
    left, _ = read("Kode;Nama Perusahaan;Kota", "A;PT Satu;Solo", ";PT Dua;", "C;PT Tiga;Depok")
    assert left == {}


@pytest.mark.parametrize(
    ("left", "clean"),
    [
        ("PT A &amp; B", "PT A & B"),
        ("Jl. Satu<br>Solo", "Jl. Satu\nSolo"),
        ("Jl. Satu <BR/> Solo", "Jl. Satu\nSolo"),
        ("<b>Penting</b>", "Penting"),
        ('="01010"', "01010"),
        ("'10110", "10110"),
        ("'+380 99 345-67-89", "+380 99 345-67-89"),
        ("Kon\xadtrak", "Kontrak"),
        ("&#39;s", "'s"),
        ("'s-Hertogenbosch", "'s-Hertogenbosch"),
        ("AT&T; A<B", "AT&T; A<B"),
        ("Budi <budi@contoh.example>", "Budi <budi@contoh.example>"),
    ],
)
def test_left_overs_of_other_programs_are_cleaned(left: str, clean: str) -> None:
    assert clean_text(left) == clean
