"""Tasks: what is to be done, kept, done, put off, and made again where they repeat."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop_crm.model.check_item import DONE, CheckItem
from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Listing
from desktop_crm.model.message import msg
from desktop_crm.model.problem import Problem
from desktop_crm.model.task import Task
from desktop_crm.services import as_json, attachment, repeating
from desktop_crm.services import client as clients
from desktop_crm.services import contact as contacts
from desktop_crm.services import contract as contracts
from desktop_crm.services import order as orders
from desktop_crm.services.clock import today
from desktop_crm.services.facets import Facets, Hit, Related, Reminder, Reminds
from desktop_crm.services.records import found, made, refuse_problems, refuse_stale, take
from desktop_crm.storage import activity as activity_storage
from desktop_crm.storage import task as storage
from desktop_crm.storage.lists.listing import SqlListing
from desktop_crm.storage.workspace import Workspace

#: What the next one of a series takes over.
_AGAIN: Final = (
    *("title", "note", "client", "contact", "order", "contract", "time", "promise", "remind_before", "repeats"),
    "series_start",
)
#: Papers that are offered while one is looked for.
_TIME: Final = re.compile(r"([01]?\d|2[0-3])(?:[:.]([0-5]\d))?")

#: Whom or what it is about: the name of its column, and how the record is had.
_ABOUT: Final[Mapping[str, Callable[[Session, int], Any]]] = {
    "client_id": clients.get,
    "contact_id": contacts.get,
    "order_id": orders.get,
    "contract_id": contracts.get,
    "activity_id": lambda session, activity_id: found(activity_storage.get(session, activity_id), msg("The activity")),
}


def listing(workspace: Workspace, where: str = "") -> Listing:
    """The list of all tasks, or of some."""
    return SqlListing(workspace, storage.TASKS, where=where)


def get(session: Session, task_id: int) -> Task:
    """One task with all it is about; UserError when it is gone."""
    return found(storage.get(session, task_id), msg("The task"))


def open_of(session: Session, client_id: int) -> Sequence[Task]:
    """A client's tasks that are not done, the earliest first, those without a day last."""
    return storage.open_of(session, client_id)


def promised(session: Session, client_id: int) -> tuple[int, int]:
    """How many of our promises to a client were kept by their day, of how many that were done or whose day is past."""
    return storage.promised(session, client_id, today())


def of_activity(session: Session, activity_id: int) -> Sequence[Task]:
    """What came of an activity, what is still to be done first."""
    return storage.of_activity(session, activity_id)


def due(session: Session, until: date | None = None, limit: int = 100) -> Sequence[Task]:
    """Tasks of all clients that are due by a day (today) and not done, the earliest first."""
    return storage.due(session, until or today(), limit)


def ringing(session: Session, now: datetime, limit: int = 100) -> Sequence[Reminder]:
    """Open ones whose reminder has come and was not shown, the earliest first."""
    return [
        Reminder("task", task.id, task.title, task.client.full_name if task.client else "", task.rings_at)
        for task in storage.ringing(session, now, limit)
        if task.rings_at is not None
    ]


def these(session: Session, ids: Collection[int]) -> Sequence[Task]:
    """Some tasks, in the order of their list."""
    return storage.these(session, ids)


def written_time(typed: str) -> str:
    """`9`, `9.05` or `9:05` as `09:05`; what is no time stays as it is, to be told."""
    found = _TIME.fullmatch(typed.strip())
    return f"{int(found[1]):02}:{int(found[2] or 0):02}" if found else typed.strip()


def blank() -> dict[str, Any]:
    """The values a new one begins with."""
    return Task.defaults()


def problems(values: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with a task's values, while they are typed."""
    given = {name: value for name, value in values.items() if value is not None}
    return Task(**{**given, "time": written_time(values.get("time") or "")}).problems()


def save(session: Session, task_id: int | None, values: Mapping[str, Any], version: int | None = None) -> Task:
    """Keep a task or change one; UserError for wrong values or a stale copy. Its client is that of what it is about."""
    values = _with_records(session, values)
    if task_id is None:
        record, counted = made(Task, **{**dict.fromkeys(_NAMES), **_with_client(values)}), None
        session.add(record)
    else:
        record = get(session, task_id)
        refuse_stale(record, version)
        counted, day = (record.due, record.repeats), (record.due, record.time)
        take(record, values)
        if (record.due, record.time) != day and "snoozed_until" not in values:  # of another day it reminds anew
            record.snoozed_until = None
    if record.client is None:
        take(record, _with_client({name: getattr(record, name) for name in _PAPERS}))
    if (record.due, record.repeats) != counted:  # it begins anew, and keeps its day where that is only put off
        record.series_start = record.due if record.repeats else None
    _refuse_strangers(record)
    refuse_problems(record.problems())
    session.flush()
    if record.repeats and record.series_id is None:
        record.series_id = record.id
        session.flush()
    return record


def finish(session: Session, task_id: int) -> Task | None:
    """It is done; the next one, where it repeats. Of one that is done nothing changes."""
    return _finish(session, get(session, task_id))


def finish_all(session: Session, ids: Collection[int]) -> int:
    """All of these are done; how many were not."""
    still = [task for task in storage.these(session, ids) if task.is_open]
    for task in still:
        _finish(session, get(session, task.id))
    return len(still)


def reopen(session: Session, task_id: int) -> Task:
    """It is to be done after all."""
    record = get(session, task_id)
    record.done_at = None
    session.flush()
    return record


def put_off(session: Session, task_id: int, day: date) -> Task:
    """It is to be done on another day; UserError for one that is done."""
    record = get(session, task_id)
    if not record.is_open:
        raise UserError(msg("Not put off: this task is done already."))
    record.due, record.snoozed_until = day, None
    session.flush()
    return record


def put_off_all(session: Session, ids: Collection[int], day: date) -> int:
    """Those of these that are open come on another day; how many."""
    still = [task for task in storage.these(session, ids) if task.is_open]
    for task in still:
        put_off(session, task.id, day)
    return len(still)


def snooze(session: Session, task_id: int, until: datetime) -> Task:
    """Remind of it again at a moment; its day stays."""
    record = get(session, task_id)
    if not record.is_open:
        raise UserError(msg("Not reminded again: this task is done already."))
    record.snoozed_until = until
    session.flush()
    return record


def tick(session: Session, task_id: int, at: int, *, done: bool) -> Task:
    """A line of its checklist is done, or not."""
    record = get(session, task_id)
    if not 0 <= at < len(record.checklist):
        raise UserError(msg("Not ticked: this line of the checklist is gone."))
    lines = list(record.checklist)
    lines[at] = replace(lines[at], done=DONE if done else "")
    record.checklist = tuple(lines)
    session.flush()
    return record


def delete(session: Session, task_id: int) -> Task:
    """Take a task away with its files; the trash keeps it."""
    record = get(session, task_id)
    attachment.delete_all(session, "task", [task_id])
    session.delete(record)
    return record


def delete_all(session: Session, ids: Collection[int]) -> int:
    """Take several away; how many there were."""
    there = storage.these(session, ids)
    attachment.delete_all(session, "task", [task.id for task in there])
    for task in there:
        session.delete(task)
    return len(there)


def _finish(session: Session, record: Task) -> Task | None:
    if not record.is_open:
        return None
    record.done_at = datetime.now(UTC)
    session.flush()
    follows = None if _goes_on(session, record) else _next(record)
    if follows is not None:
        session.add(follows)
        session.flush()
    return follows


def _goes_on(session: Session, record: Task) -> bool:
    """Whether its series does without another one: it was done before, and open again since."""
    series, due = record.series_id, record.due
    return series is not None and due is not None and storage.is_open_later(session, series, due)


def _next(record: Task) -> Task | None:
    """Of its series: not done in any line, and reminding anew."""
    repeat, due = record.repeat, record.due
    if repeat is None or due is None:
        return None
    day = repeating.next_day(repeat, record.series_start or due, due, today())
    if day is None:
        return None
    again = {name: getattr(record, name) for name in _AGAIN}
    lines = tuple(CheckItem(item.text) for item in record.checklist)
    moved = None if record.remind_at is None else record.remind_at + (day - due)
    return made(
        Task,
        **{**dict.fromkeys(_NAMES), **again},
        due=day,
        checklist=lines,
        remind_at=moved,
        series_id=record.series_id or record.id,
    )


#: Whose client it has, where it has none of its own.
_PAPERS: Final = ("order", "contract", "activity")
#: What it is about, as its record has it.
_NAMES: Final = tuple(name.removesuffix("_id") for name in _ABOUT)


def _with_records(session: Session, values: Mapping[str, Any]) -> dict[str, Any]:
    """The records that are named, in the place of their ids."""
    values = dict(values)
    for name, get_one in _ABOUT.items():
        if name in values:
            named = values.pop(name)
            values[name.removesuffix("_id")] = None if named is None else get_one(session, named)
    return values


def _with_client(values: dict[str, Any]) -> dict[str, Any]:
    """A new one is with the client of what it is about."""
    if values.get("client") is not None:
        return values
    about = next((values[name] for name in _PAPERS if values.get(name) is not None), None)
    return values if about is None else {**values, "client": about.client}


def _refuse_strangers(record: Task) -> None:
    client_id = record.client.id if record.client else None
    told = {
        "contact": msg("This contact belongs to another client"),
        "order": msg("This order is another client's"),
        "contract": msg("This contract is another client's"),
    }
    wrong = [
        Problem(f"{name}_id", sentence)
        for name, sentence in told.items()
        if getattr(record, name) is not None and getattr(record, name).client_id != client_id
    ]
    refuse_problems(wrong)


def _hit(task_id: int, row: Mapping[str, Any]) -> Hit:
    client = row["client"] or ""
    return Hit("task", task_id, row["title"], client, client=client, private=True, sensitive=True)


def _first(session: Session, task_id: int) -> None:
    """What a card asks, and what working days are counted with where any task needs them."""
    get(session, task_id)
    if storage.repeats_by_working_days(session):
        repeating.prepare()


def _as_json(values: dict[str, Any]) -> dict[str, Any]:
    """How often it repeats as English words."""
    repeats = values.pop("repeats")
    return as_json.plain({**values, "repeats": str(repeats or "")})


def _related(column: str, *hidden: str) -> Related:
    return Related(
        lambda workspace, of: listing(workspace, f"t.{column} = {int(of)}"),
        msg("Nothing is to be done here."),
        msg("New task"),
        hidden=hidden,
    )


FACETS: Final = Facets(
    listing,
    storage.TASKS,
    _hit,
    first=_first,
    as_json=_as_json,
    reminds=Reminds(ringing, storage.next_ringing, finish, snooze),
    related={
        "client": _related("client_id", "client"),
        "order": _related("order_id", "client", "order"),
        "contract": _related("contract_id", "client", "contract"),
        "activity": _related("activity_id", "client", "contact"),
    },
)
