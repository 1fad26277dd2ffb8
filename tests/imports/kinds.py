"""Invented sheets of each kind, and what must come of them: right, or told with its row; never wrong without a word."""

import csv
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from random import Random

import openpyxl

from desktop_crm.exchange.cells import Cell
from desktop_crm.exchange.client_fields import CLIENT_FIELDS
from desktop_crm.exchange.client_sheet import client_rows
from desktop_crm.exchange.columns import known_names, matching
from desktop_crm.exchange.contact_points import phones_in
from desktop_crm.exchange.product_sheet import PRODUCT_FIELDS, ProductRow, product_rows
from desktop_crm.exchange.same_firm import put_together
from desktop_crm.exchange.sheet import Sheet, read_sheet
from desktop_crm.model.money import CURRENCIES

Work = Callable[[Random, Path, "Found"], None]

KINDS: dict[str, Work] = {}
SIGNS = {
    "IDR": ("Rp", "Rp.", "IDR"),
    "USD": ("US$", "USD", "$"),
    "EUR": ("€", "EUR"),
    "SGD": ("S$", "SGD"),
    "JPY": ("JPY",),
}
WORDS = ("Maju", "Jaya", "Abadi", "Sentosa", "Makmur", "Sinar", "Café", "Karya", "Mitra", "Utama")
FOREIGN = {
    "utf-8": ("Café Müller", "Toko Señor"),
    "utf-16": ("Café Müller", "公司"),
    "cp1252": ("Café Müller", "Hôtel Genève"),
    "mac_roman": ("Café Müller", "Hôtel Genève"),
    "cp1250": ("Żółta Róża", "Łódź Śląsk"),
    "gb18030": ("北京科技有限公司", "上海贸易公司"),
    "cp932": ("株式会社さくら", "東京電力"),
}


@dataclass
class Found:
    """How much was right, told and wrong; examples of the last."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[object] = field(default_factory=list)

    def take(self, *, right: bool, told: bool, about: object) -> None:
        self.counts["right" if right else "told" if told else "wrong"] += 1
        if not right and not told:
            self.wrong.append(about)


def kind(work: Work) -> Work:
    """Mark a kind: `work(random, folder, found)` makes one sheet, imports it and judges it."""
    KINDS[work.__name__] = work
    return work


def run(name: str, times: int, seed: int, folder: Path) -> Found:
    """So many sheets of one kind."""
    found = Found()
    for at in range(times):
        KINDS[name](Random(f"{name} {seed} {at}"), folder, found)
    return found


def written(amount: Decimal, mark: str) -> str:
    """An amount as a person writes it."""
    text = f"{amount:,.{max(0, -int(amount.as_tuple().exponent))}f}"
    return text if mark == "." else text.translate(str.maketrans(",.", ".,"))


def read_products(path: Path) -> tuple[dict[str, ProductRow], set[int], Sheet]:
    sheet = read_sheet(path, "", known_names(PRODUCT_FIELDS))
    mapping = matching(sheet.header, PRODUCT_FIELDS, sheet.sample, sheet.hidden).mapping
    rows, problems = product_rows(sheet, mapping)
    return {row.code: row for row in rows}, {problem.row for problem in problems}, sheet


def judge_prices(path: Path, wanted: list[tuple[str, Decimal | None, str]], found: Found) -> None:
    rows, told, sheet = read_products(path)
    head = sheet.first_row_number - 1
    for number, (code, price, currency) in enumerate(wanted, head + 1):
        row = rows.get(code)
        right = row is not None and (row.price, row.currency if row.price is not None else "") == (price, currency)
        said = number in told or (head in told and (row is None or row.price is None or row.currency == "IDR"))
        found.take(
            right=right, told=said and (row is None or row.price is None), about=(path.read_bytes()[:400], row, price)
        )


@kind
def prices_in_words(random: Random, folder: Path, found: Found) -> None:
    """Prices in a csv: the currency beside them, in a column, in the title; both conventions."""
    currency, mark = random.choice(list(SIGNS)), random.choice(".,")
    place = random.choice(("cell", "column", "title"))
    digits = CURRENCIES[currency]
    head = ["Kode", "Nama Barang", f"Harga ({SIGNS[currency][0]})" if place == "title" else "Harga", "Mata Uang"]
    lines, wanted = [head], []
    for at in range(6):
        places = random.choice((0, digits, 3)) if digits else 0
        amount = Decimal(random.randint(1, 10 ** random.randint(1, 7))).scaleb(-places)
        text = written(amount, mark)
        sign = random.choice(SIGNS[currency]) if place == "cell" else ""
        text = random.choice((f"{sign} {text}", f"{text} {sign}")).strip()
        lines.append([f"A{at}", "Pompa", text, currency if place == "column" else ""])
        wanted.append((f"A{at}", amount, currency))
    path = folder / "harga.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=random.choice(";,\t|^")).writerows(lines)
    judge_prices(path, wanted, found)


@kind
def prices_in_formats(random: Random, folder: Path, found: Found) -> None:
    """Prices in a workbook, their currency in the cells' formats alone, faults among them."""
    book = openpyxl.Workbook()
    book.active.append(["Kode", "Nama Barang", "Harga"])
    wanted = []
    for at in range(40):
        currency = random.choice(list(SIGNS))
        sign = random.choice(SIGNS[currency])
        amount = Decimal(random.randint(1, 10**6)).scaleb(-CURRENCIES[currency])
        what = random.random()
        cell = "#N/A" if what < 0.1 else "=B2*2" if what < 0.2 else "hubungi kami" if what < 0.3 else amount
        book.active.append([f"A{at}", "Pompa", cell])
        code = random.choice((f'"{sign}" #,##0.00', f"[${sign}] #,##0.00", f'#,##0.00 "{sign}"'))
        book.active.cell(at + 2, 3).number_format = code
        if cell == "#N/A":
            book.active.cell(at + 2, 3).data_type = "e"
        wanted.append((f"A{at}", amount, currency) if cell is amount else (f"A{at}", None, ""))
    path = folder / "harga.xlsx"
    book.save(path)
    judge_prices(path, wanted, found)


@kind
def phones(random: Random, folder: Path, found: Found) -> None:
    """Numbers of several countries as people write them."""
    del folder
    number, country, ways = random.choice(
        (
            (
                "+6281234567890",
                "ID",
                ("0812-3456-7890", "+62 812 3456 7890", "6281234567890", "81234567890", "HP: 0812 3456 7890"),
            ),
            ("+62215551234", "ID", ("021-5551234", "(021) 555 1234", "+62 (0)21 5551234", "Telp. 021 555.1234")),
            ("+6561234567", "ID", ("+65 6123 4567", "65 6123 4567", "0065 6123 4567")),
            ("+6561234567", "SG", ("6123 4567", "+65 6123 4567", "6123-4567")),
            ("+14155552671", "ID", ("14155552671", "+1 (415) 555-2671", "1 415 555 2671")),
            ("14045", "ID", ("14045", "14 045")),
        )
    )
    text = random.choice(ways)
    got, wrong = phones_in(text, country=country)
    found.take(right=[phone.number for phone in got] == [number], told=bool(wrong), about=(text, country, got))


@kind
def letters(random: Random, folder: Path, found: Found) -> None:
    """Names in many encodings, with a bad byte or a cut end now and then."""
    encoding = random.choice(list(FOREIGN))
    names = [f"PT {random.choice(WORDS[:6])} {at}" for at in range(random.randint(0, 8))]
    names += random.sample(FOREIGN[encoding], random.randint(1, 2)) * random.randint(1, 2)
    content = ("Nama Perusahaan,Kota\n" + "".join(f"{name},Solo\n" for name in names)).encode(encoding)
    path = folder / "nama.csv"
    path.write_bytes(content)
    sheet = read_sheet(path, "", known_names(CLIENT_FIELDS))
    got = [row[0] for _, row in sheet.numbered()]
    found.take(right=got == names, told=bool(sheet.notes), about=(encoding, names, got))


@kind
def quotes(random: Random, folder: Path, found: Found) -> None:
    """Quotes that are missing, doubled, or not doubled."""
    separator = random.choice(";,\t|^~")
    ways = (
        "PT Biasa",
        '"PT Biasa"',
        '"Toko "Maju" Jaya"',
        'Toko "Maju" Jaya',
        '"Toko ""Maju"" Jaya"',
        '"PT Terbuka',
        'Pipa 1/2"',
    )
    meant = ("PT Biasa", "PT Biasa", *['Toko "Maju" Jaya'] * 3, "PT Terbuka", 'Pipa 1/2"')
    chosen = [random.randrange(len(ways)) for _ in range(8)]
    lines = [f"Nama{separator}Kota", *(f"{ways[at]}{separator}Solo" for at in chosen)]
    path = folder / "kutip.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    sheet = read_sheet(path)
    got = [row for _, row in sheet.numbered()]
    found.take(right=got == [(meant[at], "Solo") for at in chosen], told=False, about=(lines, got))


@kind
def no_records(random: Random, folder: Path, found: Found) -> None:
    """Totals, feet of pages, heads once more and sections among clients."""
    head = "No;Nama Perusahaan;Telepon;Kota"
    others = (";TOTAL;;", "Jumlah;;;", "Halaman 1 dari 2;;;", head, ";WILAYAH TIMUR;;", "Hall B:;;;", "---;---;---;---")
    lines, wanted = [head], set()
    for at in range(1, 9):
        lines.append(f"{at};PT {random.choice(WORDS)} {at};08111111{at:02};Solo")
        if random.random() < 0.3:
            lines.append(random.choice(others))
            wanted.add(len(lines))
    path = folder / "daftar.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    sheet = read_sheet(path, "", known_names(CLIENT_FIELDS))
    found.take(right=set(sheet.left) == wanted, told=False, about=(lines, sheet.left))


@kind
def persons(random: Random, folder: Path, found: Found) -> None:
    """Several persons a firm, some of none: everybody is there, with the own number, at the own firm."""
    firms = [f"{form} {random.choice(WORDS)} {at}" for at in range(3) for form in ("PT", "CV")]
    people = [(random.choice([*firms, ""]), f"Orang {at}", f"+628111111{at:03}") for at in range(12)]
    path = folder / "orang.csv"
    lines = (f"{firm},{name},{number}" for firm, name, number in people)
    path.write_text("\n".join(("Nama Perusahaan,Nama,HP", *lines)), encoding="utf-8")
    sheet = read_sheet(path, "", known_names(CLIENT_FIELDS))
    rows, _ = client_rows(sheet, matching(sheet.header, CLIENT_FIELDS, sheet.sample).mapping)
    clients, _ = put_together(rows)
    for firm, name, number in people:
        home = next((one for one in clients if one.full_name == (firm or name)), None)
        contacts = [one for one in home.contacts if one.name == name] if home else []
        phones = [*(home.phones if home else ()), *(phone for one in contacts for phone in one.phones)]
        numbers = {phone.number for phone in phones}
        found.take(
            right=bool(home) and (not firm or bool(contacts)) and number in numbers, told=False, about=(firm, name)
        )


@kind
def columns(random: Random, folder: Path, found: Found) -> None:
    """Titles that only share a word with ours stand beside those that are meant."""
    del folder
    right = {
        "Nama Perusahaan": ("name", "PT Maju"),
        "Telepon": ("phones", "0812 3456 789"),
        "E-mail": ("emails", "a@contoh.example"),
        "Kota": ("city", "Solo"),
        "Alamat": ("street", "Jl. Satu"),
        "Jabatan": ("contact_office", "Direktur"),
        "Catatan": ("notes", "baik"),
    }
    wrong: dict[str, Cell] = {
        "Customer ID": 5,
        "Contact owner": "Budi",
        "Email Sales": "s@kami.example",
        "Create Date": "2026-01-02",
        "Email opt out": "No",
        "Phone Type": "Work",
        "City ID": 7,
        "Company Owner": "Sari",
        "Alamat pengiriman": "Jl. Dua",
    }
    header = random.sample(list(right), random.randint(2, 7)) + random.sample(list(wrong), random.randint(1, 9))
    random.shuffle(header)
    cells: dict[str, Cell] = {**{title: cell for title, (_, cell) in right.items()}, **wrong}
    mapping = matching(header, CLIENT_FIELDS, lambda at: [cells[header[at]]] * 5).mapping
    wanted = {right[title][0]: title for title in header if title in right}
    got = {field_id: header[at] for field_id, at in mapping.items()}
    found.take(right=got == wanted, told=got.items() <= wanted.items(), about=(header, got))
