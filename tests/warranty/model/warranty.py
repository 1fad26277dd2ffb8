"""A warranty: what is promised to a client of goods that were delivered."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from sqlalchemy import ForeignKey, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_crm.model.about import about
from desktop_crm.model.base import DERIVED, Day, Fixed, Moment, Record, text_column
from desktop_crm.model.client import Client
from desktop_crm.model.flow import Asks, Flow, Step
from desktop_crm.model.fold import search_key
from desktop_crm.model.listing import Choice, Quick
from desktop_crm.model.message import msg
from desktop_crm.model.money import DEFAULT_CURRENCY, PRICE_PLACES, Money, price_problem
from desktop_crm.model.problem import Problem
from desktop_crm.model.tone import Tone


class WarrantyState(StrEnum):
    """Its way."""

    RUNNING = "running"
    CLAIMED = "claimed"
    SETTLED = "settled"


WARRANTY_STATES: Final = (
    Choice(WarrantyState.RUNNING, msg("Warranty runs"), Tone.GOOD),
    Choice(WarrantyState.CLAIMED, msg("Warranty claimed"), Tone.ATTENTION),
    Choice(WarrantyState.SETTLED, msg("Warranty settled"), Tone.NEUTRAL),
)

WARRANTY_FLOW: Final = Flow(
    WARRANTY_STATES,
    (
        Step(
            WarrantyState.CLAIMED,
            msg("Claim warranty…"),
            msg("Claim warranty {number}"),
            "shield-alert",
            (WarrantyState.RUNNING,),
            asks=Asks(
                msg("Why is warranty {number} claimed?"),
                msg("Claim warranty"),
                msg("Claim it all the same"),
                day=False,
                reason=True,
            ),
            reason="cause",
        ),
        Step(
            WarrantyState.SETTLED,
            msg("Settle claim"),
            msg("Settle the claim of warranty {number}"),
            "check",
            (WarrantyState.CLAIMED,),
        ),
        Step(
            WarrantyState.RUNNING,
            msg("Withdraw claim"),
            msg("Withdraw the claim of warranty {number}"),
            "undo-2",
            (WarrantyState.CLAIMED,),
            id="withdraw",
            back=True,
        ),
    ),
    refused=msg("Not changed to “{wanted}”: warranty {number} is at “{state}”."),
)


class Warranty(Record):
    """`amount` is the most that is paid, in `currency`; `cause` of a claim is for ourselves."""

    __tablename__ = "warranties"
    noun = "warranty"
    one = msg("Warranty")
    called = "number"
    derived_from = ("client",)
    flow = WARRANTY_FLOW
    quick = (Quick(msg("Claimed warranties"), (WarrantyState.CLAIMED,)),)

    number: Mapped[str] = mapped_column(Text, unique=True, info=about(msg("Number")))
    client_id: Mapped[int] = mapped_column(Integer, ForeignKey("clients.id"), info=about(msg("Client"), of_client=True))
    state: Mapped[str] = mapped_column(
        Text, default=WarrantyState.RUNNING, info=about(msg("Status"), choices=WARRANTY_STATES)
    )
    until: Mapped[date] = mapped_column(Day, info=about(msg("Warranted until")))
    amount: Mapped[Decimal] = mapped_column(
        Fixed(PRICE_PLACES), default=Decimal(0), info=about(msg("Most that is paid"))
    )
    currency: Mapped[str] = mapped_column(Text, default=DEFAULT_CURRENCY, info=about(msg("Currency")))
    note: Mapped[str] = text_column(info=about(msg("Note")))
    cause: Mapped[str] = text_column(info=about(msg("Cause of the claim"), sensitive=True))
    photo_id: Mapped[int | None] = mapped_column(
        Integer, ForeignKey("blobs.id"), info=about(msg("Photo of the damage"), holds_bytes=True)
    )
    created_at: Mapped[datetime] = mapped_column(Moment, info=DERIVED)
    changed_at: Mapped[datetime] = mapped_column(Moment, info=DERIVED)
    total_minor: Mapped[int] = mapped_column(Integer, default=0, info=DERIVED)
    client_key: Mapped[str] = text_column(info=DERIVED)
    search_key: Mapped[str] = text_column(info=DERIVED)

    client: Mapped[Client] = relationship(lazy="raise")

    __table_args__ = (
        Index(None, "client_id", "until"),
        Index(None, "client_key"),
        Index(None, "state", "until"),
        Record.__table_args__,
    )

    def derive(self) -> None:
        """What it is sorted and found by; needs its client loaded."""
        self.total_minor = self.most.minor
        self.client_key = self.client.name_key
        self.search_key = search_key(self.number, self.client.full_name, self.note)

    @property
    def most(self) -> Money:
        """What is paid at most."""
        return Money(self.amount, self.currency)

    def problems(self) -> list[Problem]:
        """The sum lies within its bounds."""
        wrong = price_problem(self.amount)
        return [] if wrong is None else [Problem("amount", wrong)]
