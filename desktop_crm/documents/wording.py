"""The fixed words of papers, always in both languages: they stand side by side, and lawyers read them."""

from typing import Final

from desktop_crm.documents.parts import Phrase, Wording, say
from desktop_crm.model.printed import Counterpart
from desktop_crm.model.totals import Part, Sum

PAGE: Final = Phrase("Halaman {page} dari {pages}", "Page {page} of {pages}")
VERSION: Final = Phrase("Versi {version}", "Version {version}")
DRAFT: Final = Phrase("DRAF", "DRAFT")
NUMBER: Final = Phrase("Nomor: {number}", "Number: {number}")
CLAUSE: Final = Phrase("Pasal {number}", "Article {number}")
CLAUSE_HEAD: Final = Phrase("PASAL {number}", "ARTICLE {number}")
INITIALS: Final = Phrase("Paraf:  I ______  II ______", "Initials:  I ______  II ______")
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
QUANTITY: Final = Phrase("Jumlah", "Quantity")
UNIT: Final = Phrase("Satuan", "Unit")
PRICE: Final = Phrase("Harga satuan", "Unit price")
DISCOUNT: Final = Phrase("Diskon", "Discount")
AMOUNT: Final = Phrase("Nilai", "Amount")
CARRIED: Final = Phrase("Dipindahkan", "Carried forward")
BROUGHT: Final = Phrase("Pindahan", "Brought forward")
SUBTOTAL: Final = Phrase("Jumlah", "Subtotal")
UNTAXED: Final = Phrase("Jumlah sebelum pajak", "Amount before tax")
TAX_BASE: Final = Phrase("DPP {tax}", "Tax base, {tax}")
OTHER_TAX_BASE: Final = Phrase("DPP nilai lain ({tax})", "Tax base ({tax})")
TAX_INCLUDED: Final = Phrase("termasuk {tax}", "including {tax}")
BY_LINE: Final = Phrase("{tax}, dihitung per baris", "{tax}, computed line by line")
ROUNDING: Final = Phrase("Pembulatan", "Rounding")
TOTAL: Final = Phrase("Total", "Total")
IN_WORDS: Final = Phrase("Terbilang", "In words")

ORDER: Final = Phrase("PESANAN", "ORDER")
ORDER_TITLE: Final = Phrase("Pesanan {number}", "Order {number}")
CONTRACT_SUBJECT: Final = Phrase("Perjanjian {number}", "Contract {number}")
CLIENT: Final = Phrase("Klien", "Client")
ATTENTION: Final = Phrase("U.p.", "Attn.")
DATE: Final = Phrase("Tanggal", "Date")
PROMISED: Final = Phrase("Dijanjikan", "Promised")
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


#: How the name of a rule that came with the program ends.
_INCLUDED: Final = ", termasuk"


def of_sum(item: Sum) -> Wording:
    """What a sum above the total is called."""
    plain = {
        Part.LINES: SUBTOTAL,
        Part.DISCOUNT: DISCOUNT,
        Part.UNTAXED: UNTAXED,
        Part.ROUNDING: ROUNDING,
    }
    tax = item.tax
    if tax is None:
        return plain[item.part]
    if item.part is Part.BASE:
        share = f"{tax.base_numerator}/{tax.base_denominator}"
        return (
            _filled(TAX_BASE, tax.name)
            if tax.base_numerator == tax.base_denominator
            else _filled(OTHER_TAX_BASE, share)
        )
    bare = tax.name.removesuffix(_INCLUDED)  # said once
    name = _filled(BY_LINE, bare) if tax.by_line else Phrase(bare, bare)
    return Phrase(TAX_INCLUDED.id.format(tax=name.id), TAX_INCLUDED.en.format(tax=name.en)) if tax.included else name


def _filled(phrase: Phrase, tax: str) -> Phrase:
    return Phrase(phrase.id.format(tax=tax), phrase.en.format(tax=tax))


def known(wording: Wording, code: str) -> str:
    """An office, basis of authority or unit in a language, translated when it is a usual one."""
    text = say(wording, code)
    usual = _BY_WORD.get(text.casefold())
    return usual.say(code) if usual and isinstance(wording, str) else text


def official_number(kind: str, number: str, word: str = "") -> Phrase:
    """A number with its name: nomor registrasi (UEN) 201912345K."""
    said = NUMBERS[kind]
    texts = (text if word else text.replace(_NO_WORD, "") for text in (said.id, said.en))
    return Phrase(*(text.format(word=word, number=number) for text in texts))
