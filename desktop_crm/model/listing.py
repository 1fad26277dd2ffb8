"""What a list shows: columns, and the question it answers. Plain values between storage, services and the table."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Protocol

from desktop_crm.model.message import Message, msg
from desktop_crm.model.tone import Tone

#: What stands in a cell of a row instead of a value that nobody can read.
UNREADABLE: Final = msg("can't be read")


def is_unreadable(row: Iterable[Any]) -> bool:
    """Whether anything of a row can't be read."""
    return any(value is UNREADABLE for value in row)


class Kind(StrEnum):
    """What a column's cells are; decides alignment, format, editor, filter and spreadsheet format."""

    TEXT = "text"
    NUMBER = "number"  # int or Decimal
    MONEY = "money"  # Money
    PERCENT = "percent"  # Decimal, 12.5 is 12.5 %
    DATE = "date"  # date
    MOMENT = "moment"  # aware datetime
    STATE = "state"  # a code of `Column.choices`
    FLAG = "flag"  # bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a STATE column or of a choice field: its word and its meaning."""

    code: str
    title: Message
    tone: Tone = Tone.NEUTRAL


def title_of(choices: tuple[Choice, ...], code: str) -> Choice:
    """The choice of a code; an unknown code (of a newer or foreign file) is shown as it is."""
    return next((choice for choice in choices if choice.code == code), Choice(code, msg("{code}", code=code)))


class Role(StrEnum):
    """What a column is in a row of two lines: who and how much; below it number, state, day and the rest."""

    TITLE = "title"  # number or name
    PARTY = "party"  # whom it is about; it stands first then
    MARK = "mark"  # a flag: a star
    MONEY = "money"
    STATE = "state"
    WHEN = "when"  # the day to look at
    DETAIL = "detail"
    SIDE = "side"  # at the right of the second line
    FIGURE = "figure"  # in no row: its page and peek tell it among their figures


@dataclass(frozen=True, slots=True)
class Part:
    """A column's `role` in a row; `words` say it in one, and in the states `live` its day tells how near it is.

    Of a past day that is how `late` one is, or else how long ago it was. `tone` is that of a value at the side,
    and what `is_figure` is told among the figures of its peek, as a column of that role is.
    """

    role: Role
    words: Callable[[str], Message] | None = None
    live: tuple[str, ...] = ()
    late: bool = True
    tone: Callable[[Any], Tone] | None = None
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list; `id` is its name in settings, filters, exports and on the command line.

    `choices` are the codes of a STATE column, or those that a cell of another kind holds several of, as words.

    What takes longer to find out than a page may is `late`: `page` may leave it out, and nothing is filtered by it.

    The privacy screen covers what is `sensitive`, and in rows of other clients what is `of_client`: it tells who the client
    is, or what concerns nobody else. The column `client` holds that one's name, else the first such column of a list.
    """

    id: str
    title: Message
    kind: Kind = Kind.TEXT
    width: int = 140
    sortable: bool = False
    hidden: bool = False  # at first; the user may show it
    choices: tuple[Choice, ...] = ()
    summable: bool = False
    summed_as: Message | None = None  # what its sum is called, where that isn't the title
    sensitive: bool = False
    of_client: bool = False
    part: Part | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """Rows whose column is one of `values` (STATE, FLAG, TEXT), or lies from `low` to `high`, both included.

    Bounds are of the column's own type: date, aware datetime, Decimal; for MONEY a Money, which rows of another
    currency do not match. `period` names what the bounds were made from (`this_week`), so that a saved view moves on
    with the calendar; queries look at the bounds only.
    """

    column: str
    values: tuple[Any, ...] = ()
    low: Any = None
    high: Any = None
    period: str = ""


@dataclass(frozen=True, slots=True)
class Quick:
    """A question that is often asked of the list, by its word: rows with one of these `values`, or from `least` on."""

    text: Message
    values: Sequence[str | bool] = ()
    column: str = "state"
    least: int | None = None

    @property
    def filter(self) -> Filter:
        """As the list asks it."""
        values = (value if isinstance(value, bool) else str(value) for value in self.values)
        return Filter(self.column, tuple(values), low=self.least)


@dataclass(frozen=True, slots=True)
class Query:
    """The question of a list: text to find, filters that all hold, one sort column."""

    find: str = ""
    filters: tuple[Filter, ...] = ()
    sort: str = ""  # empty: the list's own order
    descending: bool = False


class Listing(Protocol):
    """A list the table can show and a sheet can export. Every method may be called from any thread.

    A row is `(id, value, value, …)`: the id, then a value for each of `columns`, hidden ones too; None is an empty cell.
    """

    @property
    def noun(self) -> str:
        """`client`, `order`, …: also the name of the list in settings."""

    @property
    def columns(self) -> Sequence[Column]:
        """All columns, hidden ones too, in their first order."""

    def count(self, query: Query) -> int:
        """How many rows answer."""

    def page(self, query: Query, offset: int, limit: int) -> list[tuple[Any, ...]]:
        """Some rows in order, quickly: what is painted before `ids` has come, perhaps without what is late."""

    def ids(self, query: Query) -> "array[int]":
        """The ids of all rows in order (`array("q")`)."""

    def rows(self, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        """The rows of these ids in the order asked; an id that is gone is left out."""

    def totals(self, ids: Sequence[int]) -> Mapping[str, Sequence[Any]]:
        """For each summable column the sums over these ids, one Money a currency (or one number)."""

    def sums(self, query: Query) -> Mapping[str, Sequence[Any]]:
        """The same over all rows that answer."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """A named query with its columns, kept per user."""

    name: str
    query: Query
    columns: tuple[str, ...] = field(default_factory=tuple)
