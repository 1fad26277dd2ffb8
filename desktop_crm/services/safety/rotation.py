"""Which backups of one line of work stay: by the clock, by how much was done since, and by what they hold.

What follows what is known from the history alone. A clock only groups: one that went back begins a new row of days, so it
can make more stay, and what is far from its neighbours by what was done between them stays whatever it says.
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final

#: What tells a day, a week, a month from the others, and how many of them keep a backup.
_PERIODS: Final[tuple[tuple[Callable[[datetime], Hashable], int], ...]] = (
    (lambda moment: moment.date(), 7),
    (lambda moment: tuple(moment.isocalendar())[:2], 4),
    (lambda moment: (moment.year, moment.month), 12),
)

#: Between two that stay, one may be so many times as far back as the other.
_STRIDE: Final = 4


@dataclass(frozen=True, slots=True)
class Moment:
    """One backup: how far the history was, the writes that nothing tells of, the clock's word, how much of each it holds.

    `branch`: its line of work. `turns`: how often the clock went back in the history until then, by the moments of what
    was done.
    """

    entry: int
    counter: int
    made: datetime
    holds: tuple[int, ...] = ()
    name: str = ""
    branch: str = ""
    turns: int = 0


def kept(there: Collection[Moment], present: Moment) -> frozenset[Moment]:
    """Those that stay: all of other branches, and of the present file's the newest, the first, the fullest, and some between.

    Counted by what there is and not by today's date. Of those that hold more than `present`, the file, the newest and the
    fullest stay: one that lost most of its rows does not push out what it lost.
    """
    line = [each for each in there if each.branch == present.branch]
    newest_first = sorted(line, key=lambda each: (each.entry, each.counter, each.made, each.name), reverse=True)
    if not newest_first:
        return frozenset(there)
    return frozenset(
        (
            *(each for each in there if each.branch != present.branch),
            newest_first[0],
            *_of_each_period(newest_first),
            *_spaced(newest_first, present),
            *_full(newest_first, present),
        )
    )


def _of_each_period(newest_first: Sequence[Moment]) -> Iterator[Moment]:
    rows = _rows(newest_first)
    for period, number in _PERIODS:
        last_of: dict[Hashable, Moment] = {}
        for each, row in zip(newest_first, rows, strict=True):
            last_of.setdefault((row, period(each.made)), each)
        yield from list(last_of.values())[:number]


def _rows(newest_first: Sequence[Moment]) -> list[int]:
    """How often the clock has gone back since each was made: what it calls one day may have been many."""
    rows = [0]
    for later, earlier in pairwise(newest_first):
        rows.append(rows[-1] + (later.made < earlier.made or later.turns > earlier.turns))
    return rows


def _spaced(newest_first: Sequence[Moment], present: Moment) -> Iterator[Moment]:
    """The first one, and of the others so many that none is missing over which one would have to go back much further."""
    last = newest_first[0]
    for each, older in pairwise(newest_first):
        if present.entry - older.entry > _STRIDE * max(1, present.entry - last.entry) and each.entry < last.entry:
            last = each
            yield each
    yield newest_first[-1]


def _full(newest_first: Sequence[Moment], present: Moment) -> Iterator[Moment]:
    """Of each thing that is counted: the newest that holds more of it than the present file, and the newest that holds most."""
    for at in range(len(present.holds)):
        most = max(each.holds[at] for each in newest_first)
        yield next(each for each in newest_first if each.holds[at] == most)
        yield from [each for each in newest_first if each.holds[at] > present.holds[at]][:1]
