"""Tasks in the emergency archive."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, lazyload

from desktop_crm.documents.ics import DayEvent
from desktop_crm.language import Language
from desktop_crm.model.client import Client
from desktop_crm.model.contact import Contact
from desktop_crm.model.contract import Contract
from desktop_crm.model.listing import Kind
from desktop_crm.model.message import msg
from desktop_crm.model.order import Order
from desktop_crm.model.task import PROMISES, Task
from desktop_crm.services.emergency.parts import Emergency, Sheet, dated, got, own, read


def _client(record: Task, _language: Language) -> str:
    return record.client.full_name if record.client else ""


def _contact(record: Task, _language: Language) -> str:
    return record.contact.name if record.contact else ""


def _order(record: Task, _language: Language) -> str:
    return record.order.number if record.order else ""


def _contract(record: Task, _language: Language) -> str:
    return record.contract.number if record.contract else ""


def _repeats(record: Task, language: Language) -> str:
    repeat = record.repeat
    return language.say(repeat.told()) if repeat else record.repeats


def _checklist(record: Task, _language: Language) -> str:
    return "\n".join(f"{'☑' if item.is_done else '☐'} {item.text}" for item in record.checklist)


def _due(session: Session, language: Language) -> Iterator[DayEvent]:
    """What is to be done on some day."""
    wanted = select(Task).where(Task.due.is_not(None), Task.done_at.is_(None)).order_by(Task.due, Task.id)
    for record, day in dated(session, wanted, "due", Task.client):
        client, title = got(record, "client.full_name", ""), got(record, "title", "")
        told = language.tr("{step}, {client}", step=title, client=client) if client else title
        yield DayEvent(f"desktop-crm-task-{record.id}", day, told)


TASKS: Final = Sheet(
    msg("Tasks"),
    Task,
    select(Task).order_by(Task.list_key, Task.id),
    (
        own("title", msg("What is to be done")),
        own("due", msg("Due"), Kind.DATE),
        own("time", msg("Time")),
        read("client", msg("Client"), _client),
        read("contact", msg("Contact"), _contact),
        read("order", msg("Order"), _order),
        read("contract", msg("Contract"), _contract),
        own("promise", msg("Promise"), Kind.STATE, PROMISES),
        read("repeats", msg("Repeat"), _repeats),
        read("checklist", msg("Checklist"), _checklist),
        own("note", msg("Note")),
        own("done_at", msg("Done on"), Kind.MOMENT),
    ),
    (
        joinedload(Task.client).load_only(Client.full_name),
        joinedload(Task.contact).load_only(Contact.name),
        joinedload(Task.order).load_only(Order.number),
        joinedload(Task.contract).load_only(Contract.number),
    ),
    tuple(lazyload(each) for each in (Task.client, Task.contact, Task.order, Task.contract)),
)

EMERGENCY: Final = Emergency((TASKS,), events=_due)
