"""A sheet of clients: visitor lists, exports of other programs, our own export."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, TypeVar

from desktop_crm.exchange.client_fields import CLIENT_FIELDS, FIELDS_OF
from desktop_crm.exchange.client_words import CLIENT_CATEGORY, CLIENT_KIND, CLIENT_STATUS, LANGUAGE, ROLE
from desktop_crm.exchange.contact_points import emails_in, phones_in
from desktop_crm.exchange.no_records import counting_column
from desktop_crm.exchange.own_texts import read_addresses, read_identifiers
from desktop_crm.exchange.sheet import Sheet
from desktop_crm.exchange.values import MappedRow, RowProblem, mapped_rows, said
from desktop_crm.exchange.words import code_of
from desktop_crm.model.address import Address
from desktop_crm.model.client import full_name
from desktop_crm.model.country import HOME, country_of, is_abroad
from desktop_crm.model.fold import digits, fold
from desktop_crm.model.identifier import (
    FOREIGN_TAX,
    NIB,
    NIK,
    NITKU,
    NPWP,
    PASSPORT,
    REGISTRATION,
    Identifier,
    identifier_doubt,
    identifier_problem,
    normalise_identifier,
)
from desktop_crm.model.message import Message, msg
from desktop_crm.model.phone import Phone
from desktop_crm.model.problem import Severity
from desktop_crm.model.written_name import split_legal_form, split_title, without_form

#: Fields that only a list of persons has.
_OF_PEOPLE: Final = frozenset({"contact_roles", "contact_authority"})
#: Fields that name a person.
_PERSON: Final = frozenset({"contact_name", "contact_first", "contact_last"})
_NITKU_DIGITS: Final = 22
#: Official numbers that have a column of their own.
_NUMBERS: Final = (NPWP, NITKU, NIB, NIK, REGISTRATION, FOREIGN_TAX, PASSPORT)
_Point = TypeVar("_Point", Phone, str)


@dataclass(frozen=True, slots=True)
class ContactRow:
    """The person of a row; `named` is False where the sheet has a number or address of somebody without a name."""

    name: str
    office: str = ""
    phones: tuple[Phone, ...] = ()
    emails: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    authority: str = ""
    birthday: date | None = None
    notes: str = ""
    named: bool = True


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client of a sheet, everything normalised; empty where the sheet says nothing. `row` is its number there."""

    row: int
    name: str
    kind: str = "company"
    legal_form: str = ""
    short_name: str = ""
    category: str = ""
    status: str = ""
    is_key: bool = False
    phones: tuple[Phone, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    contacts: tuple[ContactRow, ...] = ()
    source: str = ""
    notes: str = ""
    language: str = ""

    @property
    def full_name(self) -> str:
        """PT Sumber Makmur."""
        return full_name(self.legal_form, self.name)


def client_rows(sheet: Sheet, mapping: Mapping[str, int]) -> tuple[list[ClientRow], list[RowProblem]]:
    """The clients row by row, and all that is wrong.

    A row without any name is left out (an ERROR). What can't be understood (a WARNING) is kept in the notes, so that
    nothing of the sheet is lost.
    """
    mapped, problems = mapped_rows(sheet, CLIENT_FIELDS, mapping)
    titles = {field: sheet.header[column] for field, column in mapping.items()}
    rows: list[ClientRow] = []
    above: MappedRow | None = None
    for one in _continued(sheet, mapped):
        row = _RowReader(one, titles, sheet.name, problems).client()
        if row is not None:
            rows.append(row)
            if "name" not in one.values and above is not None and one.number == above.number + 1:
                told = msg("No company stands here; {name} is taken as a person", name=row.name)
                problems.append(RowProblem(sheet.name, one.number, titles.get("name", ""), told, Severity.WARNING))
        above = one if "name" in one.values and one.values.keys() & _PERSON else None
    problems.sort(key=lambda problem: problem.row)
    return rows, problems


def _continued(sheet: Sheet, rows: Sequence[MappedRow]) -> Iterator[MappedRow]:
    """The rows, each person without a company and without a number of the list with the company above."""
    counting = counting_column(sheet.header, sheet.rows)
    company: dict[str, Any] = {}
    for one in rows:
        if "name" in one.values:
            company = {field: one.values[field] for field in ("name", "legal_form") if field in one.values}
        unnumbered = counting >= 0 and sheet.rows[one.number - sheet.first_row_number][counting] is None
        if unnumbered and company and "name" not in one.values and one.values.keys() & _PERSON:
            yield replace(one, values={**one.values, **company})
        else:
            yield one


class _RowReader:
    """One row on its way to a client; collects what is wrong and what goes to the notes."""

    def __init__(self, row: MappedRow, titles: Mapping[str, str], sheet: str, problems: list[RowProblem]) -> None:
        self._row = row
        self._values = row.values
        self._titles = titles
        self._sheet = sheet
        self._problems = problems
        self._left = [f"{column}: {text}" for column, text in row.unread]

    def client(self) -> ClientRow | None:
        """The client, or None when nobody is named."""
        contact = self._contact()
        legal_form, name, kind = self._name(contact)
        if not name:
            message = msg("The name is missing")
            self._problems.append(RowProblem(self._sheet, self._row.number, self._titles.get("name", ""), message))
            return None
        phones = [*self._all(self._phones, "phones", "mobile"), *self._phones("fax", "fax")]
        emails = self._all(self._emails, "emails")
        notes = self._texts("notes")
        if contact is not None and self._titles.keys() & _OF_PEOPLE:  # a list of persons: all else is theirs, too
            contact = replace(
                contact,
                phones=(*contact.phones, *phones),
                emails=(*contact.emails, *emails),
                notes="\n".join((*notes, *self._left)),
            )
            phones, emails, notes, self._left = [], [], [], []
        if contact is not None and self._is_client(contact, name):
            phones += contact.phones
            emails += contact.emails
            self._left += [f"{self._titles['contact_office']}: {contact.office}"] if contact.office else []
            notes.append(contact.notes)
            contact = None
        return ClientRow(
            row=self._row.number,
            name=name,
            kind=kind,
            legal_form=legal_form,
            category=self._code("category", CLIENT_CATEGORY),
            status=self._code("status", CLIENT_STATUS),
            is_key=bool(self._values.get("is_key")),
            phones=tuple({phone.number: phone for phone in reversed(phones)}.values())[::-1],
            emails=tuple(dict.fromkeys(emails)),
            addresses=self._addresses(),
            identifiers=(*(item for kind in _NUMBERS for item in self._identifier(kind)), *self._identifiers()),
            contacts=(contact,) if contact else (),
            language=self._code("language", LANGUAGE),
            short_name=self._text("short_name"),
            source=self._text("source"),
            notes="\n".join(text for text in (*notes, *self._left) if text),
        )

    def _is_client(self, contact: ContactRow, name: str) -> bool:
        """Whether the client is this very person: a visitor of no company."""
        text = self._text("name")
        if not text or not contact.named:
            return contact.named
        same = {fold(text)} if split_legal_form(text)[0] else {fold(text), fold(name)}
        return fold(contact.name) in same

    def _addresses(self) -> tuple[Address, ...]:
        parts = [self._text(field) for field in ("city", "province", "postal_code", "country")]
        street = "\n".join(self._texts("street"))
        if own := read_addresses(street):
            return own
        return (Address(street, *parts),) if street or any(parts) else ()

    def _texts(self, name: str) -> list[str]:
        return [text for field in FIELDS_OF[name] if (text := self._text(field))]

    def _all(self, read: Callable[[str], tuple[_Point, ...]], *names: str) -> list[_Point]:
        return [point for name in names for field in FIELDS_OF[name] for point in read(field)]

    def _text(self, field: str) -> str:
        return str(self._values.get(field, ""))

    def _name(self, contact: ContactRow | None) -> tuple[str, str, str]:
        """Legal form, name and kind; a visitor of no company is a client himself."""
        text = self._text("name")
        kind = self._code("kind", CLIENT_KIND)
        if not text and contact and contact.named:
            title, person = split_title(contact.name)
            return title, person, "person"
        form, name = split_legal_form(text)
        title, person = split_title(name)
        if not form and title and kind != "company":
            return title, person, "person"
        told = self._text("legal_form")
        if told and not form:
            name = without_form(name, told)
        return told or form, name, kind or "company"

    def _contact(self) -> ContactRow | None:
        phones, emails = self._phones("contact_phone"), self._emails("contact_email")
        parts = (self._text(f"contact_{part}") for part in ("first", "middle", "last"))
        name = self._text("contact_name") or " ".join(filter(None, parts))
        if not (name or phones or emails):
            return None
        office = self._text("contact_office")
        return ContactRow(
            name or office or self._text("name"),
            office,
            phones,
            emails,
            self._roles(),
            self._text("contact_authority"),
            self._values.get("contact_birthday"),
            named=bool(name),
        )

    def _phones(self, field: str, kind: str = "") -> tuple[Phone, ...]:
        text = self._text(field)
        if not text:
            return ()
        found, wrong = phones_in(text, kind, country_of(self._text("country")) or HOME)
        self._refuse(field, wrong)
        return tuple(found)

    def _emails(self, field: str) -> tuple[str, ...]:
        text = self._text(field)
        if not text:
            return ()
        found, wrong = emails_in(text)
        self._refuse(field, wrong)
        return tuple(found)

    def _identifier(self, field: str) -> tuple[Identifier, ...]:
        text = self._text(field)
        if not text:
            return ()
        zero = "0" if field == NPWP and len(text) == 14 and text.isdecimal() else ""  # a spreadsheet drops it
        identifier = normalise_identifier(self._kind(field, text), f"{zero}{text}")
        if wrong := identifier_problem(identifier):
            self._refuse(field, [(text, wrong)])
            return ()
        if doubt := identifier_doubt(identifier):
            self._warn(field, doubt, text)
        return (identifier,)

    def _kind(self, field: str, text: str) -> str:
        """A column of tax numbers has those of other countries, too, and those of places of business."""
        if field != NPWP or "npwp" in fold(self._titles[field]):
            return NITKU if field == NPWP and len(digits(text)) == _NITKU_DIGITS else field
        return FOREIGN_TAX if is_abroad(self._text("country")) else field

    def _identifiers(self) -> tuple[Identifier, ...]:
        """Of a column that holds numbers of any kind, as our own sheets have it."""
        found, wrong = read_identifiers(self._text("identifiers"))
        self._refuse("identifiers", [(text, msg("This is no official number")) for text in wrong])
        for item in found:
            if problem := identifier_problem(item):
                self._warn("identifiers", problem, item.number)
        return tuple(found)

    def _roles(self) -> tuple[str, ...]:
        words = [word.strip() for word in self._text("contact_roles").split(",") if word.strip()]
        known = {word: code_of(word, ROLE) for word in words}
        unknown = [(word, msg("{text} is not known here", text=word)) for word, code in known.items() if code is None]
        self._refuse("contact_roles", unknown)
        return tuple(code for code in known.values() if code)

    def _code(self, field: str, codes: Mapping[str, str]) -> str:
        text = self._text(field)
        if not text:
            return ""
        code = code_of(text, codes)
        if code is None:
            self._refuse(field, [(text, msg("{text} is not known here", text=text))])
        return code or ""

    def _refuse(self, field: str, wrong: list[tuple[str, Message]]) -> None:
        for text, message in wrong:
            self._warn(field, message, text)
            self._left.append(f"{self._titles[field]}: {text}")

    def _warn(self, field: str, message: Message, text: str) -> None:
        sentence = said(message, text)
        self._problems.append(
            RowProblem(self._sheet, self._row.number, self._titles[field], sentence, Severity.WARNING)
        )
