"""Orders in the emergency archive, and their lines."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, lazyload, selectinload

from desktop_crm.documents.ics import DayEvent
from desktop_crm.language import Language
from desktop_crm.model.client import Client
from desktop_crm.model.listing import Kind
from desktop_crm.model.message import msg
from desktop_crm.model.money import Money
from desktop_crm.model.order import Order, OrderLine
from desktop_crm.model.order_states import OPEN_ORDER_STATES, ORDER_STATES
from desktop_crm.services.emergency.parts import Emergency, Sheet, client_of, dated, named, own, read


def _line_price(line: OrderLine, _language: Language) -> Money | None:
    return None if line.price is None else Money(line.price, line.currency)


def _promised(session: Session, language: Language) -> Iterator[DayEvent]:
    promised = select(Order).where(Order.promised_on.is_not(None), Order.state.in_(OPEN_ORDER_STATES))
    for order, day in dated(session, promised.order_by(Order.promised_on), "promised_on", Order.client):
        title = language.tr("Deliver order {number} to {client}", **named(order, language))
        yield DayEvent(f"desktop-crm-order-{order.id}", day, title)


#: What of its lines an order is added up from.
_FIGURES: Final = (OrderLine.quantity, OrderLine.price, OrderLine.discount, OrderLine.tax)

ORDERS: Final = Sheet(
    msg("Orders"),
    Order,
    select(Order).order_by(Order.ordered_on, Order.id),
    (
        own("number", msg("Number")),
        read("client", msg("Client"), client_of("client")),
        own("state", msg("Status"), Kind.STATE, ORDER_STATES),
        own("ordered_on", msg("Order date"), Kind.DATE),
        own("promised_on", msg("Promised for"), Kind.DATE),
        own("fulfilled_on", msg("Fulfilment date"), Kind.DATE),
        own("discount", msg("Discount"), Kind.PERCENT),
        read("lines", msg("Total of the lines"), lambda order, _language: order.totals().lines, Kind.MONEY),
        read("taken", msg("Discount of the whole order"), lambda order, _language: order.totals().discount, Kind.MONEY),
        read("untaxed", msg("Total before tax"), lambda order, _language: order.totals().untaxed, Kind.MONEY),
        read("tax", msg("Tax"), lambda order, _language: order.totals().tax, Kind.MONEY),
        read("rounding", msg("Rounding"), lambda order, _language: order.totals().rounding, Kind.MONEY),
        own("total", msg("Total"), Kind.MONEY),
        own("payment_terms", msg("Payment terms")),
        own("delivery_terms", msg("Delivery terms")),
        own("paper_text", msg("Text for the paper")),
        own("notes", msg("Notes")),
        own("notes_on_paper", msg("Notes are printed"), Kind.FLAG),
    ),
    (joinedload(Order.client).load_only(Client.full_name), selectinload(Order.lines).load_only(*_FIGURES)),
    (lazyload(Order.client), lazyload(Order.lines).load_only(*_FIGURES)),
)

LINES: Final = Sheet(
    msg("Order lines"),
    OrderLine,
    select(OrderLine).order_by(OrderLine.order_id, OrderLine.position),
    (
        read("order", msg("Order"), lambda line, _language: line.order.number),
        read("client", msg("Client"), client_of("order.client")),
        own("code", msg("Code")),
        read("name", msg("Name"), lambda line, language: line.name(language.code)),
        own("quantity", msg("Quantity"), Kind.NUMBER),
        own("unit", msg("Unit")),
        read("price", msg("Price"), _line_price, Kind.MONEY),
        own("discount", msg("Discount"), Kind.PERCENT),
        own("amount", msg("Amount"), Kind.MONEY),
        own("below_reason", msg("Why below the limits")),
        read("tax", msg("Tax"), lambda line, _language: line.tax.title if line.tax else ""),
        own("note", msg("Note")),
    ),
    (
        joinedload(OrderLine.order)
        .load_only(Order.number, Order.currency, Order.arithmetic, Order.client_id)
        .joinedload(Order.client)
        .load_only(Client.full_name),
    ),
    (lazyload(OrderLine.order).lazyload(Order.client),),
)

EMERGENCY: Final = Emergency((ORDERS, LINES), events=_promised)
