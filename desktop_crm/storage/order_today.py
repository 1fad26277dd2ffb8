"""What of orders asks for attention today."""

from typing import Final

from desktop_crm.model.message import msg
from desktop_crm.model.order_flow import ORDER_FLOW
from desktop_crm.model.order_states import OPEN_ORDER_STATES
from desktop_crm.storage.today import Rule, Verb, due_spans


def _next(state: str) -> Verb | None:
    """The step most likely wanted."""
    step = next(iter(ORDER_FLOW.steps_from(state)), None)
    return None if step is None or step.asks or step.back else Verb(step.text, state=step.state)


RULES: Final = (
    Rule(
        "deliver",
        "order",
        table="orders",
        day="promised_on",
        states=OPEN_ORDER_STATES,
        spans=due_spans,
        kind=msg("Orders"),
        icon="truck",
        title=msg("Deliver {number}"),
        late=(msg("1 more late order"), msg("{n} more late orders")),
        more=(msg("1 more order to deliver"), msg("{n} more orders to deliver")),
        verb=_next,
    ),
)
