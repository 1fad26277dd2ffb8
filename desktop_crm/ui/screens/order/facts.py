"""An order in one line: when it is due, which contract it has; and why it can't be changed."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from desktop_crm.model.message import Message, msg
from desktop_crm.model.order import Order
from desktop_crm.model.order_states import OPEN_ORDER_STATES, OrderState
from desktop_crm.services.order import Hold, not_changed, why_held
from desktop_crm.ui.desk.distance import distance
from desktop_crm.ui.i18n import ntr, tr

_WHY: Final = {
    OrderState.CONFIRMED: msg("The order is confirmed, so its lines and terms are fixed."),
    OrderState.IN_DELIVERY: msg("The order is being delivered, so its lines and terms are fixed."),
    OrderState.FULFILLED: msg("The order is fulfilled, so its lines and terms are fixed."),
    OrderState.CANCELLED: msg("The order is cancelled, so its lines and terms are fixed."),
}


_NOT_CHANGED: Final = {
    OrderState.CONFIRMED: msg("Not changed: order {number} is confirmed."),
    OrderState.IN_DELIVERY: msg("Not changed: order {number} is in delivery."),
    OrderState.FULFILLED: msg("Not changed: order {number} is fulfilled."),
    OrderState.CANCELLED: msg("Not changed: order {number} is cancelled."),
}


def facts(order: Order, contracts: Sequence[tuple[int, str]], today: date) -> str:
    """The line beside the order's number; a draft's day stands in its field."""
    parts = ["" if order.state == OrderState.DRAFT else due(order, today), _contract(contracts)]
    return " · ".join(part for part in parts if part)


def due(order: Order, today: date) -> str:
    """Promised for 12 Mar 2026, in 3 days; once fulfilled, when that was."""
    if order.state == OrderState.FULFILLED and order.fulfilled_on:
        return tr("fulfilled on {day}", day=order.fulfilled_on)
    if order.promised_on is None or order.state == OrderState.CANCELLED:
        return ""
    promised = tr("promised for {day}", day=order.promised_on)
    return f"{promised}, {distance(order.promised_on, today, late=order.state in OPEN_ORDER_STATES)}"


def _contract(contracts: Sequence[tuple[int, str]]) -> str:
    if not contracts:
        return ""
    newest = tr("contract {number}", number=contracts[0][1])
    more = len(contracts) - 1
    rest = ntr("and {n} more", "and {n} more", more)
    return f"{newest} {rest}" if more else newest


def why_fixed(order: Order, hold: Hold | None = None) -> Message | None:
    """Why lines and terms can't be changed; None while they can."""
    return why_held(hold) if hold is not None else _WHY.get(OrderState(order.state))


def why_not_changed(order: Order, hold: Hold | None = None) -> Message | None:
    """The same as a note says it."""
    if hold is not None:
        return not_changed(hold)
    why = _NOT_CHANGED.get(OrderState(order.state))
    return None if why is None else Message(why.text, {"number": order.number})
