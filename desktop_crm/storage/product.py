"""Queries about products and tax rules."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.model.base import whole_text
from desktop_crm.model.listing import Kind, Role
from desktop_crm.model.message import msg
from desktop_crm.model.money import PERCENT_PLACES
from desktop_crm.model.product import PRODUCT_KINDS, Product
from desktop_crm.model.tax import TaxRule
from desktop_crm.storage.lists.listing import SqlSource, choice_column, price_column, sql_column

PRODUCTS = SqlSource(
    noun="product",
    table="products",
    order="t.code_key",
    prefix_key="code_key",
    joins="LEFT JOIN tax_rules x ON x.id = t.tax_id",
    columns=(
        sql_column("code", msg("Code"), sort="t.code_key", width=104, part=Role.TITLE),
        sql_column("name_id", msg("Name (Indonesian)"), sort="t.name_key", width=240, part=Role.PARTY),
        sql_column("unit", msg("Unit"), width=76, part=Role.SIDE),
        price_column("price", msg("Price"), "t.price", "t.currency", width=146, part=Role.MONEY),
        sql_column("name_en", msg("Name (English)"), width=240),
        choice_column("kind", msg("Kind"), PRODUCT_KINDS, width=100, part=Role.STATE),
        sql_column(
            "tax",
            msg("Tax"),
            "coalesce(x.name || CASE trim(x.second_name) WHEN '' THEN '' ELSE ' + ' || trim(x.second_name) END, '')",
            width=130,
        ),
        sql_column("active", msg("Active"), kind=Kind.FLAG, width=80),
        sql_column("strengths", msg("Strengths"), hidden=True, width=240),
        price_column(
            "lowest_price",
            msg("Lowest price"),
            "t.lowest_price",
            "t.currency",
            hidden=True,
            width=146,
            sensitive=True,
        ),
        sql_column(
            "largest_discount",
            msg("Largest discount"),
            kind=Kind.PERCENT,
            places=PERCENT_PLACES,
            hidden=True,
            width=120,
            sensitive=True,
        ),
        sql_column("changed_at", msg("Changed"), kind=Kind.MOMENT, sort="t.changed_at", hidden=True, width=150),
    ),
)


def get(session: Session, product_id: int) -> Product | None:
    """One product."""
    return session.get(Product, product_id)


def by_codes(session: Session, codes: list[str]) -> dict[str, Product]:
    """Products by their exact codes."""
    kept = map(whole_text, codes)
    return {item.code: item for item in session.scalars(select(Product).where(Product.code.in_(kept)))}


def tax_rules(session: Session) -> list[TaxRule]:
    """All tax rules, active ones first."""
    return list(session.scalars(select(TaxRule).order_by(TaxRule.active.desc(), TaxRule.id)))
