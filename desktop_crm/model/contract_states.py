"""A contract's states and their meaning. They stand beside its table, for the window's first paint reads them without one."""

from enum import StrEnum
from typing import Final

from desktop_crm.model.listing import Choice
from desktop_crm.model.message import msg
from desktop_crm.model.tone import Tone


class ContractState(StrEnum):
    """A contract's way from draft to fulfilled; from SIGNED on its paper is frozen."""

    DRAFT = "draft"
    SENT = "sent"
    SIGNED = "signed"
    FULFILLED = "fulfilled"
    TERMINATED = "terminated"


CONTRACT_STATES: Final = (
    Choice(ContractState.DRAFT, msg("Draft"), Tone.NEUTRAL),
    Choice(ContractState.SENT, msg("Sent"), Tone.INFORMATION),
    Choice(ContractState.SIGNED, msg("Signed"), Tone.GOOD),
    Choice(ContractState.FULFILLED, msg("Fulfilled"), Tone.GOOD),
    Choice(ContractState.TERMINATED, msg("Terminated"), Tone.DANGER),
)

CONTRACT_STEPS: Final[dict[str, frozenset[str]]] = {
    ContractState.DRAFT: frozenset({ContractState.SENT, ContractState.SIGNED}),
    ContractState.SENT: frozenset({ContractState.DRAFT, ContractState.SIGNED}),
    ContractState.SIGNED: frozenset({ContractState.FULFILLED, ContractState.TERMINATED}),
    ContractState.FULFILLED: frozenset(),
    ContractState.TERMINATED: frozenset(),
}
