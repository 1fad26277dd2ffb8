"""What a note says of an action: which thing, what is now true of it, and the next fact: *Order SO/2026/00708 confirmed*.

A sentence names the thing at its `{thing}`; the noun says how one is called and how several are, so that equal sentences
of several things become one: *3 orders confirmed.*
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from desktop_crm.model.message import Message, msg

if TYPE_CHECKING:
    from desktop_crm.model.noun import Noun

ADDED: Final = msg("{thing} added.")
TRASHED: Final = msg("{thing} moved to the trash.")
RESTORED: Final = msg("{thing} restored.")
SAVED: Final = msg("{thing} saved.")
DELETED: Final = msg("{thing} deleted.")
UNDONE: Final = msg("{thing}: undone.")
REDONE: Final = msg("{thing}: redone.")

#: What a step says that has no sentence of its own.
STATE: Final = msg("{thing}: {state}.")

#: An action and what else it has changed, as undoing tells it.
FOLLOWED: Final = "{first}. {then}"

_PLACE: Final = re.compile(r"\{(\w+)\}")
_NAME: Final = 28  # letters of a name in a note, which is one line


@dataclass(frozen=True, slots=True)
class NowTrue:
    """Of `n` things of a `noun`, or of one that has none, what is `said`; then the `next` fact."""

    said: Message
    thing: Message | None = None
    noun: str = ""
    n: int = 1
    next: Message | None = None

    def sentences(self) -> tuple[Message, ...]:
        """One, and the next fact if there is one."""
        thing = self.thing if self.n == 1 or not self.noun else _noun(self.noun).told(self.n)
        said = self.said if thing is None else Message(self.said.text, {**self.said.args, "thing": thing})
        return (said,) if self.next is None else (said, self.next)

    def with_another(self, other: "NowTrue") -> "NowTrue | None":
        """The same said of all their things; None where that is something else."""
        if not self.noun or (self.noun, self.said) != (other.noun, other.said):
            return None
        return replace(self, n=self.n + other.n, next=None)


def of(noun: str, name: str, said: Message, *, n: int = 1, next: Message | None = None) -> NowTrue:
    """Of a thing by its name, as its noun calls it."""
    return NowTrue(said, called(noun, name), noun, n, next)


def called(noun: str, name: str) -> Message:
    """*Order SO/2026/00708*; people and companies by their name alone."""
    text = _noun(noun).thing.text
    place = _PLACE.search(text)
    return Message(text, {place[1]: name} if place else {})


def become(what: Message, said: Message) -> NowTrue:
    """Of an action by what history calls it; what it brought with it is the next fact."""
    if what.text != FOLLOWED:
        return NowTrue(said, what)
    first, then = what.args["first"], what.args["then"]
    now = become(first, said)
    return replace(now, next=then if now.next is None else msg("{first} {then}", first=now.next, then=then))


def shortened(sentence: Message) -> Message:
    """With names that leave room for what is said of them."""
    return Message(sentence.text, _short(sentence.args))


def _short(args: Mapping[str, object]) -> dict[str, object]:
    return {name: _short_value(value) for name, value in args.items()}


def _short_value(value: object) -> object:
    if isinstance(value, Message):
        return shortened(value)
    if isinstance(value, str) and len(value) > _NAME:
        return f"{value[: _NAME - 1].rstrip()}…"
    return value


def _noun(noun: str) -> "Noun":
    from desktop_crm.model.nouns import NOUNS  # these name the flows, whose steps say what is here

    return next(each for each in NOUNS if each.id == noun)
