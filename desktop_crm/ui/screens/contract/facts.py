"""What a contract's chips say: its state, what is missing, how long it still holds; and why it can't be changed."""

from datetime import date
from typing import Final

from desktop_crm.model.client import ClientKind
from desktop_crm.model.contract import Contract
from desktop_crm.model.contract_states import CONTRACT_STATES, ContractState
from desktop_crm.model.listing import title_of
from desktop_crm.model.message import Message, msg
from desktop_crm.model.tone import Tone
from desktop_crm.ui.i18n import ntr, say, tr

_SOON: Final = 30  # days


def chips(contract: Contract, today: date) -> list[tuple[str, Tone]]:
    """In the order of the header."""
    state = title_of(CONTRACT_STATES, contract.state)
    told = [(say(state.title), state.tone)]
    if not contract.is_frozen() and contract.version_on_paper > 1:
        told.append((tr("Version {version}", version=contract.version_on_paper), Tone.NEUTRAL))
    blanks = len(contract.printed.blanks)
    if blanks and contract.is_frozen():
        told.append((ntr("{n} value written by hand", "{n} values written by hand", blanks), Tone.NEUTRAL))
    elif blanks:
        told.append((ntr("Printed with {n} blank", "Printed with {n} blanks", blanks), Tone.ATTENTION))
    elif not contract.is_frozen() and not _is_signed_for(contract):
        told.append((tr("No signatory"), Tone.ATTENTION))
    if contract.state == ContractState.SIGNED and contract.valid_until is not None:
        told.append(_left((contract.valid_until - today).days))
    return told


def why_locked(contract: Contract) -> Message | None:
    """Why what stands on its paper can't be changed; None while it can."""
    if contract.is_frozen():
        return msg("Signed: the document never changes any more. Notes can still be written.")
    if contract.state == ContractState.DRAFT:
        return None
    if contract.printed.blanks:
        return msg("Printed with blanks: once it is signed, type in what was written there.")
    return msg(
        "The client holds version {held}, so it is locked. A change makes version {next}.",
        held=contract.revision,
        next=contract.next_version,
    )


def why_not_changed(contract: Contract) -> Message:
    """The same as a note says it."""
    if contract.is_frozen():
        return msg("Not changed: contract {number} stays as it was signed.", number=contract.number)
    return msg("Not changed: contract {number} was sent.", number=contract.number)


def _is_signed_for(contract: Contract) -> bool:
    return contract.client.kind == ClientKind.PERSON or bool(contract.client_signatory.name.strip())


def _left(days: int) -> tuple[str, Tone]:
    if days < 0:
        return ntr("Ended {n} day ago", "Ended {n} days ago", -days), Tone.DANGER
    if days == 0:
        return tr("Ends today"), Tone.DANGER
    tone = Tone.ATTENTION if days <= _SOON else Tone.NEUTRAL
    return ntr("{n} day left", "{n} days left", days), tone
