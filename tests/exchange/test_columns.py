"""Which column is which: by the whole title, by the cells, and asked where two have the same claim."""

from typing import Any

import pytest

from desktop_crm.exchange.client_fields import CLIENT_FIELDS
from desktop_crm.exchange.client_sheet import client_rows
from desktop_crm.exchange.client_words import ADDRESS_KIND, CLIENT_CATEGORY
from desktop_crm.exchange.columns import ImportField, matching
from desktop_crm.exchange.product_sheet import PRODUCT_FIELDS
from desktop_crm.exchange.sheet import Sheet
from desktop_crm.exchange.words import code_of

PEOPLE = ["Budi Santoso", "Sari Dewi", "Andi"]
MAILS = ["a@contoh.example", "b@contoh.example", "c@contoh.example"]
PHONES = ["0812 3456 789", "021-5551234", "0813 333 444"]
NUMBERS = [1, 2, 3]


def matched(fields: tuple[ImportField, ...], **columns: Any) -> tuple[dict[str, str], list[set[str]]]:
    """Title → the field it was taken for, and the titles that are asked about."""
    header = [name.replace("_", " ") for name in columns]
    found = matching(header, fields, lambda at: list(columns.values())[at])
    return {header[at]: field for field, at in found.mapping.items()}, [
        {header[at] for at in question.columns} for question in found.questions
    ]


@pytest.mark.parametrize(
    ("title", "cells"),
    [
        ("Customer ID", NUMBERS),
        ("Contact owner", PEOPLE),
        ("Account Owner", PEOPLE),
        ("Email Sales", MAILS),
        ("Email opt out", ["Yes", "No", "No"]),
        ("E-mail 1 - Type", ["Work", "Home", "* Other"]),
        ("Phone 1 - Label", ["Work", "Mobile", "Home"]),
        ("Company Owner", PEOPLE),
        ("Create Date", ["2026-01-02"] * 3),
        ("Nomor", NUMBERS),
        ("Telepon", ["Ya", "Tidak", "Ya"]),
        ("WA", ["✓", "✓", "x"]),
        ("Title", ["Mr", "Mrs", "Bpk"]),
        ("City ID", NUMBERS),
        ("Kota", NUMBERS),
        ("Alamat pengiriman gudang", ["Jl. Satu", "Jl. Dua", "Jl. Tiga"]),
        ("Perusahaan pesaing", ["PT A", "PT B", "PT C"]),
        ("Customer since", ["2020", "2021", "2022"]),
    ],
)
def test_a_column_that_only_shares_a_word_is_left_alone(title: str, cells: list[int | str]) -> None:
    found = matching([title], CLIENT_FIELDS, lambda _at: cells)
    assert dict(found.mapping) == {}


@pytest.mark.parametrize(
    ("title", "cells", "field"),
    [
        ("Home Country", ["Indonesia", "Malaysia", "Singapura"], "country"),
        ("Kontak", PHONES, "phones"),
        ("Kontak", PHONES[:1], "phones"),
        ("Kontak", PEOPLE, "contact_name"),
        ("Contact No.", PHONES, "phones"),
        ("Nomor Telepon yang bisa dihubungi", PHONES, "phones"),
        ("Alamat email panitia", MAILS, "emails"),
        ("phoneNumber", PHONES, "phones"),
        ("company_name", ["PT A", "PT B", "PT C"], "name"),
        ("Nama Perusahan", ["PT A", "PT B", "PT C"], "name"),
        ("E-mail 1 - Value", MAILS, "emails"),
        ("Organization 1 - Name", ["PT A", "PT B", "PT C"], "name"),
        ("Address 1 - City", ["Solo", "Bogor", "Depok"], "city"),
        ("Business Street", ["Jl. Satu", "Jl. Dua", "Jl. Tiga"], "street"),
        ("NPWP (16 digit)", ["0123456789012345"] * 3, "npwp"),
    ],
)
def test_a_column_is_known_by_its_title_and_its_cells(title: str, cells: list[str], field: str) -> None:
    assert dict(matching([title], CLIENT_FIELDS, lambda _at: cells).mapping) == {field: 0}


@pytest.mark.parametrize(
    "title",
    [
        *(
            "Cost Price",
            "Harga Beli",
            "Harga Pokok",
            "HPP",
            "Purchase Price",
            "Supplier Price",
            "Price Date",
            "Min Price",
        ),
        *("Tax status", "Stock status", "Price Level", "Product Type ID", "Kode Supplier", "Nama Supplier"),
    ],
)
def test_a_products_column_that_only_shares_a_word_is_left_alone(title: str) -> None:
    assert dict(matching([title], PRODUCT_FIELDS, lambda _at: [5, 7, 9]).mapping) == {}


def test_cost_and_selling_price_are_apart() -> None:
    found, asked = matched(PRODUCT_FIELDS, Kode=["A"], Nama_Barang=["B"], Harga_Beli=[5], Harga_Jual=[7])
    assert found == {"Kode": "code", "Nama Barang": "name_id", "Harga Jual": "price"}
    assert asked == []


def test_two_claims_on_one_field_are_asked() -> None:
    found, asked = matched(PRODUCT_FIELDS, Kode=["A"], Nama_Barang=["B"], Harga_Satuan=[5], Harga_Jual=[7])
    assert "price" not in found.values()
    assert asked == [{"Harga Satuan", "Harga Jual"}]


def test_of_office_and_home_the_office_is_taken() -> None:
    found, asked = matched(CLIENT_FIELDS, Company=["PT A"], Home_City=["Solo"], Business_City=["Bogor"])
    assert found == {"Company": "name", "Business City": "city"}
    assert asked == []


@pytest.mark.parametrize(
    ("company", "person"),
    [
        ("Nama Perusahaan / Instansi", "Nama Lengkap"),
        ("Company", "Name"),
        ("Company", "Attendee Name"),
        ("Asal Perusahaan", "Nama Peserta"),
        ("Nama Perusahaan", "Nama"),
    ],
)
def test_the_company_is_the_client_and_the_name_beside_it_the_person(company: str, person: str) -> None:
    found = matching([person, company], CLIENT_FIELDS)
    assert dict(found.mapping) == {"name": 1, "contact_name": 0}
    assert found.questions == ()


def test_names_in_two_columns_and_numbers_in_several_come_together() -> None:
    header = (
        "First Name",
        "Last Name",
        "Company",
        "Telepon 1",
        "Telepon 2",
        "Email",
        "Email 2",
        "Catatan",
        "Keterangan",
    )
    row = ("Budi", "Santoso", "PT Maju", "021 5551234", "021 5551235", "a@b.co", "c@d.co", "satu", "dua")
    sheet = Sheet("S", header, [row], 2)
    [client], problems = client_rows(sheet, matching(header, CLIENT_FIELDS, sheet.sample).mapping)
    assert client.contacts[0].name == "Budi Santoso"
    assert [phone.number for phone in client.phones] == ["+62215551234", "+62215551235"]
    assert client.emails == ("a@b.co", "c@d.co")
    assert client.notes == "satu\ndua"
    assert problems == []


GOOGLE = [
    "First Name",
    "Middle Name",
    "Last Name",
    "Phonetic First Name",
    "Name Prefix",
    "Name Suffix",
    "Nickname",
    "File As",
    "Organization Name",
    "Organization Title",
    "Organization Department",
    "Birthday",
    "Notes",
    "Photo",
    "Labels",
    "E-mail 1 - Label",
    "E-mail 1 - Value",
    "E-mail 2 - Label",
    "E-mail 2 - Value",
    "Phone 1 - Label",
    "Phone 1 - Value",
    "Phone 2 - Label",
    "Phone 2 - Value",
    "Address 1 - Label",
    "Address 1 - Formatted",
    "Address 1 - Street",
    "Address 1 - City",
    "Address 1 - PO Box",
    "Address 1 - Region",
    "Address 1 - Postal Code",
    "Address 1 - Country",
    "Website 1 - Label",
    "Website 1 - Value",
]
OUTLOOK = [
    "First Name",
    "Middle Name",
    "Last Name",
    "Company",
    "Department",
    "Job Title",
    "Business Street",
    "Business Street 2",
    "Business City",
    "Business State",
    "Business Postal Code",
    "Business Country/Region",
    "Home Street",
    "Home City",
    "Assistant's Phone",
    "Business Fax",
    "Business Phone",
    "Business Phone 2",
    "Home Phone",
    "Mobile Phone",
    "E-mail Address",
    "E-mail Type",
    "E-mail 2 Address",
    "Birthday",
    "Notes",
]
HUBSPOT = [
    "Record ID",
    "First Name",
    "Last Name",
    "Email",
    "Phone Number",
    "Contact owner",
    "Associated Company",
    "Lead Status",
    "Create Date",
    "Marketing contact status",
    "Last Activity Date",
]
ODOO = [
    "External ID",
    "Name",
    "Is a Company",
    "Related Company",
    "Street",
    "Street2",
    "City",
    "State",
    "Zip",
    "Country",
    "Tax ID",
    "Phone",
    "Mobile",
    "Email",
    "Job Position",
    "Salesperson",
    "Tags",
]


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        (
            GOOGLE,
            {
                "contact_first": "First Name",
                "contact_middle": "Middle Name",
                "contact_last": "Last Name",
                "short_name": "Nickname",
                "name": "Organization Name",
                "contact_office": "Organization Title",
                "contact_birthday": "Birthday",
                "notes": "Notes",
                "emails": "E-mail 1 - Value",
                "emails.2": "E-mail 2 - Value",
                "phones": "Phone 1 - Value",
                "phones.2": "Phone 2 - Value",
                "street": "Address 1 - Street",
                "city": "Address 1 - City",
                "province": "Address 1 - Region",
                "postal_code": "Address 1 - Postal Code",
                "country": "Address 1 - Country",
            },
        ),
        (
            OUTLOOK,
            {
                "contact_first": "First Name",
                "contact_middle": "Middle Name",
                "contact_last": "Last Name",
                "name": "Company",
                "contact_office": "Job Title",
                "street": "Business Street",
                "street.2": "Business Street 2",
                "city": "Business City",
                "province": "Business State",
                "postal_code": "Business Postal Code",
                "country": "Business Country/Region",
                "fax": "Business Fax",
                "phones": "Business Phone",
                "phones.2": "Business Phone 2",
                "phones.3": "Home Phone",
                "mobile": "Mobile Phone",
                "emails": "E-mail Address",
                "emails.2": "E-mail 2 Address",
                "contact_birthday": "Birthday",
                "notes": "Notes",
            },
        ),
        (
            HUBSPOT,
            {
                "contact_first": "First Name",
                "contact_last": "Last Name",
                "emails": "Email",
                "phones": "Phone Number",
                "name": "Associated Company",
                "status": "Lead Status",
            },
        ),
        (
            ODOO,
            {
                "name": "Name",
                "street": "Street",
                "street.2": "Street2",
                "city": "City",
                "province": "State",
                "postal_code": "Zip",
                "country": "Country",
                "npwp": "Tax ID",
                "phones": "Phone",
                "mobile": "Mobile",
                "emails": "Email",
                "contact_office": "Job Position",
            },
        ),
    ],
    ids=["Google", "Outlook", "HubSpot", "Odoo"],
)
def test_the_exports_of_others(header: list[str], wanted: dict[str, str]) -> None:
    found = matching(header, CLIENT_FIELDS)
    assert {field: header[at] for field, at in found.mapping.items()} == wanted
    assert found.questions == ()


@pytest.mark.parametrize("title", ["Contact's position", "Contact's office", "Jabatan kontak", "Position", "Office"])
def test_the_position_of_a_contact_is_read_from_sheets_of_every_version(title: str) -> None:
    found = matching(["Name", "Contact", title], CLIENT_FIELDS)
    assert found.mapping["contact_office"] == 2


@pytest.mark.parametrize(
    ("word", "words", "code"),
    [
        ("Person", CLIENT_CATEGORY, "private"),
        ("Private person", CLIENT_CATEGORY, "private"),
        ("Perorangan", CLIENT_CATEGORY, "private"),
        ("Jaringan kecil", CLIENT_CATEGORY, "small_chain"),
        ("Jaringan toko kecil", CLIENT_CATEGORY, "small_chain"),
        ("Surat-menyurat", ADDRESS_KIND, "postal"),
        ("Korespondensi", ADDRESS_KIND, "postal"),
    ],
)
def test_what_is_in_the_cells_is_read_in_the_words_of_every_version(word: str, words: Any, code: str) -> None:
    assert code_of(word, words) == code
