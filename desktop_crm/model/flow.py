"""A noun's ways between its states: buttons, commands, menus and refusals are made from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from desktop_crm.model.listing import Choice, title_of
from desktop_crm.model.message import Message
from desktop_crm.model.now_true import STATE, NowTrue, of

#: The name, after the noun's, of the command that takes the step most likely wanted.
NEXT: Final = "next"


@dataclass(frozen=True, slots=True)
class Asks:
    """What is asked before a step: on which `day`, and for an unhappy end the `reason`.

    `go` is the word on the button, and `despite` where something is odd about the day. What is typed as a reason is kept as
    a draft under the name of its `part`, so that nothing takes it.
    """

    question: Message
    go: Message
    despite: Message
    day: bool = True
    reason: bool = False
    part: str = "ending"


@dataclass(frozen=True, slots=True)
class Step:
    """A way to a `state` out of those it is taken `from_`.

    `text` is the word on button and command, `told` what history and Undo call it; like a question both may name the record
    by what it is called, as in `{number}`. `now` is what a note says is true then (see `now_true`). Its command is the noun's with `id`; one without is taken as the next step only.

    `day` and `reason` are the columns that keep when it was taken, and why. `back`: it leads back, or to an unhappy end.
    """

    state: str
    text: Message
    told: Message
    icon: str
    from_: Sequence[str]
    id: str = ""
    asks: Asks | None = None
    day: str = ""
    reason: str = ""
    back: bool = False
    now: Message = STATE

    def sentence(self, record: Any) -> Message:
        """What history calls it, of this record."""
        return named(self.told, record)

    def now_true(self, noun: str, name: str, flow: "Flow") -> NowTrue:
        """What a note says of a record by its name."""
        if self.now is not STATE:
            return of(noun, name, self.now)
        return of(noun, name, Message(STATE.text, {"state": title_of(flow.states, self.state).title}))

    def question(self, record: Any, **more: str) -> Message:
        """What is asked before it, with what `more` it names."""
        assert self.asks is not None
        return named(self.asks.question, record, more)


@dataclass(frozen=True, slots=True)
class Flow:
    """The `states` of a noun, the one it begins with first, and its `steps` in the order of its commands.

    Of those out of one state the first is most likely wanted. `refused` says why there is no step, with the record's name and
    `{state}` and `{wanted}`. Taking a step back is what Undo is for, unless a step says so.
    """

    states: tuple[Choice, ...]
    steps: tuple[Step, ...]
    refused: Message

    def step(self, before: str, state: str) -> Step | None:
        """The one that leads from a state to another; None where there is none."""
        return next((step for step in self.steps_from(before) if step.state == state), None)

    def steps_from(self, state: str) -> tuple[Step, ...]:
        """Those out of a state."""
        return tuple(step for step in self.steps if state in step.from_)

    @property
    def has_next(self) -> bool:
        """Whether there is a command for the next step, whichever that is."""
        return any(not step.id for step in self.steps)

    def refusal(self, record: Any, state: str) -> Message:
        """Why a record can't become this."""
        now, wanted = (title_of(self.states, code).title for code in (record.state, state))
        return named(self.refused, record, {"state": now, "wanted": wanted})


def named(sentence: Message, record: Any, more: Mapping[str, Any] | None = None) -> Message:
    """With the record's name where the sentence has its place."""
    return Message(sentence.text, {record.called: getattr(record, record.called), **(more or {})})
