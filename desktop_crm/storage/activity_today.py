"""Which next steps with clients ask for attention today."""

from typing import Final

from desktop_crm.model.listing import Filter
from desktop_crm.model.message import msg
from desktop_crm.storage.today import Later, Rule, Verb, due_spans


def _done(_state: str) -> Verb:
    return Verb(msg("Step done"), does="finish_step", told=msg("Finish step “{name}”"), now=msg("Step “{name}” done."))


RULES: Final = (
    Rule(
        "step",
        "activity",
        table="activities",
        day="due",
        states=(),
        where="done_at IS NULL AND next_step <> ''",
        listed=Filter("step", ("late", "open")),
        spans=due_spans,
        kind=msg("Calls"),
        icon="phone",
        title=None,
        late=(msg("1 more late step"), msg("{n} more late steps")),
        more=(msg("1 more step"), msg("{n} more steps")),
        verb=_done,
        money=False,
        number="next_step",
        sensitive=True,
        later=Later("put_off", msg("Put off step “{name}”"), msg("Step “{name}” put off to {day}.")),
    ),
)
