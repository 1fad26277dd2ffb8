"""A contract template as a person reads it: cards of clauses, in them text, fields, and pieces of the template language.

What is read is written again byte for byte: `"".join(card.source for card in cards)` is the template, and so is what the
parts of a card's text say.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import Final

_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_HEADING: Final = re.compile(r"^#{1,2}[ \t]+(?P<title>[^\n]*?)(?P<key>[ \t]*\[[a-z][a-z0-9_]*\])?[ \t]*$", re.MULTILINE)
#: A condition or loop that begins right above a heading belongs to its card.
_OPENS: Final = re.compile(r"\{%-?\s*(?:if|for)\b[^\n{}]*%\}[ \t]*\n")
_FIELD: Final = re.compile(r"\{\{-?\s*(?P<name>[A-Za-z_][\w.]*)\s*(?:\|\s*(?P<filter>\w+)\s*)?-?\}\}")
_CLAUSE: Final = re.compile(r"\{\{-?\s*clause\(\s*[\"'](?P<key>\w+)[\"']\s*\)\s*-?\}\}")
_STATEMENT: Final = re.compile(r"\{%-?\s*(?P<word>\w+)\s*(?P<rest>.*?)\s*-?%\}", re.DOTALL)


class Kind(StrEnum):
    """What a part of a text is."""

    TEXT = "text"
    FIELD = "field"  # a value that is filled in: `{{ client.name }}`
    LOCKED = "locked"  # what only the code can change: conditions, loops, remarks


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the source; `name` and `filter` are a field's, `clause` the key of a clause whose number it is."""

    kind: Kind
    source: str
    name: str = ""
    filter: str = ""
    clause: str = ""
    word: str = ""  # of a locked one: `if`, `else` …
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A clause: what stands above its heading, the heading itself, and its text. `start` is its line in the template, from 1."""

    lead: str
    heading: str  # with its line's end; empty for what stands before the first
    body: str
    start: int = 1

    @property
    def source(self) -> str:
        """Its whole text in the template."""
        return self.lead + self.heading + self.body

    @property
    def title(self) -> str:
        """The words of its heading."""
        found = _HEADING.match(self.heading)
        return found["title"] if found else ""

    @property
    def key(self) -> str:
        """What pairs it with its translation; empty for the contract's title."""
        found = _HEADING.match(self.heading)
        return (found["key"] or "").strip(" \t[]") if found else ""

    def with_title(self, title: str) -> "Card":
        """The same with other words in its heading."""
        found = _HEADING.match(self.heading)
        if found is None:
            return self
        begin, end = found.span("title")
        return replace(self, heading=self.heading[:begin] + " ".join(title.split()) + self.heading[end:])


def cards_of(source: str) -> tuple[Card, ...]:
    """A template's clauses, in their order; what stands before the first heading is a card without one."""
    tags = [found.span() for found in _TAG.finditer(source)]
    headings = [each for each in _HEADING.finditer(source) if not any(a < each.start() < b for a, b in tags)]
    starts = [(_lead(source, each.start()), each) for each in headings]
    first = starts[0][0] if starts else len(source)
    cards = [Card("", "", source[:first])] if first else []
    ends = [*(start for start, _ in starts[1:]), len(source)] if starts else []
    for (start, found), end in zip(starts, ends, strict=True):
        past = found.end() + source[found.end() : found.end() + 1].count("\n")
        line = 1 + source.count("\n", 0, start)
        cards.append(Card(source[start : found.start()], source[found.start() : past], source[past:end], line))
    return tuple(cards)


def parts_of(text: str) -> tuple[Part, ...]:
    """A text as what is typed, filled in, or locked; together they are the text."""
    bounds = [0, *(place for found in _TAG.finditer(text) for place in found.span()), len(text)]
    return tuple(_part(text[begin:end]) for begin, end in pairwise(bounds) if begin < end)


def source_of(parts: Sequence[Part]) -> str:
    """The text that these are parts of."""
    return "".join(part.source for part in parts)


def field(name: str) -> Part:
    """A field as it is put into a text."""
    return _part(f"{{{{ {name} }}}}")


def locked_in(text: str) -> tuple[str, ...]:
    """The pieces of a text that only the code can change, in their order."""
    return tuple(part.source for part in parts_of(text) if part.kind is Kind.LOCKED)


def _part(source: str) -> Part:
    if _TAG.fullmatch(source) is None:
        return Part(Kind.TEXT, source)
    if not source.startswith("{{"):
        found = _STATEMENT.fullmatch(source)
        return Part(Kind.LOCKED, source, word=found["word"], rest=found["rest"]) if found else Part(Kind.LOCKED, source)
    if clause := _CLAUSE.fullmatch(source):
        return Part(Kind.FIELD, source, clause=clause["key"])
    if plain := _FIELD.fullmatch(source):
        return Part(Kind.FIELD, source, name=plain["name"], filter=plain["filter"] or "")
    return Part(Kind.FIELD, source)


def _lead(source: str, at: int) -> int:
    """Where the card of a heading begins: with the conditions right above it."""
    while at > 0:
        above = source.rfind("\n", 0, at - 1) + 1
        if _OPENS.fullmatch(source, above, at) is None:
            break
        at = above
    return at
