"""SQLite's refusals as sentences: no column's name, no English inside Indonesian."""

from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver

from desktop_crm.language import language
from desktop_crm.model.errors import UserError, WorldError
from desktop_crm.storage.file.driver_errors import told

FILE = Path("usaha.crm")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("UNIQUE constraint failed: products.code", "Kode produk sudah dipakai. Pilih yang lain."),
        ("UNIQUE constraint failed: contracts.number", "Nomor kontrak sudah dipakai. Pilih yang lain."),
        ("FOREIGN KEY constraint failed", "Tidak dihapus: data lain masih memerlukannya."),
    ],
)
def test_broken_rules_name_the_field(text: str, said: str) -> None:
    error = told(FILE, driver.IntegrityError(text))
    assert isinstance(error, UserError)
    assert language("id").say(error.message) == said


@pytest.mark.parametrize(
    "text",
    [
        "database or disk is full",
        "disk I/O error",
        "attempt to write a readonly database",
        "unable to open database file",
        "database is locked",
        "database disk image is malformed",
        "file is not a database",
        "unsupported file format",
        "unsafe use of sqlcipher_export()",
    ],
)
def test_the_worlds_faults_are_told_in_the_persons_language(text: str) -> None:
    error = told(FILE, driver.OperationalError(text))
    assert isinstance(error, WorldError)
    assert text not in language("en").say(error.message)
    assert text not in language("id").say(error.message)


@pytest.mark.parametrize("name", ["usaha.crm", ".usaha.crm.new"])
def test_a_file_on_its_way_is_told_by_the_name_it_will_have(name: str) -> None:
    error = told(Path(name), driver.OperationalError("database or disk is full"))
    assert str(error).startswith("usaha.crm could not be written")


def test_our_own_mistakes_stay_as_they_are() -> None:
    assert told(FILE, driver.OperationalError("no such column: nama")) is None
