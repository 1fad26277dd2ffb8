"""A contract's states and their meaning. They stand beside its table and its flow, for the first paint has neither."""

from datetime import timedelta
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

#: A contract in force that is valid no longer, or not much longer.
ENDING: Final = "ending"
ENDING_SOON: Final = timedelta(days=30)
TERM: Final = (Choice(ENDING, msg("Ending"), Tone.ATTENTION),)
