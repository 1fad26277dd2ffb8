"""A letter that exists nowhere: for previews of templates, the list of their fields, and tests."""

from datetime import date
from decimal import Decimal

from desktop_crm.documents.letter_facts import LetterFacts
from desktop_crm.documents.sample import sample_client, sample_own
from desktop_crm.model.money import Money


def sample_letter(code: str = "id") -> LetterFacts:
    """To a trader in coffee; every field that a letter prints has a value."""
    return LetterFacts(
        number="014/SP/VIII/2026",
        day=date(2026, 8, 3),
        place="Jakarta",
        subject="Price list for coffee" if code == "en" else "Daftar harga kopi",
        own=sample_own(),
        client=sample_client(),
        language=code,
        position="Manajer Pengadaan",
        enclosed=2,
        enclosures=("Price list", "Catalogue") if code == "en" else ("Daftar harga", "Katalog"),
        copies=("Finance department",) if code == "en" else ("Bagian keuangan",),
        their_number="123/TKB/VII/2026",
        their_day=date(2026, 7, 27),
        order_number="SO-2026-0142",
        order_day=date(2026, 7, 28),
        order_total=Money(Decimal(223_500_000)),
        contract_number="014/PKS/VIII/2026",
        contract_day=date(2026, 8, 1),
        answer_by=date(2026, 8, 14),
    )
