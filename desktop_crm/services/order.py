"""Orders: from the first line to fulfilled."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop_crm.model.client import ClientStatus
from desktop_crm.model.contract_states import ContractState
from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Listing, title_of
from desktop_crm.model.message import Message, msg
from desktop_crm.model.money import CURRENCIES
from desktop_crm.model.order import Order, OrderLine
from desktop_crm.model.order_states import OPEN_ORDER_STATES, ORDER_STATES, OrderState
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.model.totals import ARITHMETIC
from desktop_crm.services import as_json, attachment, dependents, flow, limits, terms
from desktop_crm.services import client as clients
from desktop_crm.services.clock import today
from desktop_crm.services.facets import Beside, Facets, Made, Related, numbered_hit
from desktop_crm.services.lines import LineInput, drop_prices, take_lines, taxes_by_id, taxes_to_choose
from desktop_crm.services.lines_copy import copied_lines
from desktop_crm.services.order_contracts import contracts_of, follow, on_paper
from desktop_crm.services.parties import addressee, currency_problems, refuse_stranger
from desktop_crm.services.records import Tell, found, made, refuse_problems, refuse_stale, take
from desktop_crm.storage import order as storage
from desktop_crm.storage import settings
from desktop_crm.storage.hold import Hold, hold_on
from desktop_crm.storage.lists.listing import SqlListing
from desktop_crm.storage.workspace import Workspace

__all__ = ["Hold", "LineInput", "contracts_of", "hold_on"]

#: What may change after the order was confirmed.
_ALWAYS_EDITABLE = frozenset({"promised_on", "notes", "contact_id"})

#: Only an order that obliges nobody can be taken away.
DELETABLE = frozenset({OrderState.DRAFT, OrderState.CANCELLED})


def _untold(_message: Message) -> None:
    """Nobody asked to be told."""


def listing(workspace: Workspace, client_id: int | None = None) -> Listing:
    """The list of orders, of one client or of all."""
    return SqlListing(workspace, storage.ORDERS, where=f"t.client_id = {int(client_id)}" if client_id else "")


def open_listing(workspace: Workspace, client_id: int) -> Listing:
    """The list of a client's orders that are confirmed and not fulfilled."""
    states = ", ".join(f"'{state}'" for state in OPEN_ORDER_STATES)
    return SqlListing(workspace, storage.ORDERS, where=f"t.client_id = {int(client_id)} AND t.state IN ({states})")


def get(session: Session, order_id: int) -> Order:
    """One order with client and lines; UserError when it is gone."""
    return found(storage.get(session, order_id), msg("The order"))


def by_number(session: Session, number: str) -> Order:
    """One order by its number; UserError when there is none."""
    order = storage.by_number(session, number)
    if order is None:
        raise UserError(msg("There is no order {number}.", number=number))
    return order


def start(session: Session, client_id: int | None = None, day: date | None = None) -> dict[str, Any]:
    """The values a new order begins with."""
    day = day or today()
    company = settings.company(session)
    return {
        "client_id": clients.get(session, client_id).id if client_id else None,
        "ordered_on": day,
        "promised_on": day + (company.delivery_time or timedelta()),
        **terms.usual(company),
    }


def save(
    session: Session,
    order_id: int | None,
    values: Mapping[str, Any],
    lines: Sequence[LineInput] | None = None,
    version: int | None = None,
    *,
    tell: Tell = _untold,
) -> Order:
    """Make an order (it gets its number now) or change one; `lines` None leaves the lines alone.

    Contracts of it that are not signed follow; `tell` hears of each that was sent and is now the draft of its next version.

    Raises:
        UserError: wrong values, an order that may no longer change, or changed elsewhere since `version` was shown.
    """
    before = None
    if order_id is None:
        refuse_problems(_missing(values))
        record = _new(session, values)
    else:
        record = get(session, order_id)
        refuse_problems(_missing({"client_id": record.client_id, "ordered_on": record.ordered_on, **values}))
        refuse_stale(record, version)
        _refuse_locked(session, record, values, lines)
        before = on_paper(record)
        _keep_printed(session, record, values)
        _take_values(session, record, values)
        record.notes_on_paper = record.notes_on_paper and bool(record.notes.strip())
    if lines is not None:
        take_lines(session, record, lines)
    refuse_problems(record.problems())
    refuse_stranger(session, record)
    if record.is_editable():
        record.arithmetic = ARITHMETIC
    if order_id is None:
        record.number = settings.next_number(session, "order", record.ordered_on, storage.by_number)
        session.add(record)
    record.derive()
    session.flush()
    if before is not None:
        follow(session, record, before, tell)
    return record


def problems(
    session: Session, values: Mapping[str, Any], lines: Sequence[LineInput], *, limited: bool = True
) -> list[Problem]:
    """What is wrong with an order's values, while they are typed; client and day may still be missing.

    What was agreed is not `limited` by what its products may be sold for since then.
    """
    missing = _missing(values)
    known = {name: value for name, value in values.items() if value is not None}
    record = Order(**{"number": "", "ordered_on": today(), **known, "lines": []})
    with session.no_autoflush:
        if "currency" in {problem.field for problem in missing}:
            return missing
        take_lines(session, record, lines)
    found = [*missing, *record.problems(), *(limits.problems(session, record) if limited else ())]
    return [*found, *currency_problems(session, values.get("client_id"), record.currency)]


def step(session: Session, order_id: int, state: str, day: date | None = None) -> Order:
    """Take an order to another state by the rules between states.

    Raises:
        UserError: the step is not allowed, or something must be mended before it.
    """
    record = get(session, order_id)
    flow.step(session, record, state, day=day, before=lambda: _prepare(session, record, state))
    return record


def _prepare(session: Session, record: Order, state: str) -> None:
    hold = hold_on(session, record.id)
    if hold is not None and hold.forbids(state):
        raise UserError(not_changed(hold))
    if state == OrderState.CONFIRMED:
        confirm(session, record)
    elif state == OrderState.DRAFT:
        record.addressee = None


def duplicate(session: Session, order_id: int, day: date | None = None, *, tell: Tell = _untold) -> Order:
    """A new draft with the same client, lines and terms, at today's date and taxes; `tell` hears what is otherwise now."""
    source = get(session, order_id)
    values = start(session, source.client_id, day)
    kept = ("contact_id", "currency", "discount", "delivery_terms", "payment_terms", "paper_text", "notes")
    record = _new(session, {**values, **{name: getattr(source, name) for name in kept}})
    if source.notes_on_paper:
        record.paper_text, record.notes = _with_notes(source), ""
    record.lines = copied_lines(session, source, OrderLine, tell)
    record.number = settings.next_number(session, "order", record.ordered_on, storage.by_number)
    session.add(record)
    session.flush()
    if record.total != source.total:
        tell(msg("It comes to {now}, the first one to {before}.", now=record.total, before=source.total))
    return record


def notes_to_paper(session: Session, order_id: int) -> Order:
    """Of an older order, whose notes are still printed: make them the text for the paper, so that it says the same."""
    record = get(session, order_id)
    if record.notes_on_paper:
        record.paper_text, record.notes, record.notes_on_paper = _with_notes(record), "", False
    return record


def notes_off_paper(session: Session, order_id: int) -> Order:
    """Of such an order: keep the notes for ourselves. UserError when what it says on paper no longer changes."""
    record = get(session, order_id)
    _refuse_locked(session, record, {"notes_on_paper": False}, None)
    record.notes_on_paper = False
    return record


def delete(session: Session, order_id: int, *, with_papers: bool = False) -> Order:
    """Take an order away with its files; the trash keeps it.

    Raises:
        UserError: it was confirmed, or contracts were made from it and are not to go `with_papers`, or one of them is signed.
    """
    record = get(session, order_id)
    hanging = dependents.of(session, "order", order_id)
    if hanging and not with_papers:
        told = msg(
            "Not deleted: order {number} has {what}. Cancel it instead.",
            number=record.number,
            what=hanging.told(),
        )
        raise UserError(told)
    if record.state not in DELETABLE:
        raise UserError(msg("Not deleted: order {number} is confirmed. Cancel it instead.", number=record.number))
    dependents.delete_all(session, "order", order_id, record.number)
    attachment.delete_all(session, "order", [order_id])
    session.delete(record)
    return record


def _missing(values: Mapping[str, Any]) -> list[Problem]:
    found = []
    if not values.get("client_id"):
        found.append(Problem("client_id", msg("Who orders? Choose the client")))
    if not values.get("ordered_on"):
        found.append(Problem("ordered_on", msg("An order needs its day")))
    currency = values.get("currency")
    if currency is not None and currency not in CURRENCIES:
        found.append(Problem("currency", msg("{currency} is not a currency this program knows", currency=currency)))
    return found


def _new(session: Session, values: Mapping[str, Any]) -> Order:
    return made(Order, **{"number": "", **values, "client": clients.get(session, values["client_id"]), "lines": []})


def _take_values(session: Session, record: Order, values: Mapping[str, Any]) -> None:
    if values.get("currency", record.currency) != record.currency:
        drop_prices(record)
    take(record, {name: value for name, value in values.items() if name != "client_id"})
    if values.get("client_id", record.client_id) != record.client_id:
        record.client = clients.get(session, values["client_id"])
        if "contact_id" not in values:
            record.contact_id = None


def _keep_printed(session: Session, record: Order, values: Mapping[str, Any]) -> None:
    """What was agreed goes on saying what it said, though its printed notes are written anew: these are for ourselves then."""
    fixed = not record.is_editable() or hold_on(session, record.id) is not None
    if fixed and record.notes_on_paper and values.get("notes", record.notes) != record.notes:
        record.paper_text, record.notes_on_paper = _with_notes(record), False


def _with_notes(record: Order) -> str:
    return "\n".join(part for part in (record.paper_text.strip(), record.notes.strip()) if part)


def confirm(session: Session, record: Order) -> None:
    """Make a draft binding: the client's name and address of this day stay with it. UserError while something is missing."""
    if not record.lines:
        wrong = Problem("lines", msg("An order needs a line before it is confirmed"))
        raise UserError(wrong.message, [wrong])
    refuse_problems([*(_decided(problem) for problem in record.problems()), *limits.missing_reasons(session, record)])
    if record.client.status == ClientStatus.PROSPECT:
        record.client.status = ClientStatus.ACTIVE
    record.addressee = addressee(record.client)
    record.state = OrderState.CONFIRMED


def _decided(problem: Problem) -> Problem:
    """A draft may wait for a price, what is confirmed may not."""
    return replace(problem, severity=Severity.ERROR) if problem.field.endswith(".price") else problem


def not_changed(hold: Hold) -> Message:
    """What is told where it was tried all the same."""
    return msg("Not changed: contract {number} holds this order.", number=hold.number)


def why_held(hold: Hold) -> Message:
    """Why an order stays as it is, and what helps."""
    match hold.state:
        case ContractState.SIGNED:
            return msg(
                "Contract {contract} is signed, so its order stays as it is. Terminate the contract, or undo "
                "its signing.",
                contract=hold.number,
            )
        case ContractState.FULFILLED:
            return msg("Contract {contract} is fulfilled, so its order stays as it is.", contract=hold.number)
    return msg(
        "Contract {contract} was signed and then terminated: its order can be cancelled and duplicated, not changed.",
        contract=hold.number,
    )


def _refuse_locked(
    session: Session, record: Order, values: Mapping[str, Any], lines: Sequence[LineInput] | None
) -> None:
    hold = hold_on(session, record.id)
    changed = {name for name, value in values.items() if getattr(record, name) != value}
    if (record.is_editable() and hold is None) or (lines is None and not changed - _ALWAYS_EDITABLE):
        return
    if hold is not None:
        raise UserError(not_changed(hold))
    raise UserError(
        msg(
            "Not changed: order {number} is {state}.",
            number=record.number,
            state=title_of(ORDER_STATES, record.state).title,
        )
    )


def _first(session: Session, order_id: int) -> None:
    record = get(session, order_id)
    contracts_of(session, order_id)
    hold_on(session, order_id)
    limits.limits_of(session, [line.product_id for line in record.lines])
    taxes_to_choose(session)
    taxes_by_id(session, record)


def _paper(session: Session, record: Order, languages: str | None) -> Made:
    from desktop_crm.services.papers import order as paper

    return paper.checked(session, record, languages)


FACETS: Final = Facets(
    listing,
    storage.ORDERS,
    numbered_hit("order"),
    first=_first,
    as_json=as_json.paper,
    by_number=by_number,
    paper=_paper,
    related={
        "client": Related(
            listing,
            msg("No orders of this client yet."),
            msg("New order"),
            hidden=("client",),
            widths={"number": 150},
            beside=Beside(msg("Open orders"), open_listing, msg("No open orders.")),
        )
    },
)
