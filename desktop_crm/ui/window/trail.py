"""Where the user has been, for Back and Forward."""

from typing import Final, NamedTuple

_KEPT: Final = 100


class Location(NamedTuple):
    """A screen and its record, None for the list; `field` is where the keyboard is led there."""

    noun: str
    id: int | None = None
    field: str = ""


class History:
    """Locations in the order of visiting, and a position among them."""

    def __init__(self) -> None:
        self._places: list[Location] = []
        self._at = -1

    @property
    def here(self) -> Location | None:
        """The present place."""
        return self._places[self._at] if self._places else None

    def visit(self, place: Location) -> None:
        """A new place after the present one; what lay ahead is forgotten. The present place again changes nothing."""
        if place == self.here:
            return
        self._places = [*self._places[: self._at + 1], place][-_KEPT:]
        self._at = len(self._places) - 1

    def leave_from(self, field: str) -> None:
        """Back leads to this field of the present place; where one has come back to it by hand, the way there is forgotten."""
        if self.here is not None:
            left = self.here._replace(field=field)
            if left == self.peek(-1):
                self._at -= 1
            else:
                self._places[self._at] = left

    def peek(self, by: int) -> Location | None:
        """The place `by` steps away (-1 is back), None past the ends."""
        at = self._at + by
        return self._places[at] if 0 <= at < len(self._places) else None

    def move(self, by: int) -> None:
        """Go there; the place must exist."""
        assert self.peek(by) is not None
        self._at += by

    def last_of(self, noun: str) -> Location:
        """Where the user was last within a screen, its list at first; without the field, which was another question."""
        before = reversed(self._places[: self._at + 1])
        return next((place._replace(field="") for place in before if place.noun == noun), Location(noun))
