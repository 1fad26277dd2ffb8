"""Importing: a plan that writes nothing, doubles found before they are written, and one Undo for all of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop_crm.model.client import Client
from desktop_crm.model.contact import Contact
from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Query
from desktop_crm.model.phone import Phone
from desktop_crm.model.product import Product
from desktop_crm.services import client
from desktop_crm.services import contact as contacts
from desktop_crm.services.importing import plan as importing
from desktop_crm.services.importing.plan import Plan
from tests.office import Office

CLIENTS = """Nama Perusahaan;Telepon;Email;Kota;PIC;Jabatan
PT Baru Sejahtera;021-7771234;info@baru.example.com;Jakarta;Andi;Direktur
Sumber Makmur, PT;0811222333;;Bandung;;
CV Lain;+62 812-3456-7890;;Solo;;
Baru Sejahtera;0815000111;;Bogor;;
;0816000111;;Depok;;
Toko Rusak;abc;bukan-email;Medan;;
"""
PRODUCTS = """Kode,Nama,Harga,Satuan
TEH-1,Teh hijau,"Rp 15.000,00",pak
KOPI-1,Kopi tubruk,99.000,kg
,Tanpa kode,1,pcs
"""


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Any]:
    def write(text: str, name: str = "lama.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def plan_of(office: Office, path: Path, what: str = "clients", **options: Any) -> Plan:
    sheets = importing.read(path, what)
    return office.see(lambda s: importing.plan(s, what, path.name, sheets, **options))


def count(office: Office, noun: type[Client] | type[Contact] | type[Product]) -> int:
    return office.see(lambda s: s.scalar(select(func.count()).select_from(noun)))


def test_a_plan_finds_doubles_and_faults_and_writes_nothing(office: Office, sheet: Callable[..., Any]) -> None:
    plan = plan_of(office, sheet(CLIENTS))
    assert {(double.row, double.by, double.known_id != 0) for double in plan.doubles} == {
        (3, "name", True),
        (5, "name", False),
    }
    assert "Row 4, Telepon: PT Sumber Makmur has this phone number, too" in [str(one.told()) for one in plan.problems]
    assert 6 in {problem.row for problem in plan.problems}
    assert {7} <= {problem.row for problem in plan.problems}
    assert count(office, Client) == 1
    assert all(str(one.told()) for one in plan.problems)
    assert all(str(one.told()) for one in plan.doubles)


def test_an_npwp_is_known_by_its_old_and_its_new_form(office: Office, sheet: Callable[..., Any]) -> None:
    """The client here has the old 15 digits."""
    text = "Nama;NPWP\nPertama;0012345678901000\nKedua;0098765432109000\nKetiga;098765432109000\n"
    plan = plan_of(office, sheet(text))
    assert [(one.name, one.by, one.known_id, one.known_name) for one in plan.doubles] == [
        ("Pertama", "npwp", office.client, "PT Sumber Makmur"),
        ("Ketiga", "npwp", 0, "Kedua"),  # put together
    ]


def test_applying_leaves_doubles_out_and_one_undo_takes_all_back(office: Office, sheet: Callable[..., Any]) -> None:
    plan = plan_of(office, sheet(CLIENTS))
    written = office.do(lambda s: importing.apply(s, plan), text="Import")
    assert written == plan.new
    assert count(office, Client) == 1 + written
    assert count(office, Contact) == 2
    listing = client.listing(office.workspace)
    assert len(listing.ids(Query(find="baru sejahtera"))) == 1
    office.workspace.undo()
    assert (count(office, Client), count(office, Contact)) == (1, 1)
    assert len(listing.ids(Query(find="baru sejahtera"))) == 0
    office.workspace.redo()
    assert count(office, Client) == 1 + written
    assert len(listing.ids(Query(find="baru sejahtera"))) == 1


VISITORS = """Nama Perusahaan;Nama;Jabatan;HP;Email
PT Sumber Makmur;{known};Direktur;0811000111;
Sumber Makmur;Baru Sekali;Pembelian;0811000222;baru@sumber.example.com
CV Sumber Makmur;Orang Lain;;0811000333;
PT Baru;Satu;;0811000444;
PT Baru;Dua;;0811000555;dua@baru.example.com
;Bebas;;0811000666;
"""


def test_persons_join_their_firm_whether_it_is_known_or_new(office: Office, sheet: Callable[..., Any]) -> None:
    known = office.see(lambda s: contacts.of_client(s, office.client)[0].name)
    plan = plan_of(office, sheet(VISITORS.format(known=known)))
    assert [(one.row, one.client_id, [person.name for person in one.people]) for one in plan.joining] == [
        (2, office.client, ["Baru Sekali"])
    ]
    assert (plan.new, plan.people) == (3, 1)
    assert "Row 4, Nama Perusahaan: PT Sumber Makmur has the same name" in [str(one.told()) for one in plan.problems]
    office.do(lambda s: importing.apply(s, plan), text="Import")

    def people(session: Session) -> dict[str, tuple[str, str]]:
        found = session.scalars(select(Contact))
        return {
            one.name: (session.get(Client, one.client_id).full_name, one.phones[0].number)
            for one in found
            if one.phones
        }

    found = office.see(people)
    assert found["Baru Sekali"] == ("PT Sumber Makmur", "+62811000222")
    assert found["Satu"] == ("PT Baru", "+62811000444")
    assert found["Dua"] == ("PT Baru", "+62811000555")
    assert count(office, Client) == 4
    assert plan_of(office, sheet(VISITORS.format(known=known))).people == 0
    office.workspace.undo()
    assert (count(office, Client), count(office, Contact)) == (1, 1)


def test_a_private_person_is_known_as_the_contact_of_a_firm(office: Office, sheet: Callable[..., Any]) -> None:
    office.do(
        lambda s: contacts.save(
            s, office.client, None, {"name": "Rina Wati", "phones": (Phone("+62811777888", "mobile"),)}
        )
    )
    plan = plan_of(office, sheet("Nama Perusahaan;Nama;HP\n;Rina;0811777888\n;Orang Lain;0811777888\n"))
    assert [(one.row, one.by, one.known_id) for one in plan.doubles] == [(2, "phone", office.client)]


def test_doubles_are_written_when_asked_for(office: Office, sheet: Callable[..., Any]) -> None:
    plan = plan_of(office, sheet(CLIENTS))
    assert office.do(lambda s: importing.apply(s, plan, doubles_too=True)) == len(plan.rows)


def test_products_are_made_and_known_ones_changed_when_asked_for(office: Office, sheet: Callable[..., Any]) -> None:
    plan = plan_of(office, sheet(PRODUCTS), "products")
    assert [double.name for double in plan.doubles] == ["KOPI-1"]
    assert plan.errors == 1
    office.do(lambda s: importing.apply(s, plan, doubles_too=True))
    products = office.see(lambda s: {item.code: item for item in s.scalars(select(Product))})
    assert (products["TEH-1"].price, products["TEH-1"].unit) == (15000, "pak")
    assert (products["KOPI-1"].price, products["KOPI-1"].name_id) == (99000, "Kopi tubruk")


def test_the_same_code_twice_in_a_sheet_is_told(office: Office, sheet: Callable[..., Any]) -> None:
    plan = plan_of(office, sheet("Kode,Nama\nA-1,Satu\nA-1,Dua\n"), "products")
    assert plan.doubles or plan.errors
    office.do(lambda s: importing.apply(s, plan))
    assert count(office, Product) == 3


def test_columns_are_chosen_by_hand(office: Office, sheet: Callable[..., Any]) -> None:
    path = sheet("Firma Aneh;X1\nPT Satu;0817123456\n")
    sheets = importing.read(path, "clients")
    mapping = importing.chosen_columns(sheets[0], "clients", {"name": "Firma Aneh", "phones": "X1"})
    plan = plan_of(office, path, mapping=mapping)
    assert (plan.rows[0].name, plan.rows[0].phones[0].number) == ("Satu", "+62817123456")
    for wrong in ({"nothing": "X1"}, {"name": "no such column"}):
        with pytest.raises(UserError):
            importing.chosen_columns(sheets[0], "clients", wrong)
    with pytest.raises(UserError) as refused:
        importing.chosen_columns(sheets[0], "clients", {"name": "No Such"})
    assert str(refused.value) == "The sheet has no column No Such, only Firma Aneh, X1."


def test_a_sheet_without_names_is_refused(office: Office, sheet: Callable[..., Any]) -> None:
    with pytest.raises(UserError):
        plan_of(office, sheet("Kota,Umur\nSolo,3\n"))


def test_what_was_exported_is_known_when_it_comes_back(office: Office, tmp_path: Path) -> None:
    from desktop_crm.language import language
    from desktop_crm.services import exporting

    listing, target = client.listing(office.workspace), tmp_path / "keluar.xlsx"
    columns = [column.id for column in listing.columns]
    exporting.export(listing, Query(), columns, title="Klien", language=language("id"), target=target)
    plan = plan_of(office, target)
    assert [double.known_id for double in plan.doubles] == [office.client]
    assert plan.errors == 0
