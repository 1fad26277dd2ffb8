from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.exchange.client_fields import CLIENT_FIELDS
from desktop_crm.exchange.client_sheet import ClientRow, client_rows
from desktop_crm.exchange.columns import match
from desktop_crm.exchange.contact_points import emails_in, phones_in
from desktop_crm.exchange.same_firm import Joined, put_together
from desktop_crm.exchange.sheet import Sheet
from desktop_crm.exchange.values import RowProblem
from desktop_crm.model.email import email_problem
from desktop_crm.model.phone import normalise_phone
from desktop_crm.model.problem import Severity
from desktop_crm.model.written_name import split_legal_form


def read(header: list[str], *rows: list[Any]) -> tuple[list[ClientRow], list[RowProblem]]:
    sheet = Sheet("S", tuple(header), [tuple(row) for row in rows], 2)
    return client_rows(sheet, match(sheet.header, CLIENT_FIELDS))


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Nama Perusahaan *", "name"),
        ("COMPANY", "name"),
        ("Nama", "name"),
        ("Telp/HP", "phones"),
        ("No. HP", "mobile"),
        ("Alamat", "street"),
        ("Alamat Email", "emails"),
        ("E-mail", "emails"),
        ("Kota/Kab.", "city"),
        ("Propinsi", "province"),
        ("NPWP (15/16 digit)", "npwp"),
        ("Jabatn", "contact_office"),
        ("Kodepos", "postal_code"),
        ("Keterangan", "notes"),
    ],
)
def test_columns_are_known_in_both_languages(title: str, field: str) -> None:
    assert match([title], CLIENT_FIELDS) == {field: 0}


@pytest.mark.parametrize("title", ["No", "X", "", "★", "Kode Barang"])
def test_unknown_columns_are_left_alone(title: str) -> None:
    assert match([title], CLIENT_FIELDS) == {}


def test_a_name_beside_the_company_is_the_contact() -> None:
    assert match(["Nama", "Nama Perusahaan"], CLIENT_FIELDS) == {"contact_name": 0, "name": 1}


def test_a_visitor_list() -> None:
    rows, problems = read(
        ["Nama Perusahaan", "Nama", "Telp/HP", "E-mail", "NPWP"],
        ["PT. Maju Jaya Tbk", "Budi", 81234567890, "budi@maju.example.com", "02.183.241.5-000.000"],
        [None, "Andi", "abc", "x@", 21832415000000],
        [None, None, "0812 3456 789", None, None],
        ["Bpk. Joko", None, "6.28E+12", None, None],
    )
    first, second, third = rows
    assert (first.legal_form, first.name, first.contacts[0].name) == ("PT", "Maju Jaya Tbk", "Budi")
    assert first.phones[0].number == "+6281234567890"
    assert (second.kind, second.name) == ("person", "Andi")
    assert second.notes.splitlines() == ["Telp/HP: abc", "E-mail: x@"]
    assert second.identifiers[0].number == "021832415000000"
    assert (third.kind, third.legal_form, third.name) == ("person", "Bpk", "Joko")
    assert [problem.row for problem in problems] == [3, 3, 3, 4, 5]
    assert str(problems[2].message) == "No company stands here; Andi is taken as a person"
    assert [problem.row for problem in problems if problem.severity is Severity.ERROR] == [4]
    assert "Row 4" in str(problems[3].told())


def test_a_visitor_of_no_company_keeps_all_there_is() -> None:
    rows, problems = read(
        ["Nama Perusahaan", "Nama", "Jabatan", "HP Kontak", "Email Kontak", "Telepon"],
        [None, "Bpk. Andi", "Konsultan", "0812 3456 789", "andi@contoh.example", "021 5551234"],
        ["Sari", "Sari", "Desainer", "0813 3456 789", None, None],
    )
    first, second = rows
    assert (first.kind, first.full_name, first.contacts) == ("person", "Bpk Andi", ())
    assert {phone.number for phone in first.phones} == {"+628123456789", "+62215551234"}
    assert (first.emails, first.notes) == (("andi@contoh.example",), "Jabatan: Konsultan")
    assert [phone.number for phone in second.phones] == ["+628133456789"]
    assert second.notes == "Jabatan: Desainer"
    assert problems == []


def test_a_person_called_like_the_company_is_still_one() -> None:
    rows, _ = read(["Nama Perusahaan", "Nama", "HP"], ["PT Sari", "Sari", "0812 3456 789"])
    assert [(row.full_name, [contact.name for contact in row.contacts]) for row in rows] == [("PT Sari", ["Sari"])]


def put(header: list[str], *rows: list[str | None]) -> tuple[list[ClientRow], list[Joined]]:
    return put_together(read(header, *rows)[0])


HEAD = ["Nama Perusahaan", "Nama", "Jabatan", "HP", "Email", "Kota", "NPWP"]


def test_a_second_and_a_third_person_join_their_firm_with_their_own_numbers() -> None:
    [firm], joined = put(
        HEAD,
        ["PT Maju Jaya", "Budi", "Direktur", "081111111111", "budi@maju.example", None, None],
        ["Maju Jaya", "Sari", "Pembelian", "082222222222", "sari@maju.example", None, None],
        ["Maju Jaya, PT", "Dewi", None, "083333333333", None, None, None],
    )
    assert [(one.name, one.phones[0].number, one.emails) for one in firm.contacts] == [
        ("Budi", "+6281111111111", ("budi@maju.example",)),
        ("Sari", "+6282222222222", ("sari@maju.example",)),
        ("Dewi", "+6283333333333", ()),
    ]
    assert [phone.number for phone in firm.phones] == ["+6281111111111"]
    assert [(one.row, one.by, one.into) for one in joined] == [(3, "name", "PT Maju Jaya"), (4, "name", "PT Maju Jaya")]


def test_persons_below_their_company_in_a_numbered_list_are_its() -> None:
    header = ["No", "Nama Perusahaan", "Nama", "HP"]
    rows, problems = read(
        header,
        [1, "PT Maju", "Budi", "081111111111"],
        [None, None, "Sari", "082222222222"],
        [2, "PT Dua", "Dewi", "083333333333"],
        [3, None, "Bebas", "084444444444"],
        [4, "PT Tiga", "Eka", None],
    )
    found, _ = put_together(rows)
    assert [(one.full_name, [person.name for person in one.contacts]) for one in found] == [
        ("PT Maju", ["Budi", "Sari"]),
        ("PT Dua", ["Dewi"]),
        ("Bebas", []),
        ("PT Tiga", ["Eka"]),
    ]
    assert [str(problem.told()) for problem in problems] == [
        "Row 5, Nama Perusahaan: No company stands here; Bebas is taken as a person"
    ]


def test_a_branch_adds_its_address_and_its_number() -> None:
    [firm], _ = put(
        HEAD,
        ["PT Maju Jaya", None, None, "0215551234", None, "Jakarta", None],
        ["PT Maju Jaya", None, None, "0315551234", "sby@maju.example", "Surabaya", None],
    )
    assert [address.city for address in firm.addresses] == ["Jakarta", "Surabaya"]
    assert [phone.number for phone in firm.phones] == ["+62215551234", "+62315551234"]
    assert firm.emails == ("sby@maju.example",)


@pytest.mark.parametrize(
    "rows",
    [
        (["PT Maju Jaya"], ["CV Maju Jaya"]),
        (["PT Maju", None, None, "0215551234"], ["PT Mundur", None, None, "0215551234"]),
        ([None, "Andi", None, "081111111111"], [None, "Andi", None, "082222222222"]),
        (
            ["PT Maju", None, None, None, None, None, "0123456789012345"],
            ["PT Maju", None, None, None, None, None, "0123456789012999"],
        ),
    ],
    ids=["another form", "one switchboard", "two people", "another NPWP"],
)
def test_what_only_looks_the_same_stays_two(rows: tuple[list[str | None], list[str | None]]) -> None:
    found, joined = put(HEAD, *([*row, *[None] * (len(HEAD) - len(row))] for row in rows))
    assert len(found) == 2
    assert joined == []


def test_one_npwp_is_one_firm_and_the_other_name_is_kept() -> None:
    [firm], joined = put(
        HEAD,
        ["PT Maju Jaya", None, None, None, None, None, "012345678901234"],
        ["PT Maju Jaya Cabang Solo", None, None, None, None, None, "0012345678901234"],
    )
    assert firm.notes == "PT Maju Jaya Cabang Solo"
    assert joined[0].by == "npwp"


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("Telp/HP", "abc", "“abc”: This is not a phone number"),
        ("Telp/HP", "0812 3456 789; Budi 7x", "“Budi 7x”: This is not a phone number"),
        ("E-mail", "x@", "“x@”: Something is missing beside the @"),
        ("E-mail", f"x@{'y' * 70}", f"“x@{'y' * 37}…”: The part after the @ has no dot: {'y' * 39}…"),
        ("NPWP", "12", "“12”: NPWP has 16 digits (the old one 15), here are 2"),
        (
            "NPWP",
            21832416000000,
            "“21832416000000”: The check digit of this NPWP does not fit; compare it with the tax card",
        ),
        ("Status", "sibuk\nsekali " * 9, "sibuk sekali sibuk sekali sibuk sekali… is not known here"),
    ],
)
def test_what_is_wrong_names_the_value(column: str, cell: str | int, sentence: str) -> None:
    _, problems = read(["Nama Perusahaan", column], ["Maju Jaya", cell])
    assert [str(problem.message) for problem in problems] == [sentence]
    assert str(problems[0].told()) == f"Row 2, {column}: {sentence}"


@pytest.mark.parametrize(
    ("text", "form", "name"),
    [
        ("PT. Maju Jaya", "PT", "Maju Jaya"),
        ("P.T. Maju Jaya", "PT", "Maju Jaya"),
        ("Nama: CV Abadi", "CV", "Abadi"),
        ("Maju Jaya, PT", "PT", "Maju Jaya"),
        ("Acme Pte. Ltd.", "Pte Ltd", "Acme"),
        ("Acme Sdn Bhd", "Sdn Bhd", "Acme"),
        ("PT", "", "PT"),
        ("Ptolemy", "", "Ptolemy"),
        ("Toko Jaya", "", "Toko Jaya"),
    ],
)
def test_legal_forms(text: str, form: str, name: str) -> None:
    assert split_legal_form(text) == (form, name)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("021-5551234/35; 0812 3456 789 (Budi)", ["+62215551234", "+62215551235", "+628123456789"]),
        ("HP: 0812 3456 789 / WA 0813 345 678", ["+628123456789", "+62813345678"]),
        ("0812 3456 789, Budi", ["+628123456789"]),
        ("0812 3456 789\n0812 3456 789", ["+628123456789"]),
        ("abc", []),
    ],
)
def test_several_phones_in_one_cell(text: str, numbers: list[str]) -> None:
    assert [phone.number for phone in phones_in(text)[0]] == numbers


@given(st.text())
def test_any_phones_that_come_in_are_ones_that_are_kept(text: str) -> None:
    found, wrong = phones_in(text)
    assert all(normalise_phone(phone.number) == phone.number for phone in found)
    assert found or wrong or not text.strip(" /;,|\n&\t") or not any(char.isalnum() for char in text)


@given(st.text())
def test_any_addresses_that_come_in_are_valid(text: str) -> None:
    assert all(email_problem(address) is None for address in emails_in(text)[0])


CELLS = st.none() | st.text(max_size=400) | st.integers(0, 10**18) | st.booleans() | st.dates()


@given(st.lists(st.lists(CELLS, min_size=6, max_size=6), max_size=5))
def test_any_rows_become_clients_or_problems(rows: list[list[int | date | str | None]]) -> None:
    header = ["Nama Perusahaan", "Nama", "Telp", "Email", "NPWP", "Status"]
    clients, problems = read(header, *rows)
    errors = {problem.row for problem in problems if problem.severity is Severity.ERROR}
    filled = {number for number, row in enumerate(rows, 2) if any(cell is not None for cell in row)}
    assert {client.row for client in clients} | errors == filled
    assert not errors & {client.row for client in clients}
    assert all(client.name for client in clients)
    assert all(len(str(problem.message)) < 200 for problem in problems)


@pytest.mark.parametrize(
    ("text", "country", "numbers"),
    [
        ("021-5551234-36", "ID", ["+62215551234", "+62215551236"]),
        ("(021) 5551234 s/d 36", "ID", ["+62215551234", "+62215551236"]),
        ("0812-3456-78", "ID", ["+62812345678"]),
        ("14155552671", "ID", ["+14155552671"]),
        ("65 6123 4567", "ID", ["+6561234567"]),
        ("86 10 1234 5678", "ID", ["+861012345678"]),
        ("21 5551234", "ID", ["+62215551234"]),
        ("14045", "ID", ["14045"]),
        ("1500-888", "ID", ["1500888"]),
        ("110", "ID", ["110"]),
        ("6123 4567", "SG", ["+6561234567"]),
        ("03-1234 5678", "MY", ["+60312345678"]),
        ("(415) 555-2671", "US", ["+14155552671"]),
        ("0812 3456 7890", "SG", ["+6281234567890"]),
        ("+62 812 3456 7890", "SG", ["+6281234567890"]),
    ],
)
def test_phones_are_read_as_their_country_writes_them(text: str, country: str, numbers: list[str]) -> None:
    found, wrong = phones_in(text, country=country)
    assert [phone.number for phone in found] == numbers
    assert wrong == []


@pytest.mark.parametrize(
    ("country", "number"), [("Singapura", "+6561234567"), ("Singapore", "+6561234567"), ("sg", "+6561234567")]
)
def test_the_country_of_the_row_tells_how_its_phones_are_read(country: str, number: str) -> None:
    [row], problems = read(["Nama Perusahaan", "Telepon", "Negara"], ["Acme", "6123 4567", country])
    assert [phone.number for phone in row.phones] == [number]
    assert problems == []


def test_the_tax_numbers_of_other_countries_are_no_npwp() -> None:
    head = ["Company Name", "Country", "Tax ID", "UEN", "Passport"]
    rows, problems = read(
        head,
        ["Merlion", "Singapore", "M2-0012345-6", "201912345K", None],
        ["Maju Jaya", "Indonesia", "0021832415000000", None, None],
        ["Jane Doe", "Germany", None, None, "C01X0006H"],
    )
    assert [[(item.kind, item.number) for item in row.identifiers] for row in rows] == [
        [("tax", "M2-0012345-6"), ("registration", "201912345K")],
        [("npwp", "0021832415000000")],
        [("passport", "C01X0006H")],
    ]
    assert problems == []


@pytest.mark.parametrize("title", ["NPWP", "NITKU", "ID TKU"])
def test_a_nitku_is_kept_in_whichever_column_it_stands(title: str) -> None:
    ((row,), problems) = read(["Nama Perusahaan", title], ["Maju Jaya", "0021832415000000 000001"])
    assert [(item.kind, item.number) for item in row.identifiers] == [("nitku", "0021832415000000000001")]
    assert problems == []
