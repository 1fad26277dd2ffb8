from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.model.file_name import plain_file_name, starts_something, with_ending, without_ending


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\win.ini", "win.ini"),
        ("\\\\server\\share\\a.pdf", "a.pdf"),
        ("C:a.pdf", "C_a.pdf"),
        ("a.txt:hidden.exe", "a.txt_hidden.exe"),
        ("scan\0.pdf", "scan.pdf"),
        ("scan\n.pdf\r", "scan .pdf"),
        ("kontrak\u202efdp.exe", "kontrakfdp.exe"),
        ("\u200fعقد.pdf", "عقد.pdf"),
        ("faktur.pdf                     .exe", "faktur.pdf .exe"),
        ("CON", "_CON"),
        ("aux.txt", "_aux.txt"),
        ("nul .tar.gz", "_nul .tar.gz"),
        ("com¹.log", "_com¹.log"),
        ("conto.pdf", "conto.pdf"),
        ("  kontrak.pdf. . ", "kontrak.pdf"),
        ("folder/", "folder"),
        (".gitignore", ".gitignore"),
        ('a<b>"c"|d?*.txt', "a_b__c__d__.txt"),
        ("keluarga 👩‍👧.jpg", "keluarga 👩‍👧.jpg"),
        ("", ""),
        ("..", ""),
        ("../..", ""),
        ("???", ""),
        ("\u202e", ""),
    ],
)
def test_names_that_are_none(name: str, plain: str) -> None:
    assert plain_file_name(name) == plain


@pytest.mark.parametrize(
    ("name", "ending"), [("é" * 300 + ".pdf", ".pdf"), ("👩" * 90 + ".tar.gz", ".gz"), ("a." + "b" * 300, "")]
)
def test_a_long_name_keeps_its_ending(name: str, ending: str) -> None:
    plain = plain_file_name(name)
    assert 150 < len(plain.encode()) <= 200
    assert plain.endswith(ending)
    assert name.startswith(plain.removesuffix(ending))


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("./\\: \n\0\u202e"))))
def test_any_text_becomes_a_name_that_stays(name: str) -> None:
    plain = plain_file_name(name)
    assert plain_file_name(plain) == plain
    assert not set(plain) & set('/\\:*?"<>|\0\n\r\t\u202a\u202b\u202c\u202d\u202e')


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Usaha", "Usaha.crm"),
        ("Usaha.crm", "Usaha.crm"),
        ("Usaha.CRM", "Usaha.CRM"),
        ("PT. Maju Jaya", "PT. Maju Jaya.crm"),
        ("PT. Maju Jaya.crm", "PT. Maju Jaya.crm"),
        ("Usaha 2026.11", "Usaha 2026.11.crm"),
        ("Usaha.", "Usaha..crm"),
        ("Usaha.crm.zip", "Usaha.crm.zip.crm"),
        (".crm", ".crm.crm"),
    ],
)
def test_a_name_gets_its_ending_unless_it_has_exactly_that(typed: str, name: str) -> None:
    assert with_ending(Path("a.b") / typed, ".crm") == Path("a.b") / name


def test_one_of_several_endings_is_enough() -> None:
    assert with_ending(Path("a.csv"), ".xlsx", ".csv").name == "a.csv"
    assert with_ending(Path("1. Januari"), ".xlsx", ".csv").name == "1. Januari.xlsx"


@pytest.mark.parametrize(("name", "shown"), [("Usaha.crm", "Usaha"), ("Usaha.CRM", "Usaha"), ("PT. Maju", "PT. Maju")])
def test_only_its_own_ending_is_left_out(name: str, shown: str) -> None:
    assert without_ending(Path(name), ".crm") == shown


@pytest.mark.parametrize(
    "name", ["a.exe", ".lnk", ".EXE", ".desktop", "Laporan.xlsb", "a.pdf.msu", "a.diagcab", "a.wsb"]
)
def test_what_a_system_would_start_is_known(name: str) -> None:
    assert starts_something(name)


@pytest.mark.parametrize("name", ["exe", "a.pdf", ".pdf", "lnk", "", "a.exe.pdf"])
def test_what_it_would_only_show_is_not(name: str) -> None:
    assert not starts_something(name)
