"""A price goes through every list, sheet and paper as it was given: 12.50 rupiah, free, or not given yet."""

import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy.orm import Session

from desktop_crm.documents.list_sheet import list_sheet
from desktop_crm.language import language
from desktop_crm.model.listing import Filter, Query
from desktop_crm.model.money import Money
from desktop_crm.model.product import Product
from desktop_crm.services import contract, order, product
from desktop_crm.services.importing import plan as importing
from desktop_crm.services.papers.lines import paper_lines
from desktop_crm.services.past import history
from tests.office import Office

GIVEN = {"A": Decimal("12.5"), "B": Decimal("370.5689"), "C": Decimal(0), "D": None}


@pytest.fixture
def shop(office: Office) -> Office:
    for code, price in GIVEN.items():
        currency = "USD" if code == "B" else "IDR"
        values = {"code": code, "name_id": f"Barang {code}", "price": price, "currency": currency}
        office.do(lambda s, values=values: product.save(s, None, values))
    return office


def listed(shop: Office, query: Query | None = None) -> dict[str, Money | None]:
    """The prices of the list, by code."""
    listing = product.listing(shop.workspace)
    at = [column.id for column in listing.columns].index("price") + 1
    return {row[1]: row[at] for row in listing.rows(listing.ids(query or Query())) if row[1] in GIVEN}


def imported(shop: Office, folder: Path, *rows: str, doubles_too: bool = False) -> list[str]:
    path = folder / "harga.csv"
    path.write_text("\n".join(("Kode;Nama;Harga;Mata Uang", *rows)), "utf-8")

    def work(session: Session) -> list[str]:
        plan = importing.plan(session, "products", path.name, importing.read(path, "products"))
        importing.apply(session, plan, doubles_too=doubles_too)
        return [str(problem.message) for problem in plan.problems]

    return shop.do(work)


def prices(shop: Office) -> dict[str, Any]:
    with shop.workspace.read() as session:
        return {item.code: (item.price, item.currency) for item in session.query(Product)}


def test_lists_show_and_find_them(shop: Office) -> None:
    assert listed(shop) == {
        "A": Money(Decimal("12.5")),
        "B": Money(Decimal("370.5689"), "USD"),
        "C": Money(Decimal(0)),
        "D": None,
    }
    said = language("id")
    assert [said.value(price) for price in listed(shop).values()] == [
        "Rp\xa012,5",
        "US$\xa0370,5689",
        "Rp\xa00",
        "",
    ]
    assert set(listed(shop, Query(filters=(Filter("price", low=Money(Decimal(0)), high=Money(Decimal("12.5"))),)))) == {
        "A",
        "C",
    }
    assert not listed(shop, Query(filters=(Filter("price", low=Money(Decimal("12.5001")), high=Money(Decimal(99))),)))


def test_a_sheet_brings_them_out_and_in_again(shop: Office, tmp_path: Path) -> None:
    listing = product.listing(shop.workspace)
    rows = listing.rows(listing.ids(Query()))
    stream = io.BytesIO()
    list_sheet("Barang", listing.columns, rows, language("id"), stream)
    sheet = openpyxl.load_workbook(stream).active
    at = [column.id for column in listing.columns].index("price")
    cells = {row[0].value: row[at] for row in sheet.iter_rows(min_row=2) if row[0].value in GIVEN}
    assert {code: cell.value for code, cell in cells.items()} == {"A": 12.5, "B": 370.5689, "C": 0, "D": None}
    assert "#,##0.0;" in cells["A"].number_format
    assert "#,##0.0000;" in cells["B"].number_format
    before = prices(shop)
    path = tmp_path / "barang.xlsx"
    path.write_bytes(stream.getvalue())

    def take(session: Session) -> tuple[tuple[Any, ...], int]:
        plan = importing.plan(session, "products", path.name, importing.read(path, "products"))
        return plan.problems, importing.apply(session, plan, doubles_too=True)

    assert shop.do(take) == ((), 0)
    assert prices(shop) == before


def test_an_import_keeps_decimals_and_makes_no_price_of_none(shop: Office, tmp_path: Path) -> None:
    told = imported(
        shop,
        tmp_path,
        "I-1;Mur;12,50;IDR",
        "I-2;Baut;;",
        "I-3;Contoh;0;IDR",
        "I-4;Sepertiga;3,333333333;USD",
        "I-5;Pangkat;1,5E+3;IDR",
        "I-6;Besar;999999999999999;IDR",
        "I-7;Rusak;-1;IDR",
    )
    found = prices(shop)
    assert {code: found[code] for code in found if code.startswith("I-")} == {
        "I-1": (Decimal("12.5"), "IDR"),
        "I-2": (None, "IDR"),
        "I-3": (Decimal(0), "IDR"),
        "I-4": (Decimal("3.3333"), "USD"),
        **dict.fromkeys(("I-5", "I-6", "I-7"), (None, "IDR")),
    }
    assert told == [
        "3.333333333 is kept as 3.3333: a price has at most 4 decimals",
        "1,5E+3 is not a number",
        "999999999999999: The price is too large",
        "-1: A price can't be negative",
    ]
    imported(shop, tmp_path, "I-1;Mur;;", doubles_too=True)
    assert prices(shop)["I-1"] == (Decimal("12.5"), "IDR")  # a blank cell says nothing


def test_the_command_line_tells_what_there_is(shop: Office, capsys: pytest.CaptureFixture[str]) -> None:
    from desktop_crm.cli import main

    path = str(shop.workspace.path)
    shop.workspace.close()
    assert main(["--workspace", path, "list", "products", "--json"]) == 0
    told = {row["code"]: (row["price"], row["currency"]) for row in json.loads(capsys.readouterr().out)}
    assert {code: told[code] for code in GIVEN} == {
        "A": ("12.5", "IDR"),
        "B": ("370.5689", "USD"),
        "C": ("0", "IDR"),
        "D": (None, None),
    }


def test_an_order_and_its_contract_show_the_same_price(shop: Office) -> None:
    made = shop.order(shop.line("3", "370.5689", tax=False), currency="USD")
    paper = shop.do(lambda s: contract.make(s, made.id))
    (line,) = shop.see(lambda s: paper_lines(order.get(s, made.id).lines))
    assert language("en").amount(line.price) == "370.5689"
    assert language("en").amount(line.amount) == "1,111.71"
    assert paper.total == Money(Decimal("1111.71"), "USD")


def test_history_tells_prices_as_they_were(shop: Office) -> None:
    goods = shop.do(lambda s: product.save(s, None, {"code": "E", "name_id": "E", "price": Decimal("12.5")})).id
    shop.do(lambda s: product.save(s, goods, {"currency": "USD"}))
    shop.do(lambda s: product.save(s, goods, {"price": Decimal("0.75")}))
    entries = shop.see(lambda s: history.of_card(s, "product", goods))
    told = [
        (language("en").value(detail.before), language("en").value(detail.after))
        for entry in entries
        for row in entry.rows
        for detail in row.details
        if str(detail.field) == "Price"
    ]
    assert told == [("", "0.75"), ("12.5", ""), ("", "12.5")]
