"""A contract's ways between its states."""

from typing import Final

from desktop_crm.model.contract_states import CONTRACT_STATES, ENDING, ContractState
from desktop_crm.model.flow import Asks, Flow, Step
from desktop_crm.model.listing import Quick
from desktop_crm.model.message import msg

SEND: Final = Step(
    ContractState.SENT,
    msg("Mark as sent"),
    msg("Send contract {number}"),
    "send",
    (ContractState.DRAFT,),
    id="send",
    now=msg("{thing} sent."),
)

SIGN: Final = Step(
    ContractState.SIGNED,
    msg("Mark as signed…"),
    msg("Sign contract {number}"),
    "pen-line",
    (ContractState.DRAFT, ContractState.SENT),
    id="sign",
    asks=Asks(
        msg("On which day was contract {number} signed? After that neither it nor order {order} changes."),
        msg("Mark as signed"),
        msg("Sign all the same"),
    ),
    now=msg("{thing} signed."),
)

FULFIL: Final = Step(
    ContractState.FULFILLED,
    msg("Mark as fulfilled"),
    msg("Mark contract {number} as fulfilled"),
    "check-check",
    (ContractState.SIGNED,),
    id="fulfil",
    day="ended_on",
    reason="end_reason",
    now=msg("{thing} fulfilled."),
)

CONTRACT_FLOW: Final = Flow(
    CONTRACT_STATES,
    (
        SEND,
        Step(
            ContractState.DRAFT,
            msg("Back to draft"),
            msg("Take contract {number} back to draft"),
            "undo-2",
            (ContractState.SENT,),
            id="reopen",
            back=True,
            now=msg("{thing} back to draft."),
        ),
        SIGN,
        FULFIL,
        Step(
            ContractState.TERMINATED,
            msg("Terminate…"),
            msg("Terminate contract {number}"),
            "circle-x",
            (ContractState.SIGNED,),
            id="terminate",
            asks=Asks(
                msg("Why is contract {number} terminated, and from which day on?"),
                msg("Terminate contract"),
                msg("Terminate all the same"),
                reason=True,
            ),
            day="ended_on",
            reason="end_reason",
            back=True,
            now=msg("{thing} terminated."),
        ),
    ),
    refused=msg("Not changed to {wanted}: contract {number} is {state}."),
)

CONTRACT_QUICK: Final = (
    Quick(msg("Drafts"), (ContractState.DRAFT,)),
    Quick(msg("To sign"), (ContractState.SENT,)),
    Quick(msg("In force"), (ContractState.SIGNED,)),
    Quick(msg("Ending"), (ENDING,), "term"),
)
