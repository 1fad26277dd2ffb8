"""A pattern of numbers as the pieces it is made of, and back: `{seq:03}/PKS/{year}` is a number, a text and a year."""

import string
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

#: What is filled in, in the order in which it is offered.
PLACES: Final = ("seq", "year", "year2", "month", "roman_month", "day")
MOST_DIGITS: Final = 9
#: Digits that may run into those of the number: 1 in November and 11 in January look the same.
_RUN_TOGETHER: Final = frozenset({"month", "day"})


@dataclass(frozen=True, slots=True)
class TextPiece:
    """Letters and strokes that stand in each number."""

    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """What is filled in; `spec` is what stands behind its name, like `03`."""

    name: str
    spec: str = ""

    @property
    def digits(self) -> int:
        """At least so many; 0 where it is as long as it is."""
        plain = self.spec.rstrip("d")
        return int(plain) if plain.isdigit() else 0

    def with_digits(self, digits: int) -> "Place":
        """The same, filled up with zeros."""
        return Place(self.name, f"{digits:02}" if digits > 1 else "")


Piece = TextPiece | Place


def pieces_of(pattern: str) -> tuple[Piece, ...] | None:
    """What a pattern is made of; None where that can't be told, or a place is not known."""
    found: list[Piece] = []
    try:
        for text, name, spec, conversion in string.Formatter().parse(pattern):
            if text:
                _put(found, TextPiece(text))
            if name is None:
                continue
            if name not in PLACES or conversion or "{" in (spec or ""):
                return None
            found.append(Place(name, spec or ""))
    except ValueError:
        return None
    return tuple(found)


def pattern_of(pieces: Iterable[Piece]) -> str:
    """The pattern that is made of these."""
    return "".join(_written(piece) for piece in pieces)


def may_repeat(pattern: str) -> bool:
    """Whether two sequence numbers of one year may look the same, for the number runs into a month or a day."""
    pieces = pieces_of(pattern) or ()
    for before, after in pairwise(pieces):
        names = {piece.name for piece in (before, after) if isinstance(piece, Place)}
        if "seq" in names and names & _RUN_TOGETHER:
            return True
    return False


def _put(found: list[Piece], piece: TextPiece) -> None:
    """Behind the others, or as the end of the text before it: a doubled brace parts it."""
    last = found[-1] if found else None
    if isinstance(last, TextPiece):
        found[-1] = TextPiece(last.text + piece.text)
    else:
        found.append(piece)


def _written(piece: Piece) -> str:
    if isinstance(piece, TextPiece):
        return piece.text.replace("{", "{{").replace("}", "}}")
    return f"{{{piece.name}:{piece.spec}}}" if piece.spec else f"{{{piece.name}}}"
