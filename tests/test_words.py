"""One word for one thing, in both languages: words that were replaced stay out of the window, the papers and the contracts."""

import re
import runpy
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from desktop_crm import assets
from desktop_crm.documents import order_sheet, pen, recovery_sheet, wording
from desktop_crm.documents.parts import Phrase
from desktop_crm.language import LANGUAGES, language
from desktop_crm.model.earlier_words import EARLIER
from desktop_crm.model.message import Message
from desktop_crm.model.money import Money
from desktop_crm.model.totals import Part, Sum

SCRIPT = Path(__file__).parent.parent / "packaging" / "translations.py"
PAPERS = (order_sheet, pen, recovery_sheet, wording)


class Where(Enum):
    """What a word is kept out of."""

    ID = "the Indonesian of window and command line"
    EN = "the English of window and command line"
    PAPER = "the fixed Indonesian words of papers"
    PAPER_EN = "their English"
    CONTRACT = "the Indonesian contracts"


@dataclass(frozen=True)
class Old:
    """A word that was replaced by `now`; `was` is a text that had it. Those with one of `but` in them mean something else by it."""

    where: Where
    word: str
    now: str
    was: str
    but: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.where.name.lower()}-{self.word}"

    def is_in(self, text: str) -> bool:
        return re.search(rf"(?<!\w)(?:{self.word})(?!\w)", text, re.IGNORECASE) is not None


def of_id(word: str, now: str, was: str, *but: str) -> Old:
    return Old(Where.ID, word, now, was, but)


def of_en(word: str, now: str, was: str, *but: str) -> Old:
    return Old(Where.EN, word, now, was, but)


OLD = (
    # one thing, one word
    of_id("jumlah", "kuantitas, subtotal, total", "Jumlah", "Jumlah ayat", "Jumlah hari", "jumlah hari", "Jumlah arbiter", "Jumlah barisnya sama"),
    of_id("dijanjikan", "tanggal janji kirim", "Dijanjikan"),
    of_id("sedang dikirim", "dalam pengiriman", "Pesanan sedang dikirim"),
    of_id("catat tanda tangan", "tandai ditandatangani", "Catat tanda tangan…"),
    of_id("hasil pindai(?:nya)?", "pindaian bertanda tangan", "Lampirkan hasil pindai"),
    of_id("pasal", "klausul", "Centang pasal yang diambil dari program", "Undang-Undang"),
    of_id("narahubung", "kontak", "Narahubung", "narahubung"),
    of_id("dipenuhi", "selesai", "Kontrak {contract} sudah dipenuhi"),
    of_id("(?<!data )(?<!klik )ganda", "data ganda", "{n} ganda"),
    of_id("(?<!tempat )sampah", "tempat sampah", "Sampah"),
    of_id("folder darurat", "arsip darurat", "Folder darurat"),
    of_id("(?:ganti nama|nama) tampilan", "tampilan tersimpan", "Nama tampilan", "tampilan tersimpan"),
    of_id("baris merah", "kesalahan", "Perbaiki baris merah"),
    of_id("berisi baris|satu baris(?= pesanan| sebelum)", "barang atau jasa", "Kontrak belum berisi baris"),
    of_id("baris dan syaratnya", "isi dan syaratnya", "sehingga baris dan syaratnya tidak dapat diubah"),
    of_id("bahan percakapan", "poin penjualan", "Bahan percakapan"),
    of_id("surat-menyurat", "korespondensi", "Surat-menyurat"),
    of_id("datang sendiri|telepon langsung", "datang langsung, telepon penjajakan", "Datang sendiri"),
    of_id("paskan", "sesuaikan", "Paskan lebar"),
    of_id("tamu", "pengunjung", "Daftar tamu"),
    # undo is neither cancel nor forget
    of_id("(?:tidak )?dapat dibatalkan", "diurungkan", "Ini tidak dapat dibatalkan", "lalu diakhiri"),
    of_id("pembatalan impor", "pengurungan impor", "tempat sampah, dan pembatalan impor"),
    of_id("batalkan isian|atau batalkan ini", "urungkan", "Batalkan isian yang diketik"),
    of_id("kerjakan lagi", "ulangi", "Kerjakan lagi"),
    of_id("yang telah dikerjakan", "riwayat tindakan", "Yang telah dikerjakan"),
    of_id("(?:me|di)?lupakan", "hapus", "Lupakan rincian lama"),
    of_id("ditinggalkan", "tidak disertakan", "{n} ditinggalkan, karena induknya hilang"),
    # passwords and the lock
    of_id("kata sandi sekarang", "kata sandi saat ini", "Ketik kata sandi sekarang"),
    of_id("gantungan kunci", "penyimpanan kata sandi sistem", "Di gantungan kunci sistem ini"),
    of_id(r"f12 membukanya|buka \(f12\)", "tampilkan kembali", "Ditutupi layar privasi. F12 membukanya."),
    of_id("sekali lagi yang sama", "ulangi kata sandi", "Sekali lagi yang sama"),
    of_id("tanpa disentuh|tidak ada orang selama", "tidak dipakai", "Terkunci setelah {n} menit tanpa disentuh"),
    # one spelling
    of_id("bila", "jika", "Apakah uang muka dikembalikan bila kontrak batal"),
    of_id("dulu", "dahulu", "Pilih dulu berapa lama"),
    of_id("hari lalu", "hari yang lalu", "{n} hari lalu"),
    of_id("surel|e-mail", "email", "program surel"),
    of_id("cakram(?:nya)?|media penyimpanan(?:nya)?|ruang penyimpanan", "disk", "Di satu cakram"),
    of_id("usb", "flash disk", "Cadangan dibuat di USB"),
    of_id("itikad|sesuai peraturan|sesuai ketentuan", "iktikad, sesuai dengan", "itikad baik"),
    of_id("{percent} %", "{percent}%", "sudah {percent} %"),
    # the English
    of_en("tak(?:e|en|ing)(?: \\w+){0,3} back", "undo", "Take back", "back to draft"),
    of_en("do(?:ne|ing)?(?: it)? again", "redo", "Doing it again"),
    of_en("what was done(?:…)?", "action history", "What was done…", "who, when, and what was done", "Undo once more"),
    of_en("office(?:'s)?", "position", "Contact's office", "Office phone"),
    of_en("private person", "person", "Private person"),
    of_en("^state$", "status", "State"),
    of_en("present password", "current password", "Type the present password"),
    of_en("once more", "repeat the password", "The same once more", "titles of the columns", "Undo once", "Redo once"),
    of_en("take it off|tak(?:e|en|ing) (?:the password )?off", "remove", "Take it off"),
    of_en("not the same", "differ", "The two are not the same."),
    of_en("forg[eo]t\\w*", "delete, discard", "Forget older details", "Forgotten it?", "forgotten password", "is forgotten"),
    of_en("keep(?: them)?$", "don't delete", "Keep"),
    of_en("emergency folder", "emergency archive", "Emergency folder…"),
    of_en("pack it|is packed", "create", "Pack it…"),
    of_en("known(?: already| client| one|,)|is known$|^known", "already here", "Known already"),
    of_en("without a touch|nobody is there", "without use", "Locked after {n} minutes without a touch"),
    of_en("colours", "theme", "Colours"),
    of_en("red lines", "errors", "Fix the red lines"),
    of_en("that did not work", "it did not work", "That did not work"),
    of_en("real size|small pictures", "actual size, thumbnails", "Real size"),
    of_en("don't tell", "don't show", "Don't tell again"),
    of_en("sum of|^sum", "total", "Sum of the lines"),
    of_en("amount before tax|without tax$", "total before tax", "Amount before tax"),
    of_en("ordered on|day of the order|fulfilled on$", "order date, fulfilment date", "Ordered on"),
    of_en("signs for (?:us|the client)", "our signatory", "Signs for us"),
    of_en("gaps?", "blank", "with gaps to fill in by hand"),
    of_en("uncovers?", "show again", "Uncover (F12)"),
    of_en("doubles?", "duplicate", "3 doubles wait", "double click"),
    of_en("(?<!usb )stick", "USB stick", "Try another stick."),
    of_en(r"\w+ …", "…", "New …"),
    of_en("sept", "Sep", "12 Sept 2026"),
    # papers and contracts
    Old(Where.PAPER, "jumlah", "kuantitas, subtotal, total", "Jumlah sebelum pajak"),
    Old(Where.PAPER, "klien", "pemesan", "Klien"),
    Old(Where.PAPER, "dijanjikan", "tanggal janji kirim", "Dijanjikan"),
    Old(Where.PAPER, r"rp\d+", "Rp, a space and the figure", "Rp10.000"),
    Old(Where.PAPER_EN, "promised$", "promised for", "Promised"),
    Old(Where.PAPER_EN, "amount before tax", "total before tax", "Amount before tax"),
    Old(Where.CONTRACT, "itikad", "iktikad", "wajib dilaksanakan dengan itikad baik"),
    Old(Where.CONTRACT, "sesuai (?:peraturan|ketentuan)", "sesuai dengan", "dihitung sesuai peraturan"),
    Old(Where.CONTRACT, "mengenai sebab", "sebab keterlambatan", "kepada Pembeli mengenai sebab dan perkiraan waktu"),
    Old(Where.CONTRACT, "secara tertulis disertai bukti", "hal itu secara tertulis, disertai bukti,", "wajib memberitahukan secara tertulis disertai bukti"),
    Old(Where.CONTRACT, "bukti potongnya", "bukti pemotongannya", "menyerahkan bukti potongnya"),
    Old(Where.CONTRACT, "bukan disebabkan", "tidak disebabkan", "ketidaksesuaian yang bukan disebabkan oleh"),
    Old(Where.CONTRACT, "sejak BAST(?! ditandatangani)", "sejak BAST ditandatangani", "selama 3 bulan sejak BAST dan"),
    Old(Where.CONTRACT, "apabila hal itu terlambat", "apabila penyediaannya terlambat", "Apabila hal itu terlambat"),
    Old(Where.CONTRACT, "perjanjian ini", "Perjanjian", "sebagaimana diatur dalam Perjanjian ini"),
    Old(Where.CONTRACT, "narahubung|surel|bila|dulu", "as in the window", "bila disepakati dulu"),
)  # fmt: skip


@cache
def texts(where: Where) -> Mapping[str, str]:
    """All of them, by what they are."""
    match where:
        case Where.ID | Where.EN:
            found = {each.id: each.string for each in catalogue() if each.id}
            of = found.values() if where is Where.ID else found
            return {said: said for each in of for said in ([each] if isinstance(each, str) else each)}
        case Where.PAPER:
            return {**{name: each.id for name, each in phrases().items()}, "DUTY_STAMP": " ".join(wording.DUTY_STAMP)}
        case Where.PAPER_EN:
            return {name: each.en for name, each in phrases().items()}
        case Where.CONTRACT:
            return {
                line: line
                for kind in ("sale", "services")
                for line in assets.text(f"templates/{kind}.id.md").splitlines()
            }


def catalogue() -> Any:
    return runpy.run_path(str(SCRIPT))["translated"]("id")


def phrases() -> dict[str, Phrase]:
    """The fixed words of papers, those alone and those in tables."""
    found = [(name, each) for module in PAPERS for name, each in vars(module).items() if name != "_UNTIL_2"]
    alone = {name: each for name, each in found if isinstance(each, Phrase)}
    tables = {
        f"{name}.{at}": each
        for name, many in found
        if isinstance(many, Mapping)
        for at, each in many.items()
        if isinstance(each, Phrase)
    }
    return alone | tables


def wrong(old: Old) -> list[str]:
    return [text for text in texts(old.where).values() if old.is_in(text) and not any(but in text for but in old.but)]


@pytest.mark.parametrize("old", OLD, ids=str)
def test_replaced_words_stay_out(old: Old) -> None:
    assert wrong(old) == [], f"{old.now!r} is the word in {old.where.value}"


@pytest.mark.parametrize("old", OLD, ids=str)
def test_they_are_seen_when_they_come_back(old: Old, monkeypatch: pytest.MonkeyPatch) -> None:
    had = texts(old.where)
    monkeypatch.setitem(globals(), "texts", lambda _where: {**had, "": old.was})
    found = wrong(old)
    assert found == [old.was] or (found == [] and old.was in old.but)


@pytest.mark.parametrize("old", [each for each in OLD if each.but], ids=str)
def test_each_exception_is_one(old: Old) -> None:
    for but in old.but:
        assert any(but in text for text in texts(old.where).values()), f"nothing says {but!r} any more"


def test_everything_is_looked_through() -> None:
    assert {old.where for old in OLD} == set(Where)
    assert all(len(texts(where)) > 30 for where in Where)


def test_no_sentence_says_the_same_over_and_over() -> None:
    for text in texts(Where.ID).values():
        assert not re.search(r"(.{25,}?)\1", text), text


@pytest.mark.parametrize(("earlier", "now"), EARLIER.items())
def test_the_history_of_earlier_versions_is_told_in_the_words_of_today(earlier: str, now: str) -> None:
    assert now in texts(Where.EN)
    assert earlier not in texts(Where.EN)
    for code in LANGUAGES:
        old, new = (language(code).say(Message(text, {"day": "x", "number": "7"})) for text in (earlier, now))
        assert old == new
    assert language("id").say(Message(now, {"day": "x", "number": "7"})) != str(
        Message(now, {"day": "x", "number": "7"})
    )


@pytest.mark.parametrize(("worded", "said"), [(1, "Jumlah"), (2, "Jumlah"), (3, "Subtotal")])
def test_papers_that_were_sent_keep_their_words(worded: int, said: str) -> None:
    subtotal = wording.of_sum(Sum(Part.LINES, Money(Decimal(1))), worded)
    assert isinstance(subtotal, Phrase)
    assert (subtotal.id, subtotal.en) == (said, "Subtotal")
    assert wording.worded_so(wording.QUANTITY, worded).id == ("Kuantitas" if worded > 2 else "Jumlah")
    assert wording.worded_so(wording.TOTAL, worded) is wording.TOTAL
