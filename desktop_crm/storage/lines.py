"""Queries about lines, whichever paper they stand on."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop_crm.model.lines import PricedLine
from desktop_crm.storage.tables import RECORDS


def naming(session: Session, product_id: int) -> int:
    """How many lines of all papers name a product."""
    kinds = [record for record in RECORDS.values() if issubclass(record, PricedLine)]
    counted = (select(func.count()).select_from(kind).where(kind.product_id == product_id) for kind in kinds)
    return sum(session.scalar(count) or 0 for count in counted)
