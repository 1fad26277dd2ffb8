"""Products in the emergency archive."""

from typing import Final

from sqlalchemy import select

from desktop_crm.language import Language
from desktop_crm.model.listing import Column, Kind
from desktop_crm.model.message import msg
from desktop_crm.model.money import Money
from desktop_crm.model.product import PRODUCT_KINDS, Product
from desktop_crm.model.tax import TaxRule
from desktop_crm.services.emergency.parts import Emergency, Sheet, own, read


def _lowest_price(product: Product, _language: Language) -> Money | None:
    return None if product.lowest_price is None else Money(product.lowest_price, product.currency)


PRODUCTS: Final = Sheet(
    msg("Products"),
    Product,
    select(Product, TaxRule.code).outerjoin(TaxRule, TaxRule.id == Product.tax_id).order_by(Product.code_key),
    (
        own("code", msg("Code")),
        own("kind", msg("Kind"), Kind.STATE, PRODUCT_KINDS),
        own("name_id", msg("Name (Indonesian)")),
        own("name_en", msg("Name (English)")),
        own("unit", msg("Unit")),
        read("price", msg("Price"), lambda product, _language: product.list_price, Kind.MONEY),
        (Column("tax", msg("Tax")), lambda row, language: row[1] or language.tr("No tax")),
        read("lowest_price", msg("Lowest price"), _lowest_price, Kind.MONEY),
        own("largest_discount", msg("Largest discount"), Kind.PERCENT),
        own("active", msg("Active"), Kind.FLAG),
        own("strengths", msg("Strengths")),
    ),
)

EMERGENCY: Final = Emergency((PRODUCTS,))
