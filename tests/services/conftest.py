"""A workspace with one of each: made once, copied for each test."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from desktop_crm.model.address import Address
from desktop_crm.model.client import Email
from desktop_crm.model.identifier import Identifier
from desktop_crm.model.message import msg
from desktop_crm.model.phone import Phone
from desktop_crm.services import client, order, product, settings
from desktop_crm.services import contact as contacts
from desktop_crm.services.workspace import Workspace, create, open_workspace


@dataclass
class Office:
    """An open workspace and the ids of what is in it; its verbs are whole units of work."""

    workspace: Workspace
    client: int
    contact: int
    goods: int
    service: int
    tax: int

    def do(self, work, text="Do it"):
        with self.workspace.write(msg("{text}", text=text)) as session:
            return work(session)

    def see(self, work):
        with self.workspace.read() as session:
            return work(session)

    def line(self, quantity="2", price="125000", discount="0", *, product_id=None, tax=True):
        return order.LineInput(
            product_id or self.goods,
            "KOPI-1",
            "Kopi bubuk",
            Decimal(quantity),
            "kg",
            Decimal(price),
            Decimal(discount),
            self.tax if tax else None,
        )

    def order(self, *lines, **values):
        """A saved order; one line when none is given."""
        return self.do(
            lambda s: order.save(s, None, {**order.start(s, self.client), **values}, list(lines) or [self.line()])
        )

    def confirmed(self, *lines, **values):
        made = self.order(*lines, **values)
        return self.do(lambda s: order.step(s, made.id, "confirmed"))


COMPANY = {
    "legal_form": "PT",
    "name": "Nusantara Jaya",
    "street": "Jl. Sudirman 1",
    "city": "Jakarta",
    "province": "DKI Jakarta",
    "postal_code": "10220",
    "npwp": "0123456789012345",
    "signatory_name": "Budi Hartono",
    "signatory_office": "Direktur",
    "signatory_authority": "Anggaran Dasar",
    "bank_name": "Bank Contoh",
    "bank_account": "123",
    "phone": "+62215551234",
    "payment_terms": "30 hari",
    "delivery_terms": "franko gudang",
}


@pytest.fixture(scope="session")
def made_once(tmp_path_factory) -> tuple[Path, list[int]]:
    path = tmp_path_factory.mktemp("office") / "Usaha.crm"
    workspace = create(path)
    with workspace.write(msg("Set up"), undoable=False) as session:
        settings.save_company(session, COMPANY)
        buyer = client.save(
            session,
            None,
            {
                "legal_form": "PT",
                "name": "Sumber Makmur",
                "phones": (Phone("0812-3456-7890"),),
                "emails": (Email("info@sumber.example.com"),),
                "addresses": (Address("Jl. Braga 1", "Bandung", "Jawa Barat", "40111"),),
                "identifiers": (Identifier("npwp", "01.234.567.8-901.000"),),
            },
        )
        signatory = contacts.save(
            session,
            buyer.id,
            None,
            {"name": "Siti Aminah", "office": "Direktur", "roles": ["signatory"], "authority": "Anggaran Dasar"},
        )
        rule = product.tax_rules(session)[0]
        common = {"tax_id": rule.id, "price": Decimal(125000)}
        goods = product.save(
            session,
            None,
            {"code": "KOPI-1", "name_id": "Kopi bubuk", "name_en": "Ground coffee", "unit": "kg", **common},
        )
        service = product.save(
            session,
            None,
            {
                "code": "JASA-1",
                "kind": "service",
                "name_id": "Pelatihan",
                "name_en": "Training",
                "unit": "hari",
                **common,
            },
        )
    workspace.close()
    return path, [buyer.id, signatory.id, goods.id, service.id, rule.id]


@pytest.fixture
def office(made_once, tmp_path) -> Iterator[Office]:
    path, ids = made_once
    copy = tmp_path / path.name
    shutil.copyfile(path, copy)
    workspace = open_workspace(copy)
    yield Office(workspace, *ids)
    workspace.close()
