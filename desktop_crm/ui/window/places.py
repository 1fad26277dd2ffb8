"""The window's places: at most nine with a digit, two below them; each holds lists, side by side.

A screen names its place in its declaration. A place in which nothing stands yet is not shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop_crm.model.message import Message, msg
from desktop_crm.ui.desk.settings import Settings

if TYPE_CHECKING:
    from desktop_crm.ui.desk.screen import ScreenDeclaration

_OPEN: Final = "window/place"  # the file's mark and the place, as they were left
_LISTS: Final = "window/lists"  # place → the list that was looked at last


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the rail; Ctrl and its digit lead there, without one it stands below."""

    id: str
    title: Message
    icon: str
    digit: int | None = None


PLACES: Final = (
    Place("today", msg("Today"), "sun", 1),
    Place("clients", msg("Clients"), "users", 2),
    Place("deals", msg("Deals"), "handshake", 3),
    Place("orders", msg("Orders"), "shopping-cart", 4),
    Place("contracts", msg("Contracts"), "file-text", 5),
    Place("exhibitions", msg("Exhibitions"), "tent", 6),
    Place("products", msg("Products"), "package", 7),
    Place("letters", msg("Letters"), "mail", 8),
    Place("reports", msg("Reports"), "chart-column", 9),
    Place("safety", msg("Safety"), "shield-check"),
    Place("settings", msg("Settings"), "settings"),
)


class Places:
    """Those of a window's screens, and where the person was last: kept in the settings, over a restart too."""

    def __init__(self, screens: "Sequence[ScreenDeclaration]", settings: Settings) -> None:
        self._settings = settings
        self._first = screens[0].noun if screens else ""
        self._lists = {
            place.id: found for place in PLACES if (found := tuple(each for each in screens if each.place == place.id))
        }
        self.shown = tuple(place for place in PLACES if place.id in self._lists)

    def lists(self, place: str) -> "tuple[ScreenDeclaration, ...]":
        """What stands in a place, in the order of its tabs."""
        return self._lists.get(place, ())

    def of(self, noun: str) -> str:
        """The place of a screen; empty for one that is reached by commands only."""
        return next((place for place, lists in self._lists.items() if noun in _nouns(lists)), "")

    def is_shared(self, noun: str) -> bool:
        """Whether other lists stand beside this one."""
        return len(self.lists(self.of(noun))) > 1

    def beside(self, noun: str, by: int) -> str:
        """The list `by` steps further in its place, round and round."""
        nouns = _nouns(self.lists(self.of(noun)))
        return nouns[(nouns.index(noun) + by) % len(nouns)] if nouns else noun

    def last_list(self, place: str) -> str:
        """The list of a place that was looked at last, at first its first one."""
        nouns = _nouns(self.lists(place))
        kept = self._kept().get(place)
        return kept if isinstance(kept, str) and kept in nouns else nouns[0]

    def remember(self, noun: str, file: Path) -> None:
        """The person is there now, in this workspace."""
        if place := self.of(noun):
            self._settings.set(_OPEN, [Settings.mark(file), place])
            if self.is_shared(noun):
                self._settings.set(_LISTS, {**self._kept(), place: noun})

    def where_left(self, file: Path) -> str:
        """The screen to begin with: of the place that was open if this workspace was the last one here, else the first."""
        for place in self.shown:
            if self._settings.get(_OPEN) == [Settings.mark(file), place.id]:
                return self.last_list(place.id)
        return self._first

    def _kept(self) -> dict[str, object]:
        kept = self._settings.get(_LISTS)
        return kept if isinstance(kept, dict) else {}


def _nouns(lists: "Sequence[ScreenDeclaration]") -> list[str]:
    return [each.noun for each in lists]
