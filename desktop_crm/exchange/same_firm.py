"""Rows of a sheet that are one client: a firm's other visitors and branches join it, and nothing of them is lost."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from desktop_crm.exchange.client_sheet import ClientRow, ContactRow
from desktop_crm.model.fold import fold, name_key
from desktop_crm.model.identifier import NPWP, Identifier, npwp_16
from desktop_crm.model.phone import Phone

#: Of which a client has one; the others a sheet tells go to the notes.
_ONCE = ("short_name", "category", "status", "source")


@dataclass(frozen=True, slots=True)
class Joined:
    """A row that belongs to a client of an earlier row: by its `name` or `npwp`."""

    row: int
    name: str
    by: str
    into: str


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells clients of one name apart."""

    legal_form: str
    is_person: bool
    npwp: str
    points: frozenset[str]  # phone numbers and e-mail addresses

    def may_be(self, other: "Identity") -> bool:
        """Whether two clients of the same name can be one: PT X is not CV X, and two people may be called Andi."""
        if self.npwp and other.npwp and self.npwp != other.npwp:
            return False
        forms = {fold(form) for form in (self.legal_form, other.legal_form) if form}
        if self.is_person or other.is_person:
            apart = bool(self.points) and bool(other.points) and not self.points & other.points
            return self.is_person == other.is_person and not apart
        return len(forms) < 2


def identity_of(row: ClientRow) -> Identity:
    """Of a row."""
    points = frozenset((*(phone.number for phone in row.phones), *map(str.lower, row.emails)))
    return Identity(row.legal_form, row.kind == "person", npwp_of(row.identifiers), points)


def npwp_of(identifiers: Iterable[Identifier]) -> str:
    """The NPWP in its form of 16 digits; empty without one."""
    return next((npwp_16(item.number) for item in identifiers if item.kind == NPWP), "")


def put_together(rows: Sequence[ClientRow]) -> tuple[list[ClientRow], list[Joined]]:
    """One row a client, and which rows have gone into others."""
    found: list[ClientRow] = []
    named: dict[str, list[int]] = defaultdict(list)
    numbered: dict[str, int] = {}
    joined: list[Joined] = []
    for row in rows:
        npwp, key, own = npwp_of(row.identifiers), name_key(row.name), identity_of(row)
        at = numbered.get(npwp, -1) if npwp else -1
        by = "npwp" if at >= 0 else "name"
        if at < 0:
            alike = [place for place in named[key] if identity_of(found[place]).may_be(own)]
            same_form = [place for place in alike if found[place].legal_form == row.legal_form]
            at = (same_form or alike or [-1])[0]
        if at < 0:
            at = len(found)
            found.append(row)
            named[key].append(at)
        else:
            joined.append(Joined(row.row, row.full_name, by, found[at].full_name))
            found[at] = _with(found[at], row)
        if npwp:
            numbered.setdefault(npwp, at)
    return found, joined


def _with(first: ClientRow, other: ClientRow) -> ClientRow:
    """The first row with all that the other says."""
    mine, people = _own_points(first), _own_points(other)
    several = bool(people.contacts) or bool(first.contacts)
    phones = (*first.phones, *(people.phones if several else other.phones))
    emails = (*first.emails, *(people.emails if several else other.emails))
    once = {name: getattr(first, name) or getattr(other, name) for name in _ONCE}
    apart = [value for name in _ONCE if (value := getattr(other, name)) and value != once[name]]
    if name_key(other.name) != name_key(first.name):
        apart.insert(0, other.full_name)
    notes = [first.notes, *apart, *(line for line in other.notes.splitlines() if line not in first.notes.splitlines())]
    return replace(
        first,
        legal_form=first.legal_form or other.legal_form,
        is_key=first.is_key or other.is_key,
        language=first.language or other.language,
        phones=_once_each(phones),
        emails=tuple(dict.fromkeys(emails)),
        addresses=tuple(dict.fromkeys((*first.addresses, *other.addresses))),
        identifiers=tuple(dict.fromkeys((*first.identifiers, *other.identifiers))),
        contacts=_people((*mine.contacts, *people.contacts)),
        notes="\n".join(filter(None, notes)),
        **once,
    )


def _own_points(row: ClientRow) -> ClientRow:
    """With the mobile and e-mail of the row given to its one person, who would lose them among the others."""
    if len(row.contacts) != 1 or row.contacts[0].phones or row.contacts[0].emails:
        return row
    return give_to_person(row)


def give_to_person(row: ClientRow) -> ClientRow:
    """The row whose only person has its mobiles and e-mails; what is left is the firm's."""
    [person] = row.contacts
    mobile = tuple(phone for phone in row.phones if phone.kind in {"mobile", "whatsapp"})
    firm = tuple(phone for phone in row.phones if phone not in mobile)
    person = replace(person, phones=(*person.phones, *mobile), emails=(*person.emails, *row.emails))
    return replace(row, contacts=(person,), phones=firm, emails=())


def _people(contacts: Sequence[ContactRow]) -> tuple[ContactRow, ...]:
    """Each person once, with all numbers and addresses."""
    found: dict[str, ContactRow] = {}
    for contact in contacts:
        key = name_key(contact.name)
        had = found.get(key)
        if had is None:
            found[key] = contact
            continue
        phones = _once_each((*had.phones, *contact.phones))
        emails = tuple(dict.fromkeys((*had.emails, *contact.emails)))
        office = ", ".join(dict.fromkeys(filter(None, (had.office, contact.office))))
        found[key] = replace(had, phones=phones, emails=emails, office=office, named=had.named or contact.named)
    return tuple(found.values())


def _once_each(phones: Iterable[Phone]) -> tuple[Phone, ...]:
    found: dict[str, Phone] = {}
    for phone in phones:
        found.setdefault(phone.number, phone)
    return tuple(found.values())
