"""What can be done with an order in which state, and how it is said."""

from dataclasses import dataclass
from typing import Final

from desktop_crm.model.message import Message, msg
from desktop_crm.model.order import Order
from desktop_crm.model.order_states import ORDER_STEPS, OrderState
from desktop_crm.services.order import Hold, why_held


@dataclass(frozen=True, slots=True)
class Step:
    """A way to another state: the button's words, and its command's name."""

    state: OrderState
    text: Message
    icon: str


CONFIRM: Final = Step(OrderState.CONFIRMED, msg("Confirm order"), "check")
DELIVER: Final = Step(OrderState.IN_DELIVERY, msg("Start delivery"), "truck")
FULFIL: Final = Step(OrderState.FULFILLED, msg("Mark as fulfilled"), "check-check")
CANCEL: Final = Step(OrderState.CANCELLED, msg("Cancel order"), "ban")
REOPEN: Final = Step(OrderState.DRAFT, msg("Back to draft"), "undo-2")

#: The step that is most likely wanted next.
_NEXT: Final = {
    OrderState.DRAFT: CONFIRM,
    OrderState.CONFIRMED: DELIVER,
    OrderState.IN_DELIVERY: FULFIL,
    OrderState.CANCELLED: REOPEN,
}

_WHY: Final = {
    OrderState.CONFIRMED: msg("The order is confirmed, so its lines and terms are fixed."),
    OrderState.IN_DELIVERY: msg("The order is being delivered, so its lines and terms are fixed."),
    OrderState.FULFILLED: msg("The order is fulfilled, so its lines and terms are fixed."),
    OrderState.CANCELLED: msg("The order is cancelled, so its lines and terms are fixed."),
}


def next_step(order: Order, hold: Hold | None = None) -> Step | None:
    """What most likely comes next; None at the end of the way."""
    step = _NEXT.get(OrderState(order.state))
    return step if step is not None and may(order, step, hold) else None


def may(order: Order, step: Step, hold: Hold | None = None) -> bool:
    """Whether the rules between states allow it, and the contract that holds the order."""
    return step.state in ORDER_STEPS[order.state] and not (hold and hold.forbids(step.state))


def why_fixed(order: Order, hold: Hold | None = None) -> Message | None:
    """Why lines and terms can't be changed; None while they can."""
    return why_held(hold) if hold is not None else _WHY.get(OrderState(order.state))


def told(step: Step, order: Order) -> Message:
    """What history and Undo call it."""
    number = order.number
    match step.state:
        case OrderState.CONFIRMED:
            return msg("Confirm order {number}", number=number)
        case OrderState.IN_DELIVERY:
            return msg("Start delivery of order {number}", number=number)
        case OrderState.FULFILLED:
            return msg("Mark order {number} as fulfilled", number=number)
        case OrderState.CANCELLED:
            return msg("Cancel order {number}", number=number)
        case OrderState.DRAFT:
            return msg("Take order {number} back to draft", number=number)
