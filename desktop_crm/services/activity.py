"""Activities: calls, messages, visits and notes, kept as they happen; what comes next of them is a task."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop_crm.model.activity import Activity, ActivityKind
from desktop_crm.model.client import Client
from desktop_crm.model.contact import Contact
from desktop_crm.model.contract import Contract
from desktop_crm.model.listing import Choice, Listing
from desktop_crm.model.message import Message, msg
from desktop_crm.model.moments import on_this_clock
from desktop_crm.model.order import Order
from desktop_crm.model.problem import Problem
from desktop_crm.model.promised import promises
from desktop_crm.model.task import Task
from desktop_crm.services import attachment, dependents, task
from desktop_crm.services import client as clients
from desktop_crm.services import contact as contacts
from desktop_crm.services.clock import now, today
from desktop_crm.services.facets import Facets, Hit
from desktop_crm.services.records import found, made, refuse_problems, refuse_stale, take
from desktop_crm.services.who import Who, make
from desktop_crm.storage import activity as storage
from desktop_crm.storage import order as order_storage
from desktop_crm.storage.lists.listing import SqlListing
from desktop_crm.storage.workspace import Workspace

#: Whose cards have a box for notes; and what a note may be about besides the client.
NOTED_ON: Final = frozenset({"client", "contact"})
_ABOUT: Final[Mapping[str, Any]] = {"order": (Order, msg("The order")), "contract": (Contract, msg("The contract"))}

#: What those are called.
_NAMED: Final[Mapping[str, Message]] = {"order": msg("Order {number}"), "contract": msg("Contract {number}")}

#: The kinds that answer an open step, as a call does "Call back".
ANSWERS: Final = frozenset(ActivityKind) - {ActivityKind.NOTE}

#: What only a card has.
_OF_CARD: Final = ("day", "time", "about")

#: So many of a client's newest orders and contracts are offered as what something is about.
_OFFERED: Final = 15
_TIME: Final = re.compile(r"([01]?\d|2[0-3])(?:[:.]([0-5]\d))?")

#: What history calls it when one is kept.
_KEPT: Final[Mapping[str, Message]] = {
    ActivityKind.CALL_IN: msg("Call with {name}"),
    ActivityKind.CALL_OUT: msg("Call with {name}"),
    ActivityKind.MESSAGE: msg("Message, {name}"),
    ActivityKind.EMAIL_IN: msg("Email from {name}"),
    ActivityKind.EMAIL_OUT: msg("Email to {name}"),
    ActivityKind.LETTER: msg("Letter, {name}"),
    ActivityKind.FAX: msg("Fax, {name}"),
    ActivityKind.MEETING: msg("Meeting with {name}"),
    ActivityKind.CONSULTATION: msg("Consultation of {name}"),
    ActivityKind.VISIT: msg("Visit with {name}"),
    ActivityKind.NOTE: msg("Note on {name}"),
}


def told(kind: str, name: str) -> Message:
    """What history calls an activity: *Call with Dewi Lestari*."""
    return Message(_KEPT.get(kind, _KEPT[ActivityKind.NOTE]).text, {"name": name})


def listing(workspace: Workspace) -> Listing:
    """The list of all activities."""
    return SqlListing(workspace, storage.ACTIVITIES)


def get(session: Session, activity_id: int) -> Activity:
    """One activity with its client and contact; UserError when it is gone."""
    return found(storage.get(session, activity_id), msg("The activity"))


@dataclass(frozen=True, slots=True)
class About:
    """What is seen of a client while somebody is on the phone."""

    client: Client
    order: Order | None  # the newest that is under way, without its lines
    steps: Sequence[Task]  # that are open, the earliest first
    last: Sequence[Activity]


def about(session: Session, client_id: int, limit: int = 3) -> About:
    """A client at a glance; UserError when it is gone."""
    return About(
        clients.get(session, client_id),
        order_storage.newest_open(session, client_id),
        task.open_of(session, client_id),
        last(session, client_id, limit=limit),
    )


def last(session: Session, client_id: int, *, before: datetime | None = None, limit: int = 20) -> Sequence[Activity]:
    """A page of a client's activities, the newest first; `before` is the moment of the last one that was seen."""
    return storage.last(session, client_id, before, limit)


@dataclass(frozen=True, slots=True)
class Shown:
    """An activity as its card asks for it: the day and time of its moment apart, and what came of it."""

    activity: Activity
    steps: tuple[Task, ...] = ()

    @property
    def day(self) -> date:
        """The day on which it happened, as it was written down."""
        return on_this_clock(self.activity.moment).date()

    @property
    def time(self) -> str:
        """The time of day: 10:42."""
        return f"{on_this_clock(self.activity.moment):%H:%M}"

    @property
    def step(self) -> Task | None:
        """What is to be done next."""
        return next((step for step in self.steps if step.is_open), None)

    @property
    def about(self) -> str:
        """What it is about, by the code of its choice: `order:7`."""
        return f"{self.activity.about_noun}:{self.activity.about_id}" if self.activity.about_id else ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.activity, name)


def shown(session: Session, activity_id: int) -> Shown:
    """One activity for its card; UserError when it is gone."""
    return Shown(get(session, activity_id), tuple(task.of_activity(session, activity_id)))


def abouts(session: Session, client_id: int | None, kept: str = "") -> list[Choice]:
    """The newest orders and contracts of a client, and what is `kept` already, for something to be about."""
    offered = []
    for noun, (kind, _) in _ABOUT.items():
        offered += [
            Choice(f"{noun}:{record_id}", Message(_NAMED[noun].text, {"number": number}))
            for record_id, number in storage.newest_papers(session, kind, client_id, _OFFERED)
        ]
    if kept and kept not in {each.code for each in offered}:
        noun, record_id = _parted(kept)
        record = session.get(_ABOUT[noun][0], record_id) if noun in _ABOUT else None
        offered += [Choice(kept, Message(_NAMED[noun].text, {"number": record.number}))] if record is not None else []
    return offered


def whose(session: Session, about: str) -> int | None:
    """The client of an order or a contract by its code (`order:7`); None for anything else."""
    noun, record_id = _parted(about)
    record = session.get(_ABOUT[noun][0], record_id) if record_id is not None else None
    return None if record is None else int(record.client_id)


def start() -> dict[str, Any]:
    """The values a new one begins with."""
    return {**Activity.defaults(), "moment": now()}


def blank() -> dict[str, Any]:
    """The same for a card."""
    begun = start()
    moment = begun.pop("moment")
    return {**begun, "day": moment.date(), "time": f"{moment:%H:%M}"}


def problems(values: Mapping[str, Any], *, has_step: bool = False) -> list[Problem]:
    """What is wrong with a card's values, while they are typed; one with a step says enough by that."""
    found = [Problem("client_id", msg("With whom?"))] if not values.get("client_id") else []
    if values.get("day") is None:
        found.append(Problem("day", msg("On which day was it?")))
    if _time(values.get("time", "")) is None:
        found.append(Problem("time", msg("Write the time as 10:42")))
    own = {name: value for name, value in values.items() if name not in _OF_CARD and value is not None}
    return [*found, *_own_problems(Activity(**own), has_step=has_step)]


def save(session: Session, activity_id: int | None, values: Mapping[str, Any], version: int | None = None) -> Activity:
    """Keep an activity or change one; `day` and `time` are as its card gives them. UserError for wrong values or a stale copy."""
    steps = () if activity_id is None else task.of_activity(session, activity_id)
    record = _save(session, activity_id, values, version, has_step=bool(steps))
    for step in steps:  # they were meant for whoever it is about
        if step.client_id != record.client_id and step.order_id is None and step.contract_id is None:
            task.save(session, step.id, {"client_id": record.client_id, "contact_id": record.contact_id})
    return record


def _save(
    session: Session, activity_id: int | None, values: Mapping[str, Any], version: int | None, *, has_step: bool
) -> Activity:
    record = None if activity_id is None else get(session, activity_id)
    values = _with_about(_with_people(session, _with_moments(values, record)), values)
    if values.get("minutes") is not None:
        values["minutes"] = int(values["minutes"])
    if record is None:
        if values.get("client") is None:
            refuse_problems([Problem("client_id", msg("With whom?"))])
        record = made(Activity, **{**start(), "contact": None, **values})
        session.add(record)
    else:
        refuse_stale(record, version)
        take(record, values)
    _refuse_stranger(record)
    refuse_problems(_own_problems(record, has_step=has_step))
    session.flush()
    return record


def noted_on(session: Session, noun: str, record_id: int) -> tuple[Client, Contact | None]:
    """Whom a note on a card is about: a client, or somebody there. UserError when they are gone."""
    if noun in _ABOUT:
        kind, called = _ABOUT[noun]
        paper = found(session.get(kind, record_id), called)
        return clients.get(session, paper.client_id), None
    contact = contacts.get(session, record_id) if noun == "contact" else None
    return clients.get(session, record_id if contact is None else contact.client_id), contact


def note(session: Session, noun: str, record_id: int, kind: str, text: str) -> Activity:
    """Keep what was typed on a card. UserError where nothing was."""
    client, contact = noted_on(session, noun, record_id)
    values = {"client_id": client.id, "contact_id": contact and contact.id, "kind": kind, "text": text.strip()}
    of = {"about_noun": noun, "about_id": record_id} if noun in _ABOUT else {}
    return keep_promises(session, save(session, None, {**values, **of}))


def keep_promises(session: Session, record: Activity, before: str = "") -> Activity:
    """What its text promises becomes tasks; not what it has promised `before`, as long as that says the same."""
    known = promises(before, today())
    about = {f"{record.about_noun}_id": record.about_id} if record.about_noun in _ABOUT else {}
    for each in promises(record.text, today()):
        if each not in known:
            values = {"title": each.what, "due": each.day, "time": each.at, "promise": each.whose}
            whose = {"client_id": record.client_id, "contact_id": record.contact_id, "activity_id": record.id}
            task.save(session, None, {**values, **whose, **about})
    return record


def capture(
    session: Session,
    of: Who,
    values: Mapping[str, Any],
    *,
    closes: Iterable[int] = (),
    picture: tuple[str, bytes] | None = None,
) -> Activity:
    """Keep what just happened, with all it brings: whoever is new, the tasks that it `closes`, a picture by its name.

    Its `next_step` becomes a task, `due` on its day, at its `due_time` if it has one, and so does what its text promises.
    """
    client, contact = make(session, of)
    step = {"title": values.get("next_step", "").strip(), "due": values.get("due"), "time": values.get("due_time", "")}
    who = {"client_id": client.id, "contact_id": contact and contact.id}
    own = {name: value for name, value in values.items() if name not in {"next_step", "due", "due_time"}}
    record = _save(session, None, {**own, **who}, None, has_step=bool(step["title"]))
    for task_id in closes:
        task.finish(session, task_id)
    if step["title"]:
        task.save(session, None, {**step, **who, "activity_id": record.id})
    if picture is not None:
        name, content = picture
        attachment.add(session, "activity", record.id, name, content, role="card")
    return keep_promises(session, record)


def delete(session: Session, activity_id: int) -> Activity:
    """Take an activity away with its files and what came of it; the trash keeps all of that."""
    record = get(session, activity_id)
    dependents.delete_all(session, "activity", activity_id, record.summary)
    attachment.delete_all(session, "activity", [activity_id])
    session.delete(record)
    return record


def _with_moments(values: Mapping[str, Any], record: Activity | None) -> dict[str, Any]:
    """The moment for its day and time."""
    kept = {name: value for name, value in values.items() if name not in _OF_CARD}
    if "day" in values or "time" in values:
        before = Shown(record) if record is not None else None
        day = values.get("day", before and before.day)
        at = _time(values.get("time", before.time if before else ""))
        if day is None or at is None:
            refuse_problems([problem for problem in problems(values) if problem.field in _OF_CARD])
        else:
            kept["moment"] = on_this_clock(datetime.combine(day, at))
    return kept


def _with_about(values: dict[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """What it is about, of the code that a card gives."""
    if "about" in given:
        values["about_noun"], values["about_id"] = _parted(given["about"] or "")
    return values


def _parted(code: str) -> tuple[str, int | None]:
    noun, _, record_id = code.partition(":")
    return (noun, int(record_id)) if noun in _ABOUT and record_id.isdecimal() else ("", None)


def _time(text: str) -> time | None:
    """`10:42`, `10.42`, `9`; none typed is midnight."""
    found = _TIME.fullmatch(text.strip() or "0")
    return time(int(found[1]), int(found[2] or 0)) if found else None


def _with_people(session: Session, values: Mapping[str, Any]) -> dict[str, Any]:
    """The records that are named, in the place of their ids."""
    values = dict(values)
    if "client_id" in values:
        client_id = values.pop("client_id")
        values["client"] = None if client_id is None else clients.get(session, client_id)
    if "contact_id" in values:
        contact_id = values.pop("contact_id")
        values["contact"] = None if contact_id is None else contacts.get(session, contact_id)
    return values


def _own_problems(record: Activity, *, has_step: bool) -> list[Problem]:
    return [problem for problem in record.problems() if problem.field != "text" or not has_step]


def _refuse_stranger(record: Activity) -> None:
    if record.contact is not None and record.contact.client_id != record.client.id:
        refuse_problems([Problem("contact_id", msg("This contact belongs to another client"))])


def _hit(activity_id: int, row: Mapping[str, Any]) -> Hit:
    said = row["subject"] or " ".join(row["text"].split())
    told = " · ".join(part for part in (row["contact"], said) if part)
    return Hit("activity", activity_id, row["client"], told, client=row["client"], private=True, sensitive=True)


def _first(session: Session, activity_id: int) -> None:
    """What its client's card asks of all of them, too."""
    about(session, shown(session, activity_id).activity.client_id)


FACETS: Final = Facets(
    listing,
    storage.ACTIVITIES,
    _hit,
    first=_first,
    related={"client": None},
)
