"""An order with its lines."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_crm.model.about import about
from desktop_crm.model.addressee import Addressee
from desktop_crm.model.base import DERIVED, HIDDEN, UNKNOWN, Day, Flag, Moment, Record, Value, text_column
from desktop_crm.model.client import Client
from desktop_crm.model.fold import search_key
from desktop_crm.model.lines import (
    PricedLine,
    PricedPaper,
    arithmetic_column,
    currency_column,
    discount_column,
    total_column,
)
from desktop_crm.model.message import Message, msg
from desktop_crm.model.money import Money
from desktop_crm.model.order_flow import ORDER_FLOW, ORDER_QUICK
from desktop_crm.model.order_states import OPEN_ORDER_STATES, ORDER_STATES, OrderState
from desktop_crm.model.problem import Problem, Severity


class OrderLine(PricedLine):
    """One position of an order."""

    __tablename__ = "order_lines"
    noun = "order"
    one = msg("Line")
    paper_name = "order"

    order_id: Mapped[int] = mapped_column(Integer, ForeignKey("orders.id"), info=HIDDEN, doc="Whose line it is.")

    order: Mapped["Order"] = relationship(back_populates="lines", lazy="raise")

    __table_args__ = (Index(None, "order_id", "position"), Index(None, "product_id"), Record.__table_args__)

    def card(self) -> tuple[str, int]:
        """A line is told on its order's card."""
        return "order", self.order_id


class Order(PricedPaper):
    """What a client wants, at which price, by when.

    `addressee` is the client as on the day on which it was confirmed, and does not follow what becomes of the client.

    `notes` are for ourselves and `paper_text` is printed; `notes_on_paper` is of an older order, whose notes still are.
    """

    __tablename__ = "orders"
    noun = "order"
    one = msg("Order")
    called = "number"
    derived_from = ("client", "lines")
    flow = ORDER_FLOW
    quick = ORDER_QUICK
    line_type = OrderLine

    number: Mapped[str] = mapped_column(Text, unique=True, info=about(msg("Number")))
    client_id: Mapped[int] = mapped_column(Integer, ForeignKey("clients.id"), info=about(msg("Client"), of_client=True))
    contact_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("contacts.id"), info=about(msg("Contact")))
    state: Mapped[str] = mapped_column(Text, default=OrderState.DRAFT, info=about(msg("Status"), choices=ORDER_STATES))
    ordered_on: Mapped[date] = mapped_column(Day, info=about(msg("Order date")))
    promised_on: Mapped[date | None] = mapped_column(Day, info=about(msg("Promised for")))
    fulfilled_on: Mapped[date | None] = mapped_column(Day, info=about(msg("Fulfilment date")))
    currency: Mapped[str] = currency_column()
    discount: Mapped[Decimal] = discount_column()
    delivery_terms: Mapped[str] = text_column(info=about(msg("Delivery terms")))
    payment_terms: Mapped[str] = text_column(info=about(msg("Payment terms")))
    notes: Mapped[str] = text_column(info=about(msg("Notes"), sensitive=True))
    created_at: Mapped[datetime] = mapped_column(Moment, info=DERIVED)
    changed_at: Mapped[datetime] = mapped_column(Moment, info=DERIVED)
    total_minor: Mapped[int] = total_column()
    client_key: Mapped[str] = text_column(info=DERIVED)
    search_key: Mapped[str] = text_column(info=DERIVED)
    arithmetic: Mapped[int] = arithmetic_column()
    addressee: Mapped[Addressee | None] = mapped_column(
        Value(Addressee), info=HIDDEN, sort_order=1, doc="The client as on the day on which it was confirmed."
    )
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
        Index(None, "state", "promised_on", "currency", "total_minor"),  # what is late is added up without reading rows
        Index(None, "ordered_on", "currency", "state", "total_minor"),
        Index(None, "promised_on"),
        Index(None, "total_minor"),
        Index(None, "changed_at"),
        Index(
            "ix_orders_open",
            "client_id",
            "currency",
            "total_minor",
            sqlite_where=text("state IN ('confirmed', 'in_delivery')"),
        ),
        Index("ix_orders_fulfilled", "client_id", "fulfilled_on", sqlite_where=text("fulfilled_on IS NOT NULL")),
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
        PricedPaper.derive(self)  # not super(): what is written in bulk is derived as a plain object
        self.client_key = self.client.name_key
        self.search_key = search_key(self.number, self.client.full_name)

    @property
    def printed_notes(self) -> str:
        """The notes of an older order, which its paper has had until now."""
        return self.notes if self.notes_on_paper else ""

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
        found = super().problems()
        if self.promised_on and self.promised_on < self.ordered_on:
            found.append(Problem("promised_on", msg("Promised for a day before the order"), Severity.WARNING))
        return found
