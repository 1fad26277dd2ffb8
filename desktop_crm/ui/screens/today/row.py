"""One row of Today as it is to be read now."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from desktop_crm.ui.privacy import privacy


def _nothing() -> None:
    """The usual way of what leads nowhere."""


@dataclass(frozen=True, slots=True)
class Act:
    """What a row offers: the word, and what does it. The `main` one is the primary button while its row is the current one."""

    text: str
    do: Callable[[], object]
    main: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """`key` tells it from all others, also when the list is read anew; `kind` is the filter that shows it.

    `title` identifies, `about` explains, `due` says when and `money` what it is worth; all may be covered. `why` says what it
    stands there for. A `head` begins a group, whose `title` and `count` it is; a `told` row is a sentence that is no choice.
    """

    key: str
    group: str
    title: str
    kind: str = ""
    about: str = ""
    due: str = ""
    money: str = ""
    icon: str = ""
    count: str = ""
    why: str = ""
    urgent: bool = False
    plain: bool = False  # not a record, but what is left of them
    done: bool = False
    head: bool = False
    told: bool = False
    record: tuple[str, int] | None = None  # its noun and its id
    act: Act | None = None
    later: Callable[[date], object] | None = None  # what puts it off
    open: Callable[[], object] = field(default=_nothing)

    @property
    def is_choice(self) -> bool:
        """Whether the keyboard stops here."""
        return not (self.head or self.told or self.done)

    @property
    def text(self) -> str:
        """All of it in one line."""
        act = "" if self.act is None else self.act.text
        return " · ".join(part for part in (self.title, self.count, self.about, self.due, self.money, act) if part)

    @property
    def name(self) -> str:
        """What a reader says of it: what it is, not what can be done."""
        parts = (self.title, self.count, self.about, self.due, self.money)
        return privacy.spoken(", ".join(part for part in parts if part))

    def says(self, words: list[str]) -> bool:
        """Whether it has all of these words, which are folded."""
        said = f"{self.title} {self.about} {self.due} {self.money}".casefold().replace("\xa0", " ")
        return all(word in said for word in words)
