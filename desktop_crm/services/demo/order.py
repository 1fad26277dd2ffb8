"""The demonstration's orders: spread over fourteen months up to today, in every state that fits their age."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.model.address import Address, address_of
from desktop_crm.model.client import Client, ClientKind, ClientStatus
from desktop_crm.model.contact import Contact, Role
from desktop_crm.model.message import msg
from desktop_crm.model.money import rounded
from desktop_crm.model.nouns import NUMBER_PATTERNS
from desktop_crm.model.numbering import number_of
from desktop_crm.model.order import Order, OrderLine
from desktop_crm.model.order_states import OPEN_ORDER_STATES, OrderState
from desktop_crm.model.product import Product, ProductKind
from desktop_crm.model.signatory import Signatory
from desktop_crm.model.tax import Tax, TaxRule
from desktop_crm.model.totals import Totals, paper_totals
from desktop_crm.services import order as orders
from desktop_crm.services.demo.client import DemoClients, moment
from desktop_crm.services.demo.making import Demo, Making
from desktop_crm.services.lines import PlainLine
from desktop_crm.storage import settings
from desktop_crm.storage.journal.bulk import bulk_insert

T = TypeVar("T")

#: How far back the orders go.
SPAN: Final = 425

#: Rupiah for one unit, roughly, so that foreign prices look right.
_RATES: Final = {"USD": Decimal(16000), "EUR": Decimal(18000), "SGD": Decimal(12400), "CNY": Decimal(2250)}
_CURRENCIES: Final = ("USD", "USD", "SGD", "USD", "EUR", "SGD", "CNY")
_PAYMENT: Final = (
    "30 hari setelah faktur diterima",
    "14 hari setelah barang diterima",
    "uang muka 30%, pelunasan sebelum pengiriman",
    "tunai saat barang diterima",
)
_DELIVERY: Final = (
    "franko gudang pembeli",
    "loko gudang penjual",
    "melalui ekspedisi, ongkos kirim ditanggung pembeli",
)
_NOTES: Final = ("Mohon diberi label per gudang.", "Hubungi bagian penerimaan sebelum pengiriman.", "Pesanan ulang.")

#: Age in days from which on a row counts; the share of each state up to the next, summed up.
_STATES: Final = (
    (60, ((0.92, OrderState.FULFILLED), (0.97, OrderState.CANCELLED), (1.0, OrderState.IN_DELIVERY))),
    (
        20,
        (
            (0.55, OrderState.FULFILLED),
            (0.80, OrderState.IN_DELIVERY),
            (0.93, OrderState.CONFIRMED),
            (0.97, OrderState.CANCELLED),
            (1.0, OrderState.DRAFT),
        ),
    ),
    (
        0,
        (
            (0.08, OrderState.FULFILLED),
            (0.30, OrderState.IN_DELIVERY),
            (0.74, OrderState.CONFIRMED),
            (0.77, OrderState.CANCELLED),
            (1.0, OrderState.DRAFT),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Buyer:
    """What orders and contracts need of a client; `signatory` is complete or there is none."""

    id: int
    full_name: str
    name_key: str
    language: str
    address: Address
    contact_id: int | None
    signatory: Signatory | None


@dataclass(frozen=True, slots=True)
class Goods:
    """What a line needs of a product."""

    id: int
    code: str
    name_id: str
    name_en: str
    unit: str
    price: Decimal
    is_service: bool
    tax: Tax | None


@dataclass(slots=True)
class MadeOrder:
    """An order on its way into the file, and what a contract made from it needs."""

    client_id: int
    day: date
    state: OrderState
    promised: date
    currency: str
    lines: list[dict[str, Any]]
    discount: Decimal = Decimal(0)
    id: int = 0
    only_services: bool = False
    buyer: Buyer = field(init=False)
    values: dict[str, Any] = field(init=False)
    totals: Totals = field(init=False)


class DemoOrders:
    """Writes orders with their lines batch by batch, oldest first, so that numbers rise with the days."""

    def __init__(self, seed: int, today: date, clients: DemoClients, count: int) -> None:
        self.last: dict[date, int] = {}  # in each month
        self._counted: dict[int, int] = {}  # in each year
        self._chance = Random(seed + 2).random  # noqa: S311 - nothing here is a secret
        self._today = today
        self._clients = clients
        self._count = count
        self._made = 0
        self._goods: list[Goods] = []
        self._services: list[Goods] = []

    def write(self, session: Session, count: int) -> list[MadeOrder]:
        """The next `count` orders; what was written."""
        if not self._goods:
            self._know_products(session)
        made = [self._order() for _ in range(count)]
        buyers = buyers_by_id(session, {order.client_id for order in made})
        for order in made:
            self._fill(order, buyers[order.client_id])
        ids = bulk_insert(session, Order, [order.values for order in made])
        for order_id, order in zip(ids, made, strict=True):
            order.id = order_id
        lines = [{**line, "order_id": order.id} for order in made for line in order.lines]
        bulk_insert(session, OrderLine, lines)
        return made

    def _order(self) -> MadeOrder:
        age = SPAN - SPAN * self._made // max(1, self._count - 1)
        self._made += 1
        day = self._today - timedelta(days=age)
        if day.weekday() == 6:
            day -= timedelta(days=1)
        state = self._state(age)
        foreign = self._chance() < 0.06
        currency = self._one(_CURRENCIES) if foreign else "IDR"
        promised = self._promised(day, state)
        order = MadeOrder(self._client(age, state), day, state, promised, currency, [])
        order.only_services = self._chance() < 0.1
        order.lines = self._lines(currency, only_services=order.only_services)
        if self._chance() < 0.12:
            order.discount = self._one((Decimal(2), Decimal(5), Decimal("7.5")))
        return order

    def _state(self, age: int) -> OrderState:
        chance = self._chance()
        shares = next(shares for youngest, shares in _STATES if age >= youngest)
        return next(state for share, state in shares if chance <= share)

    def _client(self, age: int, state: OrderState) -> int:
        """Every other order goes to the next client in turn, the rest more often to some than to others."""
        ids = self._clients.ids
        if state == OrderState.DRAFT and ids[ClientStatus.PROSPECT] and self._chance() < 0.4:
            return self._one(ids[ClientStatus.PROSPECT])
        if age > 270 and ids[ClientStatus.DORMANT] and self._chance() < 0.15:
            return self._one(ids[ClientStatus.DORMANT])
        pool = ids[ClientStatus.ACTIVE] or ids[ClientStatus.DORMANT] or ids[ClientStatus.PROSPECT]
        return pool[self._made // 2 % len(pool)] if self._made % 2 else pool[int(self._chance() ** 2 * len(pool))]

    def _promised(self, day: date, state: OrderState) -> date:
        promised = day + timedelta(days=7 + int(self._chance() * 21))
        if state in OPEN_ORDER_STATES and promised < self._today and self._chance() < 0.8:
            promised = self._today + timedelta(days=int(self._chance() * 25))  # put off in time; the others are late
        return promised

    def _lines(self, currency: str, *, only_services: bool) -> list[dict[str, Any]]:
        pool = self._services if only_services else self._goods
        chosen = [self._one(pool) for _ in range(1 + int(self._chance() ** 2 * (2 if only_services else 6)))]
        if not only_services and self._chance() < 0.18:
            chosen.append(self._one(self._services))
        return [self._line(at, goods, currency) for at, goods in enumerate(dict.fromkeys(chosen), start=1)]

    def _line(self, position: int, goods: Goods, currency: str) -> dict[str, Any]:
        price = goods.price
        if currency != "IDR":
            price = rounded(price / _RATES[currency], currency)
        return {
            "position": position,
            "product_id": goods.id,
            "code": goods.code,
            "name_id": goods.name_id,
            "name_en": goods.name_en,
            "quantity": self._quantity(goods),
            "unit": goods.unit,
            "price": price,
            "discount": self._one((Decimal(5), Decimal("7.5"), Decimal(10))) if self._chance() < 0.15 else Decimal(0),
            "tax": goods.tax if currency == "IDR" else None,
        }

    def _quantity(self, goods: Goods) -> Decimal:
        size = self._chance() ** 2
        if goods.unit in {"kg", "liter", "meter"}:
            return Decimal(5 + int(size * 390)) * Decimal("2.5")
        if goods.is_service or goods.price > 1_000_000:
            return Decimal(1 + int(size * 6))
        return Decimal(5 + 5 * int(size * 30))

    def _fill(self, order: MadeOrder, buyer: Buyer) -> None:
        """The values of the order's row; `client` and `totals` are what it derives its keys and its total from."""
        order.buyer = buyer
        fulfilled = None
        if order.state == OrderState.FULFILLED:
            fulfilled = min(self._today, order.promised + timedelta(days=int(self._chance() * 6) - 3))
        order.totals = totals = paper_totals(
            [PlainLine(line["quantity"], line["price"], line["discount"], line["tax"]) for line in order.lines],
            order.discount,
            order.currency,
        )
        age = (self._today - order.day).days
        created = moment(self._today, age, self._chance())
        order.values = {
            "number": self._number(order.day),
            "client_id": order.client_id,
            "contact_id": buyer.contact_id,
            "state": order.state,
            "ordered_on": order.day,
            "promised_on": order.promised,
            "fulfilled_on": fulfilled and max(fulfilled, order.day),
            "currency": order.currency,
            "discount": order.discount,
            "delivery_terms": self._one(_DELIVERY),
            "payment_terms": self._one(_PAYMENT),
            "paper_text": self._one(_NOTES) if self._chance() < 0.1 else "",
            "created_at": created,
            "changed_at": max(created, moment(self._today, age * self._chance(), self._chance())),
            "client": buyer,
            "totals": lambda: totals,
        }

    def _number(self, day: date) -> str:
        seq = self._counted[day.year] = self._counted.get(day.year, 0) + 1
        self.last[day.replace(day=1)] = seq
        return number_of(NUMBER_PATTERNS["order"], seq, day)

    def _one(self, choices: Sequence[T]) -> T:
        return choices[int(self._chance() * len(choices))]

    def _know_products(self, session: Session) -> None:
        taxes = {rule.id: rule.tax() for rule in session.scalars(select(TaxRule))}
        for product in session.scalars(select(Product).where(Product.active.is_(True)).order_by(Product.id)):
            is_service = product.kind == ProductKind.SERVICE
            goods = Goods(
                product.id,
                product.code,
                product.name_id,
                product.name_en,
                product.unit,
                product.price or Decimal(0),
                is_service,
                taxes.get(product.tax_id or 0),
            )
            (self._services if is_service else self._goods).append(goods)


def buyers_by_id(session: Session, ids: set[int]) -> Mapping[int, Buyer]:
    """The clients of a batch of orders, with who signs for them."""
    contacts = session.execute(
        select(Contact.client_id, Contact.id, Contact.name, Contact.office, Contact.authority, Contact.roles)
        .where(Contact.client_id.in_(ids))
        .order_by(Contact.id.desc())
    )
    first = {row.client_id: row for row in contacts}
    clients = session.execute(
        select(
            Client.id, Client.full_name, Client.name, Client.name_key, Client.kind, Client.language, Client.addresses
        ).where(Client.id.in_(ids))
    )
    buyers = {}
    for row in clients:
        contact, signatory = first.get(row.id), None
        if row.kind == ClientKind.PERSON:
            signatory = Signatory(row.name)
        elif contact and Role.SIGNATORY in contact.roles and contact.authority:
            signatory = Signatory(contact.name, contact.office, contact.authority)
        address = address_of(row.addresses, "legal")
        buyers[row.id] = Buyer(
            row.id, row.full_name, row.name_key, row.language, address, contact and contact.id, signatory
        )
    return buyers


def _orders(making: Making) -> None:
    wanted = making.wanted["order"]
    made = DemoOrders(making.seed, making.today, making.made["client"], wanted)
    making.made["order"] = made
    making.write("order", wanted, made.write)


def _finish(making: Making, session: Session) -> None:
    """Numbers go on where they stopped."""
    for month, seq in making.made["order"].last.items():
        settings.given_until(session, "order", month, seq)


def _confirm(making: Making) -> None:
    """The newest drafts."""
    with making.workspace.read() as session:
        draft = select(Order.id, Order.number).where(Order.state == OrderState.DRAFT)
        found = session.execute(draft.order_by(Order.id.desc()).limit(2)).all()
    for order_id, number in found:
        with making.workspace.write(msg("Confirm order {number}", number=number)) as session:
            orders.step(session, order_id, OrderState.CONFIRMED)


DEMO: Final = Demo(_orders, finish=_finish, last=_confirm)
