"""An order in one line: what it comes to, when it is due, which contract it has."""

from collections.abc import Sequence
from datetime import date

from desktop_crm.model.money import Money
from desktop_crm.model.order import Order
from desktop_crm.model.order_states import OPEN_ORDER_STATES, OrderState
from desktop_crm.ui.desk.distance import distance
from desktop_crm.ui.i18n import ntr, speak, tr


def facts(order: Order, total: Money, contracts: Sequence[tuple[int, str]], today: date) -> str:
    """The line below the order's name; `total` is what stands on the screen."""
    parts = [speak().money(total), due(order, today), _contract(contracts)]
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
