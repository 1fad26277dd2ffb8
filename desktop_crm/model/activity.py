"""An activity: a call, a message, a visit, a note: something that happened with a client, and what comes next."""

from datetime import date, datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import ForeignKey, Index, Integer, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_crm.model.about import about
from desktop_crm.model.base import DERIVED, Day, LocalMoment, Moment, Record, text_column
from desktop_crm.model.client import Client
from desktop_crm.model.contact import Contact
from desktop_crm.model.fold import search_key
from desktop_crm.model.listing import Choice
from desktop_crm.model.message import msg
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.model.tone import Tone


class ActivityKind(StrEnum):
    """What happened."""

    CALL_IN = "call_in"
    CALL_OUT = "call_out"
    MESSAGE = "message"
    VISIT = "visit"
    NOTE = "note"


ACTIVITY_KINDS: Final = (
    Choice(ActivityKind.CALL_IN, msg("Call in")),
    Choice(ActivityKind.CALL_OUT, msg("Call out")),
    Choice(ActivityKind.MESSAGE, msg("Message")),
    Choice(ActivityKind.VISIT, msg("Visit")),
    Choice(ActivityKind.NOTE, msg("Note")),
)


class StepState(StrEnum):
    """How it stands with a next step, as lists tell it."""

    LATE = "late"
    OPEN = "open"
    DONE = "done"


STEP_STATES: Final = (
    Choice(StepState.LATE, msg("Late"), Tone.DANGER),
    Choice(StepState.OPEN, msg("Open"), Tone.INFORMATION),
    Choice(StepState.DONE, msg("Done"), Tone.GOOD),
)

#: So many letters of what was said name it.
_SHORT: Final = 80


class Activity(Record):
    """Something that happened with a client, as it was written down.

    `next_step` is open until it was `done_at`; `due` is its day. Without a step neither says anything.
    """

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
    next_step: Mapped[str] = text_column(info=about(msg("Next step"), sensitive=True))
    due: Mapped[date | None] = mapped_column(Day, info=about(msg("Step due")))
    done_at: Mapped[datetime | None] = mapped_column(Moment, info=about(msg("Step done")))
    created_at: Mapped[datetime] = mapped_column(Moment, info=DERIVED)
    changed_at: Mapped[datetime] = mapped_column(Moment, info=DERIVED)
    summary: Mapped[str] = text_column(info=DERIVED, doc="The beginning of what was said, which names it.")
    client_key: Mapped[str] = text_column(info=DERIVED)
    search_key: Mapped[str] = text_column(info=DERIVED)

    client: Mapped[Client] = relationship(lazy="raise")
    contact: Mapped[Contact | None] = relationship(lazy="raise")

    __table_args__ = (
        Index(None, "client_id", "moment"),
        Index(None, "moment"),
        Index(None, "client_key", "moment"),
        Index(None, "kind", "moment"),
        Index(None, "due"),
        Index("ix_activities_open", "due", sqlite_where=sql("done_at IS NULL AND next_step <> ''")),
        Index("ix_activities_steps", "client_id", "due", sqlite_where=sql("done_at IS NULL AND next_step <> ''")),
        Index("ix_activities_contact_id", "contact_id", "moment", sqlite_where=sql("contact_id IS NOT NULL")),
        Index(None, "changed_at"),
        Record.__table_args__,
    )

    def derive(self) -> None:
        """What it is called, sorted and found by; needs its client and contact loaded."""
        contact = self.contact.name if self.contact else ""
        self.summary = _short(self.text) or _short(self.next_step) or self.client.full_name
        self.client_key = self.client.name_key
        self.search_key = search_key(self.client.full_name, contact, self.text, self.next_step)

    @property
    def has_open_step(self) -> bool:
        """Whether something comes next."""
        return bool(self.next_step.strip()) and self.done_at is None

    def problems(self) -> list[Problem]:
        """Something was said, or is to be done; a day without a step says nothing."""
        found: list[Problem] = []
        if not self.text.strip() and not self.next_step.strip():
            found.append(Problem("text", msg("Write what was said, or what comes next")))
        if self.due is not None and not self.next_step.strip():
            found.append(Problem("next_step", msg("What is to be done on that day?"), Severity.WARNING))
        return found


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SHORT else f"{words[:_SHORT].rstrip()}…"
