"""Where the entries of a story come from, as each noun declares it: `STORY` of its file in this room.

An entry has its place in the story by a stamp: the day or moment as the file has it written down, `2026-03-12` or
`2026-03-12T10:42`, which is the end of that minute; a moment of the world's clock becomes such a text by this machine's usual
distance from it, summer or winter. So stamps are in the order of what their table has an index of, in every zone.
"""

import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy.orm import Session

from desktop_crm.model.moments import FIRST, LAST, moment_from_int
from desktop_crm.model.story import StoryKind, Told
from desktop_crm.storage.file.decoding import rows_of

#: Above all that happened within a minute, whose seconds nobody has written down.
_END: Final = "~"
_OFFSET: Final = -time.timezone * 1000
_EVERY: Final = range(FIRST, LAST + 1)


class Card(NamedTuple):
    """Whose story, and in which reading: its session, and the driver's connection under that, asked for once."""

    noun: str
    id: int
    session: Session
    connection: Any

    @classmethod
    def of(cls, session: Session, noun: str, id: int) -> "Card":
        """Of a record."""
        return cls(noun, id, session, session.connection().connection.driver_connection)


class Place(NamedTuple):
    """In a story: the stamp of an entry, the number of its source (the later one tells of what came later), its id there.

    `act` is the earliest action that is told by then.
    """

    stamp: str
    rank: int
    id: int
    act: int


class Found(NamedTuple):
    """One row: its stamp, what the file has for it, its id, and the values that are told."""

    stamp: str
    when: Any
    id: int
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Rows of a noun's table, `t`, as entries of one kind in the stories of some cards.

    `of` has for each noun whose cards tell of them a condition with the card's `:id`, to which an index gives the rows in the
    order of `when`: a day, a moment as it was written down, or `exact`ly one of the world's clock. What is `timed` is told with
    its time of day. `columns` are given to `told`, one after the other, as the file has them; `client` is the name of whose it is.
    """

    id: str
    kind: StoryKind
    noun: str
    table: str
    when: str
    of: Mapping[str, str]
    columns: tuple[str, ...]
    told: Callable[..., Told]
    joins: str = ""
    client: str = "NULL"
    exact: bool = False
    timed: bool = False

    def read(self, card: Card, rank: int, before: Place | None, limit: int) -> list[Found]:
        """The newest, or those before a place, the newest first."""
        bound, values = ("", {}) if before is None else self._bound(rank, before)
        sql = (
            f"SELECT t.{self.when}, t.id, {', '.join((self.client, *self.columns))} FROM {self.table} t {self.joins}"
            f" WHERE {self.of[card.noun]}{bound} ORDER BY t.{self.when} DESC, t.id DESC LIMIT :limit"
        )
        rows = rows_of(card.connection, sql, {"id": card.id, "limit": limit, **values})
        return [Found(self._stamp(row[0]), row[0], row[1], row[2:]) for row in rows]

    def count(self, card: Card) -> int:
        """How many there are."""
        return int(self._one(card, "count(*)"))

    def first(self, card: Card) -> str | None:
        """The stamp of the oldest."""
        found = self._one(card, f"min(t.{self.when})")
        return None if found is None else self._stamp(found)

    def is_there(self, card: Card) -> bool:
        """Whether there are any."""
        rows = rows_of(
            card.connection, f"SELECT 1 FROM {self.table} t WHERE {self.of[card.noun]} LIMIT 1", {"id": card.id}
        )
        return bool(rows)

    def _one(self, card: Card, what: str) -> Any:
        sql = f"SELECT {what} FROM {self.table} t WHERE {self.of[card.noun]}"
        return rows_of(card.connection, sql, {"id": card.id})[0][0]

    def _stamp(self, value: Any) -> str:
        return f"{value}{_END}" if self.timed else stamp_of(value)

    def _bound(self, rank: int, before: Place) -> tuple[str, dict[str, Any]]:
        """Of the entries with the same stamp those of a later source stand above."""
        when, stamp, beside = f"t.{self.when}", before.stamp, rank < before.rank
        if rank != before.rank and self.exact:
            return f" AND {when} < :stamp", {"stamp": ms_before(stamp, beside=beside)}
        also = f" AND {when} <= :stamp" if self.timed else ""  # for its index
        stamped = f"{when} || '{_END}'" if self.timed else when
        if rank != before.rank:
            return f"{also} AND {stamped} {'<=' if beside else '<'} :stamp", {"stamp": stamp}
        bound = ms_before(stamp, beside=False) if self.exact else stamp
        return f"{also} AND ({stamped}, t.id) < (:stamp, :after)", {"stamp": bound, "after": before.id}


def stamp_of(value: Any) -> str:
    """By which an entry has its place."""
    if not isinstance(value, int):
        return str(value)
    moment = moment_from_int(min(max(value + _OFFSET, FIRST), LAST))
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds")


def ms_before(stamp: str, *, beside: bool) -> int:
    """The first moment that does not come before a stamp; `beside`: that comes after it. Of any text, whatever it is."""
    find = bisect_right if beside else bisect_left
    return FIRST + find(_EVERY, stamp, key=stamp_of)
