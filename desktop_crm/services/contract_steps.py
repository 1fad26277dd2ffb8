"""What becomes of a contract: sent, signed, fulfilled, terminated, its signing taken back; and what is odd about a day for it."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from desktop_crm.model.contract import Contract
from desktop_crm.model.contract_states import ContractState
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import REASON, Message, msg
from desktop_crm.model.order_states import OrderState
from desktop_crm.model.printed import Printed
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.services import contract_pen, flow
from desktop_crm.services import order as orders
from desktop_crm.services.clock import today
from desktop_crm.services.contract_reading import get
from desktop_crm.services.papers import contract as contract_paper
from desktop_crm.services.records import Tell
from desktop_crm.storage import contract as storage
from desktop_crm.storage.hold import hold_on
from desktop_crm.storage.workspace import Workspace


def step(
    session: Session,
    contract_id: int,
    state: str,
    day: date | None = None,
    reason: str = "",
    *,
    written: Mapping[str, Any] | None = None,
    tell: Tell = lambda _message: None,
) -> Contract:
    """Take a contract to another state; signing freezes its paper and confirms its order, which `tell` hears of.

    One that was printed with blanks is signed with what was `written` there by hand, by path.

    Back to draft is the next version, for the client holds this one; that nothing was sent is said by Undo.

    Raises:
        UserError: the step is not allowed, the paper still has an empty place, or its order is cancelled.
    """
    record, day = get(session, contract_id), day or today()

    def prepare() -> None:
        if state == ContractState.SIGNED:
            _sign(session, record, day, written or {}, tell)
        elif state == ContractState.SENT:
            _send(session, record, day)
        elif state == ContractState.DRAFT:
            record.revise()

    flow.step(session, record, state, day=day, reason=reason, before=prepare)
    return record


def leave_blank(session: Session, contract: Contract, day: date) -> None:
    """It went out with gaps to fill in by hand: what they are is kept, with all that stands on the paper.

    Raises:
        UserError: something is missing that must stand in print, or its order is cancelled.
    """
    left = contract_paper.gaps(session, contract)
    _send(session, contract, day, blanks=True)
    contract.printed = replace(contract.printed, blanks=left)
    contract.state = ContractState.SENT


def _send(session: Session, record: Contract, day: date, *, blanks: bool = False) -> None:
    _refuse_cancelled(record)
    record.sent_on, record.revision = day, record.version_on_paper
    contract_paper.keep_sent(session, record, day, blanks=blanks)


def signing_doubts(session: Session, contract_id: int, day: date | None) -> list[Problem]:
    """What to look at before a contract is signed on a day; nothing of it forbids to."""
    record, doubts = get(session, contract_id), list[Message]()
    if day is not None and day < record.contract_date:
        doubts.append(msg("That is before the day of the contract, {day}", day=record.contract_date))
    if day is not None and day > today():
        doubts.append(msg("This day is still to come"))
    if record.valid_until is not None and record.valid_until < record.contract_date:
        doubts.append(msg("The contract ends on {day}, before it begins", day=record.valid_until))
    hold = hold_on(session, record.order_id)
    if hold is not None and hold.binding:
        doubts.append(msg("Contract {number} of the same order is signed already", number=hold.number))
    doubts += contract_paper.changed_since_sent(session, record)
    return [Problem("day", doubt, Severity.WARNING) for doubt in doubts]


def ending_doubts(session: Session, contract_id: int, day: date | None) -> list[Problem]:
    """The same before it ends."""
    signed_on = get(session, contract_id).signed_on
    if day is None or signed_on is None or day >= signed_on:
        return []
    return [Problem("day", msg("That is before it was signed, on {day}", day=signed_on), Severity.WARNING)]


def withdraw(workspace: Workspace, contract_id: int, reason: str) -> None:
    """Take a signing back: the contract and the order it confirmed are as they were before, its next paper is a new version.

    What the history no longer holds, or what has gone on since, stays: then only the contract is as before. Files stay.

    Raises:
        UserError: it is not signed, or no reason is given.
    """
    if not reason.strip():
        raise UserError(msg("Say why, so that it can be understood later"))
    with workspace.read() as session:
        record = get(session, contract_id)
        if record.state != ContractState.SIGNED:
            raise UserError(msg("Not undone: contract {number} is not signed.", number=record.number))
        entry_id = storage.signing_entry(session, contract_id)
    if entry_id is not None:
        with suppress(UserError):
            workspace.take_back(entry_id, reason=reason)
            return
    told = msg("Undo the signing of contract {number}", number=record.number)
    with workspace.write(Message(told.text, {**told.args, REASON: reason})) as session:
        _withdraw_alone(get(session, contract_id))


def _withdraw_alone(record: Contract) -> None:
    record.withdrawn = max(record.withdrawn, record.revision)
    record.state, record.signed_on, record.paper_id, record.facts_id = ContractState.DRAFT, None, None, None
    record.printed = Printed()
    record.derive()


def _sign(session: Session, record: Contract, day: date, typed: Mapping[str, Any], tell: Tell) -> None:
    _refuse_cancelled(record)
    written = contract_pen.keep(session, record, typed)
    if record.order.state == OrderState.DRAFT:
        orders.confirm(session, record.order)
        tell(msg("Order {number} confirmed with it.", number=record.order.number))
    contract_paper.freeze(session, record, day, written)


def _refuse_cancelled(record: Contract) -> None:
    if record.order.state == OrderState.CANCELLED:
        raise UserError(msg("Not sent or signed: order {number} is cancelled.", number=record.order.number))
