"""A sheet of goods and services: price lists, exports of other programs, our own export."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from desktop_crm.exchange.cells import Cell
from desktop_crm.exchange.column_looks import Look
from desktop_crm.exchange.columns import ImportField, ValueKind
from desktop_crm.exchange.price_title import PriceTitle, likely_price
from desktop_crm.exchange.sheet import Sheet
from desktop_crm.exchange.values import MappedRow, RowProblem, mapped_rows, said
from desktop_crm.exchange.words import code_of, codes
from desktop_crm.model.message import Message, msg
from desktop_crm.model.money import (
    CURRENCIES,
    DEFAULT_CURRENCY,
    PERCENT_PLACES,
    PRICE_PLACES,
    Money,
    has_places,
    lies_between,
    price_problem,
    to_places,
)
from desktop_crm.model.problem import Severity
from desktop_crm.model.product import PRODUCT_KINDS
from desktop_crm.model.written_number import currency_of, decimal_mark, foreign_sign, is_doubtful, parse_decimal

_KIND: Final = codes(
    PRODUCT_KINDS,
    {"barang|produk|product|good|material|fisik": "goods", "jasa|layanan|services|servis": "service"},
)

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
        look=Look.PRICE,
    ),
    ImportField("lowest_price", msg("Lowest price"), ("Harga Terendah", "Minimum Price"), kind=ValueKind.DECIMAL),
    ImportField("largest_discount", msg("Largest discount"), ("Diskon Terbesar", "Maximum Discount")),
    ImportField("currency", msg("Currency"), ("Mata Uang", "Valuta", "Kurs", "Curr", "Ccy")),
    ImportField("tax", msg("Tax"), ("Pajak", "PPN", "VAT", "Tax Code", "Tax Class", "Kode Pajak")),
    ImportField(
        "strengths",
        msg("Strengths"),
        ("Keunggulan", "Kelebihan", "Fitur", "Features", "Benefits", "Keterangan", "Manfaat"),
    ),
    ImportField(
        "active",
        msg("Active"),
        ("Aktif", "Dijual", "Tersedia", "Status", "Is Active"),
        kind=ValueKind.FLAG,
        look=Look.TICK,
    ),
)


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product of a sheet; empty or None where the sheet says nothing. `row` is its number there.

    `tax_included` says whether the price is with its tax, where the title of its column tells.
    """

    row: int
    code: str
    name_id: str = ""
    name_en: str = ""
    kind: str = ""
    unit: str = ""
    price: Decimal | None = None
    currency: str = ""
    tax: str = ""
    tax_included: bool | None = None
    strengths: str = ""
    active: bool | None = None
    lowest_price: Decimal | None = None
    largest_discount: Decimal | None = None


#: The currency of the product with a code, where the sheet does not tell it.
Usual = Callable[[str], str]


def product_rows(
    sheet: Sheet, mapping: Mapping[str, int], usual: Usual = lambda _code: DEFAULT_CURRENCY
) -> tuple[list[ProductRow], list[RowProblem]]:
    """The products, and all that is wrong by row.

    A row without code or name, or with a code that stood before, is left out (an ERROR). What is no price for certain
    is none (a WARNING): a product with a wrong price does more harm than one without.
    """
    mapped, problems = mapped_rows(sheet, PRODUCT_FIELDS, mapping)
    reader = _Reader(sheet, mapping, problems, usual)
    rows = [row for one in mapped if (row := reader.product(one))]
    reader.tell_of_prices()
    reader.problems.sort(key=lambda problem: problem.row)
    return rows, reader.problems


class _Reader:
    """Rows on their way to products; knows which codes have been seen."""

    def __init__(self, sheet: Sheet, mapping: Mapping[str, int], problems: list[RowProblem], usual: Usual) -> None:
        self._sheet = sheet
        self._mapping = mapping
        self._usual = usual
        at = mapping.get("price")
        self._title = PriceTitle("" if at is None else sheet.header[at])
        self._mark = "" if at is None else decimal_mark(cell for row in sheet.rows if isinstance(cell := row[at], str))
        self._seen: dict[str, int] = {}
        self._untold: set[str] = set()
        self.problems = problems

    def product(self, row: MappedRow) -> ProductRow | None:
        """The product, or None when it must be left out."""
        values = row.values
        if self._missing(row):
            return None
        price = self._price(row) if "price" in values and self._title.refused is None else None
        return ProductRow(
            row=row.number,
            code=values["code"],
            kind=self._kind(row),
            price=None if price is None else price.amount,
            currency="" if price is None else price.currency,
            tax_included=self._title.included,
            active=values.get("active"),
            lowest_price=self._lowest(row, price),
            largest_discount=self._largest(row),
            **{field: str(values.get(field, "")) for field in ("name_id", "name_en", "unit", "tax", "strengths")},
        )

    def tell_of_prices(self) -> None:
        """What holds for the whole column: a currency that nobody told, or a title that forbids to believe it."""
        if self._title.refused is not None:
            self._tell_head("price", self._title.refused)
        for currency in sorted(self._untold):
            told = msg("No currency is written; these prices were taken as {currency}", currency=currency)
            self._tell_head("price", told)
        if "price" not in self._mapping:
            likely = [title for at, title in enumerate(self._sheet.header) if self._is_price(at, title)]
            if likely:
                self._tell_head(
                    "", msg("No prices are read. Is one of these the price: {columns}?", columns=", ".join(likely))
                )

    def _is_price(self, at: int, title: str) -> bool:
        cells = [row[at] for row in self._sheet.rows if row[at] is not None]
        return (
            at not in self._mapping.values()
            and bool(cells)
            and (likely_price(title) or sum(isinstance(cell, Money) for cell in cells) * 2 > len(cells))
        )

    def _price(self, row: MappedRow) -> Money | None:
        """A price with its currency; None for what is none, which is told."""
        price: Decimal = row.values["price"]
        currency, wrong = self._currency(row)
        cell = self._cell(row)
        if wrong is None and isinstance(cell, str):
            price, wrong = self._certain(cell, price, currency)
        if wrong is None:
            price = self._fitting(row, price)
            wrong = price_problem(price)
            wrong = wrong and msg("{price}: {wrong}", price=price, wrong=wrong)
        if wrong is not None:
            self._tell(row, "price", wrong, Severity.WARNING)
            return None
        if not (row.values.get("currency") or self._of_cell(row) or self._title.currency):
            self._untold.add(currency)
        return Money(price, currency)

    def _certain(self, cell: str, price: Decimal, currency: str) -> tuple[Decimal, Message | None]:
        """Of three digits behind one mark: thousands or thousandths. What its column tells is nothing to another currency's."""
        if not is_doubtful(cell, "" if CURRENCIES[currency] == 0 else self._mark):
            return price, None
        grouped, decimal = parse_decimal(cell), parse_decimal(cell, "." if "." in cell else ",")
        assert grouped is not None
        if CURRENCIES[currency] == 0 and (price == grouped or currency_of(cell) == currency):
            return grouped, None
        return price, msg(
            "{text} may be {one} or {other}; write it with two decimals", text=cell, one=grouped, other=decimal
        )

    def _lowest(self, row: MappedRow, price: Money | None) -> Decimal | None:
        """In the currency of the price beside it; without one nobody knows in which it is."""
        lowest: Decimal | None = row.values.get("lowest_price")
        if lowest is None:
            return None
        cell = self._cell(row, "lowest_price")
        wrong = price_problem(lowest)
        if wrong is None and (price is None or (isinstance(cell, Money) and cell.currency != price.currency)):
            wrong = msg("A lowest price needs a price in the same currency beside it")
        if wrong is not None:
            self._tell(row, "lowest_price", wrong, Severity.WARNING)
        return lowest if wrong is None else None

    def _largest(self, row: MappedRow) -> Decimal | None:
        """As it is shown: 10 %, 12.5%, or 12,5."""
        text = str(row.values.get("largest_discount") or "").removesuffix("%").strip()
        if not text:
            return None
        largest = parse_decimal(text, "," if "," in text else ".")
        if largest is None or not lies_between(largest, 0, 100) or not has_places(largest, PERCENT_PLACES):
            told = msg("A largest discount is a percentage from 0 to 100 with at most 2 decimals")
            self._tell(row, "largest_discount", told, Severity.WARNING)
            return None
        return largest

    def _fitting(self, row: MappedRow, price: Decimal) -> Decimal:
        """What a sheet has reckoned (10 / 3) has more decimals than a price: it is told what it is kept as."""
        if not price.is_finite() or has_places(price, PRICE_PLACES):
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

    def _currency(self, row: MappedRow) -> tuple[str, Message | None]:
        """Written in or beside the price, of its own column, in the price's title, else the usual one; or what is wrong."""
        told = str(row.values.get("currency", ""))
        of_column = _code_of(told)
        of_cell = self._of_cell(row)
        for text, code in ((told, of_column), (of_cell, of_cell)):
            if text and code not in CURRENCIES:
                return "", msg("{currency} is not a currency this program knows", currency=text)
        if of_column and of_cell and of_column != of_cell:
            return "", msg("The price is in {one}, the currency says {other}", one=of_cell, other=of_column)
        found = of_cell or of_column or self._title.currency
        if not found:
            found = self._usual(row.values["code"])
        return found, None

    def _of_cell(self, row: MappedRow) -> str:
        cell = self._cell(row)
        if isinstance(cell, Money):
            return cell.currency
        return (currency_of(cell) or foreign_sign(cell) or "") if isinstance(cell, str) else ""

    def _kind(self, row: MappedRow) -> str:
        told = str(row.values.get("kind", ""))
        code = code_of(told, _KIND)
        if told and code is None:
            self._tell(row, "kind", msg("{text} is not known here", text=told), Severity.WARNING)
        return code or ""

    def _cell(self, row: MappedRow, field: str = "price") -> Cell:
        return self._sheet.rows[row.number - self._sheet.first_row_number][self._mapping[field]]

    def _tell(self, row: MappedRow, field: str, message: Message, severity: Severity = Severity.ERROR) -> None:
        column = self._mapping.get(field)
        title = "" if column is None else self._sheet.header[column]
        self.problems.append(RowProblem(self._sheet.name, row.number, title, said(message), severity))

    def _tell_head(self, field: str, message: Message) -> None:
        column = self._mapping.get(field)
        title = "" if column is None else self._sheet.header[column]
        head = max(self._sheet.first_row_number - 1, 0)
        self.problems.append(RowProblem(self._sheet.name, head, title, message, Severity.WARNING))


def _code_of(told: str) -> str:
    """The code of a currency as its own column writes it, or what stands there."""
    return currency_of(told) or (told.upper() if told.upper() in CURRENCIES else told)
