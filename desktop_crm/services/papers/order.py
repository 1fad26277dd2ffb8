"""An order on paper."""

from sqlalchemy.orm import Session

from desktop_crm.documents.glyphs import undrawn
from desktop_crm.documents.order_sheet import OrderSheet, order_pdf
from desktop_crm.model.order import Order
from desktop_crm.model.order_states import OrderState
from desktop_crm.model.problem import Problem
from desktop_crm.services.papers.sheet import file_name, sheet_of

__all__ = ["checked", "file_name", "make"]


def make(session: Session, order: Order, languages: str | None = None) -> bytes:
    """The order sheet as PDF, `languages` id, en or both (None: the client's)."""
    return order_pdf(_sheet(session, order, languages))


def checked(session: Session, order: Order, languages: str | None = None) -> tuple[bytes, list[Problem]]:
    """The same, and what to look at before it is printed, each with the path of what mends it (`lines.0.note`, `client.name`)."""
    sheet = _sheet(session, order, languages)
    return order_pdf(sheet), list(undrawn(sheet, "sans"))


def _sheet(session: Session, order: Order, languages: str | None) -> OrderSheet:
    return sheet_of(
        session,
        OrderSheet,
        order,
        languages,
        day=order.ordered_on,
        promised_day=order.promised_on,
        notes=order.printed_notes,
        draft=order.state == OrderState.DRAFT,
    )
