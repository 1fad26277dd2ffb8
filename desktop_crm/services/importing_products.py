"""Importing products: which of them are known, making the others, and changing the known ones."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from desktop_crm.exchange.product_sheet import ProductRow, product_rows
from desktop_crm.exchange.sheet import Sheet
from desktop_crm.exchange.values import RowProblem, said
from desktop_crm.model.fold import fold
from desktop_crm.model.message import msg
from desktop_crm.model.problem import Severity
from desktop_crm.model.product import Product
from desktop_crm.services import product as products
from desktop_crm.services.importing_parts import BATCH, Double, need
from desktop_crm.storage import product as product_storage
from desktop_crm.storage import settings
from desktop_crm.storage.bulk import bulk_insert


def plan_products(
    session: Session, sheet: Sheet, mapping: Mapping[str, int]
) -> tuple[tuple[ProductRow, ...], list[RowProblem], list[Double]]:
    """The rows that can be written, what is wrong with the others, and which are known."""
    need(mapping, ("code",), msg("Choose the column with the product's code"))
    rows, problems = product_rows(sheet, mapping)
    rules = _tax_rules(session)
    for row in rows:
        if row.tax and fold(row.tax) not in rules:
            wrong = said(msg("{tax} is no tax rule here; the usual one is taken", tax=row.tax))
            problems.append(RowProblem(sheet.name, row.row, sheet.header[mapping["tax"]], wrong, Severity.WARNING))
    problems.sort(key=lambda problem: problem.row)
    codes = [row.code for row in rows]
    known: dict[str, Product] = {}
    for start in range(0, len(codes), BATCH):
        known |= product_storage.by_codes(session, codes[start : start + BATCH])
    doubles = [
        Double(row.row, row.code, "code", known[row.code].id, known[row.code].name("id"))
        for row in rows
        if row.code in known
    ]
    usual = settings.company(session).currency
    priced = (
        replace(row, currency=row.currency or (known[row.code].currency if row.code in known else usual))
        for row in rows
    )
    return tuple(priced), problems, doubles


def make_products(session: Session, rows: Sequence[ProductRow], progress: Callable[[int], None]) -> int:
    """Make the products; how many."""
    rules, company = _tax_rules(session), settings.company(session)
    records: list[dict[str, Any]] = []
    for row in rows:
        values: dict[str, Any] = {
            "code": row.code,
            "name_id": row.name_id or row.name_en,
            "name_en": row.name_en,
            "kind": row.kind or "goods",
            "unit": row.unit or "pcs",
            "currency": row.currency or company.currency,
            "tax_id": rules.get(fold(row.tax), company.tax_id),
            "strengths": row.strengths,
            "active": row.active is not False,
        }
        if row.price is not None:
            values["price"] = row.price
        records.append(values)
    for start in range(0, len(records), BATCH):
        progress(start)
        bulk_insert(session, Product, records[start : start + BATCH])
    progress(len(records))
    return len(records)


def change_products(
    session: Session, rows: Sequence[ProductRow], known: Mapping[int, Double], progress: Callable[[int], None]
) -> int:
    """Let known products take over what the sheet says; how many became different by it."""
    rules = _tax_rules(session)
    changed = 0
    for done, row in enumerate(rows, 1):
        record = products.get(session, known[row.row].known_id)
        told = _told(row, rules)
        values = {name: value for name, value in told.items() if getattr(record, name) != value}
        if values:
            products.save(session, record.id, values)
            changed += 1
        progress(done)
    return changed


def _told(row: ProductRow, rules: Mapping[str, int]) -> dict[str, Any]:
    """What a row says of a product that is known."""
    texts = ("name_id", "name_en", "kind", "unit", "strengths")
    values: dict[str, Any] = {name: getattr(row, name) for name in texts if getattr(row, name)}
    if row.price is not None:
        values |= {"price": row.price, "currency": row.currency}
    if row.active is not None:
        values["active"] = row.active
    if fold(row.tax) in rules:
        values["tax_id"] = rules[fold(row.tax)]
    return values


def _tax_rules(session: Session) -> dict[str, int]:
    rules = product_storage.tax_rules(session)
    return {fold(name): rule.id for rule in rules for name in (rule.code, rule.name)}
