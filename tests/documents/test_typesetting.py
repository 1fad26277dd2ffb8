"""How papers are set: quotes, spaces, parted words, what stays together, both languages, the file's properties."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from decimal import Decimal
from typing import Any, Literal

import pypdf
import pytest
from reportlab.platypus import Flowable, Paragraph, Spacer

from desktop_crm import assets
from desktop_crm.documents.contract import ContractPaper, contract_pdf
from desktop_crm.documents.kit.keep import Ending, Lead
from desktop_crm.documents.kit.lines_table import LinesTable
from desktop_crm.documents.kit.page import HEIGHT, WIDTH, Sheet, build
from desktop_crm.documents.kit.parting import parter
from desktop_crm.documents.kit.running import Running
from desktop_crm.documents.kit.styles import styles
from desktop_crm.documents.kit.text import Run, paragraph
from desktop_crm.documents.kit.typeset import typeset
from desktop_crm.documents.lines import LinesOnPaper
from desktop_crm.documents.order_sheet import OrderSheet, order_pdf
from desktop_crm.documents.sample import VAT, sample_facts
from desktop_crm.documents.template import render
from desktop_crm.language import language
from desktop_crm.model.money import Money
from desktop_crm.model.tax import Tax
from desktop_crm.model.totals import Part, TaxSum, Totals
from tests.pdf import pages_of, words_of

LOOK = styles("serif", 10.5, code="id")
NAME = "PT Perusahaan Perdagangan dan Pengangkutan Antarpulau Nusantara Jaya Abadi Sejahtera " * 2 + "Sentosa Makmur Ab"


def contract(languages: tuple[str, ...] = ("id",), **changes: Any) -> Any:
    facts = replace(sample_facts(), **changes)
    texts = tuple(render(assets.text(f"templates/sale.{code}.md"), facts, language(code)) for code in languages)
    return pypdf.PdfReader(io.BytesIO(contract_pdf(ContractPaper(facts=facts, texts=texts))))


def order(languages: Literal["id", "en", "both"] = "id", **changes: Any) -> Any:
    facts = replace(sample_facts(), **changes)
    sheet = OrderSheet(
        number="SO-1",
        day=facts.order_day,
        own=facts.own,
        client=facts.client,
        lines=facts.lines,
        totals=facts.totals,
        languages=languages,
    )
    return pypdf.PdfReader(io.BytesIO(order_pdf(sheet)))


def words(reader: Any) -> str:
    return words_of(reader.stream.getvalue())


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("CV \"Maju\" dan Toko 'Jaya'", "CV~“Maju” dan Toko ‘Jaya’"),
        ('("Barang"), disebut "', "(“Barang”), disebut “"),
        ('", yang', "”, yang"),
        ('"', '"'),
        ("Buyer's, Jum'at, '90", "Buyer’s, Jum’at, ’90"),
        ("pipa 5\" dan 6' lebar", "pipa 5″ dan 6′ lebar"),
        ('"Kelas 1" dan 12"', "“Kelas 1” dan 12″"),
        ("-18 °C, (-5), 021-555-12, SO-14, KP -014", "−18~°C, (−5), 021-555-12, SO-14, KP -014"),
        ("Jakarta - Bandung", "Jakarta – Bandung"),
        ("pada 1 September 2026 (3 Mei 2026)", "pada 1~September~2026 (3~Mei~2026)"),
        ("Rp 1.000, USD 5, 30 % dan 7 (tujuh) hari, 2 kg.", "Rp~1.000, USD~5, 30~% dan 7~(tujuh) hari, 2~kg."),
        ("NPWP 0012 3456 7890 1000", "NPWP 0012~3456~7890~1000"),
        ("PIHAK PERTAMA, THE FIRST PARTY; the FIRST PARTY", "PIHAK~PERTAMA, THE FIRST~PARTY; the FIRST~PARTY"),
        ("Pasal 1266 dan ayat (2), Article 5", "Pasal~1266 dan ayat~(2), Article~5"),
        ("", ""),
        (" dua  spasi ", " dua  spasi "),
    ],
)
def test_a_text_is_set_as_a_typesetter_would(typed: str, set_: str) -> None:
    assert typeset(typed).replace("\xa0", "~") == set_


@pytest.mark.parametrize(
    ("code", "word", "parted"),
    [
        ("id", "pelaksanaan", "pe-lak-sa-naan"),
        ("id", "mengakhiri", "meng-akhiri"),
        ("id", "perundang-undangan", "perundang--undangan"),
        ("id", "selambat-lambatnya", "selambat--lambatnya"),
        ("en", "specification", "spe-cific-ation"),
        ("en", "penalties", "pen-al-ties"),
        ("id", "tidak", "tidak"),
        ("id", "Nusantara", "Nusantara"),
        ("id", "KUHPERDATA", "KUHPERDATA"),
        ("id", "αβγδεζηθ", "αβγδεζηθ"),
    ],
)
def test_words_are_parted_and_names_are_not(code: str, word: str, parted: str) -> None:
    found = word
    for head, tail in parter(code)(word):
        assert head + tail == word
        found = f"{found[: len(head)]}-{found[len(head) :]}"
    assert found == parted


def lines_of(flowable: Any) -> list[str]:
    kind = flowable.blPara.kind
    return [
        "".join(part.text for part in line.words).strip() if kind else " ".join(line[1])
        for line in flowable.blPara.lines
    ]


@pytest.mark.parametrize("bold", [False, True])
def test_a_part_of_a_text_keeps_its_lines(bold: bool) -> None:
    text = "Kitab Undang-Undang Hukum Perdata dan peraturan perundang-undangan lainnya. " * 6
    runs = [Run(text), Run("Demikian.", bold=True)] if bold else [Run(text)]
    parted = 0
    for width in range(120, 200, 7):
        made = paragraph(runs, LOOK.body, LOOK.fonts)
        made.wrap(width, 1000)
        whole = lines_of(made)
        parted += sum(line.endswith("-") for line in whole)
        parts: list[str] = []
        left: Any = made
        while left:
            first, *rest = left.split(width, 3.5 * LOOK.body.leading)
            first.wrap(width, 1000)
            parts += lines_of(first)
            left = rest[0] if rest else None
        assert parts == whole
    assert parted > 10


def test_no_part_is_a_single_line() -> None:
    made = paragraph([Run("kata " * 60)], LOOK.body, LOOK.fonts)
    made.wrap(200, 1000)
    count = len(lines_of(made))
    leading = LOOK.body.leading
    assert made.split(200, leading) == []
    first, rest = made.split(200, (count - 1) * leading)
    assert (first.wrap(200, 1000)[1], rest.wrap(200, 1000)[1]) == ((count - 2) * leading, 2 * leading)
    three = paragraph([Run("kata kata\nkata kata\nkata kata")], LOOK.body, LOOK.fonts)
    assert three.split(200, 2 * leading) == []


def test_a_last_line_is_more_than_the_end_of_a_word() -> None:
    for width in range(100, 240):
        made = paragraph([Run("Para Pihak sepakat mengesampingkan keberlakuan ketentuan itu.")], LOOK.body, LOOK.fonts)
        made.wrap(width, 1000)
        *before, last = lines_of(made)
        assert not before or not before[-1].endswith("-") or " " in last


def test_a_heading_waits_for_the_beginning_of_its_text() -> None:
    heading = Paragraph("PASAL 1", LOOK.heading)
    body = paragraph([Run("kata " * 100)], LOOK.body, LOOK.fonts)
    lead = Lead([heading], body)
    _, whole = lead.wrap(WIDTH, HEIGHT)
    assert lead.split(WIDTH, heading.height + LOOK.body.leading) == []
    first, rest = lead.split(WIDTH, heading.height + 4.5 * LOOK.body.leading)
    assert isinstance(first, Lead)
    assert isinstance(rest, Running)
    assert first.wrap(WIDTH, HEIGHT)[1] + rest.wrap(WIDTH, HEIGHT)[1] == pytest.approx(whole)


def texts_of_pages(count: int, words_each: int | tuple[int, int, int], before: float) -> list[tuple[int, bool]]:
    """How many texts of an ending each page holds, and whether its number stands above; signatures on the last."""
    lengths = words_each if isinstance(words_each, tuple) else (words_each,) * count
    texts = [paragraph([Run(f"awal{at} " + "kata " * long)], LOOK.body, LOOK.fonts) for at, long in enumerate(lengths)]
    again = paragraph([Run("PASAL 9 (lanjutan)")], LOOK.heading, LOOK.fonts)
    signatures = Spacer(0, 150)
    signatures.__class__ = type("Places", (Spacer,), {"draw": lambda self: self.canv.drawString(0, 0, "TANDA")})
    sheet = Sheet("T", "A", "S", ("id",), LOOK.fonts, "", lambda page, pages: "")
    pages = pages_of(build(sheet, [Spacer(0, before), Ending(texts, signatures, again)]))
    assert "TANDA" in pages[-1]
    return [(page.count("awal"), "lanjutan" in page) for page in pages]


@pytest.mark.parametrize(
    ("count", "words_each", "before", "pages"),
    [
        (4, 30, 100, [(4, False)]),
        (4, 30, HEIGHT - 200, [(0, False), (4, False)]),  # little is left of the page: whole on the next
        (8, 60, 250, [(6, False), (2, True)]),  # much is left: begun there, with the number again
        (40, 60, 0, [(12, False), (12, True), (12, True), (4, True)]),  # longer than a page
    ],
)
def test_signatures_keep_their_clause_and_its_number(
    count: int, words_each: int, before: float, pages: list[tuple[int, bool]]
) -> None:
    found = texts_of_pages(count, words_each, before)
    assert [headed for _, headed in found] == [headed for _, headed in pages]
    assert sum(texts for texts, _ in found) == count
    assert found[-1][0] >= 1
    if len(pages) < 3:
        assert found == pages


def test_a_last_text_longer_than_a_page_ends_with_the_signatures() -> None:
    assert [texts for texts, _ in texts_of_pages(1, 2000, 0)] == [1, 0, 0]


def test_a_short_text_after_one_longer_than_a_page_does_not_leave_the_signatures_alone() -> None:
    (first, _), *between, last = texts_of_pages(3, (10, 2000, 4), 0)
    assert first == 2
    assert [headed for _, headed in between] == [True] * len(between)
    assert last == (1, True)


def rows_of(part: Flowable) -> int:
    assert isinstance(part, LinesTable)
    return len(part.rows)


@pytest.mark.parametrize("count", [1, 5, 6, 9, 60])
def test_a_table_keeps_rows_at_both_ends(count: int) -> None:
    facts = sample_facts()
    lines = (facts.lines[0],) * count
    for room in range(20, int(HEIGHT), 25):
        table = next(LinesOnPaper(lines, facts.totals, ("id",), LOOK).flowables())
        height = table.wrap(WIDTH, room)[1]
        parts = table.split(WIDTH, room) if height > room else [table]
        assert all(rows_of(part) >= min(3, count) for part in parts)
        if count < 6:
            assert len(parts) < 2


def test_rows_taller_than_a_page_together_are_parted_all_the_same() -> None:
    line = replace(sample_facts().lines[0], name="kata lempengan " * 200)
    reader = contract(lines=(line,) * 3)
    assert words(reader).count("lempengan") == 600


def test_a_paper_of_two_languages_is_so_in_foot_bookmarks_and_properties() -> None:
    reader = contract(("id", "en"))
    for number, page in enumerate(pages_of(reader.stream.getvalue()), 1):
        text = " ".join(page.split())
        assert f"Halaman {number} dari {len(reader.pages)} / Page {number} of {len(reader.pages)}" in text
        assert "Versi 1 / Version 1" in text
        assert "Paraf / Initials: I" in text
    assert reader.outline[1].title == "Pasal 2 / Article 2. Harga dan Pembayaran / Price and Payment"
    assert reader.metadata.title == "Perjanjian Jual Beli / Sale and Purchase Agreement 014/PKS/VIII/2026"
    text = words(order("both"))
    assert "28 Juli 2026 / 28 July 2026" in text
    assert "Halaman 1 dari 1 / Page 1 of 1" in text
    assert "Pesanan / Order SO-1" in text


@pytest.mark.parametrize("made", [contract, order])
def test_figures_of_two_languages_say_how_they_are_written(made: Callable[..., Any]) -> None:
    both = words(made(("id", "en") if made is contract else "both"))
    assert "Rp 227.672.655 Rp 227,672,655" in both
    assert "titik memisahkan ribuan" in both
    assert "a point separates thousands" in both
    assert "titik memisahkan ribuan" not in words(made())


def test_a_paper_opens_with_its_outline_and_tells_what_it_is() -> None:
    reader = contract(("id", "en"))
    root = reader.trailer["/Root"]
    assert (root["/PageMode"], root["/PageLayout"]) == ("/UseOutlines", "/OneColumn")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/Lang"] == "id-ID"
    told = reader.xmp_metadata
    assert told.dc_title == {"x-default": reader.metadata.title}
    assert told.dc_creator == ["PT Nusantara Rasa Sentosa"]
    assert told.dc_description == {"x-default": "kopi dan gula aren / coffee and palm sugar"}
    assert told.dc_language == ["id-ID", "en-GB"]
    assert told.xmp_creator_tool == reader.metadata.creator == "Desktop CRM"
    assert told.xmp_create_date == reader.metadata.creation_date.astimezone(UTC).replace(tzinfo=None)
    sheet = order(own=replace(sample_facts().own, name="PT <A> & B"))
    assert sheet.trailer["/Root"].get("/PageMode", "/UseNone") == "/UseNone"  # there is no outline
    assert sheet.xmp_metadata.dc_creator == ["PT <A> & B"]


@pytest.mark.parametrize("made", [contract, order])
def test_a_long_name_is_cut_nowhere(made: Callable[..., Any]) -> None:
    assert len(NAME) == 187
    parties = {name: replace(getattr(sample_facts(), name), name=NAME) for name in ("own", "client")}
    signatory = replace(parties["own"].signatory, name=NAME)
    text = words(made(own=replace(parties["own"], signatory=signatory), client=parties["client"]))
    assert "…" not in text.replace("………………", "")
    assert text.count("Sejahtera Sentosa Makmur Ab") >= 4


def test_a_long_number_stands_whole_in_head_and_foot() -> None:
    number = "0000173/PERJANJIAN-JUAL-BELI/DIREKTORAT-NIAGA/KANTOR-PUSAT/XII/2026"
    reader = contract(("id", "en"), number=number)
    assert f"Nomor / Number: {number}" in words(reader)
    for page in pages_of(reader.stream.getvalue()):
        assert f"{number} · Versi 1 / Version 1" in " ".join(page.split())


def test_each_base_is_told_once_and_taxes_stand_below_theirs() -> None:
    money = [Money(Decimal(amount)) for amount in (1100, 1000, 917)]
    full, luxury = Tax("A", "PPN 12%", Decimal(12)), Tax("C", "PPnBM 20%", Decimal(20))
    part = [TaxSum(full, money[1], money[2]), TaxSum(VAT, money[2], money[2]), TaxSum(luxury, money[1], money[2])]
    totals = Totals(
        lines=money[0], discount=money[2], untaxed=money[0], taxes=tuple(part), tax=money[2], total=money[0]
    )
    told = [(item.part, item.tax.name if item.tax else "") for item in totals.above()][3:]
    assert told[:3] == [(Part.BASE, "PPN 12%"), (Part.TAX, "PPN 12%"), (Part.TAX, "PPnBM 20%")]
    assert told[3:5] == [(Part.BASE, "PPN 12%"), (Part.TAX, "PPN 12%")]
