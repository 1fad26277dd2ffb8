"""Facts of a contract that exists nowhere: for previews of templates, the list of their fields, and tests."""

from datetime import date
from decimal import Decimal

from desktop_crm.documents.parts import WORDING, BankAccount, ContractFacts, PaperLine, Party, Phrase, Signatory
from desktop_crm.documents.wording import official_number
from desktop_crm.model.money import Money
from desktop_crm.model.tax import Tax
from desktop_crm.model.totals import paper_totals

VAT = Tax("ppn", "PPN 12%", Decimal(12), 11, 12)


def sample_own() -> Party:
    """The own company."""
    return Party(
        name="PT Nusantara Rasa Sentosa",
        address="Jalan Kenanga Raya Nomor 18\nKebayoran Baru, Jakarta Selatan 12130",
        city="Jakarta Selatan",
        npwp="0012 3456 7890 1000",
        nib="9120 0000 00001",
        numbers=(official_number("nib", "9120 0000 00001"),),
        phone="+62 21 5550 0100",
        email="niaga@nusantararasa.example",
        website="nusantararasa.example",
        bank=BankAccount(
            bank="Bank Contoh Cabang Kebayoran", number="100 200 3004", holder="PT Nusantara Rasa Sentosa"
        ),
        signatory=Signatory(name="Ratna Wulandari", office="Direktur Utama", authority="Anggaran Dasar"),
    )


def sample_client() -> Party:
    """The client."""
    return Party(
        name="CV Teduh Kopi Bersama",
        address="Jalan Pahlawan Nomor 7\nBandung 40122",
        city="Bandung",
        npwp="0098 7654 3210 9000",
        contact="Ibu Sari Lestari",
        phone="+62 22 5550 0177",
        signatory=Signatory(name="Bagus Pramana", office="Direktur", authority="Anggaran Dasar"),
    )


def sample_line(
    number: int, name: Phrase, quantity: str, price: int, *, discount: str = "0", unit: str = "dus"
) -> PaperLine:
    """A line in rupiah."""
    amount = Decimal(quantity) * price * (100 - Decimal(discount)) / 100
    return PaperLine(
        code=f"KP-{number:03}",
        name=name,
        quantity=Decimal(quantity),
        unit=unit,
        price=Money(Decimal(price)),
        discount=Decimal(discount),
        amount=Money(amount).rounded(),
    )


def sample_lines() -> tuple[PaperLine, ...]:
    """Goods of a coffee trader."""
    return (
        sample_line(
            1,
            Phrase("Kopi bubuk arabika Gayo 250 g, kemasan aluminium", "Gayo arabica ground coffee 250 g, foil pack"),
            "120",
            1_250_000,
        ),
        sample_line(
            2,
            Phrase("Kopi biji robusta Lampung 1 kg", "Lampung robusta coffee beans 1 kg"),
            "45.5",
            980_000,
            discount="5",
        ),
        sample_line(3, Phrase("Gula aren cair 650 ml", "Liquid palm sugar 650 ml"), "300", 42_500, unit="botol"),
    )


def sample_facts() -> ContractFacts:
    """A sale of coffee; every field that a contract prints has a value."""
    lines = sample_lines()
    priced = [_Priced(line) for line in lines]
    return ContractFacts(
        number="014/PKS/VIII/2026",
        day=date(2026, 8, 3),
        place="Jakarta",
        own=sample_own(),
        client=sample_client(),
        lines=lines,
        totals=paper_totals(priced, Decimal(0), "IDR"),
        subject=Phrase("kopi dan gula aren", "coffee and palm sugar"),
        order_number="SO-2026-0142",
        order_day=date(2026, 7, 28),
        payment_terms="",
        delivery_terms=Phrase("franko gudang Pembeli", "delivered to the Buyer's warehouse"),
        delivery_day=date(2026, 9, 1),
        delivery_place="Jalan Pahlawan Nomor 7, Bandung",
        ends_on=date(2027, 8, 2),
        wording=WORDING,
    )


class _Priced:
    """A line as the sums read it, with the value added tax of goods."""

    def __init__(self, line: PaperLine) -> None:
        self.quantity = line.quantity
        assert line.price is not None
        self.price = line.price.amount
        self.discount = line.discount
        self.tax: Tax | None = VAT
