"""The catalogue."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Listing
from desktop_crm.model.message import msg
from desktop_crm.model.problem import Problem
from desktop_crm.model.product import Product
from desktop_crm.services.records import found, refuse_problems, refuse_stale, take
from desktop_crm.storage import attachment
from desktop_crm.storage import product as storage
from desktop_crm.storage.listing import SqlListing
from desktop_crm.storage.workspace import Workspace

tax_rules = storage.tax_rules
picture = attachment.bytes_of


def listing(workspace: Workspace) -> Listing:
    """The list of products."""
    return SqlListing(workspace, storage.PRODUCTS)


def get(session: Session, product_id: int) -> Product:
    """One product; UserError when it is gone."""
    return found(storage.get(session, product_id), msg("The product"))


def problems(values: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with a product's values, while they are typed; `price` is a Money."""
    return Product(**{name: value for name, value in values.items() if name != "picture"}).problems()


def save(session: Session, product_id: int | None, values: Mapping[str, Any], version: int | None = None) -> Product:
    """Make or change a product; `price` is a Money, `picture` the picture's bytes or None.

    Raises:
        UserError: wrong values, a code that is taken, or changed elsewhere since `version` was shown.
    """
    values = dict(values)
    if "picture" in values:
        content = values.pop("picture")
        values["picture_id"] = attachment.keep_bytes(session, content) if content else None
    if product_id is None:
        record = Product(**values)
        session.add(record)
    else:
        record = get(session, product_id)
        refuse_stale(record, version)
        take(record, values)
    refuse_problems(record.problems())
    _refuse_taken_code(session, record)
    session.flush()
    return record


def delete(session: Session, product_id: int) -> Product:
    """Take a product away; UserError while order lines name it."""
    record = get(session, product_id)
    uses = storage.uses(session, product_id)
    if uses:
        raise UserError(
            msg(
                "{code} stands in {lines} order lines, so it stays. Switch it off instead.",
                code=record.code,
                lines=uses,
            )
        )
    session.delete(record)
    return record


def _refuse_taken_code(session: Session, record: Product) -> None:
    with session.no_autoflush:
        other = session.scalar(select(Product.id).where(Product.code == record.code, Product.id.is_not(record.id)))
    if other is not None:
        wrong = Problem("code", msg("Code {code} is taken by another product", code=record.code))
        raise UserError(wrong.message, [wrong])
