"""Contracts are made from orders: from which of them, by which template, and what is filled in by then."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, joinedload

from desktop_crm.model.contract import Contract, Template
from desktop_crm.model.contract_states import ContractState
from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Query
from desktop_crm.model.message import msg
from desktop_crm.model.money import Money
from desktop_crm.model.order import Order
from desktop_crm.model.order_states import OrderState
from desktop_crm.model.problem import Problem
from desktop_crm.model.product import Product, ProductKind
from desktop_crm.services import order as orders
from desktop_crm.services import terms
from desktop_crm.services.clock import today
from desktop_crm.services.contract_sources import proposed
from desktop_crm.services.records import found, made
from desktop_crm.storage import contract as storage
from desktop_crm.storage import order as order_storage
from desktop_crm.storage import settings
from desktop_crm.storage.lists.listing import SqlListing
from desktop_crm.storage.workspace import Workspace

_TERM: Final = timedelta(days=365)


def make(
    session: Session,
    order_id: int,
    template_code: str | None = None,
    language: str | None = None,
    day: date | None = None,
) -> Contract:
    """A draft contract from an order, everything filled in that is known; it gets its number now.

    Template None: services when every line is a service, else sale. Language None: the client's.

    Raises:
        UserError: the order has no lines or is cancelled.
    """
    order = orders.get(session, order_id)
    if order.state == OrderState.CANCELLED:
        raise UserError(msg("Contract not made: order {number} is cancelled.", number=order.number))
    if not order.lines:
        wrong = Problem("lines", msg("An order needs a line before it becomes a contract"))
        raise UserError(wrong.message, [wrong])
    day = day or today()
    company, client = settings.company(session), order.client
    begin = proposed(session, client)
    template = _template(session, template_code or _fitting_template(session, order))
    record = made(
        Contract,
        client=client,
        order=order,
        template=template,
        terms=template.terms,
        contact_id=begin.contact_id,
        language=language or client.language,
        state=ContractState.DRAFT,
        contract_date=day,
        place=company.city,
        valid_until=day + _TERM,
        delivery_date=order.promised_on,
        delivery_place=begin.delivery_place,
        own_signatory=company.signatory,
        client_signatory=begin.signatory,
        **terms.taken_over(order, company),
    )
    record.number = settings.next_number(session, "contract", day, storage.with_number_like)
    session.add(record)
    session.flush()
    return record


def _template(session: Session, code: str) -> Template:
    template = session.scalars(select(Template).where(Template.code == code)).first()
    return found(template, msg("The template"))


def _fitting_template(session: Session, order: Order) -> str:
    ids = {line.product_id for line in order.lines}
    if None in ids:
        return "sale"
    kinds = set(session.scalars(select(Product.kind).where(Product.id.in_(ids))))
    return "services" if kinds == {ProductKind.SERVICE} else "sale"


@dataclass(frozen=True, slots=True)
class OrderChoice:
    """An order a contract can be made from; `contracts` counts those that were made already."""

    id: int
    number: str
    client: str
    day: date
    total: Money
    contracts: int


def orders_to_choose(workspace: Workspace, text: str = "", limit: int = 30) -> list[OrderChoice]:
    """Orders with lines that are not cancelled, those without a contract first, the newest first.

    With `text` those whose number or client holds it.
    """
    wanted = None
    if text.strip():
        rows = SqlListing(workspace, order_storage.ORDERS).page(Query(find=text), 0, 4 * limit)
        wanted = [row[0] for row in rows]
    with workspace.read() as session:
        return _order_choices(session, wanted, limit)


def _order_choices(session: Session, ids: list[int] | None, limit: int) -> list[OrderChoice]:
    counted = (
        select(func.count())
        .select_from(Contract)
        .where(Contract.order_id == Order.id)
        .correlate(Order)
        .scalar_subquery()
    )
    query = (
        select(Order, counted)
        .where(Order.state != OrderState.CANCELLED, Order.lines.any(), Order.client.has())
        .options(joinedload(Order.client))
        .order_by(Order.ordered_on.desc(), Order.id.desc())
        .limit(limit)
    )
    if ids is not None:
        found = list(
            session.execute(
                query.where(Order.id.in_(ids)).order_by(None).order_by(counted > 0, Order.ordered_on.desc())
            )
        )
    else:
        free = ~exists().where(Contract.order_id == Order.id)
        found = list(session.execute(query.where(free))) or list(session.execute(query))
    return [
        OrderChoice(
            order.id,
            order.number,
            order.client.full_name,
            order.ordered_on,
            Money.of_minor(order.total_minor, order.currency),
            count,
        )
        for order, count in found
    ]
