"""Its texts in Indonesian, as the catalogue would have them."""

from typing import Final

WORDS: Final = {
    "Warranties": "Garansi",
    "1 warranty": "1 garansi",
    "{n} warranties": "{n} garansi",
    "Warranty": "Surat garansi",
    "write a warranty as PDF": "tulis garansi sebagai PDF",
    "Warranty runs": "Garansi berlaku",
    "Warranty claimed": "Garansi diklaim",
    "Warranty settled": "Garansi selesai",
    "Warranted until": "Garansi sampai",
    "Most that is paid": "Nilai paling banyak",
    "Cause of the claim": "Penyebab klaim",
    "Photo of the damage": "Foto kerusakan",
    "Warranties that end within 30 days": "Garansi yang berakhir dalam 30 hari",
    "No warranty ends soon.": "Tidak ada garansi yang segera berakhir.",
    "No warranty was given to this client yet.": "Belum ada garansi untuk klien ini.",
    "New warranty": "Garansi baru",
    "Import warranties": "Impor garansi",
    "Update known warranties": "Perbarui garansi yang dikenal",
    "One warranty a line, titles above the columns.": "Satu garansi per baris, judul di atas kolom.",
    "Import {n} warranty": "Impor {n} garansi",
    "Import {n} warranties": "Impor {n} garansi",
    "{n} warranty imported": "{n} garansi diimpor",
    "{n} warranties imported": "{n} garansi diimpor",
}
