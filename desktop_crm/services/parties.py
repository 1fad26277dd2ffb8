"""The own company and clients as sides of any paper."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from typing import Final, Protocol

from sqlalchemy.orm import Session

from desktop_crm.documents.parts import BankAccount, Party, Phrase
from desktop_crm.documents.parts import Signatory as PaperSignatory
from desktop_crm.documents.wording import official_number
from desktop_crm.model.addressee import Addressee
from desktop_crm.model.client import Client, ClientKind
from desktop_crm.model.company import Company
from desktop_crm.model.contact import Contact
from desktop_crm.model.country import is_abroad
from desktop_crm.model.errors import UserError
from desktop_crm.model.fold import digits
from desktop_crm.model.identifier import NIB, NPWP, Identifier, npwp_forms
from desktop_crm.model.message import msg
from desktop_crm.model.money import DEFAULT_CURRENCY
from desktop_crm.model.party_numbers import PartyNumber, party_numbers
from desktop_crm.model.phone import display_phone
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.model.rupiah import rupiah_duty
from desktop_crm.model.signatory import Signatory
from desktop_crm.storage import settings

#: How papers name a party now: 2 tells its numbers by name, 3 leaves an address without a street to be filled in.
NAMING: Final = 3


class Addressed(Protocol):
    """What a paper tells of whom it is for."""

    @property
    def client(self) -> Client:
        """Whom."""

    @property
    def contact_id(self) -> int | None:
        """The person there it goes to."""

    @property
    def addressee(self) -> Addressee | None:
        """The client as on the day on which it was agreed; None while it follows what becomes of the client."""


def sides(session: Session, paper: Addressed) -> tuple[Party, Party]:
    """Ourselves, with who signs for us, and the client, with the person it is addressed to."""
    company = settings.company(session)
    contact = session.get(Contact, paper.contact_id) if paper.contact_id else None
    named = paper.addressee or addressee(paper.client)
    return own_party(company, company.signatory), party_of(named, contact=contact.name if contact else "")


def refuse_stranger(session: Session, paper: Addressed) -> None:
    """UserError for a contact that is another client's."""
    contact = session.get(Contact, paper.contact_id) if paper.contact_id else None
    if contact is not None and contact.client_id != paper.client.id:
        told = msg("{contact} is not a contact of {client}", contact=contact.name, client=paper.client.full_name)
        raise UserError(told, [Problem("contact_id", told)])


def currency_problems(session: Session, client_id: int | None, currency: str) -> Iterator[Problem]:
    """That two sides in Indonesia reckon in rupiah."""
    client = session.get(Client, client_id) if client_id and currency != DEFAULT_CURRENCY else None
    if client is not None:
        abroad = is_abroad(client.address("legal").country) or is_abroad(settings.company(session).country)
        told = rupiah_duty(currency, abroad=abroad)
        if told:
            yield Problem("currency", told, Severity.WARNING)


def own_party(company: Company, signatory: Signatory | None = None) -> Party:
    """The own company as a side of a paper."""
    bank = None
    if company.bank_name or company.bank_account:
        bank = BankAccount(
            bank=company.bank_name, number=company.bank_account, holder=company.bank_holder or company.full_name
        )
    held = tuple(Identifier(kind, getattr(company, kind)) for kind in (NPWP, NIB))
    numbers = party_numbers(held, company.country, person=False, legal_form=company.legal_form)
    return Party(
        name=company.full_name,
        address="\n".join(company.address.lines()),
        city=company.city,
        npwp=_npwp(numbers),
        nib=company.nib,
        abroad=is_abroad(company.country),
        numbers=_phrases(_named(numbers)),
        naming=NAMING,
        phone=display_phone(company.phone) if company.phone else "",
        email=company.email,
        website=company.website,
        bank=bank,
        signatory=_signatory(signatory),
    )


def client_party(client: Client, signatory: Signatory | None = None, contact: str = "") -> Party:
    """A client as a side of a paper."""
    return party_of(addressee(client), signatory, contact)


def addressee(client: Client) -> Addressee:
    """A client as papers of today name it."""
    address, person = client.address("legal"), client.kind == ClientKind.PERSON
    numbers = party_numbers(client.identifiers, address.country, person=person, legal_form=client.legal_form)
    return Addressee(
        name=client.full_name,
        address="\n".join(address.lines()),
        city=address.city,
        npwp=_npwp(numbers),
        nib=client.identifier(NIB),
        phone=display_phone(client.phone) if client.phone else "",
        email=client.email,
        person=person,
        abroad=is_abroad(address.country),
        numbers=tuple(_named(numbers)),
    )


def with_street(party: Party, street: str) -> Party:
    """As a contract names it: a city alone is no address, as it says both (*berkedudukan di Medan dan beralamat di …*)."""
    return party if street.strip() else replace(party, address="")


def party_of(named: Addressee, signatory: Signatory | None = None, contact: str = "") -> Party:
    """A client, as it is or was named, as a side of a paper."""
    texts = {**asdict(named), "numbers": _phrases(named.numbers)}
    return Party(**texts, contact=contact, signatory=_signatory(signatory), naming=NAMING)


def as_then(now: Party, then: Party) -> Party:
    """A party of today as papers named it when another one was kept, so that the two can be compared."""
    if then.naming == NAMING:
        return now
    now = replace(now, address=now.address or then.address, naming=then.naming)
    if then.naming > 1:
        return now
    same = set(_forms(then.npwp)) & set(_forms(now.npwp)) or (now.person and not now.npwp)  # which is in the NIK
    npwp = then.npwp if same else now.npwp
    return replace(now, npwp=npwp, abroad=then.abroad, numbers=then.numbers)


def _signatory(signatory: Signatory | None) -> PaperSignatory | None:
    if signatory is None or not signatory.name:
        return None
    office, authority = (
        Phrase(said, english) if english else said
        for said, english in (
            (signatory.office, signatory.office_en),
            (signatory.authority, signatory.authority_en),
        )
    )
    return PaperSignatory(name=signatory.name, office=office, authority=authority)


def _npwp(numbers: Iterable[PartyNumber]) -> str:
    return next((one.number for one in numbers if one.kind == NPWP), "")


def _named(numbers: Iterable[PartyNumber]) -> Iterator[tuple[str, str]]:
    """All but the NPWP, with their names in both languages."""
    for one in numbers:
        if one.kind != NPWP:
            told = official_number(one.kind, one.number, one.word)
            yield told.id, told.en


def _phrases(named: Iterable[tuple[str, str]]) -> tuple[Phrase, ...]:
    return tuple(Phrase(*told) for told in named)


def _forms(npwp: str) -> tuple[str, ...]:
    return npwp_forms(digits(npwp) or npwp)
