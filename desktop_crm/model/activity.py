"""An activity: a call, a message, a visit, a note: something that happened with a client, and what comes next."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import ForeignKey, Index, Integer, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_crm.model.about import about
from desktop_crm.model.base import DERIVED, HIDDEN, LocalMoment, Moment, Record, text_column
from desktop_crm.model.client import Client
from desktop_crm.model.contact import Contact
from desktop_crm.model.fold import search_key
from desktop_crm.model.listing import Choice
from desktop_crm.model.message import msg
from desktop_crm.model.problem import Problem


class ActivityKind(StrEnum):
    """What happened."""

    CALL_IN = "call_in"
    CALL_OUT = "call_out"
    MESSAGE = "message"
    EMAIL_IN = "email_in"
    EMAIL_OUT = "email_out"
    LETTER = "letter"
    FAX = "fax"
    MEETING = "meeting"
    VISIT = "visit"
    CONSULTATION = "consultation"
    NOTE = "note"


ACTIVITY_KINDS: Final = (
    Choice(ActivityKind.CALL_IN, msg("Call in")),
    Choice(ActivityKind.CALL_OUT, msg("Call out")),
    Choice(ActivityKind.MESSAGE, msg("Message")),
    Choice(ActivityKind.EMAIL_IN, msg("Email in")),
    Choice(ActivityKind.EMAIL_OUT, msg("Email out")),
    Choice(ActivityKind.LETTER, msg("Letter")),
    Choice(ActivityKind.FAX, msg("Fax")),
    Choice(ActivityKind.MEETING, msg("Meeting")),
    Choice(ActivityKind.VISIT, msg("Visit")),
    Choice(ActivityKind.CONSULTATION, msg("Consultation")),
    Choice(ActivityKind.NOTE, msg("Note")),
)

#: What is kept while it happens, one key each; the other kinds come with papers, files and appointments.
QUICK_KINDS: Final = tuple(
    choice
    for choice in ACTIVITY_KINDS
    if choice.code
    in {
        ActivityKind.CALL_IN,
        ActivityKind.CALL_OUT,
        ActivityKind.MESSAGE,
        ActivityKind.VISIT,
        ActivityKind.NOTE,
    }
)

#: The kinds by which one has spoken; a note is about somebody, not with them.
TOUCHES: Final = tuple(kind for kind in ActivityKind if kind is not ActivityKind.NOTE)


class Direction(StrEnum):
    """Who began."""

    IN = "in"
    OUT = "out"


_DIRECTIONS: Final = {
    ActivityKind.CALL_IN: Direction.IN,
    ActivityKind.EMAIL_IN: Direction.IN,
    ActivityKind.CALL_OUT: Direction.OUT,
    ActivityKind.EMAIL_OUT: Direction.OUT,
}


class Touch(StrEnum):
    """Whether one has spoken by it, where that is not as its kind has it."""

    AS_KIND = ""
    YES = "yes"
    NO = "no"


TOUCH_CHOICES: Final = (
    Choice(Touch.AS_KIND, msg("As its kind")),
    Choice(Touch.YES, msg("Yes")),
    Choice(Touch.NO, msg("No")),
)


#: So many letters of what was said name it.
_SHORT: Final = 80
#: So many are found by their words; what stands further down in a mail are the mails it answers.
_FOUND: Final = 20_000
#: A whole day.
_MOST_MINUTES: Final = 24 * 60
#: The largest id that the file can give.
_MOST_RECORDS: Final = 2**63 - 1


class Activity(Record):
    """Something that happened with a client, as it was written down. What comes next of it is a task."""

    __tablename__ = "activities"
    noun = "activity"
    one = msg("Activity")
    called = "summary"
    derived_from = ("client", "contact")

    kind: Mapped[str] = mapped_column(
        Text, default=ActivityKind.CALL_IN, info=about(msg("Kind"), choices=ACTIVITY_KINDS)
    )
    moment: Mapped[datetime] = mapped_column(LocalMoment, info=about(msg("When")))
    client_id: Mapped[int] = mapped_column(Integer, ForeignKey("clients.id"), info=about(msg("Client"), of_client=True))
    contact_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("contacts.id"), info=about(msg("Contact")))
    text: Mapped[str] = text_column(info=about(msg("What was said"), sensitive=True))
    created_at: Mapped[datetime] = mapped_column(Moment, info=DERIVED)
    changed_at: Mapped[datetime] = mapped_column(Moment, info=DERIVED)
    summary: Mapped[str] = text_column(info=DERIVED, doc="The beginning of what was said, which names it.")
    client_key: Mapped[str] = text_column(info=DERIVED)
    search_key: Mapped[str] = text_column(info=DERIVED)
    subject: Mapped[str] = text_column(
        server_default=sql("''"), sort_order=1, info=about(msg("Subject"), sensitive=True)
    )
    minutes: Mapped[int | None] = mapped_column(Integer, sort_order=1, info=about(msg("Minutes")))
    outcome: Mapped[str] = text_column(
        server_default=sql("''"), sort_order=1, info=about(msg("Outcome"), sensitive=True)
    )
    touch: Mapped[str] = text_column(
        server_default=sql("''"), sort_order=1, info=about(msg("Counts as contact"), choices=TOUCH_CHOICES)
    )
    about_noun: Mapped[str] = text_column(
        server_default=sql("''"),
        sort_order=1,
        info=HIDDEN,
        doc="What it is about besides the client: `order` or `contract`.",
    )
    about_id: Mapped[int | None] = mapped_column(Integer, sort_order=1, info=HIDDEN, doc="Which of those.")
    message_id: Mapped[str] = text_column(
        server_default=sql("''"),
        sort_order=1,
        info=HIDDEN,
        doc="By which a mail is known again, a digest where it has no id.",
    )
    in_reply_to: Mapped[str] = text_column(
        server_default=sql("''"), sort_order=1, info=HIDDEN, doc="The id of the mail it answers."
    )

    client: Mapped[Client] = relationship(lazy="raise")
    contact: Mapped[Contact | None] = relationship(lazy="raise")

    __table_args__ = (
        Index(None, "client_id", "moment"),
        Index(None, "moment"),
        Index(None, "client_key", "moment"),
        Index(None, "kind", "moment"),
        Index("ix_activities_contact_id", "contact_id", "moment", sqlite_where=sql("contact_id IS NOT NULL")),
        Index(None, "changed_at"),
        Index("ix_activities_about", "about_noun", "about_id", "moment", sqlite_where=sql("about_id IS NOT NULL")),
        Index("ix_activities_message_id", "message_id", sqlite_where=sql("message_id <> ''")),
        Record.__table_args__,
    )

    def derive(self) -> None:
        """What it is called, sorted and found by; needs its client and contact loaded."""
        contact = self.contact.name if self.contact else ""
        self.summary = next(filter(None, map(_short, (self.subject, self.text))), self.client.full_name)
        self.client_key = self.client.name_key
        self.search_key = search_key(self.client.full_name, contact, self.subject, self.text[:_FOUND], self.outcome)

    @property
    def direction(self) -> Direction | None:
        """Who began, where its kind says so."""
        return _DIRECTIONS.get(ActivityKind(self.kind))

    @property
    def is_touch(self) -> bool:
        """Whether one has spoken by it."""
        return self.touch == Touch.YES or (self.touch == Touch.AS_KIND and self.kind in TOUCHES)

    def problems(self) -> list[Problem]:
        """Something was said."""
        found: list[Problem] = []
        if not any(said.strip() for said in (self.text, self.subject)):
            found.append(Problem("text", msg("Write what was said, or what comes next")))
        if self.minutes is not None and not 0 <= self.minutes <= _MOST_MINUTES:
            found.append(Problem("minutes", msg("Between no minutes and those of a whole day")))
        if self.about_id is not None and not 0 < self.about_id <= _MOST_RECORDS:
            found.append(Problem("about_id", msg("There is no such record")))
        return found


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SHORT else f"{words[:_SHORT].rstrip()}…"
