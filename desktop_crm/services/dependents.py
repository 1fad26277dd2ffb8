"""The orders and contracts that hang on a client: what there is of them, and taking them away with it."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from desktop_crm.model.client import Client
from desktop_crm.model.contract import FROZEN_STATES, Contract
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg
from desktop_crm.model.order import Order
from desktop_crm.services import attachment
from desktop_crm.storage.loading import tied

_TOLD = 3


@dataclass(frozen=True, slots=True)
class Papers:
    """How much would go with a client or an order; `signed` names contracts because of which nothing may."""

    orders: int
    contracts: int
    signed: tuple[str, ...]


def of_client(session: Session, client_id: int) -> Papers:
    """What hangs on a client."""
    orders = session.scalar(select(func.count()).select_from(Order).where(Order.client_id == client_id)) or 0
    return _papers(session, orders, Contract.client_id == client_id)


def of_order(session: Session, order_id: int) -> Papers:
    """What hangs on an order."""
    return _papers(session, 0, Contract.order_id == order_id)


def delete_papers(session: Session, client: Client) -> None:
    """Take away a client's contracts and orders with their files; UserError while one of the contracts is signed."""
    delete_contracts(session, Contract.client_id == client.id, client.full_name)
    loaded = select(Order).options(joinedload(Order.client), selectinload(Order.lines))
    orders = session.scalars(loaded.where(Order.client_id == client.id)).all()
    attachment.delete_all(session, "order", [order.id for order in orders])
    for order in orders:
        session.delete(tied(order))
    session.flush()


def delete_contracts(session: Session, which: ColumnElement[bool], of: str) -> None:
    """Take away contracts that are not signed, with their files; UserError when one of them is. `of` is whose they are."""
    if signed := _signed(session, which):
        raise UserError(
            msg(
                "{name} has signed contracts ({contracts}), so it can't be deleted.",
                name=of,
                contracts=", ".join(signed),
            )
        )
    contracts = session.scalars(select(Contract).where(which)).all()
    attachment.delete_all(session, "contract", [contract.id for contract in contracts])
    for contract in contracts:
        session.delete(contract)
    session.flush()


def _papers(session: Session, orders: int, which: ColumnElement[bool]) -> Papers:
    contracts = session.scalar(select(func.count()).select_from(Contract).where(which)) or 0
    return Papers(orders, contracts, _signed(session, which))


def _signed(session: Session, which: ColumnElement[bool]) -> tuple[str, ...]:
    signed = select(Contract.number).where(which, Contract.state.in_(FROZEN_STATES)).order_by(Contract.id)
    return tuple(session.scalars(signed.limit(_TOLD)))
