"""What the emergency archive's sheets hold comes back as it was, into a file that knows nothing of it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop_crm.documents.list_sheet import list_sheet
from desktop_crm.language import language
from desktop_crm.model.address import Address
from desktop_crm.model.client import Client, Email
from desktop_crm.model.contact import Contact
from desktop_crm.model.identifier import Identifier
from desktop_crm.model.message import msg
from desktop_crm.model.money import CURRENCIES
from desktop_crm.model.phone import Phone
from desktop_crm.model.product import Product
from desktop_crm.model.tax import TaxRule
from desktop_crm.services import client, product
from desktop_crm.services import contact as contacts
from desktop_crm.services import workspace as workspaces
from desktop_crm.services.demo import demo
from desktop_crm.services.emergency.client import CLIENTS
from desktop_crm.services.emergency.contact import CONTACTS
from desktop_crm.services.emergency.product import PRODUCTS
from desktop_crm.services.importing import plan as importing
from desktop_crm.storage.workspace import Workspace

RARE = {
    "name": "Acme | Söhne",
    "legal_form": "KG",
    "short_name": "Acme",
    "is_key": True,
    "category": "corporate",
    "status": "dormant",
    "language": "both",
    "identifiers": (
        Identifier("npwp", "0123456789012345"),
        Identifier("nib", "1234567890123"),
        Identifier("vat id", "DE 123 456"),
    ),
    "phones": (
        Phone("+628123456789", "whatsapp", "Budi"),
        Phone("+62215551234", "fax"),
        Phone("+62215551235;ext=12", "office"),
        Phone("+6281999888777", "office"),
    ),
    "emails": (Email("a@acme.example"), Email("b@acme.example")),
    "addresses": (
        Address("Jl. Satu | No. 2\nLantai 3", "Bandung", "Jawa Barat", "40111", "Indonesia"),
        Address("Gudang C:\\D", "", "", "", "", "delivery"),
    ),
    "source": "Pameran",
    "notes": "satu\ndua",
}
PERSON = {
    "name": "Dr. Budi Santoso, M.T.",
    "office": "Direktur",
    "roles": ["signatory", "payer"],
    "authority": "Anggaran Dasar, Pasal 12",
    "birthday": date(1980, 5, 17),
    "phones": (Phone("+628111222333", "mobile"),),
    "emails": (Email("budi@acme.example"),),
    "notes": "suka kopi",
}
TAKEN = {
    Client: (
        *(
            "kind",
            "legal_form",
            "name",
            "short_name",
            "category",
            "status",
            "is_key",
            "identifiers",
            "phones",
            "emails",
        ),
        *("addresses", "language", "source", "notes"),
    ),
    Contact: ("name", "office", "roles", "authority", "birthday", "phones", "emails", "notes"),
    Product: (
        "code",
        "kind",
        "name_id",
        "name_en",
        "unit",
        "price",
        "currency",
        "strengths",
        "active",
        "lowest_price",
        "largest_discount",
    ),
}


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    made = demo.make(tmp_path_factory.mktemp("full") / "penuh.crm", clients=60, orders=0, contracts=0)
    with made.write(msg("Add the rare ones")) as session:
        rare = client.save(session, None, RARE)
        contacts.save(session, rare.id, None, PERSON)
        for at, currency in enumerate(CURRENCIES):
            values = {"code": f"00{at}-1", "name_id": f"Barang {at}", "price": Decimal("19.99"), "currency": currency}
            tax = None if at % 2 else 2
            limits = {"lowest_price": Decimal(15), "largest_discount": Decimal("12.5")} if at % 2 else {}
            product.save(
                session, None, {**product.start(session), **values, **limits, "tax_id": tax, "active": bool(at)}
            )
    yield made
    made.close()


def all_of(
    workspace: Workspace,
) -> list[tuple[str | bool | tuple[Identifier | Phone | Email | Address, ...] | None, ...]]:
    """What each record holds, as far as a sheet can hold it."""
    with workspace.read() as session:
        rules = {rule.id: rule.code for rule in session.scalars(select(TaxRule))}
        clients = {one.id: one.full_name for one in session.scalars(select(Client))}
        found = []
        for noun, names in TAKEN.items():
            for one in session.scalars(select(noun)):
                belongs = (
                    rules.get(getattr(one, "tax_id", 0))
                    if noun is Product
                    else clients.get(getattr(one, "client_id", 0))
                )
                found.append((noun.__name__, belongs, *(getattr(one, name) for name in names)))
        return sorted(found, key=repr)


@pytest.mark.parametrize("code", ["en", "id"])
def test_the_sheets_of_the_emergency_folder_come_back_equal(full: Workspace, tmp_path: Path, code: str) -> None:
    spoken = language(code)
    empty = workspaces.create(tmp_path / "kosong.crm")
    for sheet, what in ((CLIENTS, "clients"), (CONTACTS, "clients"), (PRODUCTS, "products")):
        path = tmp_path / f"{sheet.title.text}.xlsx"
        with full.read() as session:
            list_sheet(spoken.say(sheet.title), sheet.columns, sheet.rows(session, spoken), spoken, path)
        sheets = importing.read(path, what)
        with empty.read() as session:
            plan = importing.plan(session, what, path.name, sheets)
        assert [str(problem.told()) for problem in plan.problems] == []
        with empty.write(msg("Import")) as session:
            importing.apply(session, plan)
    before, after = all_of(full), all_of(empty)
    empty.close()
    assert [one for one in after if one not in before] == []
    assert [one for one in before if one not in after] == []
