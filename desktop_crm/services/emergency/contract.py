"""Contracts in the emergency archive, and the papers of those that were sent or signed."""

from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, lazyload

from desktop_crm.documents.ics import DayEvent
from desktop_crm.language import Language
from desktop_crm.model.client import Client
from desktop_crm.model.contract import FROZEN_STATES, Contract
from desktop_crm.model.contract_states import CONTRACT_STATES, ContractState
from desktop_crm.model.listing import Kind
from desktop_crm.model.message import msg
from desktop_crm.model.order import Order
from desktop_crm.services import contract
from desktop_crm.services.emergency.parts import Emergency, Papers, Sheet, client_of, dated, named, own, read
from desktop_crm.services.papers import contract as contract_paper
from desktop_crm.storage import attachment


def _with_paper(session: Session) -> Sequence[int]:
    states = (ContractState.SENT, *sorted(FROZEN_STATES))
    return session.scalars(select(Contract.id).where(Contract.state.in_(states))).all()


def _pdf(session: Session, contract_id: int) -> bytes | None:
    """The very bytes that were signed, also where nothing else can be read; or the paper as it would be printed today."""
    paper_id = session.scalar(select(Contract.paper_id).where(Contract.id == contract_id))
    signed = attachment.bytes_of(session, paper_id)
    return signed or contract_paper.make(session, contract.get(session, contract_id)).pdf


def _ends(session: Session, language: Language) -> Iterator[DayEvent]:
    ending = select(Contract).where(
        Contract.valid_until.is_not(None), Contract.state.in_((ContractState.SENT, ContractState.SIGNED))
    )
    for record, day in dated(session, ending.order_by(Contract.valid_until), "valid_until", Contract.client):
        title = language.tr("Contract {number} with {client} ends", **named(record, language))
        yield DayEvent(f"desktop-crm-contract-{record.id}", day, title)


CONTRACTS: Final = Sheet(
    msg("Contracts"),
    Contract,
    select(Contract).order_by(Contract.contract_date, Contract.id),
    (
        own("number", msg("Number")),
        read("client", msg("Client"), client_of("client")),
        read("order", msg("Order"), lambda contract, _language: contract.order.number),
        own("state", msg("Status"), Kind.STATE, CONTRACT_STATES),
        own("contract_date", msg("Date"), Kind.DATE),
        own("valid_until", msg("Valid until"), Kind.DATE),
        own("delivery_date", msg("Delivery date"), Kind.DATE),
        own("signed_on", msg("Signed on"), Kind.DATE),
        own("ended_on", msg("Ended on"), Kind.DATE),
        own("total", msg("Total"), Kind.MONEY),
        own("payment_terms", msg("Payment terms")),
        own("paper_text", msg("Text for the paper")),
        own("notes", msg("Notes")),
    ),
    (joinedload(Contract.client).load_only(Client.full_name), joinedload(Contract.order).load_only(Order.number)),
    (lazyload(Contract.client), lazyload(Contract.order)),
)

EMERGENCY: Final = Emergency(
    (CONTRACTS,),
    Papers(
        _with_paper,
        lambda number: msg("The paper of contract {number} can't be made of its records", number=number),
        _pdf,
    ),
    events=_ends,
)
