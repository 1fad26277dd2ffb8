"""Contracts: made from an order, printed, signed, then frozen."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, joinedload

from desktop_crm.model.contact import Contact
from desktop_crm.model.contract import Contract, Template
from desktop_crm.model.contract_states import ContractState
from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Query
from desktop_crm.model.message import REASON, Message, msg
from desktop_crm.model.money import Money
from desktop_crm.model.nouns import NUMBER_PATTERNS
from desktop_crm.model.numbering import year_problem
from desktop_crm.model.order import Order
from desktop_crm.model.order_states import OrderState
from desktop_crm.model.printed import Printed
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.model.product import Product, ProductKind
from desktop_crm.model.signatory import Signatory
from desktop_crm.services import as_json, attachment, contract_list, contract_pen, flow, terms
from desktop_crm.services import contact as contacts
from desktop_crm.services import order as orders
from desktop_crm.services.clock import today
from desktop_crm.services.contract_sources import proposed
from desktop_crm.services.facets import Facets, Made, Related, numbered_hit
from desktop_crm.services.papers import contract as contract_paper
from desktop_crm.services.records import Tell, found, made, refuse_problems, refuse_stale, take
from desktop_crm.storage import contract as storage
from desktop_crm.storage import order as order_storage
from desktop_crm.storage import settings
from desktop_crm.storage.hold import hold_on
from desktop_crm.storage.lists.listing import SqlListing
from desktop_crm.storage.workspace import Workspace

listing = contract_list.listing
templates = storage.templates

#: The role of a file that shows what was signed.
SIGNED: Final = "signed"

#: What is still the manager's own after signing.
_ALWAYS_EDITABLE = frozenset({"notes", "end_reason"})

_TERM = timedelta(days=365)


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
    begin = proposed(session, client)
    template = _template(session, template_code or _fitting_template(session, order))
    record = made(
        Contract,
        client=client,
        order=order,
        template=template,
        terms=template.terms,
        contact_id=begin.contact_id,
        language=language or client.language,
        state=ContractState.DRAFT,
        contract_date=day,
        place=company.city,
        valid_until=day + _TERM,
        delivery_date=order.promised_on,
        delivery_place=begin.delivery_place,
        own_signatory=company.signatory,
        client_signatory=begin.signatory,
        **terms.taken_over(order, company),
    )
    record.number = settings.next_number(session, "contract", day, storage.with_number_like)
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
    refuse_problems(_missing_day(values))
    changed = {name for name, value in values.items() if getattr(record, name) != value}
    if record.is_frozen() and changed - _ALWAYS_EDITABLE:
        raise UserError(msg("Contract {number} is signed: it no longer changes.", number=record.number))
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
    wrong = year_problem(record.number, record.contract_date, pattern)
    return [
        *missing,
        *record.problems(),
        *([Problem("number", wrong, Severity.WARNING)] if wrong else []),
    ]


def step(
    session: Session,
    contract_id: int,
    state: str,
    day: date | None = None,
    reason: str = "",
    *,
    written: Mapping[str, Any] | None = None,
    tell: Tell = lambda _message: None,
) -> Contract:
    """Take a contract to another state; signing freezes its paper and confirms its order, which `tell` hears of.

    One that was printed with blanks is signed with what was `written` there by hand, by path.

    Back to draft is the next version, for the client holds this one; that nothing was sent is said by Undo.

    Raises:
        UserError: the step is not allowed, the paper still has an empty place, or its order is cancelled.
    """
    record, day = get(session, contract_id), day or today()

    def prepare() -> None:
        if state == ContractState.SIGNED:
            _sign(session, record, day, written or {}, tell)
        elif state == ContractState.SENT:
            _send(session, record, day)
        elif state == ContractState.DRAFT:
            record.revise()

    flow.step(session, record, state, day=day, reason=reason, before=prepare)
    return record


def leave_blank(session: Session, contract: Contract, day: date) -> None:
    """It went out with gaps to fill in by hand: what they are is kept, with all that stands on the paper.

    Raises:
        UserError: something is missing that must stand in print, or its order is cancelled.
    """
    left = contract_paper.gaps(session, contract)
    _send(session, contract, day, blanks=True)
    contract.printed = replace(contract.printed, blanks=left)
    contract.state = ContractState.SENT


def _send(session: Session, record: Contract, day: date, *, blanks: bool = False) -> None:
    _refuse_cancelled(record)
    record.sent_on, record.revision = day, record.version_on_paper
    contract_paper.keep_sent(session, record, day, blanks=blanks)


def signing_doubts(session: Session, contract_id: int, day: date | None) -> list[Problem]:
    """What to look at before a contract is signed on a day; nothing of it forbids to."""
    record, doubts = get(session, contract_id), list[Message]()
    if day is not None and day < record.contract_date:
        doubts.append(msg("That is before the day of the contract, {day}", day=record.contract_date))
    if day is not None and day > today():
        doubts.append(msg("This day is still to come"))
    if record.valid_until is not None and record.valid_until < record.contract_date:
        doubts.append(msg("The contract ends on {day}, before it begins", day=record.valid_until))
    hold = hold_on(session, record.order_id)
    if hold is not None and hold.binding:
        doubts.append(msg("Contract {number} of the same order is signed already", number=hold.number))
    doubts += contract_paper.changed_since_sent(session, record)
    return [Problem("day", doubt, Severity.WARNING) for doubt in doubts]


def ending_doubts(session: Session, contract_id: int, day: date | None) -> list[Problem]:
    """The same before it ends."""
    signed_on = get(session, contract_id).signed_on
    if day is None or signed_on is None or day >= signed_on:
        return []
    return [Problem("day", msg("That is before it was signed, on {day}", day=signed_on), Severity.WARNING)]


def withdraw(workspace: Workspace, contract_id: int, reason: str) -> None:
    """Take a signing back: the contract and the order it confirmed are as they were before, its next paper is a new version.

    What the history no longer holds, or what has gone on since, stays: then only the contract is as before. Files stay.

    Raises:
        UserError: it is not signed, or no reason is given.
    """
    if not reason.strip():
        raise UserError(msg("Say why, so that it can be understood later"))
    with workspace.read() as session:
        record = get(session, contract_id)
        if record.state != ContractState.SIGNED:
            raise UserError(msg("Contract {number} is not signed.", number=record.number))
        entry_id = storage.signing_entry(session, contract_id)
    if entry_id is not None:
        with suppress(UserError):
            workspace.take_back(entry_id, reason=reason)
            return
    told = msg("Undo the signing of contract {number}", number=record.number)
    with workspace.write(Message(told.text, {**told.args, REASON: reason})) as session:
        _withdraw_alone(get(session, contract_id))


def _withdraw_alone(record: Contract) -> None:
    record.withdrawn = max(record.withdrawn, record.revision)
    record.state, record.signed_on, record.paper_id, record.facts_id = ContractState.DRAFT, None, None, None
    record.printed = Printed()
    record.derive()


def _sign(session: Session, record: Contract, day: date, typed: Mapping[str, Any], tell: Tell) -> None:
    _refuse_cancelled(record)
    written = contract_pen.keep(session, record, typed)
    if record.order.state == OrderState.DRAFT:
        orders.confirm(session, record.order)
        tell(msg("Order {number} confirmed with it.", number=record.order.number))
    contract_paper.freeze(session, record, day, written)


def _refuse_cancelled(record: Contract) -> None:
    if record.order.state == OrderState.CANCELLED:
        raise UserError(
            msg("Order {number} is cancelled; its contract can't be sent or signed.", number=record.order.number)
        )


def delete(session: Session, contract_id: int) -> Contract:
    """Take a draft away; its number is not given again. UserError for a contract that was sent or signed."""
    record = get(session, contract_id)
    if record.state != ContractState.DRAFT:
        raise UserError(msg("Contract {number} is no draft any more, so it can't be deleted.", number=record.number))
    attachment.delete_all(session, "contract", [contract_id])
    session.delete(record)
    return record


@dataclass(frozen=True, slots=True)
class OrderChoice:
    """An order a contract can be made from; `contracts` counts those that were made already."""

    id: int
    number: str
    client: str
    day: date
    total: Money
    contracts: int


def orders_to_choose(workspace: Workspace, text: str = "", limit: int = 30) -> list[OrderChoice]:
    """Orders with lines that are not cancelled, those without a contract first, the newest first.

    With `text` those whose number or client holds it.
    """
    wanted = None
    if text.strip():
        rows = SqlListing(workspace, order_storage.ORDERS).page(Query(find=text), 0, 4 * limit)
        wanted = [row[0] for row in rows]
    with workspace.read() as session:
        return _order_choices(session, wanted, limit)


def _order_choices(session: Session, ids: list[int] | None, limit: int) -> list[OrderChoice]:
    counted = (
        select(func.count())
        .select_from(Contract)
        .where(Contract.order_id == Order.id)
        .correlate(Order)
        .scalar_subquery()
    )
    query = (
        select(Order, counted)
        .where(Order.state != OrderState.CANCELLED, Order.lines.any(), Order.client.has())
        .options(joinedload(Order.client))
        .order_by(Order.ordered_on.desc(), Order.id.desc())
        .limit(limit)
    )
    if ids is not None:
        found = list(
            session.execute(
                query.where(Order.id.in_(ids)).order_by(None).order_by(counted > 0, Order.ordered_on.desc())
            )
        )
    else:
        free = ~exists().where(Contract.order_id == Order.id)
        found = list(session.execute(query.where(free))) or list(session.execute(query))
    return [
        OrderChoice(
            order.id,
            order.number,
            order.client.full_name,
            order.ordered_on,
            Money.of_minor(order.total_minor, order.currency),
            count,
        )
        for order, count in found
    ]


def has_signed_scan(session: Session, contract: Contract) -> bool:
    """Whether a scan of what was signed is kept; that of a version whose signing was taken back shows another paper."""
    moments = [file.created_at for file in attachment.files_of(session, "contract", contract.id) if file.role == SIGNED]
    since = None
    if contract.is_frozen() and 0 < contract.withdrawn < contract.revision:
        since = storage.signed_at(session, contract.id)
    return any(since is None or moment >= since for moment in moments)


def contacts_of(session: Session, contract: Contract) -> list[Contact]:
    """The people who may sign for the client, those who do first."""
    return sorted(contacts.of_client(session, contract.client_id), key=lambda contact: not contact.is_signatory())


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


def _template(session: Session, code: str) -> Template:
    template = session.scalars(select(Template).where(Template.code == code)).first()
    return found(template, msg("The template"))


def _fitting_template(session: Session, order: Order) -> str:
    ids = {line.product_id for line in order.lines}
    if None in ids:
        return "sale"
    kinds = set(session.scalars(select(Product.kind).where(Product.id.in_(ids))))
    return "services" if kinds == {ProductKind.SERVICE} else "sale"


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
    return msg(
        "{name} has signed contracts ({contracts}), so it can't be deleted.", name=name, contracts=", ".join(signed)
    )


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
