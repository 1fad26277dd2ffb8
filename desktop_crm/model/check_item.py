"""One line of a task's checklist."""

from dataclasses import dataclass
from typing import Final

#: What stands in `done` of a line that is.
DONE: Final = "x"


@dataclass(frozen=True, slots=True)
class CheckItem:
    """What is to be done, and whether it is."""

    text: str
    done: str = ""

    @property
    def is_done(self) -> bool:
        """Whether it is ticked."""
        return bool(self.done)
