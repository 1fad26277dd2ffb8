"""Queries of the start screen; each walks an index made for it."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from desktop_crm.model.client import Client
from desktop_crm.model.contract import Contract
from desktop_crm.model.order import Order
from desktop_crm.model.states import OPEN_ORDER_STATES, ContractState, OrderState

#: id, number, client, day, total in minor units, currency.
Row = tuple[int, str, str, date | None, int, str]


def orders_promised(session: Session, first: date | None, last: date, limit: int) -> tuple[list[Row], int]:
    """Open orders promised from `first` (None: ever) to `last`, earliest first, and their number."""
    conditions = [Order.state.in_(OPEN_ORDER_STATES), Order.promised_on <= last]
    if first is not None:
        conditions.append(Order.promised_on >= first)
    return _rows(session, Order, Order.promised_on, conditions, limit)


def contracts_to_sign(session: Session, limit: int) -> tuple[list[Row], int]:
    """Drafts and contracts that were sent, oldest first."""
    unsigned = Contract.state.in_((ContractState.DRAFT, ContractState.SENT))
    return _rows(session, Contract, Contract.contract_date, [unsigned], limit)


def contracts_ending(session: Session, first: date, last: date, limit: int) -> tuple[list[Row], int]:
    """Signed contracts whose term ends in these days."""
    conditions = [Contract.state == ContractState.SIGNED, Contract.valid_until.between(first, last)]
    return _rows(session, Contract, Contract.valid_until, conditions, limit)


def ordered(session: Session, first: date, last: date) -> list[tuple[str, int, int]]:
    """Orders of these days that count, by currency: number and sum."""
    counts = Order.state.not_in((OrderState.DRAFT, OrderState.CANCELLED))
    query = select(Order.currency, func.count(), func.sum(Order.total_minor)).where(
        Order.ordered_on.between(first, last), counts
    )
    return _sums(session, query.group_by(Order.currency).order_by(Order.currency))


def signed(session: Session, first: date, last: date) -> list[tuple[str, int, int]]:
    """Contracts signed in these days, by currency: number and sum."""
    query = select(Contract.currency, func.count(), func.sum(Contract.total_minor)).where(
        Contract.signed_on.between(first, last)
    )
    return _sums(session, query.group_by(Contract.currency).order_by(Contract.currency))


def new_clients(session: Session, first: date, last: date) -> int:
    """Clients added in these days, by this machine's calendar."""
    start = datetime.combine(first, time()).astimezone(UTC)
    end = datetime.combine(last + timedelta(days=1), time()).astimezone(UTC)
    query = select(func.count()).select_from(Client).where(Client.created_at >= start, Client.created_at < end)
    return session.scalar(query) or 0


def _rows(
    session: Session,
    noun: type[Order] | type[Contract],
    day: "InstrumentedAttribute[date | None] | InstrumentedAttribute[date]",
    conditions: list[ColumnElement[bool]],
    limit: int,
) -> tuple[list[Row], int]:
    columns = (noun.id, noun.number, Client.full_name, day, noun.total_minor, noun.currency)
    query = (
        select(*columns)
        .join(Client, Client.id == noun.client_id)
        .where(*conditions)
        .order_by(day, noun.id)
        .limit(limit)
    )
    count = session.scalar(select(func.count()).select_from(noun).where(*conditions)) or 0
    return list(session.execute(query)), count


def _sums(session: Session, query: "Select[str, int, int]") -> list[tuple[str, int, int]]:
    return list(session.execute(query))
