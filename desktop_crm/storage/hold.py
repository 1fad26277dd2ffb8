"""Which contracts hold an order: the one place that says it."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.model.contract import BINDING_STATES, FROZEN_STATES, Contract
from desktop_crm.model.order_states import OrderState


@dataclass(frozen=True, slots=True)
class Hold:
    """The contract because of which an order stays as its paper says; `binding` until it is terminated."""

    contract_id: int
    number: str
    state: str

    @property
    def binding(self) -> bool:
        """Whether the parties are still bound: then the order can't be cancelled either."""
        return self.state in BINDING_STATES

    def forbids(self, state: str) -> bool:
        """Whether the order may not go to this state: a draft can be changed, and what is agreed can't be cancelled."""
        return state == OrderState.DRAFT or (state == OrderState.CANCELLED and self.binding)


def hold_on(session: Session, order_id: int) -> Hold | None:
    """What holds an order, a binding contract before a terminated one; None while no paper states what is in it."""
    signed = select(Contract.id, Contract.number, Contract.state).where(
        Contract.order_id == order_id, Contract.state.in_(FROZEN_STATES)
    )
    holds = [Hold(*row) for row in session.execute(signed.order_by(Contract.id))]
    return max(holds, key=lambda hold: hold.binding, default=None)
