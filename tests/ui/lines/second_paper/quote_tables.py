"""A second kind of paper with priced lines: the tables of a quotation."""

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_crm.model import lines as priced
from desktop_crm.model.about import about
from desktop_crm.model.base import HIDDEN, Day, text_column
from desktop_crm.model.client import Client
from desktop_crm.model.message import msg


class QuoteLine(priced.PricedLine):
    __tablename__ = "quote_lines"
    noun, one, paper_name = "quote", msg("Line"), "quote"
    quote_id: Mapped[int] = mapped_column(Integer, ForeignKey("quotes.id"), info=HIDDEN)
    quote: Mapped["Quote"] = relationship(back_populates="lines", lazy="raise")

    def card(self) -> tuple[str, int]:
        return "quote", self.quote_id


class Quote(priced.PricedPaper):
    __tablename__ = "quotes"
    noun, one, called, line_type = "quote", msg("Quote"), "number", QuoteLine
    derived_from = ("client", "lines")
    addressee = None  # it follows its client
    number: Mapped[str] = mapped_column(Text, unique=True, info=about(msg("Number")))
    client_id: Mapped[int] = mapped_column(Integer, ForeignKey("clients.id"), info=about(msg("Client"), of_client=True))
    contact_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("contacts.id"), info=about(msg("Contact")))
    quoted_on: Mapped[date] = mapped_column(Day, info=about(msg("Date")))
    currency: Mapped[str] = priced.currency_column()
    discount: Mapped[Decimal] = priced.discount_column()
    delivery_terms: Mapped[str] = text_column(info=about(msg("Delivery terms")))
    payment_terms: Mapped[str] = text_column(info=about(msg("Payment terms")))
    paper_text: Mapped[str] = text_column(info=about(msg("Text for the paper")))
    total_minor: Mapped[int] = priced.total_column()
    arithmetic: Mapped[int] = priced.arithmetic_column()
    client: Mapped[Client] = relationship(lazy="raise")
    lines: Mapped[list[QuoteLine]] = relationship(
        back_populates="quote", lazy="raise", order_by=QuoteLine.position, cascade="all, delete-orphan"
    )
