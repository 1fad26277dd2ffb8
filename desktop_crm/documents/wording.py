"""The fixed words of papers, always in both languages: they stand side by side, and lawyers read them."""

import re
from typing import Final

from desktop_crm.documents.parts import WORDING, Phrase, Wording, say
from desktop_crm.model.calendar import MONTHS
from desktop_crm.model.printed import Counterpart
from desktop_crm.model.totals import Part, Sum

PAGE: Final = Phrase("Halaman {page} dari {pages}", "Page {page} of {pages}")
VERSION: Final = Phrase("Versi {version}", "Version {version}")
DRAFT: Final = Phrase("DRAF", "DRAFT")
NUMBER: Final = Phrase("Nomor", "Number")
CLAUSE: Final = Phrase("Pasal {number}", "Article {number}")
CLAUSE_HEAD: Final = Phrase("PASAL {number}", "ARTICLE {number}")
CONTINUED: Final = Phrase("(lanjutan)", "(continued)")
INITIALS: Final = Phrase("Paraf", "Initials")
FIRST_PARTY: Final = Phrase("PIHAK PERTAMA", "THE FIRST PARTY")
SECOND_PARTY: Final = Phrase("PIHAK KEDUA", "THE SECOND PARTY")
DUTY_STAMP: Final = ("Meterai", "Rp\N{NO-BREAK SPACE}10.000")
#: Above a paper whose gaps were filled in by hand.
BY_HAND: Final = Phrase(
    "Bagian yang digarisbawahi ditulis tangan pada asli yang ditandatangani",
    "Underlined parts were written by hand on the signed original",
)
#: Under the dots where nobody is named to sign.
WHO_SIGNS: Final = Phrase("(nama jelas dan jabatan)", "(name in full and position)")
#: What the sheets of a contract are called, and whom an original is for: the other party signs it over the stamp.
COUNTERPARTS: Final = {
    Counterpart.FIRST: Phrase("ASLI 1", "ORIGINAL 1"),
    Counterpart.SECOND: Phrase("ASLI 2", "ORIGINAL 2"),
    Counterpart.COPY: Phrase("SALINAN", "COPY"),
}
COUNTERPART_FOR: Final = {
    Counterpart.FIRST: Phrase("untuk PIHAK PERTAMA", "for THE FIRST PARTY"),
    Counterpart.SECOND: Phrase("untuk PIHAK KEDUA", "for THE SECOND PARTY"),
}

LINE_NUMBER: Final = Phrase("No.", "No.")
CODE: Final = Phrase("Kode", "Code")
DESCRIPTION: Final = Phrase("Uraian", "Description")
QUANTITY: Final = Phrase("Kuantitas", "Quantity")
UNIT: Final = Phrase("Satuan", "Unit")
PRICE: Final = Phrase("Harga satuan", "Unit price")
DISCOUNT: Final = Phrase("Diskon", "Discount")
AMOUNT: Final = Phrase("Nilai", "Amount")
CARRIED: Final = Phrase("Dipindahkan", "Carried forward")
BROUGHT: Final = Phrase("Pindahan", "Brought forward")
SUBTOTAL: Final = Phrase("Subtotal", "Subtotal")
UNTAXED: Final = Phrase("Total sebelum pajak", "Total before tax")
TAX_BASE: Final = Phrase("DPP {tax}", "Tax base, {tax}")
OTHER_TAX_BASE: Final = Phrase("DPP nilai lain ({tax})", "Tax base ({tax})")
TAX_INCLUDED: Final = Phrase("termasuk {tax}", "including {tax}")
BY_LINE: Final = Phrase("{tax}, dihitung per baris", "{tax}, computed line by line")
FIGURES: Final = Phrase(
    "Angka dalam tabel ditulis menurut cara Indonesia: titik memisahkan ribuan, koma memisahkan desimal.",
    "Figures in the table are written the Indonesian way: a point separates thousands, a comma separates decimals.",
)
ROUNDING: Final = Phrase("Pembulatan", "Rounding")
TOTAL: Final = Phrase("Total", "Total")
IN_WORDS: Final = Phrase("Terbilang", "In words")
#: What they were called up to wording 2.
_UNTIL_2: Final = {
    QUANTITY: Phrase("Jumlah", "Quantity"),
    SUBTOTAL: Phrase("Jumlah", "Subtotal"),
    UNTAXED: Phrase("Jumlah sebelum pajak", "Amount before tax"),
}

ORDER: Final = Phrase("PESANAN", "ORDER")
ORDER_NAME: Final = Phrase("Pesanan", "Order")
CONTRACT_SUBJECT: Final = Phrase("Perjanjian {number}", "Contract {number}")
CLIENT: Final = Phrase("Pemesan", "Client")
ATTENTION: Final = Phrase("U.p.", "Attn.")
DATE: Final = Phrase("Tanggal", "Date")
PROMISED: Final = Phrase("Tanggal janji kirim", "Promised for")
PAYMENT: Final = Phrase("Pembayaran", "Payment")
DELIVERY: Final = Phrase("Pengiriman", "Delivery")
NOTES: Final = Phrase("Catatan", "Notes")
BANK: Final = Phrase("Rekening", "Bank account")
ACCOUNT: Final = Phrase(
    "{bank}, nomor rekening {number}, atas nama {holder}", "{bank}, account {number}, in the name of {holder}"
)
#: Official numbers by kind; `{word}` is what the country calls it, or there is none.
NUMBERS: Final = {
    "nitku": Phrase("NITKU {number}", "place of business number (NITKU) {number}"),
    "nib": Phrase("NIB {number}", "business number (NIB) {number}"),
    "nik": Phrase("NIK {number}", "national identity number (NIK) {number}"),
    "nik_npwp": Phrase("NIK/NPWP {number}", "national identity and taxpayer number (NIK/NPWP) {number}"),
    "registration": Phrase("nomor registrasi ({word}) {number}", "registration number ({word}) {number}"),
    "tax": Phrase("nomor pajak ({word}) {number}", "tax number ({word}) {number}"),
    "passport": Phrase("nomor paspor {number}", "passport number {number}"),
}
_NO_WORD: Final = " ({word})"

PERCENT: Final = Phrase("persen", "percent")
OTHERS: Final = Phrase("dan lainnya menurut spesifikasi", "and others as specified")
FOR_SELLER: Final = Phrase("Hormat kami,", "For the seller,")
FOR_CLIENT: Final = Phrase("Disetujui oleh,", "Approved by,")

#: Offices and bases of authority that are known in both languages; all others are printed as they were written.
_KNOWN: Final = (
    Phrase("Direktur Utama", "President Director"),
    Phrase("Direktur", "Director"),
    Phrase("Direktris", "Director"),
    Phrase("Wakil Direktur", "Deputy Director"),
    Phrase("Komisaris", "Commissioner"),
    Phrase("Komisaris Utama", "President Commissioner"),
    Phrase("Manajer", "Manager"),
    Phrase("Manajer Umum", "General Manager"),
    Phrase("Manajer Penjualan", "Sales Manager"),
    Phrase("Manajer Pengadaan", "Procurement Manager"),
    Phrase("Kepala Cabang", "Branch Manager"),
    Phrase("Pemilik", "Owner"),
    Phrase("Ketua", "Chairperson"),
    Phrase("Sekretaris", "Secretary"),
    Phrase("Anggaran Dasar", "the Articles of Association"),
    Phrase("Anggaran Dasar Perseroan", "the Company's Articles of Association"),
    Phrase("Surat Kuasa", "a Power of Attorney"),
    Phrase("pcs", "pcs"),
    Phrase("buah", "pcs"),
    Phrase("unit", "unit"),
    Phrase("dus", "carton"),
    Phrase("karung", "sack"),
    Phrase("botol", "bottle"),
    Phrase("paket", "package"),
    Phrase("lembar", "sheet"),
    Phrase("rol", "roll"),
    Phrase("jam", "hour"),
    Phrase("hari", "day"),
    Phrase("bulan", "month"),
    Phrase("set", "set"),
)
_BY_WORD: Final = {word.casefold(): known for known in reversed(_KNOWN) for word in (known.id, known.en)}


#: Texts of terms of delivery that are known in both languages.
_DELIVERY: Final = (
    Phrase("franko gudang Pembeli", "delivered to the Buyer's warehouse, carriage paid"),
    Phrase("franko gudang", "delivered to the warehouse, carriage paid"),
    Phrase("franco gudang", "delivered to the warehouse, carriage paid"),
    Phrase("franko tempat Pembeli", "delivered to the Buyer's premises, carriage paid"),
    Phrase("loco gudang", "ex warehouse"),
    Phrase("loko gudang Penjual", "ex the Seller's warehouse"),
    Phrase("diambil sendiri", "collected by the customer"),
    Phrase("diantar", "delivered"),
)
_DELIVERY_BY_WORD: Final = {word.casefold(): each for each in reversed(_DELIVERY) for word in (each.id, each.en)}

#: Terms of payment as they are mostly typed, and their English.
_DAYS: Final = r"(?:dalam |net )?(?P<n>\d+) hari(?: kalender)?"
_PAYMENT: Final = (
    (_DAYS, "{n} days"),
    (rf"{_DAYS} (?:setelah|sejak) (?:faktur|invoice|tagihan)(?: diterima)?", "{n} days after receipt of the invoice"),
    (rf"{_DAYS} (?:setelah|sejak) barang(?: diterima)?", "{n} days after receipt of the goods"),
    (rf"{_DAYS} (?:setelah|sejak) bast(?: ditandatangani)?", "{n} days after the BAST is signed"),
    (r"(?P<n>\d+) ?% di ?muka", "{n}% in advance"),
    (r"dp (?P<n>\d+) ?%", "{n}% down payment"),
    (r"(?:lunas |bayar )?di ?muka", "in full in advance"),
    (r"(?:tunai|kontan)", "cash"),
)

#: What names of taxes and bases of authority begin with, in both languages.
_BEGINNINGS: Final = (
    Phrase("PPnBM", "Luxury-Goods Sales Tax (PPnBM)"),
    Phrase("PPN", "VAT (PPN)"),
    Phrase("Surat Kuasa Direksi", "the Board of Directors' Power of Attorney (Surat Kuasa Direksi)"),
    Phrase("Surat Kuasa Nomor", "Power of Attorney (Surat Kuasa) Number"),
    Phrase("Surat Kuasa No.", "Power of Attorney (Surat Kuasa) No."),
    Phrase("Akta Pendirian", "the Deed of Establishment (Akta Pendirian)"),
    Phrase("Akta Perubahan", "the Deed of Amendment (Akta Perubahan)"),
    Phrase("Akta Nomor", "Deed (Akta) Number"),
    Phrase("Akta No.", "Deed (Akta) No."),
    Phrase("Surat Keputusan", "the Decree (Surat Keputusan)"),
    Phrase("Surat Penunjukan", "the Letter of Appointment (Surat Penunjukan)"),
)
#: Both titles of a basis of authority, for the English one translates what exists in Indonesian alone.
_BOTH_TITLES: Final = {
    "the Articles of Association": "Anggaran Dasar",
    "the Company's Articles of Association": "Anggaran Dasar Perseroan",
    "a Power of Attorney": "Surat Kuasa",
}
_WITHIN: Final = (("Nomor", "Number"), ("tanggal", "dated"), ("Notaris", "Notary"), ("tentang", "on"))


#: How the name of a rule that came with the program ends.
_INCLUDED: Final = ", termasuk"


def worded_so(phrase: Phrase, worded: int) -> Phrase:
    """A fixed word as papers of a wording have it: what was sent keeps its words."""
    return _UNTIL_2.get(phrase, phrase) if worded < 3 else phrase


def of_sum(item: Sum, worded: int = WORDING) -> Wording:
    """What a sum above the total is called; up to wording 1 a tax had one name for both languages."""
    plain = {
        Part.LINES: SUBTOTAL,
        Part.DISCOUNT: DISCOUNT,
        Part.UNTAXED: UNTAXED,
        Part.ROUNDING: ROUNDING,
    }
    tax = item.tax
    if tax is None:
        return worded_so(plain[item.part], worded)
    bare = tax.name.removesuffix(_INCLUDED)  # said once
    both = Phrase(bare, bare if worded < 2 else named(bare, "en"))
    if item.part is Part.BASE:
        if tax.base_numerator != tax.base_denominator:
            share = f"{tax.base_numerator}/{tax.base_denominator}"
            return _filled(OTHER_TAX_BASE, Phrase(share, share))
        return _filled(TAX_BASE, Phrase(tax.name, tax.name) if worded < 2 else both)
    name = _filled(BY_LINE, both) if tax.by_line else both
    return Phrase(TAX_INCLUDED.id.format(tax=name.id), TAX_INCLUDED.en.format(tax=name.en)) if tax.included else name


def _filled(phrase: Phrase, tax: Phrase) -> Phrase:
    return Phrase(phrase.id.format(tax=tax.id), phrase.en.format(tax=tax.en))


def known(wording: Wording, code: str) -> str:
    """An office, basis of authority or unit in a language, translated when it is a usual one."""
    text = say(wording, code)
    usual = _BY_WORD.get(text.casefold())
    return usual.say(code) if usual and isinstance(wording, str) else text


def named(wording: Wording, code: str) -> str:
    """The same of a tax or a basis of authority in a contract: both titles in English, and what begins as one known does."""
    text = known(wording, code)
    if code != "en" or not isinstance(wording, str):
        return text
    if text != wording.strip() or text in _BOTH_TITLES:
        return f"{text} ({_BOTH_TITLES[text]})" if text in _BOTH_TITLES else text
    begins = next((each for each in _BEGINNINGS if text.casefold().startswith(each.id.casefold())), None)
    if begins is None:
        return text
    rest = text[len(begins.id) :]
    if rest[:1].isalpha():  # another word that begins alike
        return text
    words = dict([*_WITHIN, *zip(MONTHS["id"], MONTHS["en"], strict=True)])
    return begins.en + re.sub(r"\w+", lambda word: words.get(word[0], word[0]), rest)


def is_named(text: str) -> bool:
    """Whether a basis of authority needs no English words of its own."""
    return named(text, "en") != text.strip() or text.strip().casefold() in _BY_WORD


def delivery_terms(text: str, english: str = "") -> Wording:
    """Terms of delivery in both languages, as far as they are known."""
    usual = _DELIVERY_BY_WORD.get(text.strip().rstrip(".").casefold())
    if english.strip():
        return Phrase(text, english)
    return usual or text


def payment_terms(text: str, english: str = "") -> Wording:
    """The same of terms of payment."""
    if english.strip():
        return Phrase(text, english)
    said = " ".join(text.casefold().split()).strip(" .")
    for pattern, words in _PAYMENT:
        if found := re.fullmatch(pattern, said):
            return Phrase(text, words.format(**found.groupdict()))
    return text


def official_number(kind: str, number: str, word: str = "") -> Phrase:
    """A number with its name: nomor registrasi (UEN) 201912345K."""
    said = NUMBERS[kind]
    texts = (text if word else text.replace(_NO_WORD, "") for text in (said.id, said.en))
    return Phrase(*(text.format(word=word, number=number) for text in texts))
