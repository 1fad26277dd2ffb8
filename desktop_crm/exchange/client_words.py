"""What lists call the kinds, states and roles of clients and their people."""

from typing import Final

from desktop_crm.exchange.words import codes
from desktop_crm.model.address import ADDRESS_KINDS
from desktop_crm.model.client import CLIENT_CATEGORIES, CLIENT_KINDS, CLIENT_STATUSES
from desktop_crm.model.contact import ROLES
from desktop_crm.model.document_language import DOCUMENT_LANGUAGES

CLIENT_KIND: Final = codes(
    CLIENT_KINDS,
    {
        "perusahaan|badan|badan usaha|badan hukum|pt|cv|corporate|organisation|organization|instansi": "company",
        "perorangan|orang|orang pribadi|pribadi|individu|individual|op": "person",
    },
)
CLIENT_STATUS: Final = codes(
    CLIENT_STATUSES,
    {
        "prospek|calon|calon klien|calon pelanggan|lead|baru|new": "prospect",
        "aktif|klien|pelanggan|customer|client|existing": "active",
        "pasif|tidur|tidak aktif|nonaktif|inactive|passive|lama": "dormant",
    },
)
CLIENT_CATEGORY: Final = codes(
    CLIENT_CATEGORIES,
    {
        "pembeli korporat|korporasi|korporat|corporate|perusahaan": "corporate",
        "jaringan toko kecil|jaringan kecil|rantai kecil|minimarket": "small_chain",
        "ritel besar|peritel besar|supermarket|hypermarket|large retail": "large_retail",
        "distributor|agen|grosir|wholesaler|reseller": "distributor",
        "pemerintah|instansi pemerintah|bumn|dinas|public sector": "government",
        "perorangan|person|private person|orang|pribadi|individu|individual|personal": "private",
        "belum diisi|belum ada|not set|none": "",
    },
)
LANGUAGE: Final = codes(
    DOCUMENT_LANGUAGES,
    {
        "indonesia|bahasa indonesia|bahasa|ind|idn": "id",
        "inggris|bahasa inggris|eng": "en",
        "dua bahasa|bilingual|keduanya|id en|id dan en": "both",
    },
)
ADDRESS_KIND: Final = codes(
    ADDRESS_KINDS, {"resmi": "legal", "korespondensi|surat menyurat|surat": "postal", "pengiriman|kirim": "delivery"}
)
ROLE: Final = codes(
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
