"""A letter on paper, read back: its parts in both languages, and what letters of other programs have stumbled over.

Reported elsewhere: a signature alone at the top of the last page (CareerDossierTeX 421, typst-letter-pro 38), an address of many
lines that runs into what is below it (firegento-pdf 279), "Dear ," (action-center-platform 459), a country that is left out
(ef-cms 8303), a long subject that breaks the print (carbonio-mails-ui 525), two enclosures that are none (army-memorandum-class
39), Chinese names as boxes (SuiteCRM 38), umlauts as two characters (PDF-Writer 251) or not at all (mailmerge 12). A sent letter
after its client moved (OCA/website 1217) and a number used twice (OpenSID 796) are in `tests/services/test_letter.py`.
"""

import io
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from desktop_crm import assets
from desktop_crm.documents.envelope import SIZES, envelope_pdf
from desktop_crm.documents.frozen import facts_to_json, letter_from_json
from desktop_crm.documents.letter import LetterPaper, letter_pdf
from desktop_crm.documents.letter_check import check
from desktop_crm.documents.letter_facts import LetterFacts
from desktop_crm.documents.letter_text import text_of, typed_text
from desktop_crm.documents.parts import Party
from desktop_crm.documents.sample_letter import sample_letter
from desktop_crm.model.letter import enclosed
from desktop_crm.model.problem import Severity
from tests.pdf import pages_of, words_of

MM = 72 / 25.4
PARAGRAPH = "Barang telah kami periksa satu per satu di gudang, dan hasilnya kami catat dalam laporan. " * 6


def letter(code: str = "id", *, text: str = "Barang telah kami kirim.", **changes: Any) -> bytes:
    facts = replace(sample_letter(code), own_text=text, **changes)
    return letter_pdf(LetterPaper(facts=facts, text=text_of("", facts)))


def lines_of(pdf: bytes) -> list[str]:
    return [line.strip() for page in pages_of(pdf) for line in page.splitlines() if line.strip()]


def problems_of(facts: LetterFacts) -> dict[str, Severity]:
    return {problem.field: problem.severity for problem in check(facts, text_of("", facts))}


def test_an_indonesian_letter_has_its_parts_in_their_order() -> None:
    said = words_of(letter(subject="Daftar harga kopi"))
    parts = (
        *("PT Nusantara Rasa Sentosa", "Nomor : 014/SP/VIII/2026", "Jakarta, 3 Agustus 2026", "Lampiran : dua berkas"),
        *("Hal : Daftar harga kopi", "Yth. Ibu Sari Lestari Manajer Pengadaan CV Teduh Kopi Bersama"),
        *("Jalan Pahlawan Nomor 7 Bandung 40122", "Dengan hormat,", "Barang telah kami kirim.", "Hormat kami,"),
        *("Ratna Wulandari Direktur Utama", "Lampiran: 1. Daftar harga 2. Katalog", "Tembusan: Bagian keuangan"),
    )
    places = [said.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)


def test_an_english_letter_has_its_own() -> None:
    said = words_of(letter("en", subject="Price list for coffee", text="The goods are on their way."))
    parts = (
        *("Jakarta, 3 August 2026", "Our ref.: 014/SP/VIII/2026", "Your ref.: 123/TKB/VII/2026, 27 July 2026"),
        *("Ibu Sari Lestari Procurement Manager CV Teduh Kopi Bersama", "Dear Ibu Sari Lestari,"),
        *("Price list for coffee", "The goods are on their way.", "Yours sincerely,", "Ratna Wulandari"),
        *("President Director", "Encl.: 1. Price list 2. Catalogue", "cc: Finance department"),
    )
    places = [said.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)
    assert "Dengan hormat" not in said


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("1", "satu berkas"),
        ("10", "sepuluh berkas"),
        ("11", "11 berkas"),
        ("Sertifikat\n\n Katalog ", "dua berkas"),
        ("3 lembar daftar harga", "satu berkas"),
    ],
)
def test_attachments_are_counted_in_words_up_to_ten(typed: str, told: str) -> None:
    count, names = enclosed(typed)
    assert f"Lampiran : {told}" in words_of(letter(enclosed=count, enclosures=names))


def test_without_attachments_and_copies_there_is_no_line_for_them() -> None:
    count, names = enclosed(" \n ")
    said = words_of(letter(enclosed=count, enclosures=names, copies=()))
    assert "Lampiran" not in said
    assert "Tembusan" not in said


def test_the_file_says_what_it_is() -> None:
    reader = PdfReader(io.BytesIO(letter("en", subject="Price list")))
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.subject) == ("Letter 014/SP/VIII/2026", "Price list")
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    pages: Any = reader.pages
    fonts = [font.get_object() for page in pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    assert all("+" in font["/BaseFont"] for font in fonts), "all are embedded"


def test_a_long_subject_stays_in_its_column_and_whole() -> None:
    subject = "Penawaran " + "harga kabel, panel, dan pekerjaan pemasangan di gedung baru " * 6
    pdf = letter(subject=subject.strip())
    assert subject.strip() in words_of(pdf)
    page = pypdfium2.PdfDocument(pdf)[0]
    width = page.get_width()
    text = page.get_textpage()
    assert all(text.get_charbox(at)[2] <= width - 20 * MM for at in range(text.count_chars()))


def test_an_address_of_seven_lines_stands_line_by_line_and_fits_every_envelope() -> None:
    address = "Gedung Graha Contoh Lt. 17\nJl. Jenderal Sudirman Kav. 52-53\nSCBD Lot 8\nKel. Senayan\nKec. Kebayoran Baru\nJakarta Selatan, DKI Jakarta 12190\nSingapura"
    client = replace(sample_letter().client, address=address)
    lines = lines_of(letter(client=client))
    at = lines.index("CV Teduh Kopi Bersama")
    assert lines[at + 1 : at + 8] == address.splitlines()
    for size in SIZES:
        page = pypdfium2.PdfDocument(envelope_pdf(replace(sample_letter(), client=client), size))[0]
        text = page.get_textpage()
        lowest = min(text.get_charbox(at)[1] for at in range(text.count_chars()))
        assert lowest >= 14 * MM, size
        assert "Singapura" in text.get_text_bounded()


def test_nobody_to_speak_to_is_greeted_all_the_same() -> None:
    client = replace(sample_letter().client, contact="")
    said = words_of(letter(client=client, position=""))
    assert "Yth. Pimpinan CV Teduh Kopi Bersama Jalan Pahlawan" in said
    said = words_of(letter("en", client=client, position=""))
    assert "Dear Sir or Madam," in said
    assert "Yours faithfully," in said


def test_a_person_is_written_to_by_name() -> None:
    client = Party(name="Yoga Iskandar", address="Jl. Kartini 6\nMakassar", person=True)
    assert "Yth. Yoga Iskandar Jl. Kartini 6 Makassar Dengan hormat," in words_of(letter(client=client, position=""))
    assert "Dear Yoga Iskandar," in words_of(letter("en", client=client, position=""))


def test_abroad_the_country_stands_last_and_the_envelope_says_where_it_comes_from() -> None:
    client = Party(name="Müller & Söhne GmbH", address="Königstraße 5\n70173 Stuttgart\nGermany", abroad=True)
    facts = replace(sample_letter("en"), client=client, position="")
    assert "70173 Stuttgart Germany Dear Sir or Madam," in words_of(letter("en", client=client, position=""))
    said = words_of(envelope_pdf(facts, "c5"))
    assert "Jakarta Selatan 12130 Indonesia" in said
    assert said.endswith("Germany")


@pytest.mark.parametrize("paragraphs", range(14, 34, 2))
def test_a_letter_of_several_pages_has_numbers_and_never_a_signature_alone(paragraphs: int) -> None:
    pages = pages_of(letter(text="\n\n".join(f"{at}) {PARAGRAPH}" for at in range(paragraphs))))
    assert len(pages) > 1
    for at, page in enumerate(pages, 1):
        assert f"Halaman {at} dari {len(pages)}" in page
        assert "014/SP/VIII/2026" in page
    last = " ".join(pages[-1].replace("\x02", "").split())
    before = last[: last.index("Hormat kami,")]
    assert "hasilnya kami catat" in before, "something it signs stands above it"
    assert "Ratna Wulandari" in last[last.index("Hormat kami,") :]


def test_one_page_has_no_page_numbers() -> None:
    assert "Halaman" not in words_of(letter())


def test_a_short_list_of_copies_stays_with_the_signature_and_a_long_one_is_whole() -> None:
    few = tuple(f"Bagian {at}" for at in range(1, 5))
    (page,) = pages_of(letter(copies=few))
    assert "Tembusan:" in page[page.index("Hormat kami,") :]
    many = tuple(f"Cabang {at}" for at in range(1, 41))
    said = words_of(letter(copies=many, text="\n\n".join([PARAGRAPH] * 8)))
    assert all(f"{at}. Cabang {at}" in said for at in range(1, 41))


def test_chinese_names_and_umlauts_are_drawn_and_not_told_as_missing() -> None:
    client = Party(name="上海华东贸易有限公司", address="上海市浦东新区 88 号", contact="王小明", abroad=True)
    pdf = letter("en", client=client, subject="Über die Straße nach Łódź")
    said = words_of(pdf)
    for part in ("上海华东贸易有限公司", "王小明", "Über die Straße nach Łódź"):
        assert part in said
    facts = replace(sample_letter("en"), client=client, own_text="Text")
    assert problems_of(facts) == {}
    assert "王小明" in words_of(envelope_pdf(facts, "dl"))


def test_umlauts_typed_as_two_characters_are_one_on_paper() -> None:
    client = Party(name="Mu\N{COMBINING DIAERESIS}ller GmbH", address="Ko\N{COMBINING DIAERESIS}ln", abroad=True)
    said = words_of(letter("en", client=client, position=""))
    assert "Müller GmbH Köln" in said


@pytest.mark.parametrize("count", [1, 2, 3])
def test_as_many_attachments_as_there_are_are_named(count: int) -> None:
    names = tuple(f"Berkas {at}" for at in range(1, count + 1))
    for code in ("id", "en"):
        said = words_of(letter(code, enclosures=names, enclosed=count))
        assert all(name in said for name in names)


def test_what_is_missing_is_told_and_what_only_looks_odd_is_a_warning() -> None:
    facts = replace(sample_letter(), own_text="", subject="", client=Party(name=""), own=Party(name="PT A"))
    assert problems_of(facts) == {
        "client_id": Severity.ERROR,
        "subject": Severity.ERROR,
        "text": Severity.ERROR,
        "own.signatory.name": Severity.WARNING,
    }


@pytest.mark.parametrize(("size", "sides"), [("dl", (220, 110)), ("c5", (229, 162)), ("c4", (324, 229))])
def test_an_envelope_lies_and_has_its_size(size: str, sides: tuple[int, int]) -> None:
    pdf = envelope_pdf(sample_letter(), size)
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    assert [round(float(side) / MM) for side in page.mediabox[2:]] == list(sides)
    assert page.rotation == 0
    said = words_of(pdf)
    assert said.index("PT Nusantara Rasa Sentosa") < said.index("Yth. Ibu Sari Lestari")


def test_what_was_sent_can_be_read_again() -> None:
    facts = replace(sample_letter(), day=date(2026, 1, 2))
    kept = facts_to_json(facts, {"id": "# A", "en": "# B"}, 7)
    assert letter_from_json(kept) == (facts, {"id": "# A", "en": "# B"}, 7)


@given(st.text(alphabet=st.sampled_from("ab*_\\-+1. \n#[]"), max_size=60))
def test_a_value_with_marks_reads_the_same_as_ones_own_words(name: str) -> None:
    """What is typed into a card is never taken for a list or for stress."""
    said = " ".join(name.split())
    facts = replace(sample_letter(), client=replace(sample_letter().client, name=f"x{said}y"))
    first = text_of("# A\n\nKepada {{ client.name }} kami kirim.\n\n1. satu\n2. dua\n", facts)
    own = text_of("", replace(facts, own_text=typed_text(first)))
    assert re.sub(r"\s+", " ", own.text()).split("A ", 1)[-1].strip().endswith(first_words(first.text()))


def first_words(text: str) -> str:
    return re.sub(r"\s+", " ", text).removeprefix("A").strip()


@pytest.mark.parametrize("text", ["# Judul\n\nIsi {{ rahasia }}.", "# Judul\n\n{% for a in client %}x{% endfor %}"])
def test_what_letters_do_not_have_is_a_mistake_with_its_line(text: str) -> None:
    from desktop_crm.model.errors import UserError

    with pytest.raises(UserError, match="Line 3"):
        text_of(text, sample_letter())


@pytest.mark.parametrize("code", ["id", "en"])
def test_the_shipped_texts_say_how_it_is_called_in_one_line(code: str) -> None:
    for name in sorted(assets.path("templates").glob(f"letter_*.{code}.md")):
        title = text_of(name.read_text("utf-8"), sample_letter(code)).title
        assert title
        assert not title.endswith(".")
