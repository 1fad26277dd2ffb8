"""Who is on the phone: known clients and contacts by what is typed of them, and what a new one is made of."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.model.client import Client, ClientKind
from desktop_crm.model.contact import Contact
from desktop_crm.model.errors import UserError
from desktop_crm.model.fold import name_key
from desktop_crm.model.message import Message, msg
from desktop_crm.model.phone import Phone, display_phone
from desktop_crm.model.who import Typed, read_who
from desktop_crm.services import client as clients
from desktop_crm.services import contact as contacts
from desktop_crm.storage import who as storage
from desktop_crm.storage.workspace import Workspace

#: Of one client's people so many stand below it.
_PEOPLE: Final = 3


@dataclass(frozen=True, slots=True)
class Who:
    """A known client (`client_id`), with the contact there if it is one; what is not known yet goes by its names.

    `name` is the person's, or the client's own; a `phone` is kept with whoever is new.
    """

    client: str
    name: str = ""
    client_id: int | None = None
    contact_id: int | None = None
    office: str = ""
    city: str = ""
    phone: str = ""
    sure: bool = False  # nobody else can be meant: it is this number, or just this name

    @property
    def is_new(self) -> bool:
        """Whether something of it is made when it is kept."""
        return self.client_id is None or (bool(self.name) and self.contact_id is None)

    @property
    def called(self) -> str:
        """The person, or else the client."""
        return self.name or self.client


def who(workspace: Workspace, text: str, limit: int = 6) -> list[Who]:
    """The known ones that may be meant, the likeliest first: by a phone, in whichever way it is written, a name, a company."""
    typed = read_who(text)
    if not (typed.words or typed.phone):
        return []
    with workspace.driver_connection() as connection:
        ranked = _ranked(storage.meant(connection, typed, limit), typed)
        below = [row for row in ranked if row.contact_id is None][:1]
        people = storage.people_of(connection, [row.client_id for row in below]) if len(ranked) < limit else []
    there = {(row.client_id, row.contact_id) for row in ranked}
    ranked += [row for row in people if (row.client_id, row.contact_id) not in there][:_PEOPLE]
    first, second, *_ = [*_places(ranked[:2], typed), _HELD, _HELD]
    return [_who(row, sure=at == 0 and first < min(second, _BEGUN)) for at, row in enumerate(ranked[:limit])]


def known(workspace: Workspace, client_id: int, contact_id: int | None = None) -> Who | None:
    """This client, or this contact there; None when it is gone."""
    with workspace.driver_connection() as connection:
        row = storage.one_of(connection, client_id, contact_id)
    return None if row is None else _who(row, sure=True)


def new(text: str, at: Who | None = None) -> list[Who]:
    """What can be made of what is typed: a contact of the client `at`, a client, a contact of a new client."""
    typed = read_who(text)
    phone = typed.kept_phone
    name = typed.name or typed.company or (display_phone(phone) if phone else "")
    if not name:
        return []
    if typed.name and typed.company:
        return [Who(typed.company, typed.name, phone=phone)]
    made = Who(name, phone=phone)
    if at is None or at.client_id is None:
        return [made]
    return [Who(at.client, name, at.client_id, city=at.city, phone=phone), made]


def told(of: Who) -> Message:
    """What history calls it when somebody new is made."""
    if of.client_id is None:
        return msg("Add client {name}", name=of.client)
    return msg("Add contact {name}", name=of.name)


def make(session: Session, of: Who) -> tuple[Client, Contact | None]:
    """The client and contact that are meant, made now if they are new; UserError when a known one is gone."""
    client = _client(session, of)
    if of.contact_id is not None:
        contact = contacts.get(session, of.contact_id)
        if contact.client_id != client.id:
            raise UserError(msg("{contact} is no longer with {client}.", contact=contact.name, client=client.full_name))
        return client, contact
    if not of.name:
        return client, None
    values = {"name": of.name, "phones": _phones(of.phone)}
    return client, contacts.save(session, client.id, None, values)


def _client(session: Session, of: Who) -> Client:
    if of.client_id is not None:
        return clients.get(session, of.client_id)
    form, name = clients.split_name(of.client)
    kind = ClientKind.COMPANY if form or of.name else ClientKind.PERSON
    values = {"kind": kind, "legal_form": form, "name": name}
    return clients.save(session, None, values if of.name else {**values, "phones": _phones(of.phone)})


def _phones(phone: str) -> tuple[Phone, ...]:
    return (Phone(phone),) if phone else ()


_PHONE, _NAME, _BEGUN, _HELD = range(4)


def _ranked(rows: Iterable[storage.Row], typed: Typed) -> list[storage.Row]:
    """Those of just this phone first, then of just this name, then whose names begin so; contacts before their clients."""
    rows = list(rows)
    places = dict(zip(rows, _places(rows, typed), strict=True))
    return sorted(rows, key=lambda row: (places[row], row.contact_id is None, row.key, row.client_id))


def _places(rows: Iterable[storage.Row], typed: Typed) -> list[int]:
    phone, key = typed.kept_phone, name_key(typed.words)
    return [_place(row, phone, key) for row in rows]


def _place(row: storage.Row, phone: str, key: str) -> int:
    if phone and any(phone == one for one in _numbers(row)):
        return _PHONE
    if key and row.key == key:
        return _NAME
    return _BEGUN if key and row.key.startswith(key) else _HELD


def _numbers(row: storage.Row) -> list[str]:
    try:
        return [str(one.get("number", "")) for one in json.loads(row.phones)]
    except (ValueError, AttributeError, TypeError):  # damaged; it is found all the same
        return []


def _who(row: storage.Row, *, sure: bool) -> Who:
    name = "" if row.contact_id is None else row.name
    phone = next(iter(_numbers(row)), "")
    return Who(row.client, name, row.client_id, row.contact_id, row.office, row.city, phone, sure)
