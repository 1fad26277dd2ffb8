"""The day and time of what is to be done, as people write it into one line."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.model.planned import Planned, read_planned

NOW = date(2026, 11, 30)  # a Monday
TEN = time(10)


@pytest.mark.parametrize(
    ("text", "planned"),
    [
        ("besok telp", Planned("telp", date(2026, 12, 1))),
        ("telp besok", Planned("telp", date(2026, 12, 1))),
        ("Besok, telp Bu Dewi", Planned("telp Bu Dewi", date(2026, 12, 1))),
        ("Jumat 10.00 kunjungan", Planned("kunjungan", date(2026, 12, 4), TEN)),
        ("kunjungan Jumat 10.00", Planned("kunjungan", date(2026, 12, 4), TEN)),
        ("kunjungan Jumat jam 10 pagi", Planned("kunjungan", date(2026, 12, 4), TEN)),
        ("Jum'at kunjungan jam 10", Planned("kunjungan", date(2026, 12, 4), TEN)),
        ("jam 10 kunjungan Jumat", Planned("kunjungan", date(2026, 12, 4), TEN)),
        ("in 3 days send price list", Planned("send price list", date(2026, 12, 3))),
        ("send price list in three days", Planned("send price list", date(2026, 12, 3))),
        ("3 hari lagi kirim daftar harga", Planned("kirim daftar harga", date(2026, 12, 3))),
        ("dalam 2 minggu tanyakan keputusan", Planned("tanyakan keputusan", date(2026, 12, 14))),
        ("seminggu lagi telp", Planned("telp", date(2026, 12, 7))),
        ("lusa antar contoh", Planned("antar contoh", date(2026, 12, 2))),
        ("besok lusa antar contoh", Planned("antar contoh", date(2026, 12, 2))),
        ("the day after tomorrow call back", Planned("call back", date(2026, 12, 2))),
        ("hari ini jam 3 sore rapat", Planned("rapat", NOW, time(15))),
        ("meeting at 9:30", Planned("meeting", NOW, time(9, 30))),
        ("2pm call Mr Tan", Planned("call Mr Tan", NOW, time(14))),
        ("12am backup", Planned("backup", NOW, time(0))),
        ("rapat pukul 13.30 WIB besok", Planned("rapat", date(2026, 12, 1), time(13, 30))),
        ("Senin kirim PO", Planned("kirim PO", date(2026, 12, 7))),  # of today it is the next one
        ("minggu depan telp", Planned("telp", date(2026, 12, 7))),
        ("Minggu telp", Planned("telp", date(2026, 12, 6))),
        ("Jumat depan telp", Planned("telp", date(2026, 12, 11))),
        ("next Friday call", Planned("call", date(2026, 12, 11))),
        ("on Friday call", Planned("call", date(2026, 12, 4))),
        ("bulan depan tagih", Planned("tagih", date(2026, 12, 1))),
        ("tagih akhir bulan", Planned("tagih", NOW)),
        ("15 Des kirim daftar harga", Planned("kirim daftar harga", date(2026, 12, 15))),
        ("@15 Des kirim daftar harga", Planned("kirim daftar harga", date(2026, 12, 15))),
        ("kirim daftar harga 15 Desember 2027", Planned("kirim daftar harga", date(2027, 12, 15))),
        ("Dec 15th send it", Planned("send it", date(2026, 12, 15))),
        ("15 Nov kirim lagi", Planned("kirim lagi", date(2027, 11, 15))),  # that of this year is over
        ("29 Feb kirim kartu", Planned("kirim kartu", date(2028, 2, 29))),
        ("tgl 5 tagih", Planned("tagih", date(2026, 12, 5))),
        ("tgl 5/1 tagih", Planned("tagih", date(2027, 1, 5))),
        ("tagih tanggal 31", Planned("tagih", date(2026, 12, 31))),
        ("2026-12-24 tutup buku", Planned("tutup buku", date(2026, 12, 24))),
        ("besok", Planned("besok", date(2026, 12, 1))),
        ("Jumat 10.00", Planned("Jumat 10.00", date(2026, 12, 4), TEN)),
    ],
)
def test_read(text: str, planned: Planned) -> None:
    assert read_planned(text, NOW) == planned


@pytest.mark.parametrize(
    "text",
    [
        "kirim pipa 3/4 inch",
        "3/4 inch pipa dikirim",
        "10.50 per kg nego lagi",
        "kirim 12 unit",
        "12 unit lampu",
        "kirim RAB",
        "sel surya 5 panel",
        "sen dan rupiah dibulatkan",
        "May calls back",
        "kirim laporan tiap minggu",
        "call them every Friday",
        "kirim ulang faktur 12/03/2024",
        "faktur 2026-01-15",
        "kirim ke Jl. Senin Raya no. 5",
        "besok-besok saja",
        "SO/2026/00705",
        "versi 10.00.3",
        "31 Feb kirim",
        "jam 25 telp",
        "tgl 45 tagih",
        "ABC-1 Des",
        "",
        "   ",
    ],
)
def test_what_is_no_day(text: str) -> None:
    assert read_planned(text, NOW) == Planned(" ".join(text.split()))


@given(st.text(max_size=60), st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 1, 1)))
def test_any_line_is_read_and_no_day_is_past(text: str, now: date) -> None:
    found = read_planned(text, now)
    assert found.day is None or found.day >= now
    assert found.day is not None or found.at is None
    assert bool(found.what) == bool(text.split())


@given(st.sampled_from(["besok", "tomorrow", "lusa", "in 2 days", "Jumat"]), st.sampled_from(["telp", "send 12 units"]))
def test_either_end_says_the_same(day: str, what: str) -> None:
    assert read_planned(f"{day} {what}", NOW) == read_planned(f"{what} {day}", NOW)


def test_a_line_of_a_whole_page_costs_nothing() -> None:
    assert read_planned("besok " * 10_000, NOW).day is None


@given(st.integers(1, 200))
def test_so_many_days_ahead(days: int) -> None:
    assert read_planned(f"{days} hari lagi telp", NOW).day == NOW + timedelta(days=days)
