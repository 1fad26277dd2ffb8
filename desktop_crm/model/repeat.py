"""How often a task comes again: every so many days, working days, weeks, months or years, by the calendar or after it was done."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from desktop_crm.model.message import Message, msg


class Unit(StrEnum):
    """What is counted."""

    DAY = "day"
    WORKING_DAY = "working_day"
    WEEK = "week"
    MONTH = "month"
    MONTH_END = "month_end"
    YEAR = "year"


#: Nobody waits longer, and no calendar goes on for ever.
MOST: Final = 999

_KEPT: Final = re.compile(r"([1-9]\d{0,2}) (\w+)( after)?")

#: Each unit once, and `{n}` of them.
_WORDS: Final = {
    Unit.DAY: (msg("every day"), msg("every {n} days")),
    Unit.WORKING_DAY: (msg("every working day"), msg("every {n} working days")),
    Unit.WEEK: (msg("every week"), msg("every {n} weeks")),
    Unit.MONTH: (msg("every month"), msg("every {n} months")),
    Unit.MONTH_END: (msg("on the last day of every month"), msg("on the last day of every {n} months")),
    Unit.YEAR: (msg("every year"), msg("every {n} years")),
}
_AFTER: Final = msg("{often}, after it is done")


@dataclass(frozen=True, slots=True)
class Repeat:
    """The file keeps it as `2 week` or `5 working_day after`."""

    every: int
    unit: Unit
    after_done: bool = False

    @classmethod
    def of(cls, kept: str) -> "Repeat | None":
        """None for no rule, and for one that nobody can read."""
        found = _KEPT.fullmatch(kept)
        if found is None or found[2] not in set(Unit):
            return None
        return cls(int(found[1]), Unit(found[2]), found[3] is not None)

    def kept(self) -> str:
        """As the file keeps it."""
        return f"{self.every} {self.unit}{' after' if self.after_done else ''}"

    def told(self) -> Message:
        """As a person says it."""
        one, more = _WORDS[self.unit]
        often = one if self.every == 1 else Message(more.text, {"n": self.every})
        return Message(_AFTER.text, {"often": often}) if self.after_done else often
