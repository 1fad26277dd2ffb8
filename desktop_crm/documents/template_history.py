"""The texts that templates came with in every version, by their digests: what a workspace keeps of them, and what was edited.

`resources/templates/known.json` holds them; `packaging/templates.py` adds those of today.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from typing import Final

from desktop_crm import assets
from desktop_crm.documents.template_passages import renewed

_HEADING: Final = re.compile(r"^## (?P<title>.*?)\s*\[(?P<key>[a-z][a-z0-9_]*)\]\s*$")
_BEGINS: Final = re.compile(r"^\{% if [^%]*%\}\s*$")
KNOWN: Final = "templates/known.json"


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause of a template's source with the condition around it; what comes before all of them has an empty key."""

    key: str
    title: str
    text: str


def passages(text: str) -> list[Passage]:
    """A source by its clauses, in their order; joined they are the source again."""
    lines = text.splitlines(keepends=True)
    heads = [(at, found) for at, line in enumerate(lines) if (found := _HEADING.match(line))]
    starts = [_start(lines, at) for at, _ in heads]
    ends = [*starts, len(lines)]
    named = [("", ""), *((found["key"], found["title"]) for _, found in heads)]
    return [
        Passage(key, title, "".join(lines[start:end]))
        for (key, title), start, end in zip(named, [0, *starts], ends, strict=True)
    ]


def _start(lines: list[str], at: int) -> int:
    """A condition that begins just above a heading is of its clause."""
    while at and _BEGINS.match(lines[at - 1]):
        at -= 1
    return at


def digest(text: str) -> str:
    """The same for the same words."""
    return sha256("\n".join(line.rstrip() for line in text.strip().splitlines()).encode()).hexdigest()[:12]


@cache
def today(name: str) -> str:
    """A text as it comes with this version; `name` is `sale.id`."""
    return assets.text(f"templates/{name}.md")


@cache
def _known() -> Mapping[str, Mapping[str, frozenset[str]]]:
    kept = json.loads(assets.text(KNOWN))
    return {name: {part: frozenset(found) for part, found in parts.items()} for name, parts in kept.items()}


def names() -> Iterable[str]:
    """Of all texts."""
    return _known().keys()


def came_with(name: str, text: str) -> bool:
    """Whether the program came with this whole text once, or does now."""
    return name in _known() and digest(text) in _known()[name]["texts"]


def came_with_passage(name: str, text: str) -> bool:
    """The same of one clause."""
    return name in _known() and digest(text) in _known()[name]["passages"]


def is_behind(name: str, text: str) -> bool:
    """Whether something of an earlier version stands in it."""
    now = {digest(each.text) for each in passages(today(name))}
    return any(came_with_passage(name, each.text) and digest(each.text) not in now for each in passages(text))


@lru_cache(maxsize=32)  # asked again for every paper of a contract that was sent
def same_wording(text: str) -> str:
    """Texts that differ only because the program words them otherwise now are one."""
    asked = digest(text)
    now = next((name for name, known in _known().items() if asked in known["texts"]), None)
    return renewed(text) if now is None else today(now)


@dataclass(frozen=True, slots=True)
class Difference:
    """A clause that a workspace has otherwise than the program, by language; `theirs` is empty where the program has none.

    `take` is what fits: to take what nobody edited.
    """

    key: str
    titles: Mapping[str, str]
    own: Mapping[str, str]
    theirs: Mapping[str, str]
    take: bool


def differences(origin: str, texts: Mapping[str, str]) -> list[Difference]:
    """Clause by clause, in the order of the program's text."""
    own = {code: _by_key(text) for code, text in texts.items()}
    theirs = {code: _by_key(today(f"{origin}.{code}")) for code in texts}
    keys = dict.fromkeys(key for code in texts for side in (theirs, own) for key in side[code])
    return list(_differences(origin, keys, own, theirs))


_ByKey = dict[str, Passage]


def _differences(
    origin: str, keys: Iterable[str], own: Mapping[str, _ByKey], theirs: Mapping[str, _ByKey]
) -> Iterator[Difference]:
    empty = Passage("", "", "")
    for key in keys:
        mine = {code: had.get(key, empty) for code, had in own.items()}
        its = {code: has.get(key, empty) for code, has in theirs.items()}
        if all(digest(mine[code].text) == digest(its[code].text) for code in own):
            continue
        yield Difference(
            key,
            {code: its[code].title or mine[code].title for code in own},
            {code: each.text.strip() for code, each in mine.items()},
            {code: each.text.strip() for code, each in its.items()},
            all(not each.text or came_with_passage(f"{origin}.{code}", each.text) for code, each in mine.items()),
        )


def merged(origin: str, code: str, text: str, taken: Iterable[str]) -> str:
    """A text with the program's clauses in place of its own, where they are `taken`."""
    own, theirs, wanted = _by_key(text), _by_key(today(f"{origin}.{code}")), set(taken)
    kept = [key for key in own if key in theirs or key not in wanted]
    order = [key for key in theirs if key in wanted or key in own]
    for at, key in enumerate(kept):
        if key not in order:
            before = kept[at - 1] if at else ""
            order.insert(order.index(before) + 1 if before in order else len(order), key)
    found = [theirs[key] if key in wanted else own[key] for key in order]
    return "".join(each.text if each.text.endswith("\n") else f"{each.text}\n\n" for each in found).rstrip() + "\n"


def _by_key(text: str) -> _ByKey:
    return {each.key: each for each in passages(text)}
