"""Contracts that are to be signed, or in force."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.documents.brief import BriefRow
from desktop_crm.language import Language
from desktop_crm.model.contract import Contract
from desktop_crm.model.contract_states import CONTRACT_STATES, ContractState
from desktop_crm.model.listing import title_of
from desktop_crm.model.message import msg
from desktop_crm.services.briefing.parts import MOST, Briefed
from desktop_crm.services.clock import today

_ALIVE: Final = (ContractState.DRAFT, ContractState.SENT, ContractState.SIGNED)


def _rows(session: Session, client_id: int, language: Language) -> Sequence[BriefRow]:
    wanted = select(Contract).where(Contract.client_id == client_id, Contract.state.in_(_ALIVE))
    contracts = session.scalars(wanted.order_by(Contract.contract_date.desc(), Contract.id.desc()).limit(MOST))
    return [_row(contract, language) for contract in contracts]


def _row(contract: Contract, language: Language) -> BriefRow:
    said, until = [language.say(title_of(CONTRACT_STATES, contract.state).title)], contract.valid_until
    if contract.signed_on is not None:
        said = [language.say(msg("signed {day}", day=contract.signed_on))]
    if until is not None:
        said.append(language.say(msg("valid until {day}", day=until)))
    over = contract.state == ContractState.SIGNED and until is not None and until < today()
    return BriefRow(contract.number, " · ".join(said), language.money(contract.total), over)


BRIEF: Final = (Briefed(30, msg("Contracts"), _rows),)
