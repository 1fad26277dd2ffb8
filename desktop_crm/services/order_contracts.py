"""The contracts of an order: unsigned ones follow it, and one that was sent is then the draft of its next version."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.model.contract import FROZEN_STATES, Contract
from desktop_crm.model.lines import SAID
from desktop_crm.model.message import msg
from desktop_crm.model.order import Order
from desktop_crm.model.totals import Totals
from desktop_crm.services.records import Tell
from desktop_crm.services.terms import TERMS
from desktop_crm.storage.contract import take_party

#: Its tax is in the totals.
_LINE: Final = tuple(name for name in SAID if name != "tax")


@dataclass(frozen=True, slots=True)
class OnPaper:
    """What the paper of a contract takes from its order."""

    client_id: int
    day: date
    lines: tuple[tuple[Any, ...], ...]
    totals: Totals
    terms: tuple[str, ...]


def on_paper(record: Order) -> OnPaper:
    """As the order is now; needs its lines loaded."""
    return OnPaper(
        client_id=record.client_id,
        day=record.ordered_on,
        lines=tuple(tuple(getattr(line, name) for name in _LINE) for line in record.lines),
        totals=record.totals(),
        terms=tuple(getattr(record, name) for name in TERMS),
    )


def contracts_of(session: Session, order_id: int) -> list[tuple[int, str]]:
    """Id and number of the contracts made from an order, the newest first."""
    wanted = select(Contract.id, Contract.number).where(Contract.order_id == order_id).order_by(Contract.id.desc())
    return [(row.id, row.number) for row in session.execute(wanted)]


def follow(session: Session, record: Order, before: OnPaper, tell: Tell) -> None:
    """Let the contracts that are not signed follow a saved order; `tell` hears which of them were sent already."""
    unsigned = select(Contract).where(Contract.order_id == record.id, Contract.state.not_in(FROZEN_STATES))
    for contract in session.scalars(unsigned):
        contract.order = record
        if contract.client_id == record.client.id:
            contract.client = record.client
        else:
            take_party(session, contract, record.client)
            tell(
                msg(
                    "Contract {number} is with {client} now. Look at who signs it and where the goods go.",
                    number=contract.number,
                    client=record.client.full_name,
                )
            )
        contract.derive()
        if _follow_paper(contract, before, on_paper(record)) and contract.revise():
            tell(contract.told_revised())
    session.flush()


def _follow_paper(contract: Contract, before: OnPaper, after: OnPaper) -> bool:
    """Take over the terms that were the order's, not those that were agreed apart; whether the paper changes."""
    changed = (before.client_id, before.day, before.lines, before.totals) != (
        after.client_id,
        after.day,
        after.lines,
        after.totals,
    )
    for name, old, new in zip(TERMS, before.terms, after.terms, strict=True):
        if new and new != old and getattr(contract, name) == old:
            setattr(contract, name, new)
            changed = True
    return changed
