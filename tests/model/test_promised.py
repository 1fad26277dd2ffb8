"""Promises in a text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.model.promised import promises

NOW = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("text", "what", "day", "at", "whose"),
    [
        ("@15 Des kirim daftar harga", "kirim daftar harga", "2026-12-15", "", "ours"),
        ("Harga cocok. @15 Dec send the price list\nlater more", "send the price list", "2026-12-15", "", "ours"),
        ("@mereka Jumat kirim PO", "kirim PO", "2026-12-04", "", "theirs"),
        ("@they 3 Jan: pay the rest", "pay the rest", "2027-01-03", "", "theirs"),
        ("@kami: besok jam 10 kirim contoh", "kirim contoh", "2026-12-02", "10:00", "ours"),
        ("(@5/1 survey)", "survey", "2027-01-05", "", "ours"),
        ("@in 3 days send it (the new one)", "send it (the new one)", "2026-12-04", "", "ours"),
        ("@next week call back", "call back", "2026-12-07", "", "ours"),
        ("@Senin depan kunjungan", "kunjungan", "2026-12-07", "", "ours"),
        ("@2026-12-24 close", "close", "2026-12-24", "", "ours"),
        ("@ 15 Des  kirim   brosur", "kirim brosur", "2026-12-15", "", "ours"),
    ],
)
def test_a_day_behind_the_sign_makes_one(text: str, what: str, day: str, at: str, whose: str) -> None:
    (found,) = promises(text, NOW)
    assert (found.what, str(found.day), found.at, found.whose) == (what, day, at, whose)


@pytest.mark.parametrize(
    "text",
    [
        "mail a@besok.com",
        "budi@15.des",
        "@Budi telp besok",
        "hubungi @budi",
        "@besok",
        "harga @ 15.000 per kg",
        "@15 pcs kirim",
        "@15 kirim",
        "3 unit @5 Jan",
        "@1 Jan 2020 old",
        "@31 Feb kirim",
        "",
    ],
)
def test_anything_else_makes_none(text: str) -> None:
    assert promises(text, NOW) == []


def test_several_in_a_text_are_told_in_their_order_and_once() -> None:
    text = "Bicara dengan Dewi @besok telp Dewi @lusa kirim brosur\n@mereka 10 Des bayar DP\n@besok telp Dewi"
    assert [each.what for each in promises(text, NOW)] == ["telp Dewi", "kirim brosur", "bayar DP"]


@given(st.text(max_size=300), st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_no_text_and_no_day_breaks_it(text: str, now: date) -> None:
    for each in promises(f"@{text}", now):
        assert each.what
        assert each.day >= now
