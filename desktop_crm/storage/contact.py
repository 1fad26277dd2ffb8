"""Queries about contacts."""

import json
from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.model.client import Client, ClientKind
from desktop_crm.model.contact import ROLES, Contact
from desktop_crm.model.contract import Contract
from desktop_crm.model.listing import Kind, Role, title_of
from desktop_crm.model.message import Message, msg
from desktop_crm.model.order import Order
from desktop_crm.model.phone import display_phone, normalise_phone
from desktop_crm.storage.lists.listing import SqlColumn, SqlSource, sql_column
from desktop_crm.storage.next_step import next_step


def _told_roles(kept: str) -> Message | None:
    """One after the other, as words."""
    told: Message | None = None
    for role in json.loads(kept):
        title = title_of(ROLES, role).title
        told = title if told is None else msg("{first}, {rest}", first=told, rest=title)
    return told


def _first(column: str, name: str) -> tuple[str, str]:
    """The first value of a list, and whether that can be read."""
    return f"iif(json_valid(t.{column}), json_extract(t.{column}, '$[0].{name}'), '')", f"json_valid(t.{column})"


def _sound(value: str, valid: int) -> str:
    if not valid:
        raise ValueError("no list")
    return str(value)


def _sound_phone(number: str, valid: int) -> str:
    return display_phone(_sound(number, valid))


def _roles() -> SqlColumn:
    holds = "EXISTS (SELECT 1 FROM json_each(iif(json_valid(t.roles), t.roles, '[]')) r WHERE r.value IN ({values}))"
    return replace(sql_column("roles", msg("Roles"), width=150, choices=ROLES), read=_told_roles, holds=holds)


def _phone() -> SqlColumn:
    column = sql_column("phone", msg("Phone"), *_first("phones", "number"), width=168, of_client=True, part=Role.SIDE)
    return replace(column, read=_sound_phone, write=lambda typed: normalise_phone(typed) or typed)


def _email() -> SqlColumn:
    return replace(
        sql_column("email", msg("E-mail"), *_first("emails", "address"), width=210, of_client=True), read=_sound
    )


CONTACTS = SqlSource(
    noun="contact",
    table="contacts",
    order="t.name_key",
    prefix_key="name_key",
    joins="LEFT JOIN clients c ON c.id = t.client_id",
    columns=(
        sql_column("name", msg("Name"), sort="t.name_key", width=180, of_client=True, part=Role.TITLE),
        sql_column("office", msg("Position"), sort="t.office, t.name_key", width=140, of_client=True, part=Role.DETAIL),
        sql_column(
            "client",
            msg("Client"),
            "c.full_name",
            sort="t.client_key, t.name_key",
            width=200,
            of_client=True,
            joined=True,
            part=Role.DETAIL,
        ),
        _roles(),
        _phone(),
        _email(),
        sql_column("birthday", msg("Birthday"), kind=Kind.DATE, sort="t.birthday", width=110, of_client=True),
        sql_column("authority", msg("Basis of authority"), hidden=True, of_client=True),
        sql_column("notes", msg("Notes"), hidden=True, sensitive=True),
        next_step(),
        sql_column("changed_at", msg("Changed"), kind=Kind.MOMENT, sort="t.changed_at", hidden=True, width=150),
        sql_column("created_at", msg("Added"), kind=Kind.MOMENT, hidden=True, width=150),
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
