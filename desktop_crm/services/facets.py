"""What can be done with any noun, declared at the end of its `services/<noun>.py` as `FACETS` and loaded when it is asked for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from desktop_crm.model.limits import Verdict
from desktop_crm.model.listing import Listing
from desktop_crm.model.message import Message
from desktop_crm.model.noun import Noun
from desktop_crm.model.problem import Problem
from desktop_crm.services.as_json import plain
from desktop_crm.storage.lists.listing import SqlSource
from desktop_crm.storage.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Hit:
    """A card that answers a search.

    The subtitle tells who `client` is, and the title of a `private` one, too (what the privacy screen covers); that of a
    `sensitive` one is covered for every client. What can't be read of an `unreadable` one is left out.
    """

    noun: str
    id: int
    title: str
    subtitle: str
    client: str = ""
    private: bool = False
    unreadable: bool = False
    sensitive: bool = False
    verdict: Verdict = Verdict.OPEN  # of a product with the price that was typed behind its name


#: A paper's PDF, and what the check before printing says of it; an error forbids to write it.
Made = tuple[bytes, Sequence[Problem]]


@dataclass(frozen=True, slots=True)
class Beside:
    """What of it is open, as a list beside the story of what it belongs to, whose id `listing` is given; `empty` where nothing is."""

    title: Message
    listing: Callable[[Workspace, int], Listing]
    empty: Message


@dataclass(frozen=True, slots=True)
class Related:
    """The list on the card of what it belongs to, whose id `listing` is given: which columns say nothing there, or need less room.

    `empty` is said where there is none; `new` is the word on the button that begins one. `beside` is seen in large windows.
    """

    listing: Callable[[Workspace, int], Listing]
    empty: Message
    new: Message | None = None
    hidden: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)
    beside: Beside | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """One that has come: of which record, what it says, whom it is about (empty for nobody), and for when it was set."""

    noun: str
    id: int
    title: str
    client: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reminds:
    """How a noun reminds. Its table has `rings_at`, the next reminder, `told_at`, when that was shown, and `done_at`.

    `ringing` gives those that have come by a moment and were not shown, the earliest first; `following` the moment of the next
    one after it. One is done with (`finish`), or reminds again at another moment (`snooze`).
    """

    ringing: Callable[[Session, datetime, int], Sequence[Reminder]]
    following: Callable[[Session, datetime], datetime | None]
    finish: Callable[[Session, int], object]
    snooze: Callable[[Session, int, datetime], object]


@dataclass(frozen=True, slots=True)
class Facets:
    """`listing` is what is listed and given out as a sheet, None of what has no list of its own.

    A search looks through `source` and makes a `hit` of a row's id and values; what it does not find it looks for once more in
    the words of `otherwise`, where that gives any. `first` asks what its card asks of the file before it shows a record.
    `as_json` tells the values of a row of its list to other programs.

    What has a `paper` is found `by_number`, and the record printed in a language, `id`, `en` or `both` (None: its own).

    On the cards of what it belongs to it is listed as `related` says, by their nouns; None where the story there tells of each.
    Deleting one of these, called by the last argument, is refused while `stays` gives a sentence about some of its records. A
    check tells the `contradiction` between a record and others, if there is one. Of what rings at a moment, `reminds` says how.
    """

    listing: Callable[[Workspace], Listing] | None
    source: SqlSource
    hit: Callable[[int, Mapping[str, Any]], Hit]
    otherwise: Callable[[str], str] = lambda _text: ""
    as_json: Callable[[dict[str, Any]], dict[str, Any]] = plain
    by_number: Callable[[Session, str], Any] | None = None
    paper: Callable[[Session, Any, str | None], Made] | None = None
    first: Callable[[Session, int], object] | None = None
    related: Mapping[str, Related | None] = field(default_factory=dict)
    stays: Callable[[Session, ColumnElement[bool], str], Message | None] | None = None
    contradiction: Callable[[Session, int], Message | None] | None = None
    reminds: Reminds | None = None


def facets_of(noun: Noun) -> Facets:
    """Of a noun that is searched."""
    found: Facets = import_module(noun.module("services")).FACETS
    return found


def declared(name: str, what: str) -> Any:
    """What a noun's file of this name (`noun.module("services.demo")`) declares as `what`; None where there is no such file."""
    try:
        module = import_module(name)
    except ModuleNotFoundError as error:
        if not f"{name}.".startswith(f"{error.name}."):
            raise  # of something that the file imports
        return None
    return getattr(module, what)


def numbered_hit(noun: str) -> Callable[[int, Mapping[str, Any]], Hit]:
    """Of a paper: its number, and whose it is."""
    return lambda record_id, row: Hit(noun, record_id, row["number"], row["client"], client=row["client"])
