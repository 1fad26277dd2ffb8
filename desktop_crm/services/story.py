"""The story of a record: what was said, ordered, signed, filed and changed, as one list, the newest first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop_crm.model.listing import UNREADABLE
from desktop_crm.model.message import Message, msg
from desktop_crm.model.moments import moment_from_int, moment_from_written, on_this_clock
from desktop_crm.model.nouns import NOUNS
from desktop_crm.model.story import Cover, StoryKind, Told, muted, strong
from desktop_crm.services.facets import declared
from desktop_crm.storage.file.decoding import GARBAGE, value_of
from desktop_crm.storage.story import merging
from desktop_crm.storage.story.acts import Acts
from desktop_crm.storage.story.merging import Row
from desktop_crm.storage.story.source import Card, Place, Source

__all__ = ["Entry", "Page", "Place", "count", "kinds", "page", "since"]

#: Changes of one day that become one entry.
_FOLDED: Final = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `noun` and `id` are the record it tells of, the card itself where that was changed.

    `key` tells it from all others, `day` and `moment` when it was: the moment only where its time of day says something, None
    where that can't be read. `client` is whose it is; `times` how many changes it stands for.
    """

    source: Source | Acts
    noun: str
    id: int
    when: Any
    values: tuple[Any, ...]
    times: int = 1

    @property
    def key(self) -> tuple[str, str, int]:
        """By which it is found again."""
        return self.noun, self.source.id, self.id

    @property
    def kind(self) -> StoryKind:
        """What it is filtered by."""
        return self.source.kind

    @property
    def is_change(self) -> bool:
        """Whether the card itself was changed."""
        return isinstance(self.source, Acts)

    @property
    def client(self) -> str:
        """Whose it is; empty where the card alone tells."""
        found = value_of([self.values[0]])
        return found if isinstance(found, str) else ""

    @property
    def day(self) -> date | None:
        """On this machine's calendar."""
        when = self._when()
        return when.date() if isinstance(when, datetime) else when

    @property
    def moment(self) -> datetime | None:
        """With its time of day, where that is told."""
        when = self._when() if isinstance(self.source, Source) and self.source.timed else None
        return when if isinstance(when, datetime) else None

    @property
    def told(self) -> Told:
        """Its picture and its sentence."""
        source = self.source
        if isinstance(source, Acts):
            return _changed(self.times, self.values[1], self.values[2])
        told: Told | Message = value_of([True, *self.values], lambda _there, _client, *values: source.told(*values))
        return told if isinstance(told, Told) else Told("circle-alert", (muted(UNREADABLE),))

    def _when(self) -> date | datetime | None:
        try:
            match self.when:
                case datetime():
                    return on_this_clock(self.when)
                case int():
                    return on_this_clock(moment_from_int(self.when))
                case str() as text if "T" in text:
                    return moment_from_written(text)
                case str() as text:
                    return date.fromisoformat(text)
        except GARBAGE:
            pass
        return None


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, and the place from which the next ones are read; None at the story's end."""

    entries: tuple[Entry, ...]
    next: Place | None


@cache
def sources(noun: str) -> tuple[Source | Acts, ...]:
    """Where the story on a noun's cards comes from."""
    every: tuple[Source, ...] = tuple(
        source for each in NOUNS for source in declared(each.module("storage.story"), "STORY") or ()
    )
    here = [source for source in every if noun in source.of]
    return (*here, Acts(frozenset(source.table for source in here)))


def concerns(noun: str) -> frozenset[str]:
    """The nouns whose changes may change such a story."""
    return frozenset({noun, "client"} | {source.noun for source in sources(noun) if isinstance(source, Source)})


def page(
    session: Session,
    noun: str,
    id: int,
    before: Place | None = None,
    *,
    kinds: Collection[str] = (),
    limit: int = 50,
) -> Page:
    """The newest entries, or those before a place, of all kinds or some. Changes of a day with nothing between them are one."""
    numbered = [(rank, each) for rank, each in enumerate(sources(noun)) if not kinds or each.kind.id in kinds]
    card, found = Card.of(session, noun, id), list[Entry]()
    act = merging.next_act(card) if before is None else before.act
    last: Row | None = None
    for row in merging.rows(card, numbered, before):
        entry = _entry(sources(noun)[row.rank], noun, row)
        if last is not None and _is_folded(found[-1], last, entry, row):
            found[-1] = _one_more(found[-1])
        elif len(found) == limit:
            assert last is not None
            return Page(tuple(found), Place(*last[:3], act))
        else:
            found.append(entry)
        last = row
        act = row.id if entry.is_change else act
    return Page(tuple(found), None)


def kinds(session: Session, noun: str, id: int) -> tuple[StoryKind, ...]:
    """What there is, for filters."""
    card = Card.of(session, noun, id)
    found = {each.kind.id: each.kind for each in sources(noun) if each.is_there(card)}
    return tuple(sorted(found.values(), key=lambda kind: kind.place))


def count(session: Session, noun: str, id: int, kinds: Collection[str] = ()) -> int:
    """How many entries there are; each change is one."""
    card = Card.of(session, noun, id)
    return sum(each.count(card) for each in sources(noun) if not kinds or each.kind.id in kinds)


def since(session: Session, noun: str, id: int, kinds: Collection[str] = ()) -> date | None:
    """The day of the oldest."""
    card = Card.of(session, noun, id)
    asked = (each for each in sources(noun) if not kinds or each.kind.id in kinds)
    stamps = filter(None, (each.first(card) for each in asked))
    days = (value_of([stamp[:10]], date.fromisoformat) for stamp in stamps)
    return min((day for day in days if isinstance(day, date)), default=None)


def _entry(source: Source | Acts, noun: str, row: Row) -> Entry:
    if isinstance(source, Acts):
        return Entry(source, noun, row.id, row.found.when, row.found.values)
    return Entry(source, source.noun, row.id, row.found.when, row.found.values)


def _is_folded(above: Entry, last: Row, entry: Entry, row: Row) -> bool:
    both = above.is_change and entry.is_change
    return both and last.stamp[:10] == row.stamp[:10] and above.times < _FOLDED


def _one_more(entry: Entry) -> Entry:
    return Entry(entry.source, entry.noun, entry.id, entry.when, entry.values, entry.times + 1)


def _changed(times: int, sentence: Message, kind: str) -> Told:
    if kind in {"undo", "redo"}:
        sentence = msg("Undone: {what}", what=sentence) if kind == "undo" else msg("Redone: {what}", what=sentence)
    said = muted(sentence, Cover.SENTENCE)
    if times == 1:
        return Told("history", (said,))
    return Told("history", (strong(msg("{n} changes", n=times)), muted("·"), said))
