"""What the templates say at the edges of every term, read as the other side's lawyer would; and what was sent before."""

import json
import lzma
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from desktop_crm import assets
from desktop_crm.documents import wording
from desktop_crm.documents.contract_check import check
from desktop_crm.documents.frozen import facts_from_json
from desktop_crm.documents.parts import WORDING, ContractFacts, PaperLine, Phrase, Signatory
from desktop_crm.documents.sample import sample_facts
from desktop_crm.documents.template import RenderedContract, render
from desktop_crm.language import language
from desktop_crm.model.contract_terms import INCOTERMS, ContractTerms
from desktop_crm.model.money import Money
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.model.tax import Tax
from desktop_crm.model.totals import paper_totals
from tests.rounds import crossed

KINDS = ("sale", "services")
SENT = Path(__file__).parent.parent / "versions" / "sent-0009.json.xz"

#: What no contract says, in either language.
NONSENSE = [
    *(r"(?<![\d.,])0 \(", r"\(nol\)", r"\(zero\)", r"(?<![\d.,])0 (hari|bulan|tahun|day|month|year)"),
    *(
        r"\(\s*\)",
        r"“\s*”",
        r"\(\)",
        r" ,",
        r" \.(?! )",
        r"\.\.",
        r",,",
        r"; *;",
        r"  ",
        r"(?<!Jakarta )None|True|False",
    ),
    *(
        r"\b(\w+) \1\b",
        r"………",
        r"(?<![\d.,])1 \(one\) calendar days",
        r"100% \(\w+ \w+ \w+\) (dari|of) (Harga|the Price), yaitu",
    ),
]

ZERO = {
    **dict.fromkeys(("payment_days", "advance_days", "claim_days", "replacement_days", "warranty_months"), 0),
    **dict.fromkeys(("acceptance_days", "notice_days", "cure_days", "force_majeure_days"), 0),
    **dict.fromkeys(("force_majeure_limit_days", "confidentiality_years", "negotiation_days", "referral_months"), 0),
}
ONE = dict.fromkeys(ZERO, 1)
ALL_OPTIONS = {
    "referral": True,
    "retention_of_title": True,
    "convenience": True,
    "incoterm": "FOB",
    "liability_percent": Decimal(100),
    "data_roles": "processor",
    "dispute": "bani",
    "arbitrators": "1",
}
NO_OPTIONS = dict.fromkeys(("personal_data", "anti_corruption", "electronic_signature", "advance_return"), False)
EDGES: dict[str, dict[str, Any]] = {
    "usual": {},
    "zero": ZERO,
    "zero, half in advance": {**ZERO, "prepayment_percent": Decimal(50)},
    "zero, all options": {**ZERO, **ALL_OPTIONS},
    "one": {**ONE, **ALL_OPTIONS, "prepayment_percent": Decimal(50)},
    "no penalty": {"penalty_percent": Decimal(0)},
    "no limit": {"penalty_limit_percent": Decimal(0)},
    "no penalty, no limit": {"penalty_percent": Decimal(0), "penalty_limit_percent": Decimal(0), "referral": True},
    "no reward": {"referral": True, "referral_percent": Decimal(0)},
    "all in advance": {"prepayment_percent": Decimal(100)},
    "half in advance": {"prepayment_percent": Decimal("12.5")},
    "all options": ALL_OPTIONS,
    "no options": NO_OPTIONS,
    "arbitration": {"dispute": "bani", "arbitration_language": "en", "arbitration_seat": "Surabaya"},
}


def sample(
    kind: str = "sale",
    terms: Mapping[str, Any] = MappingProxyType({}),
    tax: Tax | tuple[()] | None = None,
    **changes: Any,
) -> ContractFacts:
    facts = replace(sample_facts(), terms=ContractTerms(**dict(terms)), **changes)
    if tax is None:
        return facts
    return replace(facts, totals=paper_totals([Line(line, tax or None) for line in facts.lines], Decimal(0), "IDR"))


class Line:
    def __init__(self, line: PaperLine, tax: Tax | None) -> None:
        self.quantity, self.price, self.discount, self.tax = line.quantity, line.price.amount, line.discount, tax


def rendered(facts: ContractFacts, kind: str = "sale", code: str = "id") -> RenderedContract:
    return render(assets.text(f"templates/{kind}.{code}.md"), facts, language(code))


def text_of(facts: ContractFacts, kind: str = "sale", code: str = "id") -> str:
    return rendered(facts, kind, code).text().replace("\xa0", " ")


def nonsense(text: str) -> list[Any]:
    lines = text.splitlines()
    found = [(found[0], line) for line in lines for rule in NONSENSE if (found := re.search(rule, line))]
    return [
        (what, line) for what, line in found if not re.fullmatch(r"(masing|undang|bersama|cita) \1|that that", what)
    ]


PARTIES: dict[str, dict[str, Any]] = {
    "company": {},
    "person": {"person": True, "signatory": None, "npwp": "", "email": "sari@example.com"},
    "abroad": {"abroad": True, "npwp": "", "city": "Singapore"},
}
TAXES: dict[str, Tax | tuple[()]] = {
    "11/12": Tax("PPN11", "PPN 12% × 11/12", Decimal(12), 11, 12),
    "12": Tax("PPN12", "PPN 12%", Decimal(12)),
    "included": Tax("PPN11I", "PPN 12% × 11/12, termasuk", Decimal(12), 11, 12, included=True),
    "zero": Tax("PPN0", "PPN 0%", Decimal(0)),
    "two": Tax("M", "PPN 12%", Decimal(12), second_name="PPnBM 20%", second_rate=Decimal(20)),
    "other": Tax("PB1", "PB1 10%", Decimal(10)),
    "none": (),
}


@pytest.mark.parametrize(("edge", "kind"), crossed(list(EDGES), KINDS))
def test_there_is_no_nonsense_at_the_edges_and_both_languages_say_as_much(kind: str, edge: str) -> None:
    for languages, payment in crossed(("id", "en", "both"), ("", "50 % di muka", "L/C at sight")):
        facts = sample(terms=EDGES[edge], languages=languages, payment_terms=payment)
        pair = [rendered(facts, kind, code) for code in ("id", "en")]
        assert [nonsense(each.text().replace("\xa0", " ")) for each in pair] == [[], []]
        shapes = [[(c.key, [(b.kind, b.level, b.label) for b in c.blocks]) for c in each.clauses] for each in pair]
        assert shapes[0] == shapes[1]
        assert not any(each.blanks for each in pair)


@pytest.mark.parametrize(("kind", "party", "tax"), crossed(KINDS, list(PARTIES), list(TAXES)))
def test_nor_for_any_party_and_tax(kind: str, party: str, tax: str) -> None:
    facts = sample(tax=TAXES[tax], client=replace(sample_facts().client, **PARTIES[party]))
    for code in ("id", "en"):
        assert nonsense(text_of(facts, kind, code)) == []


@pytest.mark.parametrize("text", ["0 hari", "7 (nol) hari", "a () b", "dari dari", "1 (one) calendar days", "x,, y"])
def test_nonsense_is_found(text: str) -> None:
    assert nonsense(text)


def test_the_goods_are_what_the_specification_says_not_its_first_lines() -> None:
    lines = tuple(replace(sample_facts().lines[0], name=Phrase(f"Barang {n}", f"Item {n}")) for n in range(60))
    first = Phrase("Barang 0, Barang 1, Barang 2", "Item 0, Item 1, Item 2")
    indonesian, english = (text_of(sample(lines=lines, subject=first), code=code) for code in ("id", "en"))
    assert "seluruh barang yang jenis, jumlah, dan harganya tercantum dalam spesifikasi" in indonesian
    assert "Barang 2, dan lainnya menurut spesifikasi." in indonesian
    assert "Item 2, and others as specified." in english
    assert "secara ringkas" not in text_of(sample(subject=""))
    few = text_of(sample(subject=Phrase("Kopi, Gula, Teh", "Coffee, Sugar, Tea")))
    assert "secara ringkas: Kopi, Gula, Teh." in few


TERMS_OF_PAYMENT = [
    ("", ["30 (tiga puluh) hari kalender sejak Barang"], ["uang muka sebesar"]),
    ("60 hari", ["60 (enam puluh) hari kalender sejak Barang"], ["30 (tiga", "60 hari"]),
    ("NET 14", ["14 (empat belas) hari kalender sejak Barang"], ["NET"]),
    ("50 % di muka", ["uang muka sebesar 50% (lima puluh persen) dari Harga", "sisa Harga, yaitu", "30 (tiga"], ["%di", "di muka"]),
    ("DP 30%, pelunasan 14 hari", ["uang muka sebesar 30%", "14 (empat belas) hari kalender sejak Barang"], ["30 (tiga"]),
    ("lunas di muka", ["membayar seluruh Harga di muka"], ["sisa Harga", "sejak Barang dan faktur"]),
    ("COD", ["membayar seluruh Harga pada saat Barang dan faktur diterima"], ["COD"]),
    ("L/C at sight", ["menurut syarat pembayaran berikut: L/C at sight."], ["sejak Barang dan faktur", "uang muka"]),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "said", "unsaid"), TERMS_OF_PAYMENT)
def test_terms_of_payment_have_one_source(typed: str, said: list[str], unsaid: list[str]) -> None:
    facts = sample(payment_terms=typed, terms={"advance_return": False})
    (price,) = (clause for clause in rendered(facts).clauses if clause.key == "price")
    text = " ".join("".join(run.text for run in block.runs) for block in price.blocks)
    for words in said:
        assert words in text
    for words in unsaid:
        assert words not in text


def test_what_is_typed_wins_over_the_days_and_the_advance_of_the_form() -> None:
    facts = sample(payment_terms="L/C at sight", terms={"prepayment_percent": Decimal(30), "payment_days": 45})
    text = text_of(facts)
    assert "uang muka sebesar" not in text
    assert "45 (empat" not in text


def test_a_template_of_ones_own_that_names_days_beside_a_text_is_told() -> None:
    earlier = json.loads(json.loads(lzma.decompress(SENT.read_bytes()))[0]["kept"])["templates"]
    facts = sample(payment_terms="L/C at sight")
    texts = [render(earlier[code], facts, language(code)) for code in ("id", "en")]
    told = [problem for problem in check(facts, texts, date(2026, 8, 1)) if problem.field == "template"]
    assert ["30 days for payment beside “L/C at sight”" in str(problem.message) for problem in told] == [True]
    assert "template" not in problems(facts)
    known = sample(payment_terms="60 hari")
    texts = [render(earlier["id"], known, language("id"))]
    assert "60 (enam puluh) hari" in texts[0].text()
    assert "30 (tiga puluh) hari kalender sejak Barang" not in texts[0].text()


def test_advance_and_balance_add_up_to_the_price() -> None:
    facts = sample(terms={"prepayment_percent": Decimal("33.33")})
    assert facts.advance + facts.balance == facts.totals.total
    assert f"yaitu {language('id').money(facts.balance)}" in rendered(facts).text()


def test_both_languages_of_what_was_typed() -> None:
    terms = {"payment_terms_en": "against documents", "delivery_terms_en": "at the port", "subject_en": "spare parts"}
    facts = sample(terms=terms, payment_terms="terhadap dokumen", delivery_terms="di pelabuhan", subject="suku cadang")
    indonesian, english = (text_of(facts, code=code) for code in ("id", "en"))
    for own, other, here, there in (
        ("terhadap dokumen", "against documents", indonesian, english),
        ("di pelabuhan", "at the port", indonesian, english),
        ("suku cadang", "spare parts", indonesian, english),
    ):
        assert own in here
        assert other in there
        assert own not in there
        assert other not in here
    assert "delivered to the warehouse" in text_of(sample(delivery_terms="Franko gudang"), code="en")


@pytest.mark.parametrize(
    ("typed", "english"),
    [
        ("30 hari setelah faktur diterima", "30 days after receipt of the invoice"),
        ("Dalam 14 hari sejak BAST.", "14 days after the BAST is signed"),
        ("tunai", "cash"),
        ("menurut jadwal", "menurut jadwal"),
    ],
)
def test_usual_terms_of_payment_have_their_english(typed: str, english: str) -> None:
    facts = sample(payment_terms=typed)
    assert f"menurut syarat pembayaran berikut: {typed.rstrip('.')}." in text_of(facts)
    assert f"on the following terms of payment: {english}." in text_of(facts, code="en")


@pytest.mark.parametrize(
    ("typed", "english"),
    [
        ("Anggaran Dasar", "the Articles of Association (Anggaran Dasar)"),
        ("Surat Kuasa Nomor 7 tanggal 3 Mei 2026", "Power of Attorney (Surat Kuasa) Number 7 dated 3 May 2026"),
        ("Akta Pendirian Nomor 17", "the Deed of Establishment (Akta Pendirian) Number 17"),
        ("Surat Kuasa Direksi No. 3", "the Board of Directors' Power of Attorney (Surat Kuasa Direksi) No. 3"),
        ("Akta Nomor 12 tanggal 5 Januari 2020", "Deed (Akta) Number 12 dated 5 January 2020"),
        (Phrase("Rapat", "the meeting of shareholders"), "the meeting of shareholders"),
        ("Aktanya sendiri", "Aktanya sendiri"),
    ],
)
def test_both_titles_of_an_authority(typed: str | Phrase, english: str) -> None:
    own = replace(sample_facts().own, signatory=Signatory(name="Ana", office="Direktur", authority=typed))
    assert f"on the basis of {english}, therefore" in text_of(sample(own=own), code="en")


def test_taxes_have_a_name_in_each_language() -> None:
    facts = sample(tax=TAXES["two"])
    assert "dan PPnBM 20% sebesar" in text_of(facts)
    assert "and Luxury-Goods Sales Tax (PPnBM) 20% of" in text_of(facts, code="en")
    names = {(said.id, said.en) for said in map(wording.of_sum, facts.totals.above()) if isinstance(said, Phrase)}
    assert {("PPN 12%", "VAT (PPN) 12%"), ("PPnBM 20%", "Luxury-Goods Sales Tax (PPnBM) 20%")} <= names


@pytest.mark.parametrize(
    ("tax", "said", "unsaid"),
    [
        ("11/12", ["berikut pajak", "Pajak Pertambahan Nilai sebesar", "Nomor 131 Tahun 2024"], []),
        ("12", ["berikut pajak", "Pajak Pertambahan Nilai sebesar"], ["Nomor 131 Tahun 2024"]),
        ("zero", ["pajak dengan tarif 0% (nol persen)"], ["sebesar Rp 0", "Nomor 131", "faktur pajak"]),
        ("none", ["tidak mengandung Pajak Pertambahan Nilai"], ["berikut pajak", "sebesar Rp 0", "Nomor 131"]),
        ("other", ["mencakup pajak sebesar"], ["Pajak Pertambahan Nilai sebesar"]),
    ],
)
def test_taxes(tax: str, said: list[str], unsaid: list[str]) -> None:
    (price,) = (clause for clause in rendered(sample(tax=TAXES[tax])).clauses if clause.key == "price")
    text = " ".join("".join(run.text for run in block.runs) for block in price.blocks[:2]).replace("\xa0", " ")
    assert [words for words in said if words not in text] == []
    assert [words for words in unsaid if words in text] == []


@pytest.mark.parametrize(("party", "said"), [("company", "Pasal 23"), ("person", ""), ("abroad", "pajak berganda")])
def test_income_tax_where_it_applies(party: str, said: str) -> None:
    text = text_of(sample(client=replace(sample_facts().client, **PARTIES[party])), "services")
    assert [words for words in ("Pasal 23", "pajak berganda") if words in text] == ([said] if said else [])


@pytest.mark.parametrize(
    ("city", "address", "court"),
    [
        ("Jakarta", "Jl. Sudirman 1\nJakarta 10220", "Jakarta Pusat"),
        ("DKI Jakarta", "Jl. Kemang\n12730", "Jakarta Selatan"),
        ("Kota Jakarta Utara", "", "Jakarta Utara"),
        ("Kab. Bogor", "", "Cibinong"),
        ("Kabupaten Sleman", "", "Sleman"),
        ("Bandung", "", "Bandung"),
        ("Tangerang Selatan", "", "Tangerang"),
    ],
)
def test_the_court_is_one_there_is(city: str, address: str, court: str) -> None:
    own = replace(sample_facts().own, city=city, address=address)
    assert f"Pengadilan Negeri {court}." in text_of(sample(own=own))
    chosen = sample(own=own, terms={"court_place": "Surabaya"})
    assert "Pengadilan Negeri Surabaya." in text_of(chosen)


def problems(facts: ContractFacts, codes: tuple[str, ...] = ("id",)) -> dict[str, Problem]:
    found = check(facts, [rendered(facts, code=code) for code in codes], date(2026, 8, 1))
    return {problem.field: problem for problem in found}


def test_which_court_of_jakarta_is_asked() -> None:
    own = replace(sample_facts().own, city="Jakarta", address="Jl. Sudirman 1")
    assert problems(sample(own=own))["terms.court_place"].severity is Severity.ERROR
    told = problems(sample(own=own, terms={"court_place": "Jakarta"}))["terms.court_place"]
    assert told.severity is Severity.ERROR
    assert "Jakarta Selatan" in str(told.message)
    assert problems(sample(own=own, terms={"court_place": "Jakarta", "dispute": "bani"})) == {}


def test_a_court_at_home_where_we_are_abroad() -> None:
    own = replace(sample_facts().own, city="Singapore", abroad=True)
    assert "Pengadilan Negeri Bandung." in text_of(sample(own=own))


def test_arbitration_names_seat_number_and_language() -> None:
    text = text_of(sample(terms=EDGES["arbitration"]))
    assert "oleh 3 (tiga) orang arbiter, dengan tempat kedudukan arbitrase di Surabaya dan dalam bahasa Inggris" in text


@pytest.mark.parametrize(
    ("languages", "code", "said", "unsaid"),
    [
        ("en", "en", "is made in the English language", "is made in the Indonesian"),
        ("id", "id", "dibuat dalam bahasa Indonesia sesuai", "bahasa Inggris"),
        ("id", "en", "is made in the Indonesian language", "made in the English"),
        ("both", "en", "is made in the Indonesian and the English language", "made in the English"),
    ],
)
def test_a_paper_says_in_which_language_it_is(languages: str, code: str, said: str, unsaid: str) -> None:
    text = text_of(sample(languages=languages), code=code)
    assert said in text
    assert unsaid not in text


def test_an_end_includes_its_day() -> None:
    assert "sampai dengan tanggal 2 Agustus 2027" in text_of(sample())
    assert "until and including 2 August 2027" in text_of(sample(), code="en")


def test_notice_is_used() -> None:
    text = text_of(sample(terms={"convenience": True, "notice_days": 45}))
    assert "tanpa alasan dengan pemberitahuan tertulis selambat-lambatnya 45 (empat puluh lima) hari kalender" in text


@pytest.mark.parametrize("kind", KINDS)
def test_services_need_no_place_and_goods_do(kind: str) -> None:
    contract = rendered(sample(delivery_place=""), kind)
    assert (contract.blanks == ("delivery_place",)) == (kind == "sale")
    if kind == "services":
        assert "melaksanakan Jasa dan menyelesaikannya" in contract.text()


OPTIONS = [
    ({"liability_percent": Decimal(100)}, "Batas Tanggung Jawab", KINDS),
    ({"retention_of_title": True}, "Hak milik atas Barang tetap pada Penjual sampai dengan Harga dibayar lunas", ("sale",)),
    ({"incoterm": "CIF"}, "CIF Jalan Pahlawan Nomor 7, Bandung menurut Incoterms 2020", ("sale",)),
    ({"prepayment_percent": Decimal(30)}, "mengembalikan pembayaran di muka", KINDS),
    ({"anti_corruption": True}, "Antikorupsi", KINDS),
    ({"electronic_signature": True}, "tanda tangan elektronik tersertifikasi", KINDS),
    ({"data_roles": "processor"}, "Prosesor Data Pribadi", KINDS),
    ({"convenience": True}, "tanpa alasan dengan pemberitahuan", KINDS),
]  # fmt: skip


@pytest.mark.parametrize(("terms", "said", "kinds"), OPTIONS)
def test_options(terms: dict[str, Any], said: str, kinds: tuple[str, ...]) -> None:
    for kind in kinds:
        assert said in text_of(sample(terms=terms), kind)
        assert said not in text_of(sample(terms=NO_OPTIONS), kind)


@pytest.mark.parametrize("kind", KINDS)
def test_what_favours_nobody_is_always_there(kind: str) -> None:
    text = text_of(sample(terms=NO_OPTIONS), kind)
    for said in ("seluruh kesepakatan Para Pihak", "yang berlaku secara berurutan", "tidak dapat mengalihkan hak"):
        assert said in text
    assert "dengan surat elektronik ke niaga@nusantararasa.example untuk" in text
    assert "sistem elektronik penerima" in text


@pytest.mark.parametrize("term", INCOTERMS)
def test_incoterms_decide_the_risk(term: str) -> None:
    text = text_of(sample(terms={"incoterm": term}))
    assert f"Risiko atas Barang beralih kepada Pembeli menurut syarat {term}." in text
    assert "Risiko atas Barang beralih kepada Pembeli pada saat" not in text


def test_rupiah_are_wanted_at_home() -> None:
    dollars = paper_totals([Line(line, None) for line in sample_facts().lines], Decimal(0), "USD")
    lines = tuple(
        replace(line, price=Money(line.price.amount, "USD"), amount=Money(line.amount.amount, "USD"))
        for line in sample_facts().lines
    )
    facts = sample(totals=dollars, lines=lines)
    told = problems(facts)["currency"]
    assert told.severity is Severity.WARNING
    assert "USD" in str(told.message)
    for side in ("own", "client"):
        abroad = replace(facts, **{side: replace(getattr(facts, side), abroad=True)})
        assert "currency" not in problems(abroad)
    assert "currency" not in problems(sample())


def test_a_text_in_one_language_is_told_where_there_are_two() -> None:
    own = replace(sample_facts().own, signatory=Signatory(name="Ana", office="Direktur", authority="rapat direksi"))
    own = replace(own, signatory=replace(own.signatory, office="Kepala Divisi Niaga"))
    facts = sample(own=own, payment_terms="menurut jadwal", delivery_terms="bertahap", paper_text=("Tambahan.",))
    wanted = {"terms.payment_terms_en", "terms.delivery_terms_en", "terms.paper_text_en"}
    wanted |= {"own.signatory.office_en", "own.signatory.authority_en"}
    assert set(problems(facts, ("id", "en"))) == wanted
    assert problems(facts) == {}
    known = sample(payment_terms="30 hari", delivery_terms="franko gudang")
    assert problems(known, ("id", "en")) == {}


def test_what_was_sent_under_earlier_words_says_what_it_said() -> None:
    for case in json.loads(lzma.decompress(SENT.read_bytes())):
        facts, templates, _ = facts_from_json(case["kept"])
        for code, text in templates.items():
            assert render(text, facts, language(code)).text() == case["texts"][code]
            sums = [wording.of_sum(item, facts.wording) for item in facts.totals.above()]
            assert [said if isinstance(said, str) else said.say(code) for said in sums] == case["sums"][code]


def test_every_term_is_used_by_a_template() -> None:
    used = set(chain.from_iterable(re.findall(r"\bterms\.(\w+)", assets.text(f"templates/{k}.id.md")) for k in KINDS))
    assert {name for name in ContractTerms.__dataclass_fields__ if not name.endswith("_en")} == used


@pytest.mark.parametrize(("worded", "said"), [(2, "12 Sept 2026"), (WORDING, "12 Sep 2026")])
def test_a_short_september_is_as_it_was_when_the_paper_was_sent(worded: int, said: str) -> None:
    facts = replace(sample_facts(), day=date(2026, 9, 12), wording=worded)
    assert said in render("# Contract\n\nOf {{ day|day }}.\n", facts, language("en")).text().replace("\xa0", " ")
