"""An order on paper."""

from sqlalchemy.orm import Session

from desktop_crm.documents.glyphs import undrawn
from desktop_crm.documents.order_sheet import OrderSheet, order_pdf
from desktop_crm.documents.wording import delivery_terms, payment_terms
from desktop_crm.model.contact import Contact
from desktop_crm.model.order import Order
from desktop_crm.model.problem import Problem
from desktop_crm.model.states import OrderState
from desktop_crm.services.papers.contract import paper_lines
from desktop_crm.services.parties import addressee, own_party, party_of
from desktop_crm.storage import attachment, settings


def make(session: Session, order: Order, languages: str | None = None) -> bytes:
    """The order sheet as PDF, `languages` id, en or both (None: the client's)."""
    return order_pdf(_sheet(session, order, languages))


def checked(session: Session, order: Order, languages: str | None = None) -> tuple[bytes, list[Problem]]:
    """The same, and what to look at before it is printed, each with the path of what mends it (`lines.0.note`, `client.name`)."""
    sheet = _sheet(session, order, languages)
    return order_pdf(sheet), list(undrawn(sheet, "sans"))


def _sheet(session: Session, order: Order, languages: str | None) -> OrderSheet:
    company = settings.company(session)
    contact = session.get(Contact, order.contact_id) if order.contact_id else None
    wanted = languages or order.client.language
    return OrderSheet(
        number=order.number,
        day=order.ordered_on,
        own=own_party(company, company.signatory),
        client=party_of(order.addressee or addressee(order.client), contact=contact.name if contact else ""),
        lines=paper_lines(order),
        totals=order.totals(),
        languages="both" if wanted == "both" else "en" if wanted == "en" else "id",
        promised_day=order.promised_on,
        payment_terms=payment_terms(order.payment_terms),
        delivery_terms=delivery_terms(order.delivery_terms),
        paper_text=order.paper_text,
        notes=order.printed_notes,
        draft=order.state == OrderState.DRAFT,
        logo=attachment.bytes_of(session, company.logo_id),
    )


def file_name(order: Order) -> str:
    """What the file is called when it is saved."""
    return f"{order.number.replace('/', '-')} {order.client.full_name}.pdf"
