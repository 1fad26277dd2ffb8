"""A contract made from an order, its template, and the paper frozen when it is signed."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ForeignKey, Index, Integer, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_crm.model.about import about
from desktop_crm.model.base import DERIVED, HIDDEN, UNKNOWN, Day, Flag, Moment, Record, Value, text_column
from desktop_crm.model.client import Client
from desktop_crm.model.contract_flow import CONTRACT_FLOW, CONTRACT_QUICK
from desktop_crm.model.contract_states import CONTRACT_STATES, ContractState
from desktop_crm.model.contract_terms import ContractTerms
from desktop_crm.model.document_language import DOCUMENT_LANGUAGES
from desktop_crm.model.fold import search_key
from desktop_crm.model.listing import Choice
from desktop_crm.model.message import Message, msg
from desktop_crm.model.money import DEFAULT_CURRENCY, Money, lies_between
from desktop_crm.model.order import Order
from desktop_crm.model.printed import Printed
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.model.signatory import Signatory

#: From these states on nothing about the paper changes any more.
FROZEN_STATES: Final = frozenset({ContractState.SIGNED, ContractState.FULFILLED, ContractState.TERMINATED})

_TERMS: Final = tuple(item.name for item in fields(ContractTerms))

#: In these the parties are bound by it.
BINDING_STATES: Final = FROZEN_STATES - {ContractState.TERMINATED}


class TemplateKind(StrEnum):
    """Of which papers a template is."""

    CONTRACT = "contract"
    LETTER = "letter"


TEMPLATE_KINDS: Final = (
    Choice(TemplateKind.CONTRACT, msg("Contracts")),
    Choice(TemplateKind.LETTER, msg("Letters")),
)


class Template(Record):
    """A template of contracts or letters: the text in both languages, with fields; kept in the workspace so that it can be edited.

    `terms` are those that contracts made from it begin with.
    """

    __tablename__ = "templates"
    noun = "settings"
    one = msg("Template")
    called = "title_id"

    code: Mapped[str] = mapped_column(Text, unique=True, info=about(msg("Code")))
    title_id: Mapped[str] = text_column(info=about(msg("Name (Indonesian)")))
    title_en: Mapped[str] = text_column(info=about(msg("Name (English)")))
    text_id: Mapped[str] = text_column(info=HIDDEN, doc="With its fields, in Indonesian.")
    text_en: Mapped[str] = text_column(info=HIDDEN, doc="The same in English.")
    active: Mapped[bool] = mapped_column(Flag, default=True, info=about(msg("Active")))
    terms: Mapped[ContractTerms] = mapped_column(
        Value(ContractTerms),
        default=ContractTerms(),
        server_default=text("'{}'"),
        sort_order=1,
        info=about(msg("Terms")),
    )
    kind: Mapped[str] = mapped_column(
        Text,
        default=TemplateKind.CONTRACT,
        server_default=text(repr(TemplateKind.CONTRACT.value)),
        sort_order=2,
        info=about(msg("Kind"), choices=TEMPLATE_KINDS),
    )

    @classmethod
    def stand_in(cls, row_id: int, _row: Mapping[str, Any]) -> dict[str, Any]:
        """Without a text: contracts have theirs on paper, or are given another template."""
        name = f"{UNKNOWN}{row_id}"
        return {"code": name, "title_id": name, "title_en": name, "active": False}

    def title(self, language: str) -> str:
        """The name to choose it by."""
        return self.title_en if language == "en" else self.title_id

    def text(self, language: str) -> str:
        """The template's text in one language."""
        return self.text_en if language == "en" else self.text_id


class Contract(Record):
    """An agreement with a client; made from an order, printed, signed, then frozen."""

    __tablename__ = "contracts"
    noun = "contract"
    one = msg("Contract")
    called = "number"
    derived_from = ("client", "order.client")
    flow = CONTRACT_FLOW
    quick = CONTRACT_QUICK

    number: Mapped[str] = mapped_column(Text, unique=True, info=about(msg("Number")))
    client_id: Mapped[int] = mapped_column(Integer, ForeignKey("clients.id"), info=about(msg("Client"), of_client=True))
    order_id: Mapped[int] = mapped_column(Integer, ForeignKey("orders.id"), info=HIDDEN, doc="What was ordered.")
    template_id: Mapped[int] = mapped_column(Integer, ForeignKey("templates.id"), info=about(msg("Template")))
    contact_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("contacts.id"), info=about(msg("Contact")))
    language: Mapped[str] = mapped_column(
        Text, default="id", info=about(msg("Document language"), choices=DOCUMENT_LANGUAGES)
    )
    state: Mapped[str] = mapped_column(
        Text, default=ContractState.DRAFT, info=about(msg("Status"), choices=CONTRACT_STATES)
    )
    contract_date: Mapped[date] = mapped_column(Day, info=about(msg("Date")))
    place: Mapped[str] = text_column(info=about(msg("Place")))
    valid_until: Mapped[date | None] = mapped_column(Day, info=about(msg("Valid until")))
    delivery_date: Mapped[date | None] = mapped_column(Day, info=about(msg("Delivery date")))
    delivery_place: Mapped[str] = text_column(info=about(msg("Delivery place")))
    delivery_terms: Mapped[str] = text_column(info=about(msg("Delivery terms")))
    payment_terms: Mapped[str] = text_column(info=about(msg("Payment terms")))
    terms: Mapped[ContractTerms] = mapped_column(
        Value(ContractTerms), default=ContractTerms(), info=about(msg("Terms"))
    )
    subject: Mapped[str] = text_column(info=about(msg("Subject")))
    own_signatory: Mapped[Signatory] = mapped_column(
        Value(Signatory), default=Signatory(), info=about(msg("Our signatory"))
    )
    client_signatory: Mapped[Signatory] = mapped_column(
        Value(Signatory), default=Signatory(), info=about(msg("The client's signatory"))
    )
    sent_on: Mapped[date | None] = mapped_column(Day, info=about(msg("Sent on")))
    signed_on: Mapped[date | None] = mapped_column(Day, info=about(msg("Signed on")))
    ended_on: Mapped[date | None] = mapped_column(Day, info=about(msg("Ended on")))
    end_reason: Mapped[str] = text_column(info=about(msg("Reason"), sensitive=True))
    notes: Mapped[str] = text_column(info=about(msg("Notes"), sensitive=True))
    revision: Mapped[int] = mapped_column(Integer, default=1, info=about(msg("Version")))
    paper_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("blobs.id"), info=HIDDEN, doc="The signed scan.")
    facts_id: Mapped[int | None] = mapped_column(
        Integer,
        ForeignKey("blobs.id"),
        info=HIDDEN | {"names_bytes": "$.logo"},
        doc="All that it said when it was sent or signed.",
    )
    created_at: Mapped[datetime] = mapped_column(Moment, info=DERIVED)
    changed_at: Mapped[datetime] = mapped_column(Moment, info=DERIVED)
    total_minor: Mapped[int] = mapped_column(
        Integer, default=0, info=DERIVED, doc="What it comes to, in the currency's smallest unit."
    )
    currency: Mapped[str] = mapped_column(Text, default=DEFAULT_CURRENCY, info=DERIVED | about(msg("Currency")))
    client_key: Mapped[str] = text_column(info=DERIVED)
    search_key: Mapped[str] = text_column(info=DERIVED)
    withdrawn: Mapped[int] = mapped_column(
        Integer,
        default=0,
        server_default=text("0"),
        info=DERIVED,
        sort_order=1,
        doc="The highest version whose signing was undone.",
    )
    paper_text: Mapped[str] = text_column(
        server_default=text("''"), sort_order=2, info=about(msg("Text for the paper"))
    )
    printed: Mapped[Printed] = mapped_column(
        Value(Printed), default=Printed(), server_default=text("'{}'"), sort_order=3, info=about(msg("Printed"))
    )

    client: Mapped[Client] = relationship(lazy="raise")
    order: Mapped[Order] = relationship(lazy="raise")
    template: Mapped[Template] = relationship(lazy="raise")

    __table_args__ = (
        Index(None, "client_id", "contract_date"),
        Index(None, "order_id"),
        Index(None, "client_key"),
        Index(None, "state", "valid_until", "currency", "total_minor"),
        Index(None, "state", "contract_date", "currency", "total_minor"),
        Index(None, "contract_date"),
        Index(None, "valid_until"),
        Index(None, "signed_on", "currency", "total_minor"),
        Index(None, "total_minor"),
        Index(None, "changed_at"),
        Index("ix_contracts_sent", "client_id", "sent_on", sqlite_where=text("sent_on IS NOT NULL")),
        Index("ix_contracts_signed", "client_id", "signed_on", sqlite_where=text("signed_on IS NOT NULL")),
        Index("ix_contracts_ended", "client_id", "ended_on", sqlite_where=text("ended_on IS NOT NULL")),
        Index("ix_contracts_contact_id", "contact_id", sqlite_where=text("contact_id IS NOT NULL")),
        Record.__table_args__,
    )

    def derive(self) -> None:
        """Total, sort and search keys; needs client and order loaded, and leaves a frozen contract's total alone."""
        if not self.is_frozen():
            self.total_minor, self.currency = self.order.total_minor, self.order.currency
        self.client_key = self.client.name_key
        self.search_key = search_key(self.number, self.client.full_name)

    @property
    def total(self) -> Money:
        """What the contract is worth."""
        return Money.of_minor(self.total_minor, self.currency)

    def told_total(self, kept: Mapping[str, Any]) -> Message | None:
        """It is its order's."""
        if not kept.keys() & {"total_minor", "currency"}:
            return None
        return msg("Contract {number} has another total than its order", number=self.number or f"#{self.id}")

    @property
    def version_on_paper(self) -> int:
        """The version the paper has: never that of one whose signing was taken back (`withdrawn`)."""
        return self.revision if self.is_frozen() else max(self.revision, self.withdrawn + 1)

    @property
    def next_version(self) -> int:
        """The version after that, when this one's signing is taken back."""
        return max(self.revision, self.withdrawn) + 1

    def is_frozen(self) -> bool:
        """Signed: the paper and what stands on it never change again."""
        return self.state in FROZEN_STATES

    def revise(self) -> bool:
        """What stands on paper changes, or may: a contract that was sent becomes the draft of its next version; whether it was."""
        if self.state != ContractState.SENT:
            return False
        self.revision += 1
        self.state, self.facts_id, self.printed = ContractState.DRAFT, None, Printed()
        return True

    def told_revised(self) -> Message:
        """What the person is told of that."""
        return msg(
            "Contract {number} was sent before this change. It is a draft again, as version {version}: send it anew.",
            number=self.number,
            version=self.revision,
        )

    def problems(self) -> list[Problem]:
        """What must be mended before the contract is saved (the paper has its own check before printing)."""
        found: list[Problem] = []
        if not self.number.strip():
            found.append(Problem("number", msg("A contract needs a number")))
        percentages = [name for name in _TERMS if name.endswith("_percent") and name != "liability_percent"]
        for item in fields(self.terms):
            value = getattr(self.terms, item.name)
            if item.name in percentages and not lies_between(value, 0, 100):
                found.append(Problem(f"terms.{item.name}", msg("A percentage lies between 0 and 100")))
            elif isinstance(value, int | Decimal) and value < 0:
                found.append(
                    Problem(f"terms.{item.name}", msg("A number of days, months or percent can't be negative"))
                )
        if self.valid_until and self.valid_until < self.contract_date:
            found.append(Problem("valid_until", msg("Ends before it begins"), Severity.WARNING))
        return found
