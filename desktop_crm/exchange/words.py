"""Codes behind the words that lists use for them, in both languages."""

from collections.abc import Mapping, Sequence
from typing import Final

from desktop_crm.model.fold import fold
from desktop_crm.model.listing import Choice
from desktop_crm.model.states import (
    ADDRESS_KINDS,
    CLIENT_CATEGORIES,
    CLIENT_KINDS,
    CLIENT_STATUSES,
    DOCUMENT_LANGUAGES,
    PRODUCT_KINDS,
    ROLES,
)


def _codes(choices: Sequence[Choice], others: Mapping[str, str]) -> Mapping[str, str]:
    own = {fold(word): choice.code for choice in choices for word in (choice.code, str(choice.title)) if word}
    return {**own, **{word: code for words, code in others.items() for word in words.split("|")}}


CLIENT_KIND: Final = _codes(
    CLIENT_KINDS,
    {
        "perusahaan|badan|badan usaha|badan hukum|pt|cv|corporate|organisation|organization|instansi": "company",
        "perorangan|orang|orang pribadi|pribadi|individu|individual|op": "person",
    },
)
CLIENT_STATUS: Final = _codes(
    CLIENT_STATUSES,
    {
        "prospek|calon|calon klien|calon pelanggan|lead|baru|new": "prospect",
        "aktif|klien|pelanggan|customer|client|existing": "active",
        "pasif|tidur|tidak aktif|nonaktif|inactive|passive|lama": "dormant",
    },
)
CLIENT_CATEGORY: Final = _codes(
    CLIENT_CATEGORIES,
    {
        "pembeli korporat|korporasi|korporat|corporate|perusahaan": "corporate",
        "jaringan kecil|rantai kecil|minimarket": "small_chain",
        "ritel besar|peritel besar|supermarket|hypermarket|large retail": "large_retail",
        "distributor|agen|grosir|wholesaler|reseller": "distributor",
        "pemerintah|instansi pemerintah|bumn|dinas|public sector": "government",
        "perorangan|pribadi|individu|individual|personal": "private",
        "belum diisi|belum ada|not set|none": "",
    },
)
LANGUAGE: Final = _codes(
    DOCUMENT_LANGUAGES,
    {
        "indonesia|bahasa indonesia|bahasa|ind|idn": "id",
        "inggris|bahasa inggris|eng": "en",
        "dua bahasa|bilingual|keduanya|id en|id dan en": "both",
    },
)
PRODUCT_KIND: Final = _codes(
    PRODUCT_KINDS,
    {"barang|produk|product|good|material|fisik": "goods", "jasa|layanan|services|servis": "service"},
)
ADDRESS_KIND: Final = _codes(
    ADDRESS_KINDS, {"resmi": "legal", "surat menyurat|surat": "postal", "pengiriman|kirim": "delivery"}
)
ROLE: Final = _codes(
    ROLES,
    {
        "penandatangan": "signatory",
        "pembayar": "payer",
        "pengambil keputusan": "decider",
        "bagian pembelian": "buyer",
        "penerima barang": "receiver",
        "bagian teknis": "technical",
    },
)


def code_of(text: str, codes: Mapping[str, str]) -> str | None:
    """The code behind a word, or None."""
    return codes.get(fold(text))
