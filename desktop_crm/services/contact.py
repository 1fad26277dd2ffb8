"""Contacts: the people at clients."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop_crm.model.contact import Contact
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg
from desktop_crm.model.problem import Problem
from desktop_crm.services import client
from desktop_crm.services.contract_sources import drafts_follow_client
from desktop_crm.services.facets import Facets, Hit
from desktop_crm.services.records import found, made, refuse_problems, refuse_stale, take
from desktop_crm.storage import contact as storage

of_client = storage.of_client


def problems(values: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with a contact's values, while they are typed."""
    return Contact(**values).problems()


def get(session: Session, contact_id: int) -> Contact:
    """One contact; UserError when it is gone."""
    return found(session.get(Contact, contact_id), msg("The contact"))


def save(
    session: Session, client_id: int, contact_id: int | None, values: Mapping[str, Any], version: int | None = None
) -> Contact:
    """Make or change a contact of a client. UserError for wrong values or a stale copy."""
    values = client.normalised(values)
    with drafts_follow_client(session, client.get(session, client_id)):
        if contact_id is None:
            record = made(Contact, client_id=client_id, **values)
            session.add(record)
        else:
            record = get(session, contact_id)
            refuse_stale(record, version)
            take(record, values)
        refuse_problems(record.problems())
        session.flush()
    return record


def delete(session: Session, contact_id: int) -> Contact:
    """Take a contact away; UserError while an order or contract names it."""
    record = get(session, contact_id)
    if papers := storage.papers_of(session, record):
        raise UserError(
            msg(
                "{contact} is named in {papers}, so this contact can't be deleted.",
                contact=record.name,
                papers=", ".join(papers),
            )
        )
    session.delete(record)
    session.flush()
    return record


def _hit(_: int, row: Mapping[str, Any]) -> Hit:
    about = " · ".join(part for part in (row["office"], row["client"]) if part)
    return Hit("client", row["client_id"], row["name"], about, client=row["client"], private=True)


FACETS: Final = Facets(None, storage.CONTACTS, _hit)
