"""What products may be sold for at least, and which lines go below it without saying why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.model.limits import Limits, Verdict, both_discounts
from desktop_crm.model.lines import PricedPaper
from desktop_crm.model.message import msg
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.model.product import Product
from desktop_crm.model.tax import Tax, TaxRule

__all__ = ["Limits", "Verdict", "both_discounts", "limits_of", "missing_reasons", "problems"]


def limits_of(session: Session, ids: Iterable[int | None]) -> dict[int, Limits]:
    """The limits of products by id, of those that have any."""
    wanted = {product_id for product_id in ids if product_id}
    if not wanted:
        return {}
    rows = session.execute(
        select(Product, TaxRule).outerjoin(TaxRule, TaxRule.id == Product.tax_id).where(Product.id.in_(wanted))
    )
    found = {product.id: _of(product, rule.tax() if rule else None) for product, rule in rows}
    return {product_id: limits for product_id, limits in found.items() if limits}


def problems(session: Session, paper: PricedPaper) -> list[Problem]:
    """Lines of a draft that go below without a reason, and those whose limits can't be compared; needs its lines loaded."""
    with session.no_autoflush:
        known = limits_of(session, (line.product_id for line in paper.lines))
    return list(_problems(paper, known))


def missing_reasons(session: Session, paper: PricedPaper) -> list[Problem]:
    """What keeps a draft from being confirmed."""
    found = problems(session, paper)
    return [replace(problem, severity=Severity.ERROR) for problem in found if problem.field.endswith(".below_reason")]


def _problems(paper: PricedPaper, known: Mapping[int, Limits]) -> Iterator[Problem]:
    for at, line in enumerate(paper.lines):
        limits = known.get(line.product_id or 0)
        if limits is None or line.price is None:
            continue
        discount = both_discounts(line.discount, paper.discount)
        match limits.verdict(line.price, discount, paper.currency, line.tax):
            case Verdict.BELOW if not line.below_reason.strip():
                told = msg("Line {line} is below your limits: say why", line=at + 1)
                yield Problem(f"lines.{at}.below_reason", told, Severity.WARNING)
            case Verdict.OPEN:
                told = msg("Line {line}: its lowest price is in another currency and can't be compared", line=at + 1)
                yield Problem(f"lines.{at}.amount", told, Severity.WARNING)


def _of(product: Any, tax: Tax | None) -> Limits:
    return Limits(product.currency, product.price, product.lowest_price, product.largest_discount, tax)
