"""What can be done with any noun, declared at the end of its `services/<noun>.py` as `FACETS` and loaded when it is asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from desktop_crm.model.limits import Verdict
from desktop_crm.model.listing import Listing
from desktop_crm.model.message import Message
from desktop_crm.model.noun import Noun
from desktop_crm.storage.lists.listing import SqlSource
from desktop_crm.storage.workspace import Workspace

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Hit:
    """A card that answers a search: a contact leads to its client.

    The subtitle tells who `client` is, and the title of a `private` one, too (what the privacy screen covers). What can't be
    read of an `unreadable` one is left out.
    """

    noun: str
    id: int
    title: str
    subtitle: str
    client: str = ""
    private: bool = False
    unreadable: bool = False
    verdict: Verdict = Verdict.OPEN  # of a product with the price that was typed behind its name


@dataclass(frozen=True, slots=True)
class Facets:
    """`listing` is what is listed and given out as a sheet, None of what has no list of its own.

    A search looks through `source` and makes a `hit` of a row's id and values; what it does not find it looks for once more in
    the words of `otherwise`, where that gives any. `first` asks what its card asks of the file before it shows a record.
    """

    listing: Callable[[Workspace], Listing] | None
    source: SqlSource
    hit: Callable[[int, Mapping[str, Any]], Hit]
    otherwise: Callable[[str], str] = lambda _text: ""
    contradiction: Callable[[Session, int], Message | None] | None = None
    first: Callable[["Session", int], object] | None = None


def facets_of(noun: Noun) -> Facets:
    """Of a noun that is searched."""
    found: Facets = import_module(noun.module("services")).FACETS
    return found


def numbered_hit(noun: str) -> Callable[[int, Mapping[str, Any]], Hit]:
    """Of a paper: its number, and whose it is."""
    return lambda record_id, row: Hit(noun, record_id, row["number"], row["client"], client=row["client"])
