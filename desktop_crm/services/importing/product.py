"""Importing products: which of them are known, making the others, and changing the known ones."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop_crm.exchange.cells import as_text
from desktop_crm.exchange.product_sheet import PRODUCT_FIELDS, ProductRow, product_rows
from desktop_crm.exchange.sheet import Sheet
from desktop_crm.exchange.values import RowProblem, said
from desktop_crm.model.message import Message, msg
from desktop_crm.model.money import Money
from desktop_crm.model.problem import Severity
from desktop_crm.model.product import PRODUCT_KINDS, Product
from desktop_crm.services import product as products
from desktop_crm.services.importing.parts import (
    BATCH,
    Double,
    Found,
    Import,
    Plan,
    Progress,
    Shown,
    Words,
    coded,
    counted,
    need,
    plain,
)
from desktop_crm.services.importing.taxes import Taxes
from desktop_crm.storage import product as product_storage
from desktop_crm.storage import settings
from desktop_crm.storage.journal.bulk import bulk_insert


def _read(session: Session, sheet: Sheet, mapping: Mapping[str, int]) -> Found:
    """The rows that can be written, what is wrong with the others, and which are known."""
    need(mapping, ("code",), msg("Choose the column with the product's code"))
    known = _known(session, [as_text(row[mapping["code"]]) for _, row in sheet.numbered()])
    usual = settings.company(session).currency
    rows, problems = product_rows(sheet, mapping, lambda code: known[code].currency if code in known else usual)
    taxes = Taxes(product_storage.tax_rules(session), settings.company(session).tax_id)
    for row in rows:
        if wrong := taxes.problem(row):
            title = sheet.header[mapping["tax" if row.tax else "price"]]
            problems.append(RowProblem(sheet.name, row.row, title, said(wrong), Severity.WARNING))
        if _loses_lowest(row, known.get(row.code)):
            lost = said(msg("{code} gets another currency, so its lowest price goes", code=row.code))
            problems.append(RowProblem(sheet.name, row.row, sheet.header[mapping["price"]], lost, Severity.WARNING))
    problems.sort(key=lambda problem: problem.row)
    doubles = [
        Double(row.row, row.code, "code", known[row.code].id, known[row.code].name("id"))
        for row in rows
        if row.code in known
    ]
    return Found(rows, problems, doubles)


def _loses_lowest(row: ProductRow, known: Product | None) -> bool:
    return (
        known is not None
        and known.lowest_price is not None
        and row.price is not None
        and row.lowest_price is None
        and row.currency not in {"", known.currency}
    )


def _known(session: Session, codes: Sequence[str]) -> dict[str, Product]:
    known: dict[str, Product] = {}
    for start in range(0, len(codes), BATCH):
        known |= product_storage.by_codes(session, list(codes[start : start + BATCH]))
    return known


def _write(session: Session, plan: Plan, doubles_too: bool, progress: Progress) -> int:
    """Known ones are left out, or take over what the sheet says."""
    new = [row for row in plan.rows if row.row not in plan.known]
    changed = [row for row in plan.rows if row.row in plan.known] if doubles_too else []
    total = len(new) + len(changed)
    made = _make(session, new, lambda done: progress(done, total))
    return made + _change(session, changed, plan.known, lambda done: progress(made + done, total))


def _make(session: Session, rows: Sequence[ProductRow], progress: Callable[[int], None]) -> int:
    """Make the products; how many."""
    company = settings.company(session)
    taxes = Taxes(product_storage.tax_rules(session), company.tax_id)
    records: list[dict[str, Any]] = []
    for row in rows:
        values: dict[str, Any] = {
            "code": row.code,
            "name_id": row.name_id or row.name_en,
            "name_en": row.name_en,
            "kind": row.kind or "goods",
            "unit": row.unit or "pcs",
            "currency": row.currency or company.currency,
            "tax_id": taxes.of(row),
            "strengths": row.strengths,
            "active": row.active is not False,
            "lowest_price": row.lowest_price,
            "largest_discount": row.largest_discount,
        }
        if row.price is not None:
            values["price"] = row.price
        records.append(values)
    for start in range(0, len(records), BATCH):
        progress(start)
        bulk_insert(session, Product, records[start : start + BATCH])
    progress(len(records))
    return len(records)


def _change(
    session: Session, rows: Sequence[ProductRow], known: Mapping[int, Double], progress: Callable[[int], None]
) -> int:
    """Let known products take over what the sheet says; how many became different by it."""
    taxes = Taxes(product_storage.tax_rules(session), settings.company(session).tax_id)
    changed = 0
    for done, row in enumerate(rows, 1):
        record = products.get(session, known[row.row].known_id)
        told = _told(row, taxes, record.tax_id)
        values = {name: value for name, value in told.items() if getattr(record, name) != value}
        if values:
            products.save(session, record.id, values)
            changed += 1
        progress(done)
    return changed


def _told(row: ProductRow, taxes: Taxes, tax_id: int | None) -> dict[str, Any]:
    """What a row says of a product that is known."""
    texts = ("name_id", "name_en", "kind", "unit", "strengths")
    values: dict[str, Any] = {name: getattr(row, name) for name in texts if getattr(row, name)}
    if row.price is not None:
        values |= {"price": row.price, "currency": row.currency}
    if row.active is not None:
        values["active"] = row.active
    limits = {"lowest_price": row.lowest_price, "largest_discount": row.largest_discount}
    values |= {name: limit for name, limit in limits.items() if limit is not None}
    return values | {"tax_id": taxes.instead_of(tax_id, row)}


def _shown_price(row: ProductRow) -> Money | None:
    return None if row.price is None else Money(row.price, row.currency)


def _button(new: int, known: int, _people: int) -> Message:
    if not known:
        return counted(new, msg("Import {n} product", n=new), msg("Import {n} products", n=new))
    if not new:
        return counted(known, msg("Update {n} product", n=known), msg("Update {n} products", n=known))
    return counted(
        known,
        msg("Import {new} and update {n} product", n=known, new=new),
        msg("Import {new} and update {n} products", n=known, new=new),
    )


def _done(n: int, _people: int) -> Message:
    return counted(n, msg("{n} product imported", n=n), msg("{n} products imported", n=n))


IMPORT: Final = Import(
    PRODUCT_FIELDS,
    _read,
    _write,
    (
        Shown(("code",), plain("code")),
        Shown(("name_id",), lambda row: row.name_id or row.name_en),
        Shown(("name_en",), plain("name_en")),
        Shown(("kind",), coded("kind", PRODUCT_KINDS)),
        Shown(("price",), _shown_price),
        Shown(("unit",), plain("unit")),
        Shown(("tax",), plain("tax")),
        Shown(("strengths",), plain("strengths")),
        Shown(("active",), plain("active")),
    ),
    Words(
        msg("Import products"),
        msg("Update products already here"),
        msg("A price list or an export of another program: one product a line, titles above the columns."),
        lambda file: msg("Import products from {file}", file=file),
        _button,
        _done,
    ),
    private=False,
)
