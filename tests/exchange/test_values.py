from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.exchange.columns import ValueKind
from desktop_crm.exchange.values import reader
from desktop_crm.language import language
from desktop_crm.model.message import Message
from desktop_crm.model.written_day import month_first, parse_date
from desktop_crm.model.written_number import currency_of, decimal_mark, parse_decimal

AMOUNTS = st.decimals(-(10**12), 10**12, places=2, allow_nan=False, allow_infinity=False)
DAYS = st.dates(date(1970, 1, 1), date(2069, 12, 31))


def written(amount: Decimal, *, indonesian: bool) -> str:
    text = f"{amount:,.2f}"
    return text.translate(str.maketrans(",.", ".,")) if indonesian else text


@given(AMOUNTS, st.booleans())
def test_amounts_of_both_conventions(amount: Decimal, indonesian: bool) -> None:
    text = written(amount, indonesian=indonesian)
    assert parse_decimal(text, "," if indonesian else ".") == amount
    assert parse_decimal(f"Rp {text}", "," if indonesian else ".") == amount
    assert parse_decimal(text) == amount  # two decimals always tell


@given(st.lists(AMOUNTS, min_size=1), st.booleans())
def test_a_column_tells_its_convention(amounts: list[Decimal], indonesian: bool) -> None:
    texts = [written(amount, indonesian=indonesian) for amount in amounts]
    assert decimal_mark(texts) == ("," if indonesian else ".")


def test_the_column_decides_what_one_cell_leaves_open() -> None:
    assert reader(ValueKind.DECIMAL, ["1.250", "12,5"])("1.250") == 1250
    assert reader(ValueKind.DECIMAL, ["1.250", "12.5"])("1.250") == Decimal("1.25")
    assert reader(ValueKind.DECIMAL, ["1.250"])("1.250") == 1250
    assert reader(ValueKind.DECIMAL, ["1,250"])("1,250") == 1250


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Rp1.250.000,-", 1250000),
        ("(1.500)", -1500),
        ("5-", -5),
        ("1,5 juta", 1500000),
        ("12jt", 12000000),
        ("1 250 000", 1250000),
        ("0.500", Decimal("0.5")),
        (".5", Decimal("0.5")),
        ("US$ 1,000", 1000),
        ("1'250'000", 1250000),
    ],
)
def test_amounts_as_people_write_them(text: str, value: int | Decimal) -> None:
    assert parse_decimal(text) == value


@pytest.mark.parametrize("text", ["", "abc", "1.25.000", "1.2.3", "1e5", "-", "1,,2", "٣", "9" * 30, "1.250 pcs"])
def test_no_amounts(text: str) -> None:
    assert parse_decimal(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [("Rp 5", "IDR"), ("USD 5", "USD"), ("5 €", "EUR"), ("S$5", "SGD"), ("Harga (Rp.)", "IDR"), ("harpa", None)],
)
def test_currency(text: str, code: str | None) -> None:
    assert currency_of(text) == code


@given(DAYS)
def test_days_in_every_usual_form(day: date) -> None:
    texts = [
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day:%d-%m-%y}",
        f"{day:%d.%m.%Y} 10:30",
        f"{day:%Y%m%d}",
        *(language(code).day_long(day) for code in ("en",)),
        f"Kamis, {day.day} {BULAN[day.month - 1]} {day.year}",
        f"{day:%B} {day.day}, {day.year}",
    ]
    assert {parse_date(text) for text in texts} == {day}
    assert parse_date(f"{day:%m/%d/%Y}", american=True) == day


BULAN = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]


@pytest.mark.parametrize("text", ["", "31/02/2026", "32/1/2026", "12 Foo 2026", "2026", "12/3", "soon"])
def test_no_days(text: str) -> None:
    assert parse_date(text) is None


def test_american_dates_are_told_by_the_column() -> None:
    assert month_first(["03/12/2026", "03/25/2026"])
    assert not month_first(["03/12/2026"])
    assert not month_first(["03/25/2026", "25/03/2026"])


def test_cells_of_dates() -> None:
    read = reader(ValueKind.DATE, [])
    assert read(46093) == date(2026, 3, 12)
    assert read(date(2026, 3, 12)) == date(2026, 3, 12)
    assert isinstance(read("soon"), Message)
    assert read("-") is None


@pytest.mark.parametrize(
    ("cell", "value"),
    [("Ya", True), ("✓", True), (1, True), (True, True), ("Tidak Aktif", False), (0, False), ("-", None)],
)
def test_yes_and_no(cell: str | int, value: bool | None) -> None:
    assert reader(ValueKind.FLAG, [])(cell) is value


@pytest.mark.parametrize("cell", ["6.28E+12", "6,28E+12", 3273056010900000])
def test_digits_that_a_spreadsheet_has_cut_are_told(cell: str | int) -> None:
    assert isinstance(reader(ValueKind.CODE, [])(cell), Message)


def test_codes_stay_as_they_are() -> None:
    read = reader(ValueKind.CODE, [])
    assert read(6281234567890) == "6281234567890"
    assert read("0012") == "0012"


@given(
    st.sampled_from(ValueKind),
    st.text() | st.integers() | st.decimals(allow_nan=False, allow_infinity=False) | st.dates() | st.booleans(),
)
def test_any_cell_is_read_or_told(kind: ValueKind, cell: str | int | Decimal | date) -> None:
    reader(kind, [cell])(cell)
