"""Which tasks ask for attention today."""

from typing import Final

from desktop_crm.model.listing import Filter
from desktop_crm.model.message import msg
from desktop_crm.storage.today import Later, Rule, Verb, due_spans


def _done(_state: str) -> Verb:
    return Verb(msg("Done"), does="finish", told=msg("Finish task “{name}”"), now=msg("Task “{name}” done."))


RULES: Final = (
    Rule(
        "task",
        "task",
        table="tasks",
        day="due",
        states=(),
        where="done_at IS NULL",
        listed=Filter("state", ("late", "open")),
        spans=due_spans,
        kind=msg("Tasks"),
        icon="list-checks",
        title=None,
        late=(msg("1 more late task"), msg("{n} more late tasks")),
        more=(msg("1 more task"), msg("{n} more tasks")),
        verb=_done,
        money=False,
        number="title",
        sensitive=True,
        later=Later("put_off", msg("Put off task “{name}”"), msg("Task “{name}” put off to {day}.")),
    ),
)
