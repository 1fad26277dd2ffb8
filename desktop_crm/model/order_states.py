"""An order's states and their meaning. They stand beside its table and its flow, for the first paint has neither."""

from enum import StrEnum
from typing import Final

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
