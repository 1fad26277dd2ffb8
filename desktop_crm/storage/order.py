"""Queries about orders."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from desktop_crm.model.base import Record, whole_text
from desktop_crm.model.contract import Contract
from desktop_crm.model.errors import UnreadableError
from desktop_crm.model.listing import Kind, Part, Role
from desktop_crm.model.message import msg
from desktop_crm.model.order import Order
from desktop_crm.model.order_states import LATENESS, OPEN_ORDER_STATES, ORDER_STATES, OVERDUE
from desktop_crm.storage.lists.listing import SqlSource, choice_column, sql_column
from desktop_crm.storage.loading import tied
from desktop_crm.storage.next_step import next_step

_OPEN = ", ".join(f"'{state}'" for state in OPEN_ORDER_STATES)
_PROMISED = Part(Role.WHEN, lambda day: msg("promised {day}", day=day), OPEN_ORDER_STATES)

ORDERS = SqlSource(
    noun="order",
    table="orders",
    order="t.ordered_on DESC",
    prefix_key="client_key",
    joins="LEFT JOIN clients c ON c.id = t.client_id",
    columns=(
        sql_column("number", msg("Number"), sort="t.number", width=132, part=Role.TITLE),
        sql_column(
            "client",
            msg("Client"),
            "c.full_name",
            sort="t.client_key",
            width=186,
            of_client=True,
            joined=True,
            part=Role.PARTY,
        ),
        choice_column("state", msg("Status"), ORDER_STATES, sort="t.state, t.promised_on", width=104, part=Role.STATE),
        sql_column(
            "total",
            msg("Total"),
            "t.total_minor",
            "t.currency",
            kind=Kind.MONEY,
            sort="t.total_minor",
            summable=True,
            of_client=True,
            width=140,
            part=Role.MONEY,
        ),
        choice_column(
            "overdue",
            msg("Deadline"),
            LATENESS,
            f"CASE WHEN t.state IN ({_OPEN}) AND t.promised_on < {{today}} THEN '{OVERDUE}' ELSE '' END",
            width=92,
        ),
        sql_column("promised_on", msg("Promised for"), kind=Kind.DATE, sort="t.promised_on", width=116, part=_PROMISED),
        sql_column("ordered_on", msg("Order date"), kind=Kind.DATE, sort="t.ordered_on", width=116),
        sql_column("payment_terms", msg("Payment terms"), hidden=True, width=200),
        sql_column("delivery_terms", msg("Delivery terms"), hidden=True, width=200),
        next_step(),
        sql_column("changed_at", msg("Changed"), kind=Kind.MOMENT, sort="t.changed_at", hidden=True, width=150),
    ),
)


def get(session: Session, order_id: int) -> Order | None:
    """One order with its client and lines."""
    found = session.scalars(
        select(Order)
        .where(Order.id == order_id)
        .options(joinedload(Order.client), selectinload(Order.lines))
        .execution_options(populate_existing=True)
    ).first()
    if found is not None:
        refuse_torn(found, "client")
    return found and tied(found)


def refuse_torn(record: Record, *needed: str) -> None:
    """UnreadableError when something it can't be without is gone: only another program, or damage, leaves a record so."""
    if any(getattr(record, name) is None for name in needed):
        raise UnreadableError


def by_number(session: Session, number: str) -> Order | None:
    """One order with its client and lines, by its number."""
    found = session.scalar(select(Order.id).where(Order.number == whole_text(number)))
    return None if found is None else get(session, found)


def contracts_of(session: Session, order_id: int) -> int:
    """How many contracts were made from the order."""
    return session.scalar(select(func.count()).select_from(Contract).where(Contract.order_id == order_id)) or 0


def newest_open(session: Session, client_id: int) -> Order | None:
    """A client's newest order that is under way, without its lines."""
    wanted = select(Order).where(Order.client_id == client_id, Order.state.in_(OPEN_ORDER_STATES))
    return session.scalars(wanted.order_by(Order.ordered_on.desc(), Order.id.desc()).limit(1)).first()
