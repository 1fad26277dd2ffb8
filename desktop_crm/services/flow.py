"""Steps: a record goes to another of its noun's states, by the rules of its flow."""

from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import Any

from sqlalchemy.orm import Session

from desktop_crm.model.base import Record
from desktop_crm.model.errors import UserError
from desktop_crm.model.flow import Flow
from desktop_crm.model.nouns import BY_ID, NOUNS
from desktop_crm.services.clock import today
from desktop_crm.services.records import found
from desktop_crm.storage.loading import loaded, tied


def step(
    session: Session,
    record: Any,
    state: str,
    *,
    day: date | None = None,
    reason: str = "",
    before: Callable[[], object] = lambda: None,
) -> None:
    """Take a record to another state on a day (today); what its noun does `before` may refuse it.

    Raises:
        UserError: there is no such step from where it is, or `before` says so.
    """
    flow: Flow = record.flow
    taken = flow.step(record.state, state)
    if taken is None:
        raise UserError(flow.refusal(record, state))
    before()
    record.state = state
    if taken.day:
        setattr(record, taken.day, day or today())
    if taken.reason and reason:
        setattr(record, taken.reason, reason)
    session.flush()


def take(
    session: Session, noun: str, record_id: int, state: str, *, day: date | None = None, reason: str = ""
) -> Record:
    """Take the record of a noun to another state, where its flow says all there is to it. UserError as of `step`."""
    kind = next(each.record for each in NOUNS if each.id == noun)
    record = tied(found(session.scalars(loaded(kind).where(kind.id == record_id)).first(), kind.one))
    step(session, record, state, day=day, reason=reason)
    return record


def take_by_its_own(session: Session, noun: str, record_id: int, state: str) -> Any:
    """Take a record to another state as its noun's service does it, which may know more than the flow. UserError as of `step`."""
    service = import_module(BY_ID[noun].module("services"))
    own = getattr(service, "step", None)
    return take(session, noun, record_id, state) if own is None else own(session, record_id, state)
