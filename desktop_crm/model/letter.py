"""A letter in the register: one that came in, or one that is written, sent, and then stays as it went out."""

from datetime import date, datetime
from typing import Final

from sqlalchemy import ForeignKey, Index, Integer, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_crm.model.about import about
from desktop_crm.model.base import DERIVED, HIDDEN, Day, Moment, Record, Value, text_column
from desktop_crm.model.client import Client
from desktop_crm.model.fold import name_key, search_key
from desktop_crm.model.letter_flow import LETTER_FLOW
from desktop_crm.model.letter_states import (
    CHANNELS,
    DIRECTIONS,
    LETTER_LANGUAGES,
    LETTER_STATES,
    Direction,
    LetterState,
)
from desktop_crm.model.listing import Quick
from desktop_crm.model.message import msg
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.model.signatory import Signatory

#: Which state each of them begins in.
BEGINS: Final = {Direction.OUTGOING: LetterState.DRAFT, Direction.INCOMING: LetterState.RECEIVED}

#: What only one of them becomes.
_OF: Final = {
    LetterState.DRAFT: Direction.OUTGOING,
    LetterState.SENT: Direction.OUTGOING,
    LetterState.RECEIVED: Direction.INCOMING,
}


class Letter(Record):
    """`addressee` is who writes, or is written to, where that is no client, or elsewhere than its card says: a name, and below it the address.

    `enclosures` stand one a line; a number alone says how many there are. `copies` are who else gets it. Its own `text` takes
    the place of what the template says.
    """

    __tablename__ = "letters"
    noun = "letter"
    one = msg("Letter")
    called = "number"
    derived_from = ("client",)
    flow = LETTER_FLOW
    quick = (
        Quick(msg("To answer"), (LetterState.RECEIVED,)),
        Quick(msg("Incoming"), (Direction.INCOMING,), "direction"),
        Quick(msg("Outgoing"), (Direction.OUTGOING,), "direction"),
    )

    number: Mapped[str] = mapped_column(Text, unique=True, info=about(msg("Number")))
    direction: Mapped[str] = mapped_column(
        Text, default=Direction.OUTGOING, info=about(msg("Direction"), choices=DIRECTIONS)
    )
    state: Mapped[str] = mapped_column(
        Text, default=LetterState.DRAFT, info=about(msg("Status"), choices=LETTER_STATES)
    )
    letter_date: Mapped[date] = mapped_column(Day, info=about(msg("Date")))
    place: Mapped[str] = text_column(info=about(msg("Place")))
    client_id: Mapped[int | None] = mapped_column(
        Integer, ForeignKey("clients.id"), info=about(msg("Client"), of_client=True)
    )
    contact_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("contacts.id"), info=about(msg("Contact")))
    addressee: Mapped[str] = text_column(info=about(msg("Name and address"), sensitive=True))
    their_number: Mapped[str] = text_column(info=about(msg("Their number")))
    their_date: Mapped[date | None] = mapped_column(Day, info=about(msg("Their date")))
    subject: Mapped[str] = text_column(info=about(msg("Subject"), sensitive=True))
    channel: Mapped[str] = text_column(info=about(msg("Sent by way of"), choices=CHANNELS))
    enclosures: Mapped[str] = text_column(info=about(msg("Attachments"), sensitive=True))
    copies: Mapped[str] = text_column(info=about(msg("Copies to"), sensitive=True))
    order_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("orders.id"), info=about(msg("Order")))
    contract_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("contracts.id"), info=about(msg("Contract")))
    answers_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("letters.id"), info=about(msg("Answers letter")))
    answer_due: Mapped[date | None] = mapped_column(Day, info=about(msg("Answer due")))
    answered_on: Mapped[date | None] = mapped_column(Day, info=about(msg("Answered on")))
    template_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("templates.id"), info=about(msg("Template")))
    language: Mapped[str] = mapped_column(
        Text, default="id", info=about(msg("Document language"), choices=LETTER_LANGUAGES)
    )
    text: Mapped[str] = text_column(info=about(msg("Text"), sensitive=True))
    own_signatory: Mapped[Signatory] = mapped_column(
        Value(Signatory), default=Signatory(), info=about(msg("Our signatory"))
    )
    sent_on: Mapped[date | None] = mapped_column(Day, info=about(msg("Sent on")))
    notes: Mapped[str] = text_column(info=about(msg("Notes"), sensitive=True))
    paper_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("blobs.id"), info=HIDDEN, doc="As it was sent.")
    facts_id: Mapped[int | None] = mapped_column(
        Integer,
        ForeignKey("blobs.id"),
        info=HIDDEN | {"names_bytes": "$.logo"},
        doc="All that it said when it was sent.",
    )
    created_at: Mapped[datetime] = mapped_column(Moment, info=DERIVED)
    changed_at: Mapped[datetime] = mapped_column(Moment, info=DERIVED)
    party: Mapped[str] = text_column(info=DERIVED, doc="Who writes, or is written to.")
    client_key: Mapped[str] = text_column(info=DERIVED)
    search_key: Mapped[str] = text_column(info=DERIVED)

    client: Mapped[Client | None] = relationship(lazy="raise")

    __table_args__ = (
        Index(None, "client_id", "letter_date"),
        Index(None, "client_key", "letter_date"),
        Index(None, "state", "answer_due"),
        Index(None, "direction", "letter_date"),
        Index(None, "letter_date"),
        Index(None, "answer_due"),
        Index(None, "changed_at"),
        Index("ix_letters_contact_id", "contact_id", "letter_date", sqlite_where=sql("contact_id IS NOT NULL")),
        Index("ix_letters_order_id", "order_id", "letter_date", sqlite_where=sql("order_id IS NOT NULL")),
        Index("ix_letters_contract_id", "contract_id", "letter_date", sqlite_where=sql("contract_id IS NOT NULL")),
        Index("ix_letters_answers_id", "answers_id", sqlite_where=sql("answers_id IS NOT NULL")),
        Index("ix_letters_template_id", "template_id", sqlite_where=sql("template_id IS NOT NULL")),
        Record.__table_args__,
    )

    def derive(self) -> None:
        """Whom it is from or to, and what it is sorted and found by; needs its client loaded."""
        self.party = self.client.full_name if self.client else named_in(self.addressee)
        self.client_key = self.client.name_key if self.client else name_key(self.party)
        self.search_key = search_key(
            self.number, self.their_number, self.party, self.addressee, self.subject, self.text, self.enclosures
        )

    @property
    def is_incoming(self) -> bool:
        """Whether it came to us."""
        return self.direction == Direction.INCOMING

    def is_frozen(self) -> bool:
        """Sent: its paper and what stands on it never change again."""
        return not self.is_incoming and self.state != LetterState.DRAFT

    def may_become(self, state: str) -> bool:
        """Whether letters of its direction have this state."""
        return _OF.get(LetterState(state), self.direction) == self.direction

    def problems(self) -> list[Problem]:
        """What must be mended before the letter is saved (the paper has its own check before it goes out)."""
        found: list[Problem] = []
        if not self.subject.strip() and (self.is_incoming or self.template_id is None):
            found.append(Problem("subject", msg("What is the letter about?")))
        if self.answer_due and self.letter_date and self.answer_due < self.letter_date:
            found.append(Problem("answer_due", msg("That is before the day of the letter"), Severity.WARNING))
        if self.their_date and self.letter_date and self.is_incoming and self.their_date > self.letter_date:
            found.append(Problem("their_date", msg("That is after it came in"), Severity.WARNING))
        return found


def named_in(addressee: str) -> str:
    """Whom a typed address is of: its first line."""
    return next((line.strip() for line in addressee.splitlines() if line.strip()), "")


def enclosed(enclosures: str) -> tuple[int, tuple[str, ...]]:
    """How many attachments there are, and what they are where that is said."""
    names = lines_of(enclosures)
    if len(names) == 1 and names[0].isdecimal() and len(names[0]) < 4:
        return int(names[0]), ()
    return len(names), names


def lines_of(text: str) -> tuple[str, ...]:
    """What stands in its lines."""
    return tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())
