"""What the program exports, it takes back: every column known, every row a double, nothing to complain about."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from desktop_crm.exchange.client_fields import CLIENT_FIELDS
from desktop_crm.exchange.columns import ImportField
from desktop_crm.exchange.product_sheet import PRODUCT_FIELDS
from desktop_crm.language import language
from desktop_crm.model.listing import Query
from desktop_crm.model.message import msg
from desktop_crm.services import client, exporting, product
from desktop_crm.services.demo import demo
from desktop_crm.services.importing import plan as importing
from desktop_crm.storage.workspace import Workspace

#: Columns of the lists that no field of an import is for.
STANDING = {
    "open_orders",
    "open_total",
    "this_year",
    "last_contact",
    "silence",
    "heard",
    "next_step",
    "next_due",
}
NOT_IMPORTED = {"changed_at", "created_at", *STANDING}
NAMES = {"phone": "phones", "email": "emails", "contact": "contact_name"}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    path = tmp_path_factory.mktemp("demo") / "demo.crm"
    made = demo.make(path, clients=120, orders=0, contracts=0)
    with made.write(msg("Add the rare ones")) as session:
        client.save(session, None, {"name": "Tanpa Kategori", "category": "", "is_key": True})
        abroad = {
            "code": "USD-1",
            "name_id": "Mesin impor",
            "price": Decimal("1250.50"),
            "currency": "USD",
            "active": False,
        }
        abroad |= {"lowest_price": Decimal("1199.5"), "largest_discount": Decimal("7.5")}
        product.save(session, None, {**product.start(session), **abroad})
    yield made
    made.close()


@pytest.mark.parametrize("code", ["en", "id"])
@pytest.mark.parametrize(("what", "fields"), [("clients", CLIENT_FIELDS), ("products", PRODUCT_FIELDS)])
def test_an_export_comes_back_as_doubles_alone(
    workspace: Workspace, tmp_path: Path, what: str, fields: tuple[ImportField, ...], code: str
) -> None:
    listing = (client if what == "clients" else product).listing(workspace)
    columns = [column.id for column in listing.columns]
    target = tmp_path / f"{what}.xlsx"
    count = exporting.export(listing, Query(), columns, title=what, language=language(code), target=target)
    sheets = importing.read(target, what)
    with workspace.read() as session:
        plan = importing.plan(session, what, target.name, sheets)
    header = plan.sheet.header
    known = {field.id for field in fields}
    wanted = {
        NAMES.get(column.id, column.id): language(code).say(column.title)
        for column in listing.columns
        if column.id not in NOT_IMPORTED
    }
    assert set(wanted) <= known
    assert {field: header[at] for field, at in plan.mapping.items()} == wanted
    assert [str(problem.told()) for problem in plan.problems] == []
    assert {double.row for double in plan.doubles} == {number for number, _ in plan.sheet.numbered()}
    assert len(plan.doubles) == count  # two invented people may have one address, and are put together


@pytest.mark.parametrize("code", ["en", "id"])
def test_a_sheet_of_products_that_comes_back_changes_nothing(workspace: Workspace, tmp_path: Path, code: str) -> None:
    """USD 1,250.50 stays that, though its currency stands in the cell's format alone."""
    listing = product.listing(workspace)
    target = tmp_path / "produk.xlsx"
    columns = [column.id for column in listing.columns]
    exporting.export(listing, Query(), columns, title="Produk", language=language(code), target=target)
    with workspace.read() as session:
        plan = importing.plan(session, "products", target.name, importing.read(target, "products"))
    assert ("USD-1", Decimal("1250.50"), "USD") in {(row.code, row.price, row.currency) for row in plan.rows}
    with workspace.write(msg("Import")) as session:
        assert importing.apply(session, plan, doubles_too=True) == 0
