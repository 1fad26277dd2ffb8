"""What was signed stays true when actions are taken back: no figure, party or term of a frozen paper changes, nor its order.

Looked at before and after the rows were put back; a reversal that falsifies a paper is refused as a whole. A paper that was
only sent becomes the draft of its next version, as it does when its order is changed by hand.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop_crm.model.client import Client
from desktop_crm.model.contract import FROZEN_STATES, Contract
from desktop_crm.model.contract_states import ContractState
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.order import OrderLine
from desktop_crm.model.stated import agrees, on_paper, stated
from desktop_crm.storage import attachment, contract
from desktop_crm.storage.hold import hold_on
from desktop_crm.storage.journal.reversal import Reversal, reversal_of

_UNSIGNED: Final = (ContractState.DRAFT, ContractState.SENT)


@dataclass(frozen=True, slots=True)
class _Paper:
    number: str
    state: str
    revision: int
    client_id: int
    stated: dict[str, Any]


def signings_undone(session: Session, entry_id: int) -> list[tuple[int, str]]:
    """Id and number of the contracts whose signing this entry did, and taking it back would undo."""
    plan = reversal_of(session, entry_id)
    ids = [
        row_id
        for (table, row_id), values in plan.restored.items()
        if table == "contracts" and values.get("state") in _UNSIGNED
    ]
    frozen = select(Contract.id, Contract.number).where(Contract.id.in_(ids), Contract.state.in_(FROZEN_STATES))
    return [(row.id, row.number) for row in session.execute(frozen)] if ids else []


class SignedPapers:
    """Those that taking back an entry may touch, as they are before it."""

    def __init__(self, session: Session, entry_id: int) -> None:
        self._session = session
        self._plan = plan = reversal_of(session, entry_id)
        self._contracts = _ids(plan, "contracts")
        self._orders = _ids(plan, "orders") | set(_orders_of_lines(session, plan))
        touched = self._touched()
        frozen = [record for record in touched if record.is_frozen()]
        self._sent = {record.id: on_paper(record) for record in touched if record.state == ContractState.SENT}
        self._before = {record.id: _paper(record) for record in frozen}
        self._wrong = {record.id for record in frozen if _is_contradicted(session, record)}

    def settle(self) -> list[Message]:
        """After the rows were put back: refuse what would falsify a paper, count a signing that was taken back.

        What is told of papers that were sent and must be sent anew. UserError that names the paper.
        """
        after = {record.id: record for record in self._touched()}
        for contract_id, before in self._before.items():
            record = after.get(contract_id)
            if record is None or (record.is_frozen() and not self._same(before, record)):
                raise UserError(_falsified(before.number))
            if not record.is_frozen():
                record.withdrawn = max(record.withdrawn, before.revision)
        for contract_id, record in after.items():
            if record.is_frozen():
                self._refuse_contradiction(record)
            if contract_id in self._contracts:
                self._refuse_taken_number(record)
        revised = [record for record in after.values() if self._is_other(record) and record.revise()]
        self._session.flush()
        return [record.told_revised() for record in revised]

    def _is_other(self, record: Contract) -> bool:
        """Whether it was sent, also by what was put back, and what was sent is not what would be printed now."""
        if record.state != ContractState.SENT:
            return False
        return not agrees(self._sent.get(record.id) or _kept(self._session, record), on_paper(record))

    def _same(self, before: _Paper, record: Contract) -> bool:
        now = _paper(record)
        return now.stated == before.stated and (now.client_id == before.client_id or self._merged(before, now))

    def _merged(self, before: _Paper, now: _Paper) -> bool:
        """Whether two clients became one, or one the two it was."""
        is_gone = self._session.get(Client, before.client_id) is None
        return is_gone or self._plan.adds(("clients", now.client_id))

    def _refuse_contradiction(self, record: Contract) -> None:
        """A paper and its order agree, also one whose signing is done again; earlier versions left some that do not."""
        kept = None if record.id in self._before else _kept(self._session, record)
        if kept and not agrees(kept, stated(record)):
            raise UserError(msg("Not redone: contract {number} no longer says so.", number=record.number))
        if record.id not in self._wrong and kept != {} and _is_contradicted(self._session, record):
            raise UserError(_falsified(record.number))

    def _refuse_taken_number(self, record: Contract) -> None:
        other = contract.with_number_like(self._session, record.number, record.id)
        if other is not None:
            raise UserError(msg("Not undone: number {number} is taken by another contract.", number=other))

    def _touched(self) -> list[Contract]:
        which = Contract.id.in_(_all(self._contracts)) | Contract.order_id.in_(_all(self._orders))
        ids = self._session.scalars(select(Contract.id).where(which)).all() if self._contracts or self._orders else ()
        return [record for record in (contract.get(self._session, one) for one in ids) if record is not None]


def _all(ids: set[int]) -> Any:
    return select(func.json_each(json.dumps(list(ids))).table_valued("value").c.value)


def _ids(plan: Reversal, table: str) -> set[int]:
    return {row_id for rows in (plan.removed, plan.added, plan.expected) for name, row_id in rows if name == table}


def _orders_of_lines(session: Session, plan: Reversal) -> Iterator[int]:
    for rows in (plan.removed, plan.added):
        yield from (values["order_id"] for (table, _), values in rows.items() if table == "order_lines")
    changed = _ids(plan, "order_lines")
    if changed:
        yield from session.scalars(select(OrderLine.order_id).where(OrderLine.id.in_(_all(changed))))


def _is_contradicted(session: Session, record: Contract) -> bool:
    hold = hold_on(session, record.order_id)
    return record.order.client_id != record.client_id or (hold is not None and hold.forbids(record.order.state))


def _paper(record: Contract) -> _Paper:
    return _Paper(record.number, record.state, record.revision, record.client_id, stated(record))


def _kept(session: Session, record: Contract) -> Any:
    """What was kept with the paper; nothing of one that an earlier version froze."""
    content = attachment.bytes_of(session, record.facts_id)
    return json.loads(content).get("stated", {}) if content else {}


def _falsified(number: str) -> Message:
    return msg(
        "Not undone: contract {number} was signed otherwise.",
        number=number,
    )
