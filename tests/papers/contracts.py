"""Invented contracts and order sheets: languages, templates, one to sixty lines, short and long names, taxes, currencies, options."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from desktop_crm import assets
from desktop_crm.documents.contract import ContractPaper, contract_pdf
from desktop_crm.documents.order_sheet import OrderSheet, order_pdf
from desktop_crm.documents.parts import ContractFacts, Languages, PaperLine, Party, Phrase, Signatory, Wording
from desktop_crm.documents.sample import sample_client, sample_facts, sample_own
from desktop_crm.documents.template import render
from desktop_crm.language import language
from desktop_crm.model.contract_terms import ContractTerms
from desktop_crm.model.money import CURRENCIES, Money
from desktop_crm.model.printed import Counterpart
from desktop_crm.model.tax import Tax
from desktop_crm.model.totals import paper_totals

LANGUAGES = (("id",), ("en",), ("id", "en"))
ORDER_LANGUAGES: tuple[Languages, ...] = ("id", "en", "both")
TEMPLATES = ("sale", "services")
LONG_NAME = (
    "PT Pusaka Nusantara Perdagangan Umum dan Pengembangan Kawasan Industri Terpadu Kalimantan Timur Bagian Tenggara "
    "serta Anak Perusahaan Logistik dan Pergudangan Antarpulau Sejahtera Terbuka"
)
NAMES = ("PT Maju", "CV Teduh Kopi Bersama", 'UD "Sumber Rezeki"', "Merlion Pte Ltd", LONG_NAME)
PEOPLE = ("Ani", "Bagus Pramana", "Raden Ajeng Siti Nurhaliza Kusumawardhani Prawirodirdjo, S.H., M.Kn.")
ADDRESSES = (
    "Jl. Pasar 1, Ubud",
    "Gedung Menara Perdagangan Lantai 17 Unit B\nJalan Jenderal Sudirman Kaveling 52-53\nSenayan, Jakarta 12190",
)
GOODS = (
    Phrase("Kopi bubuk", "Ground coffee"),
    Phrase("Kopi biji robusta Lampung 1 kg", "Lampung robusta coffee beans 1 kg"),
    Phrase('Pipa baja 5" untuk suhu -18 °C', 'Steel pipe 5" for -18 °C'),
    Phrase(
        "Mesin pengemas otomatis dengan timbangan digital, tiga kepala pengisi, dan pelatihan bagi operator di lokasi",
        "Automatic packing machine with digital scales, three filling heads, and training of operators on site",
    ),
)
DELIVERY: tuple[Wording, ...] = ("", Phrase("franko gudang", "delivered to the warehouse"))
NOTES: tuple[Wording, ...] = ("", "", "", Phrase("garansi 12 bulan", "12 months warranty"))
UNITS = ("dus", "unit", "pcs", "botol")
TAXES = (
    None,
    Tax("PPN", "PPN 12%", Decimal(12), 11, 12),
    Tax("PPNI", "PPN 12%, termasuk", Decimal(12), 11, 12, included=True),
    Tax("MEWAH", "PPN 12%", Decimal(12), second_name="PPnBM 20%", second_rate=Decimal(20)),
)
SENTENCES = (
    "Penjual menyerahkan dokumen asal barang bersama pengiriman pertama.",
    """Pembeli menyediakan tempat bongkar muat yang layak dan bebas biaya, termasuk tenaga kerja yang diperlukan, dan
    memberitahukan perubahan alamat penyerahan paling lambat 3 hari sebelumnya.""",
)


@dataclass(frozen=True)
class Case:
    """A contract or order sheet, how it is told, what it says, and its file."""

    name: str
    paper: ContractPaper | OrderSheet
    facts: ContractFacts
    pdf: bytes


def case(number: int, seed: int) -> Case:
    """The same for the same numbers; languages, templates and the number of lines go round."""
    chance = Random(seed * 100_000 + number)
    languages = LANGUAGES[number % 3]
    template = TEMPLATES[number // 3 % 2]
    count = 1 + (number * 7 + seed) % 60
    facts = _facts(chance, count)
    texts = tuple(render(assets.text(f"templates/{template}.{code}.md"), facts, language(code)) for code in languages)
    sheet = chance.choice([None, *Counterpart])
    paper = ContractPaper(facts=facts, texts=texts, draft=chance.random() < 0.3, sheet=sheet)
    name = (
        f"{number:03} {template} {'+'.join(languages)} {count} lines {facts.currency} {len(facts.client.name)} letters"
    )
    return Case(name, paper, facts, contract_pdf(paper))


def order(number: int, seed: int) -> Case:
    """The same as an order sheet."""
    chance = Random(seed * 100_000 + number)
    count, languages = 1 + (number * 7 + seed) % 60, ORDER_LANGUAGES[number % 3]
    facts = _facts(chance, count)
    sheet = OrderSheet(
        number=facts.number,
        day=facts.day,
        own=facts.own,
        client=replace(facts.client, contact=chance.choice(PEOPLE)),
        lines=facts.lines,
        totals=facts.totals,
        languages=languages,
        promised_day=facts.delivery_day,
        payment_terms=facts.payment_terms,
        delivery_terms=facts.delivery_terms,
        paper_text="\n".join(map(str, facts.paper_text)),
        draft=chance.random() < 0.3,
    )
    name = f"{number:03} order {languages} {count} lines {facts.currency} {len(facts.client.name)} letters"
    return Case(name, sheet, replace(facts, client=sheet.client), order_pdf(sheet))


class _Priced:
    def __init__(self, line: PaperLine, tax: Tax | None) -> None:
        self.quantity, self.price, self.discount, self.tax = line.quantity, line.price.amount, line.discount, tax


def _facts(chance: Random, count: int) -> ContractFacts:
    currency = chance.choice(["IDR", "IDR", "IDR", *CURRENCIES])
    priced = [_line(chance, at, currency) for at in range(1, count + 1)]
    day = date(2026, 1, 1) + timedelta(days=chance.randrange(360))
    totals = paper_totals([_Priced(*each) for each in priced], Decimal(chance.choice([0, 0, 5])), currency)
    return replace(
        sample_facts(),
        number=chance.choice(
            ["1", "014/PKS/VIII/2026", "0000173/PERJANJIAN-JUAL-BELI/DIR-NIAGA/KANTOR-PUSAT/XII/2026"]
        ),
        day=day,
        own=_party(chance, sample_own()),
        client=_party(chance, sample_client()),
        lines=tuple(line for line, _ in priced),
        totals=totals,
        delivery_day=chance.choice([day + timedelta(days=30), None]),
        delivery_terms=chance.choice(DELIVERY),
        payment_terms=chance.choice(["", "L/C"]),
        starts_on=chance.choice([None, day]),
        terms=_terms(chance),
        paper_text=tuple(chance.choices(SENTENCES, k=chance.choice([0, 0, 1, 4]))),
    )


def _terms(chance: Random) -> ContractTerms:
    return ContractTerms(
        prepayment_percent=Decimal(chance.choice([0, 30])),
        dispute=chance.choice(["court", "bani"]),
        personal_data=chance.random() < 0.5,
        referral=chance.random() < 0.3,
        payment_days=chance.choice([7, 30, 45]),
    )


def _party(chance: Random, party: Party) -> Party:
    """Sometimes with gaps for the pen."""
    empty = chance.choice([(), (), (), ("npwp",), ("address", "city", "npwp")])
    known = {"name": chance.choice(NAMES), "address": chance.choice([party.address, *ADDRESSES])}
    texts: dict[str, Any] = {**known, **dict.fromkeys(empty, "")}
    return replace(party, **texts, signatory=_signatory(chance))


def _signatory(chance: Random) -> Signatory:
    return Signatory(
        name=chance.choice(PEOPLE), office=chance.choice(["Direktur", "Kepala Cabang"]), authority="Anggaran Dasar"
    )


def _line(chance: Random, number: int, currency: str) -> tuple[PaperLine, Tax | None]:
    price = Money(Decimal(chance.randint(1, 5_000_000)).scaleb(-CURRENCIES[currency]), currency)
    quantity = Decimal(chance.choice([1, 12, 120, 1000])) / chance.choice([1, 1, 8])
    discount = Decimal(chance.choice([0, 0, 0, 5]))
    tax = chance.choice(TAXES)
    line = PaperLine(
        code=f"B-{number:03}",
        name=chance.choice(GOODS),
        quantity=quantity,
        unit=chance.choice(UNITS),
        price=price,
        discount=discount,
        amount=Money(quantity * price.amount * (100 - discount) / 100, currency).rounded(),
        note=chance.choice(NOTES),
    )
    return line, tax
