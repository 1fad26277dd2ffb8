"""What is no price for certain is none, and told: never 0, and never rupiah because nobody said otherwise."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop_crm.exchange.cells import Fault
from desktop_crm.exchange.columns import match
from desktop_crm.exchange.product_sheet import PRODUCT_FIELDS, product_rows
from desktop_crm.exchange.sheet import Sheet
from desktop_crm.model.money import Money

HEAD = ("Kode", "Nama Barang")


def prices(
    *cells: Any, title: str = "Harga", currency: str | None = None, usual: str = "IDR"
) -> tuple[list[tuple[Decimal | None, str]], list[str]]:
    """Each price as it is read, and what is told of it."""
    more = () if currency is None else ("Mata Uang",)
    rows = [(f"A{at}", "Pompa", cell, *([currency] if more else [])) for at, cell in enumerate(cells)]
    sheet = Sheet("S", (*HEAD, title, *more), rows, 2)
    found, problems = product_rows(sheet, match(sheet.header, PRODUCT_FIELDS, sheet.sample), lambda _code: usual)
    return [(row.price, row.currency) for row in found], [str(problem.told()) for problem in problems]


@pytest.mark.parametrize(
    "cell",
    [
        *(Fault("#N/A"), Fault("=B2*2"), "hubungi kami", "TBA", "THB 500", "500 ฿", "HK$ 20", Money(Decimal(5), "₹")),
        *(True, Decimal(-5), "15.000/kg", "10.000 - 15.000", "=B2*1,1"),
    ],
)
def test_what_is_no_price_is_none_and_told_with_its_place(cell: Any) -> None:
    found, told = prices(cell)
    assert found == [(None, "")]
    assert len(told) == 1
    assert told[0].startswith("Row 2, Harga: ")


def test_a_row_keeps_its_price_when_its_neighbour_has_none() -> None:
    found, told = prices(Fault("#REF!"), "Rp 2.500")
    assert found == [(None, ""), (2500, "IDR")]
    assert len(told) == 1


@pytest.mark.parametrize("title", ["Harga (THB)", "Price INR", "Harga (ribuan Rp)", "Harga (x1.000)"])
def test_a_title_may_forbid_to_believe_its_prices(title: str) -> None:
    found, told = prices(500, 700, title=title)
    assert found == [(None, ""), (None, "")]
    assert len(told) == 1
    assert told[0].startswith(f"Row 1, {title}: ")


def test_an_unknown_currency_in_its_own_column_is_no_rupiah() -> None:
    assert prices(500, currency="THB")[0] == [(None, "")]


def test_two_currencies_for_one_price_are_told() -> None:
    found, told = prices("US$ 5", currency="IDR")
    assert found == [(None, "")]
    assert "The price is in USD, the currency says IDR" in told[0]


def test_a_currency_that_nobody_wrote_is_told_once() -> None:
    found, told = prices(500, 700, "Rp 5")
    assert found == [(500, "IDR"), (700, "IDR"), (5, "IDR")]
    assert told == ["Row 1, Harga: No currency is written; these prices were taken as IDR"]


@pytest.mark.parametrize("mark", [".", ","])
@pytest.mark.parametrize("how", [{"currency": "USD"}, {"title": "Price (US$)"}, {"usual": "USD"}])
def test_three_decimals_of_dollars_are_not_taken_for_thousands(how: dict[str, str], mark: str) -> None:
    """3.875 dollars must not become 3875, whoever wrote the currency."""
    found, told = prices(f"1{mark}250", f"3{mark}875", **how)
    assert [price for price, _ in found] == [None, None]
    assert sum(f"1{mark}250 may be 1250 or 1.25" in each for each in told) == 1


def test_where_the_column_tells_dollars_are_read() -> None:
    assert [price for price, _ in prices("1.250", "3.5", currency="USD")[0]] == [Decimal("1.25"), Decimal("3.5")]
    assert [price for price, _ in prices("1.250", "3,5", currency="USD")[0]] == [1250, Decimal("3.5")]
    assert [price for price, _ in prices("1,250", "3.50", currency="USD")[0]] == [1250, Decimal("3.5")]
    assert [price for price, _ in prices("1.250", currency="IDR")[0]] == [1250]


def test_a_sheet_in_which_no_column_is_the_price_asks_for_it() -> None:
    sheet = Sheet("S", (*HEAD, "Harga Beli", "Preis", "X"), [("A1", "Pompa", 5, 7, Money(Decimal(9), "USD"))], 2)
    found, problems = product_rows(sheet, {"code": 0, "name_id": 1})
    assert found[0].price is None
    assert [str(problem.told()) for problem in problems] == [
        "Row 1: No prices are read. Is one of these the price: Harga Beli, Preis, X?"
    ]


@pytest.mark.parametrize(
    ("title", "included"),
    [
        ("Harga", None),
        ("Harga incl. PPN", True),
        ("Harga (termasuk PPN)", True),
        ("Price incl VAT", True),
        ("Harga sudah PPN", True),
        ("Harga (belum termasuk PPN)", False),
        ("Price excl. VAT", False),
        ("Harga sebelum pajak", False),
    ],
)
def test_a_title_tells_whether_tax_is_in_the_price(title: str, included: bool | None) -> None:
    sheet = Sheet("S", (*HEAD, title), [("A1", "Pompa", 5)], 2)
    assert product_rows(sheet, {"code": 0, "name_id": 1, "price": 2})[0][0].tax_included is included


def test_a_code_that_became_a_date_is_told() -> None:
    sheet = Sheet("S", ("Kode", "Nama Barang"), [(date(2026, 2, 1), "Pompa")], 2)
    found, problems = product_rows(sheet, {"code": 0, "name_id": 1})
    assert found == []
    assert "has made a date of this" in str(problems[0].told())


def test_thousands_of_rupiah_are_no_thousandths_whatever_their_column_tells() -> None:
    assert prices("US$ 12.50", "Rp 850.000")[0] == [(Decimal("12.5"), "USD"), (850_000, "IDR")]
    found, told = prices("850.000", "12.5")
    assert found == [(None, ""), (Decimal("12.5"), "IDR")]
    assert any("850.000 may be" in each for each in told)
