from decimal import Decimal
from typing import Any

from desktop_crm.exchange.columns import match
from desktop_crm.exchange.product_sheet import PRODUCT_FIELDS, ProductRow, product_rows
from desktop_crm.exchange.sheet import Sheet
from desktop_crm.exchange.values import RowProblem
from desktop_crm.model.problem import Severity


def read(header: list[str], *rows: list[Any]) -> tuple[list[ProductRow], list[RowProblem]]:
    sheet = Sheet("S", tuple(header), [tuple(row) for row in rows], 2)
    return product_rows(sheet, match(sheet.header, PRODUCT_FIELDS))


def test_a_price_list() -> None:
    rows, problems = read(
        ["Kode Barang", "Nama Barang", "Description", "Satuan", "Harga (Rp)", "Aktif"],
        ["A1", 'Pompa "X"', "Pump", "unit", "1.250.000,50", "ya"],
        ["A2", None, None, "unit", 5, None],
        ["a1", "Y", None, None, 2, None],
        [None, "Z", None, None, 1, None],
        ["A4", "Q", None, None, "abc", None],
        ["A5", "Jasa", None, "jam", "USD 12.50", "tidak"],
        [12.0, "R", None, None, -1, None],
    )
    first, without, second, negative = rows
    assert (without.code, without.price, negative.code, negative.price) == ("A4", None, "12.0", None)
    assert (first.code, first.name_id, first.name_en, first.price, first.currency) == (
        "A1",
        'Pompa "X"',
        "Pump",
        Decimal("1250000.5"),
        "IDR",
    )
    assert (second.price, second.currency, second.active) == (Decimal("12.5"), "USD", False)
    assert [(problem.row, problem.severity) for problem in problems] == [
        (3, Severity.ERROR),
        (4, Severity.ERROR),
        (5, Severity.ERROR),
        (6, Severity.WARNING),
        (8, Severity.WARNING),
    ]


def test_what_is_wrong_names_the_value_and_is_no_longer_than_a_line() -> None:
    _, problems = read(
        ["Kode Barang", "Nama Barang", "Jenis", "Harga (Rp)", "Mata Uang", "Aktif"],
        ["A1", "Pompa", "robot", "sekitar seratus ribu rupiah atau lebih sedikit", "rumput laut", "kadang"],
        ["A2", "Pipa", "robot", 5, "rumput laut", "kadang"],
        ["A2", "Pipa", None, 5, None, None],
        ["A3", "Kran", None, -5, None, None],
    )
    assert [str(problem.message) for problem in problems if problem.row == 2] == [
        "sekitar seratus ribu rupiah atau lebih… is not a number",
        "kadang is neither yes nor no",
        "robot is not known here",
    ]
    assert [str(problem.message) for problem in problems if problem.row == 3] == [
        "kadang is neither yes nor no",
        "rumput laut is not a currency this program knows",
        "robot is not known here",
    ]
    assert [str(problem.message) for problem in problems if problem.row > 3] == [
        "A2 stands in row 3 already",
        "-5: A price can't be negative",
    ]


def test_names_in_one_language() -> None:
    rows, _ = read(["Code", "Name", "Price"], ["A", "Pump", 1])
    assert rows[0].name_id == "Pump"
