"""A sheet of goods and services: price lists, exports of other programs, our own export."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from desktop_crm.exchange.cells import Cell
from desktop_crm.exchange.columns import ImportField, ValueKind
from desktop_crm.exchange.numbers import currency_of
from desktop_crm.exchange.sheet import Sheet
from desktop_crm.exchange.values import MappedRow, RowProblem, mapped_rows, said
from desktop_crm.exchange.words import PRODUCT_KIND, code_of
from desktop_crm.model.message import Message, msg
from desktop_crm.model.money import CURRENCIES, PRICE_PLACES, has_places, price_problem, to_places
from desktop_crm.model.problem import Severity

PRODUCT_FIELDS: Final = (
    ImportField(
        "code",
        msg("Code"),
        (
            *("Kode", "Kode Barang", "Kode Produk", "SKU", "No. Barang", "Item Code", "Product Code", "Part Number"),
            *("Part No", "Article", "Artikel", "Item No", "Nomor Artikel", "Kode Item"),
        ),
        required=True,
        kind=ValueKind.CODE,
    ),
    ImportField(
        "name_id",
        msg("Name (Indonesian)"),
        (
            "Nama Barang",
            "Nama Produk",
            "Nama Jasa",
            "Uraian",
            "Uraian Barang",
            "Nama Item",
            "Nama Indonesia",
            "Nama (ID)",
            "Barang",
        ),
        weak=("Nama", "Name", "Deskripsi", "Description", "Produk", "Product", "Product Name", "Item", "Item Name"),
        required=True,
    ),
    ImportField(
        "name_en",
        msg("Name (English)"),
        ("English Name", "Nama Inggris", "Name (EN)", "Nama (EN)", "Nama Barang (Inggris)"),
        weak=("Description", "Product Name", "Item Name", "Name", "Item", "Product"),
    ),
    ImportField("kind", msg("Kind"), ("Jenis", "Tipe", "Type", "Barang/Jasa", "Jenis Produk")),
    ImportField("unit", msg("Unit"), ("Satuan", "UoM", "Unit of Measure", "Sat", "Sat.")),
    ImportField(
        "price",
        msg("Price"),
        (
            *(
                "Harga",
                "Harga Satuan",
                "Harga Jual",
                "Harga (Rp)",
                "Unit Price",
                "List Price",
                "Price List",
                "Selling Price",
            ),
            *("Harga/Unit", "Harga Pricelist", "Nilai"),
        ),
        kind=ValueKind.DECIMAL,
    ),
    ImportField("currency", msg("Currency"), ("Mata Uang", "Valuta", "Kurs", "Curr", "Ccy")),
    ImportField("tax", msg("Tax"), ("Pajak", "PPN", "VAT", "Tax Code", "Kode Pajak")),
    ImportField(
        "strengths",
        msg("Strengths"),
        ("Keunggulan", "Kelebihan", "Fitur", "Features", "Benefits", "Keterangan", "Manfaat"),
    ),
    ImportField("active", msg("Active"), ("Aktif", "Dijual", "Tersedia", "Status", "Is Active"), kind=ValueKind.FLAG),
)


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product of a sheet; empty or None where the sheet says nothing. `row` is its number there."""

    row: int
    code: str
    name_id: str = ""
    name_en: str = ""
    kind: str = ""
    unit: str = ""
    price: Decimal | None = None
    currency: str = ""
    tax: str = ""
    strengths: str = ""
    active: bool | None = None


def product_rows(sheet: Sheet, mapping: Mapping[str, int]) -> tuple[list[ProductRow], list[RowProblem]]:
    """The products, and all that is wrong by row.

    A row without code or name, with a code that stood before, or with an unreadable price is left out (an ERROR):
    a product with a wrong price does more harm than one that is missing.
    """
    mapped, problems = mapped_rows(sheet, PRODUCT_FIELDS, mapping)
    reader = _Reader(sheet, mapping, problems)
    rows = [row for one in mapped if (row := reader.product(one))]
    reader.problems.sort(key=lambda problem: problem.row)
    return rows, reader.problems


class _Reader:
    """Rows on their way to products; knows which codes have been seen."""

    def __init__(self, sheet: Sheet, mapping: Mapping[str, int], problems: list[RowProblem]) -> None:
        self._sheet = sheet
        self._mapping = mapping
        price = mapping.get("price")
        title = None if price is None else sheet.header[price]
        self._price_title = title
        self._column_currency = currency_of(title) if title else None
        self._seen: dict[str, int] = {}
        self.problems = [
            RowProblem(one.sheet, one.row, one.column, one.message) if one.column == title else one for one in problems
        ]

    def product(self, row: MappedRow) -> ProductRow | None:
        """The product, or None when it must be left out."""
        values = row.values
        missing = self._missing(row)
        if missing or any(column == self._price_title for column, _ in row.unread):
            return None
        price = self._fitting(row, values.get("price"))
        currency = self._currency(row)
        if price is not None and (wrong := price_problem(price)) is not None:
            self._tell(row, "price", msg("{price}: {wrong}", price=price, wrong=wrong))
            return None
        return ProductRow(
            row=row.number,
            code=values["code"],
            kind=self._kind(row),
            price=price,
            currency=currency if price is not None else "",
            active=values.get("active"),
            **{field: str(values.get(field, "")) for field in ("name_id", "name_en", "unit", "tax", "strengths")},
        )

    def _fitting(self, row: MappedRow, price: Decimal | None) -> Decimal | None:
        """What a sheet has reckoned (10 / 3) has more decimals than a price: it is told what it is kept as."""
        if price is None or not price.is_finite() or has_places(price, PRICE_PLACES):
            return price
        kept = to_places(price, PRICE_PLACES)
        told = msg(
            "{price} is kept as {kept}: a price has at most {places} decimals",
            price=price,
            kept=kept,
            places=PRICE_PLACES,
        )
        self._tell(row, "price", told, Severity.WARNING)
        return kept

    def _missing(self, row: MappedRow) -> bool:
        values: Mapping[str, Any] = row.values
        code = values.get("code")
        if not code:
            self._tell(row, "code", msg("The code is missing"))
        elif not (values.get("name_id") or values.get("name_en")):
            self._tell(row, "name_id", msg("The name is missing"))
        elif (first := self._seen.setdefault(code.casefold(), row.number)) != row.number:
            self._tell(row, "code", msg("{code} stands in row {row} already", code=code, row=first))
        else:
            return False
        return True

    def _currency(self, row: MappedRow) -> str:
        """Of its own column, else written beside the price, else in the price's title; empty when it is not told."""
        told = str(row.values.get("currency", ""))
        found = currency_of(told) if told else None
        if told and found is None:
            found = told.upper() if told.upper() in CURRENCIES else None
            if found is None:
                self._tell(row, "currency", msg("{text} is not known here", text=told), Severity.WARNING)
        if found is None:
            cell = self._cell(row, "price")
            found = currency_of(cell) if isinstance(cell, str) else None
        return found or self._column_currency or ""

    def _kind(self, row: MappedRow) -> str:
        told = str(row.values.get("kind", ""))
        code = code_of(told, PRODUCT_KIND)
        if told and code is None:
            self._tell(row, "kind", msg("{text} is not known here", text=told), Severity.WARNING)
        return code or ""

    def _cell(self, row: MappedRow, field: str) -> Cell:
        column = self._mapping.get(field)
        return None if column is None else self._sheet.rows[row.number - self._sheet.first_row_number][column]

    def _tell(self, row: MappedRow, field: str, message: Message, severity: Severity = Severity.ERROR) -> None:
        column = self._mapping.get(field)
        title = "" if column is None else self._sheet.header[column]
        self.problems.append(RowProblem(self._sheet.name, row.number, title, said(message), severity))
