"""What stands in a record's story: one entry for each thing that happened, told in a few parts of a sentence."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final

from desktop_crm.model.message import Message, msg
from desktop_crm.model.money import Money


@dataclass(frozen=True, slots=True)
class StoryKind:
    """What entries are filtered by; those with a smaller `place` come first."""

    id: str
    title: Message
    place: int = 5


SAID: Final = StoryKind("said", msg("Said"), 0)
ORDERS: Final = StoryKind("orders", msg("Orders"), 1)
PAPERS: Final = StoryKind("papers", msg("Papers"), 2)
TASKS: Final = StoryKind("tasks", msg("Tasks"), 3)
FILES: Final = StoryKind("files", msg("Files"), 8)
CHANGES: Final = StoryKind("changes", msg("Changes"), 9)


class Look(Enum):
    """How a part of an entry is written."""

    STRONG = "strong"
    PLAIN = "plain"
    MUTED = "muted"


class Cover(Enum):
    """What the privacy screen covers of it."""

    NOTHING = "nothing"
    TEXT = "text"  # always
    CLIENT = "client"  # unless it is of the client who is open
    SENTENCE = "sentence"  # the names of other clients in it


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an entry's sentence."""

    text: Message | Money | Decimal | date | str
    look: Look = Look.PLAIN
    cover: Cover = Cover.NOTHING


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as it is told; what is one's `own` was written here, and may be deleted here."""

    icon: str
    parts: tuple[Part, ...]
    own: bool = False


def strong(text: Message | str, cover: Cover = Cover.NOTHING) -> Part:
    """What names the entry."""
    return Part(text, Look.STRONG, cover)


def muted(text: Message | Money | Decimal | date | str, cover: Cover = Cover.NOTHING) -> Part:
    """What explains it."""
    return Part(text, Look.MUTED, cover)
