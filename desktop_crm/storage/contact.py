"""Queries about contacts."""

import json
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.model.client import Client, ClientKind
from desktop_crm.model.contact import Contact
from desktop_crm.model.contract import Contract
from desktop_crm.model.message import msg
from desktop_crm.model.order import Order
from desktop_crm.storage.lists.listing import SqlSource, sql_column

CONTACTS = SqlSource(
    noun="contact",
    table="contacts",
    order="t.name_key",
    prefix_key="name_key",
    joins="LEFT JOIN clients c ON c.id = t.client_id",
    columns=(
        sql_column("name", msg("Name"), sort="t.name_key"),
        sql_column("office", msg("Office")),
        sql_column("client", msg("Client"), "c.full_name", joined=True),
        sql_column("client_id", msg("Client number"), hidden=True),
    ),
)


def of_client(session: Session, client_id: int) -> list[Contact]:
    """A client's contacts by name."""
    return list(session.scalars(select(Contact).where(Contact.client_id == client_id).order_by(Contact.name_key)))


def signatory_of(session: Session, client: Client) -> Contact | None:
    """The contact who signs for a client: the one who is marked, or the only one a company has."""
    people = of_client(session, client.id)
    marked = [one for one in people if one.is_signatory()]
    alone = people if len(people) == 1 and client.kind == ClientKind.COMPANY else []
    return next(iter(marked or alone), None)


def papers_of(session: Session, contact: Contact, limit: int = 4) -> list[str]:
    """Numbers of the first orders and contracts that name a contact."""
    numbers: list[str] = []
    for paper in (Order, Contract):
        named = select(paper.number).where(paper.client_id == contact.client_id, paper.contact_id == contact.id)
        numbers.extend(session.scalars(named.order_by(paper.id).limit(limit)))
    return numbers[:limit]


def names_by_client(session: Session, client_ids: Collection[int]) -> dict[int, set[str]]:
    """Client → the `name_key`s of its contacts."""
    found: dict[int, set[str]] = {client_id: set() for client_id in client_ids}
    rows = session.connection().exec_driver_sql(
        "SELECT client_id, name_key FROM contacts WHERE client_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(client_ids)),),
    )
    for client_id, key in rows:
        found[client_id].add(key)
    return found
