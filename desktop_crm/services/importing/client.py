"""Importing clients: which of them are known, who joins them, and writing the others."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop_crm.exchange.client_fields import CLIENT_FIELDS
from desktop_crm.exchange.client_sheet import ClientRow, ContactRow, client_rows
from desktop_crm.exchange.same_firm import Identity, give_to_person, identity_of, npwp_of, put_together
from desktop_crm.exchange.sheet import Sheet
from desktop_crm.exchange.values import RowProblem
from desktop_crm.model.client import CLIENT_CATEGORIES, CLIENT_KINDS, CLIENT_STATUSES, Client, Email
from desktop_crm.model.contact import Contact
from desktop_crm.model.fold import bare_key, name_key
from desktop_crm.model.identifier import npwp_forms
from desktop_crm.model.message import Message, msg
from desktop_crm.model.phone import display_phone
from desktop_crm.model.problem import Severity
from desktop_crm.services.importing.parts import (
    BATCH,
    Double,
    Found,
    Import,
    Joining,
    Plan,
    Progress,
    Shown,
    Words,
    coded,
    counted,
    need,
    plain,
)
from desktop_crm.storage import client as client_storage
from desktop_crm.storage import contact as contacts
from desktop_crm.storage import settings
from desktop_crm.storage.journal.bulk import bulk_insert


def _read(session: Session, sheet: Sheet, mapping: Mapping[str, int]) -> Found:
    """The clients that can be written, what is wrong with other rows, which are known, and who joins those.

    Rows of one firm have become one client; each of them but the first is told as a double of an earlier row.
    """
    need(
        mapping,
        ("name", "contact_name", "contact_first", "contact_last"),
        msg("Choose the column with the client's name"),
    )
    read, problems = client_rows(sheet, mapping)
    rows, joined = put_together(read)
    known = _Known(session, rows)
    doubles = [Double(one.row, one.name, one.by, 0, one.into) for one in joined]
    doubles += [double for row in rows if (double := known.double(row))]
    doubles.sort(key=lambda double: double.row)
    title = next(
        (sheet.header[mapping[field]] for field in ("phones", "mobile", "contact_phone") if field in mapping), ""
    )
    problems += [
        RowProblem(
            sheet.name, row.row, title, msg("{client} has this phone number, too", client=other), Severity.WARNING
        )
        for row, other in known.same_phone
    ]
    title = sheet.header[mapping["name"]] if "name" in mapping else ""
    problems += [
        RowProblem(sheet.name, row.row, title, msg("{client} has the same name", client=other), Severity.WARNING)
        for row, other in known.same_name
    ]
    problems.sort(key=lambda problem: problem.row)
    return Found(rows, problems, doubles, known.joining(rows, doubles))


class _Known:
    """What the base knows of the clients of a sheet."""

    def __init__(self, session: Session, rows: Sequence[ClientRow]) -> None:
        self._session = session
        npwps = {form for row in rows if (number := npwp_of(row.identifiers)) for form in npwp_forms(number)}
        self._by_npwp = client_storage.known_by(session, "npwp", npwps)
        self._by_name = client_storage.named(session, {name_key(row.name) for row in rows})
        self._by_phone = client_storage.known_by_phone(
            session, {phone.number for row in rows for phone in _phones(row)}
        )
        self.same_phone: list[tuple[ClientRow, str]] = []
        self.same_name: list[tuple[ClientRow, str]] = []

    def double(self, row: ClientRow) -> Double | None:
        """The client of the base that a row is.

        It has the same NPWP, or the same name (unless something tells the two apart), or one phone and nearly this name.
        """
        for form in npwp_forms(npwp_of(row.identifiers)):
            if form and form in self._by_npwp:
                return Double(row.row, row.full_name, "npwp", *self._by_npwp[form])
        own = identity_of(row)
        named = self._by_name.get(name_key(row.name), [])
        alike = [one for one in named if _identity(one).may_be(own)]
        if alike:
            best = next((one for one in alike if one.legal_form == row.legal_form), alike[0])
            return Double(row.row, row.full_name, "name", best.id, best.full_name)
        self.same_name += [(row, one.full_name) for one in named[:1]]
        return self._by_one_phone(row)

    def _by_one_phone(self, row: ClientRow) -> Double | None:
        """A switchboard is shared by firms, so the names must be alike, too; else it is told."""
        for phone in _phones(row):
            if phone.number in self._by_phone:
                client_id, name = self._by_phone[phone.number]
                if _alike(row, name) or (row.kind == "person" and self._is_contact(row, client_id)):
                    return Double(row.row, row.full_name, "phone", client_id, name)
                self.same_phone.append((row, name))
                return None
        return None

    def _is_contact(self, row: ClientRow, client_id: int) -> bool:
        people = contacts.of_client(self._session, client_id)
        return any(_words(row.name) <= _words(one.name) or _words(one.name) <= _words(row.name) for one in people)

    def joining(self, rows: Sequence[ClientRow], doubles: Sequence[Double]) -> tuple[Joining, ...]:
        """Persons of known firms who are not known there."""
        by_row = {row.row: row for row in rows}
        known = [(by_row[one.row], one) for one in doubles if one.known_id and one.row in by_row]
        there = contacts.names_by_client(self._session, {one.known_id for _, one in known})
        found = []
        for row, double in known:
            names = there[double.known_id]
            new = [person for person in _people(row) if person.named and name_key(person.name) not in names]
            names |= {name_key(person.name) for person in new}
            if new:
                found.append(Joining(row.row, double.known_id, double.known_name, tuple(new)))
        return tuple(found)


def _people(row: ClientRow) -> tuple[ContactRow, ...]:
    alone = len(row.contacts) == 1 and not (row.contacts[0].phones or row.contacts[0].emails)
    return give_to_person(row).contacts if alone else row.contacts


def _phones(row: ClientRow) -> Iterable[Any]:
    return (*row.phones, *(phone for contact in row.contacts for phone in contact.phones))


def _identity(known: client_storage.Named) -> Identity:
    points = frozenset((*known.phones, *map(str.lower, known.emails)))
    return Identity(known.legal_form, known.kind == "person", npwp_of(known.identifiers), points)


def _alike(row: ClientRow, other: str) -> bool:
    """Whether a name says the same in fewer or more words."""
    one, two = _words(row.name), _words(other)
    return bool(one and two) and (one <= two or two <= one)


def _words(name: str) -> frozenset[str]:
    return frozenset(bare_key(name).split())


def _write(session: Session, plan: Plan, doubles_too: bool, progress: Progress) -> int:
    """Known ones are left out, or written a second time; then nobody joins them."""
    rows = [row for row in plan.rows if doubles_too or row.row not in plan.known]
    _write_joining(session, () if doubles_too else plan.joining)
    return _write_clients(session, rows, progress)


def _write_clients(session: Session, rows: Sequence[ClientRow], progress: Progress) -> int:
    """Make the clients with their contacts; how many."""
    language = settings.company(session).language
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        progress(start, len(rows))
        ids = bulk_insert(session, Client, [_client(row, language) for row in batch])
        contacts = [
            _contact(contact, client_id) for client_id, row in zip(ids, batch, strict=True) for contact in row.contacts
        ]
        bulk_insert(session, Contact, contacts)
    progress(len(rows), len(rows))
    return len(rows)


def _write_joining(session: Session, joining: Sequence[Joining]) -> None:
    """Make the persons who join known firms."""
    people = [_contact(person, one.client_id) for one in joining for person in one.people]
    for start in range(0, len(people), BATCH):
        bulk_insert(session, Contact, people[start : start + BATCH])


def _contact(contact: ContactRow, client_id: int) -> dict[str, Any]:
    return {
        "client_id": client_id,
        "name": contact.name,
        "office": contact.office,
        "roles": list(contact.roles),
        "authority": contact.authority,
        "birthday": contact.birthday,
        "notes": contact.notes,
        "phones": contact.phones,
        "emails": tuple(Email(address) for address in contact.emails),
    }


def _client(row: ClientRow, language: str) -> dict[str, Any]:
    same = ("kind", "legal_form", "name", "short_name", "category", "is_key", "identifiers", "phones", "addresses")
    return {
        **{name: getattr(row, name) for name in (*same, "source", "notes")},
        "status": row.status or "prospect",
        "emails": tuple(Email(address) for address in row.emails),
        "language": row.language or language,
    }


def _client_name(row: ClientRow) -> str:
    return row.full_name


def _shown_phones(row: ClientRow) -> str:
    return ", ".join(display_phone(phone.number) for phone in row.phones)


def _address(row: ClientRow) -> str:
    return "; ".join(
        ", ".join(part for part in (one.street, one.postal_code, one.province, one.country) if part)
        for one in row.addresses
    )


def _shown_contacts(row: ClientRow) -> str:
    return "; ".join(", ".join(filter(None, (contact.name, contact.office))) for contact in row.contacts)


def _city(row: ClientRow) -> str:
    return ", ".join(dict.fromkeys(address.city for address in row.addresses if address.city))


def _numbers(kind: str) -> Callable[[ClientRow], str]:
    return lambda row: ", ".join(item.number for item in row.identifiers if item.kind == kind)


def _button(new: int, known: int, people: int) -> Message:
    """`people` join clients that are known."""
    n = new + known
    if not people:
        return counted(n, msg("Import {n} client", n=n), msg("Import {n} clients", n=n))
    if not new:
        return counted(people, msg("Add {n} contact", n=people), msg("Add {n} contacts", n=people))
    return counted(
        people,
        msg("Import {new} and add {n} contact", n=people, new=new),
        msg("Import {new} and add {n} contacts", n=people, new=new),
    )


def _done(n: int, people: int) -> Message:
    imported = counted(n, msg("{n} client imported", n=n), msg("{n} clients imported", n=n))
    if not people:
        return imported
    added = counted(people, msg("{n} contact added", n=people), msg("{n} contacts added", n=people))
    return msg("{imported}, {added}", imported=imported, added=added) if n else added


IMPORT: Final = Import(
    CLIENT_FIELDS,
    _read,
    _write,
    (
        Shown(("name", "contact_name"), _client_name),
        Shown(("kind",), coded("kind", CLIENT_KINDS)),
        Shown(("category",), coded("category", CLIENT_CATEGORIES)),
        Shown(("status",), coded("status", CLIENT_STATUSES)),
        Shown(("is_key",), plain("is_key")),
        Shown(("phones", "mobile", "fax"), _shown_phones),
        Shown(("emails",), lambda row: ", ".join(row.emails)),
        Shown(("contact_name", "contact_phone", "contact_email"), _shown_contacts, msg("Contact")),
        Shown(("city",), _city),
        Shown(("street", "postal_code", "province", "country"), _address, msg("Address")),
        Shown(("npwp",), _numbers("npwp")),
        Shown(("nib",), _numbers("nib")),
        Shown(("nitku",), _numbers("nitku")),
        Shown(("nik",), _numbers("nik")),
        Shown(("registration",), _numbers("registration")),
        Shown(("tax",), _numbers("tax")),
        Shown(("passport",), _numbers("passport")),
        Shown(("short_name",), plain("short_name")),
        Shown(("source",), plain("source")),
        Shown(("notes",), plain("notes")),
        Shown(("language",), plain("language")),
    ),
    Words(
        msg("Import clients"),
        msg("Import them too"),
        msg(
            "A visitor list, an address book, an export of another program: one client a line, titles above the columns."
        ),
        lambda file: msg("Import clients from {file}", file=file),
        _button,
        _done,
    ),
)
