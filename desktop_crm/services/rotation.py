"""Which backups stay: the newest of each of the last days, weeks and months that have one."""

from collections.abc import Callable, Collection, Hashable
from datetime import datetime
from typing import Final

#: What tells a day, a week, a month from the others, and how many of them keep a backup.
_PERIODS: Final[tuple[tuple[Callable[[datetime], Hashable], int], ...]] = (
    (lambda moment: moment.date(), 7),
    (lambda moment: tuple(moment.isocalendar())[:2], 4),
    (lambda moment: (moment.year, moment.month), 12),
)


def kept(moments: Collection[datetime]) -> frozenset[datetime]:
    """Those of `moments` that stay; the newest always does.

    Counted by what there is and not by today's date, so that a clock that is wrong deletes nothing.
    """
    newest_first = sorted(moments, reverse=True)
    stays: set[datetime] = set()
    for period, number in _PERIODS:
        last_of: dict[Hashable, datetime] = {}
        for moment in newest_first:
            last_of.setdefault(period(moment), moment)
        stays.update(list(last_of.values())[:number])
    return frozenset(stays)
