"""Cases from the public bug reports of other programs, rebuilt small: what went wrong there must not here."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop_crm.exchange.client_fields import CLIENT_FIELDS
from desktop_crm.exchange.client_sheet import ClientRow, client_rows
from desktop_crm.exchange.columns import match
from desktop_crm.exchange.product_sheet import PRODUCT_FIELDS, ProductRow, product_rows
from desktop_crm.exchange.same_firm import put_together
from desktop_crm.exchange.sheet import read_sheet


@pytest.fixture
def clients(tmp_path: Path) -> Callable[..., Any]:
    def read(*lines: str) -> tuple[list[ClientRow], list[str]]:
        path = tmp_path / "daftar.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        sheet = read_sheet(path)
        rows, problems = client_rows(sheet, match(sheet.header, CLIENT_FIELDS, sheet.sample))
        return rows, [str(problem.told()) for problem in problems]

    return read


@pytest.fixture
def products(tmp_path: Path) -> Callable[..., Any]:
    def read(*lines: str) -> tuple[list[ProductRow], list[Any]]:
        path = tmp_path / "harga.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        sheet = read_sheet(path)
        rows, problems = product_rows(sheet, match(sheet.header, PRODUCT_FIELDS, sheet.sample))
        return rows, [str(problem.told()) for problem in problems]

    return read


def test_the_phone_of_googles_csv_is_its_value_and_not_its_type(clients: Callable[..., Any]) -> None:
    """owncloud-archive/contacts 827"""
    rows, told = clients(
        "Name,Given Name,Additional Name,Family Name,Notes,Group Membership,E-mail 1 - Type,E-mail 1 - Value,"
        "Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,Phone 2 - Value",
        "Budi Santoso,Budi,,Santoso,,* My Contacts,* ,budi@contoh.example,Mobile,+62 812-3456-7890,Work,021 5551234",
        "Sari Dewi,Sari,,Dewi,,* My Contacts,Work,sari@contoh.example,Home,0813 3456 789,,",
    )
    assert [(row.name, [phone.number for phone in row.phones], row.emails) for row in rows] == [
        ("Budi Santoso", ["+6281234567890", "+62215551234"], ("budi@contoh.example",)),
        ("Sari Dewi", ["+628133456789"], ("sari@contoh.example",)),
    ]
    assert told == []


def test_an_empty_address_is_not_that_of_the_row_before(clients: Callable[..., Any]) -> None:
    """SuiteCRM 5574 and 5197"""
    rows, _ = clients(
        "first_name;last_name;email1",
        *("Satu;Nama;satu@contoh.example", "Dua;Nama;", "Tiga;Nama;tiga@contoh.example", "Empat;Nama;"),
    )
    assert [(row.name, row.emails) for row in rows] == [
        ("Satu Nama", ("satu@contoh.example",)),
        ("Dua Nama", ()),
        ("Tiga Nama", ("tiga@contoh.example",)),
        ("Empat Nama", ()),
    ]


def test_each_person_of_a_firm_keeps_an_own_address(clients: Callable[..., Any]) -> None:
    """SuiteCRM 5197"""
    rows, _ = clients("Company,First Name,Last Name,Email Address", "PT A,Satu,X,1@a.example", "PT A,Dua,X,2@a.example")
    [firm], _ = put_together(rows)
    assert [(one.name, one.emails) for one in firm.contacts] == [
        ("Satu X", ("1@a.example",)),
        ("Dua X", ("2@a.example",)),
    ]


def test_several_phones_and_addresses_of_one_record_all_come_in(clients: Callable[..., Any]) -> None:
    """espocrm 411, monica 3813"""
    [row], told = clients(
        "Name,Phone,Phone 2,Email,Email 2",
        'PT A,"0811 111 111; 0822 222 222",021 5551234,"a@a.example, b@a.example",c@a.example',
    )
    assert [phone.number for phone in row.phones] == ["+62811111111", "+62822222222", "+62215551234"]
    assert row.emails == ("a@a.example", "b@a.example", "c@a.example")
    assert told == []


def test_an_apostrophe_in_front_of_a_phone_is_no_part_of_it(clients: Callable[..., Any]) -> None:
    """odoo 99995"""
    [row], told = clients("Name,Phone", "PT A,'+380 99 345 67 89")
    assert [phone.number for phone in row.phones] == ["+380993456789"]
    assert told == []


def test_zeros_in_front_stay_quoted_or_not(products: Callable[..., Any]) -> None:
    """noptin 602, bilig 28"""
    rows, _ = products("Kode,Nama,Harga (Rp)", "0010,Satu,5", '"007",Dua,5', '="0042",Tiga,5')
    assert [row.code for row in rows] == ["0010", "007", "0042"]


def test_a_last_name_alone_is_not_the_whole_name(clients: Callable[..., Any]) -> None:
    """noptin 1122, monica 2085: first and last name went to the wrong places, or one missing stopped everything"""
    rows, told = clients("last_name,first_name", "Santoso,Budi", "Dewi,", ",Andi")
    assert [row.name for row in rows] == ["Budi Santoso", "Dewi", "Andi"]
    assert told == []


def test_a_decimal_comma_does_not_multiply_by_a_hundred(products: Callable[..., Any]) -> None:
    """frappe 8728: 13,75 became 1375"""
    rows, _ = products("Kode;Nama;Harga (USD)", "A;Satu;13,75", "B;Dua;2,5", "C;Tiga;1.250,00")
    assert [row.price for row in rows] == [Decimal("13.75"), Decimal("2.5"), 1250]


def test_a_price_with_a_currency_format_keeps_its_decimals(tmp_path: Path) -> None:
    """nopCommerce 1037"""
    book = openpyxl.Workbook()
    for row in (["Kode", "Nama", "Harga"], ["A", "Satu", 12.95], ["B", "Dua", 1295]):
        book.active.append(row)
    for place in ("C2", "C3"):
        book.active[place].number_format = "[$€-407] #,##0.00"
    book.save(tmp_path / "a.xlsx")
    sheet = read_sheet(tmp_path / "a.xlsx")
    rows, problems = product_rows(sheet, match(sheet.header, PRODUCT_FIELDS, sheet.sample))
    assert [(row.price, row.currency) for row in rows] == [(Decimal("12.95"), "EUR"), (1295, "EUR")]
    assert problems == []


def test_eighty_thousand_is_not_eighty(products: Callable[..., Any]) -> None:
    """odoo 2545"""
    rows, _ = products("Kode;Nama;Harga (Rp)", "A;Satu;80.000", "B;Dua;1.250.000")
    assert [row.price for row in rows] == [80_000, 1_250_000]


def test_who_has_a_phone_alone_is_not_dropped(clients: Callable[..., Any]) -> None:
    """agent-crm 84: 931 of 1112 contacts had no e-mail and were skipped without a word"""
    rows, told = clients("Name,Phone,Email", *(f"Orang {at},08110000{at:03},," for at in range(50)))
    assert len(rows) == 50
    assert told == []


def test_the_titles_of_child_tables_are_known(clients: Callable[..., Any]) -> None:
    """frappe/crm 2657: e-mails and phones of an ERPNext export were matched, and not imported"""
    [row], told = clients(
        "ID,First Name,Last Name,Email ID (Email IDs),Number (Contact Numbers)",
        "CON-1,Budi,Santoso,budi@contoh.example,081234567890",
    )
    assert row.emails == ("budi@contoh.example",)
    assert [phone.number for phone in row.phones] == ["+6281234567890"]
    assert told == []


def test_a_person_without_an_organisation_is_somebody(clients: Callable[..., Any]) -> None:
    """oroinc/crm 65"""
    rows, _ = clients(
        "Organization,Contact Name,Phone", "PT A,Budi,0811111111", ",Sari,0822222222", "PT B,Andi,0833333333"
    )
    assert [row.full_name for row in rows] == ["PT A", "Sari", "PT B"]
    assert [phone.number for phone in rows[1].phones] == ["+62822222222"]
