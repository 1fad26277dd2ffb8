"""The sheets of the emergency folder: everything of each record that a person would miss, read row by row."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, lazyload, selectinload

from desktop_crm.exchange.own_texts import written_addresses, written_identifiers, written_phones
from desktop_crm.language import Language
from desktop_crm.model.client import Client
from desktop_crm.model.contact import Contact
from desktop_crm.model.contract import Contract
from desktop_crm.model.listing import UNREADABLE, Choice, Column, Kind
from desktop_crm.model.message import Message, msg
from desktop_crm.model.money import Money
from desktop_crm.model.order import Order, OrderLine
from desktop_crm.model.product import Product
from desktop_crm.model.states import (
    ADDRESS_KINDS,
    CLIENT_CATEGORIES,
    CLIENT_KINDS,
    CLIENT_STATUSES,
    CONTRACT_STATES,
    DOCUMENT_LANGUAGES,
    ORDER_STATES,
    PRODUCT_KINDS,
    ROLES,
    title_of,
)
from desktop_crm.model.tax import TaxRule
from desktop_crm.services.safety.check import told_unreadable
from desktop_crm.storage.rescue import around
from desktop_crm.storage.rescue.readable import Place


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One sheet: its records, and for each column how its value is read from a row of the query."""

    title: Message
    record: type[Any]
    query: Any  # a Select of the record, and of what is read beside it
    parts: tuple[tuple[Column, Callable[[Any, Language], Any]], ...]
    options: tuple[Any, ...] = ()  # what is loaded with the record
    lazily: tuple[Any, ...] = ()  # the same later, where something of it can't be read

    @property
    def columns(self) -> list[Column]:
        """In their order."""
        return [column for column, _ in self.parts]

    def count(self, session: Session) -> int:
        """How many rows there will be."""
        return session.scalar(select(func.count()).select_from(self.record)) or 0

    def rows(
        self, session: Session, language: Language, tell: Callable[[Message], object] = lambda _told: None
    ) -> Iterator[tuple[Any, ...]]:
        """As a sheet takes them: the id, then a value a column; `tell` hears what can't be read."""
        torn: set[int] = set()

        def told(place: Place) -> None:
            torn.add(place.row_id)
            tell(told_unreadable(place))

        for row in around.rows_of(session, self.query, self.options, self.lazily, told):
            record_id = row[0].id
            values = [around.part(partial(read, row, language), UNREADABLE) for _, read in self.parts]
            if record_id not in torn:
                for (column, _), value in zip(self.parts, values, strict=True):
                    if value is UNREADABLE:
                        tell(self._told(record_id, column))
            yield record_id, *values

    def _told(self, record_id: int, column: Column) -> Message:
        return msg("{what} {name}: {field} can't be read", what=self.title, name=f"#{record_id}", field=column.title)


def _own(name: str, title: Message, kind: Kind = Kind.TEXT, choices: tuple[Choice, ...] = ()) -> Any:
    """A column that is the record's own attribute."""
    return Column(name, title, kind, choices=choices), lambda row, _language: getattr(row[0], name)


def _read(name: str, title: Message, read: Callable[[Any, Language], Any], kind: Kind = Kind.TEXT) -> Any:
    """A column that is made from the record."""
    return Column(name, title, kind), lambda row, language: read(row[0], language)


def _phones(record: Any, _language: Language) -> str:
    return written_phones(record.phones)


def _emails(record: Any, _language: Language) -> str:
    return "\n".join(email.address for email in record.emails)


def _addresses(client: Client, language: Language) -> str:
    return written_addresses(client.addresses, lambda kind: language.say(title_of(ADDRESS_KINDS, kind).title))


def _identifiers(client: Client, _language: Language) -> str:
    return written_identifiers(client.identifiers)


def _line_price(line: OrderLine, _language: Language) -> Money | None:
    return None if line.price is None else Money(line.price, line.currency)


def _lowest_price(product: Product, _language: Language) -> Money | None:
    return None if product.lowest_price is None else Money(product.lowest_price, product.currency)


def _roles(contact: Contact, language: Language) -> str:
    return ", ".join(language.say(title_of(ROLES, role).title) for role in contact.roles or ())


def _client_of(clients: str) -> Callable[[Any, Language], Any]:
    """The client's name along a path of attributes."""

    def read(record: Any, _language: Language) -> Any:
        for name in clients.split("."):
            record = getattr(record, name)
        return record.full_name

    return read


_CONTACT_PHONES = (_read("phones", msg("Phones"), _phones), _read("emails", msg("E-mails"), _emails))

CLIENTS: Final = Sheet(
    msg("Clients"),
    Client,
    select(Client).order_by(Client.name_key),
    (
        _own("full_name", msg("Name")),
        _own("legal_form", msg("Legal form")),
        _own("short_name", msg("Short name")),
        _own("kind", msg("Company or person"), Kind.STATE, CLIENT_KINDS),
        _own("status", msg("Status"), Kind.STATE, CLIENT_STATUSES),
        _own("category", msg("Category"), Kind.STATE, CLIENT_CATEGORIES),
        _own("is_key", msg("Key client"), Kind.FLAG),
        *_CONTACT_PHONES,
        _read("addresses", msg("Addresses"), _addresses),
        _read("identifiers", msg("Official numbers"), _identifiers),
        _own("language", msg("Document language"), Kind.STATE, DOCUMENT_LANGUAGES),
        _own("source", msg("Source")),
        _own("notes", msg("Notes")),
        _own("created_at", msg("Added"), Kind.MOMENT),
        _own("changed_at", msg("Changed"), Kind.MOMENT),
    ),
)

CONTACTS: Final = Sheet(
    msg("Contacts"),
    Contact,
    select(Contact, Client.full_name).join(Client, Client.id == Contact.client_id).order_by(Contact.name_key),
    (
        _own("name", msg("Name")),
        (Column("client", msg("Client")), lambda row, _language: row[1]),
        _own("office", msg("Office")),
        _read("roles", msg("Roles"), _roles),
        _own("authority", msg("Basis of authority")),
        *_CONTACT_PHONES,
        _own("birthday", msg("Birthday"), Kind.DATE),
        _own("notes", msg("Notes")),
    ),
)

PRODUCTS: Final = Sheet(
    msg("Products"),
    Product,
    select(Product, TaxRule.code).outerjoin(TaxRule, TaxRule.id == Product.tax_id).order_by(Product.code_key),
    (
        _own("code", msg("Code")),
        _own("kind", msg("Kind"), Kind.STATE, PRODUCT_KINDS),
        _own("name_id", msg("Name (Indonesian)")),
        _own("name_en", msg("Name (English)")),
        _own("unit", msg("Unit")),
        _read("price", msg("Price"), lambda product, _language: product.list_price, Kind.MONEY),
        (Column("tax", msg("Tax")), lambda row, language: row[1] or language.tr("No tax")),
        _read("lowest_price", msg("Lowest price"), _lowest_price, Kind.MONEY),
        _own("largest_discount", msg("Largest discount"), Kind.PERCENT),
        _own("active", msg("Active"), Kind.FLAG),
        _own("strengths", msg("Strengths")),
    ),
)

#: What of its lines an order is added up from.
_FIGURES: Final = (OrderLine.quantity, OrderLine.price, OrderLine.discount, OrderLine.tax)

ORDERS: Final = Sheet(
    msg("Orders"),
    Order,
    select(Order).order_by(Order.ordered_on, Order.id),
    (
        _own("number", msg("Number")),
        _read("client", msg("Client"), _client_of("client")),
        _own("state", msg("State"), Kind.STATE, ORDER_STATES),
        _own("ordered_on", msg("Ordered on"), Kind.DATE),
        _own("promised_on", msg("Promised for"), Kind.DATE),
        _own("fulfilled_on", msg("Fulfilled on"), Kind.DATE),
        _own("discount", msg("Discount"), Kind.PERCENT),
        _read("lines", msg("Sum of the lines"), lambda order, _language: order.totals().lines, Kind.MONEY),
        _read(
            "taken", msg("Discount of the whole order"), lambda order, _language: order.totals().discount, Kind.MONEY
        ),
        _read("untaxed", msg("Amount before tax"), lambda order, _language: order.totals().untaxed, Kind.MONEY),
        _read("tax", msg("Tax"), lambda order, _language: order.totals().tax, Kind.MONEY),
        _read("rounding", msg("Rounding"), lambda order, _language: order.totals().rounding, Kind.MONEY),
        _own("total", msg("Total"), Kind.MONEY),
        _own("payment_terms", msg("Payment terms")),
        _own("delivery_terms", msg("Delivery terms")),
        _own("paper_text", msg("Text for the paper")),
        _own("notes", msg("Notes")),
        _own("notes_on_paper", msg("Notes are printed"), Kind.FLAG),
    ),
    (joinedload(Order.client).load_only(Client.full_name), selectinload(Order.lines).load_only(*_FIGURES)),
    (lazyload(Order.client), lazyload(Order.lines).load_only(*_FIGURES)),
)

LINES: Final = Sheet(
    msg("Order lines"),
    OrderLine,
    select(OrderLine).order_by(OrderLine.order_id, OrderLine.position),
    (
        _read("order", msg("Order"), lambda line, _language: line.order.number),
        _read("client", msg("Client"), _client_of("order.client")),
        _own("code", msg("Code")),
        _read("name", msg("Name"), lambda line, language: line.name(language.code)),
        _own("quantity", msg("Quantity"), Kind.NUMBER),
        _own("unit", msg("Unit")),
        _read("price", msg("Price"), _line_price, Kind.MONEY),
        _own("discount", msg("Discount"), Kind.PERCENT),
        _own("amount", msg("Amount"), Kind.MONEY),
        _own("below_reason", msg("Why below the limits")),
        _read("tax", msg("Tax"), lambda line, _language: line.tax.title if line.tax else ""),
        _own("note", msg("Note")),
    ),
    (
        joinedload(OrderLine.order)
        .load_only(Order.number, Order.currency, Order.arithmetic, Order.client_id)
        .joinedload(Order.client)
        .load_only(Client.full_name),
    ),
    (lazyload(OrderLine.order).lazyload(Order.client),),
)

CONTRACTS: Final = Sheet(
    msg("Contracts"),
    Contract,
    select(Contract).order_by(Contract.contract_date, Contract.id),
    (
        _own("number", msg("Number")),
        _read("client", msg("Client"), _client_of("client")),
        _read("order", msg("Order"), lambda contract, _language: contract.order.number),
        _own("state", msg("State"), Kind.STATE, CONTRACT_STATES),
        _own("contract_date", msg("Date"), Kind.DATE),
        _own("valid_until", msg("Valid until"), Kind.DATE),
        _own("delivery_date", msg("Delivery date"), Kind.DATE),
        _own("signed_on", msg("Signed on"), Kind.DATE),
        _own("ended_on", msg("Ended on"), Kind.DATE),
        _own("total", msg("Total"), Kind.MONEY),
        _own("payment_terms", msg("Payment terms")),
        _own("paper_text", msg("Text for the paper")),
        _own("notes", msg("Notes")),
    ),
    (joinedload(Contract.client).load_only(Client.full_name), joinedload(Contract.order).load_only(Order.number)),
    (lazyload(Contract.client), lazyload(Contract.order)),
)

SHEETS: Final = (CLIENTS, CONTACTS, PRODUCTS, ORDERS, LINES, CONTRACTS)
