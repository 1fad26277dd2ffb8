"""A client in four figures: what is ordered and open, what came this year, when they last spoke, what comes next."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from desktop_crm.model.activity import ACTIVITY_KINDS, ActivityKind
from desktop_crm.model.listing import Choice, title_of
from desktop_crm.model.message import msg
from desktop_crm.model.money import Money
from desktop_crm.model.tone import Tone
from desktop_crm.services import activity, client, task
from desktop_crm.services.clock import today
from desktop_crm.ui.capture.words import KIND_ICONS
from desktop_crm.ui.desk.distance import distance
from desktop_crm.ui.i18n import ntr, say, speak, tr
from desktop_crm.ui.peek.content import Entry, Figure

if TYPE_CHECKING:
    from desktop_crm.model.activity import Activity
    from desktop_crm.model.client import Client
    from desktop_crm.model.task import Task
    from desktop_crm.services.workspace import Session


_SAID: Final = 3
_PAPERS: Final = (Choice("order", msg("Order")), Choice("contract", msg("Contract")))


def figures_of(session: "Session", client_id: int) -> tuple[Sequence[Figure], Sequence[Entry]]:
    """The figures, and what was said last."""
    facts, day = client.facts(session, client_id), today()
    orders = ntr("{n} order", "{n} orders", facts.open_orders) if facts.open_orders else ""
    last = tr("last order {day}", day=facts.last_order_on) if facts.last_order_on else ""
    this_year = client.ordered_in(session, client_id, day.year)
    found = [
        Figure(tr("Open orders"), _sum(facts.open_totals), orders, sensitive=True),
        Figure(tr("This year"), _sum(this_year), last, sensitive=True),
        _last(client.get(session, client_id), day),
        _next(task.open_of(session, client_id), task.promised(session, client_id), day),
    ]
    said = activity.last(session, client_id, limit=_SAID)
    return found, [_entry(each) for each in said if each.text.strip()]


def _sum(totals: Sequence[Money]) -> str:
    return " + ".join(speak().money(one) for one in totals) or "–"


def _last(client: "Client", day: date) -> Figure:
    label = tr("Last contact")
    if client.last_contact is None:
        return Figure(label, tr("none yet"), tone=Tone.NEUTRAL)
    kind = say(title_of((*ACTIVITY_KINDS, *_PAPERS), client.last_contact_by).title)
    return Figure(label, distance(client.last_contact, day, late=False), kind)


def _next(steps: "Sequence[Task]", promised: tuple[int, int], day: date) -> Figure:
    """With how many promises were kept, where any was given."""
    label, (kept, of) = tr("Next step"), promised
    promises = tr("{kept} of {n} promises kept", kept=kept, n=of) if of else ""
    if not steps:
        return Figure(label, "–", promises, sensitive=True)
    step = steps[0]
    late = step.due is not None and step.due < day
    when = " · ".join(part for part in (speak().day(step.due) if step.due is not None else "", promises) if part)
    return Figure(label, step.title, when, Tone.DANGER if late else Tone.NEUTRAL, sensitive=True)


def _entry(said: "Activity") -> Entry:
    icon = KIND_ICONS.get(ActivityKind(said.kind), "sticky-note")
    return Entry(icon, said.text.strip(), speak().day(said.moment.date()))
