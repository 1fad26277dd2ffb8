"""Orders: from the first line to fulfilled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.model.contract import FROZEN_STATES, Contract
from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Listing
from desktop_crm.model.message import msg
from desktop_crm.model.money import CURRENCIES, to_minor
from desktop_crm.model.order import Order, OrderLine
from desktop_crm.model.problem import Problem
from desktop_crm.model.product import Product
from desktop_crm.model.states import ORDER_STATES, ORDER_STEPS, ClientStatus, OrderState, title_of
from desktop_crm.model.tax import Tax, TaxRule
from desktop_crm.model.totals import Totals, order_totals
from desktop_crm.services import client as clients
from desktop_crm.services.clock import today
from desktop_crm.services.records import found, refuse_problems, refuse_stale, take
from desktop_crm.storage import order as storage
from desktop_crm.storage import product as products
from desktop_crm.storage import settings
from desktop_crm.storage.listing import SqlListing
from desktop_crm.storage.workspace import Workspace

#: What may change after the order was confirmed.
_ALWAYS_EDITABLE = frozenset({"promised_on", "notes", "contact_id"})


@dataclass(frozen=True, slots=True)
class LineInput:
    """A line as it is typed; `key` is the saved line's id, `price` in the order's currency, `discount` in percent."""

    product_id: int | None
    code: str
    name: str
    quantity: Decimal
    unit: str
    price: Decimal
    discount: Decimal
    tax_id: int | None
    note: str = ""
    key: int | None = None


@dataclass(frozen=True, slots=True)
class PricedLine:
    """What the sums need of a line that is being typed."""

    quantity: Decimal
    price: Decimal
    discount: Decimal
    tax: Tax | None


def listing(workspace: Workspace, client_id: int | None = None) -> Listing:
    """The list of orders, of one client or of all."""
    return SqlListing(workspace, storage.ORDERS, where=f"t.client_id = {int(client_id)}" if client_id else "")


def get(session: Session, order_id: int) -> Order:
    """One order with client and lines; UserError when it is gone."""
    return found(storage.get(session, order_id), msg("The order"))


def by_number(session: Session, number: str) -> Order:
    """One order by its number; UserError when there is none."""
    order = storage.by_number(session, number)
    if order is None:
        raise UserError(msg("There is no order {number}.", number=number))
    return order


def totals(
    lines: Sequence[LineInput],
    discount: Decimal,
    currency: str,
    taxes: Mapping[int, Tax],
    own: Mapping[int, Tax] | None = None,
) -> Totals:
    """What typed lines add up to; `taxes` by rule id, `own` the taxes saved lines keep, by line id."""
    priced = [PricedLine(line.quantity, line.price, line.discount, _tax_of(line, taxes, own or {})) for line in lines]
    return order_totals(priced, discount, currency)


def taxes_by_id(session: Session, record: Order | None = None) -> dict[int, Tax]:
    """The tax rules for `totals`; those of `record` whose rule is gone have ids below 0."""
    rules = {rule.id: rule.tax() for rule in session.scalars(select(TaxRule))}
    known = {tax.code for tax in rules.values()}
    kept = {line.tax.code: line.tax for line in (record.lines if record else ()) if line.tax}
    gone = [tax for code, tax in kept.items() if code not in known]
    return {**rules, **{-at: tax for at, tax in enumerate(gone, start=1)}}


def taxes_to_choose(session: Session) -> set[int]:
    """The ids of the rules in use."""
    return set(session.scalars(select(TaxRule.id).where(TaxRule.active)))


def products_by_codes(session: Session, codes: Sequence[str]) -> dict[str, Product]:
    """The active products of these codes."""
    found = products.by_codes(session, list(codes))
    return {code: product for code, product in found.items() if product.active}


def products_of(session: Session, ids: Sequence[int]) -> list[Product]:
    """Products in the order asked; one that is gone is left out."""
    by_id = _products(session, set(ids))
    return [by_id[product_id] for product_id in ids if product_id in by_id]


def contracts_of(session: Session, order_id: int) -> list[tuple[int, str]]:
    """Id and number of the contracts made from an order, the newest first."""
    wanted = select(Contract.id, Contract.number).where(Contract.order_id == order_id).order_by(Contract.id.desc())
    return [(row.id, row.number) for row in session.execute(wanted)]


def start(session: Session, client_id: int | None = None, day: date | None = None) -> dict[str, Any]:
    """The values a new order begins with."""
    day = day or today()
    company = settings.company(session)
    return {
        "client_id": clients.get(session, client_id).id if client_id else None,
        "ordered_on": day,
        "promised_on": day + timedelta(days=company.delivery_days or 0),
        "currency": company.currency,
        "discount": Decimal(0),
        "delivery_terms": company.delivery_terms,
        "payment_terms": company.payment_terms,
    }


def save(
    session: Session,
    order_id: int | None,
    values: Mapping[str, Any],
    lines: Sequence[LineInput] | None = None,
    version: int | None = None,
) -> Order:
    """Make an order (it gets its number now) or change one; `lines` None leaves the lines alone.

    Raises:
        UserError: wrong values, an order that may no longer change, or changed elsewhere since `version` was shown.
    """
    if order_id is None:
        refuse_problems(_missing(values))
        record = _new(session, values)
    else:
        record = get(session, order_id)
        refuse_problems(_missing({"client_id": record.client_id, "ordered_on": record.ordered_on, **values}))
        refuse_stale(record, version)
        _refuse_locked(record, values, lines)
        prices = [(line, line.price) for line in record.lines] if "currency" in values else []
        take(record, {name: value for name, value in values.items() if name != "client_id"})
        for line, price in prices:  # 12.50 stays 12.50, whatever the new currency's minor unit is
            line.price = price
        if values.get("client_id", record.client_id) != record.client_id:
            record.client = clients.get(session, values["client_id"])
    if lines is not None:
        _take_lines(session, record, lines)
    refuse_problems(record.problems())
    if order_id is None:
        record.number = settings.next_number(session, "order", record.ordered_on, storage.by_number)
        session.add(record)
    _settle(session, record)
    return record


def problems(session: Session, values: Mapping[str, Any], lines: Sequence[LineInput]) -> list[Problem]:
    """What is wrong with an order's values, while they are typed; client and day may still be missing."""
    missing = _missing(values)
    known = {name: value for name, value in values.items() if value is not None}
    record = Order(**{"number": "", "ordered_on": today(), **known, "lines": []})
    with session.no_autoflush:
        if "currency" in {problem.field for problem in missing}:
            return missing
        _take_lines(session, record, lines)
    return [*missing, *record.problems()]


def step(session: Session, order_id: int, state: str, day: date | None = None) -> Order:
    """Take an order to another state by the rules between states.

    Raises:
        UserError: the step is not allowed, or something must be mended before it.
    """
    record = get(session, order_id)
    if state not in ORDER_STEPS[record.state]:
        raise UserError(
            msg(
                "Order {number} is {state}: it can't become {wanted}.",
                number=record.number,
                state=title_of(ORDER_STATES, record.state).title,
                wanted=title_of(ORDER_STATES, state).title,
            )
        )
    if state == OrderState.CONFIRMED:
        _confirm(record)
    if state in {OrderState.CANCELLED, OrderState.DRAFT}:
        _refuse_signed(session, record)
    record.state = state
    record.fulfilled_on = (day or today()) if state == OrderState.FULFILLED else None
    return record


def duplicate(session: Session, order_id: int, day: date | None = None) -> Order:
    """A new draft with the same client, lines and terms, at today's date."""
    source = get(session, order_id)
    values = start(session, source.client_id, day)
    kept = ("contact_id", "currency", "discount", "delivery_terms", "payment_terms", "notes")
    record = _new(session, {**values, **{name: getattr(source, name) for name in kept}})
    copied = (
        "position",
        "product_id",
        "code",
        "name_id",
        "name_en",
        "quantity",
        "unit",
        "price_minor",
        "discount",
        "tax",
        "note",
    )
    record.lines = [OrderLine(**{name: getattr(line, name) for name in copied}) for line in source.lines]
    record.number = settings.next_number(session, "order", record.ordered_on, storage.by_number)
    session.add(record)
    session.flush()
    return record


def delete(session: Session, order_id: int) -> Order:
    """Take an order away; UserError while contracts were made from it, or once it was confirmed."""
    record = get(session, order_id)
    if storage.contracts_of(session, order_id):
        raise UserError(
            msg("Order {number} has a contract, so it can't be deleted. Cancel it instead.", number=record.number)
        )
    if record.state not in {OrderState.DRAFT, OrderState.CANCELLED}:
        raise UserError(
            msg("Order {number} is confirmed, so it can't be deleted. Cancel it instead.", number=record.number)
        )
    session.delete(record)
    return record


def lines_of(record: Order, language: str, taxes: Mapping[int, Tax]) -> list[LineInput]:
    """A saved order's lines, as they are typed."""
    by_code = {tax.code: rule_id for rule_id, tax in taxes.items()}
    return [
        LineInput(
            product_id=line.product_id,
            code=line.code,
            name=line.name(language),
            quantity=line.quantity,
            unit=line.unit,
            price=line.price,
            discount=line.discount,
            tax_id=by_code.get(line.tax.code) if line.tax else None,
            note=line.note,
            key=line.id,
        )
        for line in record.lines
    ]


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


def _tax_of(line: LineInput, taxes: Mapping[int, Tax], own: Mapping[int, Tax]) -> Tax | None:
    """A saved line keeps its tax as it was, whatever becomes of the rule."""
    chosen = taxes.get(line.tax_id) if line.tax_id else None
    kept = own.get(line.key) if line.key else None
    return kept if kept and chosen and kept.code == chosen.code else chosen


def _new(session: Session, values: Mapping[str, Any]) -> Order:
    return Order(**{"number": "", **values, "client": clients.get(session, values["client_id"]), "lines": []})


def _take_lines(session: Session, record: Order, lines: Sequence[LineInput]) -> None:
    known = {line.id: line for line in record.lines}
    named = _products(session, {line.product_id for line in lines if line.product_id})
    taxes = taxes_by_id(session, record)
    own = {line.id: line.tax for line in record.lines if line.tax}
    kept = []
    for position, typed in enumerate(lines, start=1):
        line = known.get(typed.key) if typed.key else None
        if line is None:
            line = OrderLine()
        line.order = record
        tax = _tax_of(typed, taxes, own)
        take(line, _line_values(line, typed, position, named.get(typed.product_id or 0), tax))
        kept.append(line)
    record.lines = kept


def _line_values(
    line: OrderLine, typed: LineInput, position: int, product: Product | None, tax: Tax | None
) -> dict[str, Any]:
    name_id, name_en = typed.name, typed.name
    if typed.name in {line.name_id, line.name_en} and line.product_id == typed.product_id:
        name_id, name_en = line.name_id, line.name_en
    elif product and typed.name in {product.name_id, product.name_en}:
        name_id, name_en = product.name("id"), product.name("en")
    return {
        "position": position,
        "product_id": typed.product_id,
        "code": typed.code,
        "name_id": name_id,
        "name_en": name_en,
        "quantity": typed.quantity,
        "unit": typed.unit,
        "price_minor": to_minor(typed.price, line.order.currency),
        "discount": typed.discount,
        "tax": tax,
        "note": typed.note,
    }


def _products(session: Session, ids: set[int]) -> dict[int, Product]:
    return {item.id: item for item in session.scalars(select(Product).where(Product.id.in_(ids)))} if ids else {}


def _settle(session: Session, record: Order) -> None:
    """Write the order, then let the contracts that are not signed yet follow its total."""
    record.derive()
    session.flush()
    if record.id is None:
        return
    unsigned = select(Contract).where(Contract.order_id == record.id, Contract.state.not_in(FROZEN_STATES))
    for contract in session.scalars(unsigned):
        contract.client, contract.order = record.client, record
        contract.derive()
    session.flush()


def _confirm(record: Order) -> None:
    if not record.lines:
        wrong = Problem("lines", msg("An order needs a line before it is confirmed"))
        raise UserError(wrong.message, [wrong])
    refuse_problems(record.problems())
    if record.client.status == ClientStatus.PROSPECT:
        record.client.status = ClientStatus.ACTIVE


def _refuse_locked(record: Order, values: Mapping[str, Any], lines: Sequence[LineInput] | None) -> None:
    if record.is_editable():
        return
    changed = {name for name, value in values.items() if getattr(record, name) != value}
    if lines is not None or changed - _ALWAYS_EDITABLE:
        raise UserError(
            msg(
                "Order {number} is {state}: its lines and terms no longer change.",
                number=record.number,
                state=title_of(ORDER_STATES, record.state).title,
            )
        )


def _refuse_signed(session: Session, record: Order) -> None:
    signed = session.scalar(
        select(Contract.number).where(Contract.order_id == record.id, Contract.state == "signed").limit(1)
    )
    if signed:
        raise UserError(msg("Contract {contract} of this order is signed. Terminate it first.", contract=signed))
