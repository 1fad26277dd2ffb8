"""The emergency archive: everything in it, nothing beside it, and only with its password."""

import io
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import pyzipper
import sqlcipher3.dbapi2 as driver
from pypdf import PdfReader
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import Select

from desktop_crm.language import language
from desktop_crm.model.errors import DamagedError, UserError, WorldError
from desktop_crm.services import contact as contacts
from desktop_crm.services import contract
from desktop_crm.services.emergency import client as clients_there
from desktop_crm.services.safety import emergency
from desktop_crm.services.safety.emergency import Packed
from tests.office import Office

pytestmark = pytest.mark.in_turn

PASSWORD = "kuda-nil 47"


@pytest.fixture
def full(office: Office) -> Office:
    """With a signed, a sent and a draft contract, and somebody's birthday."""
    office.do(lambda s: contacts.save(s, office.client, office.contact, {"birthday": date(1980, 2, 29)}))
    for state in ("signed", "sent", "draft"):
        order = office.confirmed(office.line(quantity="3"), promised_on=date(2030, 1, 2))
        made = office.do(lambda s, order=order: contract.make(s, order.id))
        if state != "draft":
            office.do(lambda s, made=made, state=state: contract.step(s, made.id, state))
    return office


def pack(office: Office, target: Path, code: str = "en", **more: Any) -> Packed:
    return emergency.pack(office.workspace, target, PASSWORD, language(code), **more)


def contents(path: Path, password: str = PASSWORD) -> dict[str, bytes]:
    with pyzipper.AESZipFile(path) as packed:
        packed.setpassword(password.encode())
        return {name: packed.read(name) for name in packed.namelist()}


def table(content: bytes) -> list[dict[str, Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows if row[0] not in (None, "Total")]


def test_everything_is_in_it(full: Office, tmp_path: Path) -> None:
    done = pack(full, tmp_path / "out.zip")
    assert ([done.counts[each] for each in ("clients", "orders", "contracts")], done.papers) == (
        [1, 3, 3],
        {"contracts": 2, "letters": 0},
    )
    files = contents(tmp_path / "out.zip")
    papers = [name for name in files if name.startswith("Contracts/")]
    assert len(papers) == 2
    assert set(files) - set(papers) == {
        "Read me.txt",
        "Contacts.vcf",
        "Dates.ics",
        *(
            f"{name}.xlsx"
            for name in (
                "Clients",
                "Contacts",
                "Products",
                "Orders",
                "Order lines",
                "Contracts",
                "Activities",
                "Tasks",
                "Letters",
            )
        ),
    }
    (buyer,) = table(files["Clients.xlsx"])
    assert (buyer["Name"], buyer["E-mails"]) == ("PT Sumber Makmur", "info@sumber.example.com")
    assert "Jl. Braga 1" in buyer["Addresses"]
    (person,) = table(files["Contacts.xlsx"])
    assert (person["Name"], person["Client"], person["Roles"]) == ("Siti Aminah", "PT Sumber Makmur", "Signatory")
    assert len(table(files["Products.xlsx"])) == 2
    assert len(table(files["Orders.xlsx"])) == 3
    lines = table(files["Order lines.xlsx"])
    assert [(line["Quantity"], line["Price"], line["Amount"]) for line in lines] == [(3, 125000, 375000)] * 3
    assert {each["Status"] for each in table(files["Contracts.xlsx"])} == {"Signed", "Sent", "Draft"}
    assert all(len(PdfReader(io.BytesIO(files[name])).pages) for name in papers)
    assert b"FN:PT Sumber Makmur" in files["Contacts.vcf"]
    assert b"ORG:PT Sumber Makmur" in files["Contacts.vcf"]
    assert files["Dates.ics"].count(b"BEGIN:VEVENT") == 3 + 2 + 1


def test_the_longest_name_that_the_disk_takes(office: Office, tmp_path: Path) -> None:
    path = tmp_path / f"{'x' * 251}.zip"
    pack(office, path)
    assert path.stat().st_size


def test_numbers_that_make_one_name_of_a_file_are_two_papers(office: Office, tmp_path: Path) -> None:
    for number in ("1/A", "1-A", "1-a."):
        order = office.confirmed()
        made = office.do(lambda s, order=order: contract.make(s, order.id))
        office.do(lambda s, made=made, number=number: contract.save(s, made.id, {"number": number}))
        office.do(lambda s, made=made: contract.step(s, made.id, "sent"))
    assert pack(office, tmp_path / "out.zip").papers == {"contracts": 3, "letters": 0}
    names = [name.casefold() for name in contents(tmp_path / "out.zip") if name.startswith("Contracts/")]
    assert len(set(names)) == 3


def test_it_speaks_the_language_asked_for(full: Office, tmp_path: Path) -> None:
    pack(full, tmp_path / "out.zip", "id")
    assert any(name.endswith(".xlsx") and name.startswith("Klien") for name in contents(tmp_path / "out.zip"))


def test_nothing_is_read_without_the_password(full: Office, tmp_path: Path) -> None:
    pack(full, tmp_path / "out.zip")
    assert b"Sumber" not in (tmp_path / "out.zip").read_bytes()
    with pytest.raises(RuntimeError):
        contents(tmp_path / "out.zip", "wrong")
    with pyzipper.AESZipFile(tmp_path / "out.zip") as packed:
        assert all(each.wz_aes_strength == 3 for each in packed.infolist())  # AES-256
        assert min(each.date_time for each in packed.infolist()) > (2026,), "not the zip format's first day"


@pytest.mark.parametrize("password", ["", "kopi é", "a\nb"])
def test_a_password_that_does_not_serve_is_refused(office: Office, tmp_path: Path, password: str) -> None:
    with pytest.raises(UserError):
        emergency.pack(office.workspace, tmp_path / "out.zip", password, language("en"))
    assert not (tmp_path / "out.zip").exists()


def test_what_can_not_be_written_is_told(office: Office, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no folder"):
        pack(office, tmp_path / "none" / "out.zip")
    with pytest.raises((UserError, WorldError)):
        pack(office, tmp_path)


def test_one_that_is_stopped_leaves_nothing(full: Office, tmp_path: Path) -> None:
    class StopError(Exception):
        pass

    def stop(done: int, total: int) -> None:
        if done * 2 > total:
            raise StopError

    (tmp_path / "out.zip").write_bytes(b"older")
    with pytest.raises(StopError):
        pack(full, tmp_path / "out.zip", progress=stop)
    assert (tmp_path / "out.zip").read_bytes() == b"older"
    assert not list(tmp_path.glob(".*part"))


#: What was done to a value → what the folder says of it, the sheet, its columns. All of the first part at once.
SPOILED = [
    {
        "UPDATE clients SET phones = 'x'": ("Client PT Sumber Makmur: Phones", "Clients", {"Phones"}),
        "UPDATE contacts SET birthday = '1980-02-30'": ("Contact Siti Aminah: Birthday", "Contacts", {"Birthday"}),
        "UPDATE products SET name_id = CAST(x'ff' AS TEXT) WHERE id = 1": (
            "Product KOPI-1: Name (Indonesian)",
            "Products",
            {"Name (Indonesian)"},
        ),
        "UPDATE orders SET promised_on = '2030-02-30' WHERE id = 1": (": Promised for", "Orders", {"Promised for"}),
        "UPDATE order_lines SET note = CAST(x'ff' AS TEXT) WHERE id = 1": ("Line #1: Note", "Order lines", {"Note"}),
        "UPDATE contracts SET notes = CAST(x'ff' AS TEXT) WHERE state = 'signed'": (
            ": Notes",
            "Contracts",
            {"Notes", "Valid until"},
        ),
        "UPDATE contracts SET valid_until = 'soon' WHERE state = 'sent'": (
            ": Valid until",
            "Contracts",
            {"Notes", "Valid until"},
        ),
    },
    {
        "UPDATE clients SET full_name = CAST(x'ff' AS TEXT)": ("Client #1: full_name", "Clients", {"Name"}),
        "UPDATE contacts SET roles = '5'": ("Contacts #1: Roles", "Contacts", {"Roles", "Client"}),
    },
]


@pytest.mark.parametrize("done", SPOILED)
def test_what_can_not_be_read_is_named_and_all_the_rest_is_there(
    full: Office, tmp_path: Path, done: dict[str, tuple[str, str, set[str]]]
) -> None:
    pack(full, tmp_path / "sound.zip")
    sound = contents(tmp_path / "sound.zip")
    with closing(driver.connect(str(full.workspace.path), isolation_level=None)) as behind:
        for statement in done:
            behind.execute(statement)
    packed = pack(full, tmp_path / "torn.zip")
    torn = contents(tmp_path / "torn.zip")
    read_me = torn["Read me.txt"].decode()
    for sentence, _, _ in done.values():
        assert any(f"{sentence} can't be read" in str(each) for each in packed.unreadable)
    assert all(str(each) in read_me for each in packed.unreadable)
    with pyzipper.AESZipFile(tmp_path / "torn.zip") as file:
        assert file.namelist()[0] == "Read me.txt", "what explains comes first"
    spoiled = {sheet: columns for _, sheet, columns in done.values()}
    for name in (name for name in sound if name.endswith(".xlsx")):
        before, now = table(sound[name]), table(torn[name])
        assert len(before) == len(now)
        differ = {(at, key) for at, row in enumerate(before) for key in row if row[key] != now[at][key]}
        assert {key for _, key in differ} == (
            spoiled.get(name.removesuffix(".xlsx")) or {key for _, key in differ} & {"Client"}
        )
        assert all(now[at][key] == "can't be read" for at, key in differ)
    assert torn["Dates.ics"].count(b"BEGIN:VEVENT") >= 3
    assert b"info@sumber.example.com" in torn["Contacts.vcf"]
    papers = {name for name in torn if name.startswith("Contracts/")}
    assert len(papers) == packed.papers["contracts"]
    assert {name for name in sound if name.startswith("Contracts/")} - papers == missing(packed)


def missing(packed: Packed) -> set[str]:
    told = [str(each) for each in packed.unreadable if str(each).startswith("The paper of contract ")]
    return {f"Contracts/{each.split()[4].replace('/', '-')}.pdf" for each in told}


def test_a_signed_paper_is_there_whatever_became_of_its_records(full: Office, tmp_path: Path) -> None:
    with closing(driver.connect(str(full.workspace.path), isolation_level=None)) as behind:
        behind.execute("UPDATE contracts SET own_signatory = '{', notes = CAST(x'ff' AS TEXT)")
        behind.execute("UPDATE company SET name = CAST(x'ff' AS TEXT)")
    packed = pack(full, tmp_path / "out.zip")
    assert packed.papers == {"contracts": 1, "letters": 0}
    assert len(missing(packed)) == 1


def test_a_damaged_file_is_still_told_as_damaged(full: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_args: Session | Select[Any]) -> None:
        raise DatabaseError("SELECT", (), driver.DatabaseError("database disk image is malformed"))

    monkeypatch.setattr(clients_there, "rows_of", read)
    with pytest.raises(DamagedError):
        pack(full, tmp_path / "out.zip")
    assert not (tmp_path / "out.zip").exists()
