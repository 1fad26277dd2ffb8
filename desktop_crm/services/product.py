"""The catalogue."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.model.base import whole_text
from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Listing
from desktop_crm.model.message import msg
from desktop_crm.model.money import Money, decimals, digits, unpriced
from desktop_crm.model.problem import Problem
from desktop_crm.model.product import Product
from desktop_crm.model.tax import Tax, TaxRule
from desktop_crm.services import attachment as files
from desktop_crm.services import picture as pictures
from desktop_crm.services.as_json import plain
from desktop_crm.services.facets import Facets, Hit
from desktop_crm.services.records import found, made, refuse_problems, refuse_stale, take
from desktop_crm.storage import attachment, lines, settings
from desktop_crm.storage import order as order_storage
from desktop_crm.storage import product as storage
from desktop_crm.storage.lists.listing import SqlListing
from desktop_crm.storage.workspace import Workspace

tax_rules = storage.tax_rules
picture = attachment.bytes_of


def listing(workspace: Workspace) -> Listing:
    """The list of products."""
    return SqlListing(workspace, storage.PRODUCTS)


def orders_listing(workspace: Workspace, product_id: int) -> Listing:
    """The list of orders that contain a product."""
    where = f"t.id IN (SELECT order_id FROM order_lines WHERE product_id = {int(product_id)})"  # noqa: S608 - a whole number
    return SqlListing(workspace, order_storage.ORDERS, where=where)


@dataclass(frozen=True)
class Shown:
    """A product with what its card shows besides; its own attributes can be asked of it directly."""

    product: Product
    picture: bytes | None
    tax: Tax | None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.product, name)

    def prices(self) -> tuple[Money, Money] | None:
        """One unit without tax, and with it, as finely as its price; None while there is none."""
        price = self.product.list_price
        if price is None or self.tax is None:
            return None if price is None else (price, price)
        places = max(digits(price.currency), decimals(price.amount))
        other = Money(self.tax.other_side(price.amount, places), price.currency)
        return (other, price) if self.tax.included else (price, other)


def shown(session: Session, product_id: int) -> Shown:
    """One product with its picture and tax rule; UserError when it is gone."""
    record = get(session, product_id)
    rule = session.get(TaxRule, record.tax_id) if record.tax_id else None
    return Shown(record, attachment.bytes_of(session, record.picture_id), rule.tax() if rule else None)


def start(session: Session) -> dict[str, Any]:
    """The values a new product begins with; its code goes on from the last one's."""
    company = settings.company(session)
    last = session.scalars(select(Product).order_by(Product.id.desc()).limit(1)).first()
    return {
        "code": next_code(session, last.code if last else "BRG-000"),
        "kind": last.kind if last else "goods",
        "unit": last.unit if last else "pcs",
        "currency": company.currency,
        "tax_id": company.tax_id,
        "active": True,
    }


def start_copy(session: Session, product_id: int) -> dict[str, Any]:
    """The values of a product that is like another, under the next code."""
    like = shown(session, product_id)
    same = ("kind", "name_id", "name_en", "unit", "price", "currency", "tax_id", "strengths", "picture")
    limits = ("lowest_price", "largest_discount")
    return {
        "code": next_code(session, like.code),
        "active": True,
        **{name: getattr(like, name) for name in (*same, *limits)},
    }


def next_code(session: Session, code: str) -> str:
    """The first free code after this one: BRG-017 → BRG-018; empty when it holds no number to go on from."""
    parts = re.fullmatch(r"(.*?)([0-9]{1,15})([^0-9]*)", code)
    if parts is None:
        return ""
    before, digits, after = parts.groups()
    stem = before.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    taken = set(session.scalars(select(Product.code).where(Product.code.like(f"{stem}%", escape="\\"))))
    number = int(digits) + 1
    while (following := f"{before}{number:0{len(digits)}}{after}") in taken:
        number += 1
    return following


def set_active(session: Session, product_id: int, *, active: bool) -> Product:
    """Offer a product, or no longer; orders that name it stay as they are."""
    record = get(session, product_id)
    record.active = active
    return record


def get(session: Session, product_id: int) -> Product:
    """One product; UserError when it is gone."""
    return found(storage.get(session, product_id), msg("The product"))


def problems(values: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with a product's values, while they are typed."""
    return Product(**{name: value for name, value in values.items() if name != "picture"}).problems()


def code_problems(session: Session, product_id: int | None, code: str) -> Sequence[Problem]:
    """Whether a code, while it is typed, is another product's."""
    other = session.scalars(
        select(Product).where(Product.code == whole_text(code), Product.id.is_not(product_id))
    ).first()
    return [] if other is None or not code else [_taken(other)]


def save(session: Session, product_id: int | None, values: Mapping[str, Any], version: int | None = None) -> Product:
    """Make or change a product; `price` is a Decimal or None, `picture` the picture's bytes or None.

    Raises:
        UserError: wrong values, a code that is taken, or changed elsewhere since `version` was shown.
    """
    values = dict(values)
    if "picture" in values:
        values["picture_id"] = pictures.keep(session, values.pop("picture"), pictures.PRODUCT)
    if product_id is None:
        record = made(Product, **values)
        session.add(record)
    else:
        record = get(session, product_id)
        refuse_stale(record, version)
        if "price" not in values and values.get("currency", record.currency) != record.currency:
            values["price"] = unpriced(record.price)  # 850,000 rupiah are not 850,000 dollars
        if "lowest_price" not in values and values.get("currency", record.currency) != record.currency:
            values["lowest_price"] = None
        take(record, values)
    refuse_problems(record.problems())
    _refuse_taken_code(session, record)
    session.flush()
    return record


def delete(session: Session, product_id: int) -> Product:
    """Take a product away; UserError while order lines name it."""
    record = get(session, product_id)
    uses = lines.naming(session, product_id)
    if uses:
        raise UserError(
            msg("Not deleted: {code} stands in 1 order line. Switch it off instead.", code=record.code)
            if uses == 1
            else msg(
                "Not deleted: {code} stands in {lines} order lines. Switch it off instead.",
                code=record.code,
                lines=uses,
            )
        )
    files.delete_all(session, "product", [product_id])
    session.delete(record)
    return record


def _refuse_taken_code(session: Session, record: Product) -> None:
    with session.no_autoflush:
        taken = code_problems(session, record.id, record.code)
    if taken:
        raise UserError(taken[0].message, list(taken))


def _taken(other: Product) -> Problem:
    return Problem("code", msg("Code {code} is taken by {name}", code=other.code, name=other.name("id")))


def _hit(product_id: int, row: Mapping[str, Any]) -> Hit:
    title = " – ".join(part for part in (row["code"], row["name_id"] or row["name_en"]) if part)
    return Hit("product", product_id, title, row["unit"])


def _first(session: Session, product_id: int) -> None:
    code_problems(session, product_id, shown(session, product_id).code)


def _as_json(values: dict[str, Any]) -> dict[str, Any]:
    price: Money | None = values.pop("price")
    told = plain(values)
    return {
        "name": values["name_id"] or values["name_en"],
        "state": "active" if told.pop("active") else "inactive",
        "total": None,
        "price": None if price is None else str(price.amount),
        "currency": None if price is None else price.currency,
        **told,
    }


FACETS: Final = Facets(listing, storage.PRODUCTS, _hit, first=_first, as_json=_as_json)
