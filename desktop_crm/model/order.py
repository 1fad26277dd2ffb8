"""An order with its lines."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ForeignKey, Index, Integer, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_crm.model.about import about
from desktop_crm.model.addressee import Addressee
from desktop_crm.model.base import DERIVED, HIDDEN, UNKNOWN, Day, Fixed, Flag, Moment, Record, Value, text_column
from desktop_crm.model.client import Client
from desktop_crm.model.fold import search_key
from desktop_crm.model.message import Message, msg
from desktop_crm.model.money import (
    CURRENCIES,
    DEFAULT_CURRENCY,
    MAX_MINOR,
    PERCENT_PLACES,
    PRICE_PLACES,
    Money,
    has_places,
    lies_between,
    price_problem,
)
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.model.states import OPEN_ORDER_STATES, ORDER_STATES, OrderState
from desktop_crm.model.tax import Tax
from desktop_crm.model.totals import ARITHMETIC, Totals, line_amount, order_totals

QUANTITY_PLACES: Final = 3

#: More of one thing nobody sells; the file keeps it with its places in 64 bits.
MAX_QUANTITY: Final = 10**12


class OrderLine(Record):
    """One position; names, unit, price and tax are the order's own, whatever becomes of the product.

    `price` is of one unit in the order's currency: None while nobody has given one, 0 when it is free. `below_reason` says why
    it goes below what its product is sold for at least; no paper shows it.
    """

    __tablename__ = "order_lines"
    noun = "order"
    one = msg("Line")

    order_id: Mapped[int] = mapped_column(Integer, ForeignKey("orders.id"), info=HIDDEN)
    position: Mapped[int] = mapped_column(Integer, default=0, info=about(msg("Position")))
    product_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("products.id"), info=HIDDEN)
    code: Mapped[str] = text_column(info=about(msg("Code")))
    name_id: Mapped[str] = text_column(info=about(msg("Name (Indonesian)")))
    name_en: Mapped[str] = text_column(info=about(msg("Name (English)")))
    quantity: Mapped[Decimal] = mapped_column(Fixed(QUANTITY_PLACES), default=Decimal(1), info=about(msg("Quantity")))
    unit: Mapped[str] = text_column(info=about(msg("Unit")))
    price: Mapped[Decimal | None] = mapped_column(Fixed(PRICE_PLACES), info=about(msg("Price")))
    discount: Mapped[Decimal] = mapped_column(
        Fixed(PERCENT_PLACES), default=Decimal(0), info=about(msg("Discount"), sensitive=True)
    )
    tax: Mapped[Tax | None] = mapped_column(Value(Tax), info=about(msg("Tax")))
    note: Mapped[str] = text_column(info=about(msg("Note")))
    below_reason: Mapped[str] = text_column(
        server_default=text("''"), sort_order=1, info=about(msg("Why below the limits"), sensitive=True)
    )

    order: Mapped["Order"] = relationship(back_populates="lines", lazy="raise")

    __table_args__ = (Index(None, "order_id", "position"), Index(None, "product_id"), Record.__table_args__)

    def card(self) -> tuple[str, int]:
        """A line is told on its order's card."""
        return "order", self.order_id

    @property
    def currency(self) -> str:
        """The order's."""
        return self.order.currency

    @property
    def amount(self) -> Money:
        """After the line's discount; nothing while it has no price."""
        order = self.order
        return Money(
            line_amount(self.quantity, self.price, self.discount, order.currency, order.arithmetic), order.currency
        )

    def name(self, language: str) -> str:
        """The name in a language, or in the other where it has none."""
        first, second = (self.name_en, self.name_id) if language == "en" else (self.name_id, self.name_en)
        return first or second


class Order(Record):
    """What a client wants, at which price, by when.

    `arithmetic` is the version of the sums it was last saved under as a draft; `addressee` the client as on the day on
    which it was confirmed. Neither follows what becomes of the program, or of the client.

    `notes` are for ourselves and `paper_text` is printed; `notes_on_paper` is of an older order, whose notes still are.
    """

    __tablename__ = "orders"
    noun = "order"
    one = msg("Order")
    called = "number"
    derived_from = ("client", "lines")

    number: Mapped[str] = mapped_column(Text, unique=True, info=about(msg("Number")))
    client_id: Mapped[int] = mapped_column(Integer, ForeignKey("clients.id"), info=about(msg("Client"), of_client=True))
    contact_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("contacts.id"), info=about(msg("Contact")))
    state: Mapped[str] = mapped_column(Text, default=OrderState.DRAFT, info=about(msg("State"), choices=ORDER_STATES))
    ordered_on: Mapped[date] = mapped_column(Day, info=about(msg("Ordered on")))
    promised_on: Mapped[date | None] = mapped_column(Day, info=about(msg("Promised for")))
    fulfilled_on: Mapped[date | None] = mapped_column(Day, info=about(msg("Fulfilled on")))
    currency: Mapped[str] = mapped_column(Text, default=DEFAULT_CURRENCY, info=about(msg("Currency")))
    discount: Mapped[Decimal] = mapped_column(
        Fixed(PERCENT_PLACES), default=Decimal(0), info=about(msg("Discount"), sensitive=True)
    )
    delivery_terms: Mapped[str] = text_column(info=about(msg("Delivery terms")))
    payment_terms: Mapped[str] = text_column(info=about(msg("Payment terms")))
    notes: Mapped[str] = text_column(info=about(msg("Notes"), sensitive=True))
    created_at: Mapped[datetime] = mapped_column(Moment, info=DERIVED)
    changed_at: Mapped[datetime] = mapped_column(Moment, info=DERIVED)
    total_minor: Mapped[int] = mapped_column(Integer, default=0, info=DERIVED)
    client_key: Mapped[str] = text_column(info=DERIVED)
    search_key: Mapped[str] = text_column(info=DERIVED)
    arithmetic: Mapped[int] = mapped_column(
        Integer, default=ARITHMETIC, server_default=text("1"), info=DERIVED, sort_order=1
    )
    addressee: Mapped[Addressee | None] = mapped_column(Value(Addressee), info=HIDDEN, sort_order=1)
    paper_text: Mapped[str] = text_column(
        server_default=text("''"), sort_order=2, info=about(msg("Text for the paper"))
    )
    notes_on_paper: Mapped[bool] = mapped_column(
        Flag, default=False, server_default=text("0"), sort_order=2, info=about(msg("Notes are printed"))
    )

    client: Mapped[Client] = relationship(lazy="raise")
    lines: Mapped[list[OrderLine]] = relationship(
        back_populates="order", lazy="raise", order_by=OrderLine.position, cascade="all, delete-orphan"
    )

    __table_args__ = (
        Index(None, "client_id", "ordered_on"),
        Index(None, "client_key"),
        Index(None, "state", "promised_on"),
        Index(None, "ordered_on", "currency", "state", "total_minor"),
        Index(None, "promised_on"),
        Index(None, "total_minor"),
        Index(None, "changed_at"),
        Index("ix_orders_contact_id", "contact_id", sqlite_where=text("contact_id IS NOT NULL")),
        Record.__table_args__,
    )

    @classmethod
    def stand_in(cls, row_id: int, row: Mapping[str, Any]) -> dict[str, Any] | None:
        """A contract tells whose its order was; a line does not."""
        if "contract_date" not in row:
            return None
        day = datetime.fromisoformat(row["contract_date"]).date()
        shared = {name: row[name] for name in ("client_id", "currency", "client_key", "search_key")}
        return {"number": f"{UNKNOWN}{row_id}", "ordered_on": day, **shared}

    def derive(self) -> None:
        """The total for lists, sort and search keys; needs lines and client loaded."""
        self.total_minor = self.totals().total.minor
        self.client_key = self.client.name_key
        self.search_key = search_key(self.number, self.client.full_name)

    @property
    def printed_notes(self) -> str:
        """The notes of an older order, which its paper has had until now."""
        return self.notes if self.notes_on_paper else ""

    def totals(self) -> Totals:
        """The order added up, by the arithmetic it was agreed under."""
        return order_totals(self.lines, self.discount, self.currency, self.arithmetic)

    @property
    def total(self) -> Money:
        """What the client pays, as last saved."""
        return Money.of_minor(self.total_minor, self.currency)

    def told_total(self, kept: Mapping[str, Any]) -> Message | None:
        """Its lines add up to something else."""
        if kept.get("total_minor") is None:
            return None
        return msg(
            "Order {number} says {kept}, its lines add up to {computed}",
            number=self.number,
            kept=Money.of_minor(kept["total_minor"], self.currency),
            computed=self.total,
        )

    def is_overdue(self, today: date) -> bool:
        """Promised for a day that has passed, and not fulfilled."""
        return self.state in OPEN_ORDER_STATES and self.promised_on is not None and self.promised_on < today

    def is_editable(self) -> bool:
        """Lines and terms may change only while the order is a draft."""
        return self.state == OrderState.DRAFT

    def problems(self) -> list[Problem]:
        """What must be mended before the order is saved."""
        found: list[Problem] = []
        if self.currency not in CURRENCIES:
            found.append(
                Problem("currency", msg("{currency} is not a currency this program knows", currency=self.currency))
            )
            return found
        if not lies_between(self.discount, 0, 100):
            found.append(Problem("discount", msg("A discount lies between 0 and 100 percent")))
        elif not has_places(self.discount, PERCENT_PLACES):
            found.append(Problem("discount", msg("A discount has at most 2 decimals")))
        if self.promised_on and self.promised_on < self.ordered_on:
            found.append(Problem("promised_on", msg("Promised for a day before the order"), Severity.WARNING))
        for at, line in enumerate(self.lines):
            found.extend(_line_problems(at, line))
        if not any(problem.severity is Severity.ERROR for problem in found) and self.totals().total.minor > MAX_MINOR:
            found.append(Problem("lines", msg("The total is too large")))
        return found


def _line_problems(at: int, line: OrderLine) -> list[Problem]:
    found = []
    if not (line.name_id.strip() or line.name_en.strip()):
        found.append(Problem(f"lines.{at}.name", msg("Line {line} has no name", line=at + 1)))
    if line.quantity.is_nan() or line.quantity <= 0:
        found.append(Problem(f"lines.{at}.quantity", msg("Line {line}: the quantity must be more than 0", line=at + 1)))
    elif line.quantity > MAX_QUANTITY:
        found.append(Problem(f"lines.{at}.quantity", msg("Line {line}: the quantity is too large", line=at + 1)))
    elif not has_places(line.quantity, QUANTITY_PLACES):
        found.append(
            Problem(f"lines.{at}.quantity", msg("Line {line}: a quantity has at most 3 decimals", line=at + 1))
        )
    if line.price is None:
        found.append(Problem(f"lines.{at}.price", msg("Line {line} has no price yet", line=at + 1), Severity.WARNING))
    elif (wrong := price_problem(line.price)) is not None:
        found.append(Problem(f"lines.{at}.price", msg("Line {line}: {wrong}", line=at + 1, wrong=wrong)))
    if not lies_between(line.discount, 0, 100):
        found.append(
            Problem(f"lines.{at}.discount", msg("Line {line}: a discount lies between 0 and 100 percent", line=at + 1))
        )
    elif not has_places(line.discount, PERCENT_PLACES):
        found.append(
            Problem(f"lines.{at}.discount", msg("Line {line}: a discount has at most 2 decimals", line=at + 1))
        )
    return found
