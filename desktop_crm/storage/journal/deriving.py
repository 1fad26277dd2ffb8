"""Columns that repeat what other columns and records say, brought up to them after rows were put back out of order."""

import json
from collections.abc import Collection, Iterator
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from desktop_crm.model.client import Client
from desktop_crm.model.contact import Contact
from desktop_crm.model.contract import Contract
from desktop_crm.model.message import Message
from desktop_crm.model.order import Order, OrderLine
from desktop_crm.model.product import Product
from desktop_crm.storage.contract import take_party
from desktop_crm.storage.journal.writing import unit_of
from desktop_crm.storage.order import tied

_ALONE: Final = (Client, Contact, Product)


def derive_again(session: Session) -> list[Message]:
    """Derive anew what this unit of work touched by bare SQL, and what repeats it; what changes is journalled.

    Names in orders and contracts follow their client; client and totals in contracts that are not signed their order, and
    one of them that was sent is the draft of its next version then, which is told.
    """
    touched = {table: set(ids) for table, ids in unit_of(session).touched.items()}
    for kind in _ALONE:
        for record in session.scalars(select(kind).where(kind.id.in_(_all(touched.get(kind.__tablename__, ()))))):
            record.derive()
    session.flush()
    clients, orders = _all(touched.get("clients", ())), _all(_orders_touched(session, touched))
    for order in _orders(session, Order.client_id.in_(clients) | Order.id.in_(orders)):
        tied(order).derive()
    session.flush()
    told = []
    named = Contract.client_id.in_(clients) | Contract.order_id.in_(orders)
    for contract in _contracts(session, named | Contract.id.in_(_all(touched.get("contracts", ())))):
        before = _on_paper(contract)
        if not contract.is_frozen() and contract.client is not contract.order.client:
            take_party(session, contract, contract.order.client)
        contract.derive()
        if _on_paper(contract) != before and contract.revise():
            told.append(contract.told_revised())
    session.flush()
    return told


def _on_paper(contract: Contract) -> tuple[int, int, str]:
    return contract.client.id, contract.total_minor, contract.currency


def _all(ids: Collection[int]) -> Select[Any]:
    """Any number of ids: as parameters SQLite takes only some thousands."""
    return select(func.json_each(json.dumps(list(ids))).table_valued("value").c.value)


def _orders_touched(session: Session, touched: dict[str, set[int]]) -> set[int]:
    lines = touched.get("order_lines", set())
    of_lines = session.scalars(select(OrderLine.order_id).where(OrderLine.id.in_(_all(lines)))) if lines else ()
    return touched.get("orders", set()) | set(of_lines)


def _orders(session: Session, which: ColumnElement[bool]) -> Iterator[Order]:
    loaded: Any = select(Order).where(which).options(joinedload(Order.client), selectinload(Order.lines))
    yield from session.scalars(loaded.execution_options(populate_existing=True)).all()


def _contracts(session: Session, which: ColumnElement[bool]) -> Iterator[Contract]:
    loaded: Any = (
        select(Contract)
        .where(which)
        .options(joinedload(Contract.client), joinedload(Contract.order).joinedload(Order.client))
    )
    yield from session.scalars(loaded.execution_options(populate_existing=True)).all()
