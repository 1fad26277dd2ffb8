"""Queries about tasks."""

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from desktop_crm.model.listing import Kind, Part, Role
from desktop_crm.model.message import Message, msg
from desktop_crm.model.moments import moment_from_written, on_this_clock, written_from_moment
from desktop_crm.model.repeat import Repeat
from desktop_crm.model.task import GROUPS, PROMISES, TASK_STATES, Group, Promise, Task, TaskState
from desktop_crm.storage.journal.deriving import any_of
from desktop_crm.storage.lists.listing import SqlColumn, SqlSource, choice_column, sql_column
from desktop_crm.storage.loading import loaded

_STATE: Final = (
    f"CASE WHEN t.done_at IS NOT NULL THEN '{TaskState.DONE}' WHEN t.due < {{today}} THEN '{TaskState.LATE}'"
    f" ELSE '{TaskState.OPEN}' END"
)
#: A week ends on its Sunday; on that day the next one does.
_GROUP: Final = (
    f"CASE WHEN t.done_at IS NOT NULL THEN '{Group.DONE}' WHEN t.due IS NULL THEN '{Group.UNDATED}'"
    f" WHEN t.due < {{today}} THEN '{Group.OVERDUE}' WHEN t.due = {{today}} THEN '{Group.TODAY}'"
    f" WHEN t.due <= date({{today}}, '+1 day', 'weekday 0') THEN '{Group.WEEK}' ELSE '{Group.LATER}' END"
)
_DUE: Final = Part(
    Role.WHEN, lambda day: msg("due {day}", day=day), (Group.OVERDUE, Group.TODAY, Group.WEEK, Group.LATER)
)


def _rings() -> SqlColumn:
    column = sql_column("rings_at", msg("Reminds"), kind=Kind.MOMENT, hidden=True, width=150)
    return replace(column, read=moment_from_written, write=written_from_moment)


def _often(kept: str) -> Message | str:
    repeat = Repeat.of(kept)
    return repeat.told() if repeat else kept


TASKS: Final = SqlSource(
    noun="task",
    table="tasks",
    order="t.list_key",
    prefix_key="client_key",
    joins="LEFT JOIN clients c ON c.id = t.client_id LEFT JOIN contacts p ON p.id = t.contact_id"
    " LEFT JOIN orders o ON o.id = t.order_id LEFT JOIN contracts k ON k.id = t.contract_id",
    columns=(
        sql_column("title", msg("What is to be done"), width=320, sensitive=True, part=Role.TITLE),
        sql_column("due", msg("Due"), kind=Kind.DATE, sort="t.due", width=116, part=_DUE),
        sql_column("time", msg("Time"), width=76, part=Role.SIDE),
        sql_column(
            "client",
            msg("Client"),
            "c.full_name",
            sort="t.client_key, t.list_key",
            width=186,
            of_client=True,
            part=Role.DETAIL,
        ),
        choice_column("group", msg("When"), GROUPS, _GROUP, sort="t.list_key", width=110, part=Role.STATE),
        choice_column("promise", msg("Promise"), PROMISES, width=130),
        sql_column("contact", msg("Contact"), "p.name", width=150, of_client=True),
        sql_column("order", msg("Order"), "o.number", width=132),
        sql_column("contract", msg("Contract"), "k.number", width=150),
        replace(sql_column("repeats", msg("Repeat"), width=150), read=_often),
        choice_column("state", msg("Status"), TASK_STATES, _STATE, hidden=True, width=96),
        _rings(),
        sql_column("note", msg("Note"), hidden=True, width=240, sensitive=True),
        sql_column("done_at", msg("Done on"), kind=Kind.MOMENT, hidden=True, width=150),
        sql_column("changed_at", msg("Changed"), kind=Kind.MOMENT, sort="t.changed_at", hidden=True, width=150),
    ),
)

#: What its page tells of it.
_AROUND: Final = (joinedload(Task.order), joinedload(Task.contract), joinedload(Task.activity))


def get(session: Session, task_id: int) -> Task | None:
    """One task with its client, contact, order, contract and activity."""
    return session.scalars(loaded(Task).options(*_AROUND).where(Task.id == task_id)).first()


def these(session: Session, ids: Collection[int]) -> Sequence[Task]:
    """Some tasks with their clients and contacts, in the order of their list."""
    return session.scalars(loaded(Task).where(Task.id.in_(any_of(ids))).order_by(Task.list_key, Task.id)).all()


def of_contact(session: Session, contact_id: int) -> Sequence[Task]:
    """Those that name a contact."""
    return session.scalars(loaded(Task).where(Task.contact_id == contact_id)).all()


def of_activity(session: Session, activity_id: int) -> Sequence[Task]:
    """What came of an activity, open ones first."""
    wanted = loaded(Task).where(Task.activity_id == activity_id)
    return session.scalars(wanted.order_by(Task.list_key, Task.id)).all()


def open_of(session: Session, client_id: int) -> Sequence[Task]:
    """A client's tasks that are not done, the earliest first, those without a day last."""
    wanted = loaded(Task).where(Task.client_id == client_id, Task.done_at.is_(None))
    return session.scalars(wanted.order_by(Task.due.is_(None), Task.due, Task.time, Task.id)).all()


def promised(session: Session, client_id: int, today: date) -> tuple[int, int]:
    """Of our promises to a client that were done, or whose day is past: how many were kept by their day, of how many."""
    over = Task.done_at.is_not(None) | (Task.due < today)
    wanted = select(Task.done_at, Task.due).where(Task.client_id == client_id, Task.promise == Promise.OURS, over)
    found = session.execute(wanted).all()
    kept = (done is not None and (day is None or on_this_clock(done).date() <= day) for done, day in found)
    return sum(kept), len(found)


def due(session: Session, until: date, limit: int) -> Sequence[Task]:
    """Tasks of all clients that are due by a day and not done, the earliest first."""
    wanted = loaded(Task).where(Task.done_at.is_(None), Task.due <= until)
    return session.scalars(wanted.order_by(Task.due, Task.id).limit(limit)).all()


def ringing(session: Session, now: datetime, limit: int) -> Sequence[Task]:
    """Open ones whose reminder is due and was not told, the earliest first."""
    wanted = loaded(Task).where(
        Task.done_at.is_(None), Task.told_at.is_(None), Task.rings_at.is_not(None), Task.rings_at <= now
    )
    return session.scalars(wanted.order_by(Task.rings_at, Task.id).limit(limit)).all()


def next_ringing(session: Session, after: datetime) -> datetime | None:
    """When the next reminder of an open one comes."""
    wanted = select(Task.rings_at).where(Task.done_at.is_(None), Task.told_at.is_(None), Task.rings_at > after)
    return session.scalars(wanted.order_by(Task.rings_at).limit(1)).first()


def is_open_later(session: Session, series_id: int, due: date) -> bool:
    """Whether a later one of a series is to be done."""
    wanted = select(Task.id).where(Task.series_id == series_id, Task.done_at.is_(None), Task.due > due)
    return session.scalars(wanted.limit(1)).first() is not None


def called(session: Session, titles: Collection[str]) -> list[tuple[int, str, date | None, int | None]]:
    """Id, title, day and client of those that are called so, the oldest last."""
    asked = select(Task.id, Task.title, Task.due, Task.client_id)
    these_titles = select(func.json_each(json.dumps(list(titles))).table_valued("value").c.value)
    wanted = asked.where(Task.title.in_(these_titles))
    return [(row.id, row.title, row.due, row.client_id) for row in session.execute(wanted.order_by(Task.id.desc()))]


def repeats_by_working_days(session: Session) -> bool:
    """Whether any open one counts working days."""
    wanted = select(Task.id).where(Task.done_at.is_(None), Task.repeats != "", Task.repeats.like("%working_day%"))
    return session.scalars(wanted.limit(1)).first() is not None
