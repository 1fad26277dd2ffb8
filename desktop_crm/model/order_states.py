"""An order's states, their meaning and its ways between them. They stand beside its table, for the first paint has none."""

from enum import StrEnum
from typing import Final

from desktop_crm.model.flow import Flow, Quick, Step
from desktop_crm.model.listing import Choice
from desktop_crm.model.message import msg
from desktop_crm.model.tone import Tone


class OrderState(StrEnum):
    """An order's way from draft to fulfilled."""

    DRAFT = "draft"
    CONFIRMED = "confirmed"
    IN_DELIVERY = "in_delivery"
    FULFILLED = "fulfilled"
    CANCELLED = "cancelled"


ORDER_STATES: Final = (
    Choice(OrderState.DRAFT, msg("Draft"), Tone.NEUTRAL),
    Choice(OrderState.CONFIRMED, msg("Confirmed"), Tone.INFORMATION),
    Choice(OrderState.IN_DELIVERY, msg("In delivery"), Tone.ATTENTION),
    Choice(OrderState.FULFILLED, msg("Fulfilled"), Tone.GOOD),
    Choice(OrderState.CANCELLED, msg("Cancelled"), Tone.DANGER),
)

#: States in which a promised date can still be missed.
OPEN_ORDER_STATES: Final = (OrderState.CONFIRMED, OrderState.IN_DELIVERY)

#: An open order whose promised day has passed.
OVERDUE: Final = "overdue"
LATENESS: Final = (Choice(OVERDUE, msg("Overdue"), Tone.DANGER),)

ORDER_FLOW: Final = Flow(
    ORDER_STATES,
    (
        Step(
            OrderState.CONFIRMED,
            msg("Confirm order"),
            msg("Confirm order {number}"),
            "check",
            (OrderState.DRAFT,),
        ),
        Step(
            OrderState.IN_DELIVERY,
            msg("Start delivery"),
            msg("Start delivery of order {number}"),
            "truck",
            (OrderState.CONFIRMED,),
        ),
        Step(
            OrderState.FULFILLED,
            msg("Mark as fulfilled"),
            msg("Mark order {number} as fulfilled"),
            "check-check",
            (OrderState.IN_DELIVERY,),
            day="fulfilled_on",
        ),
        Step(
            OrderState.DRAFT,
            msg("Back to draft"),
            msg("Take order {number} back to draft"),
            "undo-2",
            (OrderState.CONFIRMED, OrderState.CANCELLED),
            id="reopen",
            back=True,
        ),
        Step(
            OrderState.CANCELLED,
            msg("Cancel order"),
            msg("Cancel order {number}"),
            "ban",
            (OrderState.DRAFT, OrderState.CONFIRMED, OrderState.IN_DELIVERY),
            id="cancel",
            back=True,
        ),
    ),
    refused=msg("Order {number} is {state}: it can't become {wanted}."),
    quick=(
        Quick(msg("Drafts"), (OrderState.DRAFT,)),
        Quick(msg("Under way"), OPEN_ORDER_STATES),
        Quick(msg("Overdue"), (OVERDUE,), "overdue"),
    ),
)
