"""The lines of any paper that has them: typed, priced, taken over, and shown again as they are typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.model.lines import PricedLine, PricedPaper
from desktop_crm.model.money import unpriced
from desktop_crm.model.product import Product
from desktop_crm.model.tax import Tax, TaxRule
from desktop_crm.model.totals import ARITHMETIC, Totals, paper_totals
from desktop_crm.services.records import take
from desktop_crm.storage import product as products


@dataclass(frozen=True, slots=True)
class LineInput:
    """A line as it is typed; `key` is the saved line's id, `price` in the paper's currency (None: not given yet), `discount` in percent."""

    product_id: int | None
    code: str
    name: str
    quantity: Decimal
    unit: str
    price: Decimal | None
    discount: Decimal
    tax_id: int | None
    note: str = ""
    key: int | None = None
    below_reason: str = ""


@dataclass(frozen=True, slots=True)
class PlainLine:
    """What the sums need of a line that is being typed, or is not yet in the file."""

    quantity: Decimal
    price: Decimal | None
    discount: Decimal
    tax: Tax | None


def totals(
    lines: Sequence[LineInput],
    discount: Decimal,
    currency: str,
    taxes: Mapping[int, Tax],
    own: Mapping[int, Tax] | None = None,
    *,
    arithmetic: int = ARITHMETIC,
) -> Totals:
    """What typed lines add up to; `taxes` by rule id, `own` the taxes saved lines keep, by line id."""
    priced = [PlainLine(line.quantity, line.price, line.discount, tax_of(line, taxes, own or {})) for line in lines]
    return paper_totals(priced, discount, currency, arithmetic)


def taxes_by_id(session: Session, paper: PricedPaper | None = None) -> dict[int, Tax]:
    """The tax rules for `totals`; those of `paper` whose rule is gone have ids below 0."""
    rules = {rule.id: rule.tax() for rule in session.scalars(select(TaxRule))}
    known = {tax.code for tax in rules.values()}
    kept = {line.tax.code: line.tax for line in (paper.lines if paper else ()) if line.tax}
    gone = [tax for code, tax in kept.items() if code not in known]
    return {**rules, **{-at: tax for at, tax in enumerate(gone, start=1)}}


def taxes_to_choose(session: Session) -> set[int]:
    """The ids of the rules in use."""
    return set(session.scalars(select(TaxRule.id).where(TaxRule.active)))


def products_by_codes(session: Session, codes: Sequence[str]) -> dict[str, Product]:
    """The active products of these codes."""
    found = products.by_codes(session, list(codes))
    return {code: product for code, product in found.items() if product.active}


def products_of(session: Session, ids: Sequence[int]) -> list[Product]:
    """Products as they were asked for; one that is gone is left out."""
    by_id = _products(session, set(ids))
    return [by_id[product_id] for product_id in ids if product_id in by_id]


def lines_of(paper: PricedPaper, language: str, taxes: Mapping[int, Tax]) -> list[LineInput]:
    """A saved paper's lines, as they are typed."""
    by_code = {tax.code: rule_id for rule_id, tax in taxes.items()}
    return [
        LineInput(
            product_id=line.product_id,
            code=line.code,
            name=line.name(language),
            quantity=line.quantity,
            unit=line.unit,
            price=line.price,
            discount=line.discount,
            tax_id=by_code.get(line.tax.code) if line.tax else None,
            note=line.note,
            key=line.id,
            below_reason=line.below_reason,
        )
        for line in paper.lines
    ]


def take_lines(session: Session, paper: PricedPaper, lines: Sequence[LineInput]) -> None:
    """Put typed lines into a paper: kept ones change, the others go, each with its name in both languages."""
    known = {line.id: line for line in paper.lines}
    named = _products(session, {line.product_id for line in lines if line.product_id})
    taxes = taxes_by_id(session, paper)
    own = {line.id: line.tax for line in paper.lines if line.tax}
    kept = []
    for position, typed in enumerate(lines, start=1):
        line = known.get(typed.key) if typed.key else None
        if line is None:
            line = paper.line_type()
        tax = tax_of(typed, taxes, own)
        take(line, _line_values(line, typed, position, named.get(typed.product_id or 0), tax))
        kept.append(line)
    paper.lines = kept


def drop_prices(paper: PricedPaper) -> None:
    """Its currency changes: 850,000 rupiah are not 850,000 dollars; what is free stays free."""
    for line in paper.lines:
        line.price = unpriced(line.price)


def _line_values(
    line: PricedLine, typed: LineInput, position: int, product: Product | None, tax: Tax | None
) -> dict[str, Any]:
    name_id, name_en = typed.name, typed.name
    if typed.name in {line.name_id, line.name_en} and line.product_id == typed.product_id:
        name_id, name_en = line.name_id, line.name_en
    elif product and typed.name in {product.name_id, product.name_en}:
        name_id, name_en = product.name("id"), product.name("en")
    return {
        "position": position,
        "product_id": typed.product_id,
        "code": typed.code,
        "name_id": name_id,
        "name_en": name_en,
        "quantity": typed.quantity,
        "unit": typed.unit,
        "price": typed.price,
        "discount": typed.discount,
        "tax": tax,
        "note": typed.note,
        "below_reason": typed.below_reason.strip(),
    }


def _products(session: Session, ids: set[int]) -> dict[int, Product]:
    return {item.id: item for item in session.scalars(select(Product).where(Product.id.in_(ids)))} if ids else {}


def tax_of(line: LineInput, taxes: Mapping[int, Tax], own: Mapping[int, Tax]) -> Tax | None:
    """A saved line keeps its tax as it was, whatever becomes of the rule."""
    chosen = taxes.get(line.tax_id) if line.tax_id else None
    kept = own.get(line.key) if line.key else None
    return kept if kept and chosen and kept.code == chosen.code else chosen
