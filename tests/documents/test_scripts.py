"""Names in other scripts stand on papers in letters of their own, not in boxes."""

from dataclasses import replace
from typing import Any
from unicodedata import normalize

import pypdfium2
import pytest
from reportlab.pdfbase.pdfmetrics import getRegisteredFontNames

from desktop_crm import assets
from desktop_crm.documents.contract import ContractPaper, contract_pdf
from desktop_crm.documents.contract_check import check
from desktop_crm.documents.glyphs import undrawn
from desktop_crm.documents.kit import scripts
from desktop_crm.documents.kit.fonts import missing
from desktop_crm.documents.parts import ContractFacts
from desktop_crm.documents.sample import sample_facts
from desktop_crm.documents.sheet_kit import shown_length
from desktop_crm.documents.template import render
from desktop_crm.language import language
from desktop_crm.model.listing import Column, Kind
from desktop_crm.model.message import msg
from desktop_crm.model.problem import Severity

pytestmark = pytest.mark.in_turn

NAMES = {
    "simplified": ("北京华为技术有限公司", "王小明"),
    "traditional": ("臺灣積體電路製造股份有限公司", "張淑芬"),
    "japanese": ("株式会社トヨタ産業", "山田 太郎"),
    "korean": ("삼성물산 주식회사", "김철수"),
    "arabic": ("شركة الخليج للتجارة", "محمد بن راشد"),
}


def facts_of(name: str, signatory: str) -> ContractFacts:
    facts = sample_facts()
    client = replace(facts.client, name=name, signatory=replace(facts.client.signatory, name=signatory))
    return replace(facts, client=client)


def paper_of(facts: ContractFacts, *codes: Any) -> ContractPaper:
    texts = tuple(render(assets.text(f"templates/sale.{code}.md"), facts, language(code)) for code in codes or ("id",))
    return ContractPaper(facts=facts, texts=texts)


def drawn(pdf: bytes) -> dict[str, bytes]:
    """Each letter of the first page beyond Latin with the picture of it."""
    page = pypdfium2.PdfDocument(pdf)[0]
    scale, text = 6, page.get_textpage()
    picture = page.render(scale=scale, grayscale=True).to_pil()
    found: dict[Any, Any] = {}
    for at in range(text.count_chars()):
        letter = text.get_text_range(at, 1)
        if letter and letter > "\u0590" and not letter.isspace() and letter.isalpha():
            left, bottom, right, top = text.get_charbox(at)
            height = page.get_height()
            box = (left * scale - 2, (height - top) * scale - 2, right * scale + 2, (height - bottom) * scale + 2)
            found.setdefault(letter, picture.crop(tuple(map(round, box))).resize((24, 24)).tobytes())
    return found


@pytest.mark.parametrize("script", NAMES)
def test_every_letter_of_a_name_has_a_picture_of_its_own(script: str) -> None:
    name, signatory = NAMES[script]
    found = drawn(contract_pdf(paper_of(facts_of(name, signatory))))
    letters = set(normalize("NFKC", "".join(found)))
    assert set(name + signatory) - {" "} <= letters
    assert len(set(found.values())) == len(found), "boxes look alike"


@pytest.mark.parametrize("script", NAMES)
def test_the_check_finds_nothing_missing(script: str) -> None:
    facts = facts_of(*NAMES[script])
    assert not [problem for problem in undrawn(facts, "serif") if problem.field.startswith("client")]


def test_arabic_is_joined_and_seen_from_the_right() -> None:
    shown = scripts.displayed("PT شركة الخليج Ltd")
    assert (shown[:3], shown[-4:]) == ("PT ", " Ltd")
    first, second = shown[3:-4].split("\xa0")
    assert normalize("NFKC", second)[::-1] == "شركة", "the first word stands at the right, in joined letters"
    assert normalize("NFKC", first)[::-1] == "الخليج"
    assert second[::-1] != "شركة"


def test_han_is_drawn_as_the_language_around_it_writes_it() -> None:
    scripts.ready("直 トヨタ")
    assert scripts.faces_for({"直"}, "直", bold=False)["直"].startswith("PaperJp")
    scripts.ready("PT Maju")
    assert scripts.faces_for({"直"}, "直", bold=False)["直"].startswith("PaperSc")


def test_one_paper_cuts_one_face_a_weight() -> None:
    facts, earlier = facts_of("天津市家具有限公司", "刘洋"), set(getRegisteredFontNames())
    contract_pdf(paper_of(facts))
    cut, letters = getRegisteredFontNames(), "天津市家具有限公司刘洋"
    new = [name.partition("-")[0] for name in set(cut) - earlier]  # PaperSc400-3: the language's, of one weight
    assert len(new) == len(set(new)), "letters of earlier papers have theirs already"
    assert set(scripts.faces_for(set(letters), letters, bold=False).values()) <= set(cut)
    assert getRegisteredFontNames() == cut, "the paper has cut none for them"


def test_a_picture_sign_in_a_party_s_name_forbids_printing() -> None:
    facts = facts_of("Toko 😀 Jaya", "Budi")
    problems = [problem for problem in check(facts, paper_of(facts).texts, facts.day) if problem.field == "client.name"]
    assert [problem.severity for problem in problems] == [Severity.ERROR]
    elsewhere = list(undrawn(replace(facts_of("Toko Jaya", "Budi"), subject="kursi 😀"), "serif"))
    assert [problem.severity for problem in elsewhere] == [Severity.WARNING]


def test_what_no_font_draws_is_still_told() -> None:
    assert missing("𓀀 kopi 北京", "serif") == ["𓀀"]


def test_a_sheet_s_column_gives_letters_of_the_east_their_room() -> None:
    column = Column("name", msg("Name"), Kind.TEXT)
    assert shown_length("北京华为", column, language("id")) == 8
    assert shown_length("Toko", column, language("id")) == 4
