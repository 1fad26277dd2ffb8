"""Queries about clients."""

import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from desktop_crm.model.client import CLIENT_CATEGORIES, CLIENT_KINDS, CLIENT_STATUSES, Client
from desktop_crm.model.contact import Contact
from desktop_crm.model.document_language import DOCUMENT_LANGUAGES
from desktop_crm.model.fold import digits, name_key
from desktop_crm.model.identifier import Identifier
from desktop_crm.model.listing import Kind, Part, Role
from desktop_crm.model.message import Message, msg
from desktop_crm.model.order import Order
from desktop_crm.model.order_states import OPEN_ORDER_STATES, OrderState
from desktop_crm.model.phone import display_phone
from desktop_crm.storage import client_gathered as gathered
from desktop_crm.storage.contact import of_client
from desktop_crm.storage.lists import search
from desktop_crm.storage.lists.listing import SqlColumn, SqlSource, choice_column, sql_column
from desktop_crm.storage.next_step import of_client as step_of_client

GATHERED: Final = gathered.GATHERED

#: So many numbers are looked for among all phones of clients and contacts.
LOOKED_UP: Final = 300

_YEAR: Final = "CAST(substr({today}, 1, 4) AS INTEGER)"
_SILENCE: Final = "CAST(julianday({today}) - julianday(t.last_contact) AS INTEGER)"
_STEP: Final = step_of_client("t.id")
_FIRST_CONTACT: Final = "(SELECT p.name FROM contacts p WHERE p.client_id = t.id ORDER BY p.id LIMIT 1)"

_HEARD: Final = Part(Role.SIDE, tone=gathered.tone_of, is_figure=True)


def _sums(id: str, title: Message, name: str, **options: Any) -> SqlColumn:
    """A column of amounts; `name` begins the names of what the row has of them."""
    parts = (f"t.{name}_currency", f"t.{name}_more")
    minor = options.pop("minor", f"t.{name}_minor")
    column = sql_column(id, title, minor, *parts, kind=Kind.MONEY, of_client=True, **options)
    return replace(column, read=gathered.sums_of)


def _standing() -> tuple[SqlColumn, ...]:
    """How it stands with a client: what the row gathers, and what of it the day makes."""
    this_year = f"CASE WHEN t.ordered_year = {_YEAR} THEN t.ordered_minor END"
    heard = sql_column(
        "heard", msg("Heard of"), "t.last_contact", "t.last_contact_by", _SILENCE, hidden=True, part=_HEARD
    )
    return (
        replace(
            sql_column(
                "open_orders", msg("Open orders"), kind=Kind.NUMBER, sort="t.open_orders", width=136, part=Role.FIGURE
            ),
            read=lambda count: count or None,
        ),
        replace(
            _sums(
                "open_total",
                msg("Open orders total"),
                "open",
                sort="t.open_minor",
                width=184,
                part=Role.MONEY,
                summable=True,
                summed_as=msg("Open orders"),
            ),
            summed=gathered.OPEN_SUMS,
        ),
        _sums(
            "this_year",
            msg("This year"),
            "ordered",
            minor=this_year,
            sort="t.ordered_year, t.ordered_minor",
            part=Role.FIGURE,
        ),
        sql_column(
            "last_contact", msg("Last contact"), kind=Kind.DATE, sort="t.last_contact", width=116, part=Role.FIGURE
        ),
        replace(
            sql_column(
                "silence",
                msg("Days of silence"),
                _SILENCE,
                kind=Kind.NUMBER,
                sort="t.last_contact DESC",
                width=136,
                part=Role.FIGURE,
            ),
            days_since="t.last_contact",
        ),
        replace(heard, read=gathered.heard_of),
        sql_column("next_step", msg("Next step"), _STEP, width=200, sensitive=True, part=Role.FIGURE),
        sql_column("next_due", msg("Step due"), kind=Kind.DATE, sort="t.next_due", width=116, part=Role.FIGURE),
        sql_column("contact", msg("Contact"), _FIRST_CONTACT, width=150, of_client=True, part=Role.DETAIL),
    )


CLIENTS = SqlSource(
    noun="client",
    table="clients",
    order="t.name_key, t.search_key",
    prefix_key="name_key",
    columns=(
        sql_column(
            "name",
            msg("Name"),
            "t.full_name",
            sort="t.name_key, t.search_key",
            width=190,
            of_client=True,
            part=Role.TITLE,
        ),
        choice_column("status", msg("Status"), CLIENT_STATUSES, sort="t.status, t.name_key", width=96, part=Role.STATE),
        sql_column("city", msg("City"), sort="t.city, t.name_key", width=100, part=Role.DETAIL),
        *_standing(),
        replace(sql_column("phone", msg("Phone"), width=168, of_client=True, part=Role.SIDE), read=display_phone),
        choice_column("category", msg("Category"), CLIENT_CATEGORIES, sort="t.category, t.name_key", width=140),
        sql_column("is_key", msg("Key client"), kind=Kind.FLAG, width=90, part=Role.MARK),
        sql_column("email", msg("E-mail"), width=210, of_client=True),
        sql_column("changed_at", msg("Changed"), kind=Kind.MOMENT, sort="t.changed_at", width=150),
        sql_column("short_name", msg("Short name"), hidden=True, of_client=True),
        choice_column("kind", msg("Company or person"), CLIENT_KINDS, hidden=True, width=130),
        choice_column("language", msg("Document language"), DOCUMENT_LANGUAGES, hidden=True),
        sql_column("source", msg("Source"), hidden=True, sensitive=True),
        sql_column("created_at", msg("Added"), kind=Kind.MOMENT, hidden=True, width=150),
    ),
)


def get(session: Session, client_id: int) -> Client | None:
    """One client."""
    return session.get(Client, client_id)


def other_client_of(session: Session, client: Client, name: str) -> str:
    """The client whose contact has this name, while nobody at this client has it; empty when there is none."""
    key = name_key(name)
    if key == client.name_key or any(one.name_key == key for one in of_client(session, client.id)):
        return ""
    known = select(Client.full_name).join(Contact, Contact.client_id == Client.id).where(Contact.name_key == key)
    return session.scalar(known.order_by(Client.id).limit(1)) or ""


def open_orders(session: Session, client_id: int) -> list[tuple[str, int, int]]:
    """For each currency: how many orders are confirmed or in delivery, and their sum in minor units."""
    rows = session.execute(
        select(Order.currency, func.count(), func.sum(Order.total_minor))
        .where(Order.client_id == client_id, Order.state.in_(OPEN_ORDER_STATES))
        .group_by(Order.currency)
        .order_by(Order.currency)
    )
    return [(currency, count, total) for currency, count, total in rows]


def ordered_in(session: Session, client_id: int, year: int) -> list[tuple[str, int]]:
    """For each currency what the orders of a year come to in minor units, without drafts and cancelled ones."""
    counted = Order.state.not_in((OrderState.DRAFT, OrderState.CANCELLED))
    rows = session.execute(
        select(Order.currency, func.sum(Order.total_minor))
        .where(Order.client_id == client_id, counted, Order.ordered_on.between(date(year, 1, 1), date(year, 12, 31)))
        .group_by(Order.currency)
        .order_by(Order.currency)
    )
    return [(currency, total) for currency, total in rows]


def last_order_on(session: Session, client_id: int) -> date | None:
    """The day of the latest order that was not cancelled."""
    wanted = select(func.max(Order.ordered_on)).where(Order.client_id == client_id, Order.state != OrderState.CANCELLED)
    return session.scalar(wanted)


def known_by(
    session: Session, column: str, values: Collection[str], except_id: int | None = None
) -> dict[str, tuple[int, str]]:
    """Known clients by `name_key`, `phone` or `npwp`: value → id and name, for finding doubles before they are written."""
    found = session.connection().exec_driver_sql(
        f"SELECT {column}, id, full_name FROM clients WHERE {column} <> ''"
        f" AND {column} IN (SELECT value FROM json_each(?)) AND id IS NOT ? ORDER BY id DESC",
        (json.dumps(list(values)), except_id),
    )
    return {value: (client_id, name) for value, client_id, name in found}


@dataclass(frozen=True, slots=True)
class Named:
    """A known client with what tells it apart from others of its name."""

    id: int
    full_name: str
    legal_form: str
    kind: str
    identifiers: tuple[Identifier, ...]
    phones: frozenset[str]
    emails: frozenset[str]


def named(session: Session, keys: Collection[str]) -> dict[str, list[Named]]:
    """All known clients of these `name_key`s, the oldest first."""
    found: dict[str, list[Named]] = {}
    rows = session.connection().exec_driver_sql(
        "SELECT name_key, id, full_name, legal_form, kind, identifiers, phones, emails FROM clients"
        " WHERE name_key <> '' AND name_key IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(list(keys)),),
    )
    for key, client_id, full_name, form, kind, identifiers, phones, emails in rows:
        numbers = tuple(Identifier(item["kind"], item["number"]) for item in json.loads(identifiers))
        points = (
            frozenset(item["number"] for item in json.loads(phones)),
            frozenset(map(_address, json.loads(emails))),
        )
        found.setdefault(key, []).append(Named(client_id, full_name, form, kind, numbers, *points))
    return found


def _address(email: dict[str, str]) -> str:
    return email["address"]


def known_by_phone(
    session: Session, numbers: Collection[str], except_id: int | None = None
) -> dict[str, tuple[int, str]]:
    """Known clients by any of their phones or of their contacts' phones: number → id and name.

    Of more than `LOOKED_UP` numbers only those that are a client's first one are found: each of the others costs up to
    ten milliseconds among a million clients.
    """
    found = known_by(session, "phone", numbers, except_id)
    others = {number for number in numbers if number} - set(found)
    for number in others if len(others) <= LOOKED_UP else ():
        if one := _with_phone(session, number, except_id):
            found[number] = one
    return found


def _with_phone(session: Session, number: str, except_id: int | None) -> tuple[int, str] | None:
    """The search index tells who has these digits, their phones whether it is this number."""
    word = digits(number)
    expression = search.trigrams([word])
    if not expression:
        return None
    like = "t.id IN (SELECT rowid FROM {index} WHERE {index} MATCH :expression) AND instr(t.search_key, :word)"
    rows = session.connection().execute(
        text(
            f"SELECT t.id, t.full_name, t.phones FROM clients t WHERE {like.format(index='clients_fts')}"
            " UNION ALL SELECT c.id, c.full_name, t.phones FROM contacts t JOIN clients c ON c.id = t.client_id"
            f" WHERE {like.format(index='contacts_fts')}"
        ),
        {"expression": expression, "word": word},
    )
    return next(
        (
            (client_id, name)
            for client_id, name, phones in rows
            if client_id != except_id and any(phone["number"] == number for phone in json.loads(phones))
        ),
        None,
    )
