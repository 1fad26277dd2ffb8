"""The changes of a card as entries of its story: one for each action that no other entry tells of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from desktop_crm.model.moments import moment_to_int
from desktop_crm.model.story import CHANGES, StoryKind
from desktop_crm.storage.past import history
from desktop_crm.storage.story.source import Card, Found, Place, stamp_of

#: Above every stamp.
_TOP: Final = "9999-12-31T24"


@dataclass(frozen=True, slots=True)
class Acts:
    """Actions in the order in which they were done, whatever the clock said; those in the tables `elsewhere` are told by their rows."""

    elsewhere: frozenset[str]
    id: str = "acts"
    kind: StoryKind = CHANGES

    def read(self, card: Card, rank: int, before: Place | None, limit: int) -> list[Found]:
        """The newest, or those before a place, the newest first; none stands above one that was done after it."""
        del rank
        return list(self._read(card, before, limit))

    def _read(self, card: Card, before: Place | None, limit: int) -> Iterator[Found]:
        stamp, act = (_TOP, None) if before is None else (before.stamp, before.act)
        for one in history.acts_of_card(card.session, card.noun, card.id, limit, act, elsewhere=self.elsewhere):
            if isinstance(one.at, datetime):
                stamp = min(stamp, stamp_of(moment_to_int(one.at)))
            yield Found(stamp, one.at, one.id, (None, one.sentence, one.kind))

    def count(self, card: Card) -> int:
        """How many there are."""
        return history.count_of_card(card.session, card.noun, card.id, elsewhere=self.elsewhere)

    def first(self, card: Card) -> str | None:
        """The stamp of the oldest."""
        found = history.acts_of_card(card.session, card.noun, card.id, 1, after=0, elsewhere=self.elsewhere)
        moments = [stamp_of(moment_to_int(one.at)) for one in found if isinstance(one.at, datetime)]
        return next(iter(moments), None)

    def is_there(self, card: Card) -> bool:
        """Whether there are any."""
        return bool(history.acts_of_card(card.session, card.noun, card.id, 1, elsewhere=self.elsewhere))
