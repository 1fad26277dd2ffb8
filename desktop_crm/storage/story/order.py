"""When was ordered and fulfilled, as entries of a story."""

from datetime import date
from decimal import Decimal
from typing import Final

from desktop_crm.model.lines import QUANTITY_PLACES
from desktop_crm.model.listing import title_of
from desktop_crm.model.message import msg
from desktop_crm.model.money import Money
from desktop_crm.model.order_states import ORDER_STATES
from desktop_crm.model.story import ORDERS, Cover, Part, Told, muted, strong
from desktop_crm.storage.story.source import Source

_JOINS: Final = "LEFT JOIN clients c ON c.id = t.client_id"
_OF_PARTY: Final = {"client": "t.client_id = :id", "contact": "t.contact_id = :id"}
_LINES: Final = "FROM order_lines l WHERE l.order_id = t.id AND l.product_id = :id"


def _ordered(number: str, total: int, currency: str, state: str) -> Told:
    worth = muted(Money.of_minor(total, currency), Cover.CLIENT)
    return Told("shopping-cart", (strong(msg("Order {number}", number=number)), worth, *_state(state)))


def _fulfilled(number: str, ordered_on: str, fulfilled_on: str) -> Told:
    days = (date.fromisoformat(fulfilled_on) - date.fromisoformat(ordered_on)).days
    named = strong(msg("Order {number} fulfilled", number=number))
    if days < 1:
        return Told("package-check", (named,))
    return Told("package-check", (named, muted(msg("in 1 day") if days == 1 else msg("in {n} days", n=days))))


def _of_product(number: str, client: str | None, quantity: int, unit: str, state: str) -> Told:
    named = (strong(msg("Order {number}", number=number)), muted(client or "", Cover.CLIENT))
    return Told(
        "shopping-cart",
        (*named, muted("·"), muted(Decimal(quantity).scaleb(-QUANTITY_PLACES)), muted(unit), *_state(state)),
    )


def _state(state: str) -> tuple[Part, ...]:
    return muted("·"), muted(title_of(ORDER_STATES, state).title)


STORY: Final = (
    Source(
        "ordered",
        ORDERS,
        "order",
        "orders",
        "ordered_on",
        _OF_PARTY,
        ("t.number", "t.total_minor", "t.currency", "t.state"),
        _ordered,
        joins=_JOINS,
        client="c.full_name",
    ),
    Source(
        "fulfilled",
        ORDERS,
        "order",
        "orders",
        "fulfilled_on",
        {noun: f"{condition} AND t.fulfilled_on IS NOT NULL" for noun, condition in _OF_PARTY.items()},
        ("t.number", "t.ordered_on", "t.fulfilled_on"),
        _fulfilled,
        joins=_JOINS,
        client="c.full_name",
    ),
    Source(
        "of-product",
        ORDERS,
        "order",
        "orders",
        "ordered_on",
        {"product": "t.id IN (SELECT order_id FROM order_lines WHERE product_id = :id)"},
        ("t.number", "c.full_name", f"(SELECT sum(l.quantity) {_LINES})", f"(SELECT min(l.unit) {_LINES})", "t.state"),
        _of_product,
        joins=_JOINS,
        client="c.full_name",
    ),
)
