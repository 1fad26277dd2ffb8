import io
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pypdf
import pypdfium2
import pytest

from desktop_crm.documents.order_sheet import OrderSheet, order_pdf
from desktop_crm.documents.parts import Party, Phrase
from desktop_crm.documents.sample import sample_facts
from desktop_crm.documents.wording import official_number
from desktop_crm.model.money import Money
from desktop_crm.model.totals import Totals
from tests.pdf import pages_of, words_of


def sheet(**changes: Any) -> OrderSheet:
    facts = sample_facts()
    return replace(
        OrderSheet(
            number="SO-2026-0142",
            day=facts.order_day,
            own=facts.own,
            client=facts.client,
            lines=facts.lines,
            totals=facts.totals,
            promised_day=facts.delivery_day,
            payment_terms=Phrase("30 hari setelah faktur", "30 days after invoice"),
            notes="Hubungi <gudang> & satpam 100%",
        ),
        **changes,
    )


def opened(pdf: bytes) -> Any:
    return pypdf.PdfReader(io.BytesIO(pdf))


def words(reader: Any) -> str:
    return words_of(reader.stream.getvalue()).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "id",
            [
                "PESANAN SO-2026-0142",
                "Tanggal janji kirim",
                "1 September 2026",
                "DPP nilai lain (11/12)",
                "Rp 227.672.655",
                "Halaman 1 dari 1",
                "30 hari setelah faktur",
            ],
        ),
        (
            "en",
            [
                "ORDER SO-2026-0142",
                "Promised",
                "28 July 2026",
                "Tax base (11/12)",
                "Rp 227,672,655",
                "Page 1 of 1",
                "30 days after invoice",
            ],
        ),
        ("both", ["PESANAN / ORDER SO-2026-0142", "Liquid palm sugar", "Gula aren", "botol / bottle"]),
    ],
)
def test_says_what_was_ordered(code: str, expected: list[str]) -> None:
    text = words(opened(order_pdf(sheet(languages=code))))
    for piece in (*expected, "Hubungi <gudang> & satpam 100%", "NPWP 0098 7654 3210 9000", "Ratna Wulandari"):
        assert piece in text


def test_a_client_abroad_has_the_numbers_of_its_country() -> None:
    numbers = (official_number("registration", "201912345K", "UEN"),)
    client = replace(sample_facts().client, npwp="", abroad=True, numbers=numbers)
    assert "nomor registrasi (UEN) 201912345K" in words(opened(order_pdf(sheet(client=client))))
    assert "registration number (UEN) 201912345K" in words(opened(order_pdf(sheet(client=client, languages="en"))))
    both = words(opened(order_pdf(sheet(client=client, languages="both"))))
    assert "nomor registrasi (UEN) 201912345K / registration number (UEN) 201912345K" in both


def test_fonts_and_properties() -> None:
    reader = opened(order_pdf(sheet()))
    names = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert names
    for font in names:
        assert "+FiraSans" in font["/BaseFont"]
        assert "/FontFile2" in font["/FontDescriptor"]
    assert reader.metadata.title == "Pesanan SO-2026-0142"
    assert reader.trailer["/Root"]["/Lang"] == "id-ID"


@pytest.mark.parametrize("count", [1, 25, 27, 28, 29, 30, 31, 300])
def test_sums_go_from_page_to_page(count: int) -> None:
    pages = [" ".join(page.split()) for page in pages_of(order_pdf(sheet(lines=sample_facts().lines[2:] * count)))]
    assert sum(page.count("KP-003") for page in pages) == count
    for before, after in pairwise(pages):
        if "KP-003" in after:
            assert "Dipindahkan" in before
            assert "Pindahan" in after
    assert "Ratna Wulandari" in pages[-1]
    assert len(pages[-1]) > 150


def test_little_is_enough() -> None:
    zero = Money(Decimal(0))
    totals = Totals(lines=zero, discount=zero, untaxed=zero, taxes=(), tax=zero, total=zero)
    bare = OrderSheet(
        number="1", day=sample_facts().order_day, own=Party(name="A"), client=Party(name="B"), lines=(), totals=totals
    )
    assert "nol rupiah" in words(opened(order_pdf(bare)))


def test_a_very_long_name_goes_on_over_pages() -> None:
    line = replace(sample_facts().lines[0], name="kata panjang " * 900, note="x" * 5000)
    reader = opened(order_pdf(sheet(lines=(line, line))))
    assert len(reader.pages) > 2
    assert words(reader).count("panjang") == 1800


@pytest.mark.parametrize("text", ["kata " * 3000, "x" * 10_000, "baris\n" * 500])
def test_a_client_beyond_all_measure_is_cut(text: str) -> None:
    client = replace(sample_facts().client, name=text, address=text, contact=text, email=text)
    assert opened(order_pdf(sheet(client=client))).pages


def test_discount_of_the_order_is_told() -> None:
    totals = replace(sample_facts().totals, discount=Money(Decimal(110_500)))
    assert "−110.500" in words(opened(order_pdf(sheet(totals=totals))))


def test_a_draft_says_so() -> None:
    assert "DRAF" in words(opened(order_pdf(sheet(draft=True))))


def test_a_carried_sum_wider_than_its_column_leaves_its_word_alone() -> None:
    line = replace(sample_facts().lines[0], amount=Money(Decimal(90_000_000)))
    pdf = order_pdf(sheet(lines=(line,) * 80))
    page = pypdfium2.PdfDocument(pdf)[1].get_textpage()
    assert edges(page, "Pindahan")[1] + 2 < edges(page, page.get_text_range().split("Pindahan")[1].split()[0])[0]


def edges(page: Any, text: str) -> tuple[float, float]:
    """Left and right of a text on a page."""
    index, count = page.search(text).get_next()
    boxes = [page.get_charbox(at) for at in range(index, index + count)]
    return min(box[0] for box in boxes), max(box[2] for box in boxes)
