"""Clients."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop_crm.model.client import Client
from desktop_crm.model.country import country_of
from desktop_crm.model.email import normalise_email
from desktop_crm.model.errors import UserError
from desktop_crm.model.fold import bare_key, digits, similar_keys
from desktop_crm.model.identifier import (
    NITKU,
    NPWP,
    identifier_doubt,
    identifier_problem,
    normalise_identifier,
    npwp_forms,
)
from desktop_crm.model.listing import Listing
from desktop_crm.model.message import Message, msg
from desktop_crm.model.money import Money, Sums
from desktop_crm.model.party_numbers import of_one_taxpayer
from desktop_crm.model.phone import normalise_phone
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.model.written_name import split_legal_form
from desktop_crm.services import attachment, dependents
from desktop_crm.services.as_json import plain
from desktop_crm.services.clock import today
from desktop_crm.services.contract_sources import drafts_follow_client
from desktop_crm.services.facets import Facets, Hit
from desktop_crm.services.records import found, made, refuse_problems, refuse_stale, take
from desktop_crm.storage import client as storage
from desktop_crm.storage import contact
from desktop_crm.storage.journal.deriving import derive_followers
from desktop_crm.storage.lists.listing import SqlListing
from desktop_crm.storage.workspace import Workspace

#: Of a client's lists: what makes two of their entries the same.
_LISTS: Final[Mapping[str, Callable[[Any], Any]]] = MappingProxyType(
    {
        "phones": lambda item: item.number,
        "emails": lambda item: item.address,
        "identifiers": lambda item: item.number,
        "addresses": lambda item: replace(item, kind=""),
    }
)
#: What a client has one of.
_ONCE: Final = ("legal_form", "short_name", "category", "source", "is_key")

split_name = split_legal_form
bare_name = bare_key


def same_name(one: str, other: str) -> bool:
    """Whether two names are one client's, as people write them."""
    return bare_key(one) == bare_key(other)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is told of a client at once: orders not yet delivered, their sums by currency, the latest order's day."""

    open_orders: int
    open_totals: tuple[Money, ...]
    last_order_on: date | None


@dataclass(frozen=True, slots=True)
class Double:
    """A known client that a typed value belongs to already."""

    id: int
    name: str
    field: str  # of the value: name, phones or identifiers
    why: Message


def listing(workspace: Workspace) -> Listing:
    """The list of clients."""
    return SqlListing(workspace, storage.CLIENTS)


def get(session: Session, client_id: int) -> Client:
    """One client; UserError when it is gone."""
    return found(storage.get(session, client_id), msg("The client"))


def problems(values: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with a client's values, while they are typed, and what looks mistyped."""
    return [*Client(**values).problems(), *_doubts(values)]


def facts(session: Session, client_id: int) -> Facts:
    """A client in figures."""
    sums = storage.open_orders(session, client_id)
    totals = tuple(Money.of_minor(total, currency) for currency, _, total in sums)
    return Facts(sum(count for _, count, _ in sums), totals, storage.last_order_on(session, client_id))


def ordered_in(session: Session, client_id: int, year: int) -> tuple[Money, ...]:
    """What a client has ordered in a year, one sum a currency; drafts and what was cancelled don't count."""
    return tuple(Money.of_minor(total, currency) for currency, total in storage.ordered_in(session, client_id, year))


def doubles(session: Session, values: Mapping[str, Any], except_id: int | None = None) -> list[Double]:
    """Known clients of the same name, telephone or NPWP as these values, one for each field."""
    typed = normalised(values)
    npwps = [item.number for item in typed.get("identifiers", ()) if item.kind == NPWP]
    name = typed.get("name", "")
    phones = [item.number for item in typed.get("phones", ())]
    forms = [form for one in npwps for form in npwp_forms(one)]
    known = (
        ("name", msg("There is already a client of this name"), _known_by_name(session, name, except_id)),
        ("phones", msg("This phone number is already here"), storage.known_by_phone(session, phones, except_id)),
        ("identifiers", msg("This NPWP is already here"), storage.known_by(session, "npwp", forms, except_id)),
    )
    return [
        Double(client_id, full_name, field, why)
        for field, why, found in known
        for client_id, full_name in list(found.values())[:1]
    ]


def taken_along(session: Session, client_id: int, typed: Mapping[str, Any]) -> dict[str, Any]:
    """A known client's values with what was typed for a new one: numbers and addresses it has not, texts where it has none.

    Notes are put below its own, with the name that was typed if it is another one. Empty when it has all that.
    """
    record, typed = get(session, client_id), normalised(typed)
    values: dict[str, Any] = {}
    for name, same in _LISTS.items():
        had = getattr(record, name)
        known = {same(item) for item in had}
        if new := tuple(item for item in typed.get(name, ()) if same(item) not in known):
            values[name] = (*had, *new)
    values |= {name: typed[name] for name in _ONCE if typed.get(name) and not getattr(record, name)}
    other = typed.get("name", "") if bare_key(typed.get("name", "")) != bare_key(record.name) else ""
    notes = [note for note in (other, typed.get("notes", "")) if note and note not in record.notes]
    if notes:
        values["notes"] = "\n".join(filter(None, (record.notes, *notes)))
    return values


def save(session: Session, client_id: int | None, values: Mapping[str, Any], version: int | None = None) -> Client:
    """Make a client (`client_id` None) or change one; phones, e-mails and identifiers are normalised.

    Raises:
        UserError: wrong values, or changed elsewhere since `version` was shown.
    """
    values = normalised(values)
    if client_id is None:
        record = made(Client, **values)
        refuse_problems(record.problems())
        session.add(record)
        session.flush()
        return record
    record = get(session, client_id)
    refuse_stale(record, version)
    before = record.full_name
    with drafts_follow_client(session, record):
        take(record, values)
        refuse_problems(record.problems())
        session.flush()
    if record.full_name != before:
        derive_followers(session, record)
    return record


def delete(session: Session, client_id: int, *, with_papers: bool = False) -> Client:
    """Take a client away with its contacts, activities and files; the trash keeps it.

    Raises:
        UserError: orders or contracts name it and are not to go `with_papers`, or one of the contracts is signed.
    """
    record = get(session, client_id)
    hanging = dependents.of(session, "client", client_id)
    if hanging and not with_papers:
        raise UserError(
            msg(
                "Not deleted: {client} has {what}. Make it dormant instead.",
                client=record.full_name,
                what=hanging.told(),
            )
        )
    dependents.delete_all(session, "client", client_id, record.full_name)
    for person in contact.of_client(session, client_id):
        session.delete(person)
    attachment.delete_all(session, "client", [client_id])
    session.flush()
    session.delete(record)
    return record


def _known_by_name(session: Session, name: str, except_id: int | None) -> dict[str, tuple[int, str]]:
    """The one of just this name first."""
    keys = similar_keys(name)
    found = storage.known_by(session, "name_key", keys, except_id)
    return {key: found[key] for key in keys if key in found}


def _doubts(values: Mapping[str, Any]) -> Iterator[Problem]:
    npwp = next((digits(item.number) for item in values.get("identifiers", ()) if item.kind == NPWP), "")
    for at, identifier in enumerate(values.get("identifiers", ())):
        doubt = None if identifier_problem(identifier) else identifier_doubt(identifier)
        if doubt is not None:
            yield Problem(f"identifiers.{at}.number", doubt, Severity.WARNING)
        if identifier.kind == NITKU and not of_one_taxpayer(npwp, digits(identifier.number)):
            told = msg("This NITKU does not belong to the NPWP: its first 16 digits are the NPWP")
            yield Problem(f"identifiers.{at}.number", told, Severity.WARNING)
    for at, address in enumerate(values.get("addresses", ())):
        if address.country.strip() and not country_of(address.country):
            told = msg("No country of this name is known: is it spelled right? It counts as abroad")
            yield Problem(f"addresses.{at}.country", told, Severity.WARNING)


def normalised(values: Mapping[str, Any]) -> dict[str, Any]:
    """Telephones, e-mails and official numbers as they are kept, of a client or a contact."""
    result = dict(values)
    if "phones" in result:
        result["phones"] = tuple(
            replace(item, number=normalise_phone(item.number) or item.number) for item in result["phones"]
        )
    if "emails" in result:
        result["emails"] = tuple(
            replace(item, address=normalise_email(item.address) or item.address) for item in result["emails"]
        )
    if "identifiers" in result:
        result["identifiers"] = tuple(normalise_identifier(item.kind, item.number) for item in result["identifiers"])
    return result


def _hit(client_id: int, row: Mapping[str, Any]) -> Hit:
    name, about = row["name"], " · ".join(part for part in (row["city"], row["phone"], row["email"]) if part)
    return Hit("client", client_id, name, about, client=name, private=True)


#: `PT Kayu Makmur` is known as `Toko Kayu Makmur`.
def _first(session: Session, client_id: int) -> None:
    facts(session, client_id)
    ordered_in(session, client_id, today().year)
    get(session, client_id)


def _as_json(values: dict[str, Any]) -> dict[str, Any]:
    values.pop("heard")
    for sums in ("open_total", "this_year"):
        value = values[sums]
        values[sums] = Sums(() if value is None else (value,)) if not isinstance(value, Sums) else value
    told = plain(values)
    return {"name": told.pop("name"), "state": told.pop("status"), "total": None, **told}


FACETS: Final = Facets(listing, storage.CLIENTS, _hit, otherwise=bare_key, first=_first, as_json=_as_json)
