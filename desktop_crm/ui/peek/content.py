"""What a peek shows, as plain values: made in a thread, shown at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QImage

from desktop_crm.model.tone import Tone
from desktop_crm.ui.preview.marks import Mark

if TYPE_CHECKING:
    from desktop_crm.model.totals import Totals

#: A record: its noun and its id.
Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Link:
    """A record that is named and can be gone to."""

    text: str
    noun: str
    id: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what it is; `sensitive` for the privacy screen."""

    label: str
    value: str
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """What is looked at first: its label, the figure, and smaller `beside` it what it is made of."""

    label: str
    value: str
    beside: str = ""
    tone: Tone = Tone.NEUTRAL
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One of the last things that happened."""

    icon: str
    text: str
    when: str
    sensitive: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a receipt: what, how much of it at which price, `less` what discount, and what that comes to."""

    name: str
    detail: str
    amount: str
    less: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Lines and sums of a paper; `discount` is its own, in percent."""

    items: Sequence[Item]
    totals: "Totals"
    discount: Decimal


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first page of a paper as it is seen, `width` points wide, and what is marked on it."""

    picture: QImage
    width: float
    marks: Sequence[Mark] = ()


@dataclass(frozen=True, slots=True)
class Peek:
    """One record of a `noun`. `client` is whose it is, for the privacy screen; `found` is what its card needs for its commands.

    `covered` stand in place of the facts while the privacy screen is on: nobody learns from them what is empty.
    `sheet` draws the first page of its paper so many pixels wide, in a thread, and is given up when what it is handed raises; where
    there is one, it is what is seen.
    """

    id: int
    title: str
    chips: Sequence[tuple[str, Tone]] = ()
    party: Link | None = None
    beside: str = ""  # after the party
    receipt: Receipt | None = None
    figures: Sequence[Figure] = ()
    entries: Sequence[Entry] = ()
    facts: Sequence[Fact] = ()
    covered: Sequence[Fact] = ()
    sheet: Callable[[int, Callable[[], object]], Sheet] | None = None
    client: str = ""
    found: Mapping[str, Any] = field(default_factory=dict)
    noun: str = ""

    @property
    def key(self) -> Key:
        """What it is known by."""
        return self.noun, self.id
