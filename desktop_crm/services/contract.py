"""Contracts: made from an order, printed, signed, then frozen."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.model.client import Client
from desktop_crm.model.contact import Contact
from desktop_crm.model.contract import Contract, Signatory, Template
from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Listing
from desktop_crm.model.message import msg
from desktop_crm.model.order import Order
from desktop_crm.model.problem import Problem
from desktop_crm.model.product import Product
from desktop_crm.model.states import CONTRACT_STATES, CONTRACT_STEPS, ContractState, OrderState, ProductKind, title_of
from desktop_crm.services import client as clients
from desktop_crm.services import contract_paper
from desktop_crm.services import order as orders
from desktop_crm.services.clock import today
from desktop_crm.services.records import found, refuse_problems, refuse_stale, take
from desktop_crm.storage import contract as storage
from desktop_crm.storage import settings
from desktop_crm.storage.listing import SqlListing
from desktop_crm.storage.workspace import Workspace

templates = storage.templates

#: What is still the manager's own after signing.
_ALWAYS_EDITABLE = frozenset({"notes", "end_reason"})

_TERM = timedelta(days=365)


def listing(workspace: Workspace, client_id: int | None = None, order_id: int | None = None) -> Listing:
    """The list of contracts: of a client, of an order, or of all."""
    where = [
        f"t.{name} = {int(wanted)}" for name, wanted in (("client_id", client_id), ("order_id", order_id)) if wanted
    ]
    return SqlListing(workspace, storage.CONTRACTS, where=" AND ".join(where))


def get(session: Session, contract_id: int) -> Contract:
    """One contract with client, order, lines and template; UserError when it is gone."""
    return found(storage.get(session, contract_id), msg("The contract"))


def by_number(session: Session, number: str) -> Contract:
    """One contract by its number; UserError when there is none."""
    contract = storage.by_number(session, number)
    if contract is None:
        raise UserError(msg("There is no contract {number}.", number=number))
    return contract


def make(
    session: Session,
    order_id: int,
    template_code: str | None = None,
    language: str | None = None,
    day: date | None = None,
) -> Contract:
    """A draft contract from an order, everything filled in that is known; it gets its number now.

    Template None: services when every line is a service, else sale. Language None: the client's.

    Raises:
        UserError: the order has no lines or is cancelled.
    """
    order = orders.get(session, order_id)
    if order.state == OrderState.CANCELLED:
        raise UserError(msg("Order {number} is cancelled; no contract is made from it.", number=order.number))
    if not order.lines:
        wrong = Problem("lines", msg("An order needs a line before it becomes a contract"))
        raise UserError(wrong.message, [wrong])
    day = day or today()
    company, client = settings.company(session), order.client
    signatory = clients.signatory_of(session, client.id)
    record = Contract(
        client=client,
        order=order,
        template=_template(session, template_code or _fitting_template(session, order)),
        contact_id=signatory.id if signatory else None,
        language=language or client.language,
        state=ContractState.DRAFT,
        contract_date=day,
        place=company.city,
        valid_until=day + _TERM,
        delivery_date=order.promised_on,
        delivery_place=str(client.address("delivery", "legal")),
        delivery_terms=order.delivery_terms or company.delivery_terms,
        payment_terms=order.payment_terms or company.payment_terms,
        own_signatory=company.signatory,
        client_signatory=_signatory(client, signatory),
    )
    record.number = settings.next_number(session, "contract", day, storage.by_number)
    session.add(record)
    session.flush()
    return record


def save(session: Session, contract_id: int, values: Mapping[str, Any], version: int | None = None) -> Contract:
    """Change a contract; choosing a contact as `contact_id` takes over name, office and authority.

    Raises:
        UserError: wrong values, frozen because signed, or changed elsewhere since `version` was shown.
    """
    record = get(session, contract_id)
    refuse_stale(record, version)
    changed = {name for name, value in values.items() if getattr(record, name) != value}
    if record.is_frozen() and changed - _ALWAYS_EDITABLE:
        raise UserError(msg("Contract {number} is signed: its paper no longer changes.", number=record.number))
    values = dict(values)
    if "contact_id" in changed and "client_signatory" not in changed and values["contact_id"]:
        values["client_signatory"] = _signatory(record.client, clients.get_contact(session, values["contact_id"]))
    if "template_id" in changed:
        record.template = found(session.get(Template, values.pop("template_id")), msg("The template"))
    take(record, values)
    if changed - _ALWAYS_EDITABLE and record.state == ContractState.SENT:
        record.revision += 1
        record.state = ContractState.DRAFT
    refuse_problems(record.problems())
    _refuse_taken_number(session, record)
    session.flush()
    return record


def problems(contract: Contract, values: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with a contract's values, while they are typed."""
    names = ("number", "contract_date", "valid_until", "terms")
    return Contract(**{name: values.get(name, getattr(contract, name)) for name in names}).problems()


def step(session: Session, contract_id: int, state: str, day: date | None = None, reason: str = "") -> Contract:
    """Take a contract to another state; signing freezes its paper.

    Raises:
        UserError: the step is not allowed, or the paper still has an empty place.
    """
    record, day = get(session, contract_id), day or today()
    if state not in CONTRACT_STEPS[record.state]:
        raise UserError(
            msg(
                "Contract {number} is {state}: it can't become {wanted}.",
                number=record.number,
                state=title_of(CONTRACT_STATES, record.state).title,
                wanted=title_of(CONTRACT_STATES, state).title,
            )
        )
    if state == ContractState.SIGNED:
        contract_paper.freeze(session, record, day)
        record.signed_on = day
    elif state == ContractState.SENT:
        record.sent_on = day
    elif state in {ContractState.FULFILLED, ContractState.TERMINATED}:
        record.ended_on, record.end_reason = day, reason or record.end_reason
    record.state = state
    session.flush()
    return record


def delete(session: Session, contract_id: int) -> Contract:
    """Take a draft away; its number is not given again. UserError for a contract that was sent or signed."""
    record = get(session, contract_id)
    if record.state != ContractState.DRAFT:
        raise UserError(msg("Contract {number} is no draft any more, so it stays.", number=record.number))
    session.delete(record)
    return record


def _template(session: Session, code: str) -> Template:
    template = session.scalars(select(Template).where(Template.code == code)).first()
    return found(template, msg("The template"))


def _fitting_template(session: Session, order: Order) -> str:
    ids = {line.product_id for line in order.lines}
    if None in ids:
        return "sale"
    kinds = set(session.scalars(select(Product.kind).where(Product.id.in_(ids))))
    return "services" if kinds == {ProductKind.SERVICE} else "sale"


def _signatory(client: Client, contact: Contact | None) -> Signatory:
    if contact is not None:
        return Signatory(contact.name, contact.office, contact.authority)
    return Signatory(client.name) if client.kind == "person" else Signatory()


def _refuse_taken_number(session: Session, record: Contract) -> None:
    with session.no_autoflush:
        other = session.scalar(select(Contract.id).where(Contract.number == record.number, Contract.id != record.id))
    if other is not None:
        wrong = Problem("number", msg("Number {number} is taken by another contract", number=record.number))
        raise UserError(wrong.message, [wrong])
