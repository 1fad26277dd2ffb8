"""A task: something to do, for a client or for oneself, about an order or a contract, by a day or without one."""

import re
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import ForeignKey, Index, Integer
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_crm.model.about import about
from desktop_crm.model.activity import Activity
from desktop_crm.model.base import DERIVED, HIDDEN, Day, LocalMoment, Moment, Record, Values, text_column
from desktop_crm.model.check_item import CheckItem
from desktop_crm.model.client import Client
from desktop_crm.model.contact import Contact
from desktop_crm.model.contract import Contract
from desktop_crm.model.fold import search_key
from desktop_crm.model.listing import Choice, Quick
from desktop_crm.model.message import msg
from desktop_crm.model.moments import LAST, moment_to_int, on_this_clock
from desktop_crm.model.order import Order
from desktop_crm.model.problem import Problem
from desktop_crm.model.repeat import Repeat
from desktop_crm.model.tone import Tone


class TaskState(StrEnum):
    """How it stands with a task, as lists tell it."""

    LATE = "late"
    OPEN = "open"
    DONE = "done"


TASK_STATES: Final = (
    Choice(TaskState.LATE, msg("Late"), Tone.DANGER),
    Choice(TaskState.OPEN, msg("Not done"), Tone.INFORMATION),
    Choice(TaskState.DONE, msg("Done"), Tone.GOOD),
)


class Group(StrEnum):
    """Where a task stands in its list."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    UNDATED = "undated"
    DONE = "done"


GROUPS: Final = (
    Choice(Group.OVERDUE, msg("Overdue"), Tone.DANGER),
    Choice(Group.TODAY, msg("Today"), Tone.ATTENTION),
    Choice(Group.WEEK, msg("This week")),
    Choice(Group.LATER, msg("Later")),
    Choice(Group.UNDATED, msg("No date")),
    Choice(Group.DONE, msg("Done"), Tone.GOOD),
)


class Promise(StrEnum):
    """Whose word it is to keep, where one was given."""

    OURS = "ours"
    THEIRS = "theirs"


PROMISES: Final = (
    Choice("", msg("No promise")),
    Choice(Promise.OURS, msg("We promised"), Tone.ATTENTION),
    Choice(Promise.THEIRS, msg("They promised"), Tone.INFORMATION),
)

#: From when on a reminder of a day without a time is counted back.
MORNING: Final = time(8)

_TIME: Final = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_OPEN: Final = "done_at IS NULL"


class Task(Record):
    """Something to do, open until it was `done_at`. Without a client it is one's own.

    What it came from is its activity. It reminds at a moment (`remind_at`), or so many minutes before its time (`remind_before`),
    and once more when it is snoozed: all of these are hours on whichever clock shows them. `rings_at` is the next of them, which
    is told once (`told_at`). One that `repeats` is followed by the next of its series when it is done.
    """

    __tablename__ = "tasks"
    noun = "task"
    one = msg("Task")
    called = "title"
    derived_from = ("client", "contact")
    quick = (
        Quick(msg("Overdue"), (Group.OVERDUE,), "group"),
        Quick(msg("Today"), (Group.TODAY,), "group"),
        Quick(msg("This week"), (Group.WEEK,), "group"),
        Quick(msg("Later"), (Group.LATER,), "group"),
        Quick(msg("No date"), (Group.UNDATED,), "group"),
        Quick(msg("Done"), (Group.DONE,), "group"),
    )

    title: Mapped[str] = text_column(info=about(msg("What is to be done"), sensitive=True))
    note: Mapped[str] = text_column(info=about(msg("Note"), sensitive=True))
    client_id: Mapped[int | None] = mapped_column(
        Integer, ForeignKey("clients.id"), info=about(msg("Client"), of_client=True)
    )
    contact_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("contacts.id"), info=about(msg("Contact")))
    order_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("orders.id"), info=about(msg("Order")))
    contract_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("contracts.id"), info=about(msg("Contract")))
    activity_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("activities.id"), info=about(msg("Came from")))
    due: Mapped[date | None] = mapped_column(Day, info=about(msg("Due")))
    time: Mapped[str] = text_column(info=about(msg("Time")), doc="As `10:42`; empty for the whole day.")
    promise: Mapped[str] = text_column(info=about(msg("Promise"), choices=PROMISES))
    remind_at: Mapped[datetime | None] = mapped_column(LocalMoment, info=about(msg("Remind")))
    remind_before: Mapped[int | None] = mapped_column(
        Integer, info=about(msg("Remind before")), doc="Minutes before its time, or before 8:00 of its day."
    )
    snoozed_until: Mapped[datetime | None] = mapped_column(LocalMoment, info=about(msg("Remind again")))
    repeats: Mapped[str] = text_column(info=about(msg("Repeat")), doc="As `2 week` or `5 working_day after`.")
    series_id: Mapped[int | None] = mapped_column(Integer, info=HIDDEN, doc="The first of a series, which may be gone.")
    series_start: Mapped[date | None] = mapped_column(Day, info=HIDDEN, doc="The day from which a series is counted.")
    checklist: Mapped[tuple[CheckItem, ...]] = mapped_column(
        Values(CheckItem), default=(), info=about(msg("Checklist"), sensitive=True)
    )
    done_at: Mapped[datetime | None] = mapped_column(Moment, info=about(msg("Done on")))
    created_at: Mapped[datetime] = mapped_column(Moment, info=DERIVED)
    changed_at: Mapped[datetime] = mapped_column(Moment, info=DERIVED)
    rings_at: Mapped[datetime | None] = mapped_column(LocalMoment, info=DERIVED, doc="When it reminds next.")
    told_at: Mapped[datetime | None] = mapped_column(Moment, info=DERIVED, doc="When that reminder was shown.")
    client_key: Mapped[str] = text_column(info=DERIVED)
    list_key: Mapped[str] = text_column(
        info=DERIVED,
        doc="Its place in the list: open ones by day and time, those without a day, done ones the latest first.",
    )
    search_key: Mapped[str] = text_column(info=DERIVED)

    client: Mapped[Client | None] = relationship(lazy="raise")
    contact: Mapped[Contact | None] = relationship(lazy="raise")
    order: Mapped[Order | None] = relationship(lazy="raise")
    contract: Mapped[Contract | None] = relationship(lazy="raise")
    activity: Mapped[Activity | None] = relationship(lazy="raise")

    __table_args__ = (
        Index(None, "list_key"),
        Index(None, "due"),
        Index(None, "client_key", "list_key"),
        Index(None, "client_id", "done_at"),
        Index(None, "changed_at"),
        Index("ix_tasks_open", "due", sqlite_where=sql(_OPEN)),
        Index("ix_tasks_steps", "client_id", "due", sqlite_where=sql(_OPEN)),
        Index(
            "ix_tasks_reminders", "rings_at", sqlite_where=sql(f"{_OPEN} AND told_at IS NULL AND rings_at IS NOT NULL")
        ),
        Index("ix_tasks_contact_id", "contact_id", "done_at", sqlite_where=sql("contact_id IS NOT NULL")),
        Index("ix_tasks_order_id", "order_id", "list_key", sqlite_where=sql("order_id IS NOT NULL")),
        Index("ix_tasks_contract_id", "contract_id", "list_key", sqlite_where=sql("contract_id IS NOT NULL")),
        Index("ix_tasks_activity_id", "activity_id", "list_key", sqlite_where=sql("activity_id IS NOT NULL")),
        Index("ix_tasks_series_id", "series_id", sqlite_where=sql("series_id IS NOT NULL")),
        Index("ix_tasks_repeats", "repeats", sqlite_where=sql(f"{_OPEN} AND repeats <> ''")),
        Record.__table_args__,
    )

    def derive(self) -> None:
        """What it is sorted and found by, and when it reminds next; needs its client and contact loaded."""
        client, contact = self.client, self.contact
        lines = " ".join(item.text for item in self.checklist)
        self.client_key = client.name_key if client else ""
        self.search_key = search_key(
            client.full_name if client else "", contact.name if contact else "", self.title, self.note, lines
        )
        self.list_key = list_key(self.due, self.time, self.done_at)
        rings_at = self.snoozed_until or self.remind_at or _before(self.due, self.time, self.remind_before)
        if rings_at != self.rings_at:  # another reminder, which nobody has seen
            self.rings_at, self.told_at = rings_at, None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.done_at is None

    @property
    def repeat(self) -> Repeat | None:
        """How often it comes again."""
        return Repeat.of(self.repeats)

    def problems(self) -> list[Problem]:
        """It says what is to be done; what is counted from its day needs one."""
        found: list[Problem] = []
        if not self.title.strip():
            found.append(Problem("title", msg("What is to be done?")))
        if self.time and not _TIME.fullmatch(self.time):
            found.append(Problem("time", msg("Write the time as 10:42")))
        if self.due is None and (self.time or self.remind_before is not None or self.repeats):
            found.append(
                Problem("due", msg("On which day? Its time, its reminder and its repeating are counted from it"))
            )
        if self.repeats and self.repeat is None:
            found.append(Problem("repeats", msg("This is no rule by which something repeats")))
        if self.contact_id is not None and self.client_id is None and self.client is None:
            found.append(Problem("contact_id", msg("A contact belongs to a client")))
        return found


def list_key(due: date | None, at: str, done_at: datetime | None) -> str:
    """The place of a task in its list."""
    if done_at is not None:
        return f"3 {LAST - moment_to_int(done_at):015}"
    return "2" if due is None else f"1 {due.isoformat()} {at}"


def _before(due: date | None, at: str, minutes: int | None) -> datetime | None:
    if due is None or minutes is None:
        return None
    moment = datetime.combine(due, time.fromisoformat(at) if _TIME.fullmatch(at) else MORNING)
    try:
        return on_this_clock(moment - timedelta(minutes=minutes))
    except OverflowError:
        return on_this_clock(moment)
