"""A client: a company or person in the base; *prospect* before the first order, *key* when marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Index, Integer, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.model.about import about
from desktop_crm.model.address import Address, address_of
from desktop_crm.model.base import DERIVED, UNKNOWN, Day, Flag, Moment, Record, Values, text_column
from desktop_crm.model.document_language import DOCUMENT_LANGUAGES
from desktop_crm.model.email import email_problem
from desktop_crm.model.fold import name_key, search_key
from desktop_crm.model.identifier import Identifier, identifier_problem
from desktop_crm.model.listing import Choice, Quick
from desktop_crm.model.message import msg
from desktop_crm.model.phone import Phone, phone_problem
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.model.tone import Tone


class ClientKind(StrEnum):
    """Who the client is in law."""

    COMPANY = "company"
    PERSON = "person"


class ClientStatus(StrEnum):
    """Where the client stands: a prospect has not ordered yet, a dormant one no longer does."""

    PROSPECT = "prospect"
    ACTIVE = "active"
    DORMANT = "dormant"


#: Days without a word, from which on a client is silent, and from which on it looks lost.
SILENT, LOST = 60, 180

CLIENT_KINDS: Final = (
    Choice(ClientKind.COMPANY, msg("Company")),
    Choice(ClientKind.PERSON, msg("Person")),
)

CLIENT_STATUSES: Final = (
    Choice(ClientStatus.PROSPECT, msg("Prospect"), Tone.INFORMATION),
    Choice(ClientStatus.ACTIVE, msg("Active"), Tone.GOOD),
    Choice(ClientStatus.DORMANT, msg("Dormant"), Tone.NEUTRAL),
)

CLIENT_CATEGORIES: Final = (
    Choice("", msg("Not set")),
    Choice("corporate", msg("Corporate buyer")),
    Choice("small_chain", msg("Small chain")),
    Choice("large_retail", msg("Large retailer")),
    Choice("distributor", msg("Distributor")),
    Choice("government", msg("Government")),
    Choice("private", msg("Person")),
)

#: Legal forms written before the name in Indonesia; every other one follows it.
_FORMS_BEFORE: Final = frozenset(
    {"pt", "cv", "ud", "fa", "firma", "koperasi", "yayasan", "perum", "perumda", "pd", "bpk", "ibu"}
)


@dataclass(frozen=True, slots=True)
class Email:
    """One e-mail address."""

    address: str
    note: str = ""


def full_name(legal_form: str, name: str) -> str:
    """PT Sumber Makmur, Sumber Makmur Ltd."""
    if not legal_form:
        return name
    before = legal_form.strip(". ").casefold() in _FORMS_BEFORE
    return f"{legal_form} {name}" if before else f"{name} {legal_form}"


class Client(Record):
    """A company or person the manager deals with.

    From `open_orders` on, its columns gather what hangs on it (`storage/journal/gathering.py`): no history tells of them.
    """

    __tablename__ = "clients"
    noun = "client"
    one = msg("Client")
    called = "full_name"
    quick = (
        Quick(msg("Key"), (True,), "is_key"),
        Quick(msg("Silent"), column="silence", least=SILENT),
        Quick(msg("Prospects"), (ClientStatus.PROSPECT,), "status"),
    )

    kind: Mapped[str] = mapped_column(Text, default=ClientKind.COMPANY, info=about(msg("Kind"), choices=CLIENT_KINDS))
    legal_form: Mapped[str] = text_column(info=about(msg("Legal form")))
    name: Mapped[str] = text_column(info=about(msg("Name")))
    short_name: Mapped[str] = text_column(info=about(msg("Short name")))
    category: Mapped[str] = text_column(info=about(msg("Category"), choices=CLIENT_CATEGORIES))
    status: Mapped[str] = mapped_column(
        Text, default=ClientStatus.PROSPECT, info=about(msg("Status"), choices=CLIENT_STATUSES)
    )
    is_key: Mapped[bool] = mapped_column(Flag, default=False, info=about(msg("Key client")))
    identifiers: Mapped[tuple[Identifier, ...]] = mapped_column(
        Values(Identifier), default=(), info=about(msg("Official numbers"))
    )
    phones: Mapped[tuple[Phone, ...]] = mapped_column(Values(Phone), default=(), info=about(msg("Phones")))
    emails: Mapped[tuple[Email, ...]] = mapped_column(Values(Email), default=(), info=about(msg("E-mails")))
    addresses: Mapped[tuple[Address, ...]] = mapped_column(Values(Address), default=(), info=about(msg("Addresses")))
    language: Mapped[str] = mapped_column(
        Text, default="id", info=about(msg("Document language"), choices=DOCUMENT_LANGUAGES)
    )
    source: Mapped[str] = text_column(info=about(msg("Source"), sensitive=True))
    notes: Mapped[str] = text_column(info=about(msg("Notes"), sensitive=True))
    created_at: Mapped[datetime] = mapped_column(Moment, info=DERIVED)
    changed_at: Mapped[datetime] = mapped_column(Moment, info=DERIVED)
    full_name: Mapped[str] = text_column(info=DERIVED, doc="With the legal form.")
    name_key: Mapped[str] = text_column(info=DERIVED)
    city: Mapped[str] = text_column(info=DERIVED | about(msg("City")))
    phone: Mapped[str] = text_column(info=DERIVED | about(msg("Phone")))
    email: Mapped[str] = text_column(info=DERIVED | about(msg("E-mail")))
    npwp: Mapped[str] = text_column(info=DERIVED | about(msg("NPWP")))
    search_key: Mapped[str] = text_column(info=DERIVED)
    open_orders: Mapped[int] = mapped_column(
        Integer, default=0, server_default=text("0"), sort_order=1, info=DERIVED | about(msg("Open orders"))
    )
    open_minor: Mapped[int | None] = mapped_column(
        Integer,
        sort_order=1,
        info=DERIVED | about(msg("Open orders total")),
        doc="In the currency of which it is most.",
    )
    open_currency: Mapped[str | None] = mapped_column(Text, sort_order=1, info=DERIVED, doc="Of `open_minor`.")
    open_more: Mapped[str | None] = mapped_column(
        Text, sort_order=1, info=DERIVED, doc="The same in other currencies, as JSON."
    )
    ordered_year: Mapped[int | None] = mapped_column(
        Integer, sort_order=1, info=DERIVED, doc="The latest in which something was ordered."
    )
    ordered_minor: Mapped[int | None] = mapped_column(
        Integer, sort_order=1, info=DERIVED | about(msg("Ordered in its last year")), doc="As of open orders."
    )
    ordered_currency: Mapped[str | None] = mapped_column(Text, sort_order=1, info=DERIVED, doc="Of `ordered_minor`.")
    ordered_more: Mapped[str | None] = mapped_column(Text, sort_order=1, info=DERIVED, doc="As of open orders.")
    last_contact: Mapped[date | None] = mapped_column(Day, sort_order=1, info=DERIVED | about(msg("Last contact")))
    last_contact_by: Mapped[str] = text_column(
        server_default=text("''"), sort_order=1, info=DERIVED, doc="The kind of activity, or `order` or `contract`."
    )
    next_due: Mapped[date | None] = mapped_column(Day, sort_order=1, info=DERIVED | about(msg("Step due")))

    __table_args__ = (
        Index(None, "name_key", "search_key"),  # a walk in the order of names reads no rows to look for words
        Index(None, "status", "name_key"),
        Index(None, "is_key", "name_key"),
        Index(None, "category", "name_key"),
        Index(None, "city", "name_key"),
        Index(None, "changed_at"),
        Index(None, "created_at"),
        Index(None, "open_orders"),
        Index(None, "open_minor"),
        Index(None, "ordered_year", "ordered_minor"),
        Index(None, "last_contact"),
        Index(None, "next_due"),
        Index("ix_clients_phone", "phone", sqlite_where=text("phone <> ''")),
        Index("ix_clients_npwp", "npwp", sqlite_where=text("npwp <> ''")),
        Record.__table_args__,
    )

    @classmethod
    def stand_in(cls, row_id: int, row: Mapping[str, Any]) -> dict[str, Any]:
        """Lists keep the client's name with what hangs on it, for sorting."""
        name = str(row.get("client_key") or "").title()
        return {"name": f"{name} {UNKNOWN}{row_id}".strip()}

    def derive(self) -> None:
        """Names, place and numbers for lists, sorting and search."""
        self.full_name = full_name(self.legal_form or "", self.name or "")
        self.name_key = name_key(self.name or "")
        self.city = address_of(self.addresses or (), "legal").city
        self.phone = self.phones[0].number if self.phones else ""
        self.email = self.emails[0].address if self.emails else ""
        self.npwp = _number(self.identifiers, "npwp")
        self.search_key = search_key(
            self.full_name,
            self.short_name,
            self.city,
            *(email.address for email in self.emails or ()),
            numbers=[phone.number for phone in self.phones or ()] + [item.number for item in self.identifiers or ()],
        )

    def address(self, *kinds: str) -> Address:
        """The address for a purpose, falling back on the first one."""
        return address_of(self.addresses, *kinds)

    def identifier(self, kind: str) -> str:
        """The number of one kind (`npwp`, `nib`), or an empty text."""
        return _number(self.identifiers, kind)

    def problems(self) -> list[Problem]:
        """A name is required; numbers and addresses must be real ones."""
        found: list[Problem] = []
        if not self.name.strip():
            found.append(Problem("name", msg("A client needs a name")))
        for at, identifier in enumerate(self.identifiers):
            if wrong := identifier_problem(identifier):
                found.append(Problem(f"identifiers.{at}.number", wrong, Severity.WARNING))
        return found + contact_point_problems(self.phones, self.emails)


def _number(identifiers: Sequence[Identifier], kind: str) -> str:
    return next((item.number for item in identifiers if item.kind == kind), "")


def contact_point_problems(phones: Sequence[Phone], emails: Sequence[Email]) -> list[Problem]:
    """What is wrong with telephone numbers and e-mail addresses."""
    found = []
    for at, phone in enumerate(phones):
        if wrong := phone_problem(phone.number):
            found.append(Problem(f"phones.{at}.number", wrong))
    for at, email in enumerate(emails):
        if wrong := email_problem(email.address):
            found.append(Problem(f"emails.{at}.address", wrong))
    return found
