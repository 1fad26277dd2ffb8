"""A noun's declaration: facts only, read by whoever walks `nouns.NOUNS`. It loads no table: the window needs it before its first paint."""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final

from desktop_crm.model.message import Message

if TYPE_CHECKING:
    from desktop_crm.model.base import Record
    from desktop_crm.model.flow import Flow


#: A thing that is called by its name alone.
NAMED: Final = Message("{name}")


@dataclass(frozen=True, slots=True, eq=False)
class Numbered:
    """Papers with numbers of their own; `rows` are those of the noun's table, where others have other numbers."""

    id: str
    many: Message
    pattern: str
    rows: tuple[str, str] | None = None  # a column, and what it holds


@dataclass(frozen=True, slots=True, eq=False)
class Noun:
    """A kind of thing that people know by its name, miss when it was deleted, and count.

    What its rows are called, whose card tells of them, and what each column means stands on its `record`. `at` is where that
    is, as `module:Class`; the noun's other files have the same name in the other layers, beside that one's folder. What is
    listed, imported or printed has its command on the command line, and says how in its `FACETS`.
    """

    id: str
    at: str
    many: Message  # all of them
    counted: tuple[Message, Message]  # one, and `{n}` of them
    thing: Message = NAMED  # one by its name, at the beginning of a sentence
    number_pattern: str = ""  # of the numbers that are given to it, until the settings say otherwise
    numbers: tuple[Numbered, ...] = ()  # where not all of it have the same: their kinds, the first by that pattern
    icon: str = ""
    place: str = ""  # of the window, among whose lists its own stands; one without is only shown on the cards of others
    is_imported: bool = False
    paper: Message | None = None  # what the command does that writes it as PDF
    new: Message | None = None  # the word for beginning one
    belongs_to: tuple[str, ...] = ()  # the nouns whose cards list it, and which are not deleted without it
    begins_with_page: bool = False  # a new one is from, to or about whoever's page is open
    goes_along: bool = False  # is nothing to ask about before that is deleted: it simply goes with it
    reminds: bool = False  # whether it may ring at a moment; its `FACETS` say how
    today: bool = False  # whether it asks for attention on some days, by the `RULES` of `storage/<noun>_today.py`

    @property
    def numbered(self) -> tuple[Numbered, ...]:
        """Its kinds of numbers; most nouns have one, or none."""
        own = (Numbered(self.id, self.many, self.number_pattern),) if self.number_pattern else ()
        return self.numbers or own

    @property
    def record(self) -> "type[Record]":
        """Its class of rows."""
        module, name = self.at.split(":")
        found: type[Record] = getattr(import_module(module), name)
        return found

    def module(self, layer: str) -> str:
        """Its module in another layer, like `services` or `ui.screens`."""
        return self.at.split(":")[0].replace(".model.", f".{layer}.")

    @property
    def flow(self) -> "Flow | None":
        """The ways between its states, where it has any."""
        return self.record.flow

    @property
    def is_listed(self) -> bool:
        """Whether it has a list of its own, which the command line gives out, too."""
        return bool(self.place)

    @property
    def plural(self) -> str:
        """What the command line calls all of them."""
        return self.many.text.lower().replace(" ", "-")

    @property
    def table(self) -> str:
        """Where its rows stand."""
        return str(self.record.__tablename__)

    def told(self, n: int) -> Message:
        """So many of it."""
        one, more = self.counted
        return one if n == 1 else Message(more.text, {"n": n})

    @property
    def is_searched(self) -> bool:
        """Whether words lead to it; its table has an index `…_fts` then."""
        return "search_key" in self.record.__table__.columns

    @property
    def is_setting(self) -> bool:
        """Whether it belongs to the settings, not to a client or what is sold."""
        return self.record.noun == "settings"
