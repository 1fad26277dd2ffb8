"""What a draft contract takes from its client and the own company: it follows them, except where it was agreed otherwise.

So a gap that was mended at its source is mended in the contracts that are being made, too.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from desktop_crm.model.client import Client
from desktop_crm.model.company import Company
from desktop_crm.model.contract import Contract
from desktop_crm.model.contract_states import ContractState
from desktop_crm.model.signatory import Signatory
from desktop_crm.storage import contact as contacts

_PARTS: Final = tuple(part.name for part in fields(Signatory))


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a contract with a client begins with; `people` are all who can be chosen to sign, None for nobody of them."""

    contact_id: int | None
    people: Mapping[int | None, Signatory]
    delivery_place: str

    @property
    def signatory(self) -> Signatory:
        """Who signs."""
        return self.people[self.contact_id]


def proposed(session: Session, client: Client) -> Proposed:
    """As the client is now."""
    chosen = contacts.signatory_of(session, client)
    people: dict[int | None, Signatory] = {None: Signatory.of(client, None)}
    people |= {contact.id: Signatory.of(client, contact) for contact in contacts.of_client(session, client.id)}
    return Proposed(
        contact_id=chosen.id if chosen else None,
        people=people,
        delivery_place=str(client.address("delivery", "legal")),
    )


@contextmanager
def drafts_follow_client(session: Session, client: Client) -> Iterator[None]:
    """Within this the client or one of its contacts is changed."""
    drafts = _drafts(session, Contract.client_id == client.id)
    before = proposed(session, client) if drafts else None
    yield
    if before is not None:
        session.flush()
        after = proposed(session, client)
        for contract in drafts:
            _follow_client(contract, before, after)
        session.flush()


@contextmanager
def drafts_follow_company(session: Session, company: Company) -> Iterator[None]:
    """Within this the own company is changed."""
    before, city = company.signatory, company.city
    yield
    if (before, city) != (company.signatory, company.city):
        for contract in _drafts(session):
            contract.own_signatory = _renewed(contract.own_signatory, before, company.signatory)
            contract.place = company.city if contract.place == city else contract.place


def _drafts(session: Session, *wanted: ColumnElement[bool]) -> list[Contract]:
    """With what they are derived from."""
    query = select(Contract).where(Contract.state == ContractState.DRAFT, *wanted)
    with session.no_autoflush:  # nothing that waits to be written concerns them
        return list(session.scalars(query.options(joinedload(Contract.client), joinedload(Contract.order))))


def _follow_client(contract: Contract, before: Proposed, after: Proposed) -> None:
    was, signs = before.people.get(contract.contact_id), contract.contact_id
    if signs is None and contract.client_signatory.name in {"", before.people[None].name}:
        signs = after.contact_id
    now = after.people.get(signs)
    if was is not None and now is not None:
        contract.client_signatory = _renewed(contract.client_signatory, was, now)
        contract.contact_id = signs
    if contract.delivery_place == before.delivery_place:
        contract.delivery_place = after.delivery_place or before.delivery_place


def _renewed(kept: Signatory, was: Signatory, now: Signatory) -> Signatory:
    """Who signs, as known now, with the gaps filled; somebody else, or what was agreed apart, stays."""

    def part(name: str) -> str:
        had: str = getattr(kept, name)
        return getattr(now, name) or had if had in {"", getattr(was, name)} else had

    return Signatory(*map(part, _PARTS)) if kept.name in {"", was.name} else kept
