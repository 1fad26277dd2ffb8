"""One table of examples: what a form reads a sheet reads, and the other way round."""

from datetime import date
from decimal import Decimal

import pytest

from desktop_crm.model.typed_day import read_day
from desktop_crm.model.written_day import parse_date
from desktop_crm.model.written_number import parse_decimal
from desktop_crm.ui.form.numbers import read_number

NUMBERS = [  # text, decimal mark, value
    ("1.250.000", ",", "1250000"),
    ("1.250.000,50", ",", "1250000.5"),
    ("1,250,000.50", ",", "1250000.5"),
    ("1,250", ".", "1250"),
    ("1.250", ".", "1.25"),
    ("1,5", ".", "1.5"),
    ("0.125", ",", "0.125"),
    ("0,125", ".", "0.125"),
    ("25k", ",", "25000"),
    ("25 rb.", ",", "25000"),
    ("1,5 juta", ",", "1500000"),
    ("2,5mio", ",", "2500000"),
    ("2M", ",", "2000000000"),
    ("2M", ".", "2000000"),
    ("3 bn", ".", "3000000000"),
    ("2 triliun", ",", "2000000000000"),
    ("2 trillion", ".", "2000000000000"),
    ("(1.500)", ",", "-1500"),
    ("1.500-", ",", "-1500"),
    ("−5", ".", "-5"),
    ("Rp 1.250.000,-", ",", "1250000"),
    ("12.500 Rp", ",", "12500"),
    ("US$12.50", ".", "12.5"),
    ("1'000", ".", "1000"),
    ("1\xa0250\xa0000", ".", "1250000"),
    ("--5", ".", None),
    ("12.50.000", ",", None),
    ("5 apples", ".", None),
    ("999999999999999999 triliun", ",", None),
]
DAYS = [
    ("12/3/26", date(2026, 3, 12)),
    ("12-03-2026", date(2026, 3, 12)),
    ("2026-03-12", date(2026, 3, 12)),
    ("20260312", date(2026, 3, 12)),
    ("12 Peb 2026", date(2026, 2, 12)),
    ("12 Maret 2026", date(2026, 3, 12)),
    ("17 Agt 2026", date(2026, 8, 17)),
    ("12 Sept 2026", date(2026, 9, 12)),
    ("12th March 2026", date(2026, 3, 12)),
    ("March 12, 2026", date(2026, 3, 12)),
    ("Kamis, 12 Maret 2026", date(2026, 3, 12)),
    ("1/5/71", date(1971, 5, 1)),
    ("31/2/2026", None),
    ("12 foo 2026", None),
]


@pytest.mark.parametrize(("text", "mark", "value"), NUMBERS)
def test_numbers(text: str, mark: str, value: str | None) -> None:
    expected = None if value is None else Decimal(value)
    assert parse_decimal(text, mark) == expected
    assert read_number(text, "id" if mark == "," else "en") == expected


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_days(text: str, day: date | None) -> None:
    assert parse_date(text) == day
    assert read_day(text, date(2026, 11, 30)) == day
