"""What was written by hand into the gaps of a contract that was printed with blanks: asked when it is signed, and kept.

It goes into the contract, and to the card of whom it describes where that has nothing there yet: what the card holds by then
was meant to be kept.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop_crm.documents.pen import STRUCK, is_day
from desktop_crm.documents.template_fields import title_of
from desktop_crm.model.address import Address
from desktop_crm.model.client import Client, Email
from desktop_crm.model.company import Company
from desktop_crm.model.contact import Contact
from desktop_crm.model.contract import Contract
from desktop_crm.model.email import email_problem, normalise_email
from desktop_crm.model.identifier import (
    NIB,
    NPWP,
    Identifier,
    display_identifier,
    identifier_doubt,
    identifier_problem,
    normalise_identifier,
)
from desktop_crm.model.message import Message, msg
from desktop_crm.model.phone import Phone, display_phone, normalise_phone, phone_problem
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.model.signatory import Signatory
from desktop_crm.services.contract_sources import drafts_follow_client, drafts_follow_company
from desktop_crm.services.records import refuse_problems, take
from desktop_crm.storage import settings

#: What was typed in of each gap: a text, a day, or nothing yet.
Written = Mapping[str, Any]

_STRUCK: Final = frozenset({"-", "–", "—"})
NUMBERS: Final = (NPWP, NIB)
SIGNATORIES: Final = {"own.signatory": "own_signatory", "client.signatory": "client_signatory"}
COLUMNS: Final = {"delivery_day": "delivery_date", "ends_on": "valid_until"}
PLAIN: Final = ("place", "delivery_place", "delivery_terms", "payment_terms")
COMPANY: Final = {
    **{part: part for part in ("city", "npwp", "nib", "phone", "email", "website")},
    "address": "street",
    "bank.bank": "bank_name",
    "bank.number": "bank_account",
    "bank.holder": "bank_holder",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One value that was left open, and what a person calls it."""

    path: str
    title: Message
    is_day: bool


def asked(contract: Contract) -> tuple[Asked, ...]:
    """The values to type in when it is signed, in the order of the paper."""
    return tuple(Asked(path, title_of(path), is_day(path)) for path in contract.printed.blanks)


def problems(contract: Contract, typed: Written) -> list[Problem]:
    """What is wrong with what was typed in, by path; a number that looks wrong may have been written so."""
    return [problem for path in contract.printed.blanks for problem in _problems(path, typed.get(path))]


def keep(session: Session, contract: Contract, typed: Written) -> dict[str, str | date]:
    """Keep what was written with the contract and on the cards; gives the values as the paper says them.

    Raises:
        UserError: a value is missing, or can't be one.
    """
    if not contract.printed.blanks:
        return {}
    refuse_problems(problems(contract, typed))
    kept = {path: clean(path, typed[path]) for path in contract.printed.blanks}
    told = {path: value if isinstance(value, str) else value.isoformat() for path, value in kept.items()}
    contract.printed = replace(contract.printed, written=told)
    real = {path: value for path, value in kept.items() if value != STRUCK}
    _to_contract(contract, real)
    _to_client(session, contract, _of("client.", real))
    _to_company(session, contract, _of("own.", real))
    return {path: _on_paper(path, value) for path, value in kept.items()}


def _problems(path: str, value: Any) -> Iterator[Problem]:
    text = value.strip() if isinstance(value, str) else value
    if not text or (is_day(path) and not isinstance(text, date)):
        yield Problem(path, msg("What was written there? A dash if it was struck out"))
    elif isinstance(text, str) and text not in _STRUCK:
        yield from doubts(path, text)


def doubts(path: str, text: str) -> Iterator[Problem]:
    """What is wrong with a text of this path; a number that only looks wrong is a warning."""
    part = path.rpartition(".")[2]
    if part in NUMBERS:
        number = normalise_identifier(part, text)
        if told := identifier_problem(number) or identifier_doubt(number):
            yield Problem(path, told, Severity.WARNING)
    elif (part == "phone" and (told := phone_problem(text))) or (
        part == "email" and (told := email_problem(normalise_email(text)))
    ):
        yield Problem(path, told)


def clean(path: str, value: Any) -> str | date:
    """As it is kept."""
    if isinstance(value, date):
        return value
    text, part = " ".join(str(value).split()), path.rpartition(".")[2]
    if text in _STRUCK:
        return STRUCK
    if part in NUMBERS:
        return normalise_identifier(part, text).number
    if part == "phone":
        return normalise_phone(text) or text
    return normalise_email(text) if part == "email" else text


def _on_paper(path: str, value: str | date) -> str | date:
    part = path.rpartition(".")[2]
    if isinstance(value, date) or value == STRUCK:
        return value
    if part in NUMBERS:
        return display_identifier(Identifier(part, value)).replace(" ", "\N{NO-BREAK SPACE}")
    return display_phone(value) if part == "phone" else value


def _of(side: str, written: Mapping[str, Any]) -> dict[str, Any]:
    return {path.removeprefix(side): value for path, value in written.items() if path.startswith(side)}


def _to_contract(contract: Contract, written: Mapping[str, Any]) -> None:
    names = {**{name: name for name in PLAIN}, **COLUMNS}
    take(contract, {names[path]: value for path, value in written.items() if path in names})
    if court := written.get("terms.court_place"):
        contract.terms = replace(contract.terms, court_place=court)
    for side, name in SIGNATORIES.items():
        if parts := _of(f"{side}.", written):
            setattr(contract, name, replace(getattr(contract, name), **parts))


def _to_client(session: Session, contract: Contract, written: Mapping[str, Any]) -> None:
    client = contract.client
    with drafts_follow_client(session, client):
        take(client, _lacking(client, written))
    contact = session.get(Contact, contract.contact_id) if contract.contact_id else None
    if contact is not None and contact.name == contract.client_signatory.name:
        parts = _of("signatory.", written)
        take(contact, {name: value for name, value in parts.items() if name != "name" and not getattr(contact, name)})


def _lacking(client: Client, written: Mapping[str, Any]) -> dict[str, Any]:
    """What the client's card gets: it had nothing there."""
    found: dict[str, Any] = {}
    numbers = tuple(
        Identifier(kind, written[kind]) for kind in NUMBERS if kind in written and not client.identifier(kind)
    )
    if numbers:
        found["identifiers"] = (*client.identifiers, *numbers)
    if "phone" in written and not client.phones:
        found["phones"] = (Phone(written["phone"]),)
    if "email" in written and not client.emails:
        found["emails"] = (Email(written["email"]),)
    if addresses := _addresses(client, written.get("address", ""), written.get("city", "")):
        found["addresses"] = addresses
    return found


def _addresses(client: Client, street: str, city: str) -> tuple[Address, ...]:
    """The address that papers name, with what it lacked; none where it lacked nothing."""
    named = client.address("legal")
    full = replace(named, street=named.street or street, city=named.city or city)
    if full == named:
        return ()
    return tuple(full if address is named else address for address in client.addresses) or (full,)


def _to_company(session: Session, contract: Contract, written: Mapping[str, Any]) -> None:
    company = settings.company(session)
    found = {COMPANY[part]: value for part, value in written.items() if part in COMPANY}
    if signs(company, contract.own_signatory):
        found |= {f"signatory_{name}": value for name, value in _of("signatory.", written).items()}
    with drafts_follow_company(session, company):
        take(company, {name: value for name, value in found.items() if not getattr(company, name)})


def signs(company: Company, signatory: Signatory) -> bool:
    """Whether this is who usually signs for the own company."""
    return company.signatory_name in {"", signatory.name}
