"""What is missing on the paper of a contract, and where each value is kept: on the client's card, in the settings, here.

A gap that is filled goes to its place, and the contract follows, as it does when it is mended there.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy.orm import Session

from desktop_crm.documents.pen import is_day
from desktop_crm.documents.template_fields import title_of
from desktop_crm.model.client import Client, Email
from desktop_crm.model.contact import Contact
from desktop_crm.model.contract import Contract
from desktop_crm.model.contract_states import ContractState
from desktop_crm.model.court import COURTS_OF_JAKARTA
from desktop_crm.model.errors import UserError
from desktop_crm.model.identifier import Identifier
from desktop_crm.model.message import Message, msg
from desktop_crm.model.phone import Phone
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.services import client as clients
from desktop_crm.services import contact as contacts
from desktop_crm.services import contract as contracts
from desktop_crm.services import settings as rules
from desktop_crm.services.contract_pen import COLUMNS, COMPANY, NUMBERS, PLAIN, SIGNATORIES, clean, doubts, signs
from desktop_crm.services.papers import contract as contract_paper
from desktop_crm.services.records import refuse_problems
from desktop_crm.storage import contact as contact_storage
from desktop_crm.storage import settings

_ON_CLIENT: Final = msg("also on the client card")
_ON_CONTACT: Final = msg("also on the contact")
_IN_SETTINGS: Final = msg("also in Settings")
_HERE: Final = msg("this contract only")

#: What stands in a field while it is empty.
_HINTS: Final[Mapping[str, Message]] = {
    "npwp": msg("15 or 16 digits"),
    "nib": msg("13 digits"),
    "authority": msg("Deed, power of attorney, owner…"),
    "bank": msg("BCA, Mandiri…"),
}

#: What a person calls them here, shorter than in the list of a template's fields.
_TITLES: Final[Mapping[str, Message]] = {
    "own.address": msg("Our address"),
    "own.city": msg("Our city"),
    "own.npwp": msg("Our NPWP"),
    "own.nib": msg("Our NIB"),
    "own.phone": msg("Our phone"),
    "own.email": msg("Our e-mail"),
    "own.website": msg("Our website"),
    "own.bank.bank": msg("Our bank"),
    "own.bank.number": msg("Our account number"),
    "own.bank.holder": msg("Account holder"),
    "own.signatory.name": msg("Our signatory"),
    "own.signatory.office": msg("Position of our signatory"),
    "own.signatory.authority": msg("Our authority"),
    "client.address": msg("Client address"),
    "client.city": msg("Client city"),
    "client.npwp": msg("Client NPWP"),
    "client.nib": msg("Client NIB"),
    "client.phone": msg("Client phone"),
    "client.email": msg("Client e-mail"),
    "client.signatory.name": msg("The client's signatory"),
    "client.signatory.office": msg("Position of the signatory"),
    "client.signatory.authority": msg("Basis of authority"),
}

Value = str | date | None


@dataclass(frozen=True, slots=True)
class Gap:
    """A value that is missing, or was a moment ago: what a person calls it, where it is kept, and what it is now."""

    path: str
    title: Message
    kept: Message
    value: Value
    is_day: bool = False
    offered: tuple[str, ...] = ()  # the likeliest first
    hint: Message | None = None
    told: str = ""  # what the paper says where that is more than the value


class _Home(NamedTuple):
    """Where a value is kept."""

    kept: Message
    value: Value
    put: Callable[[str | date | None], None]


def of(session: Session, contract: Contract, paths: Iterable[str]) -> tuple[Gap, ...]:
    """The gaps of these paths; without those for which no card has a field."""
    return tuple(_gap(session, contract, path, home) for path in paths if (home := _home(session, contract, path)))


def may_fill(contract: Contract) -> bool:
    """Whether its gaps are filled in here: what was printed for the pen is typed in when it is signed."""
    return contract.state == ContractState.DRAFT


def count(session: Session, contract: Contract) -> int:
    """How many are left."""
    return len(contract_paper.gaps(session, contract)) if may_fill(contract) else 0


def problems(path: str, value: Value) -> list[Problem]:
    """What is wrong with a value while it is typed; what only looks wrong is a warning."""
    return list(doubts(path, value.strip())) if isinstance(value, str) and value.strip() else []


def fill(session: Session, contract_id: int, path: str, value: Value, before: Value) -> Value:
    """Keep a value where it belongs, in place of the one that was shown `before`; gives it as it is kept.

    Raises:
        UserError: it can't be such a value, was changed elsewhere meanwhile, or the contract is no draft any more.
    """
    contract = contracts.get(session, contract_id)
    if not may_fill(contract):
        raise UserError(msg("Not filled in: contract {number} is no draft any more.", number=contract.number))
    home = _home(session, contract, path)
    assert home is not None, "only what has a place is asked for"
    if (home.value or "") != (before or ""):
        raise UserError(msg("Not saved: changed elsewhere meanwhile. Look at it, then save."))
    refuse_problems([each for each in problems(path, value) if each.severity is Severity.ERROR])
    home.put(clean(path, value) if value else None)
    kept = _home(session, contract, path)
    return None if kept is None else kept.value


def message(contract: Contract, path: str) -> Message:
    """What history calls it."""
    return msg("Contract {number}, fill in: {field}", number=contract.number, field=_title(contract, path))


def _gap(session: Session, contract: Contract, path: str, home: _Home) -> Gap:
    hint = _HINTS.get(path.rpartition(".")[2])
    offered = _offered(session, contract, path)
    told = str(contract.client.address("legal")) if path == "client.address" else ""
    return Gap(path, _title(contract, path), home.kept, home.value, is_day(path), offered, hint, told)


def _title(contract: Contract, path: str) -> Message:
    name = contract.client_signatory.name
    if path == "client.signatory.authority" and name:
        return msg("Basis of authority of {name}", name=name)
    return _TITLES.get(path) or title_of(path)


def _offered(session: Session, contract: Contract, path: str) -> tuple[str, ...]:
    client, company = contract.client, settings.company(session)
    match path:
        case "client.signatory.name":
            found = [each.name for each in contact_storage.of_client(session, client.id)]
        case "delivery_place":
            found = [str(client.address("delivery", "legal"))]
        case "place":
            found = [company.city]
        case "own.bank.holder":
            found = [company.full_name]
        case "terms.court_place":
            found = [company.city, client.city, *COURTS_OF_JAKARTA]
        case _:
            found = []
    return tuple(dict.fromkeys(each for each in found if each))


def _home(session: Session, contract: Contract, path: str) -> _Home | None:
    side, _, part = path.partition(".")
    signatory = f"{side}.signatory"
    if signatory in SIGNATORIES and path.startswith(f"{signatory}."):
        return _of_signatory(session, contract, signatory, path.rpartition(".")[2])
    if side == "client":
        return _of_client(session, contract.client, part)
    if side == "own":
        return _of_company(session, COMPANY[part]) if part in COMPANY else None
    return _of_contract(session, contract, path)


def _of_contract(session: Session, contract: Contract, path: str) -> _Home | None:
    if path == "terms.court_place":
        terms = contract.terms

        def put(value: Value) -> None:
            contracts.save(session, contract.id, {"terms": replace(terms, court_place=str(value or ""))})

        return _Home(_HERE, terms.court_place, put)
    name = COLUMNS.get(path, path)
    if path not in {*PLAIN, *COLUMNS}:
        return None
    empty = None if is_day(path) else ""
    return _Home(
        _HERE,
        getattr(contract, name),
        lambda value: _saved(contracts.save(session, contract.id, {name: value or empty})),
    )


def _of_company(session: Session, name: str) -> _Home:
    company = settings.company(session)
    return _Home(
        _IN_SETTINGS, getattr(company, name), lambda value: _saved(rules.save_company(session, {name: value or ""}))
    )


def _of_client(session: Session, client: Client, part: str) -> _Home | None:
    """As the paper takes it from the card."""
    value = _on_card(client, part)
    if value is None:
        return None
    return _Home(
        _ON_CLIENT,
        value,
        lambda new: _saved(clients.save(session, client.id, _card_values(client, part, str(new or "")))),
    )


def _on_card(client: Client, part: str) -> str | None:
    address = client.address("legal")
    if part in NUMBERS:
        return client.identifier(part)
    found = {"address": address.street, "city": address.city, "phone": client.phone, "email": client.email}
    return found.get(part)


def _card_values(client: Client, part: str, value: str) -> dict[str, Any]:
    """What of the card becomes another: what stands there first, or one more."""
    if part in NUMBERS:
        others = tuple(each for each in client.identifiers if each.kind != part)
        return {"identifiers": (*others, *([Identifier(part, value)] if value else []))}
    if part == "phone":
        return {"phones": (*([Phone(value)] if value else []), *client.phones[1:])}
    if part == "email":
        return {"emails": (*([Email(value)] if value else []), *client.emails[1:])}
    named = client.address("legal")
    full = replace(named, **{"street" if part == "address" else "city": value})
    return {"addresses": tuple(full if each is named else each for each in client.addresses) or (full,)}


def _of_signatory(session: Session, contract: Contract, side: str, part: str) -> _Home:
    """On the contract, and with it on the card of who signs, where that has nothing else there."""
    name = SIGNATORIES[side]
    value: str = getattr(getattr(contract, name), part)
    card = _card_of(session, contract, side, part, value)

    def put(new: Value) -> None:
        text = str(new or "")
        if side == "client.signatory" and part == "name" and (known := _contact_called(session, contract, text)):
            contracts.save(session, contract.id, {"contact_id": known.id})
            return
        if card is not None:
            card.put(text)
        signatory = getattr(contract, name)
        contracts.save(session, contract.id, {name: replace(signatory, **{part: text})})

    return _Home(_HERE if card is None else card.kept, value, put)


def _card_of(session: Session, contract: Contract, side: str, part: str, value: str) -> _Home | None:
    """The card of who signs, if this part of it is or becomes what the contract says."""
    if side == "own.signatory":
        company = settings.company(session)
        home = _of_company(session, f"signatory_{part}")
        return home if signs(company, contract.own_signatory) and home.value in {"", value} else None
    contact = session.get(Contact, contract.contact_id) if contract.contact_id else None
    if part == "name" or contact is None or contact.name != contract.client_signatory.name:
        return None
    if getattr(contact, part) not in {"", value}:
        return None
    return _Home(
        _ON_CONTACT,
        value,
        lambda new: _saved(contacts.save(session, contact.client_id, contact.id, {part: new or ""})),
    )


def _contact_called(session: Session, contract: Contract, name: str) -> Contact | None:
    people = contact_storage.of_client(session, contract.client_id)
    return next((each for each in people if each.name.casefold() == name.casefold()), None)


def _saved(_record: object) -> None:
    """What it became is read anew."""
