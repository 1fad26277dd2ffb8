"""An order's ways between its states."""

from typing import Final

from desktop_crm.model.flow import Flow, Step
from desktop_crm.model.listing import Quick
from desktop_crm.model.message import msg
from desktop_crm.model.order_states import OPEN_ORDER_STATES, ORDER_STATES, OVERDUE, OrderState

ORDER_FLOW: Final = Flow(
    ORDER_STATES,
    (
        Step(
            OrderState.CONFIRMED,
            msg("Confirm order"),
            msg("Confirm order {number}"),
            "check",
            (OrderState.DRAFT,),
            now=msg("{thing} confirmed."),
        ),
        Step(
            OrderState.IN_DELIVERY,
            msg("Start delivery"),
            msg("Start delivery of order {number}"),
            "truck",
            (OrderState.CONFIRMED,),
            now=msg("{thing} now in delivery."),
        ),
        Step(
            OrderState.FULFILLED,
            msg("Mark as fulfilled"),
            msg("Mark order {number} as fulfilled"),
            "check-check",
            (OrderState.IN_DELIVERY,),
            day="fulfilled_on",
            now=msg("{thing} fulfilled."),
        ),
        Step(
            OrderState.DRAFT,
            msg("Back to draft"),
            msg("Take order {number} back to draft"),
            "undo-2",
            (OrderState.CONFIRMED, OrderState.CANCELLED),
            id="reopen",
            back=True,
            now=msg("{thing} back to draft."),
        ),
        Step(
            OrderState.CANCELLED,
            msg("Cancel order"),
            msg("Cancel order {number}"),
            "ban",
            (OrderState.DRAFT, OrderState.CONFIRMED, OrderState.IN_DELIVERY),
            id="cancel",
            back=True,
            now=msg("{thing} cancelled."),
        ),
    ),
    refused=msg("Not changed to {wanted}: order {number} is {state}."),
)

ORDER_QUICK: Final = (
    Quick(msg("Drafts"), (OrderState.DRAFT,)),
    Quick(msg("Under way"), OPEN_ORDER_STATES),
    Quick(msg("Overdue"), (OVERDUE,), "overdue"),
)
