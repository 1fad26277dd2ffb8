"""A contact: a person at a client."""

from datetime import date, datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import ForeignKey, Index, Integer, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_crm.model.about import about
from desktop_crm.model.base import DERIVED, Day, Json, Moment, Record, Values, text_column
from desktop_crm.model.client import Client, Email, contact_point_problems
from desktop_crm.model.fold import name_key, search_key
from desktop_crm.model.listing import Choice
from desktop_crm.model.message import msg
from desktop_crm.model.phone import Phone
from desktop_crm.model.problem import Problem, Severity


class Role(StrEnum):
    """What a contact does at the client."""

    SIGNATORY = "signatory"
    PAYER = "payer"
    DECIDER = "decider"
    BUYER = "buyer"
    RECEIVER = "receiver"
    TECHNICAL = "technical"


ROLES: Final = (
    Choice(Role.SIGNATORY, msg("Signatory")),
    Choice(Role.PAYER, msg("Payer")),
    Choice(Role.DECIDER, msg("Decision maker")),
    Choice(Role.BUYER, msg("Buyer")),
    Choice(Role.RECEIVER, msg("Receiver of goods")),
    Choice(Role.TECHNICAL, msg("Technical")),
)


class Contact(Record):
    """A person at a client: position (jabatan), roles, and for a signatory the basis of authority."""

    __tablename__ = "contacts"
    noun = "client"
    one = msg("Contact")
    called = "name"
    derived_from = ("client",)

    client_id: Mapped[int] = mapped_column(Integer, ForeignKey("clients.id"), info=about(msg("Client"), of_client=True))
    name: Mapped[str] = text_column(info=about(msg("Name")))
    office: Mapped[str] = text_column(info=about(msg("Position")))
    roles: Mapped[list[str]] = mapped_column(Json, default=list, info=about(msg("Roles"), choices=ROLES))
    authority: Mapped[str] = text_column(info=about(msg("Basis of authority")))
    phones: Mapped[tuple[Phone, ...]] = mapped_column(Values(Phone), default=(), info=about(msg("Phones")))
    emails: Mapped[tuple[Email, ...]] = mapped_column(Values(Email), default=(), info=about(msg("E-mails")))
    birthday: Mapped[date | None] = mapped_column(Day, info=about(msg("Birthday")))
    notes: Mapped[str] = text_column(info=about(msg("Notes"), sensitive=True))
    created_at: Mapped[datetime] = mapped_column(Moment, info=DERIVED)
    changed_at: Mapped[datetime] = mapped_column(Moment, info=DERIVED)
    name_key: Mapped[str] = text_column(info=DERIVED)
    search_key: Mapped[str] = text_column(info=DERIVED)
    client_key: Mapped[str] = text_column(server_default=text("''"), sort_order=1, info=DERIVED)

    client: Mapped[Client] = relationship(load_on_pending=True)

    __table_args__ = (
        Index(None, "client_id"),
        Index(None, "name_key"),
        Index(None, "client_key", "name_key"),
        Index(None, "office", "name_key"),
        Index(None, "birthday"),
        Index(None, "changed_at"),
        Record.__table_args__,
    )

    def card(self) -> tuple[str, int]:
        """A contact is told on its client's card."""
        return "client", self.client_id

    def derive(self) -> None:
        """Sort and search keys; needs its client."""
        self.client_key = self.client.name_key
        self.name_key = name_key(self.name or "")
        self.search_key = search_key(
            self.name,
            self.office,
            *(email.address for email in self.emails or ()),
            numbers=[phone.number for phone in self.phones or ()],
        )

    def is_signatory(self) -> bool:
        """Whether this person signs contracts."""
        return Role.SIGNATORY in (self.roles or ())

    def problems(self) -> list[Problem]:
        """A name is required; a signatory should have office and authority."""
        found: list[Problem] = []
        if not self.name.strip():
            found.append(Problem("name", msg("A contact needs a name")))
        if self.is_signatory() and not self.office.strip():
            found.append(Problem("office", msg("Contracts name the position of whoever signs"), Severity.WARNING))
        if self.is_signatory() and not self.authority.strip():
            found.append(
                Problem("authority", msg("Contracts name the basis of authority of whoever signs"), Severity.WARNING)
            )
        return found + contact_point_problems(self.phones, self.emails)
