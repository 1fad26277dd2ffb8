"""What a contract's chips say: its state, what is missing, how long it still holds."""

from datetime import date
from typing import Final

from desktop_crm.model.client import ClientKind
from desktop_crm.model.contract import Contract
from desktop_crm.model.contract_states import CONTRACT_STATES, ContractState
from desktop_crm.model.listing import title_of
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


def _is_signed_for(contract: Contract) -> bool:
    return contract.client.kind == ClientKind.PERSON or bool(contract.client_signatory.name.strip())


def _left(days: int) -> tuple[str, Tone]:
    if days < 0:
        return ntr("Ended {n} day ago", "Ended {n} days ago", -days), Tone.DANGER
    if days == 0:
        return tr("Ends today"), Tone.DANGER
    tone = Tone.ATTENTION if days <= _SOON else Tone.NEUTRAL
    return ntr("{n} day left", "{n} days left", days), tone
