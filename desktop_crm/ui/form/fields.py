"""What a form is made of: declarations that say what is asked, not how it looks.

`RecordForm` builds an editor for each. A field's `name` is the record's attribute and the key in `values()`.
"""

from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop_crm.model import listing
from desktop_crm.model.message import Message
from desktop_crm.model.money import DEFAULT_CURRENCY

if TYPE_CHECKING:
    from desktop_crm.ui.form.editor import Editor


class Width(Enum):
    """How much room a field takes in its section."""

    SHORT = "short"  # a number, a date, a code
    COLUMN = "column"
    WIDE = "wide"  # all columns of the section


@dataclass(frozen=True)
class Field:
    """What all fields share."""

    name: str
    label: Message
    _: KW_ONLY
    width: Width = Width.COLUMN
    required: bool = False  # a mark beside the label; whether it may be saved is the record's to say
    hint: Message | None = None  # tool tip and the screen reader's description
    sensitive: bool = False  # covered by the privacy screen


def _default_suggestions() -> Sequence[str]:
    return ()


@dataclass(frozen=True)
class Text(Field):
    """A text; `suggestions` are completed while typing (units, categories), anything else may be typed too."""

    _: KW_ONLY
    multiline: bool = False
    placeholder: Message | None = None
    max_length: int = 0  # 0: any
    lines: int = 3  # of a multiline editor at first; it grows
    suggestions: Callable[[], Sequence[str]] = _default_suggestions


@dataclass(frozen=True)
class Choice(Field):
    """One of a few; the value is the choice's code, made `of(code)`. With `optional` nothing ("" or None) is one too."""

    choices: Sequence[listing.Choice] | Callable[[], Sequence[listing.Choice]]
    _: KW_ONLY
    of: type[str] | type[int] = str
    optional: bool = False


@dataclass(frozen=True)
class Flag(Field):
    """Yes or no; the label stands beside the box."""


@dataclass(frozen=True)
class Date(Field):
    """A day or None."""

    _: KW_ONLY
    width: Width = Width.SHORT


@dataclass(frozen=True)
class Number(Field):
    """A Decimal or None; out of range is told beside the field."""

    _: KW_ONLY
    width: Width = Width.SHORT
    decimals: int = 3
    minimum: int | None = None
    maximum: int | None = None
    suffix: str = ""


@dataclass(frozen=True)
class Percent(Number):
    """12.5 is 12.5 %."""

    _: KW_ONLY
    decimals: int = 2
    minimum: int | None = 0
    maximum: int | None = 100
    suffix: str = "%"


@dataclass(frozen=True)
class Amount(Number):
    """A price, which has four decimals in any currency: a fixed one, or what the field named `currency_field` holds."""

    _: KW_ONLY
    currency: str = DEFAULT_CURRENCY
    currency_field: str = ""
    minimum: int | None = 0


class Found(NamedTuple):
    """One record that a search has found."""

    id: int
    title: str
    subtitle: str = ""


def _same(typed: str, title: str) -> bool:
    return typed.casefold() == title.casefold()


@dataclass(frozen=True)
class Record(Field):
    """Another record's id, or None. `search` may run in any thread; `title` names an id at once."""

    search: Callable[[str], Sequence[Found]]
    title: Callable[[int], str]
    _: KW_ONLY
    open: Callable[[int], object] | None = None  # Ctrl+Enter
    create: Callable[[str], int | None] | None = None  # gets what was typed; None: the person thought better of it
    create_text: Message | None = None  # *New client …*
    placeholder: Message | None = None
    same: Callable[[str, str], bool] = _same  # whether what is typed is a title in full
    of_client: bool = False  # the titles are clients' names, which the privacy screen does not offer


@dataclass(frozen=True)
class Picture(Field):
    """JPEG or PNG bytes, at most `pixels` wide and high, or None."""

    pixels: int = 1600


@dataclass(frozen=True)
class Many(Field):
    """A list of small frozen dataclasses, the value a tuple of them. Rows without any text are left out.

    `blank` is what a new row begins as; `fields` are of its attributes; those in `breaks` begin a new line of the row.
    Attributes that are not shown keep what they were. `keep` is the button of the form in which a fact of them is edited.
    """

    blank: Any
    fields: Sequence[Field]
    add: Message  # the button: *Add phone*
    _: KW_ONLY
    breaks: tuple[str, ...] = ()
    keep: Message | None = None
    width: Width = Width.WIDE


@dataclass(frozen=True)
class Own(Field):
    """An editor of the screen's own making."""

    make: "Callable[[], Editor]"


@dataclass(frozen=True)
class Section:
    """Fields that belong together, under a title (None: no title). Columns become one where there is no room."""

    title: Message | None
    fields: Sequence[Field]
    columns: int = 1
    narrowest: int = 210  # px below which a column is too narrow to type in
    row: Sequence[int] = ()  # px of each field where all stand in one line; 0 takes the rest
