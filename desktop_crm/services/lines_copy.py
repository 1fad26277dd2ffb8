"""A copy of a paper's lines for a new one of today: taxes are those of today, and what else is no longer so is told."""

from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.model.lines import SAID, PricedLine, PricedPaper
from desktop_crm.model.message import msg
from desktop_crm.model.product import Product
from desktop_crm.model.tax import Tax, TaxRule
from desktop_crm.services.lines import products_of
from desktop_crm.services.records import Tell

_COPIED: Final = ("position", "product_id", *SAID)
_TOLD: Final = 5

L = TypeVar("L", bound=PricedLine)


def copied_lines(session: Session, source: PricedPaper, kind: type[L], tell: Tell) -> list[L]:
    """The lines anew, of the kind that the new paper has; prices are those that were agreed, and `tell` hears where the catalogue says otherwise by now."""
    lines = [kind(**{name: getattr(line, name) for name in _COPIED}) for line in source.lines]
    products = {product.id: product for product in products_of(session, [line.product_id or 0 for line in lines])}
    _take_taxes(session, lines, products, tell)
    _tell_prices(source, products, tell)
    return lines


def _take_taxes(session: Session, lines: Sequence[PricedLine], products: dict[int, Product], tell: Tell) -> None:
    rules = list(session.scalars(select(TaxRule).where(TaxRule.active)))
    by_code, by_id = {rule.code: rule for rule in rules}, {rule.id: rule for rule in rules}
    changed, gone = list[str](), list[str]()
    for line in lines:
        if line.tax is None:
            continue
        product = products.get(line.product_id or 0)
        rule = by_code.get(line.tax.code) or by_id.get((product.tax_id if product else None) or 0)
        if rule is None:
            gone.append(_named(line.tax))
        elif rule.tax() != line.tax:
            changed.append(f"{_named(line.tax)} → {_named(rule.tax())}")
            line.tax = rule.tax()
    if changed:
        tell(msg("Taxes are those of today: {taxes}.", taxes=_list(changed)))
    if gone:
        tell(msg("No longer in use, and kept in the copy: {taxes}.", taxes=_list(gone)))


def _tell_prices(source: PricedPaper, products: dict[int, Product], tell: Tell) -> None:
    sold = [(line, products.get(line.product_id)) for line in source.lines if line.product_id is not None]
    ended = [line.code or line.name("id") for line, product in sold if product is None or not product.active]
    other = [
        product.code
        for line, product in sold
        if product is not None and product.active and product.currency == source.currency
        if product.price != line.price
    ]
    if ended:
        tell(msg("No longer sold: {products}.", products=_list(ended)))
    if other:
        tell(
            msg(
                "The catalogue has other prices by now: {products}. The copy keeps what was agreed.",
                products=_list(other),
            )
        )


def _named(tax: Tax) -> str:
    """PPN (12 % × 11/12), PPnBM (20 %)."""
    return ", ".join(f"{part.name} ({part.rate.normalize():f} %{_base(part)})" for part in tax.parts)


def _base(tax: Tax) -> str:
    return "" if tax.base_numerator == tax.base_denominator else f" × {tax.base_numerator}/{tax.base_denominator}"


def _list(names: Iterable[str]) -> str:
    distinct = list(dict.fromkeys(names))
    return ", ".join(distinct[:_TOLD]) + (" …" if len(distinct) > _TOLD else "")
