"""Importing clients: which of them are known, and writing the others."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from desktop_crm.exchange.client_sheet import ClientRow, ContactRow, client_rows
from desktop_crm.exchange.sheet import Sheet
from desktop_crm.exchange.values import RowProblem
from desktop_crm.model.address import Address
from desktop_crm.model.client import Client, Email
from desktop_crm.model.contact import Contact
from desktop_crm.model.fold import name_key
from desktop_crm.model.identifier import NPWP, npwp_forms
from desktop_crm.model.message import msg
from desktop_crm.services.importing_parts import BATCH, Double, Progress, need
from desktop_crm.storage import client as client_storage
from desktop_crm.storage import settings
from desktop_crm.storage.bulk import bulk_insert


def plan_clients(
    session: Session, sheet: Sheet, mapping: Mapping[str, int]
) -> tuple[tuple[ClientRow, ...], list[RowProblem], list[Double]]:
    """The rows that can be written, what is wrong with the others, and which are known."""
    need(mapping, ("name", "contact_name"), msg("Choose the column with the client's name"))
    rows, problems = client_rows(sheet, mapping)
    return tuple(rows), problems, _client_doubles(session, rows)


def _client_doubles(session: Session, rows: Sequence[ClientRow]) -> list[Double]:
    keys = {row.row: _keys(row) for row in rows}
    known = {
        column: client_storage.known_by(session, column, {value for each in keys.values() for value in each[column]})
        for column in ("npwp", "name_key")
    }
    numbers = {number for each in keys.values() for number in each["phone"]}
    known["phone"] = client_storage.known_by_phone(session, numbers)
    seen: dict[tuple[str, str], str] = {}
    doubles = []
    for row in rows:
        double = _double(row, keys[row.row], known, seen)
        if double:
            doubles.append(double)
        for column, values in keys[row.row].items():
            for value in values[:1]:
                seen.setdefault((column, value), row.name)
    return doubles


def _keys(row: ClientRow) -> dict[str, tuple[str, ...]]:
    """What a row may be known by, the first of each kind first."""
    contact = row.contact.phones if row.contact else ()
    npwp = next((item.number for item in row.identifiers if item.kind == NPWP), "")
    return {
        "npwp": npwp_forms(npwp) if npwp else (),
        "phone": tuple(phone.number for phone in (*row.phones, *contact)),
        "name_key": (name_key(row.name),) if row.name else (),
    }


def _double(
    row: ClientRow,
    keys: Mapping[str, Sequence[str]],
    known: Mapping[str, Mapping[str, tuple[int, str]]],
    seen: Mapping[tuple[str, str], str],
) -> Double | None:
    for column, values in keys.items():
        by = "name" if column == "name_key" else column
        for value in values:
            if value in known[column]:
                return Double(row.row, row.name, by, *known[column][value])
        if values and (column, values[0]) in seen:
            return Double(row.row, row.name, by, 0, seen[column, values[0]])
    return None


def write_clients(session: Session, rows: Sequence[ClientRow], progress: Progress) -> int:
    """Make the clients with their contacts; how many."""
    language = settings.company(session).language
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        progress(start, len(rows))
        ids = bulk_insert(session, Client, [_client(row, language) for row in batch])
        contacts = [_contact(row.contact, client_id) for client_id, row in zip(ids, batch, strict=True) if row.contact]
        bulk_insert(session, Contact, contacts)
    progress(len(rows), len(rows))
    return len(rows)


def _contact(contact: ContactRow, client_id: int) -> dict[str, Any]:
    return {
        "client_id": client_id,
        "name": contact.name,
        "office": contact.office,
        "phones": contact.phones,
        "emails": tuple(Email(address) for address in contact.emails),
    }


def _client(row: ClientRow, language: str) -> dict[str, Any]:
    address = Address(row.street, row.city, row.province, row.postal_code, row.country)
    same = ("kind", "legal_form", "name", "short_name", "category", "identifiers", "phones", "source", "notes")
    return {
        **{name: getattr(row, name) for name in same},
        "status": row.status or "prospect",
        "emails": tuple(Email(address) for address in row.emails),
        "addresses": (address,) if address != Address() else (),
        "language": row.language or language,
    }
