"""Orders that are under way."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.documents.brief import BriefRow
from desktop_crm.language import Language
from desktop_crm.model.listing import title_of
from desktop_crm.model.message import msg
from desktop_crm.model.order import Order
from desktop_crm.model.order_states import OPEN_ORDER_STATES, ORDER_STATES, OrderState
from desktop_crm.services.briefing.parts import MOST, Briefed
from desktop_crm.services.clock import today


def _rows(session: Session, client_id: int, language: Language) -> Sequence[BriefRow]:
    under_way = (OrderState.DRAFT, *OPEN_ORDER_STATES)
    wanted = select(Order).where(Order.client_id == client_id, Order.state.in_(under_way))
    orders = session.scalars(wanted.order_by(Order.promised_on.is_(None), Order.promised_on, Order.id).limit(MOST))
    return [_row(order, language) for order in orders]


def _row(order: Order, language: Language) -> BriefRow:
    said = [language.say(title_of(ORDER_STATES, order.state).title)]
    if order.promised_on is not None:
        said.append(language.say(msg("promised for {day}", day=order.promised_on)))
    return BriefRow(order.number, " · ".join(said), language.money(order.total), order.is_overdue(today()))


BRIEF: Final = (Briefed(20, msg("Open orders"), _rows),)
