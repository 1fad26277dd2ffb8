import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pypdf
import pytest
from PIL import Image

from desktop_crm import assets
from desktop_crm.documents import wording
from desktop_crm.documents.contract import ContractPaper, contract_pdf, pairs
from desktop_crm.documents.parts import ContractFacts, PaperLine, Phrase, Signatory
from desktop_crm.documents.sample import sample_facts, sample_own
from desktop_crm.documents.template import render
from desktop_crm.documents.wording import official_number
from desktop_crm.language import language
from desktop_crm.model.money import Money
from desktop_crm.model.printed import Counterpart
from desktop_crm.model.totals import Totals
from tests.pdf import pages_of, words_of
from tests.rounds import crossed

KINDS = ("sale", "services")
LANGUAGES = (("id",), ("en",), ("id", "en"))


def paper(
    kind: str = "sale", languages: tuple[str, ...] = ("id",), facts: ContractFacts | None = None, **options: Any
) -> ContractPaper:
    facts = facts or sample_facts()
    texts = tuple(render(assets.text(f"templates/{kind}.{code}.md"), facts, language(code)) for code in languages)
    return ContractPaper(facts=facts, texts=texts, **options)


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (300, 90), (15, 118, 110, 128)).save(out, "PNG")
    return out.getvalue()


def opened(pdf: bytes) -> Any:
    return pypdf.PdfReader(io.BytesIO(pdf))


def texts(reader: Any) -> list[str]:
    """What each page says, read by a library that is quicker at it."""
    return pages_of(reader.stream.getvalue())


def words(reader: Any) -> str:
    """The text as one line: lines break differently in one column and in two."""
    return words_of(reader.stream.getvalue())


def fonts(reader: Any) -> dict[Any, Any]:
    return {
        font.get_object()["/BaseFont"]: font.get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }


@pytest.mark.parametrize(("languages", "kind"), crossed(LANGUAGES, KINDS))
def test_says_what_was_agreed(kind: str, languages: tuple[str, ...]) -> None:
    text = words(opened(contract_pdf(paper(kind, languages))))
    assert "014/PKS/VIII/2026" in text
    assert "PT Nusantara Rasa Sentosa" in text
    assert "Bagus Pramana" in text
    assert "Meterai Rp" in text
    if languages == ("id",):
        assert (
            "dua ratus dua puluh tujuh juta enam ratus tujuh puluh dua ribu enam ratus lima puluh lima rupiah" in text
        )
        assert "hari Senin tanggal tiga bulan Agustus tahun dua ribu dua puluh enam" in text
        assert "Rp 227.672.655" in text.replace("\xa0", " ")
        assert "Direktur Utama" in text
        assert "Pasal 1266 dan Pasal 1267" in text
    if languages == ("en",):
        assert "two hundred twenty-seven million six hundred seventy-two thousand six hundred fifty-five rupiah" in text
        assert "Rp 227,672,655" in text.replace("\xa0", " ")
        assert "President Director" in text
        assert "the Indonesian text prevails" in text
    if len(languages) == 2:
        assert "PASAL 1 " in text
        assert "ARTICLE 1 " in text
        assert "Kuantitas" in text
        assert "Subtotal" in text


@pytest.mark.parametrize("languages", LANGUAGES)
def test_fonts_are_embedded_subsets(languages: tuple[str, ...]) -> None:
    used = fonts(opened(contract_pdf(paper(languages=languages, logo=png()))))
    assert used
    for name, font in used.items():
        assert "+SourceSerifPro" in name
        assert "/FontFile2" in font["/FontDescriptor"]


def test_every_page_has_its_foot() -> None:
    reader = opened(contract_pdf(paper(draft=True)))
    count = len(reader.pages)
    assert 3 <= count <= 6
    for number, text in enumerate(texts(reader), 1):
        assert f"Halaman {number} dari {count}" in text
        assert "014/PKS/VIII/2026 · Versi 1 · DRAF" in text
    assert "DRAF" not in words(opened(contract_pdf(paper())))


def test_bookmarks_lead_to_the_pages_of_clauses() -> None:
    reader = opened(contract_pdf(paper()))
    assert [entry.title for entry in reader.outline][:2] == [
        "Pasal 1. Objek Perjanjian",
        "Pasal 2. Harga dan Pembayaran",
    ]
    for entry in reader.outline:
        title = entry.title.partition(". ")[2]
        assert title in texts(reader)[reader.get_destination_page_number(entry)]
    assert reader.get_destination_page_number(reader.outline[-1]) > 0


def test_properties() -> None:
    reader = opened(contract_pdf(paper()))
    assert reader.metadata.title == "Perjanjian Jual Beli 014/PKS/VIII/2026"
    assert reader.metadata.author == "PT Nusantara Rasa Sentosa"
    assert reader.metadata.subject == "kopi dan gula aren"
    assert reader.trailer["/Root"]["/Lang"] == "id-ID"
    box = reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)


@pytest.mark.parametrize(("count", "languages"), crossed([1, 6, 8, 10, 15, 20, 22, 24, 120], LANGUAGES))
def test_long_specifications_carry_their_sums(count: int, languages: tuple[str, ...]) -> None:
    lines = tuple(sample_facts().lines[0] for _ in range(count))
    total = Money(Decimal(150_000_000) * count)
    zero = Money(Decimal(0))
    totals = Totals(lines=total, discount=zero, untaxed=total, taxes=(), tax=zero, total=total)
    reader = opened(contract_pdf(paper(languages=languages, facts=replace(sample_facts(), lines=lines, totals=totals))))
    pages = texts(reader)
    carried = [page for page in pages if "Dipindahkan" in page or "Carried forward" in page]
    brought = [page for page in pages if "Pindahan" in page or "Brought forward" in page]
    assert len(carried) == len(brought)
    if count == 120:
        assert len(carried) > 2
    assert sum(page.count("KP-001") for page in pages) == count


@pytest.mark.parametrize(("fill", "languages"), crossed(range(0, 60, 6), [("id",), ("id", "en")]))
def test_signatures_are_never_alone(fill: int, languages: tuple[str, ...]) -> None:
    subject = " ".join(f"barang{number}" for number in range(fill * 4))
    reader = opened(contract_pdf(paper(languages=languages, facts=replace(sample_facts(), subject=subject))))
    last = texts(reader)[-1]
    assert "Bagus Pramana" in last
    assert "Demikian Perjanjian" in last


UGLY = [
    "<b>tebal</b> & Co",
    "100 % {{ number }} {% if %}",
    "\"kutip\" 'tunggal' \\ **bintang** _garis_ # [x](y)",
    "1. bukan daftar",
    "Łódź ÅÄÖ ﬁ Ωμέγα Привет",
    "😀 emoji",
    "שלום مرحبا",
    "咖啡有限公司",
    "x" * 3000,
    "a\x00b\x07c\ud800\u200b\ufdd00\ufdd1",
    "baris\nkedua\r\nketiga",
    " \t ",
]


@pytest.mark.parametrize(("ugly", "languages"), crossed(UGLY, [("id",), ("id", "en")]))
def test_ugly_texts_are_printed_as_they_are(ugly: str, languages: tuple[str, ...]) -> None:
    facts = sample_facts()
    line = replace(facts.lines[0], name=ugly, code=ugly[:40], unit=ugly[:40], note=ugly)
    own = replace(facts.own, name=ugly, address=ugly, signatory=Signatory(name=ugly, office=ugly, authority=ugly))
    facts = replace(facts, own=own, lines=(line,), number=ugly, subject=ugly, place=ugly, delivery_place=ugly)
    text = words(opened(contract_pdf(paper(languages=languages, facts=facts))))
    for piece in (
        "<b>tebal</b> & Co",
        "{{ number }} {% if %}",
        "**bintang** _garis_",
        "1. bukan daftar",
        "Ωμέγα Привет",
    ):
        if piece in ugly:
            assert piece in text


def test_letters_the_face_lacks_come_from_the_fallback() -> None:
    facts = replace(sample_facts(), subject="ṩṏ kopi ⅓")
    reader = opened(contract_pdf(paper(facts=facts)))
    assert any("NotoSans" in name for name in fonts(reader))


def test_a_person_signs_in_the_own_name() -> None:
    client = replace(sample_facts().client, person=True, name="Sari Lestari", signatory=None, npwp="")
    text = words(opened(contract_pdf(paper(facts=replace(sample_facts(), client=client)))))
    assert "Sari Lestari, bertempat tinggal di" in text
    assert text.count("Sari Lestari") == 2


@pytest.mark.parametrize("kind", KINDS)
def test_a_client_abroad_is_named_by_the_numbers_of_its_country_or_by_none(kind: str) -> None:
    client = replace(sample_facts().client, name="Merlion Pte Ltd", npwp="", abroad=True)
    bare = paper(kind, ("id", "en"), replace(sample_facts(), client=client))
    assert [text.blanks for text in bare.texts] == [(), ()]
    for text in bare.texts:
        assert "40122, dalam hal ini" in text.text() or "40122, represented herein" in text.text()
    numbers = (official_number("registration", "201912345K", "UEN"), official_number("tax", "7"))
    told = paper(kind, ("id", "en"), replace(sample_facts(), client=replace(client, numbers=numbers)))
    indonesian, english = (text.text() for text in told.texts)
    assert "40122, nomor registrasi (UEN) 201912345K, nomor pajak 7, dalam hal ini diwakili" in indonesian
    assert "40122, registration number (UEN) 201912345K, tax number 7, represented herein" in english
    assert indonesian.count("NPWP") == english.count("NPWP") == 1  # our own


@pytest.mark.parametrize("kind", KINDS)
def test_a_person_is_named_by_the_nik_and_a_proxy_by_the_power_of_attorney(kind: str) -> None:
    numbers = (official_number("nik", "3273 0560 1090 0009"),)
    client = replace(sample_facts().client, person=True, name="Sari Lestari", signatory=None, npwp="", numbers=numbers)
    (text,) = paper(kind, facts=replace(sample_facts(), client=client)).texts
    assert "NIK 3273 0560 1090 0009, dalam hal ini bertindak untuk diri sendiri" in text.text()
    proxy = replace(client, signatory=Signatory(name="Agus Salim", authority="Surat Kuasa Nomor 7"))
    (text,) = paper(kind, languages=("en",), facts=replace(sample_facts(), client=proxy)).texts
    assert "represented herein by Agus Salim on the basis of Power of Attorney (Surat Kuasa) Number 7" in text.text()


@pytest.mark.parametrize("logo", [b"", b"no picture", b"\x89PNG\r\n\x1a\n broken"])
def test_a_broken_logo_is_left_out(logo: bytes) -> None:
    assert opened(contract_pdf(paper(logo=logo))).pages


def test_clauses_pair_by_key() -> None:
    texts = paper(languages=("id", "en")).texts
    for left, right in pairs(texts):
        assert left.key == right.key
        assert [block.kind for block in left.blocks] == [block.kind for block in right.blocks]
        assert [block.label for block in left.blocks] == [block.label for block in right.blocks]


def test_a_clause_without_translation_still_prints() -> None:
    contract = paper(languages=("id", "en"))
    shorter = replace(contract.texts[1], clauses=contract.texts[1].clauses[:-2])
    text = words(opened(contract_pdf(replace(contract, texts=(contract.texts[0], shorter)))))
    assert "Ketentuan Penutup" in text


@pytest.mark.parametrize("currency", ["USD", "JPY"])
def test_other_currencies(currency: str) -> None:
    amount = Money(Decimal("1234.50"), currency)
    zero = Money(Decimal(0), currency)
    line = PaperLine(name=Phrase("Mesin", "Machine"), quantity=Decimal(1), unit="unit", price=amount, amount=amount)
    totals = Totals(lines=amount, discount=zero, untaxed=amount, taxes=(), tax=zero, total=amount)
    text = words(
        opened(contract_pdf(paper(languages=("en",), facts=replace(sample_facts(), lines=(line,), totals=totals))))
    )
    expected = (
        "one thousand two hundred thirty-four US dollars and fifty cents" if currency == "USD" else "Japanese yen"
    )
    assert expected in text
    assert f"Amount ({currency})" in text


def boxes(reader: Any) -> list[str]:
    """On whose sides there are places for the duty stamp."""
    found = []

    def see(text: str, moved: list[float], matrix: list[float], *_more: Any) -> None:
        if text.strip() == "Meterai":
            found.append("own" if moved[4] + matrix[4] < 297 else "client")

    for page, text in zip(reader.pages, texts(reader), strict=True):
        if "Meterai" in text:
            page.extract_text(visitor_text=see)
    return found


@pytest.mark.parametrize("languages", LANGUAGES)
def test_each_original_has_one_stamp_where_the_other_party_signs_and_a_copy_none(languages: tuple[str, ...]) -> None:
    made = {sheet: opened(contract_pdf(paper(languages=languages, sheet=sheet))) for sheet in (None, *Counterpart)}
    assert {sheet: boxes(reader) for sheet, reader in made.items()} == {
        None: ["client"],
        Counterpart.FIRST: ["client"],
        Counterpart.SECOND: ["own"],
        Counterpart.COPY: [],
    }


@pytest.mark.parametrize(
    ("sheet", "marks"),
    [
        (Counterpart.FIRST, {("id",): "ASLI 1 · untuk PIHAK PERTAMA", ("en",): "ORIGINAL 1 · for THE FIRST PARTY"}),
        (Counterpart.SECOND, {("id",): "ASLI 2 · untuk PIHAK KEDUA", ("en",): "ORIGINAL 2 · for THE SECOND PARTY"}),
        (Counterpart.COPY, {("id",): "SALINAN", ("en",): "COPY", ("id", "en"): "SALINAN / COPY"}),
    ],
)
def test_each_sheet_says_what_it_is_above_all_else_and_on_every_page(
    sheet: Counterpart, marks: dict[tuple[str, ...], str]
) -> None:
    for languages, mark in marks.items():
        pages = pages_of(contract_pdf(paper(languages=languages, sheet=sheet)))
        assert pages[0].lstrip().startswith(mark)
        foot = wording.COUNTERPARTS[sheet].say(languages[0])
        assert all(f"1 · {foot}" in page for page in pages)


def test_options_of_the_templates() -> None:
    terms = replace(
        sample_facts().terms, referral=True, dispute="bani", prepayment_percent=Decimal(30), personal_data=False
    )
    facts = replace(
        sample_facts(),
        terms=terms,
        starts_on=date(2026, 8, 10),
        own=replace(sample_own(), nib="", numbers=()),
    )
    for kind in KINDS:
        contract = paper(kind, ("id", "en"), facts)
        indonesian, english = (text.text() for text in contract.texts)
        assert "Badan Arbitrase Nasional Indonesia (BANI)" in indonesian
        assert "uang muka sebesar 30% (tiga puluh persen) dari" in indonesian
        assert "advance payment of 30%" in english
        assert "Referrals" in english
        assert "NIB" not in indonesian
        assert "Nomor 27 Tahun 2022" not in indonesian
        assert all(len(left.blocks) == len(right.blocks) for left, right in pairs(contract.texts))


@pytest.mark.parametrize(
    "template", ["", "# Judul", "## [a]", "## Satu [a]", "[specification]", "teks:", "## Satu [a]\n\nteks:"]
)
@pytest.mark.parametrize("codes", [("id",), ("id", "en")])
def test_a_template_with_next_to_nothing_prints(template: str, codes: tuple[str, ...]) -> None:
    facts = sample_facts()
    texts = tuple(render(template, facts, language(code)) for code in codes)
    text = words(opened(contract_pdf(ContractPaper(facts=facts, texts=texts))))
    assert "Bagus Pramana" in text
    assert text.count("teks:") == (len(codes) if "teks" in template else 0)


def test_a_paper_that_was_sent_keeps_the_words_of_its_table() -> None:
    before, now = (words(opened(contract_pdf(paper(facts=replace(sample_facts(), wording=each))))) for each in (2, 3))
    assert ("Uraian Jumlah Satuan" in before, "Uraian Kuantitas Satuan" in before) == (True, False)
    assert ("Uraian Jumlah Satuan" in now, "Uraian Kuantitas Satuan" in now) == (False, True)
    assert " Subtotal " not in before
    assert " Subtotal " in now
