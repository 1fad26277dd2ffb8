"""Contracts: made from an order, printed, signed, then frozen."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from desktop_crm.model.contact import Contact
from desktop_crm.model.contract import Contract, Template
from desktop_crm.model.contract_states import ContractState
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.nouns import NUMBER_PATTERNS
from desktop_crm.model.numbering import time_problem
from desktop_crm.model.order import Order
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.model.signatory import Signatory
from desktop_crm.services import as_json, attachment, dependents
from desktop_crm.services import contact as contacts
from desktop_crm.services import order as orders
from desktop_crm.services.contract_list import listing
from desktop_crm.services.contract_making import make, orders_to_choose
from desktop_crm.services.contract_reading import SIGNED, by_number, contacts_of, get, has_signed_scan
from desktop_crm.services.contract_steps import ending_doubts, signing_doubts, step, withdraw
from desktop_crm.services.facets import Facets, Made, Related, numbered_hit
from desktop_crm.services.papers import contract as contract_paper
from desktop_crm.services.records import Tell, found, refuse_problems, refuse_stale, take
from desktop_crm.storage import contract as storage
from desktop_crm.storage import settings

__all__ = [
    "SIGNED",
    "by_number",
    "contacts_of",
    "ending_doubts",
    "get",
    "has_signed_scan",
    "listing",
    "make",
    "orders_to_choose",
    "signing_doubts",
    "step",
    "withdraw",
]

templates = storage.templates

#: What is still the manager's own after signing.
_ALWAYS_EDITABLE = frozenset({"notes", "end_reason"})


def save(session: Session, contract_id: int, values: Mapping[str, Any], version: int | None = None) -> Contract:
    """Change a contract; choosing a contact as `contact_id` takes over name, office and authority.

    Raises:
        UserError: wrong values, frozen because signed, or changed elsewhere since `version` was shown.
    """
    record = get(session, contract_id)
    refuse_stale(record, version)
    refuse_problems(_missing_day(values))
    changed = {name for name, value in values.items() if getattr(record, name) != value}
    if record.is_frozen() and changed - _ALWAYS_EDITABLE:
        raise UserError(msg("Not changed: contract {number} stays as it was signed.", number=record.number))
    values = dict(values)
    if "contact_id" in changed and values["contact_id"]:
        contact = _own_contact(session, record, values["contact_id"])
        if "client_signatory" not in changed:
            values["client_signatory"] = Signatory.of(record.client, contact)
    if "template_id" in changed:
        _change_template(session, record, values)
    take(record, values)
    if changed - _ALWAYS_EDITABLE:
        record.revise()
    refuse_problems(record.problems())
    _refuse_taken_number(session, record)
    session.flush()
    return record


def number_pattern(session: Session) -> str:
    """How the numbers of contracts look now, for `problems`."""
    return settings.pattern(session, "contract")


def problems(
    contract: Contract, values: Mapping[str, Any], pattern: str = NUMBER_PATTERNS["contract"]
) -> list[Problem]:
    """What is wrong with a contract's values, while they are typed; `pattern` tells where the year stands in a number."""
    missing = _missing_day(values)
    typed = {name: value for name, value in values.items() if not (missing and name == "contract_date")}
    names = ("number", "contract_date", "valid_until", "terms")
    record = Contract(**{name: typed.get(name, getattr(contract, name)) for name in names})
    wrong = time_problem(record.number, record.contract_date, pattern)
    return [
        *missing,
        *record.problems(),
        *([Problem("number", wrong, Severity.WARNING)] if wrong else []),
    ]


def delete(session: Session, contract_id: int) -> Contract:
    """Take a draft away; its number is not given again. UserError for a contract that was sent or signed."""
    record = get(session, contract_id)
    if record.state != ContractState.DRAFT:
        raise UserError(msg("Not deleted: contract {number} is no draft any more.", number=record.number))
    dependents.delete_all(session, "contract", contract_id, record.number)
    attachment.delete_all(session, "contract", [contract_id])
    session.delete(record)
    return record


def _missing_day(values: Mapping[str, Any]) -> list[Problem]:
    if "contract_date" in values and values["contract_date"] is None:
        return [Problem("contract_date", msg("A contract needs a date"))]
    return []


def _change_template(session: Session, record: Contract, values: dict[str, Any]) -> None:
    """Terms that were the usual ones of the template before become those of the new one."""
    before = session.get(Template, record.template_id)
    record.template = found(session.get(Template, values.pop("template_id")), msg("The template"))
    if before is not None and record.terms == before.terms:
        values.setdefault("terms", record.template.terms)


def renew(session: Session, contract_id: int, *, tell: Tell) -> Order:
    """A new draft of what was ordered, from which the contract that follows is made; `tell` hears what is otherwise now."""
    return orders.duplicate(session, get(session, contract_id).order_id, tell=tell)


def keep_usual_terms(session: Session, contract_id: int) -> Template:
    """Let contracts that are made from the same template begin with the terms of this one."""
    record = get(session, contract_id)
    template = found(session.get(Template, record.template_id), msg("The template"))
    template.terms = record.terms.of_any()
    session.flush()
    return template


def _own_contact(session: Session, record: Contract, contact_id: int) -> Contact:
    """A contact of the contract's client; UserError for another client's."""
    contact = contacts.get(session, contact_id)
    if contact.client_id != record.client_id:
        told = msg("{contact} is not a contact of {client}", contact=contact.name, client=record.client.full_name)
        raise UserError(told, [Problem("contact_id", told)])
    return contact


def _refuse_taken_number(session: Session, record: Contract) -> None:
    """As people read it: another case or stroke makes no other number."""
    with session.no_autoflush:
        other = storage.with_number_like(session, record.number, record.id)
    if other is not None:
        wrong = Problem("number", msg("Number {number} is taken by another contract", number=other))
        raise UserError(wrong.message, [wrong])


def _first(session: Session, contract_id: int) -> None:
    record = get(session, contract_id)
    templates(session)
    contacts_of(session, record)
    has_signed_scan(session, record)
    number_pattern(session)


def _contradiction(session: Session, contract_id: int) -> Message | None:
    return contract_paper.contradiction(session, get(session, contract_id))


def _paper(session: Session, record: Contract, languages: str | None) -> Made:
    paper = contract_paper.make(session, record, languages)
    return paper.pdf, paper.problems


#: So many numbers stand in a refusal.
_TOLD: Final = 3


def _stays(session: Session, which: ColumnElement[bool], name: str) -> Message | None:
    if not (signed := storage.signed_among(session, which, _TOLD)):
        return None
    return msg("Not deleted: {name} signed {contracts}.", name=name, contracts=", ".join(signed))


FACETS: Final = Facets(
    listing,
    storage.CONTRACTS,
    numbered_hit("contract"),
    first=_first,
    as_json=as_json.paper,
    by_number=by_number,
    paper=_paper,
    related={
        "client": Related(
            listing,
            msg("No contracts with this client yet. They are made from an order."),
            hidden=("client",),
            widths={"number": 170},
        ),
        "order": Related(
            lambda workspace, order_id: listing(workspace, order_id=order_id),
            msg("No contract was made from this order yet."),
            msg("Make contract"),
            hidden=("client", "order"),
        ),
    },
    stays=_stays,
    contradiction=_contradiction,
)
