"""A demonstration while it is made, and what each noun declares for it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop_crm.model.message import msg
from desktop_crm.storage.workspace import Workspace

DATA: Final = msg("Demonstration data")
_BATCH: Final = 5000


@dataclass
class Making:
    """The workspace that is filled: how many of which noun are wanted, and what was `made` for those that come after it."""

    workspace: Workspace
    today: date
    seed: int
    wanted: Mapping[str, int]
    tell: Callable[[int], None]  # that so many more are done
    parts: "Mapping[str, Demo]"
    made: dict[str, Any] = field(default_factory=dict)

    def write(self, noun: str, count: int, make: Callable[[Session, int], Sequence[Any]]) -> None:
        """`count` of a noun, some in one action, with what others make of them; `make` writes the next ones."""
        for size in _batches(count):
            with self.workspace.write(DATA, undoable=False) as session:
                self.along(session, noun, make(session, size))
            self.tell(size)

    def along(self, session: Session, noun: str, rows: Sequence[Any]) -> None:
        """What other nouns make of these in the same action."""
        for part in self.parts.values():
            if noun in part.along:
                part.along[noun](self, session, rows)


@dataclass(frozen=True, slots=True)
class Demo:
    """The invented rows of a noun: `DEMO` of `services/demo/<noun>.py`. What stands further up in the table of contents is there.

    `own` writes them; `along` makes some of each batch of another noun's (`company`: with the own company). Then all
    `finish`, in one action, and the last steps are real ones.
    """

    own: Callable[[Making], None] = lambda _making: None
    along: Mapping[str, Callable[[Making, Session, Sequence[Any]], None]] = field(default_factory=dict)
    finish: Callable[[Making, Session], None] = lambda _making, _session: None
    last: Callable[[Making], None] = lambda _making: None


def _batches(count: int) -> Iterator[int]:
    return (min(_BATCH, count - start) for start in range(0, count, _BATCH))
