"""Contacts: the people at clients."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop_crm.language import language
from desktop_crm.model.contact import Contact
from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Listing
from desktop_crm.model.message import msg
from desktop_crm.model.problem import Problem
from desktop_crm.services import as_json, client, contract_list
from desktop_crm.services.contract_sources import drafts_follow_client
from desktop_crm.services.facets import Facets, Hit
from desktop_crm.services.records import found, made, refuse_problems, refuse_stale, take
from desktop_crm.storage import activity as activity_storage
from desktop_crm.storage import contact as storage
from desktop_crm.storage import letter as letter_storage
from desktop_crm.storage import order as order_storage
from desktop_crm.storage import task as task_storage
from desktop_crm.storage.journal.deriving import derive_followers
from desktop_crm.storage.lists.listing import SqlListing
from desktop_crm.storage.workspace import Workspace

of_client = storage.of_client

_HOMELESS: Final = Problem("client_id", msg("A contact belongs to a client"))


def listing(workspace: Workspace) -> Listing:
    """The list of all contacts."""
    return SqlListing(workspace, storage.CONTACTS)


def orders_listing(workspace: Workspace, contact_id: int) -> Listing:
    """The list of orders that name a contact."""
    return SqlListing(workspace, order_storage.ORDERS, where=f"t.contact_id = {int(contact_id)}")


def contracts_listing(workspace: Workspace, contact_id: int) -> Listing:
    """The list of contracts that a contact signs."""
    return contract_list.listing(workspace, contact_id=contact_id)


@dataclass(frozen=True)
class Shown:
    """A contact with what its card shows besides; its own attributes can be asked of it directly."""

    contact: Contact
    client_name: str

    def __getattr__(self, name: str) -> Any:
        return getattr(self.contact, name)


def shown(session: Session, contact_id: int) -> Shown:
    """One contact with its client; UserError when it is gone."""
    record = get(session, contact_id)
    return Shown(record, client.get(session, record.client_id).full_name)


def problems(values: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with a contact's values, while they are typed; where `client_id` is among them it is needed."""
    homeless = "client_id" in values and values["client_id"] is None
    return [*([_HOMELESS] if homeless else []), *Contact(**values).problems()]


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
            before = record.name
            take(record, values)
        refuse_problems(record.problems())
        session.flush()
        if contact_id is not None and record.name != before:
            derive_followers(session, record)
    return record


def delete(session: Session, contact_id: int) -> Contact:
    """Take a contact away; UserError while an order or contract names it. Activities, letters and tasks stay with the client."""
    record = get(session, contact_id)
    if papers := storage.papers_of(session, record):
        raise UserError(
            msg(
                "Not deleted: {contact} is named in {papers}.",
                contact=record.name,
                papers=", ".join(papers),
            )
        )
    for activity in activity_storage.of_contact(session, contact_id):
        activity.contact = None
    for letter in letter_storage.naming(session, "contact_id", contact_id):
        letter.contact_id = None
    for task in task_storage.of_contact(session, contact_id):
        task.contact = None
    session.flush()
    session.delete(record)
    session.flush()
    return record


def _hit(contact_id: int, row: Mapping[str, Any]) -> Hit:
    about = " · ".join(part for part in (row["office"], row["client"]) if part)
    return Hit("contact", contact_id, row["name"], about, client=row["client"], private=True)


def _as_json(values: dict[str, Any]) -> dict[str, Any]:
    """Roles as English words."""
    told = as_json.plain(values)
    roles = told.pop("roles")
    return {"name": told.pop("name"), "roles": language("en").say(roles) if roles else "", **told}


FACETS: Final = Facets(listing, storage.CONTACTS, _hit, first=shown, as_json=_as_json)
